"""Sweep this: the plan at every value of one or two fields, a table and a chart that grow."""

from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np

from ...experiments.intervals import Level, mean_interval
from ...i18n import Texts
from ...simulation.scenario import Scenario
from ..browser.chart import Chart, lines, table
from ..browser.download import Download
from ..compute.exploration import Cell, Played, cells_of, is_number
from ..compute.jobs import Job
from .context import Context
from .exploration_form import Form, LeverPick, last_of, style_of, write
from .exploring import Exploring
from .job_bar import JobBar

KIND = "sweep"
_STEPS, _SECOND_STEPS = 9, 3
_LEVEL = Level(0.95)

Point = tuple[dict[str, Any], Played]  # a cell that has been played


class SweepTab(Exploring):
    """Fields, their values, and what comes of each combination.

    Parameters
    ----------
    context : Context
        What a part sees.

    Attributes
    ----------
    widget : ipywidgets.VBox
        What is shown.
    first, second : LeverPick
        The fields.
    bar : JobBar
        Start, pause, continue, cancel.
    chart : Chart
        The cells that are done, with a button each to take its values.
    """

    def __init__(self, context: Context) -> None:
        self._context, t = context, context.texts
        form = Form(context, KIND, self._chosen)
        self.first = LeverPick(form, "field", last_of(context), _STEPS)
        self.second = LeverPick(form, "second", "", _SECOND_STEPS)
        self.runs, self.measure = form.runs(), form.measure()
        self.chart = Chart(taken=context.guarded(self._take))
        self._download = Download(t)
        self.csv = widgets.Button(description=t("explore.csv"), tooltip=t("explore.csv_tip"))
        self.csv.on_click(context.guarded(lambda _: self._send()))
        self.bar = JobBar(context, KIND, self._make, self._paint)
        about = widgets.HTML(f"<p>{escape(t('explore.sweep_about'))}</p>")
        below = widgets.HBox([self.runs, self.measure])
        below.add_class("el-form-row")
        files = widgets.HBox([self.csv, self._download.widget])
        files.add_class("el-job-row")
        parts = [about, self.first.widget, self.second.widget, below, self.bar.widget]
        self.widget = widgets.VBox([*parts, self.chart, files])
        self.widget.add_class("el-explore")

    # --- the job -----------------------------------------------------------------------------

    def _idle(self) -> None:
        """Offer the field that was moved last."""
        self.first.follow()

    def _make(self) -> Job:
        picks = {pick.name: pick for pick in (self.second, self.first) if pick.name}
        fields = {name: pick.values for name, pick in picks.items()}
        plan = self._context.session.plan.replace({"settings.runs": self.runs.value})
        cells = cells_of(plan, fields)
        explored, network = self._context.explored, self._context.network

        def work(job: Job) -> None:
            explored.play([cell for _, cell in cells], network, job)

        return Job(KIND, plan, work, about=cells)

    def _paint(self, job: Job) -> None:
        explored, t = self._context.explored, self._context.texts
        frame = explored.frame(job.about)
        self.csv.disabled = frame.empty
        points = self._points(job.about)
        if points:
            self.chart.told = drawn(points, self.measure.value, t)

    def _points(self, cells: list[Cell]) -> list[Point]:
        known = self._context.explored.known([plan for _, plan in cells])
        return [(place, one) for (place, _), one in zip(cells, known, strict=True) if one]

    # --- what comes of it --------------------------------------------------------------------

    def _take(self, row: int) -> None:
        job = self.bar.job
        if job is not None:
            place = self._points(job.about)[row][0]
            self._context.change(place, "history.changed" if len(place) == 1 else "explore.took")

    def _send(self) -> None:
        job = self.bar.job
        if job is None:
            return
        frame = self._context.explored.frame(job.about)
        frame = frame.assign(scenario=job.plan.hash, key=job.plan.settings.key)
        name = f"sweep-{job.plan.hash}.csv"
        self._download.send(name, "text/csv", frame.to_csv(index=False).encode())


def drawn(points: list[Point], measure: str, t: Texts) -> dict[str, Any]:
    """Return the chart and the table of the cells that are done."""
    names = list(points[0][0])
    across, beside = names[-1], names[0] if len(names) > 1 else ""
    bands = [mean_interval(one.runs[measure], _LEVEL) for _, one in points]
    words = t(f"explore.{measure}")
    told = [
        [*(t.value(name, place[name]) for name in names), *_band(measure, band, t)]
        for (place, _), band in zip(points, bands, strict=True)
    ]
    head = [*(t.field(name).label for name in names), words, t("explore.interval")]
    means = [band[0] for band in bands if np.isfinite(band[0])]
    low, high = (
        (write(measure, end, t) for end in (min(means), max(means))) if means else ("–", "–")
    )
    alt = t(
        "explore.sweep_alt", measure=words, field=t.field(across).label, cells=len(points),
        low=low, high=high,
    )  # fmt: skip
    return lines(
        _lines(points, bands, across, beside, t),
        lang=t.lang,
        alt=alt,
        x=axis_of(across, [place[across] for place, _ in points], t),
        y=words,
        style=style_of(measure),
        table=table(head, told, title=t("explore.table"), take=t("explore.take"), shown=True),
    )


def _band(measure: str, band: tuple[float, float, float], t: Texts) -> list[str]:
    mean, low, high = (write(measure, part, t) for part in band)
    return [mean, t("explore.from_to", now=low, to=high)]


def _lines(
    points: list[Point], bands: list[tuple[float, float, float]], across: str, beside: str, t: Texts
) -> list[dict[str, Any]]:
    """Return one line for each value of the field beside the axis."""
    found: dict[Any, list[int]] = {}
    for number, (place, _) in enumerate(points):
        found.setdefault(place[beside] if beside else None, []).append(number)

    def named(value: Any) -> str:
        told = t.value(beside, value)
        return t("explore.named", what=t.field(beside).label, which=told)

    return [
        {
            "name": named(value) if beside else "",
            "x": [position(across, points[number][0][across]) for number in numbers],
            **{
                side: [bands[number][part] for number in numbers]
                for part, side in enumerate(("mean", "low", "high"))
            },
        }
        for value, numbers in found.items()
    ]


def position(name: str, value: Any) -> float:
    """Return where a value stands on an axis: itself, or the place of a choice."""
    choices = Scenario.field(name).choices
    return float(choices.index(value)) if choices else float(value)


def axis_of(name: str, values: list[Any], t: Texts) -> dict[str, Any]:
    """Return the axis of a field: its label, and how its values are written on it."""
    told = t.field(name)
    parameter = Scenario.field(name)
    if not is_number(parameter):
        names = [t.value(name, choice) for choice in parameter.choices]
        return {"label": told.label, "log": False, "names": names}
    label = f"{told.label} ({told.unit})" if told.unit and told.unit != told.label else told.label
    wide = min(values) > 0 and max(values) / min(values) >= 8
    return {"label": label, "log": bool(wide), "names": None}
