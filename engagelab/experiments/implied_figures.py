"""Quantities that a plan implies, beside published figures of the same or a similar quantity.

A plan does not contain the share of readers who pass a post on, or what a reader costs: they follow
from it. Where they were published, they are evidence on the whole plan that no single field can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..io.arguments import checked
from ..io.lazy import late
from ..models.sections import ACTIVITIES, ROLES
from ..simulation.outcome import WAYS, Outcome
from ..simulation.ratios import ratio
from ..simulation.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = late("pandas")

TOWNS = range(8)
ON_SCREEN = 0.35  # of a person's friends had one post on screen (studies, F40)
_SILENT = {"engagement.base_share": 0.0}  # nobody shares but seeds


class Published(NamedTuple):
    """A published range of a quantity.

    Attributes
    ----------
    low, high : float
        The range.
    rows : str
        Its rows in the data set ``"studies"``.
    says : str
        The figures in words.
    """

    low: float
    high: float
    rows: str
    says: str


class _Quantity(NamedTuple):
    """A ratio of two totals of `_totals`, with its published range."""

    above: str
    below: str
    published: Published


_QUANTITIES = {
    "shares per post on screen": _Quantity(
        "shares", "on_screen",
        Published(0.0015, 0.0058, "F64", "0.15 to 0.58 % for half of the posts of one page"),
    ),
    "comments per post on screen": _Quantity(
        "comments", "on_screen",
        Published(0.0005, 0.002, "F79", "0.05 % over all posts of one page, 0.20 % at the "
                  "ninetieth percentile"),
    ),
    "comments per share": _Quantity(
        "comments", "shares",
        Published(0.26, 0.4, "F79, F80", "0.26 to 0.39 on one page, 0.4 on those of 100 brands; 15 "
                  "says another vendor (F81)"),
    ),
    "shares by lurkers": _Quantity(
        "lurker", "by_readers",
        Published(0.013, 0.2, "F46, F71", "90 % of people write 1.3 % of posts in forums and 20 % "
                  "of tweets"),
    ),
    "shares by contributors": _Quantity(
        "contributor", "by_readers",
        Published(0.24, 1.0, "F46", "24 % of posts in forums, a lower bound for sharing"),
    ),
    "shares by creators": _Quantity(
        "creator", "by_readers",
        Published(0.0, 0.747, "F46", "74.7 % of posts in forums, an upper bound for sharing"),
    ),
    "invitations per reading": _Quantity(
        "invitations", "reads",
        Published(0.084, 0.26, "F82, F83", "0.26 for each receiver of a rewarded e-mail; 8.4 % of "
                  "donors wrote to one friend"),
    ),
    "invitations per inviter who read": _Quantity(
        "invitations", "inviters",
        Published(0.26, 2.96, "F82", "0.26 for each receiver of a rewarded e-mail, 2.96 for each "
                  "who passed it on"),
    ),
    "acceptances per invitation": _Quantity(
        "acceptances", "invitations",
        Published(0.02, 0.15, "F47, F84", "10 to 15 % to applications, 2 to 5 % to buy"),
    ),
    "cost per reader": _Quantity(
        "cost", "readers",
        Published(0.49, 1.72, "F52, F104, F107", "a click cost 0.49 (2010) to 1.72 dollars (2017)"),
    ),
    "cost per membership": _Quantity(
        "cost", "memberships",
        Published(1.07, 25.0, "F53, F112", "a fan cost 1.07 dollars (2010), a customer whom "
                  "another referred 25 euros"),
    ),
}  # fmt: skip
PUBLISHED: Mapping[str, Published] = {name: each.published for name, each in _QUANTITIES.items()}

_SMALL = Published(0.48, 0.67, "F40, F42", "friends and small pages, carried back to 20 or 25 "
                   "people with an exponent of 0.25")  # fmt: skip
READING: Mapping[int, Published] = {
    10: _SMALL,
    25: _SMALL,
    300: Published(0.228, 0.35, "F40, F42, F73", "35 % of 266 friends; 22.8 and 33.2 % on pages "
                   "below 1,000"),
    1_000: Published(0.11, 0.228, "F42, F43", "22.8 % below 1,000, 11 % below 10,000"),
    50_000: Published(0.06, 0.0962, "F42, F43", "9.6 % at 50,000 to 100,000, 6 % at 10,000 to "
                      "99,999"),
    500_000: Published(0.02, 0.12, "F41, F42, F44", "2 % above 500,000; 7.5 % at 500,000 to a "
                       "million; 12 % below 500,000"),
}  # fmt: skip
"""By size of group: the share of friends, or of fans of a page, who had one post on screen."""


@checked
def implied(
    plans: Mapping[str, Scenario], *, keys: Iterable[int] = TOWNS, runs: int = 25
) -> pd.DataFrame:
    """Return what plans imply beside published ranges.

    Shares count those by readers, not those by seeds. A post is taken to be on screen ``0.35 /
    tie_read`` times as often as it is read, as 0.35 is the share of friends who had one on screen.

    Parameters
    ----------
    plans : mapping of str to Scenario
        Plans by name.
    keys : iterable of int
        Two keys or more; each makes a town of its own.
    runs : int
        Runs in each town.

    Returns
    -------
    DataFrame
        One row for each plan and each quantity of `PUBLISHED`: ``value`` and its
        ``standard_error`` over towns, the published ``low`` and ``high``, ``inside`` (whether the
        value lies between them), ``rows`` of the data set ``"studies"`` and ``says``. A value is
        missing if there is nothing to divide by.

    Raises
    ------
    EngagelabError
        For fewer than two keys.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments import implied
    >>> plan = el.Scenario(population={"people": 1000}, campaign={"posts": [{"seeds": 20}]})
    >>> found = implied({"mine": plan}, keys=[1, 2], runs=5).loc["mine"]
    >>> found.loc["acceptances per invitation", "rows"]
    'F47, F84'
    """
    keys = list(keys)
    if len(keys) < 2:
        raise EngagelabError(
            f"keys: {keys} are fewer than two; give one for each town, two or more"
        )
    if not plans:
        raise EngagelabError("plans: there are none; give one or more, such as {'mine': plan}")
    rows = []
    for plan_name, plan in plans.items():
        totals = pd.DataFrame([_totals(plan, key, runs) for key in keys])
        for name, quantity in _QUANTITIES.items():
            found = ratio(totals[quantity.above].to_numpy(), totals[quantity.below].to_numpy())
            published = quantity.published
            rows.append({"plan": plan_name, "quantity": name, "value": found["mean"],
                         "standard_error": found["standard_error"], **published._asdict(),
                         "inside": published.low <= found["mean"] <= published.high})  # fmt: skip
    return pd.DataFrame(rows).set_index(["plan", "quantity"])


@checked
def reading_by_size(plan: Scenario, *, keys: Iterable[int] = TOWNS, runs: int = 25) -> pd.DataFrame:
    """Return the share of the members of a group who read a post, by the size of the group.

    ``shown`` is the probability that anybody shares the post in the group, ``altogether`` that a
    member reads it in the group, if people share as often as they do in the plan on average and
    independently of each other.

    Parameters
    ----------
    plan : Scenario
        The plan.
    keys, runs
        As for `implied`.

    Returns
    -------
    DataFrame
        One row for each size of `READING`: ``if_shown`` (a member reads one share that is shown),
        ``own_space`` (the same in an own space of that size), ``shown``, ``altogether``, and the
        published ``low``, ``high``, ``rows`` and ``says`` on posts on screen.
    """
    model = plan.engagement
    size = np.array(list(READING), float)
    read = model.group_read * np.minimum(1, (model.reference_size / size) ** model.crowding)
    own = model.own_space * read
    outcomes = [plan.run(key=key, runs=runs) for key in keys]
    posts = max(1, len(plan.campaign.posts))
    shares = np.mean([outcome.total("shares").mean() / outcome.people for outcome in outcomes])
    shown = model.group_share * shares / posts
    return pd.DataFrame(
        {
            "if_shown": read,
            "own_space": own / np.maximum(1 - read + own, np.finfo(float).tiny),
            "shown": 1 - (1 - shown) ** size,
            "altogether": 1 - (1 - shown * read) ** size,
        },
        index=pd.Index(READING, name="size"),
    ).join(pd.DataFrame(READING.values(), index=pd.Index(READING, name="size")))


def _totals(plan: Scenario, key: int, runs: int) -> dict[str, float]:
    """Return the mean totals of a plan in one town."""
    outcome = plan.run(key=key, runs=runs)
    silent = plan.replace(_SILENT).run(key=key, runs=runs)
    total = {name: float(outcome.total(name).mean()) for name in
             ("reads", "readers", "comments", "invitations", "acceptances", "joins", "cost",
              "bought_members")}  # fmt: skip
    by_activity = dict(zip(ACTIVITIES, _by_activity(outcome) - _by_activity(silent), strict=False))
    seeds = sum(float(outcome.total(f"{role}_seeds").mean()) for role in ROLES)
    decided = float((outcome.total("shares") + outcome.total("stopped")).mean())
    inviter, tie_read = plan.town(key).traits.inviter, plan.engagement.tie_read
    return total | by_activity | {
        "shares": decided - seeds,
        "by_readers": sum(by_activity.values()),
        "on_screen": (total["reads"] - seeds) * np.divide(ON_SCREEN, tie_read or np.nan),
        "inviters": float(outcome.reached_runs[inviter].sum()) / outcome.runs,
        "memberships": total["joins"] + total["bought_members"],
    }  # fmt: skip


def _by_activity(outcome: Outcome) -> NDArray[np.float64]:
    """Return the mean number of shares of each activity."""
    way = list(WAYS).index("activity")
    means: NDArray[np.float64] = outcome.shares_by_class[:, way].mean(axis=0)
    return means
