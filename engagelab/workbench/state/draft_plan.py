"""A plan under change: the wanted values, the last valid plan and the plan it started from."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ...i18n.preset_names import preset_called
from ...simulation.scenario import Scenario

_COMPUTING = ("settings.runs", "settings.key")  # not part of a strategy
_DEFAULT = Scenario()


class Draft:
    """A plan under change.

    Values that contradict each other stay wanted, so that a second change can resolve the
    contradiction; until then `plan` is the last valid one.

    Attributes
    ----------
    base : Scenario
        The preset, or the plan as opened, that the changes start from.
    plan : Scenario
        The last valid plan.
    wanted : dict
        The values that should differ from the base, by dotted field name.
    fits : bool
        Whether the wanted values are valid together, so that `plan` has all of them.

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
        """Set wanted values of some fields.

        Raises
        ------
        EngagelabError
            If they contradict other fields; `plan` stays as it was.
        """
        self.wanted |= values
        self.fits = False
        self.plan = self.base.replace(self.wanted)
        self.fits = True

    def restore(self, base: Scenario, wanted: Mapping[str, Any]) -> None:
        """Restore a base and the changes since it."""
        self.base, self.wanted = base, dict(wanted)
        self.plan = base.replace(self.wanted) if self.wanted else base
        self.fits = True

    def start_from(self, base: Scenario) -> None:
        """Start from another plan, with the runs and the key of the present one."""
        self.restore(as_run(base, self.plan), {})

    def open(self, plan: Scenario) -> None:
        """Open another plan as it is; if it has the title of a preset, that is its base."""
        preset = preset_called(plan.name, plan.summary)
        base = plan if preset is None else Scenario.preset(preset)
        self.restore(base, differences(base, plan))

    @property
    def custom(self) -> bool:
        """Whether the plan differs from its base in more than the runs and the key."""
        return strategy(self.plan) != strategy(self.base)

    @property
    def baseline(self) -> Scenario:
        """The base with the runs and the key of the plan, so that their runs can be paired."""
        return as_run(self.base, self.plan)


def as_run(plan: Scenario, like: Scenario) -> Scenario:
    """Return a plan with the runs and the key of another, so that their runs can be paired."""
    return plan.replace({name: like.get(name) for name in _COMPUTING})


def differences(base: Scenario, plan: Scenario) -> dict[str, Any]:
    """Return the values of a plan that differ from those of another, by dotted field name.

    Examples
    --------
    >>> voucher = Scenario.preset("voucher")
    >>> differences(voucher, voucher.replace({"groups.size": 80}))
    {'groups.size': 80.0}
    """
    names = Scenario.fields()
    return {name: plan.get(name) for name in names if plan.get(name) != base.get(name)}


@lru_cache(maxsize=64)  # each move compares the same plans several times
def strategy(plan: Scenario) -> str:
    """Return a hash of a plan that ignores its title, its runs and its key."""
    return as_run(plan, _DEFAULT).hash
