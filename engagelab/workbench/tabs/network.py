"""Load a network from files of ties and groups, preview it, and run plans on it."""

from collections.abc import Sequence

import numpy as np

from ...graphs.network import Network
from ...graphs.reading.read import Preview
from ...i18n import Texts
from ...simulation.scenario import Scenario
from ..browser import widgets
from ..browser.upload_button import MAX_BYTES, UploadButton
from ..compute.answer import Answer
from ..controls.widget_helpers import button, styled
from ..state.draft_plan import strategy
from ..state.network_files import KINDS, LoadedFiles, NetworkFiles
from ..state.own_network import NetworkFile, ReadNetwork
from ..state.plan_files import in_voila, need_disk
from ..state.plan_on_network import suited
from ..templates import element, render
from .context import Context
from .network_options import NetworkOptions

_MOST_CELL = 40  # letters of a cell that the preview shows


class NetworkTab:
    """Load files by button or path, preview their network, and run the plan on it.

    The files outlive the tab, which is created anew with each language and network.

    Attributes
    ----------
    widget : ipywidgets.VBox
        File rows, preview and buttons.
    rows : dict of str to FileRow
        The row of each file: ``ties``, ``groups`` and ``people``.
    options : NetworkOptions
        How the files are read.
    """

    def __init__(self, context: Context) -> None:
        self._context, self._t = context, context.texts
        t = self._t
        self.rows = {kind: FileRow(kind, self, context) for kind in KINDS}
        self.options = NetworkOptions(t, self._load, context.guarded)
        self.preview = widgets.HTML()
        self.use = button(t("network.play"), context.guarded(self._use), "el-do")
        self.back = button(t("network.back"), context.guarded(self._back), "el-do")
        box = widgets.VBox(
            [
                widgets.HTML(element("p", t("network.intro"))),
                *(row.widget for row in self.rows.values()),
                self.options.widget,
                self.preview,
                widgets.HBox([self.use, self.back]),
            ]
        )
        self.widget = styled(box, "el-network-tab")
        self.follow()

    @property
    def files(self) -> NetworkFiles:
        """The loaded files."""
        return self._context.session.loaded_files.files

    @property
    def read(self) -> ReadNetwork | None:
        """The network of the files; None without a valid one."""
        return self._context.session.loaded_files.read

    # --- a tab of the workbench --------------------------------------------------------------

    def show(self, answer: Answer) -> None:
        """Do nothing: an answer does not change the files."""

    def follow(self) -> None:
        """Show the loaded network, the network in use, and enable the buttons."""
        network, read = self._context.network, self.read
        problem = self._context.session.loaded_files.problem
        is_other = read is not None and read.network is not network
        self.use.disabled, self.back.disabled = not is_other, network is None
        for kind, row in self.rows.items():
            row.show(getattr(self.files, kind))
        self.options.show(self._context.session.loaded_files)
        if problem is not None:
            self._say(self._t.mistake(problem), wrong=True)
        else:
            described = self._described(read) if read and is_other else []
            previews = read.previews if read and is_other else ()
            self._say(*described, *self._in_use(), previews=previews)

    def close(self) -> None:
        """Remove the widget from the page."""
        self.widget.close()

    # --- actions of a person -----------------------------------------------------------------

    def set_file(self, kind: str, file: NetworkFile | None) -> None:
        """Set or remove a file, and read the files."""
        self._load(self.files.with_file(kind, file))

    def _load(self, files: NetworkFiles) -> None:
        """Read the files; an error names file and line, and changes nothing else."""
        self._context.session.loaded_files = LoadedFiles.of(files)
        self.follow()

    def _use(self) -> None:
        """Run the plan on the loaded network."""
        if self.read is None:
            return
        session, read = self._context.session, self.read
        plan = suited(session.plan, read.network)
        if plan != session.plan:
            session.plan_before_network = session.plan
            session.start_from(plan)
        session.network_files = self.files
        self._context.use_network(read.network, read.name)
        self._context.refresh()

    def _back(self) -> None:
        """Run the plan on its own town again, and undo its adaptation to the network."""
        session, network = self._context.session, self._context.network
        before, session.plan_before_network = session.plan_before_network, None
        if before is not None and network is not None:
            changed = dict(session.draft.wanted)
            if strategy(session.draft.base) == strategy(suited(before, network)):
                session.start_from(before)
                if changed:
                    session.change(changed)
        session.network_files = None
        self._context.use_network(None, "")
        self._context.refresh()

    # --- rendering ---------------------------------------------------------------------------

    def _described(self, read: ReadNetwork) -> list[str]:
        t = self._t
        lines = [t("network.preview", name=read.name, counts=counted(read.network, t))]
        lines += [t.refusal(("", note)) for note in read.network.notes]
        isolated = int(np.count_nonzero(np.diff(read.network.tie_start) == 0))
        if isolated:
            lines.append(t("network.lonely", people=isolated))
        return lines if len(read.network.group_labels) else [*lines, t("network.no_groups")]

    def _in_use(self) -> list[str]:
        network, session = self._context.network, self._context.session
        if network is None:
            return []
        name = session.network_name or self._t("network.given")
        text = self._t("network.playing", name=name, counts=counted(network, self._t))
        return [text, *self._adaptations(session.plan_before_network, network)]

    def _adaptations(self, before: Scenario | None, network: Network) -> list[str]:
        """Return the changes that a plan needed to run on a network."""
        if before is None:
            return []
        old, new = before.campaign, suited(before, network).campaign
        pairs = list(zip(old.posts, new.posts, strict=True))
        fields = {
            "suited": "origin",
            "no_such_people": "people",
            "no_such_groups": "groups",
            "fewer": "seeds",
        }
        keys = [
            key
            for key, name in fields.items()
            if any(getattr(first, name) != getattr(second, name) for first, second in pairs)
        ]
        keys += ["fewer_members"] if old.own_size != new.own_size else []
        return [self._t(f"network.{key}") for key in keys]

    def _say(self, *lines: str, wrong: bool = False, previews: Sequence[Preview] = ()) -> None:
        role, name = ("alert", "el-network-wrong") if wrong else ("status", "el-network-said")
        html = render("lines", lines=lines, attributes={"class": name, "role": role})
        tables = "".join(map(self._first_rows, previews))
        self.preview.value = html + tables if lines else ""

    def _first_rows(self, preview: Preview) -> str:
        """Return the first rows of a table, with what its columns were taken for."""
        t = self._t
        columns = [
            {"name": name, "use": t(f"network.column_{use}") if use else ""}
            for name, use in zip(preview.names, preview.uses, strict=True)
        ]
        rows = [[_shortened(cell) for cell in row] for row in preview.rows]
        caption = t("network.first_rows", kind=t(f"network.{preview.role}_short"))
        return render("network_preview", caption=caption, columns=columns, rows=rows)


def _shortened(cell: str) -> str:
    return cell if len(cell) <= _MOST_CELL else f"{cell[: _MOST_CELL - 1]}…"


class FileRow:
    """The inputs of a file: upload button, path, and a button that removes it.

    Attributes
    ----------
    widget : ipywidgets.HBox
        The inputs.
    """

    def __init__(self, kind: str, tab: NetworkTab, context: Context) -> None:
        t, guarded = context.texts, context.guarded
        words = {"label": t(f"network.{kind}"), "choose": t("network.choose"),
                 "none": t("network.none_chosen"),
                 "too_large": t("network.too_large", most=MAX_BYTES >> 20)}  # fmt: skip
        self._kind, self._tab, self._path = kind, tab, ""
        on_upload = guarded(lambda name, content: tab.set_file(kind, NetworkFile(name, content)))
        self.upload = UploadButton(on_upload, texts=words, accept="")
        path = widgets.Text(description=t("network.path"), continuous_update=False)
        self.path = styled(path, "el-path")
        self.path.observe(guarded(lambda change: self._set_path(change["new"].strip())), "value")
        remove = guarded(lambda: tab.set_file(kind, None))
        tooltip = t("network.remove_tip", file=words["label"])
        self.remove = button(t("network.remove"), remove, "el-do", tooltip=tooltip)
        boxes = [self.upload] if in_voila() else [self.upload, self.path]
        self.widget = styled(widgets.HBox([*boxes, self.remove]), "el-upload-row")

    def show(self, file: NetworkFile | None) -> None:
        """Show the name of a file, and its path if it was read from disk."""
        self._path = file.name if file is not None and file.content is None else ""
        self.upload.shown = file.called if file is not None else ""
        self.path.value = self._path
        self.remove.layout.display = "none" if file is None else None

    def _set_path(self, text: str) -> None:
        if text != self._path:
            need_disk(text)
            self._tab.set_file(self._kind, NetworkFile(text) if text else None)


def counted(network: Network, t: Texts) -> str:
    """Return the numbers of people, ties and groups as text."""
    return t(
        "network.counts",
        people=network.people,
        ties=network.ties,
        groups=len(network.group_labels),
    )
