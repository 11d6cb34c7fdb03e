"""Control a long job: start, pause and cancel it, and show its progress."""

import math
import threading
import time
from collections.abc import Callable
from typing import Any

from ...errors import EngagelabError
from ...i18n import Texts
from ...simulation.scenario import Scenario
from ..browser import widgets
from ..compute.jobs import Job
from ..controls.widget_helpers import button, styled
from ..state.draft_plan import strategy
from ..state.parse_input import unexpected
from ..templates import element
from .context import Context

_INTERVAL = 0.25  # seconds between two updates of a running job


class JobBar:
    """Start, pause, continue and cancel, for the jobs of one kind.

    Parameters
    ----------
    context : Context
        What the tab knows of the workbench.
    kind : str
        The kind of the jobs.
    create : callable
        Returns a new job for the present inputs; may raise `EngagelabError`.
    paint : callable
        Shows the results of a job so far; called from time to time, in the thread of the job.

    Attributes
    ----------
    widget : ipywidgets.VBox
        Buttons, progress bar and note.
    start, hold, stop : ipywidgets.Button
        Start; pause or continue; cancel.
    bar, note : ipywidgets.FloatProgress, ipywidgets.HTML
        The progress bar, and the line about the job.
    """

    def __init__(
        self,
        context: Context,
        kind: str,
        *,
        create: Callable[[], Job],
        paint: Callable[[Job], None],
    ) -> None:
        self._context, self._kind, self._create, self._paint = context, kind, create, paint
        self._jobs = context.exploration.jobs
        self._painted_at, self._state = 0.0, ""
        self._lock = threading.RLock()
        self.start = self._button("start", self._start)
        self.hold = self._button("pause", self._pause)
        self.stop = self._button("cancel", self._cancel)
        self.bar = styled(widgets.FloatProgress(min=0.0, max=1.0), "el-progress")
        self.note = styled(widgets.HTML(), "el-job-note")
        row = widgets.HBox([self.start, self.hold, self.stop, self.bar])
        self.widget = styled(widgets.VBox([styled(row, "el-job-row"), self.note]), "el-job")
        self._unwatch = self._jobs.watch(self._follow)
        self.refresh()

    @property
    def job(self) -> Job | None:
        """The last job of this kind."""
        return self._jobs.of(self._kind)

    @property
    def text(self) -> str:
        """The line about the job, as HTML."""
        return str(self.note.value)

    def refresh(self) -> None:
        """Show the present state of the job."""
        with self._lock:
            job, current = self.job, self._jobs.now
            running = job is not None and job is current
            self.start.disabled = current is not None
            self.hold.disabled = self.stop.disabled = not running
            word = "go_on" if job is not None and job.state == "paused" else "pause"
            self.hold.description = self._context.texts(f"explore.{word}")
            self.bar.layout.visibility = "visible" if job is not None else "hidden"
            if job is not None:
                self.bar.value = job.done / job.total if job.total else 0.0
                self._paint(job)
            self.update_note()

    def update_note(self) -> None:
        """Show the progress of the job, and whether the plan has changed since."""
        plan, t = self._context.session.plan, self._context.texts
        self.note.value = note_of(self.job, self._jobs.now, plan, t)

    def close(self) -> None:
        """Stop following jobs; a running one continues."""
        self._unwatch()

    def _button(self, name: str, act: Callable[[], None]) -> Any:
        t, act = self._context.texts, self._context.guarded(act)
        tooltip = t(f"explore.{name}_tip")
        return button(t(f"explore.{name}"), act, f"el-job-{name}", tooltip=tooltip)

    def _start(self) -> None:
        try:
            self._jobs.start(self._create())
        except EngagelabError as error:
            self.note.value = element("span", self._context.texts.mistake(error), role="alert")

    def _pause(self) -> None:
        job = self.job
        if job is not None:
            (job.go_on if job.state == "paused" else job.pause)()

    def _cancel(self) -> None:
        job = self.job
        if job is not None:
            job.cancel()

    def _follow(self, job: Job) -> None:
        """Show a change of a job, in its thread; of many steps a second, show a few."""
        now, is_step = time.monotonic(), job.state == self._state == "running"
        if is_step and now - self._painted_at < _INTERVAL:
            return
        self._painted_at, self._state = now, job.state
        self.refresh()


def note_of(job: Job | None, current: Job | None, plan: Scenario, t: Texts) -> str:
    """Return the line about a job as HTML: its progress or its end, and whether it is outdated.

    Parameters
    ----------
    job : Job or None
        The last job of a kind.
    current : Job or None
        The running job of any kind.
    plan : Scenario
        The present plan.
    t : Texts
        The language.
    """
    if job is None:
        return element("span", t("explore.busy"), role="status") if current is not None else ""
    if job.error is not None:
        refused = job.error if isinstance(job.error, EngagelabError) else None
        text = t.mistake(refused) if refused else unexpected(job.error, t)
        return element("span", text, role="alert")
    text = t(f"explore.is_{job.state}", done=job.done, total=job.total)
    if job.left is not None:
        text += " " + t("explore.left", time=_duration(job.left, t))
    note = element("span", text, role="status")
    if is_outdated(job, plan):
        note += " " + element("span", t("explore.past"), class_="el-coarse")
    return note


def is_outdated(job: Job, plan: Scenario) -> bool:
    """Return whether a job belongs to another plan, whatever the number of runs."""
    other_key = job.plan.settings.key != plan.settings.key
    return other_key or strategy(job.plan) != strategy(plan)


def _duration(seconds: float, t: Texts) -> str:
    if seconds < 90:
        return t("explore.seconds", seconds=max(1, math.ceil(seconds)))
    return t("explore.minutes", minutes=math.ceil(seconds / 60))
