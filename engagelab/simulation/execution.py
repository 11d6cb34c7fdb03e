"""Execution of a prepared simulation: its runs, shared among threads."""

from __future__ import annotations

import math
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine.state import Tally
from ..errors import EngagelabError, refused
from ..io.memory import need_memory
from .adaptors import PreparedRun
from .limits import limits
from .memory import list_bytes, most_bytes
from .settings import Cancelled, Settings

_CAPACITY = 4096  # of the lists of a run, before they grow
_POLL_SECONDS = 0.05  # between two checks whether a simulation was cancelled


def execute(
    prepared: PreparedRun, tally: Tally, settings: Settings, threads: int
) -> NDArray[np.int32]:
    """Simulate all runs into a tally; return how often each person was reached, shape (people,).

    Raises
    ------
    Cancelled
        If ``settings.cancel`` is set before all runs are done.
    EngagelabError
        If it needs more memory than there is, or more exposures than visitors may ask for.
    """
    workers = min(threads, -(-settings.runs // prepared.batch))
    shares = _Shares(settings.runs, prepared.batch, workers)
    simulation = _Simulation(prepared, tally, settings, shares)
    if (of := limits()) is not None:
        simulation.most_exposures = of.exposures
    if workers == 1 and not simulation.may_stop:
        return simulation.work(0)
    with ThreadPoolExecutor(workers) as pool:
        parts = [pool.submit(simulation.work, number) for number in range(workers)]
        while simulation.may_stop and wait(parts, _POLL_SECONDS).not_done:
            if simulation.stopped():
                simulation.interrupt()
        wait(parts)
        simulation.need_within_limit()
        return np.asarray(sum(part.result() for part in parts), np.int32)


@dataclass
class _Simulation:
    """The work of all threads on one simulation."""

    prepared: PreparedRun
    tally: Tally
    settings: Settings
    shares: _Shares
    running: dict[int, Any] = field(default_factory=dict)  # arrays of the current run by worker
    most_exposures: float = math.inf
    exceeded: bool = False
    failure: EngagelabError | None = None

    @property
    def may_stop(self) -> bool:
        """Whether the simulation may be stopped before it is done."""
        return self.settings.cancel is not None or self.most_exposures < math.inf

    def stopped(self) -> bool:
        """Return whether it was cancelled, or has evaluated more exposures than it may."""
        # the runs that are done together, or one that is under way; a run may be in both
        runs = (getattr(run, "counts", None) for run in tuple(self.running.values()))
        most = max(
            [self._exposures(), *(self._exposures(each) for each in runs if each is not None)]
        )
        self.exceeded = self.exceeded or most > self.most_exposures
        return self._is_over()

    def need_within_limit(self) -> None:
        """Raise an error if the simulation needed more memory or exposures than it may."""
        if self.failure is not None:
            raise self.failure
        if self.exceeded or self._exposures() > self.most_exposures:
            raise refused("exposures", "too_many_exposures", most=self.most_exposures)

    def _exposures(self, run: NDArray[np.int64] | None = None) -> int:
        """Return the exposures of all runs, or of one under way; 0 if there is no limit."""
        if self.most_exposures == math.inf:
            return 0
        place = tuple(self.prepared.counted).index("impressions")
        counts = self.tally.counts[:, place] if run is None else run[place]
        return int(counts.sum())

    def work(self, worker: int) -> NDArray[np.int32]:
        """Simulate shares of runs until none is left; return how often each person was reached."""
        prepared = self.prepared
        tally = self.tally
        if worker > 0:  # each counts in an array of its own
            tally = tally._replace(reached=np.zeros(tally.reached.size, np.int32))
        capacity, run = prepared.buffers.take(prepared.kind) or self._new_run(_CAPACITY)
        self.running[worker] = run
        while (share := self.shares.take()) is not None:
            first, last = share
            while first < last:
                if self._is_over():
                    raise Cancelled
                first, full = self._advance(run, tally, first, last)
                if full:
                    capacity, run = self._larger_run(4 * capacity)
                    self.running[worker] = run
        prepared.buffers.put(prepared.kind, capacity, run)
        return tally.reached

    def interrupt(self) -> None:
        """End the runs of all workers, if the kernel can be interrupted."""
        if self.prepared.interrupt is not None:
            for run in tuple(self.running.values()):
                self.prepared.interrupt(run)

    def _advance(self, run: Any, tally: Tally, first: int, last: int) -> tuple[int, bool]:
        """Call the kernel; return the first run not done, and whether a list was full."""
        prepared = self.prepared
        # one batch at a time if the simulation may be stopped
        until = min(last, first + prepared.batch) if self.may_stop else last
        arrays = prepared.town, prepared.rules, prepared.plan, run, tally
        done = prepared.kernel(*arrays, np.uint64(self.settings.key), (first, until))
        return done, done < until and not self._is_over()

    def _new_run(self, capacity: int) -> tuple[int, Any]:
        return capacity, self.prepared.new_run(capacity)

    def _larger_run(self, capacity: int) -> tuple[int, Any]:
        """Return a run with longer lists; raise an error if they need too much memory."""
        try:
            need_memory("memory", len(self.running) * list_bytes(capacity), most=most_bytes())
        except EngagelabError as problem:
            self.failure = problem  # ends the other workers, too
            raise
        return self._new_run(capacity)

    def _is_over(self) -> bool:
        cancel = self.settings.cancel
        return self.exceeded or self.failure is not None or (cancel is not None and cancel.is_set())


class _Shares:
    """The runs not yet assigned, given out in shares that get smaller towards the end.

    So there are few shares, and yet all workers finish at about the same time. A share has several
    batches, since the results of adjacent runs are in one cache line, and two workers that write to
    the same line slow each other down.
    """

    def __init__(self, runs: int, batch: int, workers: int) -> None:
        self._runs, self._workers = runs, workers
        self._batch = batch * max(1, min(4, runs // (4 * workers)) // batch)
        self._next, self._lock = 0, threading.Lock()

    def take(self) -> tuple[int, int] | None:
        """Return the first run of a share and the one after its last, or None if all are taken."""
        with self._lock:
            first = self._next
            batches = -(-(self._runs - first) // self._batch)
            if batches == 0:
                return None
            share = batches if self._workers == 1 else max(1, batches // (4 * self._workers))
            self._next = first + self._batch * share
            return first, min(self._next, self._runs)
