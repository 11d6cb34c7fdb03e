"""Show the tools above the controls: undo, redo, history, hold, pin and language."""

from collections.abc import Callable, Mapping
from typing import Any

from ...i18n import LANGUAGES, Texts
from ...i18n.preset_names import preset_called
from ...i18n.vocabulary import POST
from ..browser import widgets
from ..state.every_post import value_in
from ..state.session import Session, Step
from .widget_helpers import Silence, button, styled

_LANGUAGE_NAMES = {"en": "English", "fr": "Français"}
_NAMES = ("undo", "redo", "history", "hold", "pin", "language")
_OF_POSTS = "history.post_"  # a change of one field in all posts


class Toolbar:
    """The tools above the controls.

    Parameters
    ----------
    texts : Texts
        The language of the labels.
    actions : mapping of str to callable
        The actions: ``undo``, ``redo`` and ``pin`` take no argument, ``go`` a position in the
        history, ``hold`` whether to hold, ``set_language`` a language.

    Attributes
    ----------
    widget : ipywidgets.HBox
        The tools.
    undo, redo, pin, hold, history, language : ipywidgets
        Each tool.
    """

    def __init__(self, texts: Texts, actions: Mapping[str, Callable[..., None]]) -> None:
        self.texts, self._actions, self._silence = texts, actions, Silence()
        self.undo, self.redo, self.pin = (self._button(name) for name in ("undo", "redo", "pin"))
        self.hold = widgets.ToggleButton(**self._words("hold"))
        self.history = widgets.Dropdown(**self._words("history"))
        options = [(_LANGUAGE_NAMES[lang], lang) for lang in LANGUAGES]
        label = texts("workbench.language")
        self.language = widgets.Dropdown(options=options, value=texts.lang, description=label)
        self._observe(self.hold, "hold")
        self._observe(self.history, "go")
        self._observe(self.language, "set_language")
        for box in (self.history, self.language):
            styled(box, "el-choice")
        parts = [styled(getattr(self, name), f"el-{name}") for name in _NAMES]
        self.widget = styled(widgets.HBox(parts), "el-tools")

    def show(self, session: Session, name_of: Callable[[Step], str]) -> None:
        """Show the history of a session: every step by its name, and what can be undone."""
        self.undo.disabled, self.redo.disabled = not session.can_undo, not session.can_redo
        self.pin.disabled = session.pins.full
        steps = enumerate(session.steps)
        options = [(f"{place + 1}. {name_of(step)}", place) for place, step in steps]
        with self._silence:
            if tuple(options) != self.history.options:
                self.history.options = options[::-1]
            self.history.value = session.place

    def _words(self, name: str) -> dict[str, str]:
        t = self.texts
        return {"description": t(f"workbench.{name}"), "tooltip": t(f"workbench.{name}_tip")}

    def _button(self, name: str) -> Any:
        t = self.texts
        tooltip = t(f"workbench.{name}_tip")
        return button(t(f"workbench.{name}"), lambda: self._actions[name](), tooltip=tooltip)

    def _observe(self, box: Any, name: str) -> None:
        def act(change: dict[str, Any]) -> None:
            if not self._silence:
                self._actions[name](change["new"])

        box.observe(act, "value")


def name_of(step: Step, texts: Texts) -> str:
    """Return the name of a step of the history.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> from engagelab.i18n import load
    >>> session = Session(Scenario.preset("voucher"))
    >>> session.change({"groups.size": 80.0})
    >>> name_of(session.steps[-1], load("en"))
    'group size: 80'
    """
    values = dict(step.values)
    if "field" not in values:
        preset = preset_called(values.get("name", ""))
        values |= {"name": texts.preset(preset)[0]} if preset else {}
        return texts(step.what, **values)
    field, more = values["field"], len(values.get("fields", ())) - 1
    if step.what.startswith(_OF_POSTS):
        field = POST + step.what.removeprefix(_OF_POSTS)
    value = texts.value(field, value_in(step.plan, field))
    values |= {"label": texts.field(field).label, "value": value}
    several = more > 0 and step.what == "history.changed"
    return texts("history.changed_more" if several else step.what, **values, more=more)
