"""Simulate a plan and summarise it as a coarse or a full answer, ready to be shown."""

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
from .fitted_band import FittedBand, FittedPlan, fitted_band

_COARSE = (5, 10, 20, 40)  # possible numbers of runs of a coarse answer
_FIRST = 20  # runs of the first one, before it is known how long a run takes
_QUICK = 0.015  # seconds that the runs of a coarse answer should take

_COUNTED = ("joins", "shares", "comments", "answers", "critics", "cost")

Numbers = dict[str, float]


@dataclass(frozen=True)
class Question:
    """A plan, its baseline and the pinned plans to show with it."""

    plan: Scenario
    baseline: Scenario
    pinned: tuple[Scenario, ...] = ()
    fitted: FittedPlan | None = None


@dataclass(frozen=True)
class Known:
    """A plan that was simulated in full, to be shown with another.

    Attributes
    ----------
    plan : Scenario
        The plan, with the runs and the key of the plan that it is shown with.
    outcome : Outcome
        Its outcome.
    curve : DataFrame
        Reach by round.
    """

    plan: Scenario
    outcome: Outcome
    curve: pd.DataFrame

    @property
    def median(self) -> NDArray[np.float64]:
        """The median reach by round."""
        return self.curve["median"].to_numpy()


@dataclass(frozen=True)
class Answer:
    """The summary of a simulated plan.

    Attributes
    ----------
    plan : Scenario
        The plan.
    coarse : bool
        Whether there are fewer runs than the plan asks for.
    runs, people : int
        The number of runs and of people.
    seconds : float
        The time the simulation took.
    numbers : dict of str to dict
        ``reach``, ``joins``, ``shares``, ``comments``, ``answers``, ``critics``, ``cost`` and
        ``half_time`` with mean, median, low, high and standard error; ``cost_per_reader`` and
        ``return`` with mean and standard error; and, if the baseline is another plan, ``lift``, the
        difference in reach run by run.
    costs : dict of str to float
        The mean of each kind of cost that occurs.
    curve, groups : DataFrame
        Reach by round, and the share reached by size of a person's largest group.
    outcome : Outcome
        The outcome.
    baseline : Known or None
        The baseline; None until it has been simulated.
    pinned : tuple of Known
        The pinned plans that have been simulated.
    network : Network or None
        The network that the plan was simulated on, instead of its own town.
    fitted : bool
        Whether the bands hold the uncertainty of a fit as well as chance.
    """

    plan: Scenario
    coarse: bool
    runs: int
    people: int
    seconds: float
    numbers: dict[str, Numbers]
    costs: dict[str, float]
    curve: pd.DataFrame
    groups: pd.DataFrame
    outcome: Outcome
    baseline: Known | None
    pinned: tuple[Known, ...] = ()
    network: Network | None = None
    fitted: bool = False


class Simulator:
    """Simulate and summarise plans, with a cache of other plans and of the time of a run.

    Parameters
    ----------
    network : Network, optional
        The network to simulate on, instead of the own town of each plan.
    """

    def __init__(self, network: Network | None = None) -> None:
        self._network = network
        self._known: dict[str, Known] = {}
        self._pace: float | None = None  # seconds for one run of one person
        self._fitted: FittedPlan | None = None  # with which the known plans were simulated

    def __call__(self, question: Question, coarse: bool, cancel: threading.Event) -> Answer:
        """Answer a question; a coarse answer has the first few runs of the full one."""
        plan, others = question.plan, (question.baseline, *question.pinned)
        if question.fitted is not self._fitted:
            self._fitted, self._known = question.fitted, {}
        if not coarse:
            self._prepare(plan, others, cancel)
        runs = self.coarse_runs(plan) if coarse else plan.settings.runs
        begun = time.perf_counter()
        outcome = self._simulate(plan, runs, cancel)
        seconds = time.perf_counter() - begun
        if not coarse or self._pace is None:
            self._pace = seconds / (runs * outcome.people)
        answer = self._with_fit(_summary(plan, outcome, seconds), cancel)
        if not coarse:
            self._known[plan.hash] = Known(plan, outcome, answer.curve)
            self._forget_others(question)
        answer = replace(answer, network=self._network)
        return _with_others(answer, *(self._known.get(other.hash) for other in others))

    def _with_fit(self, answer: Answer, cancel: threading.Event) -> Answer:
        """Return a full answer with bands that hold the uncertainty of the fit, if there is one."""
        band = None if answer.coarse else self._band(answer.plan, cancel)
        if band is None:
            return answer
        return replace(
            answer, fitted=True, numbers=band.numbers(answer.numbers),
            curve=band.curve(answer.curve), groups=band.groups(answer.groups),
        )  # fmt: skip

    def _band(self, plan: Scenario, cancel: threading.Event) -> FittedBand | None:
        """Return the band of a plan by the fit in use; None if nothing of the plan was fitted."""
        if self._fitted is None or not self._fitted.applies_to(plan):
            return None
        return fitted_band(self._fitted, plan, self._network, cancel)

    def coarse_runs(self, plan: Scenario) -> int:
        """Return the number of runs of a coarse answer: as many as are quick."""
        people = self._network.people if self._network else plan.population.people
        quick = _FIRST if self._pace is None else _QUICK / (self._pace * people)
        runs = max((runs for runs in _COARSE if runs <= quick), default=_COARSE[0])
        return min(runs, plan.settings.runs)

    def _prepare(self, plan: Scenario, others: Iterable[Scenario], cancel: threading.Event) -> None:
        """Simulate the other plans unless they are known; one that is refused here is left out."""
        for other in others:
            if other.hash not in (plan.hash, *self._known):
                with suppress(EngagelabError):
                    outcome = self._simulate(other, other.settings.runs, cancel)
                    band = self._band(other, cancel)
                    curve = _curve(outcome) if band is None else band.curve(_curve(outcome))
                    self._known[other.hash] = Known(other, outcome, curve)

    def _forget_others(self, question: Question) -> None:
        """Forget the plans that are not in view."""
        shown = {plan.hash for plan in (question.plan, question.baseline, *question.pinned)}
        self._known = {name: known for name, known in self._known.items() if name in shown}

    def _simulate(self, plan: Scenario, runs: int, cancel: threading.Event) -> Outcome:
        return plan.simulate(plan.settings_with(runs=runs, cancel=cancel), self._network)


def _summary(plan: Scenario, outcome: Outcome, seconds: float) -> Answer:
    return Answer(
        plan=plan,
        coarse=outcome.runs < plan.settings.runs,
        runs=outcome.runs,
        people=outcome.people,
        seconds=seconds,
        numbers=_numbers(outcome),
        costs=costs_of(outcome),
        curve=_curve(outcome),
        groups=metrics.reach_by(outcome, "group size"),
        outcome=outcome,
        baseline=None,
    )


def _with_others(answer: Answer, baseline: Known | None, *pinned: Known | None) -> Answer:
    """Return an answer with the other plans that have been simulated."""
    numbers = answer.numbers
    if baseline is not None and baseline.plan.hash != answer.plan.hash:
        # the first runs do not depend on their number, so a coarse answer can be paired too
        before = metrics.reach(baseline.outcome)[: answer.runs]
        numbers = {**numbers, "lift": describe(metrics.reach(answer.outcome) - before)}
    simulated = tuple(known for known in pinned if known is not None)
    return replace(answer, numbers=numbers, baseline=baseline, pinned=simulated)


def _curve(outcome: Outcome) -> pd.DataFrame:
    return metrics.curve(outcome, ["reach"])


def costs_of(outcome: Outcome) -> dict[str, float]:
    """Return the mean of each kind of cost that occurs, the largest first."""
    kinds = outcome.cost_kinds
    means = {kind: float(outcome.total(f"cost of {kind}").mean()) for kind in kinds}
    largest = sorted(means.items(), key=lambda item: -item[1])
    return {kind: mean for kind, mean in largest if mean}


def _numbers(outcome: Outcome) -> dict[str, Numbers]:
    half: NDArray[Any] = metrics.half_time(outcome)
    reached = half[half >= 0]
    return {
        "reach": describe(metrics.reach(outcome)),
        **{name: describe(outcome.total(name)) for name in _COUNTED},
        "cost_per_reader": metrics.cost_per_reader(outcome),
        "return": metrics.return_on_cost(outcome),
        "half_time": describe(reached) if reached.size else {"mean": np.nan},
    }
