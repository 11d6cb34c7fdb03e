"""Explain a lead: the effect of each lever in which two plans differ, as Shapley values."""

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..graphs.network import Network
from ..io.arguments import checked
from ..models import Post
from ..models.declaration import whole_number
from ..models.sections import ORGANISATION
from ..simulation.scenario import Scenario
from .decision import Decision
from .executors import DaskClient
from .intervals import Level, mean_interval
from .plan_number import PlanNumber
from .progress import Progress
from .town_answers import REACH
from .town_runner import TownRunner, bounded_lever

CALENDAR, STARTERS, SEEDS, PAID, OWN = "calendar", "starters", "seeds", "paid", "own space"
_POST_FIELDS = {STARTERS: ("origin", "groups", "people"), SEEDS: ("seeds",), PAID: ("paid",),
                CALENDAR: ("round", "relevance", "name")}  # fmt: skip
_OWN_FIELDS = ("campaign.own_size", "engagement.own_space")
_NO_EFFECT = ("name", "summary", "money", "settings")  # prices act on reach through the budget only
_EXACT = 6  # levers, at most, for which all orders are averaged

Array = NDArray[np.float64]


@dataclass(frozen=True)
class LeadBreakdown:
    """The steps from one plan to another.

    Attributes
    ----------
    second, first : str
        The letters of the two options.
    start, end : float
        Their mean reach; `start` and the effects add up to `end`.
    effects : DataFrame
        One row per lever, the largest first: ``lever``, ``fields`` (tuple of dotted names),
        ``effect`` (people, mean over orders and towns), ``low``, ``high`` (its 95 % interval over
        towns).
    towns : int
        The number of towns.
    exact : bool
        Whether all orders were averaged, not a sample of them.
    """

    second: str
    first: str
    start: float
    end: float
    effects: pd.DataFrame
    towns: int
    exact: bool = True


@checked
def explain_lead(
    decision: Decision,
    second: str,
    first: str,
    *,
    towns: int | None = None,
    executor: Executor | DaskClient | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
) -> LeadBreakdown:
    """Return what each lever adds on the way from one option's plan to another's.

    Levers are changed in every order, and the effects of each are averaged (Shapley values); with
    more than six levers, in orders in which each lever is at each place equally often. All plans on
    the way are simulated in the same towns.

    Parameters
    ----------
    decision : Decision
        The comparison.
    second, first : str
        The letters of the option to start from, and of the one to arrive at.
    towns : int, optional
        Number of towns; None: those of the decision, so that the ends agree with it.
    executor, progress, cancel : optional
        As for `compare_options`.

    Returns
    -------
    LeadBreakdown
        Start, end, and the effect of each lever.

    Raises
    ------
    EngagelabError
        If a letter is unknown.
    Cancelled
        If `cancel` was set.

    References
    ----------
    Shapley 1953, A value for n-person games. Song, Nelson and Staum 2016, SIAM/ASA Journal on
    Uncertainty Quantification 4(1), doi 10.1137/15M1048070.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.options import Option, compare_options
    >>> plan = el.Scenario(population={"people": 500})
    >>> more = plan.replace({"invitations.invite": 0.5, "groups.size": 40})
    >>> decision = compare_options([Option("A", plan), Option("B", more)], towns=4)
    >>> found = explain_lead(decision, "A", "B")
    >>> bool(abs(found.start + found.effects["effect"].sum() - found.end) < 1e-9)
    True
    """
    if towns is not None:
        whole_number("towns", towns, 1, 100_000)
    start, end = _plan(decision, second), _plan(decision, first)
    count = decision.number_of_towns if towns is None else int(towns)
    keys = range(decision.key, decision.key + count)
    path = _Path(start, end, levers_between(start, end, decision.network))
    with TownRunner.open(decision.network, executor, progress, cancel) as runner:
        path.simulate(lambda plans: runner.answers(plans, keys)[0][:, :, REACH])
    effects = path.effects()
    rows = [
        {"lever": name, "fields": fields, **dict(zip(("effect", "low", "high"),
         mean_interval(effects[name], Level(0.95)), strict=True))}
        for name, fields in path.levers.items()
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["lever", "fields", "effect", "low", "high"])
    table = table.sort_values("effect", key=lambda values: -values.abs(), ignore_index=True)
    before, after = (float(path.reach[subset].mean()) for subset in (frozenset(),
                     frozenset(path.levers)))  # fmt: skip
    return LeadBreakdown(second, first, before, after, table, len(keys), path.is_exact)


def levers_between(
    start: Scenario, end: Scenario, network: Network | None = None
) -> dict[str, tuple[str, ...]]:
    """Return the levers in which two plans differ, each with its fields.

    A lever is a part of the calendar, the own space, a reward with its gain, or a single field. If
    one plan posts in its own space and the other does not, who starts, how many, and the own space
    are one lever, as none of them makes sense without the others. So are who starts and how many,
    if there are not that many people of either kind.

    Examples
    --------
    >>> import engagelab as el
    >>> one, other = (el.Scenario.preset(n) for n in ("go-to-them", "empowered-employees"))
    >>> levers_between(one, other)
    {'starters': ('campaign.posts.origin', 'campaign.posts.groups', 'campaign.posts.people')}
    """
    one, other = start.campaign.posts, end.campaign.posts
    levers: dict[str, tuple[str, ...]] = {}
    own = {name for name in _OWN_FIELDS if start.get(name) != end.get(name)}
    if len(one) != len(other):
        levers[CALENDAR] = ("campaign.posts",)
    else:
        for lever, fields in _POST_FIELDS.items():
            if any(getattr(a, f) != getattr(b, f) for a, b in zip(one, other, strict=True)
                   for f in fields):  # fmt: skip
                levers[lever] = tuple(f"campaign.posts.{name}" for name in fields)
        if _is_own(one) != _is_own(other):
            parts = [levers.pop(name, ()) for name in (STARTERS, SEEDS)]
            levers[OWN if own else STARTERS] = (*parts[0], *parts[1], *sorted(own))
        elif STARTERS in levers and SEEDS in levers and not _can_swap(start, end, network):
            levers[STARTERS] = (*levers[STARTERS], *levers.pop(SEEDS))
    if own and OWN not in levers:
        levers[OWN] = tuple(sorted(own))
    for name in Scenario.fields():
        if _is_lever(name) and start.get(name) != end.get(name):
            levers[_lever_of(name)] = (*levers.get(_lever_of(name), ()), name)
    return levers


def _can_swap(start: Scenario, end: Scenario, network: Network | None) -> bool:
    """Return whether there are people enough to start either plan in the way of the other."""
    for one, other in ((start, end), (end, start)):
        pairs = zip(one.campaign.posts, other.campaign.posts, strict=True)
        posts = [a.replace(**{name: getattr(b, name) for name in _POST_FIELDS[STARTERS]})
                 for a, b in pairs]  # fmt: skip
        mixed = one.replace({"campaign.posts": posts})
        most = bounded_lever(mixed, SEEDS, network).range(mixed)[1]
        if PlanNumber(SEEDS).value(mixed) > most:
            return False
    return True


def _is_lever(name: str) -> bool:
    section = name.partition(".")[0]
    return section not in _NO_EFFECT and name not in (*_OWN_FIELDS, "campaign.posts")


def _lever_of(name: str) -> str:
    return name.removesuffix("_gain") if name.startswith("rewards.") else name


def _is_own(posts: Iterable[Post]) -> bool:
    return any(post.origin == ORGANISATION for post in posts)


def _plan(decision: Decision, letter: str) -> Scenario:
    letters = [each.letter for each in decision.options]
    if letter not in letters:
        raise EngagelabError(f"option: {letter!r} is not known; allowed are {', '.join(letters)}")
    return decision[letter].plan


class _Path:
    """The plans between two plans: one for each set of levers that has been changed."""

    def __init__(self, start: Scenario, end: Scenario, levers: dict[str, tuple[str, ...]]) -> None:
        self.start, self.end, self.levers = start, end, levers
        self.is_exact = len(levers) <= _EXACT
        self.reach: dict[frozenset[str], Array] = {}

    def simulate(self, reach: Callable[[Sequence[Scenario]], Array]) -> None:
        """Simulate all plans on the way; `reach` returns shape (plans, towns)."""
        subsets = list(dict.fromkeys(self._subsets()))
        values = reach([self._plan(subset) for subset in subsets])
        self.reach = dict(zip(subsets, values, strict=True))

    def effects(self) -> dict[str, Array]:
        """Return the Shapley value of each lever in each town."""
        if not self.is_exact:
            orders = self._orders()
            steps = [
                (name, frozenset(order[:place]))
                for order in orders
                for place, name in enumerate(order)
            ]
            total = {name: np.zeros_like(next(iter(self.reach.values()))) for name in self.levers}
            for name, before in steps:
                total[name] += self.reach[before | {name}] - self.reach[before]
            return {name: each / len(orders) for name, each in total.items()}
        count, result = len(self.levers), {}
        for name in self.levers:
            others = [each for each in self.reach if name not in each]
            weights = [factorial(len(s)) * factorial(count - len(s) - 1) for s in others]
            gains = [self.reach[s | {name}] - self.reach[s] for s in others]
            result[name] = np.average(gains, axis=0, weights=weights)
        return result

    def _subsets(self) -> Iterable[frozenset[str]]:
        if self.is_exact:
            for size in range(len(self.levers) + 1):
                yield from map(frozenset, combinations(self.levers, size))
            return
        for order in self._orders():
            yield from (frozenset(order[:place]) for place in range(len(order) + 1))

    def _orders(self) -> list[tuple[str, ...]]:
        """Return orders in which each lever stands at each place equally often, and reversed."""
        names = tuple(self.levers)
        turned = [names[place:] + names[:place] for place in range(len(names))]
        return [*turned, *(order[::-1] for order in turned)]

    def _plan(self, changed: frozenset[str]) -> Scenario:
        """Return the first plan with some levers of the other."""
        posts = self._posts(changed)
        changes: dict[str, Any] = {"campaign.posts": posts}
        for lever in changed:
            for name in self.levers[lever]:
                if not name.startswith("campaign.posts"):
                    changes[name] = self.end.get(name)
        return self.start.replace(changes)

    def _posts(self, changed: frozenset[str]) -> list[Post]:
        names = [name for lever in changed for name in self.levers[lever]]
        if "campaign.posts" in names:
            return list(self.end.campaign.posts)
        fields = [name.rpartition(".")[2] for name in names if name.startswith("campaign.posts.")]
        if len(self.start.campaign.posts) != len(self.end.campaign.posts):
            return list(self.start.campaign.posts)
        pairs = zip(self.start.campaign.posts, self.end.campaign.posts, strict=True)
        return [one.replace(**{name: getattr(other, name) for name in fields})
                for one, other in pairs]  # fmt: skip
