"""The session of a workbench: the plan under change, its history and the pins."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ...graphs.network import Network
from ...simulation.scenario import Scenario
from .draft_plan import Draft
from .network_files import LoadedFiles, NetworkFiles
from .pins import Pin, Pins
from .plan_on_network import suited

_GESTURE = 1.0  # seconds within which moves of one control are one change
_MAX_STEPS = 200


@dataclass(frozen=True)
class Step:
    """A change, and the plan after it.

    Attributes
    ----------
    what : str
        The key of the text that names the change.
    values : dict
        The values in that text; ``field`` is the dotted name of a field.
    base, plan : Scenario
        The plan that the changes start from, and the plan after them.
    wanted : dict
        The values changed since the base, by dotted field name.
    """

    what: str
    values: Mapping[str, Any]
    base: Scenario
    plan: Scenario
    wanted: Mapping[str, Any] = field(default_factory=dict)


class Session:
    """The plan under change, its history, the pinned plans and the network.

    Undo and redo change the plan only: a person can go back to an early plan and pin it beside a
    recent one. Removed pins are put back separately (`Pins.put_back`). The history and the pins
    store plans as they were made; they are adapted to the network only when they are simulated.

    Parameters
    ----------
    plan : Scenario
        The plan to start with.

    Attributes
    ----------
    draft : Draft
        The plan under change.
    pins : Pins
        The pinned plans.
    against : str
        The plan that the others are compared with: the letter of a pin, or ``"plan"`` for the
        present one; empty for the first pin.
    network : Network or None
        The network that plans are simulated on, unless it is their own town.
    network_name : str
        Its name.
    network_files : NetworkFiles or None
        The files it was read from, if a person gave it as files.
    notes : dict of str to object
        What tabs store between being closed and made again.
    loaded_files : LoadedFiles
        The files given last, and the network read from them; it need not be in use.
    plan_before_network : Scenario or None
        The plan before it was adapted to the network.

    Examples
    --------
    >>> session = Session(Scenario.preset("voucher"))
    >>> session.change({"groups.size": 80.0})
    >>> session.plan.groups.size, session.undo(), session.plan.groups.size, session.redo()
    (80.0, True, 25, True)
    """

    def __init__(self, plan: Scenario) -> None:
        self._opened: tuple[Scenario, tuple[Pin, ...]] = plan, ()
        self.draft = Draft(plan)
        self.pins = Pins()
        self.against = ""
        self.network: Network | None = None
        self.network_name = ""
        self.network_files: NetworkFiles | None = None
        self.notes: dict[str, Any] = {}
        self.loaded_files = LoadedFiles()
        self.plan_before_network: Scenario | None = None
        self._steps = [Step("history.opened", {}, plan, plan)]
        self._place = 0
        # the fields of the last move, its time, and the number of the press of the pointer
        self._last: tuple[tuple[str, ...], float, int] = ((), 0.0, 0)
        self._press, self._pressed = 0, False

    @property
    def plan(self) -> Scenario:
        """The last valid plan."""
        return self.draft.plan

    @property
    def baseline(self) -> Scenario:
        """The base, with the runs and the key of the plan."""
        return self.draft.baseline

    @property
    def custom(self) -> bool:
        """Whether the plan differs from its base in more than the runs and the key."""
        return self.draft.custom

    def suited(self, plan: Scenario) -> Scenario:
        """Return a plan adapted to the network, if there is one."""
        return plan if self.network is None else suited(plan, self.network)

    @property
    def suited_pins(self) -> tuple[Pin, ...]:
        """The pins with their plans adapted to the network."""
        return tuple(replace(pin, plan=self.suited(pin.plan)) for pin in self.pins)

    def play_on(self, network: Network | None, name: str) -> None:
        """Simulate plans on a network from now on, or with None on their own towns."""
        self.network, self.network_name = network, name if network else ""
        self.go(self._place)

    # --- changes -----------------------------------------------------------------------------

    def change(self, values: Mapping[str, Any], what: str = "history.changed") -> None:
        """Set values of some fields; consecutive moves of one control are one step.

        Raises
        ------
        EngagelabError
            If the values contradict others; they stay wanted, and the plan is as before.
        """
        before = self.plan
        self.draft.change(values)
        if self.plan != before:
            fields = tuple(values)
            self._add_step(what, {"field": fields[0], "fields": fields}, (what, *fields))

    def start_from(self, base: Scenario, what: str = "history.started") -> None:
        """Start from another plan, with the runs and the key of the present one."""
        self.draft.start_from(base)
        self._add_step(what, {"name": base.name}, ())

    def open(self, plan: Scenario, name: str, what: str = "history.read") -> bool:
        """Open another plan, with its runs and key; return False if it is the present one.

        Parameters
        ----------
        plan : Scenario
            The plan.
        name : str
            Its source, for the text of the history.
        what : str
            The key of that text.
        """
        if plan == self.plan and self.draft.fits:
            return False
        self.draft.open(plan)
        self._add_step(what, {"name": name}, ())
        return True

    @property
    def pressed(self) -> bool:
        """Whether the pointer is pressed on a slider."""
        return self._pressed

    def press(self, pressed: bool) -> None:
        """Note that the pointer was pressed or released: moves in between are one step."""
        fields, when, press = self._last
        if pressed:
            self._press += 1
        else:  # the last move of a drag may arrive after its end
            when = time.monotonic() if press == self._press else when
        self._pressed, self._last = pressed, (fields, when, press)

    def _add_step(self, what: str, values: Mapping[str, Any], fields: tuple[str, ...]) -> None:
        """Add a step after the present one; steps that were undone are dropped."""
        same = bool(self._place) and self._is_same_gesture(fields)
        self._last = (fields, time.monotonic(), self._press)
        draft = self.draft
        step = Step(what, values, draft.base, draft.plan, dict(draft.wanted))
        steps = self._steps[: self._place if same else self._place + 1]
        if not (same and steps[-1].plan == step.plan):  # back and forth in one gesture
            steps = [*steps, step][-_MAX_STEPS:]
        self._steps, self._place = steps, len(steps) - 1

    def _is_same_gesture(self, fields: tuple[str, ...]) -> bool:
        """Return whether a move continues the one before."""
        moved, when, press = self._last
        if not fields or moved != fields:
            return False
        if self._pressed:
            return press == self._press
        return time.monotonic() - when < _GESTURE

    # --- history -----------------------------------------------------------------------------

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps, the oldest first."""
        return tuple(self._steps)

    @property
    def place(self) -> int:
        """The index of the current step."""
        return self._place

    @property
    def can_undo(self) -> bool:
        """Whether there is a change or a contradiction to undo."""
        return self._place > 0 or not self.draft.fits

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to redo."""
        return self._place < len(self._steps) - 1

    def undo(self) -> bool:
        """Undo a contradiction or the last change; return whether there was one."""
        return self.can_undo and self.go(self._place - (1 if self.draft.fits else 0))

    def redo(self) -> bool:
        """Redo the change that was undone last; return whether there was one."""
        return self.can_redo and self.go(self._place + 1)

    def go(self, place: int) -> bool:
        """Go to the step with an index; always True."""
        step = self._steps[place]
        self._place, self._last = place, ((), 0.0, 0)
        plan = self.suited(step.plan)
        self.draft.restore(self.suited(step.base), {name: plan.get(name) for name in step.wanted})
        return True

    def restore(self, steps: Sequence[Step], place: int, pins: Iterable[Pin]) -> None:
        """Replace the history and the pins, for example with saved ones."""
        self._steps = list(steps)
        self.pins.restore(pins)
        self.go(min(max(place, 0), len(self._steps) - 1))

    def begin_with(self, plan: Scenario, pins: Iterable[Pin]) -> None:
        """Restart with another plan and pins, as if they had been opened."""
        self._opened = plan, tuple(pins)
        self.restart()

    def restart(self) -> None:
        """Restore the plan and the pins as they were opened, without history."""
        plan, pins = self._opened
        self.restore([Step("history.opened", {}, plan, plan)], 0, pins)

    @property
    def fresh(self) -> bool:
        """Whether nothing has been changed yet."""
        untouched = len(self._steps) == 1 and self.draft.fits
        return untouched and tuple(self.pins) == self._opened[1]

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps)
