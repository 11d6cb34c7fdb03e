"""Controls for the decisions of a reader of networks: how files are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...i18n import Texts
from ..browser import widgets
from ..controls.widget_helpers import button, styled
from ..state.network_files import KINDS, USES, LoadedFiles, NetworkFiles
from ..templates import element

_DETECT = "guess"
_COMMON: Mapping[str, Mapping[str, Any]] = {
    "directed": {_DETECT: None, "mutual": False, "one_way": True},
    "repeats": {_DETECT: None, "chances": "chances", "sum": "sum", "max": "max",
                "refuse": "refuse"},
    "loops": {"drop": None, "refuse": "refuse"},
    "form": {_DETECT: None, "ties_form": "ties", "matrix": "matrix", "neighbours": "neighbours"},
    "traits": {"model_traits": None, "plain": False},
}  # fmt: skip
_PER_FILE: Mapping[str, Mapping[str, Any]] = {
    "header": {_DETECT: None, "names": True, "data": False},
    "separator": {_DETECT: None, "comma": ",", "semicolon": ";", "tab": "\t", "bar": "|",
                  "spaces": " "},
    "encoding": {_DETECT: None, "cp1252": "cp1252", "latin1": "latin-1", "utf16le": "utf-16-le",
                 "utf16be": "utf-16-be"},
    "decimal": {_DETECT: None, "point": ".", "decimal_comma": ","},
}  # fmt: skip
_TYPED = ("skip", "sheet")
# choices of a column that are no column; a dropdown shows None as no choice at all
DETECTED, NO_WEIGHTS = 0, -1


@dataclass(frozen=True)
class ReadingChoice:
    """One decision: an option, and the file or the use of a column that it concerns."""

    option: str
    kind: str = ""


class NetworkOptions:
    """The decisions on how files are read, each with a control.

    Parameters
    ----------
    texts : Texts
        The language.
    on_change : callable
        Receives the files with another decision.
    guarded : callable
        Wraps a callback of a widget, so that its errors are shown.

    Attributes
    ----------
    widget : ipywidgets.VBox
        A button, and the controls that it shows or hides.
    controls : dict of ReadingChoice to Widget
        The control of each decision; those of the columns are made anew for other files.
    """

    def __init__(
        self,
        texts: Texts,
        on_change: Callable[[NetworkFiles], None],
        guarded: Callable[[Callable[..., None]], Callable[..., None]],
    ) -> None:
        self._t, self._on_change, self._guarded = texts, on_change, guarded
        self._files, self._names = NetworkFiles(), dict[str, tuple[str, ...]]()
        self.controls: dict[ReadingChoice, Any] = {}
        self.box = widgets.VBox()
        self.box.layout.display = "none"
        self.toggle = button(texts("network.options"), guarded(self._toggle), "el-do")
        self.widget = widgets.VBox([widgets.HBox([self.toggle]), self.box])

    def show(self, loaded: LoadedFiles) -> None:
        """Show the decisions on the loaded files."""
        files, names = loaded.files, dict(loaded.names)
        self.widget.layout.display = None if files.given else "none"
        # a control that was just used keeps the keyboard's focus
        if files != self._files or names != self._names or not self.controls:
            self._files, self._names = files, names
            self._make_controls()

    def _toggle(self) -> None:
        self.box.layout.display = "none" if self.box.layout.display is None else None

    # --- controls ----------------------------------------------------------------------------

    def _make_controls(self) -> None:
        self.controls = {}
        common = [self._choice(ReadingChoice(name), choices) for name, choices in _COMMON.items()]
        parts = [_row(common)]
        for kind in KINDS:
            if self._files.by_kind[kind] is not None:
                parts += [self._heading(kind), _row(self._of_file(kind))]
        before, self.box.children = self.box.children, parts
        widgets.close_all(*before, keep=[self.box])

    def _heading(self, kind: str) -> Any:
        file = self._files.by_kind[kind]
        name = "" if file is None else file.called
        text = self._t("network.options_of", kind=self._t(f"network.{kind}_short"), file=name)
        return widgets.HTML(element("h4", text))

    def _of_file(self, kind: str) -> list[Any]:
        columns = [self._column(use, self._names[kind]) for use in USES[kind]
                   if kind in self._names]  # fmt: skip
        choices = [
            self._choice(ReadingChoice(name, kind), choices)
            for name, choices in _PER_FILE.items()
            if name != "decimal" or kind == "ties"
        ]
        return [*columns, *choices, *(self._text(ReadingChoice(name, kind)) for name in _TYPED)]

    def _choice(self, decision: ReadingChoice, choices: Mapping[str, Any]) -> Any:
        options = [(self._t(f"network.{word}"), word) for word in choices]
        value = self._files.option(decision.option, decision.kind)
        word = next((word for word, each in choices.items() if each == value), None)
        if word is None:  # stated in a program
            options, word = [*options, (str(value), "other")], "other"
        return self._dropdown(decision, options, word)

    def _column(self, use: str, names: tuple[str, ...]) -> Any:
        """Return the choice of the column for a use; names that repeat are chosen by number."""
        options: list[tuple[str, Any]] = [(self._t("network.guess"), DETECTED)]
        if use == "weight":
            options.append((self._t("network.no_weights"), NO_WEIGHTS))
        for at, name in enumerate(names, 1):
            is_clear = bool(name) and names.count(name) == 1
            options.append((name or f"({at})", name) if is_clear else (f"{name} ({at})", at))
        value = self._files.option("columns", use) or DETECTED
        if use == "weight" and self._files.option("weight") is False:
            value = NO_WEIGHTS
        if value not in [each for _, each in options]:
            options.append((str(value), value))
        return self._dropdown(ReadingChoice("columns", use), options, value)

    def _dropdown(self, decision: ReadingChoice, options: list[tuple[str, Any]], value: Any) -> Any:
        made = widgets.Dropdown(options=options, value=value, description=self._label(decision))
        return self._watched(decision, made)

    def _text(self, decision: ReadingChoice) -> Any:
        value = self._files.option(decision.option, decision.kind)
        made = widgets.Text(
            value="" if value is None else str(value),
            description=self._label(decision),
            continuous_update=False,
        )
        return self._watched(decision, made)

    def _watched(self, decision: ReadingChoice, widget: Any) -> Any:
        changed = self._guarded(lambda change: self._decide(decision, change["new"]))
        widget.observe(changed, "value")
        self.controls[decision] = styled(widget, "el-choice")
        return widget

    def _label(self, decision: ReadingChoice) -> str:
        is_column = decision.option == "columns"
        return self._t(f"network.{'column' if is_column else 'option'}_"
                       f"{decision.kind if is_column else decision.option}")  # fmt: skip

    # --- decisions ---------------------------------------------------------------------------

    def _decide(self, decision: ReadingChoice, chosen: Any) -> None:
        """Take over a decision."""
        files = self._files
        if decision == ReadingChoice("columns", "weight"):
            files = files.with_option("weight", False if chosen == NO_WEIGHTS else None)
        value = self._meaning(decision, chosen)
        self._files = files.with_option(decision.option, value, decision.kind)
        self._on_change(self._files)

    def _meaning(self, decision: ReadingChoice, chosen: Any) -> Any:
        """Return the value of an option that a choice or a text means; None to detect it."""
        if decision.option == "columns":
            return None if chosen in (DETECTED, NO_WEIGHTS) else chosen
        if decision.option in _TYPED:
            return self._typed(decision, str(chosen).strip())
        return (_PER_FILE if decision.kind else _COMMON)[decision.option].get(chosen)

    def _typed(self, decision: ReadingChoice, text: str) -> Any:
        if not text:
            return None
        return int(text) if decision.option == "skip" and text.isdecimal() else text


def _row(children: list[Any]) -> Any:
    return styled(widgets.HBox(children), "el-network-options")
