"""What matters: some fields ranked by what moving them does, with intervals and a caution."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from ...errors import EngagelabError
from ...i18n import Texts
from ...simulation.scenario import Scenario
from ..browser.chart import Chart, bars, table
from ..compute.exploration import levers, range_of
from ..compute.jobs import Job
from .context import Context
from .exploration_form import Form, label_of, style_of, write
from .exploring import Exploring
from .job_bar import JobBar

if TYPE_CHECKING:  # the library behind it takes a while to load
    from ...experiments.sensitivity import Method, Sensitivity

KIND = "matters"
FIELDS = (
    "groups.size", "groups.per_person", "content.relevance", "engagement.group_read",
    "engagement.base_share", "engagement.crowding", "invitations.invite", "answers.reply_rate",
)  # fmt: skip
# how: method, samples, runs of each plan
WAYS: dict[str, tuple["Method", int, int]] = {
    "quick": ("morris", 6, 10),
    "careful": ("morris", 24, 30),
    "sobol": ("sobol", 16, 20),
}
SPANS = ("near", "all")
_SURE = 20  # points from which on an interval made of them is about as wide as it says


@dataclass(frozen=True)
class RankingRequest:
    """What is asked of `sensitivity`."""

    fields: Mapping[str, Any]
    method: "Method"
    samples: int


class MattersTab(Exploring):
    """Fields to choose, and what each of them does.

    Parameters
    ----------
    context : Context
        What a part sees.

    Attributes
    ----------
    widget : ipywidgets.VBox
        What is shown.
    fields : ipywidgets.SelectMultiple
        Those that are asked about.
    bar : JobBar
        Start, pause, continue, cancel.
    says : str
        The answer in words, as HTML.
    """

    def __init__(self, context: Context) -> None:
        self._context, t = context, context.texts
        self._ranked: tuple[tuple[Any, ...], Sensitivity] | None = None
        form = Form(context, KIND, self._chosen)
        known = list(levers(on_network=context.network is not None))
        likely = tuple(name for name in FIELDS if name in known)
        known = [*likely, *(name for name in known if name not in likely)]  # those chosen in view
        box = widgets.SelectMultiple(
            options=[(label_of(name, t), name) for name in known],
            rows=8,
            description=t("explore.fields"),
            tooltip=t("explore.fields_tip"),
        )
        self.fields = form.keep(box, "fields", likely)
        ways = [(t(f"explore.how_{name}"), name) for name in WAYS]
        spans = [(t(f"explore.span_{name}"), name) for name in SPANS]
        self.how, self.span = form.choice("how", ways, "quick"), form.choice("span", spans, "near")
        self.measure = form.measure()
        self.chart = Chart()
        self._words = widgets.HTML()
        self._words.add_class("el-explore-words")
        self.bar = JobBar(context, KIND, self._make, self._paint)
        about = widgets.HTML(f"<p>{escape(t('explore.matters_about'))}</p>")
        beside = widgets.VBox([self.how, self.span, self.measure])
        row = widgets.HBox([self.fields, beside])
        row.add_class("el-form-row")
        self.widget = widgets.VBox([about, row, self.bar.widget, self._words, self.chart])
        self.widget.add_class("el-explore")

    @property
    def says(self) -> str:
        """The answer in words."""
        return str(self._words.value)

    # --- the job -----------------------------------------------------------------------------

    def _make(self) -> Job:
        from ...experiments.sensitivity import points_of

        if not self.fields.value:
            raise EngagelabError(self._context.texts("explore.few_fields"))
        method, samples, runs = WAYS[self.how.value]
        plan = self._context.session.plan
        plan = plan.replace({"settings.runs": min(runs, plan.settings.runs)})
        spans = {name: span_of(plan, name, self.span.value) for name in self.fields.value}
        asked = RankingRequest(spans, method, samples)
        explored, network = self._context.explored, self._context.network
        plans = points_of(plan, spans, method=method, samples=samples, network=network)

        def work(job: Job) -> None:
            explored.play(plans, network, job)

        return Job(KIND, plan, work, about=(asked, plans))

    def _paint(self, job: Job) -> None:
        if job.state != "done":
            return
        t, measure = self._context.texts, self.measure.value
        try:
            found = self._rank(job, measure)
        except EngagelabError as error:
            self.chart.told = {}
            self._words.value = f"<p role='alert'>{escape(t.mistake(error))}</p>"
            return
        asked: RankingRequest = job.about[0]
        lines = [in_words(found, t)]
        caution = ""
        if asked.samples < _SURE:
            text = escape(t("explore.too_sure", samples=asked.samples))
            caution = f"<p class='el-warning'>{text}</p>"
        self._words.value = "".join(f"<p>{escape(line)}</p>" for line in lines) + caution
        self.chart.told = drawn(found, t)

    def _rank(self, job: Job, measure: str) -> "Sensitivity":
        """Rank the plans that were played; nothing is played here."""
        from ...experiments.sensitivity import sensitivity

        asked, plans = job.about
        place = (id(job), measure)
        if self._ranked is None or self._ranked[0] != place:
            explored = self._context.explored
            known = {
                plan.hash: one.runs[measure]
                for plan, one in zip(plans, explored.known(plans), strict=True)
                if one is not None
            }
            found = sensitivity(
                job.plan, asked.fields, method=asked.method, samples=asked.samples,
                measure=measure, network=self._context.network, known=known, progress=False,
            )  # fmt: skip
            self._ranked = (place, found)
        return self._ranked[1]


def span_of(plan: Scenario, name: str, span: str) -> tuple[float, float] | None:
    """Return the range of a field: near the plan, or all that is allowed.

    Examples
    --------
    >>> span_of(Scenario(), "groups.size", "near"), span_of(Scenario(), "groups.size", "all")
    ((12.5, 37.5), None)
    """
    parameter = Scenario.field(name)
    if span == "all" or parameter.choices:
        return None
    assert parameter.low is not None  # `levers` names no others
    assert parameter.high is not None
    now = plan.get(name)
    low, high = max(parameter.low, now / 2), min(parameter.high, now * 1.5)
    if parameter.type is int:
        low, high = round(low), round(high)
    return (low, high) if low < high else range_of(plan, name)


def _columns(found: "Sensitivity") -> tuple[str, str, str]:
    name = "mu_star" if found.method == "morris" else "ST"
    return name, f"{name}_low", f"{name}_high"


def _write(found: "Sensitivity", number: float, t: Texts) -> str:
    if found.method == "sobol":
        return t.percent(min(max(number, 0.0), 1.0))
    return write(found.measure, number, t)


def in_words(found: "Sensitivity", t: Texts) -> str:
    """Return which field matters most, which are not told from it, and which do nothing."""
    name, low, high = _columns(found)
    measure, rows = t(f"explore.{found.measure}"), found.table
    idle = [t.field(field).label for field in rows.loc[rows[name] == 0, "field"]]
    if len(idle) == len(rows):
        return t("explore.nothing_matters", measure=measure)
    first = rows.iloc[0]
    label = t.field(first["field"]).label
    row = "matters_most" if found.method == "morris" else "varies_most"
    size, least, most = (_write(found, first[part], t) for part in (name, low, high))
    said = t(
        f"explore.{row}", field=label[:1].upper() + label[1:], measure=measure, size=size,
        low=least, high=most,
    )  # fmt: skip
    rest = rows.iloc[1:]
    close = [t.field(one).label for one in rest.loc[rest[high] >= first[low], "field"]]
    if close:
        said += " " + t("explore.not_apart", fields=", ".join(close))
    return said + (" " + t("explore.idle", fields=", ".join(idle)) if idle else "")


def drawn(found: "Sensitivity", t: Texts) -> dict[str, Any]:
    """Return the bars of a ranking."""
    columns = _columns(found)
    measure = t(f"explore.{found.measure}")
    names = [t.field(field).label for field in found.table["field"]]
    bands = (found.table[part].astype(float).tolist() for part in columns)
    rows = list(zip(names, *bands, strict=True))
    axis = "mu_star" if found.method == "morris" else "st"
    title = t(f"explore.{axis}", measure=measure)
    told = [
        [label, _write(found, mean, t), f"{_write(found, low, t)} – {_write(found, high, t)}"]
        for label, mean, low, high in rows
    ]
    return bars(
        rows,
        lang=t.lang,
        alt=t("explore.matters_alt", measure=measure, field=rows[0][0]),
        axis=title,
        style="percent" if found.method == "sobol" else style_of(found.measure),
        table=table(
            [t("explore.field"), title, t("explore.interval")], told, title=t("explore.values")
        ),
    )
