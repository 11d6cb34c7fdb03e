"""The tools in the head: undo, redo, the history, hold, pin, the language."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import ipywidgets as widgets

from ...i18n import LANGUAGES, Texts
from ...i18n.preset_names import preset_called
from ..state.session import Session, Step

_NATIVE = {"en": "English", "fr": "Français"}


class Toolbar:
    """The tools in the head of the workbench.

    Parameters
    ----------
    texts : Texts
        The language of the labels.
    acts : dict of str to callable
        What each tool does: ``undo``, ``redo``, ``pin`` take nothing, ``go`` a place in the
        history, ``hold`` whether to hold, ``speak`` a language.

    Attributes
    ----------
    widget : ipywidgets.HBox
        The tools.
    """

    def __init__(self, texts: Texts, acts: dict[str, Callable[..., None]]) -> None:
        self.texts, self._acts, self._quiet = texts, acts, False
        self.undo, self.redo, self.pin = (self._button(name) for name in ("undo", "redo", "pin"))
        self.hold = widgets.ToggleButton(**self._words("hold"))
        self.history = widgets.Dropdown(**self._words("history"))
        options = [(_NATIVE[lang], lang) for lang in LANGUAGES]
        called = texts("workbench.language")
        self.language = widgets.Dropdown(options=options, value=texts.lang, description=called)
        self._hear(self.hold, "hold")
        self._hear(self.history, "go")
        self._hear(self.language, "speak")
        for box in (self.history, self.language):
            box.add_class("el-choice")
        parts = [self.undo, self.redo, self.history, self.hold, self.pin, self.language]
        for name, box in zip(_NAMES, parts, strict=True):
            box.add_class(f"el-{name}")
        self.widget = widgets.HBox(parts)
        self.widget.add_class("el-tools")

    def show(self, session: Session, name_of: Callable[[Step], str]) -> None:
        """Follow the history: what can be taken back, and every step by its name."""
        self.undo.disabled, self.redo.disabled = not session.can_undo, not session.can_redo
        self.pin.disabled = session.pins.full
        steps = enumerate(session.steps)
        options = [(f"{place + 1}. {name_of(step)}", place) for place, step in steps]
        with self._silence():
            if tuple(options) != self.history.options:
                self.history.options = options[::-1]
            self.history.value = session.place

    def _words(self, name: str) -> dict[str, str]:
        t = self.texts
        return {"description": t(f"workbench.{name}"), "tooltip": t(f"workbench.{name}_tip")}

    def _button(self, name: str) -> Any:
        button = widgets.Button(**self._words(name))
        button.on_click(lambda _: self._acts[name]())
        return button

    def _hear(self, box: Any, name: str) -> None:
        def hear(change: dict[str, Any]) -> None:
            if not self._quiet:
                self._acts[name](change["new"])

        box.observe(hear, "value")

    @contextmanager
    def _silence(self) -> Any:
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False


_NAMES = ("undo", "redo", "history", "hold", "pin", "language")


def name_of(step: Step, texts: Texts) -> str:
    """Return what a step of the history is called.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> from engagelab.i18n import load
    >>> session = Session(Scenario.preset("voucher"))
    >>> session.change({"groups.size": 80.0})
    >>> name_of(session.steps[-1], load("en"))
    'group size: 80'
    """
    told = dict(step.values)
    if "field" not in told:
        preset = preset_called(told.get("name", ""))
        told |= {"name": texts.preset(preset)[0]} if preset else {}
        return texts(step.what, **told)
    field, more = told["field"], len(told.get("fields", ())) - 1
    told |= {"label": texts.field(field).label, "value": texts.value(field, step.plan.get(field))}
    several = more > 0 and step.what == "history.changed"
    return texts("history.changed_more" if several else step.what, **told, more=more)
