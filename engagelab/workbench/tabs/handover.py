"""Hand over: what is on the workbench as slides, pages, tables and pictures."""

import io
import zipfile
from collections.abc import Callable
from functools import partial
from html import escape

import ipywidgets as widgets

from ...outcome import Outcome
from ...report import FORMATS, Findings, findings, to_bytes
from ...scenario import Scenario
from ..answer import Answer
from ..download import Download, File
from ..draft import as_run
from ..stage import Stage

_TYPE = "application/zip"


class HandOverTab:
    """A button for each format; all of them say the same numbers.

    Parameters
    ----------
    stage : Stage
        What the part sees of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        Title, client and the buttons.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._answer: Answer | None = None
        t = stage.texts
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
        names = ", ".join(self._plans())
        text = escape(self._stage.texts("handover.what", plans=names))
        self._what.value = f"<p>{text}</p>"

    def close(self) -> None:
        """Nothing runs in the background."""

    def _button(self, name: str, make: Callable[[], File]) -> None:
        t = self._stage.texts
        label, tip = t(f"handover.{name}"), t(f"handover.{name}_tip")
        self.download.button(label, tip, make, self._stage.guarded)

    # --- what is handed over -----------------------------------------------------------------

    def _plans(self) -> dict[str, Scenario]:
        """Return the pinned plans and the present one by name; without pins, its base first."""
        session, t = self._stage.session, self._stage.texts
        plan = session.plan
        others = {f"{pin.letter}: {pin.name}": as_run(pin.plan, plan) for pin in session.pins}
        if not others and session.custom:
            others = {t("handover.baseline"): session.baseline}
        fresh = {name: other for name, other in others.items() if other.hash != plan.hash}
        same = [name for name in others if name not in fresh]
        return {**fresh, (same[0] if same else t("handover.plan")): plan}

    def _outcomes(self, plans: dict[str, Scenario]) -> dict[str, Outcome]:
        """Return what has been played already, by the names of the plans."""
        answer = self._answer
        if answer is None:
            return {}
        known = {
            other.plan.hash: other.outcome for other in (*answer.pinned, answer.baseline) if other
        }
        if not answer.coarse:
            known[answer.plan.hash] = answer.outcome
        return {name: known[plan.hash] for name, plan in plans.items() if plan.hash in known}

    def _findings(self) -> Findings:
        plans = self._plans()
        return findings(
            plans,
            title=self._title.value,
            client=self._client.value,
            network=self._stage.network,
            outcomes=self._outcomes(plans),
        )

    def _file(self, format: str) -> File:
        return File(*to_bytes(self._findings(), format, self._stage.texts))

    def _all(self) -> File:
        """Return all formats in one archive."""
        found, t = self._findings(), self._stage.texts
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            for format in FORMATS:
                name, _, data = to_bytes(found, format, t)
                archive.writestr(name, data)
        return File(f"engagelab-{self._stage.session.plan.hash}.zip", _TYPE, sink.getvalue())
