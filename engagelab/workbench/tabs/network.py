"""Your own network: files of ties and groups, read, counted and played."""

from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np

from ...errors import EngagelabError
from ...network import Network
from ...texts import Texts
from ..answer import Answer
from ..own_network import FIRST_LINES, File, Read, read_network, suited
from ..stage import Stage
from ..upload import MOST, Upload

BEFORE = "plan before the network"


class NetworkTab:
    """Take files by button or path, say what is in them, and play the plan there.

    Attributes
    ----------
    widget : ipywidgets.VBox
        What is shown.
    files : dict of str to File
        What was handed over: ``ties`` and ``groups``.
    read : Read or None
        The network that was read and can be played.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage, self._t = stage, stage.texts
        self.files: dict[str, File] = {}
        self.read: Read | None = None
        t = self._t
        rows = [self._row(kind) for kind in ("ties", "groups")]
        self.first_line = widgets.Dropdown(
            options=[(t(f"network.{name}"), name) for name in FIRST_LINES],
            description=t("network.first_line"),
        )
        self.first_line.add_class("el-choice")
        self.first_line.observe(stage.guarded(lambda _: self._read()), "value")
        self.said = widgets.HTML()
        self.play = _button(t("network.play"), stage.guarded(lambda _: self._play()))
        self.back = _button(t("network.back"), stage.guarded(lambda _: self._back()))
        self.widget = widgets.VBox(
            [
                widgets.HTML(f"<p>{escape(t('network.intro'))}</p>"),
                *rows,
                self.first_line,
                self.said,
                widgets.HBox([self.play, self.back]),
            ]
        )
        self.widget.add_class("el-network-tab")
        self.follow()

    # --- a part of the workbench -------------------------------------------------------------

    def show(self, answer: Answer) -> None:
        """Do nothing: what is played does not change what was read."""

    def follow(self) -> None:
        """Show where the plan is played, and what can be done."""
        network = self._stage.network
        self.play.disabled, self.back.disabled = self.read is None, network is None
        if network is not None and self.read is None:
            name = self._stage.session.network_name or self._t("network.given")
            lines = [self._t("network.playing", name=name, counts=counted(network, self._t))]
            if self._stage.session.notes.get(BEFORE):
                lines.append(self._t("network.suited"))
            self._say(*lines)

    def close(self) -> None:
        """Take it from the page."""
        self.widget.close()

    # --- what a person does ------------------------------------------------------------------

    def take(self, kind: str, file: File | None) -> None:
        """Take a file of ties or groups, or none, and read what there is."""
        self.files = {name: known for name, known in self.files.items() if name != kind}
        if file is not None:
            self.files[kind] = file
        self._read()

    def _read(self) -> None:
        """Read the files; a broken one is told by file and line, and nothing else changes."""
        self.read = None
        try:
            if "ties" in self.files:
                first_line = self.first_line.value
                self.read = read_network(self.files["ties"], self.files.get("groups"), first_line)
                self._say(*self._preview(self.read))
            else:
                self._say()
        except EngagelabError as error:
            self._say(self._t.mistake(error), wrong=True)
        self.follow()

    def _preview(self, read: Read) -> list[str]:
        t = self._t
        lines = [t("network.preview", name=read.name, counts=counted(read.network, t))]
        names = ", ".join(read.header)
        lines.append(t("network.header", names=names) if names else t("network.no_header"))
        lonely = int(np.count_nonzero(np.diff(read.network.tie_start) == 0))
        if lonely:
            lines.append(t("network.lonely", people=lonely))
        return lines if len(read.network.group_labels) else [*lines, t("network.no_groups")]

    def _play(self) -> None:
        if self.read is None:
            return
        session, read = self._stage.session, self.read
        plan = suited(session.plan, read.network)
        if plan != session.plan:
            session.notes[BEFORE] = session.plan
            session.start_from(plan)
        self._stage.play_on(read.network, read.name)

    def _back(self) -> None:
        session = self._stage.session
        before = session.notes.pop(BEFORE, None)
        if before is not None and not session.custom:
            session.start_from(before)
        self._stage.play_on(None, "")

    # --- what is shown -----------------------------------------------------------------------

    def _row(self, kind: str) -> Any:
        """Return the button of a file, and the box for its path."""
        t, guarded = self._t, self._stage.guarded
        words = {"label": t(f"network.{kind}"), "choose": t("network.choose"),
                 "none": t("network.none_chosen"),
                 "too_large": t("network.too_large", most=MOST >> 20)}  # fmt: skip
        took = guarded(lambda name, content: self.take(kind, File(name, content)))
        upload = Upload(took, texts=words)
        path = widgets.Text(description=t("network.path"), continuous_update=False)
        path.add_class("el-path")

        def typed(change: dict[str, str]) -> None:
            text = change["new"].strip()
            upload.shown = ""
            self.take(kind, File(text) if text else None)

        path.observe(guarded(typed), "value")
        row = widgets.HBox([upload, path])
        row.add_class("el-upload-row")
        return row

    def _say(self, *lines: str, wrong: bool = False) -> None:
        role, name = ("alert", "el-network-wrong") if wrong else ("status", "el-network-said")
        told = "".join(f"<div>{escape(line)}</div>" for line in lines)
        self.said.value = f"<div class='{name}' role='{role}'>{told}</div>" if lines else ""


def counted(network: Network, t: Texts) -> str:
    """Return how many people, ties and groups there are."""
    return t(
        "network.counts",
        people=network.people,
        ties=network.ties,
        groups=len(network.group_labels),
    )


def _button(label: str, act: Any) -> Any:
    button = widgets.Button(description=label)
    button.on_click(act)
    button.add_class("el-do")
    return button
