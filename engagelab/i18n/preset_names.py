"""Find the preset that a plan is, by its English name and summary."""

from collections.abc import Mapping
from functools import cache

from ..simulation.scenario import Scenario


def preset_called(name: str, summary: str | None = None) -> str | None:
    """Return the preset with an English name, and with a summary if one is given.

    Examples
    --------
    >>> preset_called("Voucher"), preset_called("Voucher", "Mine."), preset_called("my plan")
    ('voucher', None, None)
    """
    preset, own = _presets().get(name, (None, None))
    return preset if summary in (None, own) else None


@cache
def _presets() -> Mapping[str, tuple[str, str]]:
    """Return the presets and their summaries, by English name."""
    plans = {preset: Scenario.preset(preset) for preset in Scenario.presets()}
    return {plan.name: (preset, plan.summary) for preset, plan in plans.items()}
