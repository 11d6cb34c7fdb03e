"""Test a decision: who comes first, and what returns, at both ends of each assumption."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ..io.arguments import checked
from ..models.declaration import whole_number
from ..models.sections import ORGANISATION, ROLES
from ..simulation.scenario import Scenario
from .decision import Decision, SolvedOption
from .executors import DaskClient
from .fit_record import FitRecord, LearnedField
from .idle_fields import idle_fields
from .options import Option
from .plan_number import PlanNumber
from .progress import Progress, check_progress
from .town_answers import COLUMNS
from .town_runner import TownRunner, at_best

ALWAYS = ("engagement.crowding", "engagement.base_share")
MATTER = ("engagement.group_read", "engagement.group_share", "engagement.tie_read",
          "engagement.employee_trust", "engagement.paid_read", "engagement.own_space",
          "invitations.accept", "invitations.invite", "money.value_reader")  # fmt: skip
_TOWNS = 16  # by default: enough to know who comes first unless it is close
_NAMES = ("reach", "cost", "value")
_REFINEMENTS = 3  # evaluations between the plan and the end at which the answer is another

Point = dict[str, dict[str, float]]  # reach, cost, value by letter


@dataclass(frozen=True)
class AssumptionTests:
    """What the ends of the assumptions change.

    Attributes
    ----------
    first : str
        The letter of the option that comes first as planned.
    table : DataFrame
        One row per assumption, those nearest to a turn first: ``field``, ``kind``, ``low``,
        ``plan``, ``high``; ``reach_low_A``, ``reach_high_A`` and ``return_low_A``,
        ``return_high_A`` for each option; ``winner_low``, ``winner_high`` (letters);
        ``return_low``, ``return_high`` (of the first as planned); ``switching_value`` (nearest to
        the plan, where another comes first) and ``winner_beyond`` (which), ``break_even_value``
        (where the return of the first changes its sign); ``turns``, ``fragile`` (whether an end
        changes who is first, or the sign of the first's return).
    towns : int
        The number of towns.
    """

    first: str
    table: pd.DataFrame
    towns: int


def assumption_fields(decision: Decision) -> list[str]:
    """Return the assumptions to test: those always named, prices, and those that act in a plan.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.options import Option, compare_options
    >>> plan = el.Scenario(population={"people": 300})
    >>> "engagement.crowding" in assumption_fields(compare_options([Option("A", plan)], towns=2))
    True
    """
    idle = [idle_fields(each.plan, decision.network) for each in decision.options]
    names = [*ALWAYS, *_prices(decision), *MATTER]
    return [name for name in dict.fromkeys(names)
            if name in ALWAYS or not all(name in reasons for reasons in idle)]  # fmt: skip


def _prices(decision: Decision) -> list[str]:
    """Return the prices of what each option spends its budget and most of its money on."""
    names = []
    for each in decision.options:
        costs = decision.costs(each.letter)
        largest = max(costs, key=lambda kind: costs[kind], default="")
        for kind in (each.division.kind, largest):
            if kind == "seeds":
                names.append(_price_of_start(each.plan))
            elif kind in _PRICES:
                names.append(_PRICES[kind])
    return names


_PRICES = {"posts": "money.cost_post", "own space": "money.cost_member",
           "paid impressions": "money.cost_impression", "answers": "money.cost_answer"}  # fmt: skip


def _price_of_start(plan: Scenario) -> str:
    """Return the price of a start by those who start most; most members are of the public."""
    origins = [post.origin for post in plan.campaign.posts if post.origin != ORGANISATION]
    role = next((origin for origin in origins if origin in ROLES), "public")
    return f"money.cost_{role}"


@checked
def test_assumptions(
    decision: Decision,
    *,
    fields: Sequence[str] | None = None,
    towns: int | None = None,
    fit: FitRecord | None = None,
    executor: Executor | DaskClient | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
) -> AssumptionTests:
    """Simulate a decision at the low and the high end of each assumption, the others as they are.

    Money stays equal: each option's lever is set anew at each end. Between the plan and an end at
    which another option comes first, or the return of the first changes its sign, the value where
    it turns is found by three more evaluations.

    Parameters
    ----------
    decision : Decision
        The comparison.
    fields : sequence of str, optional
        Dotted names of numbers; None: crowding, willingness to share, the prices of what is bought
        most, and about ten more that act in the plans.
    towns : int, optional
        Number of towns; None: 16, or all of the decision if these have another first.
    fit : FitRecord, optional
        The fit to a person's posts that the plans have values from. Of a field that the first
        option has from the fit, the ends are those of its 90 % interval and the kind is
        ``measured``, so that the tests say what the posts left open.
    executor, progress, cancel : optional
        As for `compare_options`; the progress counts assumptions.

    Returns
    -------
    AssumptionTests
        A table with one row per assumption.

    Raises
    ------
    EngagelabError
        If a field is unknown or not a number.
    Cancelled
        If `cancel` was set.

    Notes
    -----
    The ends are those of the interval of the fit, of the supported range, or half and twice the
    value where none is known; an end moves outwards to the plan's value if that is outside.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.options import Option, compare_options
    >>> plan = el.Scenario(population={"people": 400})
    >>> options = [Option("A", plan), Option("B", plan.replace({"groups.size": 60}))]
    >>> tests = test_assumptions(compare_options(options, towns=3), fields=["engagement.crowding"])
    >>> tests.table[["field", "low", "high"]].values.tolist()
    [['engagement.crowding', 0.11, 0.35]]
    """
    check_progress(progress)
    names = assumption_fields(decision) if fields is None else list(fields)
    numbers = [PlanNumber(name) for name in names]
    study = _Study(decision, _number_of_towns(decision, towns), fit)
    report = progress if callable(progress) else lambda done, total: None
    rows = []
    for done, number in enumerate(numbers):
        with TownRunner.open(decision.network, executor, False, cancel) as runner:
            rows.append(study.row(number, runner))
        report(done + 1, len(numbers))
    table = pd.DataFrame(rows).sort_values("_distance", kind="stable", ignore_index=True)
    return AssumptionTests(study.first, table.drop(columns="_distance"), study.towns)


test_assumptions.__test__ = False  # type: ignore[attr-defined]  # not a test for pytest to collect


def _number_of_towns(decision: Decision, towns: int | None) -> int:
    """Return the number of towns in which the same option comes first as in all."""
    if towns is not None:
        whole_number("towns", towns, 2, 100_000)
    count = min(_TOWNS, decision.number_of_towns) if towns is None else int(towns)
    means = {each.letter: decision.values(each.letter, "reach")[:count].mean()
             for each in decision.options}  # fmt: skip
    same = max(means, key=lambda letter: means[letter]) == decision.order[0]
    return count if same or towns else decision.number_of_towns


@dataclass
class _Study:
    """The evaluations of one decision."""

    decision: Decision
    towns: int
    fit: FitRecord | None = None
    cache: dict[tuple[str, float], Point] = field(default_factory=dict)
    idle: dict[str, Mapping[str, object]] = field(default_factory=dict)

    @property
    def first(self) -> str:
        return self.decision.order[0]

    def row(self, number: PlanNumber, runner: TownRunner) -> dict[str, Any]:
        """Return the row of one assumption."""
        value = number.value(self.decision[self.first].plan)
        learned = None if self.fit is None else self.fit.learned_at(number.name, value)
        low, high = assumption_range(number, value, learned)
        kind = "measured" if learned else number.kind

        def at(place: float) -> Point:
            if place == value:
                return self._as_planned
            if (number.name, place) not in self.cache:
                self.cache[number.name, place] = self._evaluate(number, place, runner)
            return self.cache[number.name, place]

        now, ends = self._as_planned, {"low": at(low), "high": at(high)}
        row: dict[str, Any] = {"field": number.name, "kind": kind, "low": low,
                               "plan": value, "high": high}  # fmt: skip
        for name, point in ends.items():
            row[f"winner_{name}"] = _winner(point)
            row[f"return_{name}"] = _return(point, self.first)
            for letter, numbers in point.items():
                row[f"reach_{name}_{letter}"] = numbers["reach"]
                row[f"return_{name}_{letter}"] = _return(point, letter)
        sides = [(low, ends["low"]), (high, ends["high"])]
        turns = [self._crossing(at, value, end, self._lead) for end, point in sides
                 if _winner(point) != _winner(now)]  # fmt: skip
        evens = [self._crossing(at, value, end, self._gain) for end, point in sides
                 if (self._gain(point) > 0) != (self._gain(now) > 0)]  # fmt: skip
        near = min(turns, key=lambda turn: abs(turn - value), default=np.nan)
        even = min(evens, key=lambda turn: abs(turn - value), default=np.nan)
        beyond = row["winner_low" if near < value else "winner_high"] if turns else ""
        span = (high - low) or 1.0
        distance = abs(near - value) / span if turns else 1 + _closeness(sides, self._lead)
        return row | {"switching_value": near, "winner_beyond": beyond, "break_even_value": even,
                      "turns": bool(turns), "fragile": bool(evens),
                      "_distance": distance}  # fmt: skip

    def _evaluate(self, number: PlanNumber, value: float, runner: TownRunner) -> Point:
        """Return reach, cost and value of each option with the assumption at a value."""
        changed = [
            each
            for each in self.decision.options
            if number.name not in self._idle(each) and number.value(each.plan) != value
        ]
        options = [
            Option(each.name, number.set(each.plan, value), each.budget, each.lever)
            for each in changed
        ]
        keys = range(self.decision.key, self.decision.key + self.towns)
        # a lever's cost is about in proportion to its value
        searches = [
            runner.start(option, each.division.spent / each.lever_value if each.lever_value else 0)
            for option, each in zip(options, changed, strict=True)
        ]
        runner.search(options, searches, keys)
        plans = [at_best(option, search) for option, search in zip(options, searches, strict=True)]
        point = dict(self._as_planned)
        if plans:
            means = runner.answers(plans, keys)[0].mean(axis=1)
            for each, row in zip(changed, means, strict=True):
                point[each.letter] = {name: float(row[COLUMNS.index(name)]) for name in _NAMES}
        return point

    @cached_property
    def _as_planned(self) -> Point:
        return {each.letter: {name: float(self.decision.values(each.letter, name)[: self.towns]
                              .mean()) for name in _NAMES}
                for each in self.decision.options}  # fmt: skip

    def _idle(self, option: SolvedOption) -> Mapping[str, object]:
        if option.letter not in self.idle:
            self.idle[option.letter] = idle_fields(option.plan, self.decision.network)
        return self.idle[option.letter]

    def _lead(self, point: Point) -> float:
        """Return the lead of the first over the best of the others; its reach if it is alone."""
        others = [numbers["reach"] for letter, numbers in point.items() if letter != self.first]
        return point[self.first]["reach"] - max(others, default=0.0)

    def _gain(self, point: Point) -> float:
        return point[self.first]["value"] - point[self.first]["cost"]

    def _crossing(
        self,
        at: Callable[[float], Point],
        plan: float,
        end: float,
        measure: Callable[[Point], float],
    ) -> float:
        """Return where a measure changes its sign between the plan and an end."""
        low, high = (plan, measure(at(plan))), (end, measure(at(end)))
        for _ in range(_REFINEMENTS):
            middle = _zero(low, high)
            if middle in (low[0], high[0]):
                break
            point = (middle, measure(at(middle)))
            low, high = (point, high) if (point[1] > 0) == (low[1] > 0) else (low, point)
        return _zero(low, high)


def assumption_range(
    number: PlanNumber, value: float, learned: LearnedField | None = None
) -> tuple[float, float]:
    """Return the ends between which an assumption is tested; of a fitted one, its interval.

    Examples
    --------
    >>> assumption_range(PlanNumber("engagement.crowding"), 0.4)
    (0.11, 0.4)
    """
    declared = number.field
    if declared is None:
        return value / 2, value * 2
    low, high = declared.supported or (value / 2, value * 2)
    if learned is not None:
        low, high = learned.low, learned.high
    if declared.low is not None:
        low = max(low, declared.low)
    if declared.high is not None:
        high = min(high, declared.high)
    return float(min(low, value)), float(max(high, value))


def _winner(point: Point) -> str:
    return max(point, key=lambda letter: point[letter]["reach"])


def _return(point: Point, letter: str) -> float:
    cost = point[letter]["cost"]
    return (point[letter]["value"] - cost) / cost if cost else np.nan


def _closeness(sides: Sequence[tuple[float, Point]], lead: Callable[[Point], float]) -> float:
    """Return how close to a turn the nearer end comes, below 1."""
    nearest = max(min(lead(point) for _, point in sides), 0.0)
    return nearest / (nearest + 1.0)


def _zero(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the zero of the line through two points."""
    rise = other[1] - one[1]
    return one[0] - one[1] * (other[0] - one[0]) / rise if rise else (one[0] + other[0]) / 2
