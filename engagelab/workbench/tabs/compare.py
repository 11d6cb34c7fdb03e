"""Compare the pinned plans with each other and with the present one."""

import threading
from collections.abc import Callable
from typing import Any

from ...palette import look
from ..browser import widgets
from ..compute.answer import Answer
from ..controls.widget_helpers import Silence, button, styled
from ..state.draft_plan import as_run
from ..state.pins import Pin
from ..templates import element
from ..view.comparison_set import baseline_key, comparison_set, outcomes_of
from ..view.comparison_table import SimulatedPlan, compared_with, table, verdicts
from .context import Context


class CompareTab:
    """The pins with their actions, and a table of the compared plans.

    Parameters
    ----------
    context : Context
        What the tab knows of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        Pins, sentences and table.
    rows : dict of str to PinRow
        The row of each pin, by its letter.
    against : ipywidgets.Dropdown
        The plan that the others are compared with.
    """

    def __init__(self, context: Context) -> None:
        self._context, self._lock, self._silence = context, threading.RLock(), Silence()
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
        against = widgets.Dropdown(
            description=t("compare.against"), tooltip=t("compare.against_tip")
        )
        self.against = styled(against, "el-against", "el-choice")
        self.against.observe(context.guarded(lambda _: self._choose()), "value")
        self._list, self._comparison = styled(widgets.VBox(), "el-pins"), widgets.HTML()
        tools = widgets.HBox([self.pin, self.remove_all, self.put_back, self.against])
        self.widget = widgets.VBox([styled(tools, "el-pin-tools"), self._list, self._comparison])
        self._follow_pins()

    def show(self, answer: Answer) -> None:
        """Show an answer; the table waits for a full one."""
        with self._lock:
            self._follow_pins()
            if not answer.coarse:
                self._answer = answer
                self._paint()

    def close(self) -> None:
        """Do nothing: there is no work in the background."""

    # --- actions of a person -----------------------------------------------------------------

    def _pin(self) -> None:
        pins, session = self._context.session.pins, self._context.session
        pins.add(session.plan, self._context.plan_name())
        self._changed()

    def _remove_all(self) -> None:
        pins = self._context.session.pins
        pins.remove(*(pin.letter for pin in pins))
        self._changed()

    def _put_back(self) -> None:
        self._context.session.pins.put_back()
        self._changed()

    def act(self, what: str, letter: str) -> None:
        """Perform the action of a button of a pin."""
        session = self._context.session
        if what == "take":
            pin = session.pins.get(letter)
            name = pin.called(self._context.texts)
            self._context.open(as_run(pin.plan, session.plan), name, "history.taken")
            return
        if what == "replan":
            session.pins.replan(letter, session.plan, self._context.plan_name())
        elif what == "swap":
            session.pins.swap(letter, self._before(letter))
        elif what == "remove":
            session.pins.remove(letter)
        self._changed()

    def rename(self, letter: str, name: str) -> None:
        """Rename a pin."""
        self._context.session.pins.rename(letter, name)
        self._changed()

    def _before(self, letter: str) -> str:
        """Return the letter of the previous pin; for the first one, that of the last."""
        letters = [pin.letter for pin in self._context.session.pins]
        return letters[letters.index(letter) - 1]

    def _changed(self) -> None:
        """Show the pins at once, and simulate those that are new."""
        with self._lock:
            self._follow_pins()
            self._paint()
        self._context.refresh()

    def _choose(self) -> None:
        if not self._silence:
            with self._lock:
                self._context.session.against = self.against.value
                self._paint()

    # --- rendering ---------------------------------------------------------------------------

    def _follow_pins(self) -> None:
        t, pins = self._context.texts, self._context.session.pins
        letters = [pin.letter for pin in pins]
        if list(self.rows) != letters:
            before = [row.widget for row in self.rows.values()]
            self.rows = {
                pin.letter: self.rows.get(pin.letter) or PinRow(pin, self, self._context)
                for pin in pins
            }
            self._list.children = [row.widget for row in self.rows.values()]
            widgets.close_all(*before, keep=[self._list])
        for pin in pins:
            self.rows[pin.letter].show(pin, self._before(pin.letter))
        names = ", ".join(pin.name for pin in pins.removed)
        self.put_back.tooltip = t("compare.put_back_tip", names=names)
        _set_visible(self.put_back, bool(names))
        _set_visible(self.remove_all, bool(pins))
        self.pin.disabled = pins.full

    def _paint(self) -> None:
        t, plans = self._context.texts, self._simulated_plans()
        self._offer(plans)
        hint = self._hint(plans)
        if hint:
            self._comparison.value = element("p", t(f"compare.{hint}"), class_="el-hint")
        else:
            comparison = compared_with(plans, self.against.value)
            html = verdicts(plans, comparison, t) + table(plans, comparison, t)
            self._comparison.value = html

    def _hint(self, plans: list[SimulatedPlan]) -> str:
        """Return the key of the reason why there is nothing to compare; empty if there is."""
        if len(plans) < 2:
            if any(plan.present and plan.key != "plan" for plan in plans):
                return "alone"
            return "waiting" if self._context.session.pins else "intro"
        return "one_run" if min(plan.outcome.runs for plan in plans) < 2 else ""

    def _simulated_plans(self) -> list[SimulatedPlan]:
        """Return the plans whose outcomes are known."""
        answer, context = self._answer, self._context
        if answer is None:
            return []
        known = outcomes_of(answer)
        pins = [p for p in context.session.suited_pins if as_run(p.plan, answer.plan).hash in known]
        base = None if answer.baseline is None else answer.baseline.plan
        plans = comparison_set(pins, answer.plan, context.plan_name(), base, context.texts)
        return [SimulatedPlan(**vars(plan), outcome=known[plan.plan.hash]) for plan in plans]

    def _offer(self, plans: list[SimulatedPlan]) -> None:
        """Offer the plans as the one that the others are compared with."""
        options = tuple((plan.short(self._context.texts), plan.key) for plan in plans)
        _set_visible(self.against, len(plans) > 1)
        if options == self.against.options:
            return
        with self._silence:
            self.against.options = options
            self.against.value = baseline_key(plans, self._context.session.against) or None

    # --- widgets -----------------------------------------------------------------------------

    def _button(self, name: str, act: Callable[[], None]) -> Any:
        t, act = self._context.texts, self._context.guarded(act)
        words = {"names": ""} if name == "put_back" else {}
        css_class, tooltip = f"el-{name.replace('_', '-')}-pins", t(f"compare.{name}_tip", **words)
        return button(t(f"compare.{name}"), act, css_class, tooltip=tooltip)


class PinRow:
    """A pin: its letter, its editable name and its actions.

    Attributes
    ----------
    widget : ipywidgets.HBox
        Letter, name and buttons.
    name : ipywidgets.Text
        The name.
    buttons : dict of str to ipywidgets.Button
        ``take``, ``replan``, ``swap``, ``remove``.
    """

    def __init__(self, pin: Pin, tab: CompareTab, context: Context) -> None:
        self._letter, self._tab, self._context, self._shown = pin.letter, tab, context, pin.name
        t, letter = context.texts, pin.letter
        name_box = widgets.Text(
            value=pin.name, continuous_update=False, description=t("compare.name", letter=letter)
        )
        self.name = styled(name_box, "el-pin-name")
        self.name.observe(context.guarded(lambda change: self._rename(change["new"])), "value")
        self.buttons = {name: self._button(name) for name in ("take", "replan", "swap", "remove")}
        colour = look(letter).colour
        style = f"border-bottom:3px solid {colour}"
        letter_html = element("b", letter, style=style, aria_hidden="true")
        letter_box = styled(widgets.HTML(letter_html), "el-pin-letter")
        row = widgets.HBox([letter_box, self.name, *self.buttons.values()])
        self.widget = styled(row, "el-pin-row", f"el-pin-{letter}")

    def show(self, pin: Pin, other: str) -> None:
        """Show the pin; `other` is the letter with which it can be swapped."""
        self._shown = self.name.value = pin.name
        t, swap = self._context.texts, self.buttons["swap"]
        swap.description = t("compare.swap", other=other)
        swap.tooltip = t("compare.swap_tip", letter=self._letter, other=other)
        _set_visible(swap, other != self._letter)

    def _rename(self, name: str) -> None:
        if name != self._shown:
            self._tab.rename(self._letter, name)

    def _button(self, name: str) -> Any:
        t = self._context.texts
        words = {"letter": self._letter, "other": ""}
        label, tooltip = t(f"compare.{name}", **words), t(f"compare.{name}_tip", **words)
        act = self._context.guarded(lambda: self._tab.act(name, self._letter))
        return button(label, act, tooltip=tooltip)


def _set_visible(box: Any, visible: bool) -> None:
    box.layout.display = None if visible else "none"
