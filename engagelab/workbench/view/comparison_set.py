"""Which plans are held side by side: the same on the screen and in what is handed over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...i18n import Texts
from ...simulation.outcome import Outcome
from ...simulation.scenario import Scenario
from ..compute.answer import Answer
from ..state.draft_plan import as_run
from ..state.pins import Pin


@dataclass(frozen=True)
class Beside:
    """One of the plans that are held side by side.

    Attributes
    ----------
    key : str
        A pin's letter, ``plan`` or ``baseline``.
    name : str
        What it is called.
    plan : Scenario
        The plan, with the runs and the key of the present one.
    present : bool
        Whether it is the plan of the sliders.
    """

    key: str
    name: str
    plan: Scenario
    present: bool

    def short(self, t: Texts) -> str:
        """Return the letter, or what stands for it in a sentence."""
        return self.key if len(self.key) == 1 else t(f"compare.{self.key}")


def side_by_side(
    pins: Iterable[Pin], plan: Scenario, called: str, baseline: Scenario | None, t: Texts
) -> list[Beside]:
    """Return the pins and the present plan, which stands there once though it is pinned.

    Where that is a single plan, the baseline comes before it.

    Parameters
    ----------
    pins : iterable of Pin
        The pins that can be played.
    plan : Scenario
        The present plan.
    called : str
        What it is called.
    baseline : Scenario or None
        What it was before it was changed.
    t : Texts
        The language.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> plan = Scenario.preset("voucher")
    >>> more, t = plan.replace({"groups.size": 80}), load("en")
    >>> [one.key for one in side_by_side([], more, "custom", plan, t)]
    ['baseline', 'plan']
    >>> pins = [Pin("A", "Voucher", plan), Pin("B", "bigger", more)]
    >>> [(one.key, one.present) for one in side_by_side(pins, more, "custom", plan, t)]
    [('A', False), ('B', True)]
    """
    runs = [(pin.letter, pin.name, as_run(pin.plan, plan)) for pin in pins]
    if all(other.hash != plan.hash for *_, other in runs):
        runs.append(("plan", called, plan))
    known = {other.hash for *_, other in runs}
    if len(known) < 2 and baseline is not None and baseline.hash not in known:
        runs.insert(0, ("baseline", t("compare.baseline"), baseline))
    return [Beside(key, name, one, one.hash == plan.hash) for key, name, one in runs]


def held_against(sides: Sequence[Beside], chosen: str) -> str:
    """Return the key of the plan that the others are held against: the first one unless chosen."""
    keys = [side.key for side in sides]
    return chosen if chosen in keys else next(iter(keys), "")


def outcomes_of(answer: Answer) -> dict[str, Outcome]:
    """Return all that was played in full for an answer, by the hash of the plan."""
    others = (*answer.pinned, answer.baseline)
    known = {other.plan.hash: other.outcome for other in others if other is not None}
    return known if answer.coarse else known | {answer.plan.hash: answer.outcome}
