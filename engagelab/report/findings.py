"""Findings: all that is handed over, each number with its rounding, before any format is chosen."""

import datetime
from dataclasses import dataclass
from typing import Any

from ..i18n.rounding import Number, Summed
from ..simulation.scenario import Scenario

# What is told of every plan, in this order.
MEASURES = ("reach", "reach_share", "shares", "joins", "half_time", "cost", "cost_per_reader",
            "value", "return")  # fmt: skip


@dataclass(frozen=True)
class Curve:
    """People reached so far, by round: the mean, and 5 and 95 % of runs."""

    rounds: tuple[int, ...]
    mean: tuple[Number, ...]
    low: tuple[Number, ...]
    high: tuple[Number, ...]


@dataclass(frozen=True)
class Class:
    """The share reached of people whose largest group is of one size.

    Attributes
    ----------
    word : str
        The class as `metrics.reach_by` calls it.
    people : Number
        How many people it has.
    reached : Summed
        The share of them that is reached.
    """

    word: str
    people: Number
    reached: Summed


@dataclass(frozen=True)
class Duel:
    """A plan held against the baseline, run by run.

    Attributes
    ----------
    lift, low, high : Number
        Mean difference in people reached, and its interval.
    wins, runs : Number
        In how many of the runs the plan reaches more; a tie counts half.
    resolved : bool
        Whether the interval leaves out 0.
    runs_to_resolve : Number
        About how many more runs would resolve it.
    cost_per_extra_reader : Summed
        Extra cost over lift, low and high its interval; missing where no more people are surely
        reached, as there is no price of people who are not won.
    few_runs : Number
        How many runs lifts as skewed as these need; missing where there are as many.
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
    """One plan and what came out of it.

    Attributes
    ----------
    name, summary, hash : str
        What it is called, its own sentence, and the digits of all its fields.
    look : str
        How it looks in pictures, as `looks.look` knows it.
    scenario : Scenario
        The plan itself.
    people : Number
        How many people there are.
    numbers : dict of str to Summed
        By the words of `MEASURES`.
    pays : Number
        The share of runs that end with value at least cost.
    pays_from : Number
        Worth of a person reached at which value equals cost.
    curve : Curve
    classes : tuple of Class
    duel : Duel or None
        Against the baseline; none for the baseline.
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
    classes: tuple[Class, ...]
    duel: Duel | None


@dataclass(frozen=True)
class FindingCard:
    """A field and its value in each plan."""

    field: str
    values: tuple[Any, ...]

    @property
    def differs(self) -> bool:
        """Whether the plans differ in it."""
        return any(value != self.values[0] for value in self.values)


@dataclass(frozen=True)
class Findings:
    """What all formats write.

    Attributes
    ----------
    title, client : str
        What stands on the cover; may be empty.
    date : datetime.date
        Of the hand-over.
    version : str
        Of engagelab.
    runs, key : int
        Of every plan.
    confidence : float
        The share of comparisons in which all intervals hold the truth.
    plans : tuple of PlanFindings
        The first is the baseline.
    cards : tuple of FindingCard
        Every field that counted; without those of the town where a network was given.
    network : str
        What the people of a given network are known by; empty where each plan has its own town.
    notes : tuple of str
        What the model itself remarks.
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

    @property
    def baseline(self) -> PlanFindings:
        """The plan that the others are held against."""
        return self.plans[0]

    @property
    def variants(self) -> tuple[PlanFindings, ...]:
        """The other plans."""
        return self.plans[1:]

    @property
    def best(self) -> PlanFindings:
        """The plan that reaches most people; the first of equals."""
        return max(self.plans, key=lambda plan: plan.numbers["reach"].mean.value)

    @property
    def cheapest(self) -> PlanFindings | None:
        """The plan with the lowest cost per person reached; none where no cost is known."""
        told = [p for p in self.plans if p.numbers["cost_per_reader"].mean.known]
        return min(told, key=lambda p: p.numbers["cost_per_reader"].mean.value, default=None)

    @property
    def differences(self) -> tuple[FindingCard, ...]:
        """The fields in which the plans differ."""
        return tuple(card for card in self.cards if card.differs)
