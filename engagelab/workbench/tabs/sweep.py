"""Sweep one or two fields: simulate every combination, in a table and a chart that grow."""

from typing import Any

import numpy as np

from ...experiments.intervals import Level, mean_interval
from ...i18n import Texts
from ...io.spreadsheet import inert
from ...simulation.scenario import Scenario
from ..browser import widgets
from ..browser.chart import Axis, Chart, described, lines, table
from ..browser.download import Download
from ..compute.exploration import Cell, PlanResult, cells_of
from ..compute.field_ranges import is_number
from ..compute.jobs import Job
from ..controls.widget_helpers import button, styled
from ..templates import element
from .context import Context
from .exploration_form import ExplorationForm, LeverPick, last_moved, style_of, write
from .exploration_tab import ExplorationTab
from .job_bar import JobBar

KIND = "sweep"
_STEPS, _SECOND_STEPS = 9, 3
_LEVEL = Level(0.95)

Point = tuple[dict[str, Any], PlanResult]  # the values of a cell, and its result
Band = tuple[float, float, float]  # mean, low, high


class SweepTab(ExplorationTab):
    """Fields, their values, and the results of each combination.

    Parameters
    ----------
    context : Context
        What the tab knows of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        Inputs, job, chart and download.
    first, second : LeverPick
        The fields.
    bar : JobBar
        Start, pause, continue, cancel.
    chart : Chart
        The finished cells, each with a button that sets its values.
    """

    def __init__(self, context: Context) -> None:
        self._context, t = context, context.texts
        form = ExplorationForm(context, KIND, self._refresh)
        self.first = LeverPick(form, "field", default=last_moved(context), steps=_STEPS)
        self.second = LeverPick(form, "second", default="", steps=_SECOND_STEPS)
        self.runs, self.measure = form.runs(), form.measure()
        self.chart = Chart(on_take=context.guarded(self._take))
        self._download = Download(t)
        send, tooltip = context.guarded(self._send), t("explore.csv_tip")
        self.csv = button(t("explore.csv"), send, tooltip=tooltip)
        self.bar = JobBar(context, KIND, create=self._create, paint=self._paint)
        about = widgets.HTML(element("p", t("explore.sweep_about")))
        options = styled(widgets.HBox([self.runs, self.measure]), "el-form-row")
        files = styled(widgets.HBox([self.csv, self._download.widget]), "el-job-row")
        parts = [about, self.first.widget, self.second.widget, options, self.bar.widget]
        self.widget = styled(widgets.VBox([*parts, self.chart, files]), "el-explore")

    # --- the job -----------------------------------------------------------------------------

    def _follow_plan(self) -> None:
        """Offer the field that was moved last."""
        self.first.follow()

    def _create(self) -> Job:
        picks = {pick.name: pick for pick in (self.second, self.first) if pick.name}
        fields = {name: pick.values for name, pick in picks.items()}
        plan = self._context.session.plan.replace({"settings.runs": self.runs.value})
        cells = cells_of(plan, fields)
        exploration, network = self._context.exploration, self._context.network

        def work(job: Job) -> None:
            exploration.simulate([cell for _, cell in cells], network, job)

        return Job(KIND, plan, work, about=cells)

    def _paint(self, job: Job) -> None:
        exploration, t = self._context.exploration, self._context.texts
        frame = exploration.frame(job.about)
        self.csv.disabled = frame.empty
        points = self._points(job.about)
        if points:
            self.chart.spec = chart_of(points, self.measure.value, t)

    def _points(self, cells: list[Cell]) -> list[Point]:
        known = self._context.exploration.known([plan for _, plan in cells])
        return [(values, run) for (values, _), run in zip(cells, known, strict=True) if run]

    # --- the results -------------------------------------------------------------------------

    def _take(self, row: int) -> None:
        job = self.bar.job
        if job is not None:
            values = self._points(job.about)[row][0]
            self._context.change(values, "history.changed" if len(values) == 1 else "explore.took")

    def _send(self) -> None:
        job = self.bar.job
        if job is None:
            return
        frame = self._context.exploration.frame(job.about)
        frame = frame.assign(scenario=job.plan.hash, key=job.plan.settings.key)
        name = f"sweep-{job.plan.hash}.csv"
        self._download.send(name, "text/csv", inert(frame).to_csv(index=False).encode())


def chart_of(points: list[Point], measure: str, t: Texts) -> dict[str, Any]:
    """Return the chart and the table of the finished cells."""
    names = list(points[0][0])
    x_name, line_name = names[-1], names[0] if len(names) > 1 else ""
    bands = [mean_interval(result.runs[measure], _LEVEL) for _, result in points]
    words = t(f"explore.{measure}")
    rows = [
        [*(t.value(name, values[name]) for name in names), *_band(measure, band, t)]
        for (values, _), band in zip(points, bands, strict=True)
    ]
    head = [*(t.field(name).label for name in names), words, t("explore.interval")]
    means = [band[0] for band in bands if np.isfinite(band[0])]
    low, high = (
        (write(measure, end, t) for end in (min(means), max(means))) if means else ("–", "–")
    )
    alt = t(
        "explore.sweep_alt", measure=words, field=t.field(x_name).label, cells=len(points),
        low=low, high=high,
    )  # fmt: skip
    drawing = lines(
        _lines(points, bands, x_name, line_name, t),
        x=axis_of(x_name, [values[x_name] for values, _ in points], t),
        y=Axis(words, style_of(measure)),
    )
    cells = table(head, rows, title=t("explore.table"), take=t("explore.take"), shown=True)
    return described(drawing, lang=t.lang, alt=alt, table=cells)


def _band(measure: str, band: Band, t: Texts) -> list[str]:
    mean, low, high = (write(measure, part, t) for part in band)
    return [mean, t("explore.from_to", now=low, to=high)]


def _lines(
    points: list[Point], bands: list[Band], x_name: str, line_name: str, t: Texts
) -> list[dict[str, Any]]:
    """Return one line for each value of the second field."""
    lines_by_value: dict[Any, list[int]] = {}
    for number, (values, _) in enumerate(points):
        lines_by_value.setdefault(values[line_name] if line_name else None, []).append(number)

    def named(value: Any) -> str:
        text = t.value(line_name, value)
        return t("explore.named", what=t.field(line_name).label, which=text)

    return [
        {
            "name": named(value) if line_name else "",
            "x": [position(x_name, points[number][0][x_name]) for number in numbers],
            **{
                side: [bands[number][part] for number in numbers]
                for part, side in enumerate(("mean", "low", "high"))
            },
        }
        for value, numbers in lines_by_value.items()
    ]


def position(name: str, value: Any) -> float:
    """Return the position of a value on an axis: itself, or the index of a choice."""
    choices = Scenario.field(name).choices
    return float(choices.index(value)) if choices else float(value)


def axis_of(name: str, values: list[Any], t: Texts) -> Axis:
    """Return the axis of a field: its label, its scale and the names of its choices."""
    words = t.field(name)
    parameter = Scenario.field(name)
    if not is_number(parameter):
        names = [t.value(name, choice) for choice in parameter.choices]
        return Axis(words.label, names=names)
    has_unit = words.unit and words.unit != words.label
    label = f"{words.label} ({words.unit})" if has_unit else words.label
    is_wide = min(values) > 0 and max(values) / min(values) >= 8
    return Axis(label, log=bool(is_wide))
