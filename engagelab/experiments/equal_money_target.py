"""Find the value of a field at which an option reaches a target, its money unchanged."""

import threading
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise
from math import nan

import numpy as np

from .decision import Decision
from .executors import DaskClient
from .options import Option
from .plan_number import PlanNumber
from .progress import Progress, check_progress
from .town_answers import COST, REACH
from .town_runner import TownRunner, at_best

_POINTS = 6
_REFINEMENTS = 4
_CLOSE = 0.002  # of the target


@dataclass(frozen=True)
class TargetSearch:
    """The reach of an option over a range of one field, at the money of the option.

    Attributes
    ----------
    letter, field, target : str, str, float
        The option, the field that varies, and the people to reach.
    values, reach, cost : tuple of float
        The values simulated, in order, with mean reach and mean cost.
    value : float
        The value nearest to the plan's that reaches the target; NaN if none does.
    now : float
        The value in the plan.
    towns : int
        The number of towns.
    """

    letter: str
    field: str
    target: float
    values: tuple[float, ...]
    reach: tuple[float, ...]
    cost: tuple[float, ...]
    value: float
    now: float
    towns: int

    @property
    def best(self) -> tuple[float, float]:
        """The simulated value that reaches most, and its reach."""
        index = int(np.argmax(self.reach))
        return self.values[index], self.reach[index]


def target_at_equal_money(
    decision: Decision,
    letter: str,
    field: str,
    target: float,
    *,
    within: tuple[float, float],
    towns: int = 24,
    executor: Executor | DaskClient | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
) -> TargetSearch:
    """Return the value of a field at which an option reaches a target with the same budget.

    At each value the option's lever is set anew, so that its mean cost stays its budget; a search
    that leaves the lever where it is, is `find`.

    Parameters
    ----------
    decision : Decision
        The comparison.
    letter, field : str
        The option, and the dotted name of the field to vary.
    target : float
        The people to reach in the mean over towns.
    within : pair of float
        The range of the field; it is clipped to what the field allows.
    towns : int
        Number of towns, at most those of the decision.
    executor, progress, cancel : optional
        As for `compare_options`.

    Returns
    -------
    TargetSearch
        The value, and the response over the range.

    Raises
    ------
    EngagelabError
        If the field is unknown or not a number.
    Cancelled
        If `cancel` was set.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.options import compare_options
    >>> plan = el.Scenario(population={"people": 500})
    >>> decision = compare_options([Option("A", plan)], towns=4)
    >>> found = target_at_equal_money(decision, "A", "engagement.group_share", 60.0,
    ...                               within=(0.0, 1.0), towns=4)
    >>> 0 < found.value < 1
    True
    """
    check_progress(progress)
    number, option = PlanNumber(field), decision[letter]
    low, high = number.range(option.plan)
    ends = max(low, min(within)), min(high, max(within))
    keys = range(decision.key, decision.key + min(towns, decision.number_of_towns))
    known: dict[float, tuple[float, float]] = {}
    report = progress if callable(progress) else lambda done, total: None
    with TownRunner.open(decision.network, executor, False, cancel) as runner:

        def evaluate(value: float) -> None:
            if number.field is not None and number.field.type is int:
                value = round(value)
            if value in known:
                return
            plan = number.set(option.plan, value)
            one = Option(option.name, plan, option.budget, option.lever)
            search = runner.start(one)
            runner.search([one], [search], keys)
            means = runner.answers([at_best(one, search)], keys)[0][0].mean(axis=0)
            known[value] = float(means[REACH]), float(means[COST])
            report(len(known), _POINTS + _REFINEMENTS)

        for value in np.linspace(*ends, _POINTS):
            evaluate(float(value))
        now = number.value(option.plan)
        for _ in range(_REFINEMENTS):
            bracket = _bracket(known, target, now)
            if bracket is None or _is_met(known, target, bracket):
                break
            evaluate(_between(known, target, bracket))
    values = sorted(known)
    bracket = _bracket(known, target, now)
    value = nan if bracket is None else _between(known, target, bracket)
    return TargetSearch(
        letter, field, target, tuple(values), tuple(known[v][0] for v in values),
        tuple(known[v][1] for v in values), value, now, len(keys),
    )  # fmt: skip


Known = dict[float, tuple[float, float]]


def _bracket(known: Known, target: float, now: float) -> tuple[float, float] | None:
    """Return the neighbouring values that enclose the target, those nearest to the plan's."""
    pairs = [(a, b) for a, b in pairwise(sorted(known))
             if (known[a][0] >= target) != (known[b][0] >= target)]  # fmt: skip
    return min(pairs, key=lambda pair: min(abs(pair[0] - now), abs(pair[1] - now)), default=None)


def _is_met(known: Known, target: float, bracket: tuple[float, float]) -> bool:
    return any(abs(known[value][0] - target) <= _CLOSE * target for value in bracket)


def _between(known: Known, target: float, bracket: tuple[float, float]) -> float:
    low, high = bracket
    one, other = known[low][0], known[high][0]
    return low + (high - low) * (target - one) / (other - one)
