"""Worker pools for experiments: threads, processes, or the workers of a Dask cluster.

Each worker receives a network once, however many plans it runs, and plans are sent in blocks large
enough that the cost of sending them is negligible.
"""

import os
import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from .._version import __version__
from ..errors import EngagelabError, listed
from ..graphs.network import Network
from ..io.scratch import scratch_folder, scratch_refusal
from ..simulation.scenario import Scenario

RETRIES = 3  # times a block, or a network lost with its workers, is sent again
_BLOCK_SECONDS = 1.0  # a hundred times what it costs to send a block
_BLOCKS_PER_WORKER = 4  # at least, so that no worker idles for long while the last block runs
# Rough seconds on one core: they size the blocks and cannot change a result.
_PER_PLAN, _PER_EXPOSURE, _PER_TIE = 2e-3, 2e-9, 4e-7


@runtime_checkable
class DaskClient(Protocol):
    """The part of `distributed.Client` that is used here, so that Dask stays optional."""

    def scatter(self, data: Any, **options: Any) -> Any:
        """Send data to the workers."""

    def get_executor(self, **options: Any) -> Executor:
        """Return the client as an executor."""

    def scheduler_info(self, **options: Any) -> Any:
        """Return the workers of the cluster."""


class CancelFlag(Protocol):
    """A cancellation flag, polled between two batches of runs; a threading.Event is one."""

    def is_set(self) -> bool:
        """Return whether to stop."""


@dataclass(frozen=True)
class WorkerPool:
    """An executor prepared to run the blocks of one experiment.

    Attributes
    ----------
    executor : concurrent.futures.Executor
        Runs the blocks.
    network : object
        The network as it is sent with each block: itself, the path of a file, or a Dask future.
    cancel : CancelFlag or callable, optional
        Tells a block to stop, or a function that makes such a flag in the thread of the block.
    workers : int
        Number of blocks that run at the same time.
    """

    executor: Executor
    network: Any
    cancel: CancelFlag | Callable[[], CancelFlag] | None
    workers: int


def check_executor(executor: object) -> None:
    """Raise EngagelabError unless `executor` is an executor, a Dask client or None."""
    if executor is not None and not isinstance(executor, (Executor, DaskClient)):
        raise EngagelabError(
            f"executor: {executor!r} is not allowed; give an executor of concurrent.futures, a "
            "Dask client, or None"
        )


@contextmanager
def worker_pool(
    executor: Executor | DaskClient, network: Network | None, cancel: threading.Event | None
) -> Iterator[WorkerPool]:
    """Yield a pool whose workers receive the network once each.

    Parameters
    ----------
    executor : concurrent.futures.Executor or Dask client
        Threads share the network, processes read it from a temporary file, and Dask's workers get
        it from each other. Any other executor is sent the network with each block.
    network : Network, optional
        The network of all plans.
    cancel : threading.Event, optional
        As for `Execution`. Blocks in threads poll it; blocks in processes are stopped when the
        pool closes.
    """
    # a copy drops the arrays cached on the network, which may be larger than the network itself
    bare = None if network is None else replace(network)
    if isinstance(executor, DaskClient):
        with _dask_pool(executor, bare) as pool:
            yield pool
    elif isinstance(executor, ThreadPoolExecutor):
        closed = threading.Event()
        try:
            yield WorkerPool(executor, network, EventFlag(cancel, closed), _workers(executor))
        finally:
            closed.set()
    elif isinstance(executor, ProcessPoolExecutor):
        with scratch_folder() as folder:
            file = None if bare is None else _write(bare, folder)
            yield WorkerPool(executor, file, FolderFlag(str(folder)), _workers(executor))
    else:
        yield WorkerPool(executor, bare, None, _workers(executor))


def is_closed(executor: object, error: Exception) -> bool:
    """Return whether an error means that an executor was closed or lost, not that a plan failed."""
    if isinstance(error, (EngagelabError, BrokenExecutor)):
        return False
    if isinstance(executor, Executor):
        # the standard library has no error of its own for it
        return isinstance(error, RuntimeError) and "after shutdown" in str(error)
    names = {kind.__name__ for kind in type(error).__mro__}
    if "KilledWorker" in names:
        return False
    room = type(error).__module__.partition(".")[0]
    return room in ("distributed", "tornado") or getattr(executor, "status", "running") != "running"


def _need_one_version(client: DaskClient) -> None:
    """Raise an error if a worker has another version of this package than this process."""
    versions = getattr(client, "get_versions", None)
    if versions is None:
        return
    found = versions(packages=["engagelab"]).get("workers", {})
    others = {str(worker.get("packages", {}).get("engagelab")) for worker in found.values()}
    if wrong := sorted(others - {__version__}):
        raise EngagelabError(
            f"executor: workers have engagelab {listed(wrong)}, but here it is {__version__}; "
            "install one version everywhere and start the cluster again"
        )


@contextmanager
def _dask_pool(client: DaskClient, network: Network | None) -> Iterator[WorkerPool]:
    info = client.scheduler_info()["workers"].values()
    _need_one_version(client)
    workers = sum(worker["nthreads"] for worker in info)
    future = None if network is None else client.scatter(network, broadcast=True, hash=False)
    # not pure: a plan that is sent again after its worker died must not be looked up by its hash
    executor = client.get_executor(pure=False, retries=RETRIES)
    try:
        yield WorkerPool(executor, future, TaskFlag.current, max(1, workers))
    finally:
        executor.shutdown(wait=False)


def _workers(executor: Executor) -> int:
    return int(getattr(executor, "_max_workers", 0) or os.cpu_count() or 1)


@dataclass(frozen=True)
class EventFlag:
    """A cancellation flag for threads: set when either of two events is set."""

    cancel: threading.Event | None
    closed: threading.Event

    def is_set(self) -> bool:
        """Return whether to stop."""
        return self.closed.is_set() or (self.cancel is not None and self.cancel.is_set())


@dataclass(frozen=True)
class FolderFlag:
    """A cancellation flag for processes: set when the experiment's temporary folder is removed."""

    folder: str

    def is_set(self) -> bool:
        """Return whether to stop."""
        return not Path(self.folder).exists()


@dataclass(frozen=True)
class TaskFlag:
    """A cancellation flag for Dask: set when the scheduler has cancelled the task of a block.

    It must be made in the thread of the block, which alone knows its worker; any thread may poll
    it.

    Attributes
    ----------
    worker : distributed.Worker
        The worker that runs the block.
    task : hashable
        The worker's key of the block.
    """

    worker: Any
    task: Any

    @classmethod
    def current(cls) -> "TaskFlag":
        """Return the flag of the block that runs in this thread."""
        from distributed import get_worker  # only Dask's workers run this, so it is installed

        worker = get_worker()
        return cls(worker, worker.get_current_task())

    def is_set(self) -> bool:
        """Return whether to stop."""
        # a running task that was cancelled stays in the state "cancelled" until it ends
        task = self.worker.state.tasks.get(self.task)
        return task is None or task.state == "cancelled"


def load_network(sent: Any) -> Network | None:
    """Return the network of a `WorkerPool` on a worker, read from its file if it is in one."""
    network: Network | None = _read(sent) if isinstance(sent, Path) else sent
    return network


def _write(network: Network, folder: Path) -> Path:
    path = folder / "network.pickle"
    try:
        with path.open("wb") as file:
            pickle.dump(network, file, protocol=pickle.HIGHEST_PROTOCOL)
    except OSError as error:
        raise scratch_refusal(error) from error
    return path


@lru_cache(maxsize=1)
def _read(path: Path) -> Network:
    with path.open("rb") as file:
        network: Network = pickle.load(file)
    return network


def estimated_seconds(plan: Scenario, runs: int, network: Network | None) -> float:
    """Return an upper estimate of a plan's time on one core, as if all people read and shared.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.executors import estimated_seconds
    >>> plan = el.Scenario()
    >>> estimated_seconds(plan, 200, None) < estimated_seconds(plan, 400, None)
    True
    """
    population, groups = plan.population, plan.groups
    people = population.people if network is None else network.people
    ties = population.ties * people if network is None else network.tie_to.size
    group_pairs = (
        groups.size * groups.per_person * people
        if network is None
        else float((network.group_sizes.astype(float) ** 2).sum())
    )
    posts = max(1, len(plan.campaign.posts))
    town = _PER_TIE * (people + ties) if network is None else 0.0
    return _PER_PLAN + town + _PER_EXPOSURE * runs * posts * (people + ties + group_pairs)


def split_into_blocks(seconds: Sequence[float], workers: int) -> list[range]:
    """Split plans into blocks of about a second, or less if there is little work.

    Neighbours stay together: they usually have the same town, which is built once per block.

    Parameters
    ----------
    seconds : sequence of float
        Estimated seconds of each plan.
    workers : int
        Number of blocks that run at the same time.

    Returns
    -------
    list of range
        The indices of the plans of each block.

    Examples
    --------
    >>> from engagelab.experiments.executors import split_into_blocks
    >>> split_into_blocks([0.5] * 6 + [4.0], 1)
    [range(0, 2), range(2, 4), range(4, 6), range(6, 7)]
    """
    target = min(_BLOCK_SECONDS, sum(seconds) / (_BLOCKS_PER_WORKER * workers))
    blocks, first, total = [], 0, 0.0
    for index, duration in enumerate(seconds):
        total += duration
        if total >= target or index == len(seconds) - 1:
            blocks.append(range(first, index + 1))
            first, total = index + 1, 0.0
    return blocks
