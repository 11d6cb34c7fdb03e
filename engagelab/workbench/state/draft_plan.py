"""The plan while it is changed: what is wanted, the last plan that holds together, its origin."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from ...simulation.scenario import Scenario

_KEPT = ("settings.runs", "settings.key")  # how to compute is no part of a strategy and stays
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
    fits : bool
        Whether what is wanted holds together, so that `plan` is just that.

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
        self.fits = True

    def change(self, values: Mapping[str, Any]) -> None:
        """Want other values of some fields.

        Raises
        ------
        EngagelabError
            Where they contradict other fields; `plan` stays as it was.
        """
        self.wanted |= values
        self.fits = False
        self.plan = self.base.replace(self.wanted)
        self.fits = True

    def restore(self, base: Scenario, wanted: Mapping[str, Any]) -> None:
        """Go back to a base and the changes since it."""
        self.base, self.wanted = base, dict(wanted)
        self.plan = base.replace(self.wanted) if self.wanted else base
        self.fits = True

    def start_from(self, base: Scenario) -> None:
        """Take another plan as a new base; the runs and the key stay."""
        self.restore(as_run(base, self.plan), {})

    def open(self, plan: Scenario) -> None:
        """Take another plan as it is; one that bears a preset's name is that preset, changed."""
        preset = _presets().get((plan.name, plan.summary))
        base = plan if preset is None else Scenario.preset(preset)
        self.restore(base, differences(base, plan))

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


def differences(base: Scenario, plan: Scenario) -> dict[str, Any]:
    """Return the fields in which a plan differs from another, with the plan's values.

    Examples
    --------
    >>> voucher = Scenario.preset("voucher")
    >>> differences(voucher, voucher.replace({"groups.size": 80}))
    {'groups.size': 80.0}
    """
    names = Scenario.fields()
    return {name: plan.get(name) for name in names if plan.get(name) != base.get(name)}


def preset_called(name: str) -> str | None:
    """Return the preset whose name, in English, is this one.

    Examples
    --------
    >>> preset_called("Voucher"), preset_called("my plan")
    ('voucher', None)
    """
    return next((preset for (called, _), preset in _presets().items() if called == name), None)


@cache
def _presets() -> Mapping[tuple[str, str], str]:
    """Return the presets by name and summary."""
    plans = {name: Scenario.preset(name) for name in Scenario.presets()}
    return {(plan.name, plan.summary): name for name, plan in plans.items()}


def strategy(plan: Scenario) -> str:
    """Return what a plan says, its name and how it is run aside, as a hash."""
    return as_run(plan, _ANY).hash
