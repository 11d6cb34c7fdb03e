"""Who plays the plans of an experiment: threads, processes, or the workers of a Dask cluster.

However many workers there are, a network is sent to each of them once, and plans go out in blocks
long enough that handing them out costs nothing beside playing them.
"""

import os
import pickle
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from ..errors import EngagelabError
from ..graphs.network import Network
from ..simulation.scenario import Scenario

RETRIES = 3  # how often a block, or a network that was lost with its workers, is sent again
_BLOCK = 1.0  # seconds that a block should take: a hundred times what it costs to hand it out
_SHARE = 4  # blocks for each worker at least, so that the last one does not keep all waiting
# Seconds of one core, roughly; they decide how plans are put together, and never on a result.
_PER_PLAN, _PER_EXPOSURE, _PER_TIE = 2e-3, 2e-9, 4e-7


@runtime_checkable
class Client(Protocol):
    """What is asked of a Dask client; so `distributed` is needed by those alone who have one."""

    def scatter(self, data: Any, **how: Any) -> Any:
        """Send data to the workers."""

    def get_executor(self, **how: Any) -> Executor:
        """Return the client as an executor."""

    def scheduler_info(self, **how: Any) -> Any:
        """Return who works."""


class Flag(Protocol):
    """What is asked, between two batches of runs, whether to go on: an event is one."""

    def is_set(self) -> bool:
        """Return whether to end."""


@dataclass(frozen=True)
class Team:
    """An executor that is ready for the blocks of one experiment.

    Attributes
    ----------
    executor : concurrent.futures.Executor
        Who takes the blocks.
    network : object
        What stands for the network when a block is handed out: itself, the file it is in, or
        Dask's word for it.
    flag : Flag or callable, optional
        What a block asks whether to go on, or what makes it in the thread of the block.
    workers : int
        How many blocks are played at a time.
    """

    executor: Executor
    network: Any
    flag: Flag | Callable[[], Flag] | None
    workers: int


def check_executor(executor: object) -> None:
    """Refuse what cannot play plans.

    Raises
    ------
    EngagelabError
        With what is allowed.
    """
    if executor is not None and not isinstance(executor, (Executor, Client)):
        raise EngagelabError(
            f"executor: {executor!r} is not allowed; give an executor of concurrent.futures, a "
            "Dask client, or None"
        )


@contextmanager
def team_of(
    executor: Executor | Client, network: Network | None, cancel: threading.Event | None
) -> Iterator[Team]:
    """Yield an executor made ready: the network is where its workers find it, once for each.

    Parameters
    ----------
    executor : concurrent.futures.Executor or Dask client
        Threads share the network; processes read it from one temporary file; Dask's workers get it
        from each other. An executor of another kind is sent it with each block.
    network : Network, optional
        The people of all plans.
    cancel : threading.Event, optional
        As for `Execution`; blocks of threads ask it themselves, those of processes are told.
    """
    # a copy leaves behind what was worked out of the network, which may be larger than itself
    bare = None if network is None else replace(network)
    if isinstance(executor, Client):
        with _of_dask(executor, bare) as team:
            yield team
    elif isinstance(executor, ThreadPoolExecutor):
        ended = threading.Event()
        try:
            yield Team(executor, network, Either(cancel, ended), _count(executor))
        finally:
            ended.set()
    elif isinstance(executor, ProcessPoolExecutor):
        with tempfile.TemporaryDirectory(prefix="engagelab-") as folder:
            found = None if bare is None else Filed.of(bare, folder)
            yield Team(executor, found, Gone(folder), _count(executor))
    else:
        yield Team(executor, bare, None, _count(executor))


@contextmanager
def _of_dask(client: Client, network: Network | None) -> Iterator[Team]:
    info = client.scheduler_info()["workers"].values()
    workers = sum(worker["nthreads"] for worker in info)
    sent = None if network is None else client.scatter(network, broadcast=True, hash=False)
    # the same plan may be asked for again: Dask is not to take a lost answer for a known one
    executor = client.get_executor(pure=False, retries=RETRIES)
    try:
        yield Team(executor, sent, Unwanted.here, max(1, workers))
    finally:
        executor.shutdown(wait=False)


def _count(executor: Executor) -> int:
    return int(getattr(executor, "_max_workers", 0) or os.cpu_count() or 1)


@dataclass(frozen=True)
class Either:
    """A flag that is set where one of two events is."""

    cancel: threading.Event | None
    ended: threading.Event

    def is_set(self) -> bool:
        """Return whether to end."""
        return self.ended.is_set() or (self.cancel is not None and self.cancel.is_set())


@dataclass(frozen=True)
class Gone:
    """A flag that other processes see: it is set when the experiment's folder is gone."""

    folder: str

    def is_set(self) -> bool:
        """Return whether to end."""
        return not Path(self.folder).exists()


@dataclass(frozen=True)
class Unwanted:
    """A flag that Dask's workers see: it is set when the block at hand was taken back.

    It has to be made in the thread of the block, which alone knows its worker; any may look at it.

    Attributes
    ----------
    worker : distributed.Worker
        Who plays the block.
    block : hashable
        What the worker calls it.
    """

    worker: Any
    block: Any

    @classmethod
    def here(cls) -> "Unwanted":
        """Return the flag of the block that this thread plays."""
        # only where a block is played by Dask, which is installed there
        from distributed import get_worker

        worker = get_worker()
        return cls(worker, worker.get_current_task())

    def is_set(self) -> bool:
        """Return whether to end."""
        # a task that was taken back while it is under way is "cancelled" until it ends
        task = self.worker.state.tasks.get(self.block)
        return task is None or task.state == "cancelled"


@dataclass(frozen=True)
class Filed:
    """A network in a file, which each worker reads once."""

    path: str

    @classmethod
    def of(cls, network: Network, folder: str) -> "Filed":
        """Write a network into a folder."""
        path = Path(folder) / "network.pickle"
        with path.open("wb") as file:
            pickle.dump(network, file, protocol=pickle.HIGHEST_PROTOCOL)
        return cls(str(path))


def unpacked(network: Any) -> Network | None:
    """Return the network that a worker was handed, or pointed to."""
    found: Network | None = _read(network.path) if isinstance(network, Filed) else network
    return found


@lru_cache(maxsize=1)
def _read(path: str) -> Network:
    with Path(path).open("rb") as file:
        network: Network = pickle.load(file)
    return network


def seconds(plan: Scenario, runs: int, network: Network | None) -> float:
    """Estimate how long a plan takes on one core, from above: everybody reads and shares.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.executors import seconds
    >>> plan = el.Scenario()
    >>> seconds(plan, 200, None) < seconds(plan, 400, None)
    True
    """
    population, groups = plan.population, plan.groups
    people = population.people if network is None else network.people
    ties = population.ties * people if network is None else network.tie_to.size
    crowd = (
        groups.size * groups.per_person * people
        if network is None
        else float((network.group_sizes.astype(float) ** 2).sum())
    )
    posts = max(1, len(plan.campaign.posts))
    town = _PER_TIE * (people + ties) if network is None else 0.0
    return _PER_PLAN + town + _PER_EXPOSURE * runs * posts * (people + ties + crowd)


def blocks(costs: Sequence[float], workers: int) -> list[range]:
    """Cut plans into blocks of about a second, fewer where there is work for few.

    Neighbours stay together: as a rule they have the same town, which is made once in a block.

    Parameters
    ----------
    costs : sequence of float
        Estimated seconds of each plan.
    workers : int
        How many blocks are played at a time.

    Examples
    --------
    >>> from engagelab.experiments.executors import blocks
    >>> blocks([0.5] * 6 + [4.0], 1)
    [range(0, 2), range(2, 4), range(4, 6), range(6, 7)]
    """
    wanted = min(_BLOCK, sum(costs) / (_SHARE * workers))
    found, first, cost = [], 0, 0.0
    for place, own in enumerate(costs):
        cost += own
        if cost >= wanted or place == len(costs) - 1:
            found.append(range(first, place + 1))
            first, cost = place + 1, 0.0
    return found
