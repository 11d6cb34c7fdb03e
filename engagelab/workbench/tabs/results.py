"""Fit the plan to the exports of a person's posts, and use what was learned."""

import threading
from dataclasses import replace
from typing import Any

from ...errors import EngagelabError, Message
from ...experiments.fit_calendar import FITTED as FITTED_MEASURES
from ...experiments.fit_result import Fit
from ...observed.posts import ObservedPosts
from ..browser import widgets
from ..browser.chart import Chart
from ..browser.upload_button import MAX_BYTES, UploadButton
from ..compute.fitted_band import FITTED, FittedPlan
from ..compute.jobs import Job
from ..compute.results_fit import (
    PRIOR_SIMULATIONS,
    STATED,
    Exports,
    PriorBand,
    answers_at_once,
    job_of,
    learned,
    prior_band,
)
from ..compute.worker import Worker
from ..controls.widget_helpers import Silence, button, styled
from ..templates import element
from ..view.fit_view import chart_of, fit_html, observed_html, prior_chart
from .context import Context
from .exploration_tab import ExplorationTab
from .job_bar import JobBar
from .results_columns import ColumnChoices
from .results_correction import Correction

KIND = "results"
_MEASURE = "results measure"  # the note that says what was chosen for the picture


class ResultsTab(ExplorationTab):
    """Exports, what was read of them, the fit, and its use in the plan.

    The files outlive the tab, which is created anew with each language and network.

    Attributes
    ----------
    widget : ipywidgets.VBox
        Inputs, posts, job, sentences, table and chart.
    upload : UploadButton
        Adds an export.
    stated : dict of str to ipywidgets.Text
        Seeds, paid impressions and followers.
    bar : JobBar
        Start, pause, continue, cancel.
    take : ipywidgets.Button
        Sets the fields that the posts determine or narrow to their medians; the bands of the
        workbench then hold the uncertainty of the fit.
    columns : ColumnChoices
        What each column of the files is read as.
    correction : Correction
        Corrects one number of a post.
    measure : ipywidgets.Dropdown
        The measure in the picture.
    prior : Worker
        Simulates the band of the prior, roughly and then in full.
    """

    def __init__(self, context: Context) -> None:
        self._context, t = context, context.texts
        self.observed: ObservedPosts | None = None
        words = {"label": t("fit.label"), "choose": t("fit.add"), "none": t("fit.none"),
                 "too_large": t("fit.too_large", most=MAX_BYTES >> 20)}  # fmt: skip
        self.upload = UploadButton(context.guarded(self.add), texts=words, accept="")
        self.clear = button(t("fit.remove"), context.guarded(self._clear), "el-do")
        self.stated = {name: self._box(name) for name in STATED}
        self.hold_out = widgets.BoundedIntText(
            self.exports.hold_out, min=0, max=12, description=t("fit.hold_out")
        )
        self.hold_out.observe(context.guarded(self._state), "value")
        self.read, self.said = widgets.HTML(), styled(widgets.HTML(), "el-explore-words")
        self.chart = Chart()
        self.columns = ColumnChoices(t, self._read_as, context.guarded)
        self.correction = Correction(t, self._correct, context.guarded)
        self.measure = styled(widgets.Dropdown(description=t("fit.measure")), "el-measure")
        self.measure.observe(context.guarded(self._choose_measure), "value")
        self._silence = Silence()
        self._band: PriorBand | None = None
        self.prior: Worker[ObservedPosts, PriorBand] = Worker(
            self._simulate_prior, self._show_prior, self._explain_prior
        )
        self.unknown = widgets.HTML()
        self.take = button(t("fit.take"), context.guarded(self._take), "el-do")
        self.take.layout.display = "none"
        self.bar = JobBar(context, KIND, create=self._create, paint=self._paint)
        files = styled(widgets.HBox([self.upload, self.clear]), "el-upload-row")
        options = styled(widgets.HBox([*self.stated.values(), self.hold_out]), "el-form-row")
        about = widgets.HTML(element("p", t("fit.intro")))
        parts = [
            about,
            files,
            self.columns.widget,
            options,
            self.read,
            self.correction.widget,
            self.bar.widget,
            self.unknown,
            self.said,
            widgets.HBox([self.take]),
            self.measure,
            self.chart,
        ]
        self.widget = styled(widgets.VBox(parts), "el-explore")
        self._show_posts()

    @property
    def exports(self) -> Exports:
        """The files, and what was stated of the posts."""
        stored = self._context.session.notes.get(KIND)
        return stored if isinstance(stored, Exports) else Exports()

    @property
    def _job(self) -> Job | None:
        """The last job, which is painted while the bar is created."""
        return self._context.exploration.jobs.of(KIND)

    @property
    def fit(self) -> Fit | None:
        """The last fit; None before the first."""
        job = self._job
        return job.result if job is not None and isinstance(job.result, Fit) else None

    def close(self) -> None:
        """Stop simulating the prior; a fit continues."""
        self.prior.close()
        super().close()

    def add(self, name: str, content: bytes) -> None:
        """Add an export, and read all again."""
        self._store(self.exports.with_file(name, content))

    def _box(self, name: str) -> Any:
        t = self._context.texts
        box = widgets.Text(getattr(self.exports, name), description=t(f"fit.{name}"),
                           placeholder=t("fit.hint"), continuous_update=False)  # fmt: skip
        box.observe(self._context.guarded(self._state), "value")
        return box

    def _state(self, _: Any) -> None:
        stated = {name: box.value for name, box in self.stated.items()}
        self._store(replace(self.exports, hold_out=self.hold_out.value, **stated))

    def _clear(self) -> None:
        self._store(replace(self.exports, files=(), columns=(), corrections=()))

    def _read_as(self, file: str, name: str, use: str) -> None:
        self._store(self.exports.with_column(file, name, use))

    def _correct(self, measure: str, post: str, number: float) -> None:
        self._store(self.exports.corrected(measure, post, number))

    def _store(self, exports: Exports) -> None:
        self._context.session.notes[KIND] = exports
        self._show_posts()

    # --- rendering ---------------------------------------------------------------------------

    def _show_posts(self) -> None:
        """Show what was read of the files, or why they are refused."""
        exports, t = self.exports, self._context.texts
        self.upload.shown = ", ".join(name for name, _ in exports.files)
        self.clear.layout.display = None if exports.files else "none"
        self.columns.show(exports)
        self.observed, self._band, self.read.value = None, None, ""
        if exports.files:
            try:
                self.observed = exports.read(t)
                self.read.value = observed_html(self.observed, t)
            except EngagelabError as error:
                self.read.value = element("p", self._mistake(error), role="alert")
        self.correction.show(self.observed)
        self._offer_measures()
        self._draw()
        self._follow_numbers()

    def _mistake(self, error: EngagelabError) -> str:
        """Return an error in the language; of a column that is missing, what to do here."""
        t, text = self._context.texts, error.problems[0][1] if error.problems else ""
        if isinstance(text, Message) and text.code == "results_no_measure":
            return t("fit.no_measure", names=str(text.values["names"]))
        return t.mistake(error)

    def _offer_measures(self) -> None:
        t, observed = self._context.texts, self.observed
        names = [] if observed is None else [m for m in FITTED_MEASURES if m in observed.measures]
        with self._silence:
            before = self._context.session.notes.get(_MEASURE)
            self.measure.options = [(t.word("measure", name, name), name) for name in names]
            self.measure.value = before if before in names else next(iter(names), None)
        self.measure.layout.display = None if len(names) > 1 else "none"

    def _choose_measure(self, change: dict[str, Any]) -> None:
        if not self._silence:
            self._context.session.notes[_MEASURE] = change["new"]
            self._draw()

    def _follow_numbers(self) -> None:
        """Simulate the prior of new posts; fit corrected ones if that takes a moment."""
        self.unknown.value = ""
        if self._is_current:
            return
        self.said.value, self.take.layout.display = "", "none"  # of other numbers
        if self.observed is None:
            self.prior.drop()
            return
        plan = self._context.session.plan
        try:
            at_once = self.fit is not None and answers_at_once(plan, self.observed)
        except EngagelabError:
            at_once = False
        if at_once and self._context.exploration.jobs.now is None:
            self._context.exploration.jobs.start(self._create())
        else:
            self.prior.submit(self.observed)

    # --- the picture -------------------------------------------------------------------------

    def _simulate_prior(
        self, observed: ObservedPosts, coarse: bool, cancel: threading.Event
    ) -> PriorBand:
        few, many = PRIOR_SIMULATIONS
        return prior_band(self._context.session.plan, observed, few if coarse else many, cancel)

    def _show_prior(self, band: PriorBand) -> None:
        self._band = band
        self._draw()

    def _explain_prior(self, error: Exception) -> None:
        """Say why there is no band; the posts are drawn alone."""
        if isinstance(error, EngagelabError):
            self.unknown.value = element("p", self._context.texts.mistake(error), role="status")

    def _draw(self) -> None:
        """Draw the posts on the band of the fit, or of the prior if there is no fit of them."""
        t, fit, measure = self._context.texts, self.fit, self.measure.value
        if measure is None:
            self.chart.spec = {}
        elif fit is not None and self._is_current:
            measures = set(fit.posts["measure"])
            shown = measure if measure in measures else str(fit.posts["measure"].iloc[0])
            self.chart.spec = chart_of(fit, shown, t)
        elif self.observed is not None:
            self.chart.spec = prior_chart(self.observed, self._band, measure, t)

    @property
    def _is_current(self) -> bool:
        """Whether the fit is one of the files as they are."""
        job = self._job
        if job is None or job.about != self.exports:
            return False
        return self.fit is not None or not job.over

    def _create(self) -> Job:
        exports = self.exports
        observed = self.observed or exports.read(self._context.texts)
        return job_of(KIND, self._context.session.plan, exports, observed)

    def _paint(self, job: Job) -> None:
        fit, t = self.fit, self._context.texts
        self.take.layout.display = None if fit is not None and learned(fit) else "none"
        self.said.value = "" if fit is None else fit_html(fit, t)
        if fit is not None:
            self.unknown.value = ""
            self._draw()

    def _take(self) -> None:
        """Set the medians; later bands hold the uncertainty of the fit."""
        if self.fit is None:
            return
        session = self._context.session
        session.notes[FITTED] = FittedPlan(self.fit, session.plan.replace(learned(self.fit)))
        self._context.change(learned(self.fit), "fit.took")
        if self._job is not None:  # of the plan with its medians it is the same fit
            self._job.plan = session.plan
            self.bar.update_note()
