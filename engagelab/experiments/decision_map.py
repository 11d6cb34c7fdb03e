"""Map a decision: which of two plans is better at each pair of values of two fields."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..io.arguments import checked
from ..models.declaration import LARGEST_KEY, is_real, whole_number
from ..simulation.outcome import Outcome
from ..simulation.scenario import Scenario
from .decision_result import LESS, MORE, DecisionMap, Side, cells_table
from .design_space import MeasurePerRun, need_confidence
from .equal_money import MoneySearch, default_lever, solve
from .executors import DaskClient
from .intervals import Level
from .plan_number import PlanNumber
from .progress import Progress
from .runner import Execution, need_scenario, run_plans

_LESS_IS_BETTER = ("cost", "cost_per_reader", "paid_anyway", "critics", "leavers", "off_message")

Point = Mapping[str, float]
Measure = Callable[[Outcome], NDArray[Any]]
Levers = tuple[PlanNumber, PlanNumber]


@checked
def decision_map(
    baseline: Scenario,
    challenger: Scenario,
    fields: Mapping[str, Sequence[float]],
    *,
    baseline_keeps: Sequence[str] = (),
    measure: str | Measure = "reach",
    prefer: str | None = None,
    equal_money: bool | float = True,
    levers: Sequence[str | None] = (None, None),
    towns: int = 8,
    runs: int = 25,
    key: int | None = None,
    confidence: float = 0.95,
    executor: Executor | DaskClient | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
) -> DecisionMap:
    """Compare two plans at every pair of values of two fields, at equal money.

    In each cell both plans get the two values. Then one lever of a plan is set so that both cost
    the same in the mean over the towns, and the measure is compared, paired by town.

    Parameters
    ----------
    baseline, challenger : Scenario
        The two plans. The baseline's own values of the two fields are today's point, which is
        evaluated as one more cell.
    fields : mapping of two names to values
        Dotted names of numbers; or ``posts`` (their number: beyond those of the plan, copies of its
        last in its rhythm, with a later horizon if need be), ``seeds`` or ``paid`` (people or
        impressions, mean per post). Each with two values or more.
    baseline_keeps : sequence of str
        The fields that vary in the challenger alone, such as ``answers.reply_rate`` against a
        baseline that answers nobody; today's point then has the challenger's value.
    measure : str or function of Outcome
        ``"reach"``, ``"cost_per_reader"`` or any other measure of an outcome; or a function that
        returns one number for each run, such as `metrics.readers_of_last_post`.
    prefer : {"more", "less"}, optional
        Which is better; None: less of a cost or loss, more of anything else.
    equal_money : bool or float
        True: the challenger's lever is set so that it costs what the baseline costs in the same
        cell. A number: both levers are set so that each plan costs that sum. False: no lever is
        set.
    levers : pair of str or None
        The lever of the baseline and that of the challenger: ``seeds``, ``paid``, or the dotted
        name of a number such as ``campaign.own_size``, ``rewards.discount`` or
        ``answers.reply_rate``. None: ``paid`` for a plan with paid impressions, else
        ``campaign.own_size`` for one with an own space, else ``seeds``.
    towns, runs : int
        Number of towns (at least 2), and of runs in each.
    key : int, optional
        The first town's; the others have key + 1 and so on. None: that of the baseline.
    confidence : float
        Confidence of the interval of each cell by itself. For all n cells together give
        ``1 - (1 - confidence) / n``.
    executor, cancel : optional
        As for `Execution`.
    progress : optional
        As for `Execution`; it starts again with each step of the search for equal money.

    Returns
    -------
    DecisionMap
        ``table`` has one row per cell, ``says`` the result in sentences.

    Raises
    ------
    EngagelabError
        If there are not two fields of two values or more, a field or a lever is unknown or not a
        number, one is both, a plan refuses a value, or a number is out of bounds.
    Cancelled
        If `cancel` was set.

    Notes
    -----
    Both plans take place in the same towns with the same random numbers. The mean over the runs of
    a town is one value; the lift is the mean over towns of the challenger less the baseline, with
    Student's interval. A cell is a draw if the interval contains 0.

    The search for equal money is a secant on the mean cost of the runs that are compared, so costs
    are equal in these runs up to the lever's step (one seed, one member); ``cost_gap`` is the
    remaining difference. If the lever's range ends before, the plan cannot spend that much, or that
    little: the better plan is named if it is the cheaper one too, else the verdict is ``unequal``.

    Examples
    --------
    >>> import engagelab as el
    >>> them, us = (el.Scenario.preset(name) for name in ("go-to-them", "bring-them-to-us"))
    >>> fields = {"engagement.own_space": [0.2, 5.0], "money.cost_member": [0.25, 5.0]}
    >>> found = el.experiments.decision_map(them, us, fields, towns=3, runs=4)
    >>> found.table["verdict"].tolist()
    ['baseline', 'baseline', 'challenger', 'baseline']
    """
    need_scenario(baseline, "baseline")
    need_scenario(challenger, "challenger")
    grid = _checked_fields(fields)
    chosen = _checked_levers(levers, (baseline, challenger))
    money = _checked_money(equal_money, tuple(grid), chosen)
    kept = _checked_kept(baseline_keeps, tuple(grid))
    question, better = _checked_measure(measure, prefer)
    whole_number("towns", towns, 2, 100_000)
    whole_number("runs", runs, 1, 10_000_000)
    need_confidence(confidence)
    first = baseline.settings_with(key=key).key
    whole_number("key", first, 0, LARGEST_KEY - towns)
    today = {n: PlanNumber(n).value(challenger if n in kept else baseline) for n in grid}
    points = [*(dict(zip(grid, cell, strict=True)) for cell in product(*grid.values())), today]
    execution = Execution(runs, None, None, executor, cancel, progress)
    study = _Study(points, kept, question, range(first, first + towns), execution)
    sides = study.sides(baseline, challenger, chosen, money)
    table = cells_table(points, sides, Level(confidence), better)
    x, y = grid
    return DecisionMap(
        table.iloc[:-1], table.iloc[-1], (x, y), question.name, better,
        _names(baseline, challenger), _names_set(chosen, money), confidence, towns, runs,
    )  # fmt: skip


# --- running ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Question:
    """A function that returns the mean measure and the mean cost of an outcome."""

    measure: Measure

    def __call__(self, outcome: Outcome) -> tuple[float, float]:
        return float(np.mean(self.measure(outcome))), float(outcome.total("cost").mean())

    @property
    def name(self) -> str:
        """The name of the measure."""
        if isinstance(self.measure, MeasurePerRun):
            return self.measure.measure
        return str(getattr(self.measure, "__name__", "measure"))


@dataclass(frozen=True)
class _Study:
    """The runs behind a decision map."""

    points: Sequence[Point]
    kept: Sequence[str]
    question: _Question
    keys: Sequence[int]
    execution: Execution

    def sides(
        self, baseline: Scenario, challenger: Scenario, levers: Levers, money: bool | float
    ) -> tuple[Side, Side]:
        """Return the results of both plans in all cells, at equal money if it is wanted."""
        lever, other = levers
        plans, others = self._plans(baseline, keeps=self.kept), self._plans(challenger)
        if money is False:
            return self._as_they_are(plans, lever), self._as_they_are(others, other)
        if money is True:
            fixed = self._as_they_are(plans, lever)
            return fixed, self._at_cost(others, other, fixed.values[..., 1].mean(axis=1))
        sums = np.full(len(self.points), money)
        return self._at_cost(plans, lever, sums), self._at_cost(others, other, sums)

    def _as_they_are(self, plans: list[Scenario], lever: PlanNumber) -> Side:
        values = np.array([lever.value(each) for each in plans])
        return Side(self._evaluate(plans), values, np.zeros(len(plans), bool))

    def _at_cost(self, plans: list[Scenario], lever: PlanNumber, sums: NDArray[np.float64]) -> Side:
        pairs = zip(plans, sums, strict=True)
        searches = [MoneySearch(each, lever, float(money)) for each, money in pairs]
        solve(searches, self._evaluate)
        return Side(
            np.stack([each.results[each.best] for each in searches]),
            np.array([each.best for each in searches]),
            np.array([each.at_its_end for each in searches]),
        )

    def _plans(self, plan: Scenario, *, keeps: Sequence[str] = ()) -> list[Scenario]:
        """Return the plan at each point, but for the fields that it keeps."""
        plans = []
        for point in self.points:
            changed = plan
            for name in point:
                if name not in keeps:
                    changed = PlanNumber(name).set(changed, point[name])
            plans.append(changed)
        return plans

    def _evaluate(self, plans: Sequence[Scenario]) -> NDArray[np.float64]:
        """Return measure and cost of plans in each town; shape (plans, towns, 2)."""
        # town by town, so that each is built once
        order = sorted(
            range(len(plans)), key=lambda i: repr((plans[i].population, plans[i].groups))
        )
        by_town = [plans[i].replace({"settings.key": key}) for key in self.keys for i in order]
        answers = np.array(run_plans(by_town, self.question, self.execution), np.float64)
        values = np.empty((len(plans), len(self.keys), 2))
        values[order] = answers.reshape(len(self.keys), len(plans), 2).swapaxes(0, 1)
        return values


def _names(baseline: Scenario, challenger: Scenario) -> tuple[str, str]:
    """Return the names of two plans; neutral ones if they have the same."""
    names = baseline.name or "the baseline", challenger.name or "the challenger"
    return names if names[0] != names[1] else ("the baseline", "the challenger")


def _names_set(levers: Levers, money: bool | float) -> tuple[str | None, str | None]:
    """Return the names of the levers that equal money sets."""
    one, other = (lever.name for lever in levers)
    if isinstance(money, bool):
        return None, other if money else None
    return one, other


# --- checks ----------------------------------------------------------------------------------


def _checked_fields(fields: Any) -> dict[str, list[float]]:
    """Return the values of the two fields, in order."""
    if not isinstance(fields, Mapping) or len(fields) != 2:
        raise EngagelabError(
            f"fields: {fields!r} is not allowed; give a mapping of exactly two names to values, "
            "such as {'engagement.own_space': [0.5, 1], 'posts': [4, 12]}"
        )
    grid: dict[str, list[float]] = {}
    for name, given in fields.items():
        listed = isinstance(given, Iterable) and not isinstance(given, (str, Mapping))
        values = list(given) if listed else []
        if not values or not all(is_real(value) for value in values):
            raise EngagelabError(f"{name}: {given!r} is not allowed; give a list of numbers")
        if len(set(values)) < max(2, len(values)):
            raise EngagelabError(
                f"{name}: {values!r} is not allowed; give two or more different numbers"
            )
        grid[PlanNumber(name).name] = values
    return grid


def _checked_kept(names: Any, fields: Sequence[str]) -> tuple[str, ...]:
    listed = isinstance(names, Sequence) and not isinstance(names, str)
    if not listed or any(name not in fields for name in names):
        raise EngagelabError(
            f"baseline_keeps: {names!r} is not allowed; give a list of none, one or both of "
            f"{' and '.join(fields)}"
        )
    return tuple(names)


def _checked_levers(levers: Any, plans: tuple[Scenario, Scenario]) -> Levers:
    if isinstance(levers, str) or not isinstance(levers, Sequence) or len(levers) != 2:
        raise EngagelabError(
            f"levers: {levers!r} is not allowed; give a pair, the baseline's and the challenger's, "
            "such as ('seeds', 'campaign.own_size'), with None for the default"
        )
    one, other = (
        default_lever(plan) if name is None else PlanNumber(name)
        for name, plan in zip(levers, plans, strict=True)
    )
    return one, other


def _checked_money(equal_money: Any, fields: Sequence[str], levers: Levers) -> bool | float:
    """Return the money as a bool or a sum; raise if a lever that it sets is also a field."""
    if not (isinstance(equal_money, bool) or (is_real(equal_money) and equal_money > 0)):
        raise EngagelabError(
            f"equal_money: {equal_money!r} is not allowed; give True, False or a sum above 0"
        )
    for name in _names_set(levers, equal_money):
        if name in fields:
            raise EngagelabError(
                f"levers: {name} is a field of the map and cannot be set for equal money; name "
                "another lever, or give equal_money=False"
            )
    return equal_money if isinstance(equal_money, bool) else float(equal_money)


def _checked_measure(measure: Any, prefer: str | None) -> tuple[_Question, str]:
    """Return the question to each outcome, and whether more or less of its measure is better."""
    if prefer not in (None, MORE, LESS):
        raise EngagelabError(f"prefer: {prefer!r} is not known; allowed are 'more', 'less', None")
    if not (isinstance(measure, str) or callable(measure)):
        raise EngagelabError(
            f"measure: {measure!r} is not allowed; give a name, such as 'reach', or a function of "
            "an outcome"
        )
    question = _Question(MeasurePerRun(measure) if isinstance(measure, str) else measure)
    return question, prefer or (LESS if question.name in _LESS_IS_BETTER else MORE)
