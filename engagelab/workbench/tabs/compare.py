"""Compare: the pinned plans and the present one, what differs, and which of them is better."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

import ipywidgets as widgets

from ...palette import look
from ..compute.answer import Answer
from ..state.draft_plan import as_run
from ..state.pins import Pin
from ..view.comparison_set import held_against, outcomes_of, side_by_side
from ..view.comparison_table import Side, compared_by, table, verdicts
from .context import Context


class CompareTab:
    """The pins, each with what can be done about it, and the plans side by side.

    Parameters
    ----------
    context : Context
        The rest of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        What is shown.
    rows : dict of str to PinRow
        The row of each pin, by its letter.
    against : ipywidgets.Dropdown
        Which plan the others are held against.
    """

    def __init__(self, context: Context) -> None:
        self._context, self._lock, self._quiet = context, threading.RLock(), False
        self._answer: Answer | None = None
        self.rows: dict[str, PinRow] = {}
        self.pin, self.remove_all, self.put_back = (
            self._button(name, act)
            for name, act in (
                ("pin", self._pin),
                ("remove_all", self._remove_all),
                ("put_back", self._put_back),
            )
        )
        t = context.texts
        self.against = widgets.Dropdown(
            description=t("compare.against"), tooltip=t("compare.against_tip")
        )
        self.against.add_class("el-against")
        self.against.add_class("el-choice")
        self.against.observe(context.guarded(lambda _: self._choose()), "value")
        self._list, self._shown = widgets.VBox(), widgets.HTML()
        self._list.add_class("el-pins")
        tools = widgets.HBox([self.pin, self.remove_all, self.put_back, self.against])
        tools.add_class("el-pin-tools")
        self.widget = widgets.VBox([tools, self._list, self._shown])
        self._follow_pins()

    def show(self, answer: Answer) -> None:
        """Follow an answer; the table waits for a full one."""
        with self._lock:
            self._follow_pins()
            if not answer.coarse:
                self._answer = answer
                self._paint()

    def close(self) -> None:
        """Nothing runs in the background."""

    # --- what a person does ------------------------------------------------------------------

    def _pin(self) -> None:
        pins, session = self._context.session.pins, self._context.session
        pins.add(session.plan, self._context.called())
        self._changed()

    def _remove_all(self) -> None:
        pins = self._context.session.pins
        pins.remove(*(pin.letter for pin in pins))
        self._changed()

    def _put_back(self) -> None:
        self._context.session.pins.put_back()
        self._changed()

    def act(self, what: str, letter: str) -> None:
        """Do what a button of a pin says."""
        session = self._context.session
        if what == "take":
            pin = session.pins.get(letter)
            called = pin.called(self._context.texts)
            self._context.open(as_run(pin.plan, session.plan), called, "history.taken")
            return
        if what == "replan":
            session.pins.replan(letter, session.plan, self._context.called())
        elif what == "swap":
            session.pins.swap(letter, self._before(letter))
        elif what == "remove":
            session.pins.remove(letter)
        self._changed()

    def rename(self, letter: str, name: str) -> None:
        """Call a pin something else."""
        self._context.session.pins.rename(letter, name)
        self._changed()

    def _before(self, letter: str) -> str:
        """Return the letter before one; the last one before the first."""
        letters = [pin.letter for pin in self._context.session.pins]
        return letters[letters.index(letter) - 1]

    def _changed(self) -> None:
        """Show the pins at once, and have what is missing played."""
        with self._lock:
            self._follow_pins()
            self._paint()
        self._context.repaint()

    def _choose(self) -> None:
        if not self._quiet:
            with self._lock:
                self._context.session.against = self.against.value
                self._paint()

    # --- what is shown -----------------------------------------------------------------------

    def _follow_pins(self) -> None:
        t, pins = self._context.texts, self._context.session.pins
        letters = [pin.letter for pin in pins]
        if list(self.rows) != letters:
            self.rows = {
                pin.letter: self.rows.get(pin.letter) or PinRow(pin, self, self._context)
                for pin in pins
            }
            self._list.children = [row.widget for row in self.rows.values()]
        for pin in pins:
            self.rows[pin.letter].show(pin, self._before(pin.letter))
        names = ", ".join(pin.name for pin in pins.removed)
        self.put_back.tooltip = t("compare.put_back_tip", names=names)
        _appear(self.put_back, bool(names))
        _appear(self.remove_all, bool(pins))
        self.pin.disabled = pins.full

    def _paint(self) -> None:
        t, sides = self._context.texts, self._sides()
        self._offer(sides)
        if len(sides) < 2:
            pinned = any(side.present and side.key != "plan" for side in sides)
            waits = "compare.waiting" if self._context.session.pins else "compare.intro"
            key = "compare.alone" if pinned else waits
            self._shown.value = f"<p class='el-hint'>{escape(t(key))}</p>"
        elif min(side.outcome.runs for side in sides) < 2:
            self._shown.value = f"<p class='el-hint'>{escape(t('compare.one_run'))}</p>"
        else:
            found = compared_by(sides, self.against.value)
            self._shown.value = verdicts(sides, found, t) + table(sides, found, t)

    def _sides(self) -> list[Side]:
        """Return the plans that have been played."""
        answer, context = self._answer, self._context
        if answer is None:
            return []
        known = outcomes_of(answer)
        pins = [p for p in context.session.suited_pins if as_run(p.plan, answer.plan).hash in known]
        before = None if answer.baseline is None else answer.baseline.plan
        found = side_by_side(pins, answer.plan, context.called(), before, context.texts)
        return [Side(**vars(one), outcome=known[one.plan.hash]) for one in found]

    def _offer(self, sides: list[Side]) -> None:
        """Let a person choose what to hold the plans against: the first one unless chosen."""
        options = tuple((side.short(self._context.texts), side.key) for side in sides)
        _appear(self.against, len(sides) > 1)
        if options == self.against.options:
            return
        with self._silence():
            self.against.options = options
            self.against.value = held_against(sides, self._context.session.against) or None

    # --- how it is made ----------------------------------------------------------------------

    def _button(self, name: str, act: Callable[[], None]) -> Any:
        t, tip = self._context.texts, f"compare.{name}_tip"
        words = {"names": ""} if name == "put_back" else {}
        button = widgets.Button(description=t(f"compare.{name}"), tooltip=t(tip, **words))
        button.on_click(self._context.guarded(lambda _: act()))
        button.add_class(f"el-{name.replace('_', '-')}-pins")
        return button

    @contextmanager
    def _silence(self) -> Iterator[None]:
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before


class PinRow:
    """A pin: its letter, its name to be changed in place, and what can be done about it.

    Attributes
    ----------
    widget : ipywidgets.HBox
        What is shown.
    name : ipywidgets.Text
        The name.
    buttons : dict of str to ipywidgets.Button
        ``take``, ``replan``, ``swap``, ``remove``.
    """

    def __init__(self, pin: Pin, tab: CompareTab, context: Context) -> None:
        self._letter, self._tab, self._context, self._shows = pin.letter, tab, context, pin.name
        t, letter = context.texts, pin.letter
        self.name = widgets.Text(
            value=pin.name, continuous_update=False, description=t("compare.name", letter=letter)
        )
        self.name.add_class("el-pin-name")
        self.name.observe(context.guarded(lambda change: self._hear(change["new"])), "value")
        self.buttons = {name: self._button(name) for name in ("take", "replan", "swap", "remove")}
        colour = look(letter).colour
        mark = widgets.HTML(
            f"<b style='border-bottom:3px solid {colour}' aria-hidden='true'>{letter}</b>"
        )
        mark.add_class("el-pin-letter")
        self.widget = widgets.HBox([mark, self.name, *self.buttons.values()])
        self.widget.add_class("el-pin-row")
        self.widget.add_class(f"el-pin-{letter}")

    def show(self, pin: Pin, other: str) -> None:
        """Follow the pin; `other` is what it can be swapped with."""
        self._shows = self.name.value = pin.name
        t, swap = self._context.texts, self.buttons["swap"]
        swap.description = t("compare.swap", other=other)
        swap.tooltip = t("compare.swap_tip", letter=self._letter, other=other)
        _appear(swap, other != self._letter)

    def _hear(self, name: str) -> None:
        if name == self._shows:
            return
        self._tab.rename(self._letter, name)

    def _button(self, name: str) -> Any:
        t = self._context.texts
        words = {"letter": self._letter, "other": ""}
        button = widgets.Button(
            description=t(f"compare.{name}", **words), tooltip=t(f"compare.{name}_tip", **words)
        )
        button.on_click(self._context.guarded(lambda _: self._tab.act(name, self._letter)))
        return button


def _appear(box: Any, is_there: bool) -> None:
    box.layout.display = None if is_there else "none"
