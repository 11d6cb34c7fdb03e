"""Controls: one for each field, built from what the declaration says about it."""

import html
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, get_origin

import ipywidgets as widgets

from ...errors import EngagelabError
from ...i18n import Texts
from ...models.declaration import Parameter
from ...models.sections import ROLES
from ..compute.scale import Scale
from ..state.parse_input import read_number, read_shares, unexpected, written
from .widget_pool import WidgetPool

Changed = Callable[[str, Any], None]


class FieldControl:
    """The control of one field: a widget, the value it stands for, and a place for a refusal.

    Parameters
    ----------
    name : str
        The dotted name of the field.
    parameter : Parameter
        What the declaration says about it.
    value : object
        The value to show at first.
    changed : callable
        Takes the name and a value that a person has chosen; may raise `EngagelabError`.
    texts : Texts
        The language of the label.
    pool : WidgetPool
        What makes its widgets.

    Attributes
    ----------
    widget : ipywidgets.VBox
        What is shown; its class is ``el-control-`` and the name with hyphens.
    value : object
        The last good value.
    """

    def __init__(
        self,
        name: str,
        parameter: Parameter,
        value: Any,
        changed: Changed,
        texts: Texts,
        pool: WidgetPool,
    ) -> None:
        self.name, self.parameter, self.value, self.texts = name, parameter, value, texts
        self._changed, self._pool, self._quiet = changed, pool, False
        self._refusal = pool.made(widgets.HTML, ["el-refusal"])
        self._inputs = self._build()
        called = "el-control-" + name.replace(".", "-").replace("_", "-")
        inside = [*self._inputs, self._refusal]
        self.widget = pool.made(widgets.VBox, ["el-control", called], inside)
        self.show(value)

    def show(self, value: Any) -> None:
        """Show a value, without telling that it changed; a refusal is taken away."""
        self.value = value
        with self._silence():
            self._display(value)
        self.refuse("")

    def refuse(self, text: str) -> None:
        """Say beside the control what is wrong; an empty text takes it away."""
        self._refusal.value = f'<span role="alert">{html.escape(text)}</span>' if text else ""

    @property
    def refusal(self) -> str:
        """What the control says against the last thing that was entered; empty if it is good."""
        return html.unescape(self._refusal.value.removesuffix("</span>").partition(">")[2])

    def disable(self, why: str) -> None:
        """Put the control out of use and say why where the pointer rests."""
        for box in self._inputs:
            box.tooltip, box.disabled = f"{why}\n{box.tooltip}", True

    # --- what each kind of control says for itself -------------------------------------------

    def _build(self) -> list[Any]:
        raise NotImplementedError

    def _display(self, value: Any) -> None:
        self._inputs[0].value = value

    def _read(self, entered: Any) -> Any:
        return entered

    # --- what all have in common -------------------------------------------------------------

    def _words(self) -> dict[str, Any]:
        """Return the label, with the unit, as all inputs carry it."""
        told = self.texts.field(self.name)
        silent = not told.unit or self.parameter.unit in ("yes or no", "integer")
        label = told.label if silent or told.unit == told.label else f"{told.label} ({told.unit})"
        return {"description": label, "tooltip": told.says}

    def _input(self, kind: Any, *classes: str, **traits: Any) -> Any:
        """Return an input with the label; what is entered there is heard."""
        box = self._made(kind, *classes, **traits)
        box.observe(lambda change: self._hear(change["new"]), "value")
        return box

    def _made(self, kind: Any, *classes: str, **traits: Any) -> Any:
        return self._pool.made(kind, [*classes], wide=True, **self._words(), **traits)

    def _hear(self, entered: Any, read: Callable[[Any], Any] | None = None) -> None:
        """Take what a person entered: read it, show it everywhere, pass it on."""
        if self._quiet:
            return
        try:
            self.value = (read or self._read)(entered)
            self.refuse("")
            self._follow(entered)
            self._changed(self.name, self.value)
        except EngagelabError as error:
            self.refuse(self.texts.mistake(error))
        except Exception as error:  # never a traceback under a slider
            self.refuse(unexpected(error, self.texts))

    def _follow(self, entered: Any) -> None:
        """Bring the other inputs of this control to the value."""

    @contextmanager
    def _silence(self) -> Iterator[None]:
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before


class NumberControl(FieldControl):
    """A box to type in and, where the field has bounds, a slider below it."""

    def _build(self) -> list[Any]:
        value = written(self.value, self.texts.lang)
        self._box = self._input(widgets.Text, "el-number", value=value, continuous_update=False)
        self._scale = scale = Scale.of(self.parameter)
        if scale is None:
            return [self._box]
        low, high = scale.ends
        span = {"min": low, "max": high, "step": scale.step, "value": scale.place(self.value)}
        self._slider = self._made(widgets.FloatSlider, "el-slider", readout=False, **span)
        self._slider.observe(lambda change: self._slide(change["new"]), "value")
        return [self._box, self._slider]

    def _slide(self, place: float) -> None:
        """Take the value at a place, unless it is the place of the exact value that was typed."""
        if self._scale is not None and self._scale.moved(place, self.value):
            self._hear(place, self._scale.value)

    def _display(self, value: float) -> None:
        self._box.value = written(value, self.texts.lang)
        if self._scale is not None:
            self._slider.value = self._scale.place(value)

    def _read(self, entered: str) -> float | int:
        return read_number(self.name, self.parameter, entered, self.texts.lang)

    def _follow(self, entered: float | str) -> None:
        """Move the slider to what was typed, or write what the slider says."""
        with self._silence():
            if isinstance(entered, str) and self._scale is not None:
                self._slider.value = self._scale.place(self.value)
            self._box.value = written(self.value, self.texts.lang)


class SwitchControl(FieldControl):
    """A box to tick."""

    def _build(self) -> list[Any]:
        return [self._input(widgets.Checkbox, indent=False, value=self.value)]


class ChoiceControl(FieldControl):
    """A list to choose from."""

    def _build(self) -> list[Any]:
        options = [(self.texts.word("choice", one), one) for one in self.parameter.choices]
        return [self._input(widgets.Dropdown, "el-choice", options=options, value=self.value)]


class SharesControl(FieldControl):
    """A box for one share for each of some roles, as ``employee 0.7, customer 0.6``."""

    def _build(self) -> list[Any]:
        told = {"value": self._written, "placeholder": self.texts("workbench.shares_like")}
        return [self._input(widgets.Text, "el-choice", continuous_update=False, **told)]

    @property
    def _called(self) -> dict[str, str]:
        return {role: self.texts.word("choice", role) for role in ROLES}

    @property
    def _written(self) -> str:
        return written(self.value, self.texts.lang, self._called)

    def _display(self, value: Any) -> None:
        self._inputs[0].value = self._written

    def _read(self, entered: str) -> dict[str, float]:
        return read_shares(self.name, entered, self.texts.lang, self._called)


def control_for(
    name: str,
    parameter: Parameter,
    value: Any,
    changed: Changed,
    texts: Texts,
    pool: WidgetPool | None = None,
) -> FieldControl | None:
    """Return the control that fits the type of a field; None where there is none.

    Without what others share it has layouts and styles of its own.

    Examples
    --------
    >>> from engagelab import Scenario, i18n
    >>> field = Scenario.fields()["invitations.invite"]
    >>> control_for("invitations.invite", field, 0.2, print, i18n.load("en")).value
    0.2
    """
    kind = _KINDS.get(get_origin(parameter.type) or parameter.type)
    return kind(name, parameter, value, changed, texts, pool or WidgetPool()) if kind else None


_KINDS: dict[Any, type[FieldControl]] = {
    bool: SwitchControl,
    int: NumberControl,
    float: NumberControl,
    Literal: ChoiceControl,
    dict: SharesControl,
}
