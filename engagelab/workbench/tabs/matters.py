"""Rank fields by their effect on a measure, with intervals and a caution."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import EngagelabError
from ...i18n import Texts
from ...simulation.scenario import Scenario
from ..browser import widgets
from ..browser.chart import Axis, Chart, bars, described, table
from ..compute.field_ranges import levers, range_of
from ..compute.jobs import Job
from ..controls.widget_helpers import styled
from ..templates import element
from .context import Context
from .exploration_form import ExplorationForm, label_of, style_of, write
from .exploration_tab import ExplorationTab
from .job_bar import JobBar

if TYPE_CHECKING:  # the library behind it takes a while to load
    from ...experiments.sensitivity import Method, Sensitivity

KIND = "matters"
FIELDS = (
    "groups.size", "groups.per_person", "content.relevance", "engagement.group_read",
    "engagement.base_share", "engagement.crowding", "invitations.invite", "answers.reply_rate",
)  # fmt: skip
# method, samples, and runs of each plan
WAYS: dict[str, tuple["Method", int, int]] = {
    "quick": ("morris", 6, 10),
    "careful": ("morris", 24, 30),
    "sobol": ("sobol", 16, 20),
}
SPANS = ("near", "all")
_SURE = 20  # samples from which on a bootstrap interval is about as wide as it claims


@dataclass(frozen=True)
class RankingRequest:
    """The arguments of `sensitivity`."""

    fields: Mapping[str, Any]
    method: "Method"
    samples: int


class MattersTab(ExplorationTab):
    """A choice of fields, and the rank of each.

    Parameters
    ----------
    context : Context
        What the tab knows of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        Inputs, job, sentences and chart.
    fields : ipywidgets.SelectMultiple
        The fields to rank.
    bar : JobBar
        Start, pause, continue, cancel.
    text : str
        The result in sentences, as HTML.
    """

    def __init__(self, context: Context) -> None:
        self._context, t = context, context.texts
        self._ranked: tuple[tuple[Any, ...], Sensitivity] | None = None
        form = ExplorationForm(context, KIND, self._refresh)
        known = list(levers(on_network=context.network is not None))
        likely = tuple(name for name in FIELDS if name in known)
        known = [*likely, *(name for name in known if name not in likely)]  # the defaults in view
        box = widgets.SelectMultiple(
            options=[(label_of(name, t), name) for name in known],
            rows=8,
            description=t("explore.fields"),
            tooltip=t("explore.fields_tip"),
        )
        self.fields = form.add(box, "fields", likely)
        ways = [(t(f"explore.how_{name}"), name) for name in WAYS]
        spans = [(t(f"explore.span_{name}"), name) for name in SPANS]
        self.how, self.span = form.choice("how", ways, "quick"), form.choice("span", spans, "near")
        self.measure = form.measure()
        self.chart = Chart()
        self._words = styled(widgets.HTML(), "el-explore-words")
        self.bar = JobBar(context, KIND, create=self._create, paint=self._paint)
        about = widgets.HTML(element("p", t("explore.matters_about")))
        options = widgets.VBox([self.how, self.span, self.measure])
        row = styled(widgets.HBox([self.fields, options]), "el-form-row")
        parts = [about, row, self.bar.widget, self._words, self.chart]
        self.widget = styled(widgets.VBox(parts), "el-explore")

    @property
    def text(self) -> str:
        """The result in sentences, as HTML."""
        return str(self._words.value)

    # --- the job -----------------------------------------------------------------------------

    def _create(self) -> Job:
        from ...experiments.sensitivity import sensitivity_plans

        if not self.fields.value:
            raise EngagelabError(self._context.texts("explore.few_fields"))
        method, samples, runs = WAYS[self.how.value]
        plan = self._context.session.plan
        plan = plan.replace({"settings.runs": min(runs, plan.settings.runs)})
        spans = {name: span_of(plan, name, self.span.value) for name in self.fields.value}
        request = RankingRequest(spans, method, samples)
        exploration, network = self._context.exploration, self._context.network
        plans = sensitivity_plans(plan, spans, method=method, samples=samples, network=network)

        def work(job: Job) -> None:
            exploration.simulate(plans, network, job)

        return Job(KIND, plan, work, about=(request, plans))

    def _paint(self, job: Job) -> None:
        if job.state != "done":
            return
        t, measure = self._context.texts, self.measure.value
        try:
            ranking = self._rank(job, measure)
        except EngagelabError as error:
            self.chart.spec = {}
            self._words.value = element("p", t.mistake(error), role="alert")
            return
        samples = job.about[0].samples
        caution = t("explore.too_sure", samples=samples) if samples < _SURE else ""
        self._words.value = element("p", sentences(ranking, t))
        self._words.value += element("p", caution, class_="el-warning")
        self.chart.spec = chart_of(ranking, t)

    def _rank(self, job: Job, measure: str) -> "Sensitivity":
        """Rank the fields from the simulated plans, without simulating any."""
        from ...experiments.sensitivity import sensitivity

        request, plans = job.about
        cache_key = (id(job), measure)
        if self._ranked is None or self._ranked[0] != cache_key:
            exploration = self._context.exploration
            known = {
                plan.hash: result.runs[measure]
                for plan, result in zip(plans, exploration.known(plans), strict=True)
                if result is not None
            }
            ranking = sensitivity(
                job.plan, request.fields, method=request.method, samples=request.samples,
                measure=measure, network=self._context.network, known=known, progress=False,
            )  # fmt: skip
            self._ranked = (cache_key, ranking)
        return self._ranked[1]


def span_of(plan: Scenario, name: str, span: str) -> tuple[float, float] | None:
    """Return the range of a field near the plan; None for all allowed values.

    Examples
    --------
    >>> span_of(Scenario(), "groups.size", "near"), span_of(Scenario(), "groups.size", "all")
    ((12.5, 37.5), None)
    """
    parameter = Scenario.field(name)
    if span == "all" or parameter.choices:
        return None
    assert parameter.low is not None  # `levers` returns only bounded fields
    assert parameter.high is not None
    now = plan.get(name)
    low, high = max(parameter.low, now / 2), min(parameter.high, now * 1.5)
    if parameter.type is int:
        low, high = round(low), round(high)
    return (low, high) if low < high else range_of(plan, name)


def _columns(ranking: "Sensitivity") -> tuple[str, str, str]:
    name = "mu_star" if ranking.method == "morris" else "ST"
    return name, f"{name}_low", f"{name}_high"


def _write(ranking: "Sensitivity", number: float, t: Texts) -> str:
    if ranking.method == "sobol":
        return t.percent(min(max(number, 0.0), 1.0))
    return write(ranking.measure, number, t)


def sentences(ranking: "Sensitivity", t: Texts) -> str:
    """Return the strongest field, those that may be as strong, and those without effect."""
    column, low, high = _columns(ranking)
    measure, rows = t(f"explore.{ranking.measure}"), ranking.table
    idle = [t.field(field).label for field in rows.loc[rows[column] == 0, "field"]]
    if len(idle) == len(rows):
        return t("explore.nothing_matters", measure=measure)
    first = rows.iloc[0]
    label = t.field(first["field"]).label
    row = "matters_most" if ranking.method == "morris" else "varies_most"
    size, least, most = (_write(ranking, first[part], t) for part in (column, low, high))
    text = t(
        f"explore.{row}", field=label[:1].upper() + label[1:], measure=measure, size=size,
        low=least, high=most,
    )  # fmt: skip
    rest = rows.iloc[1:]
    close = [t.field(name).label for name in rest.loc[rest[high] >= first[low], "field"]]
    if close:
        text += " " + t("explore.not_apart", fields=", ".join(close))
    return text + (" " + t("explore.idle", fields=", ".join(idle)) if idle else "")


def chart_of(ranking: "Sensitivity", t: Texts) -> dict[str, Any]:
    """Return the bar chart of a ranking."""
    columns = _columns(ranking)
    measure = t(f"explore.{ranking.measure}")
    names = [t.field(field).label for field in ranking.table["field"]]
    bands = (ranking.table[part].astype(float).tolist() for part in columns)
    rows = list(zip(names, *bands, strict=True))
    axis = "mu_star" if ranking.method == "morris" else "st"
    title = t(f"explore.{axis}", measure=measure)
    cells = [
        [label, _write(ranking, mean, t), f"{_write(ranking, low, t)} – {_write(ranking, high, t)}"]
        for label, mean, low, high in rows
    ]
    style = "percent" if ranking.method == "sobol" else style_of(ranking.measure)
    head = [t("explore.field"), title, t("explore.interval")]
    return described(
        bars(rows, Axis(title, style)),
        lang=t.lang,
        alt=t("explore.matters_alt", measure=measure, field=rows[0][0]),
        table=table(head, cells, title=t("explore.values")),
    )
