"""Scales: from the bounds of a field to the places of a slider, and back."""

import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from ...models.declaration import Parameter

_PLACES = 250  # about so many has a logarithmic slider
_LARGEST = 1e15  # above it a float, and so a slider, cannot tell neighbours apart


@dataclass(frozen=True)
class Scale:
    """Where on a slider a value stands.

    A narrow range is linear. A wide one, from hundredfold on, is logarithmic, so that small values
    can be set as well as large ones; where it starts at 0, `unit` is the value below which it is
    about linear.

    Attributes
    ----------
    low, high : float
        The bounds of the field.
    whole : bool
        Whether values are whole numbers.
    unit : float
        0 for a linear scale.

    Examples
    --------
    >>> size = Scale(low=2, high=1000, whole=False, unit=2)
    >>> size.value(size.place(25))
    25.0
    """

    low: float
    high: float
    whole: bool
    unit: float = 0.0

    @classmethod
    def of(cls, parameter: Parameter) -> "Scale | None":
        """Return the scale of a field; None where a slider makes no sense."""
        low, high = parameter.low, parameter.high
        if parameter.type not in (int, float) or low is None or high is None:
            return None
        if high > _LARGEST or low == high:
            return None
        whole = parameter.type is int
        if low > 0 and high / low >= 100:
            return cls(low, high, whole, unit=low)
        if low == 0 and high >= 100:
            unit = float(parameter.default or high / 1000)
            return cls(low, high, whole, unit=max(unit, 1.0) if whole else unit)
        return cls(low, high, whole)

    @cached_property
    def values(self) -> tuple[float, ...]:
        """The values of a logarithmic slider, each with a place of its own."""
        decades = math.log10(1 + (self.high - self.low) / self.unit)
        made = (10 ** (decades * place / _PLACES) - 1 for place in range(_PLACES + 1))
        values = (self._rounded(self.low + self.unit * value) for value in made)
        return tuple(sorted({self.low, *values, self.high}))

    @property
    def ends(self) -> tuple[float, float]:
        """The first and the last place."""
        return (0.0, len(self.values) - 1.0) if self.unit else (self.low, self.high)

    @property
    def step(self) -> float:
        """The distance of neighbouring places."""
        if self.unit:
            return 1.0
        fine: float = 10.0 ** round(math.log10(self.high - self.low)) / 100
        return max(1.0, fine) if self.whole else fine

    def place(self, value: float) -> float:
        """Return the place nearest to a value; many values may share one."""
        if self.unit:
            above = min(bisect_left(self.values, value), len(self.values) - 1)
            near = range(max(0, above - 1), above + 1)
            return min(near, key=lambda place: abs(self.values[place] - value))
        steps = round((value - self.low) / self.step)
        return min(self.low + steps * self.step, self.high)

    def value(self, place: float) -> float | int:
        """Return the value at a place."""
        if self.unit:
            value = self.values[round(place)]
        else:
            value = round(place, max(0, -math.floor(math.log10(self.step))))
        return round(value) if self.whole else value

    def moved(self, place: float, value: float) -> bool:
        """Return whether a place is another one than that of the value."""
        return abs(place - self.place(value)) > self.step / 2

    def _rounded(self, value: float) -> float:
        """Return a value that is short to write, between the bounds."""
        value = float(f"{value:.2g}")
        return min(max(float(round(value)) if self.whole else value, self.low), self.high)
