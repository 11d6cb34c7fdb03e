"""All that a person has made on the workbench: the plan under change, its history, the pins."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..scenario import Scenario
from .draft import Draft
from .pins import Pins

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

    Examples
    --------
    >>> session = Session(Scenario.preset("voucher"))
    >>> session.change({"groups.size": 80.0})
    >>> session.plan.groups.size, session.undo(), session.plan.groups.size, session.redo()
    (80.0, True, 25, True)
    """

    def __init__(self, plan: Scenario) -> None:
        self.draft = Draft(plan)
        self.pins = Pins()
        self.network_name = ""  # where plans are played, where it is not their own town
        self.notes: dict[str, Any] = {}  # what parts keep while they are made anew
        self._steps = [Step("history.opened", {}, plan, plan)]
        self._place = 0
        self._last: tuple[tuple[str, ...], float] = ((), 0.0)  # which fields moved, and when

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
        """Take another plan as it is; the runs and the key stay."""
        self.draft.start_from(base)
        self._note(what, {"name": base.name}, ())

    def _note(self, what: str, values: Mapping[str, Any], fields: tuple[str, ...]) -> None:
        """Add a step after the present one; those that were taken back are forgotten."""
        now = time.monotonic()
        moved, when = self._last
        same = bool(fields) and moved == fields and now - when < _GESTURE
        self._last = (fields, now)
        draft = self.draft
        step = Step(what, values, draft.base, draft.plan, dict(draft.wanted))
        kept = self._place if same and self._place else self._place + 1
        self._steps = [*self._steps[:kept], step][-_MOST:]
        self._place = len(self._steps) - 1

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
        """Whether there is a change to take back."""
        return self._place > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a change that was taken back."""
        return self._place < len(self._steps) - 1

    def undo(self) -> bool:
        """Take the last change back; return whether there was one."""
        return self.can_undo and self.go(self._place - 1)

    def redo(self) -> bool:
        """Make a change again that was taken back; return whether there was one."""
        return self.can_redo and self.go(self._place + 1)

    def go(self, place: int) -> bool:
        """Go to one of the steps."""
        step = self._steps[place]
        self._place, self._last = place, ((), 0.0)
        self.draft.restore(step.base, step.wanted)
        return True

    def restore(self, steps: list[Step], place: int, pins: Pins) -> None:
        """Take a whole history, as it was kept."""
        self._steps, self.pins = list(steps), pins
        self.go(min(max(place, 0), len(self._steps) - 1))

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps)
