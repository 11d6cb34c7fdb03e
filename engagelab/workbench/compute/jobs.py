"""Long work beside the sliders: one job at a time, which can be paused, continued and cancelled.

The worker that answers the sliders goes on meanwhile. A job belongs to the plan that it began with;
what it has done is kept, whatever ends it.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal

from ...errors import refused
from ...simulation.scenario import Scenario
from ...simulation.settings import Cancelled

State = Literal["waiting", "running", "paused", "done", "cancelled", "failed"]
ENDS = ("done", "cancelled", "failed")


class Gate(threading.Event):
    """An event that cancels, and holds back whoever asks for it while the gate is closed.

    A simulation asks between two batches of runs whether it was cancelled; so a pause takes hold
    as quickly as a cancel does.

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
        """Whether it holds back."""
        return not self._open.is_set()

    def close(self) -> None:
        """Hold back whoever asks."""
        self._open.clear()

    def open(self) -> None:
        """Let everybody go on."""
        self._open.set()

    def set(self) -> None:
        """Cancel; who was held back is let go, to end."""
        super().set()
        self._open.set()

    def is_set(self) -> bool:
        """Return whether it was cancelled, as soon as the gate is open."""
        self._open.wait()
        return super().is_set()


class Job:
    """Something that takes a while.

    Parameters
    ----------
    kind : str
        What it is, such as ``"sweep"``; the last one of each kind is kept.
    plan : Scenario
        The plan that it is about.
    work : callable
        Does it: takes the job, asks `gate` whether to go on, tells `report` how far it is, and
        returns the result.
    about : object, optional
        What else was asked for.

    Attributes
    ----------
    gate : Gate
        What cancels and pauses the work.
    state : str
        ``waiting``, ``running``, ``paused``, ``done``, ``cancelled`` or ``failed``.
    done, total : int
        How many steps are done, of how many.
    result : object
        What has come out so far.
    error : Exception or None
        What it failed with.
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
        self._tell: Callable[[], None] = lambda: None
        self._spent, self._since = 0.0, 0.0  # seconds at work, and since when it is at work again
        self._turn = threading.Lock()

    @property
    def over(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self.state in ENDS

    @property
    def left(self) -> float | None:
        """Seconds that it still takes at the pace so far; None before its first step."""
        if not self.done or self.over:
            return None
        busy = self._spent + (time.monotonic() - self._since if self.state == "running" else 0.0)
        return busy / self.done * (self.total - self.done)

    def report(self, done: int, total: int) -> None:
        """Tell how far the work is."""
        self.done, self.total = done, total
        self._tell()

    def pause(self) -> None:
        """Hold the work; what is done stays in view."""
        with self._turn:
            if self.state != "running":
                return
            self._spent += time.monotonic() - self._since
            self.gate.close()
            self.state = "paused"
        self._tell()

    def go_on(self) -> None:
        """Go on after a pause."""
        with self._turn:
            if self.state != "paused":
                return
            self._since = time.monotonic()
            self.state = "running"
            self.gate.open()
        self._tell()

    def cancel(self) -> None:
        """End the work; what is done is kept."""
        self.gate.set()

    def play(self, tell: Callable[[], None]) -> None:
        """Do the work, in this thread; whatever it ends with is kept, nothing is raised."""
        self._tell, self._since = tell, time.monotonic()
        self._become("running")
        try:
            found = self._work(self)
        except Cancelled:
            self._become("cancelled")
        except Exception as error:  # the person is told in one line
            self.error = error
            self._become("failed")
        else:
            self.result = found
            self._become("done")

    def _become(self, state: State) -> None:
        with self._turn:
            self.state = state
        self._tell()


class Jobs:
    """The job under way, and the last one of each kind.

    Examples
    --------
    >>> jobs = Jobs()
    >>> jobs.start(Job("sum", Scenario(), lambda job: 1 + 1))
    >>> jobs.wait(5), jobs.of("sum").result
    (True, 2)
    """

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._last: dict[str, Job] = {}
        self._thread: threading.Thread | None = None
        self._now: Job | None = None
        self._busy = False  # until all have been told how the job ended
        self._watchers: list[Callable[[Job], None]] = []

    @property
    def now(self) -> Job | None:
        """The job under way, paused ones included."""
        return self._now

    def of(self, kind: str) -> Job | None:
        """Return the last job of a kind."""
        return self._last.get(kind)

    def watch(self, watcher: Callable[[Job], None]) -> Callable[[], None]:
        """Tell somebody, in the thread of the job, whenever it moves; return what ends that."""
        self._watchers.append(watcher)

        def leave() -> None:
            with suppress(ValueError):
                self._watchers.remove(watcher)

        return leave

    def start(self, job: Job) -> None:
        """Begin a job.

        Raises
        ------
        EngagelabError
            While another one is under way.
        """
        with self._turn:
            if self._now is not None:
                raise refused("", "one_job")
            self._now = self._last[job.kind] = job
            self._busy = True
            self._thread = threading.Thread(
                target=self._play, args=(job,), name="engagelab job", daemon=True
            )
            self._thread.start()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until no job is under way; return whether that is so."""
        with self._turn:
            return self._turn.wait_for(lambda: not self._busy, timeout)

    def close(self, timeout: float = 5.0) -> None:
        """Cancel the job under way, and wait for its thread to end."""
        job, thread = self._now, self._thread
        if job is not None:
            job.cancel()
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)

    def _play(self, job: Job) -> None:
        try:
            job.play(lambda: self._tell(job))
        finally:
            self._now = None
            self._tell(job)
            with self._turn:
                self._busy = self._now is not None  # another one may have begun
                self._turn.notify_all()

    def _tell(self, job: Job) -> None:
        for watcher in tuple(self._watchers):
            with suppress(Exception):  # a page that is gone must not end the work
                watcher(job)
