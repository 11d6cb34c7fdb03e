"""All that a person has made: the plan under change, its history, the pins."""

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
_MOST = 200  # changes that are kept


@dataclass(frozen=True)
class Step:
    """One change, and the plan after it.

    Attributes
    ----------
    what : str
        The key of the text that names the change.
    values : dict
        What the text names; ``field`` is the dotted name of a field.
    base, plan : Scenario
        What the changes start from, and the plan after them.
    wanted : dict
        The fields that were changed since the base.
    """

    what: str
    values: Mapping[str, Any]
    base: Scenario
    plan: Scenario
    wanted: Mapping[str, Any] = field(default_factory=dict)


class Session:
    """The plan under change, every change of it, and the plans that are pinned.

    The history is that of the plan: undo and redo leave the pins alone, so that a plan of long ago
    can be gone back to and pinned beside those of today. What is taken from the pins can be put
    back by itself (`Pins.put_back`). Where plans are played is left alone, too: the history and the
    pins keep plans as they were made, and what is played on a network is suited to it.

    Parameters
    ----------
    plan : Scenario
        The plan to start with.

    Attributes
    ----------
    draft : Draft
        The plan while it is changed.
    pins : Pins
        The plans that are pinned.
    against : str
        Which plan a person holds the others against: a pin's letter, or ``"plan"`` for the present
        one; empty: the first pin.
    network : Network or None
        Where plans are played, where it is not their own town.
    network_name : str
        What it is called.
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
        self.against = ""  # the key of the plan that a person holds the others against
        self.network: Network | None = None
        self.network_name = ""
        self.network_files: NetworkFiles | None = None
        self.notes: dict[str, Any] = {}
        self.loaded_files = LoadedFiles()
        self.plan_before_network: Scenario | None = None
        self._steps = [Step("history.opened", {}, plan, plan)]
        self._place = 0
        # which fields moved, when, and in which press of the pointer
        self._last: tuple[tuple[str, ...], float, int] = ((), 0.0, 0)
        self._grip, self._pressed = 0, False

    @property
    def plan(self) -> Scenario:
        """The last plan that holds together."""
        return self.draft.plan

    @property
    def baseline(self) -> Scenario:
        """What the plan is held against: its base, run as the plan is."""
        return self.draft.baseline

    @property
    def custom(self) -> bool:
        """Whether the plan differs from its base in more than how it is run."""
        return self.draft.custom

    def suited(self, plan: Scenario) -> Scenario:
        """Return a plan as it can be played where plans are played."""
        return plan if self.network is None else suited(plan, self.network)

    @property
    def suited_pins(self) -> tuple[Pin, ...]:
        """The pins as they can be played where plans are played."""
        return tuple(replace(pin, plan=self.suited(pin.plan)) for pin in self.pins)

    def play_on(self, network: Network | None, name: str) -> None:
        """Play plans on a network, or on their own towns again; all on it are suited to it."""
        self.network, self.network_name = network, name if network else ""
        self.go(self._place)

    # --- changes -----------------------------------------------------------------------------

    def change(self, values: Mapping[str, Any], what: str = "history.changed") -> None:
        """Want other values of some fields; moves of one control in a row are one change.

        Raises
        ------
        EngagelabError
            Where the values contradict others; they stay wanted, and the plan is as before.
        """
        before = self.plan
        self.draft.change(values)
        if self.plan != before:
            told = {"field": next(iter(values)), "fields": tuple(values)}
            self._note(what, told, tuple(values))

    def start_from(self, base: Scenario, what: str = "history.started") -> None:
        """Take another plan as a new base; the runs and the key stay."""
        self.draft.start_from(base)
        self._note(what, {"name": base.name}, ())

    def open(self, plan: Scenario, name: str, what: str = "history.read") -> bool:
        """Take another plan as it is, its runs and key too; return whether it is another.

        Parameters
        ----------
        plan : Scenario
            The plan.
        name : str
            Where it comes from, for the history.
        what : str
            The key of the text of the history.
        """
        if plan == self.plan and self.draft.fits:
            return False
        self.draft.open(plan)
        self._note(what, {"name": name}, ())
        return True

    @property
    def pressed(self) -> bool:
        """Whether the pointer is pressed on a slider."""
        return self._pressed

    def press(self, pressed: bool) -> None:
        """Hear that the pointer is pressed or let go: in between is one gesture."""
        moved, when, grip = self._last
        if pressed:
            self._grip += 1
        else:  # the last move of a drag may arrive after its end
            when = time.monotonic() if grip == self._grip else when
        self._pressed, self._last = pressed, (moved, when, grip)

    def _note(self, what: str, values: Mapping[str, Any], fields: tuple[str, ...]) -> None:
        """Add a step after the present one; those that were taken back are forgotten."""
        same = bool(self._place) and self._is_same_gesture(fields)
        self._last = (fields, time.monotonic(), self._grip)
        draft = self.draft
        step = Step(what, values, draft.base, draft.plan, dict(draft.wanted))
        kept = self._steps[: self._place if same else self._place + 1]
        if not (same and kept[-1].plan == step.plan):  # there and back in one go is no change
            kept = [*kept, step][-_MOST:]
        self._steps, self._place = kept, len(kept) - 1

    def _is_same_gesture(self, fields: tuple[str, ...]) -> bool:
        """Return whether a move goes on with the one before."""
        moved, when, grip = self._last
        if not fields or moved != fields:
            return False
        if self._pressed:
            return grip == self._grip
        return time.monotonic() - when < _GESTURE

    # --- history -----------------------------------------------------------------------------

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every change, the oldest first."""
        return tuple(self._steps)

    @property
    def place(self) -> int:
        """Which of the steps the plan is at."""
        return self._place

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back, or a contradiction."""
        return self._place > 0 or not self.draft.fits

    @property
    def can_redo(self) -> bool:
        """Whether there is a change that was taken back."""
        return self._place < len(self._steps) - 1

    def undo(self) -> bool:
        """Take the last change back, a contradiction first; return whether there was one."""
        return self.can_undo and self.go(self._place - (1 if self.draft.fits else 0))

    def redo(self) -> bool:
        """Make a change again that was taken back; return whether there was one."""
        return self.can_redo and self.go(self._place + 1)

    def go(self, place: int) -> bool:
        """Go to one of the steps."""
        step = self._steps[place]
        self._place, self._last = place, ((), 0.0, 0)
        plan = self.suited(step.plan)
        self.draft.restore(self.suited(step.base), {name: plan.get(name) for name in step.wanted})
        return True

    def restore(self, steps: Sequence[Step], place: int, pins: Iterable[Pin]) -> None:
        """Take a whole history and its pins, as they were kept."""
        self._steps = list(steps)
        self.pins.restore(pins)
        self.go(min(max(place, 0), len(self._steps) - 1))

    def begin_with(self, plan: Scenario, pins: Iterable[Pin]) -> None:
        """Begin anew with another plan and pins, as if they had been opened."""
        self._opened = plan, tuple(pins)
        self.restart()

    def restart(self) -> None:
        """Go back to the plan and the pins as they were opened, without history."""
        plan, pins = self._opened
        self.restore([Step("history.opened", {}, plan, plan)], 0, pins)

    @property
    def fresh(self) -> bool:
        """Whether nothing has been done yet."""
        untouched = len(self._steps) == 1 and self.draft.fits
        return untouched and tuple(self.pins) == self._opened[1]

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps)
