"""Many plans played in one go: the floor under every experiment.

An experiment is a list of plans and a question that each outcome is asked. How the plans are
played - one after another here, or by an executor's workers - cannot change an answer.
"""

import pickle
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import dataclass
from typing import Any, TypeVar

from ..errors import EngagelabError
from ..graphs.network import Network
from ..simulation.metrics import cost_per_reader, reach
from ..simulation.outcome import Outcome, describe
from ..simulation.scenario import Scenario
from ..simulation.settings import Cancelled
from .executors import RETRIES, Client, Team, blocks, check_executor, seconds, team_of, unpacked
from .progress import Progress, check_progress, watched

_TOTALS = ("shares", "invitations", "joins", "cost", "value")
_LOOK = 0.1  # seconds between two looks at whether the experiment was cancelled
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Execution:
    """How the plans of an experiment are played.

    Attributes
    ----------
    runs, key : int, optional
        As for `Scenario.run`: none, what stands in each plan.
    network : Network, optional
        Play all plans on these people instead of the town of each.
    executor : concurrent.futures.Executor or Dask client, optional
        Whose workers play the plans, on one thread each; none: one plan after another, here. With
        processes the question must be a function that can be pickled; start them by "spawn", as a
        fork of a process with threads may hang.
    cancel : threading.Event, optional
        Set from elsewhere, it ends the experiment with `Cancelled`.
    progress : bool or function of done and all, optional
        Who is told how many plans are done: true, a bar on standard error; false, nobody; none, a
        bar where there is somebody to see it and enough to wait for; or a function.
    """

    runs: int | None = None
    key: int | None = None
    network: Network | None = None
    executor: Executor | Client | None = None
    cancel: threading.Event | None = None
    progress: Progress = None

    def __post_init__(self) -> None:
        """Refuse, before anything is played, who cannot play and who cannot be told."""
        check_executor(self.executor)
        check_progress(self.progress)
        if self.cancel is not None and not isinstance(self.cancel, threading.Event):
            raise EngagelabError(
                f"cancel: {self.cancel!r} is not allowed; give a threading.Event or None"
            )


def played(
    plans: Sequence[Scenario],
    question: Callable[[Outcome], Answer],
    how: Execution,
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
    how : Execution
        Runs, key, network, and who plays.
    done : function of place and answer, optional
        Called as soon as a plan is done, in whatever order that is.

    Raises
    ------
    Cancelled
        Where `how.cancel` was set before all plans were done.
    EngagelabError
        Where workers die and cannot be replaced; what is finished has been handed to `done`.
    """
    answers: dict[int, Answer] = {}
    with watched(how.progress, len(plans)) as tell:

        def keep(place: int, answer: Answer) -> None:
            answers[place] = answer
            if done is not None:
                done(place, answer)
            tell(len(answers))

        if how.executor is None:
            for place, plan in enumerate(plans):
                settings = plan.settings_with(runs=how.runs, key=how.key, cancel=how.cancel)
                keep(place, question(plan.simulate(settings, how.network)))
        else:
            _played_there(how.executor, plans, question, how, keep)
    return [answers[place] for place in range(len(plans))]


def _played_there(
    executor: Executor | Client,
    plans: Sequence[Scenario],
    question: Callable[[Outcome], Answer],
    how: Execution,
    keep: Callable[[int, Answer], None],
) -> None:
    """Hand the plans to workers; send a network again that was lost with all who had it."""
    _check_question(executor, question)
    left = dict(enumerate(plans))

    def kept(place: int, answer: Answer) -> None:
        del left[place]
        keep(place, answer)

    for _ in range(RETRIES + 1):
        with team_of(executor, how.network, how.cancel) as team:
            try:
                return _handed_out(team, dict(left), question, how, kept)
            except Exception as error:
                if not _died(error):
                    raise
                reason = error
        if not isinstance(executor, Client):
            break
    raise EngagelabError(
        f"executor: a worker died and cannot be replaced ({type(reason).__name__}); "
        f"{len(plans) - len(left):,} of {len(plans):,} plans are done; where it ran out of memory, "
        "take fewer workers or smaller plans; go on with a new executor"
    ) from reason


def _handed_out(
    team: Team,
    plans: Mapping[int, Scenario],
    question: Callable[[Outcome], Answer],
    how: Execution,
    keep: Callable[[int, Answer], None],
) -> None:
    """Hand blocks to a team and keep what comes back; take back what is not begun at an end."""
    places = list(plans)
    costs = [seconds(plans[i], how.runs or plans[i].settings.runs, how.network) for i in places]
    told = Execution(
        how.runs, how.key
    )  # the rest is not for the workers, or reaches them by the team
    waiting: dict[Future[list[Answer]], list[int]] = {}
    try:
        for block in blocks(costs, team.workers):
            own = places[block.start : block.stop]
            sent = [plans[i] for i in own]
            future = team.executor.submit(_block, sent, question, told, team.network, team.flag)
            waiting[future] = own
        while waiting:
            if how.cancel is not None and how.cancel.is_set():
                raise Cancelled
            # what is finished is kept before a failure ends all
            for future in sorted(wait(waiting, _LOOK, FIRST_COMPLETED).done, key=_failed):
                for place, answer in zip(waiting.pop(future), future.result(), strict=True):
                    keep(place, answer)
    finally:
        for future in waiting:
            future.cancel()


def _failed(future: Future[Any]) -> bool:
    return future.cancelled() or future.exception() is not None


def _block(
    plans: Sequence[Scenario],
    question: Callable[[Outcome], Answer],
    how: Execution,
    network: Any,
    flag: Any,
) -> list[Answer]:
    """Play some plans on one thread of a worker."""
    own, cancel = unpacked(network), flag() if callable(flag) else flag
    values = {"runs": how.runs, "key": how.key, "cancel": cancel, "threads": 1}
    return [question(plan.simulate(plan.settings_with(**values), own)) for plan in plans]


def _check_question(executor: Executor | Client, question: Callable[[Outcome], Any]) -> None:
    """Refuse a question that cannot reach the processes it is for."""
    if isinstance(executor, ProcessPoolExecutor):
        try:
            pickle.dumps(question)
        except (pickle.PicklingError, AttributeError, TypeError):
            raise EngagelabError(
                f"question: {question!r} cannot be sent to another process; give a function that "
                "stands at the top of a module, or take threads"
            ) from None


def _died(error: Exception) -> bool:
    """Return whether this tells of workers that died, not of what they were asked to do."""
    # Dask's own name for it, which cannot be imported where Dask is not installed
    names = {kind.__name__ for kind in type(error).__mro__}
    return isinstance(error, (BrokenExecutor, CancelledError)) or "KilledWorker" in names


def need_scenario(plan: object, where: str = "scenario") -> None:
    """Refuse what is no plan.

    Raises
    ------
    EngagelabError
        With what is to be given.
    """
    if not isinstance(plan, Scenario):
        raise EngagelabError(f"{where}: {plan!r} is no Scenario; give one")


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
