"""Run many plans and ask each outcome one question: the base of every experiment.

Plans run one after another in this process, or on the workers of an executor; the answers are the
same either way.
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
from ..io.arguments import checked
from ..simulation.metrics import cost_per_reader, reach
from ..simulation.outcome import Outcome, describe
from ..simulation.scenario import Scenario
from ..simulation.settings import Cancelled, Record
from .executors import (
    RETRIES,
    CancelFlag,
    DaskClient,
    WorkerPool,
    check_executor,
    estimated_seconds,
    is_closed,
    load_network,
    split_into_blocks,
    worker_pool,
)
from .progress import Progress, check_progress, progress_reporter

_TOTALS = ("shares", "invitations", "joins", "cost", "value")
_POLL_SECONDS = 0.1  # between two checks of the cancellation event
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Execution:
    """How the plans of an experiment are run: runs and key, network, workers, progress.

    Attributes
    ----------
    runs, key : int, optional
        As for `Scenario.run`; None: those of each plan.
    network : Network, optional
        Run all plans on this network instead of the town of each.
    executor : concurrent.futures.Executor or Dask client, optional
        Runs the plans on its workers, one thread for each plan; None: one plan after another in
        this process. For processes the question must be picklable; start them with the "spawn"
        method, as forking a process that has threads may deadlock.
    cancel : threading.Event, optional
        Set it in another thread to end the experiment with `Cancelled`.
    progress : bool or function of (done, total), optional
        True: a bar on standard error, with the remaining time. False: nothing. None: a bar if
        standard error is a terminal or a notebook and there are more than 8 plans. A function is
        called with the number of plans done and the total.
    record : "people" or None
        As for `simulate`.

    Raises
    ------
    EngagelabError
        If `executor`, `cancel` or `progress` is of another type.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> import engagelab as el
    >>> from engagelab.experiments import Execution, run_plans
    >>> plan = el.Scenario(population={"people": 300})
    >>> plans = [plan, plan.replace({"invitations.invite": 0.4})]
    >>> with ThreadPoolExecutor(2) as executor:
    ...     costs = run_plans(plans, el.cost_per_reader, Execution(runs=5, executor=executor))
    >>> len(costs)
    2
    """

    runs: int | None = None
    key: int | None = None
    network: Network | None = None
    executor: Executor | DaskClient | None = None
    cancel: threading.Event | None = None
    progress: Progress = None
    record: Record = None

    def __post_init__(self) -> None:
        """Check what can be checked before the first run."""
        check_executor(self.executor)
        check_progress(self.progress)
        if self.cancel is not None and not isinstance(self.cancel, threading.Event):
            raise EngagelabError(
                f"cancel: {self.cancel!r} is not allowed; give a threading.Event or None"
            )


@checked
def run_plans(
    plans: Sequence[Scenario],
    question: Callable[[Outcome], Answer],
    execution: Execution,
    *,
    on_answer: Callable[[int, Answer], None] | None = None,
) -> list[Answer]:
    """Run plans and return the answer of each outcome to the question, in the order of the plans.

    Parameters
    ----------
    plans : sequence of Scenario
        The plans.
    question : function of Outcome
        Returns what to keep of each outcome; the outcome itself is discarded.
    execution : Execution
        Runs, key, network and workers.
    on_answer : function of (index, answer), optional
        Called as soon as a plan is done, in the order in which plans are done.

    Raises
    ------
    Cancelled
        If `execution.cancel` was set before all plans were done.
    EngagelabError
        If workers die and cannot be replaced, or the executor is closed or lost; `on_answer` has
        had all finished plans.
    """
    answers: dict[int, Answer] = {}
    with progress_reporter(execution.progress, len(plans)) as report:

        def store(index: int, answer: Answer) -> None:
            answers[index] = answer
            if on_answer is not None:
                on_answer(index, answer)
            report(len(answers))

        if execution.executor is None:
            for index, plan in enumerate(plans):
                settings = plan.settings_with(
                    runs=execution.runs,
                    key=execution.key,
                    cancel=execution.cancel,
                    record=execution.record,
                )
                store(index, question(plan.simulate(settings, execution.network)))
        else:
            _run_on_workers(execution.executor, plans, question, execution, store)
    return [answers[index] for index in range(len(plans))]


def _run_on_workers(
    executor: Executor | DaskClient,
    plans: Sequence[Scenario],
    question: Callable[[Outcome], Answer],
    execution: Execution,
    store: Callable[[int, Answer], None],
) -> None:
    """Run plans on workers; make a new pool if all workers that had the network died."""
    _check_question(executor, question)
    remaining = dict(enumerate(plans))

    def store_and_remove(index: int, answer: Answer) -> None:
        del remaining[index]
        store(index, answer)

    for _ in range(RETRIES + 1):
        try:
            with worker_pool(executor, execution.network, execution.cancel) as pool:
                return _run_blocks(pool, dict(remaining), question, execution, store_and_remove)
        except Exception as error:
            if is_closed(executor, error):
                done = f"{len(plans) - len(remaining):,} of {len(plans):,} plans are done"
                raise EngagelabError(
                    f"executor: it is closed or cannot be reached ({type(error).__name__}); "
                    f"{done}, and saved if there is a store; repeat the call with a new executor"
                ) from error
            if not _is_worker_death(error):
                raise
            reason = error
        if not isinstance(executor, DaskClient):
            break
    raise EngagelabError(
        f"executor: a worker died and cannot be replaced ({type(reason).__name__}); "
        f"{len(plans) - len(remaining):,} of {len(plans):,} plans are done; if it ran out of "
        "memory, use fewer workers or smaller plans; continue with a new executor"
    ) from reason


def _run_blocks(
    pool: WorkerPool,
    plans: Mapping[int, Scenario],
    question: Callable[[Outcome], Answer],
    execution: Execution,
    store: Callable[[int, Answer], None],
) -> None:
    """Run blocks of plans and store their answers; on any exit cancel blocks not yet begun."""
    # the network and the cancellation flag come with the pool; the rest is not for workers
    options = Execution(execution.runs, execution.key, record=execution.record)
    waiting: dict[Future[list[Answer]], list[int]] = {}
    try:
        for block in _blocks(plans, execution, pool.workers):
            sent = [plans[i] for i in block]
            future = pool.executor.submit(
                _run_block, sent, question, options, pool.network, pool.cancel
            )
            waiting[future] = block
        while waiting:
            if execution.cancel is not None and execution.cancel.is_set():
                raise Cancelled
            # successes first, so that a failure does not discard them
            for future in sorted(wait(waiting, _POLL_SECONDS, FIRST_COMPLETED).done, key=_failed):
                for index, answer in zip(waiting.pop(future), future.result(), strict=True):
                    store(index, answer)
    finally:
        for future in waiting:
            future.cancel()


def _blocks(plans: Mapping[int, Scenario], execution: Execution, workers: int) -> list[list[int]]:
    """Return the indices of the plans of each block."""
    indices = list(plans)
    seconds = [
        estimated_seconds(plan, execution.runs or plan.settings.runs, execution.network)
        for plan in plans.values()
    ]
    return [indices[block.start : block.stop] for block in split_into_blocks(seconds, workers)]


def _failed(future: Future[Any]) -> bool:
    return future.cancelled() or future.exception() is not None


def _run_block(
    plans: Sequence[Scenario],
    question: Callable[[Outcome], Answer],
    execution: Execution,
    sent_network: Any,
    cancel: CancelFlag | Callable[[], CancelFlag] | None,
) -> list[Answer]:
    """Run plans in one thread of a worker."""
    network, flag = load_network(sent_network), cancel() if callable(cancel) else cancel
    options = {"runs": execution.runs, "key": execution.key, "cancel": flag, "threads": 1,
               "record": execution.record}  # fmt: skip
    answers = []
    for plan in plans:
        if flag is not None and flag.is_set():  # a plan of one run does not look
            raise Cancelled
        answers.append(question(plan.simulate(plan.settings_with(**options), network)))
    return answers


def _check_question(executor: Executor | DaskClient, question: Callable[[Outcome], Any]) -> None:
    """Raise EngagelabError if the question cannot be pickled for other processes."""
    if isinstance(executor, ProcessPoolExecutor):
        try:
            pickle.dumps(question)
        except (pickle.PicklingError, AttributeError, TypeError):
            raise EngagelabError(
                f"question: {question!r} cannot be sent to another process; give a function "
                "defined at the top level of a module, or use threads"
            ) from None


def _is_worker_death(error: Exception) -> bool:
    """Return whether an error means that workers died, not that a plan failed."""
    # by name: Dask's KilledWorker cannot be imported if Dask is not installed
    names = {kind.__name__ for kind in type(error).__mro__}
    return isinstance(error, (BrokenExecutor, CancelledError)) or "KilledWorker" in names


def need_scenario(plan: object, where: str = "scenario") -> None:
    """Raise EngagelabError unless `plan` is a Scenario; `where` names the argument."""
    if not isinstance(plan, Scenario):
        raise EngagelabError(f"{where}: {plan!r} is not a Scenario; give a Scenario")


def summary_row(outcome: Outcome) -> dict[str, Any]:
    """Return the summary of an outcome as one row of a frame: the columns of `sweep`."""
    row: dict[str, Any] = {"people": outcome.people, "runs": outcome.runs}
    row |= _columns("reach", describe(reach(outcome)))
    row |= _columns("cost_per_reader", cost_per_reader(outcome))
    for name in _TOTALS:
        statistics = describe(outcome.total(name))
        row |= _columns(name, {part: statistics[part] for part in ("mean", "standard_error")})
    return row


def _columns(name: str, parts: Mapping[str, float]) -> dict[str, float]:
    return {name if part == "mean" else f"{name}_{part}": value for part, value in parts.items()}
