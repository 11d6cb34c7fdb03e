"""Your own network: files of ties and groups, read, counted and played."""

from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np

from ...graphs.network import Network
from ...i18n import Texts
from ...simulation.scenario import Scenario
from ..browser.upload_button import MOST, Upload
from ..compute.answer import Answer
from ..state.draft_plan import strategy
from ..state.network_files import LoadedFiles, NetworkFiles
from ..state.own_network import FIRST_LINES, NetworkFile, ReadNetwork
from ..state.plan_files import in_voila, need_disk
from ..state.plan_on_network import suited
from .context import Context

_KINDS = ("ties", "groups")


class NetworkTab:
    """Take files by button or path, say what is in them, and play the plan there.

    What was handed over outlives the tab, which is made anew with each language and network.

    Attributes
    ----------
    widget : ipywidgets.VBox
        What is shown.
    rows : dict of str to FileRow
        The row of each file: ``ties`` and ``groups``.
    """

    def __init__(self, context: Context) -> None:
        self._context, self._t = context, context.texts
        t = self._t
        self.rows = {kind: FileRow(kind, self, context) for kind in _KINDS}
        self.first_line = widgets.Dropdown(
            options=[(t(f"network.{name}"), name) for name in FIRST_LINES],
            value=self.files.first_line,
            description=t("network.first_line"),
        )
        self.first_line.add_class("el-choice")
        self.first_line.observe(context.guarded(lambda _: self._choose()), "value")
        self.said = widgets.HTML()
        self.play = _button(t("network.play"), context.guarded(lambda _: self._play()))
        self.back = _button(t("network.back"), context.guarded(lambda _: self._back()))
        self.widget = widgets.VBox(
            [
                widgets.HTML(f"<p>{escape(t('network.intro'))}</p>"),
                *(row.widget for row in self.rows.values()),
                self.first_line,
                self.said,
                widgets.HBox([self.play, self.back]),
            ]
        )
        self.widget.add_class("el-network-tab")
        self.follow()

    @property
    def files(self) -> NetworkFiles:
        """The files that were handed over."""
        return self._context.session.loaded_files.files

    @property
    def read(self) -> ReadNetwork | None:
        """The network that was read and can be played."""
        return self._context.session.loaded_files.read

    # --- a part of the workbench -------------------------------------------------------------

    def show(self, answer: Answer) -> None:
        """Do nothing: what is played does not change what was read."""

    def follow(self) -> None:
        """Show what was read and where the plan is played, and what can be done."""
        network, read = self._context.network, self.read
        problem = self._context.session.loaded_files.problem
        is_other = read is not None and read.network is not network
        self.play.disabled, self.back.disabled = not is_other, network is None
        for kind, row in self.rows.items():
            row.show(getattr(self.files, kind))
        if problem is not None:
            self._say(self._t.mistake(problem), wrong=True)
        else:
            self._say(*(self._preview(read) if read and is_other else ()), *self._playing())

    def close(self) -> None:
        """Take it from the page."""
        self.widget.close()

    # --- what a person does ------------------------------------------------------------------

    def take(self, kind: str, file: NetworkFile | None) -> None:
        """Take a file of ties or groups, or none, and read what there is."""
        files = self.files
        is_ties = kind == "ties"
        self._hand(replace(files, ties=file) if is_ties else replace(files, groups=file))

    def _choose(self) -> None:
        self._hand(replace(self.files, first_line=self.first_line.value))

    def _hand(self, files: NetworkFiles) -> None:
        """Read the files; a broken one is told by file and line, and nothing else changes."""
        self._context.session.loaded_files = LoadedFiles.of(files)
        self.follow()

    def _play(self) -> None:
        if self.read is None:
            return
        session, read = self._context.session, self.read
        plan = suited(session.plan, read.network)
        if plan != session.plan:
            session.plan_before_network = session.plan
            session.start_from(plan)
        session.network_files = self.files
        self._context.play_on(read.network, read.name)
        self._context.repaint()

    def _back(self) -> None:
        """Play on the plan's own town; what was suited to the network is as it was before."""
        session, network = self._context.session, self._context.network
        before, session.plan_before_network = session.plan_before_network, None
        if before is not None and network is not None:
            changed = dict(session.draft.wanted)
            if strategy(session.draft.base) == strategy(suited(before, network)):
                session.start_from(before)
                if changed:
                    session.change(changed)
        session.network_files = None
        self._context.play_on(None, "")
        self._context.repaint()

    # --- what is shown -----------------------------------------------------------------------

    def _preview(self, read: ReadNetwork) -> list[str]:
        t = self._t
        lines = [t("network.preview", name=read.name, counts=counted(read.network, t))]
        names = ", ".join(read.header)
        lines.append(t("network.header", names=names) if names else t("network.no_header"))
        lonely = int(np.count_nonzero(np.diff(read.network.tie_start) == 0))
        if lonely:
            lines.append(t("network.lonely", people=lonely))
        return lines if len(read.network.group_labels) else [*lines, t("network.no_groups")]

    def _playing(self) -> list[str]:
        network, session = self._context.network, self._context.session
        if network is None:
            return []
        name = session.network_name or self._t("network.given")
        told = self._t("network.playing", name=name, counts=counted(network, self._t))
        return [told, *self._suited(session.plan_before_network, network)]

    def _suited(self, before: Scenario | None, network: Network) -> list[str]:
        """Return what the plan before had to give up to be played on a network."""
        if before is None:
            return []
        old, new = (plan.campaign.posts for plan in (before, suited(before, network)))
        pairs = list(zip(old, new, strict=True))
        fields = {
            "suited": "origin",
            "no_such_groups": "groups",
            "fewer": "seeds",
            "fewer_paid": "paid",
        }
        return [
            self._t(f"network.{key}")
            for key, name in fields.items()
            if any(getattr(one, name) != getattr(other, name) for one, other in pairs)
        ]

    def _say(self, *lines: str, wrong: bool = False) -> None:
        role, name = ("alert", "el-network-wrong") if wrong else ("status", "el-network-said")
        told = "".join(f"<div>{escape(line)}</div>" for line in lines)
        self.said.value = f"<div class='{name}' role='{role}'>{told}</div>" if lines else ""


class FileRow:
    """The button of a file, the box for its path, and a button that takes it away.

    Attributes
    ----------
    widget : ipywidgets.HBox
        What is shown.
    """

    def __init__(self, kind: str, tab: NetworkTab, context: Context) -> None:
        t, guarded = context.texts, context.guarded
        words = {"label": t(f"network.{kind}"), "choose": t("network.choose"),
                 "none": t("network.none_chosen"),
                 "too_large": t("network.too_large", most=MOST >> 20)}  # fmt: skip
        self._kind, self._tab, self._path = kind, tab, ""
        took = guarded(lambda name, content: tab.take(kind, NetworkFile(name, content)))
        self.upload = Upload(took, texts=words)
        self.path = widgets.Text(description=t("network.path"), continuous_update=False)
        self.path.add_class("el-path")
        self.path.observe(guarded(lambda change: self._typed(change["new"].strip())), "value")
        self.remove = _button(t("network.remove"), guarded(lambda _: tab.take(kind, None)))
        self.remove.tooltip = t("network.remove_tip", file=words["label"])
        boxes = [self.upload] if in_voila() else [self.upload, self.path]
        self.widget = widgets.HBox([*boxes, self.remove])
        self.widget.add_class("el-upload-row")

    def show(self, file: NetworkFile | None) -> None:
        """Show the name of a file that was handed over, and its path where it has one."""
        self._path = file.name if file is not None and file.content is None else ""
        self.upload.shown = file.called if file is not None else ""
        self.path.value = self._path
        self.remove.layout.display = "none" if file is None else None

    def _typed(self, text: str) -> None:
        if text != self._path:
            need_disk(text)
            self._tab.take(self._kind, NetworkFile(text) if text else None)


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
