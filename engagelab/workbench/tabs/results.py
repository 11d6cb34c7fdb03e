"""Fit the plan to the exports of a person's posts, and use what was learned."""

from dataclasses import replace
from typing import Any

import ipywidgets as widgets

from ...errors import EngagelabError
from ...experiments.fit_result import Fit
from ...observed.posts import ObservedPosts
from ..browser.chart import Chart
from ..browser.upload_button import MAX_BYTES, UploadButton
from ..compute.jobs import Job
from ..compute.results_fit import STATED, Exports, job_of, learned
from ..controls.widget_helpers import button, styled
from ..templates import element, render
from ..view.fit_view import chart_of, field_rows, post_rows, sentences
from .context import Context
from .exploration_tab import ExplorationTab
from .job_bar import JobBar

KIND = "results"


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
        Sets the fields that the posts determine or narrow to their medians.
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
        self.take = button(t("fit.take"), context.guarded(self._take), "el-do")
        self.take.layout.display = "none"
        self.bar = JobBar(context, KIND, create=self._create, paint=self._paint)
        files = styled(widgets.HBox([self.upload, self.clear]), "el-upload-row")
        options = styled(widgets.HBox([*self.stated.values(), self.hold_out]), "el-form-row")
        about = widgets.HTML(element("p", t("fit.intro")))
        parts = [about, files, options, self.read, self.bar.widget, self.said, self.take]
        self.widget = styled(widgets.VBox([*parts, self.chart]), "el-explore")
        self._show_posts()

    @property
    def exports(self) -> Exports:
        """The files, and what was stated of the posts."""
        stored = self._context.session.notes.get(KIND)
        return stored if isinstance(stored, Exports) else Exports()

    @property
    def fit(self) -> Fit | None:
        """The last fit; None before the first."""
        job = self.bar.job
        return job.result if job is not None and isinstance(job.result, Fit) else None

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
        self._store(replace(self.exports, files=()))

    def _store(self, exports: Exports) -> None:
        self._context.session.notes[KIND] = exports
        self._show_posts()

    # --- rendering ---------------------------------------------------------------------------

    def _show_posts(self) -> None:
        """Show what was read of the files, or why they are refused."""
        exports, t = self.exports, self._context.texts
        self.upload.shown = ", ".join(name for name, _ in exports.files)
        self.clear.layout.display = None if exports.files else "none"
        self.observed = None
        if not exports.files:
            self.read.value = ""
            return
        try:
            self.observed = exports.read(t)
        except EngagelabError as error:
            self.read.value = element("p", t.mistake(error), role="alert")
            return
        columns, rows = post_rows(self.observed, t)
        caption = t("fit.caption", posts=len(rows))
        notes = sentences(self.observed.notes, t)
        said = render("lines", lines=notes, attributes={"class": "el-network-said"})
        preview = render("network_preview", caption=caption, columns=columns, rows=rows)
        self.read.value = said + preview

    def _create(self) -> Job:
        exports = self.exports
        observed = self.observed or exports.read(self._context.texts)
        return job_of(KIND, self._context.session.plan, exports, observed)

    def _paint(self, job: Job) -> None:
        fit, t = self.fit, self._context.texts
        self.take.layout.display = None if fit is not None and learned(fit) else "none"
        if fit is None:
            self.said.value, self.chart.spec = "", {}
            return
        lines = sentences((*fit.notes, *fit.says), t)
        columns, rows = field_rows(fit, t)
        table = render("network_preview", caption=t("fit.learned"), columns=columns, rows=rows)
        self.said.value = render("lines", lines=lines, attributes={"role": "status"}) + table
        self.chart.spec = chart_of(fit, str(fit.posts["measure"].iloc[0]), t)

    def _take(self) -> None:
        if self.fit is not None:
            self._context.change(learned(self.fit), "fit.took")
