"""The buttons of a long job, how far it is, and what is to be said of it."""

import math
import threading
import time
from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from ...errors import EngagelabError
from ...i18n import Texts
from ...simulation.scenario import Scenario
from ..compute.jobs import Job
from ..state.draft_plan import strategy
from ..state.parse_input import unexpected
from .context import Context

_EVERY = 0.25  # seconds between two pictures of a job under way


class JobBar:
    """Start, pause, continue and cancel, for the jobs of one kind.

    Parameters
    ----------
    context : Context
        What a part sees.
    kind : str
        The kind of the jobs.
    make : callable
        Returns a new job from what is chosen; refuses with `EngagelabError`.
    paint : callable
        Shows what a job has done so far; called from time to time, in the thread of the job.

    Attributes
    ----------
    widget : ipywidgets.VBox
        Buttons, bar and text.
    start, hold, stop : ipywidgets.Button
        Start; pause or continue; cancel.
    """

    def __init__(
        self,
        context: Context,
        kind: str,
        make: Callable[[], Job],
        paint: Callable[[Job], None],
    ) -> None:
        self._context, self._kind, self._make, self._paint = context, kind, make, paint
        self._jobs = context.explored.jobs
        self._painted, self._state = 0.0, ""
        self._turn = threading.RLock()
        self.start = self._button("start", self._begin)
        self.hold = self._button("pause", self._pause)
        self.stop = self._button("cancel", self._cancel)
        self.bar = widgets.FloatProgress(min=0.0, max=1.0)
        self.bar.add_class("el-progress")
        self.note = widgets.HTML()
        self.note.add_class("el-job-note")
        row = widgets.HBox([self.start, self.hold, self.stop, self.bar])
        row.add_class("el-job-row")
        self.widget = widgets.VBox([row, self.note])
        self.widget.add_class("el-job")
        self._leave = self._jobs.watch(self._follow)
        self.refresh()

    @property
    def job(self) -> Job | None:
        """The last job of this kind."""
        return self._jobs.of(self._kind)

    @property
    def says(self) -> str:
        """What is said of the job, as HTML."""
        return str(self.note.value)

    def refresh(self) -> None:
        """Show the job as it is."""
        with self._turn:
            job, other = self.job, self._jobs.now
            running = job is not None and job is other
            self.start.disabled = other is not None
            self.hold.disabled = self.stop.disabled = not running
            word = "go_on" if job is not None and job.state == "paused" else "pause"
            self.hold.description = self._context.texts(f"explore.{word}")
            self.bar.layout.visibility = "visible" if job is not None else "hidden"
            if job is not None:
                self.bar.value = job.done / job.total if job.total else 0.0
                self._paint(job)
            self.recall()

    def recall(self) -> None:
        """Say how the job stands, and whether the plan has moved on since."""
        plan, t = self._context.session.plan, self._context.texts
        self.note.value = said(self.job, self._jobs.now, plan, t)

    def close(self) -> None:
        """Follow no job any more; one that is under way goes on."""
        self._leave()

    def _button(self, name: str, act: Callable[[], None]) -> Any:
        t = self._context.texts
        button = widgets.Button(description=t(f"explore.{name}"), tooltip=t(f"explore.{name}_tip"))
        button.add_class(f"el-job-{name}")
        button.on_click(self._context.guarded(lambda _: act()))
        return button

    def _begin(self) -> None:
        try:
            self._jobs.start(self._make())
        except EngagelabError as error:
            self.note.value = _alert(self._context.texts.mistake(error))

    def _pause(self) -> None:
        job = self.job
        if job is not None:
            (job.go_on if job.state == "paused" else job.pause)()

    def _cancel(self) -> None:
        job = self.job
        if job is not None:
            job.cancel()

    def _follow(self, job: Job) -> None:
        """Follow the jobs, in their thread; many steps a second are shown a few times."""
        now, step = time.monotonic(), job.state == self._state == "running"
        if step and now - self._painted < _EVERY:
            return
        self._painted, self._state = now, job.state
        self.refresh()


def said(job: Job | None, other: Job | None, plan: Scenario, t: Texts) -> str:
    """Return what is to be said of a job, as HTML: how far, how it ended, for which plan."""
    if job is None:
        return "" if other is None else _status(t("explore.busy"))
    if job.error is not None:
        if isinstance(job.error, EngagelabError):
            return _alert(t.mistake(job.error))
        return _alert(unexpected(job.error, t))
    counts = {"done": job.done, "total": job.total}
    text = t(f"explore.is_{job.state}", **counts)
    if job.left is not None:
        text += " " + t("explore.left", time=_time(job.left, t))
    if is_past(job, plan):
        note = escape(t("explore.past"))
        return f"{_status(text)} <span class='el-coarse'>{note}</span>"
    return _status(text)


def is_past(job: Job, plan: Scenario) -> bool:
    """Return whether the plan is another one than that of a job, however often it is run."""
    other = job.plan.settings.key != plan.settings.key
    return other or strategy(job.plan) != strategy(plan)


def _time(seconds: float, t: Texts) -> str:
    if seconds < 90:
        return t("explore.seconds", seconds=max(1, math.ceil(seconds)))
    return t("explore.minutes", minutes=math.ceil(seconds / 60))


def _status(text: str) -> str:
    return f"<span role='status'>{escape(text)}</span>"


def _alert(text: str) -> str:
    return f"<span role='alert'>{escape(text)}</span>"
