"""Build the control of each field from its declaration."""

from collections.abc import Callable
from typing import Any, Literal, get_origin

from ...errors import EngagelabError
from ...i18n import Texts
from ...i18n.vocabulary import POST
from ...models.declaration import Parameter
from ..browser import widgets
from ..compute.scale import Scale
from ..state.parse_input import read_number, unexpected, written
from ..templates import element
from .widget_helpers import Silence
from .widget_pool import WidgetPool

OnChange = Callable[[str, Any], None]


class FieldControl:
    """The control of one field: a widget, the value it stands for, and a line for a refusal.

    Parameters
    ----------
    name : str
        The dotted name of the field.
    parameter : Parameter
        Its declaration.
    value : object
        Its initial value.
    on_change : callable
        Receives the name and the new value after a person's input; may raise `EngagelabError`.
    texts : Texts
        The language of the label.
    pool : WidgetPool
        The factory of its widgets.
    most : float, optional
        Where a slider ends, if the field allows more; see `limit`.

    Attributes
    ----------
    widget : ipywidgets.VBox
        The widget; its CSS class is ``el-control-`` and the name with hyphens.
    value : object
        The last valid value.
    refusal : str
        The reason why the last input was refused; empty if it was valid.
    refused : tuple of (str, EngagelabError) or None
        The input that was refused, and its error.
    obstacle : str
        The reason why the control is disabled; empty if it is not.
    """

    def __init__(
        self,
        name: str,
        parameter: Parameter,
        *,
        value: Any,
        on_change: OnChange,
        texts: Texts,
        pool: WidgetPool,
        most: float | None = None,
    ) -> None:
        self._most = most
        self.name, self.parameter, self.value, self.texts = name, parameter, value, texts
        self._on_change, self._pool, self._silence = on_change, pool, Silence()
        self.obstacle = ""
        self.refused: tuple[str, EngagelabError] | None = None
        self._refusal = pool.create(widgets.HTML, ["el-refusal"])
        self._inputs = self._build()
        css_class = "el-control-" + name.replace(".", "-").replace("_", "-")
        children = [*self._inputs, self._refusal]
        self.widget = pool.create(widgets.VBox, ["el-control", css_class], children)
        self.show(value)

    def show(self, value: Any) -> None:
        """Show a value without reporting a change, and clear the refusal."""
        self.value = value
        with self._silence:
            self._display(value)
        self.refuse("")

    def show_refused(self, entered: str, error: EngagelabError) -> None:
        """Show a text that was refused, as it was entered, and why."""
        with self._silence:
            self._inputs[0].value = entered
        self.refuse(self.texts.mistake(error))
        self.refused = entered, error

    def refuse(self, text: str) -> None:
        """Show why an input was refused; an empty text clears the line."""
        self.refused = None
        valid = written(self.value, self.texts.lang)  # from which the next edit starts
        html = element("span", text, role="alert", data_valid=valid)
        self.refusal, self._refusal.value = text, html

    def disable(self, reason: str, *, shown: bool = False) -> None:
        """Disable the control, with the reason in its tooltip, and also below it if `shown`.

        An empty reason enables it again.
        """
        says = self.texts.field(self.name).says
        for box in self._inputs if reason != self.obstacle else ():
            box.tooltip, box.disabled = f"{reason}\n{says}" if reason else says, bool(reason)
        self.obstacle = reason
        if shown:
            self._refusal.value = element("span", reason, class_="el-hint")

    def limit(self, most: float | None) -> None:
        """Let a slider end at `most`; other controls have no end."""

    # --- defined by each kind of control -----------------------------------------------------

    def _build(self) -> list[Any]:
        raise NotImplementedError

    def _display(self, value: Any) -> None:
        self._inputs[0].value = value

    def _read(self, entered: Any) -> Any:
        return entered

    # --- common to all kinds -----------------------------------------------------------------

    def _words(self) -> dict[str, Any]:
        """Return label, with the unit, and tooltip, the same for all inputs of the control."""
        every = f"workbench.every_{self.name.removeprefix(POST)}"
        label = self.texts(every) if self.name.startswith(POST) else self.texts.label(self.name)
        return {"description": label, "tooltip": self.texts.field(self.name).says}

    def _input(self, kind: Any, *classes: str, **traits: Any) -> Any:
        """Return a labelled input that reports what a person enters."""
        box = self._labelled(kind, *classes, **traits)
        box.observe(lambda change: self._accept(change["new"]), "value")
        return box

    def _labelled(self, kind: Any, *classes: str, **traits: Any) -> Any:
        return self._pool.create(kind, [*classes], wide=True, **self._words(), **traits)

    def _accept(self, entered: Any, read: Callable[[Any], Any] | None = None) -> None:
        """Read what a person entered, show it in all inputs, and report the change."""
        if self._silence:
            return
        try:
            self.value = (read or self._read)(entered)
            self.refuse("")
            self._follow(entered)
            self._on_change(self.name, self.value)
        except EngagelabError as error:
            self.show_refused(str(entered), error)
        except Exception as error:  # never a traceback under a slider
            self.refuse(unexpected(error, self.texts))

    def _follow(self, entered: Any) -> None:
        """Update the other inputs of this control."""


class NumberControl(FieldControl):
    """A text box and, if the field has bounds, a slider below it."""

    def _build(self) -> list[Any]:
        value = written(self.value, self.texts.lang)
        self._box = self._input(widgets.Text, "el-number", value=value, continuous_update=False)
        self._scale = scale = Scale.of(self.parameter, self._most)
        if scale is None:
            return [self._box]
        low, high = scale.ends
        span = {"min": low, "max": high, "step": scale.step, "value": scale.place(self.value)}
        self._slider = self._labelled(widgets.FloatSlider, "el-slider", readout=False, **span)
        self._slider.observe(lambda change: self._slide(change["new"]), "value")
        return [self._box, self._slider]

    def limit(self, most: float | None) -> None:
        """Let the slider end at `most`."""
        scale = Scale.of(self.parameter, most)
        if scale is None or scale == self._scale:
            return
        self._scale = scale
        low, high = scale.ends
        with self._silence, self._slider.hold_sync():  # in one message
            self._slider.min, self._slider.max, self._slider.step = low, high, scale.step
            self._slider.value = scale.place(self.value)

    def _slide(self, place: float) -> None:
        """Accept the value of a place, unless it only rounds the exact value that was typed."""
        if self._scale is not None and self._scale.moved(place, self.value):
            self._accept(place, self._scale.value)

    def _display(self, value: float) -> None:
        self._box.value = written(value, self.texts.lang)
        if self._scale is not None:
            self._slider.value = self._scale.place(value)

    def _read(self, entered: str) -> float | int:
        return read_number(self.name, self.parameter, entered, self.texts.lang)

    def _follow(self, entered: float | str) -> None:
        """Move the slider to a typed number, or write the number of the slider."""
        with self._silence:
            if isinstance(entered, str) and self._scale is not None:
                self._slider.value = self._scale.place(self.value)
            self._box.value = written(self.value, self.texts.lang)


class SwitchControl(FieldControl):
    """A checkbox."""

    def _build(self) -> list[Any]:
        return [self._input(widgets.Checkbox, indent=False, value=self.value)]


class ChoiceControl(FieldControl):
    """A drop-down list."""

    def _build(self) -> list[Any]:
        choices = self.parameter.choices
        options = [(self.texts.word("choice", choice), choice) for choice in choices]
        return [self._input(widgets.Dropdown, "el-choice", options=options, value=self.value)]


def control_for(
    name: str,
    parameter: Parameter,
    *,
    value: Any,
    on_change: OnChange,
    texts: Texts,
    pool: WidgetPool | None = None,
    most: float | None = None,
) -> FieldControl | None:
    """Return the control for the type of a field; None for a type without a control.

    Parameters
    ----------
    name, parameter, value, on_change, texts, most
        As for `FieldControl`.
    pool : WidgetPool, optional
        Controls with the same pool share layouts and styles.

    Examples
    --------
    >>> from engagelab import Scenario, i18n
    >>> name, t = "invitations.invite", i18n.load("en")
    >>> field = Scenario.fields()[name]
    >>> control_for(name, field, value=0.2, on_change=print, texts=t).value
    0.2
    """
    kind = _KINDS.get(get_origin(parameter.type) or parameter.type)
    if kind is None:
        return None
    pool = pool or WidgetPool()
    return kind(
        name, parameter, value=value, on_change=on_change, texts=texts, pool=pool, most=most
    )


_KINDS: dict[Any, type[FieldControl]] = {
    bool: SwitchControl,
    int: NumberControl,
    float: NumberControl,
    Literal: ChoiceControl,
}
