"""Levers of a budget: the parts of a plan that money can change, and the plan they make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import EngagelabError, listed, nearest
from ..graphs.edges import as_list
from ..graphs.network import Network
from ..models import Post
from ..models.sections import ORGANISATION, REWARDS
from ..simulation.adaptors.engagement import able_to_start
from ..simulation.scenario import Scenario

LEVERS = ("seeds", "posts", "paid", "members", "answers", *REWARDS)
_WHOLE = ("seeds", "posts", "paid", "members")
_STEPS = 100  # a lever moves in hundredths of its range
_STRETCH = 4  # times the plan's value: the default upper end of a range


@dataclass(frozen=True)
class BudgetLever:
    """A part of a plan that money can change.

    Attributes
    ----------
    name : str
        ``seeds`` (people who start each post), ``posts`` (their number), ``paid`` (impressions
        bought for each post), ``members`` (those of the own space), ``answers`` (the reply rate),
        or a reward's amount: ``recognition``, ``loyalty``, ``discount``, ``trial``.
    values : tuple of float
        Its possible values, in order.
    now : float
        Its value in the plan.
    """

    name: str
    values: tuple[float, ...]
    now: float

    @property
    def index(self) -> int:
        """The index of the value nearest to the plan's."""
        return min(range(len(self.values)), key=lambda i: abs(self.values[i] - self.now))


def budget_levers(
    plan: Scenario,
    levers: Iterable[str] | Mapping[str, tuple[float, float]] | None = None,
    *,
    network: Network | None = None,
) -> list[BudgetLever]:
    """Return the levers of a plan with their possible values.

    Parameters
    ----------
    plan : Scenario
        The plan.
    levers : names, or mapping of name to (low, high), optional
        The names; None: all that can act in the plan. Seeds act on posts that people start,
        members where the organisation posts in its own space. Default ranges: seeds from 0 to four
        times the larger of the plan's and 10, but no more than can start, posts from 0 to twice
        the plan's or as many as end by the horizon, paid from 0 to four times the larger of the
        plan's and the number of people, members from 0 to four times the larger of the plan's and
        100, answers from 0 to 1, a reward from 0 to four times the larger of its amount and the
        amount with half of its effect.
    network : Network, optional
        The network of the plan, instead of its own town.

    Raises
    ------
    EngagelabError
        If there is no lever, one is unknown, cannot act or is given twice, or a range is not
        allowed.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.levers import budget_levers
    >>> [lever.values for lever in budget_levers(el.Scenario(), {"posts": (0, 2)})]
    [(0.0, 1.0, 2.0)]
    """
    idle = _idle(plan)
    every = [name for name in LEVERS if name not in idle]
    names = every if levers is None else [levers] if isinstance(levers, str) else list(levers)
    for name in names:
        if name not in LEVERS:
            hint = nearest(name, LEVERS) or f"; allowed are {listed(LEVERS)}"
            raise EngagelabError(f"levers: {name!r} is not known{hint}")
        if name in idle:
            raise EngagelabError(f"levers: {name!r} cannot act, as {idle[name]}; leave it out")
    if not names or len(set(names)) < len(names):
        raise EngagelabError(
            f"levers: {names!r} is not allowed; give at least one lever, each only once"
        )
    ranges = levers if isinstance(levers, Mapping) else {}
    return [_lever(plan, name, ranges.get(name), network) for name in names]


def with_levers(plan: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return the plan with its levers set to these values.

    Posts beyond those of the plan are copies of its last, as far apart as its last two. Seeds and
    paid impressions are means over the posts, of those that can have seeds; the plan's own
    proportions between posts are preserved.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.levers import with_levers
    >>> plan = with_levers(el.Scenario(), {"posts": 2, "seeds": 7, "answers": 0.5})
    >>> [post.seeds for post in plan.campaign.posts], plan.answers.reply_rate
    ([7, 7], 0.5)
    """
    changes: dict[str, Any] = {
        f"rewards.{name}": values[name] for name in REWARDS if name in values
    }
    if "answers" in values:
        changes["answers.reply_rate"] = values["answers"]
    if "members" in values:
        changes["campaign.own_size"] = round(values["members"])
    if not values.keys().isdisjoint(("posts", "seeds", "paid")):
        posts = _with_number(plan, round(values.get("posts", len(plan.campaign.posts))))
        for name in ("seeds", "paid"):
            if name in values:
                posts = _with_mean(plan, posts, name, values[name])
        changes["campaign.posts"] = posts
    return plan.replace(changes)


def most_seeds(plan: Scenario, network: Network | None = None) -> float:
    """Return the largest mean of the seeds at which each post has people who can start it.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.levers import most_seeds
    >>> most_seeds(el.Scenario.preset("empowered-employees"))  # 2 % of 10,000 people
    200.0
    """
    town, mean = network or plan.town(), _mean(plan.campaign.posts, "seeds")
    most = float(town.people)
    for post in plan.campaign.posts or (Post(),):
        if _has(post, "seeds") and (post.seeds or not mean):
            able = _starters(town, post)
            most = min(most, able * mean / post.seeds if mean else able)
    return most


def _starters(town: Network, post: Post) -> int:
    """Return the number of people who can start a post, by its origin and groups."""
    labels = as_list(town.group_labels)
    groups = [labels.index(label) for label in post.groups if label in labels]
    able = able_to_start(town, post.origin, groups if post.groups else None)
    return int(np.count_nonzero(able))


def _idle(plan: Scenario) -> dict[str, str]:
    """Return the levers that cannot act in a plan, each with the reason."""
    posts = plan.campaign.posts or (Post(),)
    reasons = {}
    if not any(_has(post, "seeds") for post in posts):
        reasons["seeds"] = "no post of the plan is started by a number of people"
    if not any(post.origin == ORGANISATION for post in posts):
        reasons["members"] = "the organisation posts nothing in its own space"
    return reasons


def _has(post: Post, name: str) -> bool:
    """Return whether a post can have seeds; any post can have paid impressions."""
    return name == "paid" or not (post.people or post.origin == ORGANISATION)


def _lever(plan: Scenario, name: str, span: Any, network: Network | None) -> BudgetLever:
    people = plan.population.people if network is None else network.people
    now, low, high, most = _range(plan, name, people)
    if name == "seeds" and span is None:
        high = min(high, int(most_seeds(plan, network)))
    if span is not None:
        try:
            low, high = (float(end) for end in span)
            valid = 0 <= low < high <= most
        except (TypeError, ValueError):
            valid = False
        if not valid:
            raise EngagelabError(
                f"levers: {span!r} is not a range of {name}; give (low, high) from 0 to {most:,g}"
            )
    values = np.linspace(low, high, _STEPS + 1)
    if name in _WHOLE:
        values = np.unique(np.round(values))
    # so that the plan's own value is one of them exactly
    own = {now} if low <= now <= high else set()
    return BudgetLever(name, tuple(sorted({float(value) for value in values} | own)), now)


def _range(plan: Scenario, name: str, people: int) -> tuple[float, float, float, float]:
    """Return a lever's value in the plan, the ends of its default range, and the upper limit."""
    posts = plan.campaign.posts
    if name == "seeds":
        seeds = round(_mean(posts, name))
        return seeds, 0, min(_STRETCH * max(seeds, 10), people), people
    if name == "paid":
        paid = round(_mean(posts, name))
        return paid, 0, _STRETCH * max(paid, people), 1e9
    if name == "members":
        members = plan.campaign.own_size
        return members, 0, min(_STRETCH * max(members, 100), people), people
    if name == "posts":
        most = _most_posts(plan)
        return len(posts), 0, min(2 * max(len(posts), 1), most), most
    if name == "answers":
        return plan.answers.reply_rate, 0, 1, 1
    amount, half = plan.get(f"rewards.{name}"), plan.rewards.half_amount
    limit = Scenario.fields()[f"rewards.{name}"].high or 0
    return amount, 0, min(_STRETCH * max(amount, half), limit), limit


def _mean(posts: Iterable[Post], name: str) -> float:
    """Return the mean seeds or paid impressions of the posts that can have them."""
    numbers = [getattr(post, name) for post in posts if _has(post, name)]
    return sum(numbers) / len(numbers) if numbers else 0.0


def _gap(plan: Scenario) -> int:
    """Return the rounds between the last two posts."""
    rounds = sorted(post.round for post in plan.campaign.posts)
    return max(1, rounds[-1] - rounds[-2] if len(rounds) > 1 else plan.campaign.lifetime)


def _most_posts(plan: Scenario) -> int:
    """Return how many posts there are if the plan's rhythm continues until the horizon."""
    posts = plan.campaign.posts or (Post(),)
    last = max(post.round for post in posts)
    return len(posts) + max(0, plan.settings.horizon - last) // _gap(plan)


def _with_number(plan: Scenario, number: int) -> list[Post]:
    posts = sorted(plan.campaign.posts or (Post(),), key=lambda post: post.round)
    last, gap = posts[-1], _gap(plan)
    more = range(1, number - len(posts) + 1)
    return [*posts, *(last.replace(round=last.round + gap * i) for i in more)][:number]


def _with_mean(plan: Scenario, posts: list[Post], name: str, wanted: float) -> list[Post]:
    """Return the posts with this mean of seeds or paid impressions, in the plan's proportions."""
    mean = _mean(plan.campaign.posts, name)
    most = plan.population.people if name == "seeds" else 10**9

    def number(post: Post) -> int:
        ratio = getattr(post, name) / mean if mean else 1.0
        return min(most, round(wanted * ratio))

    return [post.replace(**{name: number(post)}) if _has(post, name) else post for post in posts]
