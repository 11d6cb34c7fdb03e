"""Levers: what money can be put into, and the plan that comes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import EngagelabError, listed, nearest
from ..models import Post
from ..models.sections import REWARDS
from ..simulation.scenario import Scenario

LEVERS = ("seeds", "posts", "answers", *REWARDS)
_STEPS = 100  # a lever moves in hundredths of its range
_STRETCH = 4  # times what stands in the plan, where no range is given


@dataclass(frozen=True)
class BudgetLever:
    """Something that money can be put into.

    Attributes
    ----------
    name : str
        ``seeds`` (people who start each post), ``posts`` (their number), ``answers`` (the reply
        rate), or a reward's amount: ``recognition``, ``loyalty``, ``discount``, ``trial``.
    values : tuple of float
        What it can be set to, in order.
    now : float
        What it is in the plan.
    """

    name: str
    values: tuple[float, ...]
    now: float

    @property
    def place(self) -> int:
        """Where the value nearest to that of the plan stands among the values."""
        return min(range(len(self.values)), key=lambda i: abs(self.values[i] - self.now))


def levers_of(
    plan: Scenario, chosen: Iterable[str] | Mapping[str, tuple[float, float]] | None = None
) -> list[BudgetLever]:
    """Return the levers of a plan with what each can be set to.

    Parameters
    ----------
    plan : Scenario
        The plan.
    chosen : names, or mapping of name to (low, high), optional
        Which ones; none: all. Without a range of their own: seeds from 0 to four times the larger
        of the plan's and 10, posts from 0 to twice the plan's or as many as end by the horizon,
        answers from 0 to 1, a reward from 0 to four times the larger of its amount and the amount
        with half of its effect.

    Raises
    ------
    EngagelabError
        For unknown levers, none at all, and ranges that are not allowed.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.levers import levers_of
    >>> [lever.values for lever in levers_of(el.Scenario(), {"posts": (0, 2)})]
    [(0.0, 1.0, 2.0)]
    """
    names = LEVERS if chosen is None else [chosen] if isinstance(chosen, str) else list(chosen)
    for name in names:
        if name not in LEVERS:
            hint = nearest(name, LEVERS) or f"; allowed are {listed(LEVERS)}"
            raise EngagelabError(f"levers: {name!r} is not known{hint}")
    if not names or len(set(names)) < len(names):
        raise EngagelabError(f"levers: {names!r} is not allowed; give each of some levers once")
    ranges = chosen if isinstance(chosen, Mapping) else {}
    return [_lever(plan, name, ranges.get(name)) for name in names]


def with_levers(plan: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return the plan with its levers set.

    Posts beyond those of the plan are copies of its last, as far apart as its last two. Seeds are
    the mean over the posts; the plan's own proportions between posts stay.

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
    if "posts" in values or "seeds" in values:
        posts = _as_many(plan, round(values.get("posts", len(plan.campaign.posts))))
        if "seeds" in values:
            posts = _seeded(plan, posts, values["seeds"])
        changes["campaign.posts"] = posts
    return plan.replace(changes)


def _lever(plan: Scenario, name: str, given: Any) -> BudgetLever:
    now, low, high, most = _range(plan, name)
    if given is not None:
        try:
            low, high = (float(end) for end in given)
            right = 0 <= low < high <= most
        except (TypeError, ValueError):
            right = False
        if not right:
            raise EngagelabError(
                f"levers: {given!r} is no range of {name}; give (low, high) from 0 to {most:,g}"
            )
    values = np.linspace(low, high, _STEPS + 1)
    if name in ("seeds", "posts"):
        values = np.unique(np.round(values))
    # what stands in the plan can be kept exactly
    kept = {now} if low <= now <= high else set()
    return BudgetLever(name, tuple(sorted({float(value) for value in values} | kept)), now)


def _range(plan: Scenario, name: str) -> tuple[float, float, float, float]:
    """Return what a lever is now, its lowest and highest value, and the highest allowed."""
    posts = plan.campaign.posts
    if name == "seeds":
        people = plan.population.people
        seeds = round(_mean_seeds(posts))
        return seeds, 0, min(_STRETCH * max(seeds, 10), people), people
    if name == "posts":
        room = _most_posts(plan)
        return len(posts), 0, min(2 * max(len(posts), 1), room), room
    if name == "answers":
        return plan.answers.reply_rate, 0, 1, 1
    amount, half = plan.get(f"rewards.{name}"), plan.get(f"rewards.{name}_half")
    most = Scenario.fields()[f"rewards.{name}"].high or 0
    return amount, 0, min(_STRETCH * max(amount, half), most), most


def _mean_seeds(posts: Iterable[Post]) -> float:
    seeds = [post.seeds for post in posts]
    return sum(seeds) / len(seeds) if seeds else 0.0


def _gap(plan: Scenario) -> int:
    rounds = sorted(post.round for post in plan.campaign.posts)
    return max(1, rounds[-1] - rounds[-2] if len(rounds) > 1 else plan.campaign.lifetime)


def _most_posts(plan: Scenario) -> int:
    posts = plan.campaign.posts or (Post(),)
    last = max(post.round for post in posts)
    return len(posts) + max(0, plan.settings.horizon - last) // _gap(plan)


def _as_many(plan: Scenario, number: int) -> list[Post]:
    posts = sorted(plan.campaign.posts or (Post(),), key=lambda post: post.round)
    last, gap = posts[-1], _gap(plan)
    more = range(1, number - len(posts) + 1)
    return [*posts, *(last.replace(round=last.round + gap * i) for i in more)][:number]


def _seeded(plan: Scenario, posts: list[Post], seeds: float) -> list[Post]:
    mean = _mean_seeds(plan.campaign.posts)
    people = plan.population.people
    share = [post.seeds / mean if mean else 1.0 for post in posts]
    return [
        post.replace(seeds=min(people, round(seeds * part)))
        for post, part in zip(posts, share, strict=True)
    ]
