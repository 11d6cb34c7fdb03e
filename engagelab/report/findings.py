"""The numbers of a hand-over with their rounding, independent of format and language."""

import datetime
from dataclasses import dataclass
from typing import Any

from ..experiments.fit_record import FitRecord
from ..i18n.rounding import Number, Summed
from ..simulation.scenario import Scenario

# Measures reported for every plan, in this order.
MEASURES = ("reach", "reach_share", "shares", "joins", "comments", "answers", "critics",
            "half_time", "cost", "cost_per_reader", "value", "return")  # fmt: skip


@dataclass(frozen=True)
class Curve:
    """People reached so far, by round: the mean, and 5 and 95 % of runs."""

    rounds: tuple[int, ...]
    mean: tuple[Number, ...]
    low: tuple[Number, ...]
    high: tuple[Number, ...]


@dataclass(frozen=True)
class GroupClass:
    """The share reached among people whose largest group is in one class of sizes.

    Attributes
    ----------
    name : str
        The class, as `metrics.reach_by` names it.
    people : Number
        Number of people in the class.
    reached : Summed
        Share of them who are reached.
    """

    name: str
    people: Number
    reached: Summed


@dataclass(frozen=True)
class PairedComparison:
    """A plan compared with the baseline, run by run.

    Attributes
    ----------
    lift, low, high : Number
        Mean difference in people reached, and its interval.
    wins, runs : Number
        Number of runs in which the plan reaches more, a tie counting half, and of all runs.
    resolved : bool
        Whether the interval excludes 0.
    runs_to_resolve : Number
        Estimated number of further runs that would resolve the difference.
    cost_per_extra_reader : Summed
        Extra cost over lift; low and high are its interval. Missing unless the lift is surely
        positive, because it would divide by zero or a negative number.
    few_runs : Number
        Number of runs needed for lifts as skewed as these; missing if there are as many.
    """

    lift: Number
    low: Number
    high: Number
    wins: Number
    runs: Number
    resolved: bool
    runs_to_resolve: Number
    cost_per_extra_reader: Summed
    few_runs: Number


@dataclass(frozen=True)
class PlanFindings:
    """One plan and its results.

    Attributes
    ----------
    name, summary, hash : str
        Name, one-sentence summary, and hash of all fields.
    look : str
        Key of the plan's colour and dash in pictures, for `palette.look`.
    scenario : Scenario
        The plan itself.
    people : Number
        Number of people in the plan.
    numbers : dict of str to Summed
        Results by the names in `MEASURES`, and ``"cost of ..."`` for each kind of cost.
    pays : Number
        Share of runs whose value is at least their cost.
    pays_from : Number
        Value of a person reached at which value equals cost.
    curve : Curve
    classes : tuple of GroupClass
    comparison : PairedComparison or None
        Comparison with the baseline; None for the baseline itself.
    """

    name: str
    summary: str
    hash: str
    look: str
    scenario: Scenario
    people: Number
    numbers: dict[str, Summed]
    pays: Number
    pays_from: Number
    curve: Curve
    classes: tuple[GroupClass, ...]
    comparison: PairedComparison | None


@dataclass(frozen=True)
class FindingCard:
    """A field and its value in each plan."""

    field: str
    values: tuple[Any, ...]

    @property
    def differs(self) -> bool:
        """Whether the plans have different values."""
        return any(value != self.values[0] for value in self.values)


@dataclass(frozen=True)
class Findings:
    """The content of a hand-over, before any format or language is chosen.

    Attributes
    ----------
    title, client : str
        Texts of the cover; may be empty.
    date : datetime.date
        Date of the hand-over.
    version : str
        Version of engagelab.
    runs, key : int
        Number of runs and key of every plan.
    confidence : float
        Joint confidence level of all intervals.
    plans : tuple of PlanFindings
        The first is the baseline.
    cards : tuple of FindingCard
        Every field that affects the results; without those of the population if a network was
        given.
    network : str
        Fingerprint of the given network; empty if each plan generates its own.
    notes : tuple of str
        Remarks of the model itself.
    fit : FitRecord or None
        What the values of the plans rest on if they were fitted to posts.
    """

    title: str
    client: str
    date: datetime.date
    version: str
    runs: int
    key: int
    confidence: float
    plans: tuple[PlanFindings, ...]
    cards: tuple[FindingCard, ...]
    network: str
    notes: tuple[str, ...]
    fit: FitRecord | None = None

    @property
    def baseline(self) -> PlanFindings:
        """The plan that the others are compared with."""
        return self.plans[0]

    @property
    def variants(self) -> tuple[PlanFindings, ...]:
        """All plans but the baseline."""
        return self.plans[1:]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of cost that are not 0 in all plans, as ``"cost of ..."``; none or several."""
        names = [name for name in self.baseline.numbers if name.startswith("cost of ")]
        kinds = tuple(n for n in names if any(not p.numbers[n].mean.is_zero for p in self.plans))
        return kinds if len(kinds) > 1 else ()

    @property
    def measures(self) -> tuple[str, ...]:
        """`MEASURES`, with the kinds of cost that occur after the cost."""
        after = MEASURES.index("cost") + 1
        return (*MEASURES[:after], *self.kinds, *MEASURES[after:])

    @property
    def best(self) -> PlanFindings:
        """The plan that reaches most people; the first one in a tie."""
        return max(self.plans, key=lambda plan: plan.numbers["reach"].mean.value)

    @property
    def cheapest(self) -> PlanFindings | None:
        """The plan with the lowest known cost per person reached, or None."""
        priced = [p for p in self.plans if p.numbers["cost_per_reader"].mean.known]
        return min(priced, key=lambda p: p.numbers["cost_per_reader"].mean.value, default=None)

    @property
    def differences(self) -> tuple[FindingCard, ...]:
        """The fields in which the plans differ."""
        return tuple(card for card in self.cards if card.differs)
