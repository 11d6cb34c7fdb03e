"""Export the comparison as slides, documents, tables and pictures."""

import io
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Any

from ...experiments.fit_result import Fit
from ...report import FORMATS, Findings, findings, to_bytes
from ...simulation.outcome import Outcome
from ..browser import widgets
from ..browser.download import Download, DownloadFile
from ..compute.answer import Answer
from ..compute.fitted_band import FITTED, FittedPlan
from ..controls.widget_helpers import remembered, styled
from ..templates import element
from ..view.comparison_set import ComparedPlan, baseline_key, comparison_set, outcomes_of
from .context import Context

_ZIP = "application/zip"


class HandOverTab:
    """An export button for each format; all formats have the same numbers.

    Parameters
    ----------
    context : Context
        What the tab knows of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        Title, client and buttons.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._answer: Answer | None = None
        t = context.texts
        self._title, self._client = (self._text(name) for name in ("title", "client"))
        self._plans_line = widgets.HTML()
        self.download = Download(t)
        for format in FORMATS:
            self._button(format, partial(self._file, format))
        self._button("all", self._all)
        head = styled(widgets.HBox([self._title, self._client]), "el-tools")
        self.widget = widgets.VBox([head, self._plans_line, self.download.widget])

    def show(self, answer: Answer) -> None:
        """Name the plans to export."""
        self._answer = answer
        t, (first, *others) = self._context.texts, self._plans()
        text = t("handover.what", plans=", ".join((first, *others)))
        if others:
            text += " " + t("handover.against", first=first)
        self._plans_line.value = element("p", text)

    def close(self) -> None:
        """Do nothing: there is no work in the background."""

    def _text(self, name: str) -> Any:
        """Return a text box, whose text the tab of another language shows again."""
        label = self._context.texts(f"handover.{name}")
        box = widgets.Text(description=label, continuous_update=False)
        return remembered(styled(box, "el-choice"), self._context.session.notes, f"handover.{name}")

    def _button(self, name: str, make: Callable[[], DownloadFile]) -> None:
        t = self._context.texts
        label, tip = t(f"handover.{name}"), t(f"handover.{name}_tip")
        self.download.button(label, tip, make, self._context.guarded)

    # --- the export --------------------------------------------------------------------------

    def _plans(self) -> dict[str, ComparedPlan]:
        """Return the plans of `CompareTab` by name, the baseline first."""
        session, t = self._context.session, self._context.texts
        plans = comparison_set(session.suited_pins, session.plan, "", session.baseline, t)
        first = baseline_key(plans, session.against)
        plans.sort(key=lambda compared: compared.key != first)
        return {self._name(compared): compared for compared in plans}

    def _name(self, compared: ComparedPlan) -> str:
        t, is_pin = self._context.texts, len(compared.key) == 1
        named = t("explore.named", what=compared.key, which=compared.name)
        return named if is_pin else t(f"handover.{compared.key}")

    def _outcomes(self, plans: dict[str, ComparedPlan]) -> dict[str, Outcome]:
        """Return the outcomes that are known already, by the names of the plans."""
        known = {} if self._answer is None else outcomes_of(self._answer)
        hashes = {name: compared.plan.hash for name, compared in plans.items()}
        return {name: known[key] for name, key in hashes.items() if key in known}

    def _findings(self) -> Findings:
        plans = self._plans()
        return findings(
            {name: compared.plan for name, compared in plans.items()},
            title=self._title.value,
            client=self._client.value,
            network=self._context.network,
            outcomes=self._outcomes(plans),
            looks={name: compared.key for name, compared in plans.items()},
            fit=self._fit(plans),
        )

    def _fit(self, plans: dict[str, ComparedPlan]) -> Fit | None:
        """Return the fit that a plan has its values from."""
        fitted = self._context.session.notes.get(FITTED)
        if not isinstance(fitted, FittedPlan):
            return None
        applies = any(fitted.applies_to(compared.plan) for compared in plans.values())
        return fitted.fit if applies else None

    def _file(self, format: str) -> DownloadFile:
        return DownloadFile(*to_bytes(self._findings(), format, self._context.texts))

    def _all(self) -> DownloadFile:
        """Return all formats in one archive."""
        results, t = self._findings(), self._context.texts
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for format in FORMATS:
                name, _, data = to_bytes(results, format, t)
                archive.writestr(name, data)
        filename = f"engagelab-{self._context.session.plan.hash}.zip"
        return DownloadFile(filename, _ZIP, buffer.getvalue())
