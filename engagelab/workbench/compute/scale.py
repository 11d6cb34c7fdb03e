"""Convert values of a field to positions of its slider, and back."""

import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from ...models.declaration import Parameter

_PLACES = 250  # at most, of a logarithmic slider
_LARGEST = 1e15  # above it, floats cannot represent neighbouring whole numbers


@dataclass(frozen=True)
class Scale:
    """A linear or logarithmic scale between the bounds of a field.

    A range of a factor of 100 or more is logarithmic, so that small values can be set as precisely
    as large ones. If it starts at 0, it is about linear below `unit`.

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
    def of(cls, parameter: Parameter, most: float | None = None) -> "Scale | None":
        """Return the scale of a field; None if a slider makes no sense for it.

        With `most`, the slider ends there, if the field allows more.
        """
        low, high = parameter.low, parameter.high
        if parameter.type not in (int, float) or low is None or high is None:
            return None
        high = high if most is None else min(high, max(most, low + 1))
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
        """The distinct values of a logarithmic slider, one for each place."""
        decades = math.log10(1 + (self.high - self.low) / self.unit)
        factors = (10 ** (decades * place / _PLACES) - 1 for place in range(_PLACES + 1))
        values = (self._rounded(self.low + self.unit * factor) for factor in factors)
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
        """Return the place nearest to a value; several values may share a place."""
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
        """Return whether a place differs from that of a value."""
        return abs(place - self.place(value)) > self.step / 2

    def _rounded(self, value: float) -> float:
        """Return a value rounded to two digits, within the bounds."""
        value = float(f"{value:.2g}")
        return min(max(float(round(value)) if self.whole else value, self.low), self.high)
