"""Choose the plans of a comparison, for the screen and for export alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...i18n import Texts
from ...simulation.outcome import Outcome
from ...simulation.scenario import Scenario
from ..compute.answer import Answer
from ..state.draft_plan import as_run
from ..state.pins import Pin


@dataclass(frozen=True)
class ComparedPlan:
    """One plan of a comparison.

    Attributes
    ----------
    key : str
        The letter of a pin, ``plan`` or ``baseline``.
    name : str
        Its name.
    plan : Scenario
        The plan, with the runs and the key of the present plan.
    present : bool
        Whether it is the plan of the sliders.
    """

    key: str
    name: str
    plan: Scenario
    present: bool

    def short(self, t: Texts) -> str:
        """Return its letter, or the word for it in a sentence."""
        return self.key if len(self.key) == 1 else t(f"compare.{self.key}")


def comparison_set(
    pins: Iterable[Pin], plan: Scenario, plan_name: str, baseline: Scenario | None, t: Texts
) -> list[ComparedPlan]:
    """Return the pinned plans and the present plan, which appears once even if it is pinned.

    If they are a single plan, the baseline comes before it.

    Parameters
    ----------
    pins : iterable of Pin
        The pins that can be simulated.
    plan : Scenario
        The present plan.
    plan_name : str
        The name of the present plan.
    baseline : Scenario or None
        The plan before its changes.
    t : Texts
        The language.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> plan = Scenario.preset("voucher")
    >>> more, t = plan.replace({"groups.size": 80}), load("en")
    >>> [compared.key for compared in comparison_set([], more, "custom", plan, t)]
    ['baseline', 'plan']
    >>> pins = [Pin("A", "Voucher", plan), Pin("B", "bigger", more)]
    >>> compared = comparison_set(pins, more, "custom", plan, t)
    >>> [(item.key, item.present) for item in compared]
    [('A', False), ('B', True)]
    """
    plans = [(pin.letter, pin.name, as_run(pin.plan, plan)) for pin in pins]
    if all(other.hash != plan.hash for *_, other in plans):
        plans.append(("plan", plan_name, plan))
    hashes = {other.hash for *_, other in plans}
    if len(hashes) < 2 and baseline is not None and baseline.hash not in hashes:
        plans.insert(0, ("baseline", t("compare.baseline"), baseline))
    return [ComparedPlan(key, name, other, other.hash == plan.hash) for key, name, other in plans]


def baseline_key(plans: Sequence[ComparedPlan], chosen: str) -> str:
    """Return the key of the plan that the others are compared with: by default the first one."""
    keys = [plan.key for plan in plans]
    return chosen if chosen in keys else next(iter(keys), "")


def outcomes_of(answer: Answer) -> dict[str, Outcome]:
    """Return the outcomes of all full runs in an answer, by the hash of the plan."""
    others = (*answer.pinned, answer.baseline)
    known = {other.plan.hash: other.outcome for other in others if other is not None}
    return known if answer.coarse else known | {answer.plan.hash: answer.outcome}
