"""What the workbench asks of a plan: one coarse or full answer, ready to be shown."""

import threading
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .. import metrics
from ..network import Network
from ..outcome import Outcome, describe
from ..scenario import Scenario

_COARSE = (5, 10, 20, 40)  # runs of a coarse answer
_FIRST = 20  # where nothing is known yet about how long a run takes
_QUICK = 0.1  # seconds that a coarse answer should take

Numbers = dict[str, float]


@dataclass(frozen=True)
class Question:
    """A plan, and the plan to hold it against."""

    plan: Scenario
    baseline: Scenario


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
    baseline : array of float64, shape (rounds,), or None
        Median reach of the baseline by round.
    """

    plan: Scenario
    coarse: bool
    runs: int
    people: int
    seconds: float
    numbers: dict[str, Numbers]
    curve: pd.DataFrame
    groups: pd.DataFrame
    baseline: NDArray[np.float64] | None


@dataclass(frozen=True)
class _Baseline:
    """The reach of a plan, run by run and in the median by round."""

    hash: str
    reach: NDArray[np.int64]
    median: NDArray[np.float64]


class Asker:
    """Play plans and sum them up; remembers the baseline and how long a run takes.

    Parameters
    ----------
    network : Network, optional
        Where all plans are played, instead of their own towns.
    """

    def __init__(self, network: Network | None = None) -> None:
        self._network = network
        self._baseline: _Baseline | None = None
        self._pace: float | None = None  # seconds for one run of one person

    def __call__(self, question: Question, coarse: bool, cancel: threading.Event) -> Answer:
        """Answer a question; a coarse answer plays the first few runs of the full one."""
        if not coarse:
            self._prepare(question, cancel)
        plan = question.plan
        runs = self.coarse_runs(plan) if coarse else plan.settings.runs
        begun = time.perf_counter()
        outcome = self._play(plan, runs, cancel)
        seconds = time.perf_counter() - begun
        if not coarse or self._pace is None:
            self._pace = seconds / (runs * outcome.people)
        if plan.hash == question.baseline.hash and not coarse:
            self._baseline = _baseline(plan, outcome)
        known = self._baseline
        fits = known is not None and known.hash == question.baseline.hash
        return _summed_up(plan, outcome, seconds, known if fits else None)

    def coarse_runs(self, plan: Scenario) -> int:
        """Return how many runs a coarse answer has: as many as come quickly."""
        people = self._network.people if self._network else plan.population.people
        quick = _FIRST if self._pace is None else _QUICK / (self._pace * people)
        runs = max((runs for runs in _COARSE if runs <= quick), default=_COARSE[0])
        return min(runs, plan.settings.runs)

    def _prepare(self, question: Question, cancel: threading.Event) -> None:
        """Play the baseline, unless it is known or is the question itself."""
        plan = question.baseline
        if plan.hash == question.plan.hash or (self._baseline and self._baseline.hash == plan.hash):
            return
        self._baseline = _baseline(plan, self._play(plan, plan.settings.runs, cancel))

    def _play(self, plan: Scenario, runs: int, cancel: threading.Event) -> Outcome:
        return plan.simulate(plan.order(runs=runs, cancel=cancel), self._network)


def _baseline(plan: Scenario, outcome: Outcome) -> _Baseline:
    median = metrics.curve(outcome, ["reach"])["median"].to_numpy()
    return _Baseline(plan.hash, metrics.reach(outcome), median)


def _summed_up(
    plan: Scenario, outcome: Outcome, seconds: float, baseline: _Baseline | None
) -> Answer:
    numbers = _numbers(outcome)
    if baseline is not None and baseline.hash != plan.hash:
        # the first runs do not depend on how many there are, so a coarse answer is paired as well
        numbers["lift"] = describe(metrics.reach(outcome) - baseline.reach[: outcome.runs])
    return Answer(
        plan=plan,
        coarse=outcome.runs < plan.settings.runs,
        runs=outcome.runs,
        people=outcome.people,
        seconds=seconds,
        numbers=numbers,
        curve=metrics.curve(outcome, ["reach"]),
        groups=metrics.reach_by(outcome, "group size"),
        baseline=None if baseline is None else baseline.median,
    )


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
