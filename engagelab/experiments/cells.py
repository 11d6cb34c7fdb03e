"""Many plans played in one go: the floor under every experiment.

An experiment is a list of plans and a question that each outcome is asked. How the plans are
played - one after another here, or by an executor's workers - cannot change an answer.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ..metrics import cost_per_reader, reach
from ..network import Network
from ..order import Cancelled
from ..outcome import Outcome, describe
from ..scenario import Scenario
from .progress import Progress

_TOTALS = ("shares", "invitations", "joins", "cost", "value")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class How:
    """How the plans of an experiment are played.

    Attributes
    ----------
    runs, key : int, optional
        As for `Scenario.run`: none, what stands in each plan.
    network : Network, optional
        Play all plans on these people instead of the town of each.
    executor : concurrent.futures.Executor, optional
        Whose workers play the plans, on one thread each; none: one plan after another, here. With
        processes the question must be a function that can be pickled.
    cancel : threading.Event, optional
        Set from elsewhere, it ends the experiment with `Cancelled`.
    progress : bool or function of done and all, optional
        Who is told how many plans are done: true, a bar on standard error; false, nobody; none, a
        bar where there is somebody to see it and enough to wait for; or a function.
    """

    runs: int | None = None
    key: int | None = None
    network: Network | None = None
    executor: Executor | None = None
    cancel: threading.Event | None = None
    progress: Progress = None


def played(
    plans: Sequence[Scenario],
    question: Callable[[Outcome], Answer],
    how: How,
    *,
    done: Callable[[int, Answer], None] | None = None,
) -> list[Answer]:
    """Play plans and return what each outcome answers to the question, in the order of the plans.

    Parameters
    ----------
    plans : sequence of Scenario
        What is played; all have been checked.
    question : function of Outcome
        What is kept of each outcome; the outcome itself is let go.
    how : How
        Runs, key, network, and who plays.
    done : function of place and answer, optional
        Called as soon as a plan is done, in whatever order that is.

    Raises
    ------
    Cancelled
        Where `how.cancel` was set before all plans were done.
    """
    answers: dict[int, Answer] = {}

    def keep(place: int, answer: Answer) -> None:
        answers[place] = answer
        if done is not None:
            done(place, answer)

    if how.executor is None:
        for place, plan in enumerate(plans):
            keep(place, _played_here(plan, question, how))
    else:
        _played_there(how.executor, plans, question, how, keep)
    return [answers[place] for place in range(len(plans))]


def _played_here(plan: Scenario, question: Callable[[Outcome], Answer], how: How) -> Answer:
    order = plan.order(runs=how.runs, key=how.key, cancel=how.cancel)
    return question(plan.simulate(order, how.network))


def _played_there(
    executor: Executor,
    plans: Sequence[Scenario],
    question: Callable[[Outcome], Answer],
    how: How,
    keep: Callable[[int, Answer], None],
) -> None:
    """Hand the plans to the workers of an executor; give back those not begun where it is ended."""
    alone = replace(how, executor=None, cancel=None)  # neither can be sent to another process
    places = {
        executor.submit(_one, plan, question, alone): place for place, plan in enumerate(plans)
    }
    try:
        for future in as_completed(places):
            if how.cancel is not None and how.cancel.is_set():
                raise Cancelled
            keep(places[future], future.result())
    finally:
        for future in places:
            future.cancel()


def _one(plan: Scenario, question: Callable[[Outcome], Answer], how: How) -> Answer:
    outcome = plan.run(runs=how.runs, key=how.key, network=how.network, threads=1)
    return question(outcome)


def summary_row(outcome: Outcome) -> dict[str, Any]:
    """Sum up an outcome as one row of a frame."""
    row: dict[str, Any] = {"people": outcome.people, "runs": outcome.runs}
    row |= _named("reach", describe(reach(outcome)))
    row |= _named("cost_per_reader", cost_per_reader(outcome))
    for name in _TOTALS:
        found = describe(outcome.total(name))
        row |= _named(name, {part: found[part] for part in ("mean", "standard_error")})
    return row


def _named(name: str, parts: Mapping[str, float]) -> dict[str, float]:
    return {name if part == "mean" else f"{name}_{part}": value for part, value in parts.items()}
