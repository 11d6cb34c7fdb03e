"""Hand over: what is on the workbench as slides, pages, tables and pictures."""

import io
import zipfile
from collections.abc import Callable
from functools import partial
from html import escape

import ipywidgets as widgets

from ...report import FORMATS, Findings, findings, to_bytes
from ...simulation.outcome import Outcome
from ..browser.download import Download, DownloadFile
from ..compute.answer import Answer
from ..view.comparison_set import Beside, held_against, outcomes_of, side_by_side
from .context import Context

_TYPE = "application/zip"


class HandOverTab:
    """A button for each format; all of them say the same numbers.

    Parameters
    ----------
    context : Context
        What the part sees of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        Title, client and the buttons.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._answer: Answer | None = None
        t = context.texts
        self._title, self._client = (
            widgets.Text(description=t(f"handover.{name}"), continuous_update=False)
            for name in ("title", "client")
        )
        for box in (self._title, self._client):
            box.add_class("el-choice")
        self._what = widgets.HTML()
        self.download = Download(t)
        for format in FORMATS:
            self._button(format, partial(self._file, format))
        self._button("all", self._all)
        head = widgets.HBox([self._title, self._client])
        head.add_class("el-tools")
        self.widget = widgets.VBox([head, self._what, self.download.widget])

    def show(self, answer: Answer) -> None:
        """Say which plans would be handed over."""
        self._answer = answer
        t, (first, *others) = self._context.texts, self._sides()
        told = t("handover.what", plans=", ".join((first, *others)))
        if others:
            told += " " + t("handover.against", first=first)
        self._what.value = f"<p>{escape(told)}</p>"

    def close(self) -> None:
        """Nothing runs in the background."""

    def _button(self, name: str, make: Callable[[], DownloadFile]) -> None:
        t = self._context.texts
        label, tip = t(f"handover.{name}"), t(f"handover.{name}_tip")
        self.download.button(label, tip, make, self._context.guarded)

    # --- what is handed over -----------------------------------------------------------------

    def _sides(self) -> dict[str, Beside]:
        """Return the plans that `CompareTab` shows, by name; the baseline is first."""
        session, t = self._context.session, self._context.texts
        sides = side_by_side(session.suited_pins, session.plan, "", session.baseline, t)
        first = held_against(sides, session.against)
        sides.sort(key=lambda side: side.key != first)
        return {self._name(side): side for side in sides}

    def _name(self, side: Beside) -> str:
        t, is_pin = self._context.texts, len(side.key) == 1
        named = t("explore.named", what=side.key, which=side.name)
        return named if is_pin else t(f"handover.{side.key}")

    def _outcomes(self, sides: dict[str, Beside]) -> dict[str, Outcome]:
        """Return what has been played already, by the names of the plans."""
        known = {} if self._answer is None else outcomes_of(self._answer)
        return {n: known[side.plan.hash] for n, side in sides.items() if side.plan.hash in known}

    def _findings(self) -> Findings:
        sides = self._sides()
        return findings(
            {name: side.plan for name, side in sides.items()},
            title=self._title.value,
            client=self._client.value,
            network=self._context.network,
            outcomes=self._outcomes(sides),
            looks={name: side.key for name, side in sides.items()},
        )

    def _file(self, format: str) -> DownloadFile:
        return DownloadFile(*to_bytes(self._findings(), format, self._context.texts))

    def _all(self) -> DownloadFile:
        """Return all formats in one archive."""
        found, t = self._findings(), self._context.texts
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            for format in FORMATS:
                name, _, data = to_bytes(found, format, t)
                archive.writestr(name, data)
        return DownloadFile(
            f"engagelab-{self._context.session.plan.hash}.zip", _TYPE, sink.getvalue()
        )
