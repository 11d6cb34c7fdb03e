"""The plan while it is changed: what is wanted, the last plan that holds together, its origin."""

from collections.abc import Mapping
from typing import Any

from ..scenario import Scenario

_KEPT = ("run.runs", "run.key")  # how to compute is no part of a strategy and stays
_ANY = Scenario()


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
    wanted : dict
        The fields that are wanted to differ from the base, by dotted name.

    Examples
    --------
    >>> draft = Draft(Scenario.preset("voucher"))
    >>> draft.change({"groups.size": 80.0})
    >>> draft.plan.groups.size, draft.custom
    (80.0, True)
    """

    def __init__(self, plan: Scenario) -> None:
        self.base = self.plan = plan
        self.wanted: dict[str, Any] = {}

    def change(self, values: Mapping[str, Any]) -> None:
        """Want other values of some fields.

        Raises
        ------
        EngagelabError
            Where they contradict other fields; `plan` stays as it was.
        """
        self.wanted |= values
        self.plan = self.base.replace(self.wanted)

    def restore(self, base: Scenario, wanted: Mapping[str, Any]) -> None:
        """Go back to a base and the changes since it."""
        self.base, self.wanted = base, dict(wanted)
        self.plan = base.replace(self.wanted) if self.wanted else base

    def start_from(self, base: Scenario) -> None:
        """Take another plan as it is; the runs and the key stay."""
        self.base = self.plan = as_run(base, self.plan)
        self.wanted = {}

    @property
    def custom(self) -> bool:
        """Whether the plan differs from its base in more than how it is run."""
        return strategy(self.plan) != strategy(self.base)

    @property
    def baseline(self) -> Scenario:
        """The base with the runs and the key of the plan, so that both can be paired."""
        return as_run(self.base, self.plan)


def as_run(plan: Scenario, like: Scenario) -> Scenario:
    """Return a plan with the runs and the key of another, so that both can be paired."""
    return plan.replace({name: like.get(name) for name in _KEPT})


def strategy(plan: Scenario) -> str:
    """Return what a plan says, its name and how it is run aside, as a hash."""
    return as_run(plan, _ANY).hash
