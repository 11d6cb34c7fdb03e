"""What the workbench asks of a plan: one coarse or full answer, ready to be shown."""

import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import EngagelabError
from ...graphs.network import Network
from ...simulation import metrics
from ...simulation.outcome import Outcome, describe
from ...simulation.scenario import Scenario

_COARSE = (5, 10, 20, 40)  # runs of a coarse answer
_FIRST = 20  # where nothing is known yet about how long a run takes
_QUICK = 0.015  # seconds that the runs of a coarse answer should take

Numbers = dict[str, float]


@dataclass(frozen=True)
class Question:
    """A plan, the plan to hold it against, and the plans that are pinned beside it."""

    plan: Scenario
    baseline: Scenario
    pinned: tuple[Scenario, ...] = ()


@dataclass(frozen=True)
class Known:
    """A plan that was played in full, to be shown beside another.

    Attributes
    ----------
    plan : Scenario
        The plan, with the runs and the key of the plan beside it.
    outcome : Outcome
        What came out of it.
    curve : DataFrame
        Reach by round.
    """

    plan: Scenario
    outcome: Outcome
    curve: pd.DataFrame

    @property
    def median(self) -> NDArray[np.float64]:
        """Median reach by round."""
        return self.curve["median"].to_numpy()


@dataclass(frozen=True)
class Answer:
    """What came out of a plan, summed up.

    Attributes
    ----------
    plan : Scenario
        The plan that was played.
    coarse : bool
        Whether it was played less often than the plan says.
    runs, people : int
        Number of runs and of people.
    seconds : float
        How long it took.
    numbers : dict of str to dict
        ``reach``, ``joins``, ``shares``, ``cost``, ``half_time`` with mean, median, low, high and
        standard error; ``cost_per_reader`` and ``return`` with mean and standard error; and
        ``lift``, the reach less that of the baseline, run by run, where there is another baseline.
    curve, groups : DataFrame
        Reach by round, and the share reached by size of a person's largest group.
    outcome : Outcome
        All that came out.
    baseline : Known or None
        The baseline; None while it has not been played.
    pinned : tuple of Known
        The plans that are pinned and have been played.
    """

    plan: Scenario
    coarse: bool
    runs: int
    people: int
    seconds: float
    numbers: dict[str, Numbers]
    curve: pd.DataFrame
    groups: pd.DataFrame
    outcome: Outcome
    baseline: Known | None
    pinned: tuple[Known, ...] = ()


class Simulator:
    """Play plans and sum them up; remembers other plans and how long a run takes.

    Parameters
    ----------
    network : Network, optional
        Where all plans are played, instead of their own towns.
    """

    def __init__(self, network: Network | None = None) -> None:
        self._network = network
        self._known: dict[str, Known] = {}
        self._pace: float | None = None  # seconds for one run of one person

    def __call__(self, question: Question, coarse: bool, cancel: threading.Event) -> Answer:
        """Answer a question; a coarse answer plays the first few runs of the full one."""
        plan, others = question.plan, (question.baseline, *question.pinned)
        if not coarse:
            self._prepare(plan, others, cancel)
        runs = self.coarse_runs(plan) if coarse else plan.settings.runs
        begun = time.perf_counter()
        outcome = self._play(plan, runs, cancel)
        seconds = time.perf_counter() - begun
        if not coarse or self._pace is None:
            self._pace = seconds / (runs * outcome.people)
        answer = _summed_up(plan, outcome, seconds)
        if not coarse:
            self._known[plan.hash] = Known(plan, outcome, answer.curve)
            self._forget(question)
        return _beside(answer, *(self._known.get(other.hash) for other in others))

    def coarse_runs(self, plan: Scenario) -> int:
        """Return how many runs a coarse answer has: as many as come quickly."""
        people = self._network.people if self._network else plan.population.people
        quick = _FIRST if self._pace is None else _QUICK / (self._pace * people)
        runs = max((runs for runs in _COARSE if runs <= quick), default=_COARSE[0])
        return min(runs, plan.settings.runs)

    def _prepare(self, plan: Scenario, others: Iterable[Scenario], cancel: threading.Event) -> None:
        """Play the plans beside the one that is asked for, unless they are known.

        One that cannot be played here is left out.
        """
        for other in others:
            if other.hash not in (plan.hash, *self._known):
                with suppress(EngagelabError):
                    outcome = self._play(other, other.settings.runs, cancel)
                    self._known[other.hash] = Known(other, outcome, _curve(outcome))

    def _forget(self, question: Question) -> None:
        """Keep only what is in view."""
        kept = {plan.hash for plan in (question.plan, question.baseline, *question.pinned)}
        self._known = {name: known for name, known in self._known.items() if name in kept}

    def _play(self, plan: Scenario, runs: int, cancel: threading.Event) -> Outcome:
        return plan.simulate(plan.settings_with(runs=runs, cancel=cancel), self._network)


def _summed_up(plan: Scenario, outcome: Outcome, seconds: float) -> Answer:
    return Answer(
        plan=plan,
        coarse=outcome.runs < plan.settings.runs,
        runs=outcome.runs,
        people=outcome.people,
        seconds=seconds,
        numbers=_numbers(outcome),
        curve=_curve(outcome),
        groups=metrics.reach_by(outcome, "group size"),
        outcome=outcome,
        baseline=None,
    )


def _beside(answer: Answer, baseline: Known | None, *pinned: Known | None) -> Answer:
    """Set an answer beside the plans that have been played."""
    numbers = answer.numbers
    if baseline is not None and baseline.plan.hash != answer.plan.hash:
        # the first runs do not depend on how many there are, so a coarse answer is paired as well
        before = metrics.reach(baseline.outcome)[: answer.runs]
        numbers = {**numbers, "lift": describe(metrics.reach(answer.outcome) - before)}
    there = tuple(known for known in pinned if known is not None)
    return replace(answer, numbers=numbers, baseline=baseline, pinned=there)


def _curve(outcome: Outcome) -> pd.DataFrame:
    return metrics.curve(outcome, ["reach"])


def _numbers(outcome: Outcome) -> dict[str, Numbers]:
    half: NDArray[Any] = metrics.half_time(outcome)
    reached = half[half >= 0]
    return {
        "reach": describe(metrics.reach(outcome)),
        "joins": describe(outcome.total("joins")),
        "shares": describe(outcome.total("shares")),
        "cost": describe(outcome.total("cost")),
        "cost_per_reader": metrics.cost_per_reader(outcome),
        "return": metrics.return_on_cost(outcome),
        "half_time": describe(reached) if reached.size else {"mean": np.nan},
    }
