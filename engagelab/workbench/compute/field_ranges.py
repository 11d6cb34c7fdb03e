"""Choose the fields that can be varied, and the values to vary them over."""

from collections.abc import Iterator, Sequence
from typing import Any, get_origin

import numpy as np

from ...errors import refused
from ...models.declaration import Parameter
from ...models.sections import REWARDS
from ...simulation.plan_fields import OF_THE_TOWN
from ...simulation.scenario import Scenario
from .scale import Scale

_NEAR = 4.0  # a field with a wide range is varied up to this factor around its value
_DEFAULT = "invitations.invite"


def levers(*, on_network: bool = False) -> Iterator[str]:
    """Yield the fields that can be varied: numbers with a range, choices, yes or no.

    Examples
    --------
    >>> names = list(levers())
    >>> "groups.size" in names, "control.review" in names, "settings.key" in names
    (True, True, False)
    """
    for name, parameter in Scenario.fields().items():
        section = name.split(".")[0]
        if section == "settings" or (on_network and section in OF_THE_TOWN):
            continue
        if parameter.choices or is_number(parameter):
            yield name


def is_number(parameter: Parameter) -> bool:
    """Return whether a field is a number with a range."""
    bounded = parameter.low is not None and parameter.high is not None
    return parameter.type in (int, float) and get_origin(parameter.type) is None and bounded


def moved_last(steps: Sequence[Any], *, on_network: bool = False) -> str:
    """Return the field that was changed last by hand; the invitation rate if none was."""
    known = set(levers(on_network=on_network))
    names = (step.values.get("field") for step in reversed(steps))
    return next((name for name in names if name in known), _DEFAULT)


def range_of(plan: Scenario, name: str) -> tuple[float, float]:
    """Return the range to vary a number over: its bounds, or near its value if they are wide.

    Examples
    --------
    >>> plan = Scenario()
    >>> range_of(plan, "invitations.invite"), range_of(plan, "groups.size")
    ((0.0, 1.0), (6.2, 100.0))
    """
    parameter = Scenario.field(name)
    assert parameter.low is not None  # it is a number
    assert parameter.high is not None
    low, high = parameter.low, parameter.high
    scale = Scale.of(parameter)
    if scale is None or not scale.unit:
        return low, high
    middle = plan.get(name) or _half(plan, name) or scale.unit
    ends = (max(low, middle / _NEAR if plan.get(name) else low), min(high, middle * _NEAR))
    return tuple(_rounded(end, parameter) for end in ends)  # type: ignore[return-value]


def _half(plan: Scenario, name: str) -> float:
    """Return the amount at which a reward has half of its effect; 0 for other fields."""
    return plan.rewards.half_amount if name.removeprefix("rewards.") in REWARDS else 0.0


def _rounded(value: float, parameter: Parameter) -> float:
    return round(value) if parameter.type is int else float(f"{value:.2g}")


def values_in(name: str, low: float, high: float, steps: int) -> list[Any]:
    """Return values of a field from low to high, spaced as on its slider.

    Raises
    ------
    EngagelabError
        If `low` is not below `high`.

    Examples
    --------
    >>> values_in("invitations.invite", 0.0, 0.4, 5), values_in("groups.size", 10, 160, 5)
    ([0.0, 0.1, 0.2, 0.3, 0.4], [10.0, 20.0, 40.0, 80.0, 160.0])
    """
    parameter = Scenario.field(name)
    if parameter.choices:
        return list(parameter.choices)
    if not low < high:
        raise refused(name, "not_rising", low=low, high=high)
    scale = Scale.of(parameter)
    wide = scale is not None and scale.unit and low > 0 and high / low >= _NEAR
    space = np.geomspace if wide else np.linspace
    short = (float(f"{value:.3g}") for value in space(low, high, steps))
    inside = (min(max(value, low), high) for value in short)
    return sorted({round(value) if parameter.type is int else value for value in inside})
