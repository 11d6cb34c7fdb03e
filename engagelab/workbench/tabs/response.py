"""The response curve of one field: today's point, the best one, and how sure it is."""

from collections.abc import Sequence
from html import escape
from typing import Any

import ipywidgets as widgets

from ...i18n import Texts
from ...simulation.scenario import Scenario
from ..browser.chart import Chart, lines, table
from ..compute.exploration import MEASURES, Cell, Response, cells_of, response_of
from ..compute.jobs import Job
from .context import Context
from .exploration_form import Form, LeverPick, last_of, style_of, write
from .exploring import Exploring
from .job_bar import JobBar
from .sweep import axis_of, position

KIND = "response"
_STEPS = 11


class ResponseTab(Exploring):
    """A field, its curve, and the best of it.

    Parameters
    ----------
    context : Context
        What a part sees.

    Attributes
    ----------
    widget : ipywidgets.VBox
        What is shown.
    pick : LeverPick
        The field.
    bar : JobBar
        Start, pause, continue, cancel.
    best : ipywidgets.Button
        Takes the best value.
    says : str
        The answer in words, as HTML.
    """

    def __init__(self, context: Context) -> None:
        self._context, t = context, context.texts
        form = Form(context, KIND, self._chosen)
        self.pick = LeverPick(form, "field", last_of(context), _STEPS)
        self.runs, self.measure = form.runs(), form.measure()
        self.chart = Chart()
        self._words = widgets.HTML()
        self._words.add_class("el-explore-words")
        self.best = widgets.Button(layout=widgets.Layout(display="none"))
        self.best.add_class("el-take-best")
        self.best.on_click(context.guarded(lambda _: self._take()))
        self.bar = JobBar(context, KIND, self._make, self._paint)
        about = widgets.HTML(f"<p>{escape(t('explore.response_about'))}</p>")
        below = widgets.HBox([self.runs, self.measure])
        below.add_class("el-form-row")
        parts = [about, self.pick.widget, below, self.bar.widget, self._words, self.best]
        self.widget = widgets.VBox([*parts, self.chart])
        self.widget.add_class("el-explore")

    @property
    def says(self) -> str:
        """The answer in words."""
        return str(self._words.value)

    def response(self) -> Response | None:
        """Return the curve as far as it is played, today's point among it."""
        job = self.bar.job
        return None if job is None else self._response(job)

    # --- the job -----------------------------------------------------------------------------

    def _idle(self) -> None:
        """Offer the field that was moved last."""
        self.pick.follow()

    def _make(self) -> Job:
        name = self.pick.name
        plan = self._context.session.plan.replace({"settings.runs": self.runs.value})
        values = with_today(name, self.pick.values, plan.get(name))
        cells = cells_of(plan, {name: values})
        explored, network = self._context.explored, self._context.network
        # today's value first, so that whatever is done can be held against it
        first = sorted(cells, key=lambda cell: cell[1].get(name) != plan.get(name))

        def work(job: Job) -> None:
            explored.play([cell for _, cell in first], network, job)

        return Job(KIND, plan, work, about=cells)

    def _response(self, job: Job) -> Response | None:
        cells: list[Cell] = job.about
        name, measure = next(iter(cells[0][0])), self.measure.value
        known = self._context.explored.known([plan for _, plan in cells])
        found = [(place[name], one) for (place, _), one in zip(cells, known, strict=True) if one]
        now = job.plan.get(name)
        if now not in [value for value, _ in found]:
            return None
        return response_of(
            [value for value, _ in found],
            [one.runs[measure] for _, one in found],
            now,
            more=MEASURES[measure],
            ordered=not Scenario.field(name).choices,
        )

    def _paint(self, job: Job) -> None:
        name, measure, t = next(iter(job.about[0][0])), self.measure.value, self._context.texts
        found = self._response(job)
        self.best.layout.display = "none"
        if found is None:
            self.chart.told = {}
            none = t("explore.no_measure", measure=t(f"explore.{measure}")) if job.over else ""
            self._words.value = f"<p>{escape(none)}</p>" if none and job.done else ""
            return
        self.chart.told = drawn(found, name, measure, t)
        self._words.value = f"<p>{escape(in_words(found, name, measure, t))}</p>"
        if found.best != found.now:
            value = t.value(name, found.values[found.best])
            self.best.description = t("explore.take_best", value=value)
            self.best.layout.display = None

    def _take(self) -> None:
        job, found = self.bar.job, self.response()
        if job is not None and found is not None:
            name = next(iter(job.about[0][0]))
            self._context.change({name: found.values[found.best]}, "history.changed")


def with_today(name: str, values: Sequence[Any], now: Any) -> list[Any]:
    """Return the values of a field with today's among them, in place of the nearest inner one.

    Examples
    --------
    >>> with_today("groups.size", [10.0, 20.0, 40.0], 25), with_today("groups.size", [2.0, 4.0], 25)
    ([10.0, 25, 40.0], [2.0, 4.0, 25])
    """
    if Scenario.field(name).choices or now in values:
        return list(values)
    inner = values[1:-1] if values[0] < now < values[-1] else ()
    near = min(inner, key=lambda value: abs(value - now), default=None)
    return sorted([*(value for value in values if value != near), now])


def in_words(found: Response, name: str, measure: str, t: Texts) -> str:
    """Return where a measure is best, how sure that is, and what it has before today's value."""
    field, words = t.field(name).label, t(f"explore.{measure}")
    value = [t.value(name, one) for one in found.values]
    gives, low, high = (
        write(measure, float(part[found.best]), t) for part in (found.mean, found.low, found.high)
    )
    said = [
        t(
            "explore.is_best", field=field, best=value[found.best], measure=words, gives=gives,
            low=low, high=high,
        )
    ]  # fmt: skip
    said.append(_against_today(found, value[found.now], measure, t))
    first, last = found.alike
    if first != last:
        said.append(t("explore.flat", first=value[first], last=value[last]))
    elif not Scenario.field(name).choices:
        said.append(t(f"explore.{_edge(found, name)}"))
    return " ".join([*said, t("explore.one_town")])


def _edge(found: Response, name: str) -> str:
    """Return where a best value lies that is told apart from its neighbours."""
    if found.best not in (0, len(found.values) - 1):
        return "sharp"
    parameter, best = Scenario.field(name), found.values[found.best]
    return "at_bound" if best in (parameter.low, parameter.high) else "at_end"


def _against_today(found: Response, now: str, measure: str, t: Texts) -> str:
    if found.best == found.now:
        return t("explore.is_today")
    gain, low, high = found.gain
    if not (low > 0 or high < 0):
        return t("explore.no_gain", now=now)
    ends = {"low": write(measure, low, t), "high": write(measure, high, t)}
    return t("explore.gain", now=now, gain=write(measure, gain, t), **ends)


def drawn(found: Response, name: str, measure: str, t: Texts) -> dict[str, Any]:
    """Return the chart of a response."""
    words, label = t(f"explore.{measure}"), t.field(name).label
    places = [position(name, value) for value in found.values]
    value = [t.value(name, one) for one in found.values]
    marks = [_mark(found, places, found.now, "dot", t("explore.today"))]
    if found.best != found.now:
        marks.append(_mark(found, places, found.best, "star", t("explore.best")))
    first, last = found.alike
    ordered = not Scenario.field(name).choices
    return lines(
        [{"name": "", "x": places, "mean": found.mean, "low": found.low, "high": found.high}],
        lang=t.lang,
        alt=t(
            "explore.response_alt", measure=words, field=label, now=value[found.now],
            best=value[found.best],
        ),
        x=axis_of(name, found.values, t),
        y=words,
        style=style_of(measure),
        marks=marks,
        flat=(places[first], places[last]) if ordered and first != last else None,
        table=_table(found, value, label, measure, t),
    )  # fmt: skip


def _mark(found: Response, places: list[float], at: int, shape: str, name: str) -> dict[str, Any]:
    return {"x": places[at], "y": float(found.mean[at]), "shape": shape, "name": name}


def _table(found: Response, value: list[str], label: str, measure: str, t: Texts) -> dict[str, Any]:
    rows = []
    for one, *band in zip(value, found.mean, found.low, found.high, strict=True):
        mean, low, high = (write(measure, float(part), t) for part in band)
        rows.append([one, mean, t("explore.from_to", now=low, to=high)])
    head = [label, t(f"explore.{measure}"), t("explore.interval")]
    return table(head, rows, title=t("explore.values"))
