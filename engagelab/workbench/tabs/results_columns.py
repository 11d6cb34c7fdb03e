"""Choices of what each column of an export is read as."""

from collections.abc import Callable
from typing import Any

from ...i18n import Texts
from ...observed.edited_files import Column
from ...observed.export_table import USES
from ...observed.header_words import MEASURES
from ..browser import widgets
from ..compute.results_fit import STATED, Exports
from ..controls.widget_helpers import Silence, button, styled
from ..templates import element


class ColumnChoices:
    """A list of uses for each column of each file, hidden until asked for.

    Parameters
    ----------
    texts : Texts
        The language.
    on_choice : callable
        Receives a file, a header and a use; an empty use for a column that is not to be read.
    guarded : callable
        Wraps a callback of a widget, so that its errors are shown.

    Attributes
    ----------
    widget : ipywidgets.VBox
        A button, and the lists that it shows or hides.
    choices : dict of (str, str) to ipywidgets.Dropdown
        The list of each column, by file and header.
    """

    def __init__(
        self,
        texts: Texts,
        on_choice: Callable[[str, str, str], None],
        guarded: Callable[[Callable[..., None]], Callable[..., None]],
    ) -> None:
        self._t, self._on_choice, self._guarded = texts, on_choice, guarded
        self._files: dict[str, tuple[Column, ...]] = {}
        self._silence = Silence()
        self.choices: dict[tuple[str, str], Any] = {}
        self.box = widgets.VBox()
        self.box.layout.display = "none"
        self.toggle = button(texts("fit.columns"), guarded(self._toggle), "el-do")
        self.widget = widgets.VBox([widgets.HBox([self.toggle]), self.box])

    def show(self, exports: Exports) -> None:
        """Show the columns of the files that can be opened at all."""
        self._files = columns_in(exports)
        self.widget.layout.display = None if self._files else "none"
        if self.is_open:
            self._refresh()

    @property
    def is_open(self) -> bool:
        """Whether the lists are shown."""
        return self.box.layout.display is None

    def _toggle(self) -> None:
        self.box.layout.display = "none" if self.is_open else None
        self.toggle.description = self._t("fit.columns_close" if self.is_open else "fit.columns")
        if self.is_open:
            self._refresh()

    def _refresh(self) -> None:
        """Set the lists to what the columns are read as; create them for other files."""
        uses = {(file, column.name): column.use
                for file, columns in self._files.items() for column in columns}  # fmt: skip
        if list(uses) != list(self.choices):
            self._create()
            return
        with self._silence:  # a list that was just used keeps the keyboard's focus
            for name, use in uses.items():
                self.choices[name].value = use

    def _create(self) -> None:
        self.choices = {}
        parts = [widgets.HTML(element("p", self._t("fit.columns_intro")))]
        for file, columns in self._files.items():
            parts.append(widgets.HTML(element("h4", self._t("fit.columns_of", file=file))))
            rows = [self._choice(file, column) for column in columns]
            parts.append(styled(widgets.HBox(rows), "el-network-options"))
        before, self.box.children = self.box.children, parts
        widgets.close_all(*before, keep=[self.box])

    def _choice(self, file: str, column: Column) -> Any:
        """Return the list of one column, with its first cells as a note."""
        t = self._t
        options = [(t("fit.not_read"), ""), *((use_label(use, t), use) for use in USES)]
        if column.use not in ("", *USES):
            options.append((use_label(column.use, t), column.use))
        examples = t.series(column.examples)
        made = widgets.Dropdown(options=options, value=column.use, description=column.name,
                                tooltip=f"{column.name}: {examples}")  # fmt: skip

        def decide(change: Any) -> None:
            if not self._silence:
                self._on_choice(file, column.name, change["new"])

        made.observe(self._guarded(decide), "value")
        self.choices[file, column.name] = made
        note = widgets.HTML(element("small", _short(examples)))
        return styled(widgets.VBox([styled(made, "el-choice"), note]), "el-column")


def columns_in(exports: Exports) -> dict[str, tuple[Column, ...]]:
    """Return the columns of each file; files that are not tables are left out."""
    found = {}
    for name, source in exports.sources:
        columns = source.readable_columns()
        if columns:
            found[name] = columns
    return found


def use_label(use: str, t: Texts) -> str:
    """Return the words for what a column is read as."""
    if use in MEASURES:
        return t.word("measure", use, use)
    return t(f"fit.{use}" if use in STATED else f"fit.use_{use}")


def _short(text: str, most: int = 42) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
