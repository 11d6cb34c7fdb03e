"""Show the response curve of one field: the present value, the best one, and their intervals."""

from collections.abc import Sequence
from typing import Any

from ...i18n import Texts
from ...simulation.scenario import Scenario
from ..browser import widgets
from ..browser.chart import Axis, Chart, described, lines, table
from ..compute.exploration import MEASURES, Cell, cells_of
from ..compute.jobs import Job
from ..compute.response_curve import Response, response_of
from ..controls.widget_helpers import button, styled
from ..templates import element
from .context import Context
from .exploration_form import ExplorationForm, LeverPick, last_moved, style_of, write
from .exploration_tab import ExplorationTab
from .job_bar import JobBar
from .sweep import axis_of, position

KIND = "response"
_STEPS = 11


class ResponseTab(ExplorationTab):
    """A field, the curve of a measure over its values, and the best value.

    Parameters
    ----------
    context : Context
        What the tab knows of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        Inputs, job, sentences and chart.
    pick : LeverPick
        The field.
    bar : JobBar
        Start, pause, continue, cancel.
    best : ipywidgets.Button
        Sets the field to its best value.
    text : str
        The result in sentences, as HTML.
    """

    def __init__(self, context: Context) -> None:
        self._context, t = context, context.texts
        form = ExplorationForm(context, KIND, self._refresh)
        self.pick = LeverPick(form, "field", default=last_moved(context), steps=_STEPS)
        self.runs, self.measure = form.runs(), form.measure()
        self.chart = Chart()
        self._words = styled(widgets.HTML(), "el-explore-words")
        self.best = button("", context.guarded(self._take), "el-take-best")
        self.best.layout.display = "none"
        self.bar = JobBar(context, KIND, create=self._create, paint=self._paint)
        about = widgets.HTML(element("p", t("explore.response_about")))
        options = styled(widgets.HBox([self.runs, self.measure]), "el-form-row")
        parts = [about, self.pick.widget, options, self.bar.widget, self._words, self.best]
        self.widget = styled(widgets.VBox([*parts, self.chart]), "el-explore")

    @property
    def text(self) -> str:
        """The result in sentences, as HTML."""
        return str(self._words.value)

    def response(self) -> Response | None:
        """Return the simulated part of the curve; None without the present value."""
        job = self.bar.job
        return None if job is None else self._response(job)

    # --- the job -----------------------------------------------------------------------------

    def _follow_plan(self) -> None:
        """Offer the field that was moved last."""
        self.pick.follow()

    def _create(self) -> Job:
        name = self.pick.name
        plan = self._context.session.plan.replace({"settings.runs": self.runs.value})
        values = with_present(name, self.pick.values, plan.get(name))
        cells = cells_of(plan, {name: values})
        exploration, network = self._context.exploration, self._context.network
        # the present value first, so that any part of the curve can be compared with it
        first = sorted(cells, key=lambda cell: cell[1].get(name) != plan.get(name))

        def work(job: Job) -> None:
            exploration.simulate([cell for _, cell in first], network, job)

        return Job(KIND, plan, work, about=cells)

    def _response(self, job: Job) -> Response | None:
        cells: list[Cell] = job.about
        name, measure = next(iter(cells[0][0])), self.measure.value
        known = self._context.exploration.known([plan for _, plan in cells])
        results = [(cell[name], run) for (cell, _), run in zip(cells, known, strict=True) if run]
        now = job.plan.get(name)
        if now not in [value for value, _ in results]:
            return None
        return response_of(
            [value for value, _ in results],
            [run.runs[measure] for _, run in results],
            now,
            more=MEASURES[measure],
            ordered=not Scenario.field(name).choices,
        )

    def _paint(self, job: Job) -> None:
        name, measure, t = next(iter(job.about[0][0])), self.measure.value, self._context.texts
        curve = self._response(job)
        self.best.layout.display = "none"
        if curve is None:
            self.chart.spec = {}
            none = t("explore.no_measure", measure=t(f"explore.{measure}"))
            self._words.value = element("p", none) if job.over and job.done else ""
            return
        self.chart.spec = chart_of(curve, name, measure, t)
        self._words.value = element("p", sentences(curve, name, measure, t))
        if curve.best != curve.now:
            value = t.value(name, curve.values[curve.best])
            self.best.description = t("explore.take_best", value=value)
            self.best.layout.display = None

    def _take(self) -> None:
        job, curve = self.bar.job, self.response()
        if job is not None and curve is not None:
            name = next(iter(job.about[0][0]))
            self._context.change({name: curve.values[curve.best]}, "history.changed")


def with_present(name: str, values: Sequence[Any], now: Any) -> list[Any]:
    """Return the values of a field with the present one, which replaces the nearest inner one.

    Examples
    --------
    >>> with_present("groups.size", [10.0, 20.0, 40.0], 25)
    [10.0, 25, 40.0]
    >>> with_present("groups.size", [2.0, 4.0], 25)
    [2.0, 4.0, 25]
    """
    if Scenario.field(name).choices or now in values:
        return list(values)
    inner = values[1:-1] if values[0] < now < values[-1] else ()
    nearest = min(inner, key=lambda value: abs(value - now), default=None)
    return sorted([*(value for value in values if value != nearest), now])


def sentences(curve: Response, name: str, measure: str, t: Texts) -> str:
    """Return the best value with its interval, and its gain over the present value."""
    field, words = t.field(name).label, t(f"explore.{measure}")
    texts = [t.value(name, value) for value in curve.values]
    gives, low, high = (
        write(measure, float(part[curve.best]), t) for part in (curve.mean, curve.low, curve.high)
    )
    lines = [
        t(
            "explore.is_best", field=field, best=texts[curve.best], measure=words, gives=gives,
            low=low, high=high,
        )
    ]  # fmt: skip
    lines.append(_gain(curve, texts[curve.now], measure, t))
    first, last = curve.alike
    if first != last:
        lines.append(t("explore.flat", first=texts[first], last=texts[last]))
    elif not Scenario.field(name).choices:
        lines.append(t(f"explore.{_position_of_best(curve, name)}"))
    return " ".join([*lines, t("explore.one_town")])


def _position_of_best(curve: Response, name: str) -> str:
    """Return whether a distinct best value lies inside the range, at its end or at a bound."""
    if curve.best not in (0, len(curve.values) - 1):
        return "sharp"
    parameter, best = Scenario.field(name), curve.values[curve.best]
    return "at_bound" if best in (parameter.low, parameter.high) else "at_end"


def _gain(curve: Response, now: str, measure: str, t: Texts) -> str:
    """Return the sentence about the gain over the present value."""
    if curve.best == curve.now:
        return t("explore.is_today")
    gain, low, high = curve.gain
    if not (low > 0 or high < 0):
        return t("explore.no_gain", now=now)
    ends = {"low": write(measure, low, t), "high": write(measure, high, t)}
    return t("explore.gain", now=now, gain=write(measure, gain, t), **ends)


def chart_of(curve: Response, name: str, measure: str, t: Texts) -> dict[str, Any]:
    """Return the chart of a response curve."""
    words, label = t(f"explore.{measure}"), t.field(name).label
    places = [position(name, value) for value in curve.values]
    texts = [t.value(name, value) for value in curve.values]
    marks = [_mark(curve, places, curve.now) | {"shape": "dot", "name": t("explore.today")}]
    if curve.best != curve.now:
        star = {"shape": "star", "name": t("explore.best")}
        marks.append(_mark(curve, places, curve.best) | star)
    first, last = curve.alike
    ordered = not Scenario.field(name).choices
    drawing = lines(
        [{"name": "", "x": places, "mean": curve.mean, "low": curve.low, "high": curve.high}],
        x=axis_of(name, curve.values, t),
        y=Axis(words, style_of(measure)),
        marks=marks,
        flat=(places[first], places[last]) if ordered and first != last else None,
    )
    now, best = texts[curve.now], texts[curve.best]
    alt = t("explore.response_alt", measure=words, field=label, now=now, best=best)
    cells = _table(curve, texts, label, measure, t)
    return described(drawing, lang=t.lang, alt=alt, table=cells)


def _mark(curve: Response, places: list[float], at: int) -> dict[str, Any]:
    return {"x": places[at], "y": float(curve.mean[at])}


def _table(curve: Response, texts: list[str], label: str, measure: str, t: Texts) -> dict[str, Any]:
    rows = []
    for text, *band in zip(texts, curve.mean, curve.low, curve.high, strict=True):
        mean, low, high = (write(measure, float(part), t) for part in band)
        rows.append([text, mean, t("explore.from_to", now=low, to=high)])
    head = [label, t(f"explore.{measure}"), t("explore.interval")]
    return table(head, rows, title=t("explore.values"))
