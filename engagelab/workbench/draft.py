"""The plan while it is changed: what is wanted, the last plan that holds together, its origin."""

from collections.abc import Mapping
from typing import Any

from ..scenario import Scenario

_KEPT = ("run.runs", "run.key")  # how to compute is no part of a strategy and stays


class Draft:
    """A plan under change.

    Values that contradict each other are kept as wanted, so that a second change can make them
    fit; `plan` stays the last one that holds together.

    Attributes
    ----------
    base : Scenario
        The preset, or the plan as opened, that the changes start from.
    plan : Scenario
        The last plan without contradictions.

    Examples
    --------
    >>> draft = Draft(Scenario.preset("voucher"))
    >>> draft.change("groups.size", 80.0)
    >>> draft.plan.groups.size, draft.label
    (80.0, 'custom (from Voucher)')
    """

    def __init__(self, plan: Scenario) -> None:
        self.base = self.plan = plan
        self._wanted: dict[str, Any] = {}

    def change(self, name: str, value: Any) -> None:
        """Want another value of one field.

        Raises
        ------
        EngagelabError
            Where it contradicts other fields; `plan` stays as it was.
        """
        self._wanted[name] = value
        self.plan = self.base.replace(self._wanted)

    def start_from(self, base: Scenario) -> None:
        """Take another plan as it is; the runs and the key stay."""
        kept = {name: self.plan.get(name) for name in _KEPT}
        self.base = self.plan = base.replace(kept)
        self._wanted = {}

    @property
    def custom(self) -> bool:
        """Whether the plan differs from its base in more than how it is run."""
        return strategy(self.plan) != strategy(self.base)

    @property
    def label(self) -> str:
        """What to call the plan."""
        name = self.base.name or "plan as opened"
        return f"custom (from {name})" if self.custom else name

    @property
    def baseline(self) -> Scenario:
        """The base with the runs and the key of the plan, so that both can be paired."""
        return self.base.replace({name: self.plan.get(name) for name in _KEPT})


def strategy(plan: Scenario) -> Mapping[str, Any]:
    """Return what a plan says, its name and how it is run aside."""
    document = plan.model_dump(mode="json", by_alias=True)
    run = {"horizon": document["run"]["horizon"]}
    return {**document, "name": "", "summary": "", "run": run}
