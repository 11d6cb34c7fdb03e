"""Run long jobs in the background, one at a time; they can be paused, resumed and cancelled.

The worker that answers the sliders keeps running. A job belongs to the plan that it started with,
and its finished steps remain available however it ends.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal

from ...errors import refused
from ...simulation.scenario import Scenario
from ...simulation.settings import Cancelled
from .at_exit import close_at_exit

State = Literal["waiting", "running", "paused", "done", "cancelled", "failed"]
ENDS = ("done", "cancelled", "failed")


class Gate(threading.Event):
    """A cancel event that blocks callers of `is_set` while it is closed.

    A simulation checks between two batches of runs whether it was cancelled, so a pause takes
    effect as quickly as a cancel.

    Examples
    --------
    >>> gate = Gate()
    >>> gate.close(), gate.set(), gate.is_set()
    (None, None, True)
    """

    def __init__(self) -> None:
        super().__init__()
        self._open = threading.Event()
        self._open.set()

    @property
    def closed(self) -> bool:
        """Whether callers are blocked."""
        return not self._open.is_set()

    def close(self) -> None:
        """Block callers."""
        self._open.clear()

    def open(self) -> None:
        """Release all callers."""
        self._open.set()

    def set(self) -> None:
        """Cancel, and release all callers so that they can end."""
        super().set()
        self._open.set()

    def is_set(self) -> bool:
        """Return whether it was cancelled, once the gate is open."""
        self._open.wait()
        return super().is_set()


class Job:
    """A long computation.

    Parameters
    ----------
    kind : str
        The kind of job, such as ``"sweep"``; `Jobs` stores the last one of each kind.
    plan : Scenario
        The plan that it started with.
    work : callable
        The computation: takes the job, checks `gate` between steps, calls `report` after each, and
        returns the result.
    about : object, optional
        Further inputs, for those who show the job.

    Attributes
    ----------
    gate : Gate
        The event that cancels and pauses the work.
    state : str
        ``waiting``, ``running``, ``paused``, ``done``, ``cancelled`` or ``failed``.
    done, total : int
        The number of finished steps and of all steps.
    result : object
        The result; None until the job is done.
    error : Exception or None
        The error that it failed with.
    """

    def __init__(
        self, kind: str, plan: Scenario, work: Callable[["Job"], Any], about: Any = None
    ) -> None:
        self.kind, self.plan, self.about = kind, plan, about
        self.gate = Gate()
        self.state: State = "waiting"
        self.done, self.total = 0, 0
        self.result: Any = None
        self.error: Exception | None = None
        self._work = work
        self._notify: Callable[[], None] = lambda: None
        self._spent, self._since = 0.0, 0.0  # seconds before the last pause, and when it ended
        self._lock = threading.Lock()

    @property
    def over(self) -> bool:
        """Whether it has ended: done, cancelled or failed."""
        return self.state in ENDS

    @property
    def left(self) -> float | None:
        """The seconds left at the pace so far; None before the first step."""
        if not self.done or self.over:
            return None
        busy = self._spent + (time.monotonic() - self._since if self.state == "running" else 0.0)
        return busy / self.done * (self.total - self.done)

    def report(self, done: int, total: int) -> None:
        """Report the progress of the work."""
        self.done, self.total = done, total
        self._notify()

    def pause(self) -> None:
        """Pause the work."""
        with self._lock:
            if self.state != "running":
                return
            self._spent += time.monotonic() - self._since
            self.gate.close()
            self.state = "paused"
        self._notify()

    def go_on(self) -> None:
        """Resume the work after a pause."""
        with self._lock:
            if self.state != "paused":
                return
            self._since = time.monotonic()
            self.state = "running"
            self.gate.open()
        self._notify()

    def cancel(self) -> None:
        """Cancel the work; its finished steps remain."""
        self.gate.set()

    def run(self, notify: Callable[[], None]) -> None:
        """Do the work in this thread, and call `notify` at each change; nothing is raised."""
        self._notify, self._since = notify, time.monotonic()
        self._set_state("running")
        try:
            result = self._work(self)
        except Cancelled:
            self._set_state("cancelled")
        except Exception as error:  # shown to the person in one line
            self.error = error
            self._set_state("failed")
        else:
            self.result = result
            self._set_state("done")

    def _set_state(self, state: State) -> None:
        with self._lock:
            self.state = state
        self._notify()


class Jobs:
    """The running job, and the last one of each kind.

    Examples
    --------
    >>> jobs = Jobs()
    >>> jobs.start(Job("sum", Scenario(), lambda job: 1 + 1))
    >>> jobs.wait(5), jobs.of("sum").result
    (True, 2)
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._last: dict[str, Job] = {}
        self._thread: threading.Thread | None = None
        self._now: Job | None = None
        self._busy = False  # until all watchers know how the job ended
        self._watchers: list[Callable[[Job], None]] = []
        close_at_exit(self)

    @property
    def now(self) -> Job | None:
        """The running or paused job; None if there is none."""
        return self._now

    def of(self, kind: str) -> Job | None:
        """Return the last job of a kind."""
        return self._last.get(kind)

    def watch(self, watcher: Callable[[Job], None]) -> Callable[[], None]:
        """Call a watcher, in the thread of the job, at each change; return what stops that."""
        self._watchers.append(watcher)

        def stop() -> None:
            with suppress(ValueError):
                self._watchers.remove(watcher)

        return stop

    def start(self, job: Job) -> None:
        """Start a job.

        Raises
        ------
        EngagelabError
            If another one is running or paused.
        """
        with self._changed:
            if self._now is not None:
                raise refused("", "one_job")
            self._now = self._last[job.kind] = job
            self._busy = True
            self._thread = threading.Thread(
                target=self._run, args=(job,), name="engagelab job", daemon=True
            )
            self._thread.start()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until no job is running; return whether the last one ended in time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._busy, timeout)

    def close(self, timeout: float = 5.0) -> None:
        """Cancel the running job, and wait for its thread to end."""
        job, thread = self._now, self._thread
        if job is not None:
            job.cancel()
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)

    def _run(self, job: Job) -> None:
        try:
            job.run(lambda: self._notify(job))
        finally:
            self._now = None
            self._notify(job)
            with self._changed:
                self._busy = self._now is not None  # another one may have started
                self._changed.notify_all()

    def _notify(self, job: Job) -> None:
        for watcher in tuple(self._watchers):
            with suppress(Exception):  # a page that is gone must not end the work
                watcher(job)
