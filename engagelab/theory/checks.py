"""Checks of arguments: numbers within bounds, probabilities and distributions."""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import against
from ..models.declaration import is_real

Floats = NDArray[np.float64]


def number(
    name: str, value: Any, low: float = 0.0, high: float = math.inf, *, strictly: bool = False
) -> float:
    """Return a finite number from `low` to `high`, without `low` if `strictly`.

    Raises
    ------
    EngagelabError
        For any other value.
    """
    if is_real(value) and low <= value <= high and not (strictly and value == low):
        return float(value)
    if high < math.inf:
        allowed = f"a number from {low:g} to {high:g}" + (f", not {low:g}" if strictly else "")
    else:
        allowed = f"a finite number {'above' if strictly else 'of at least'} {low:g}"
    raise against(name, f"{value!r} is not allowed; give {allowed}")


def probability(name: str, value: Any) -> float:
    """Return a number from 0 to 1; raise `EngagelabError` for any other value."""
    return number(name, value, 0.0, 1.0)


def numbers(name: str, values: ArrayLike) -> Floats:
    """Return finite numbers of at least 0 as an array; raise `EngagelabError` for others."""
    array = _floats(name, values)
    bad = ~(np.isfinite(array) & (array >= 0))
    if bad.any():
        first = array[bad].flat[0]
        raise against(name, f"{first:g} is not allowed; give finite numbers of at least 0")
    return array


def probabilities(name: str, values: ArrayLike, size: int) -> Floats:
    """Return `size` probabilities, given one by one or as one number for all.

    Raises
    ------
    EngagelabError
        For another shape, or a number outside 0 to 1.
    """
    array = _floats(name, values)
    if array.shape not in ((), (size,)):
        text = f"shape {array.shape} does not fit; give one number, or one for each of {size:,}"
        raise against(name, text)
    array = np.broadcast_to(array, (size,))
    bad = ~((array >= 0) & (array <= 1))
    if bad.any():
        raise against(name, f"{array[bad][0]:g} is not allowed; give numbers from 0 to 1")
    return array


def distribution(name: str, values: ArrayLike) -> Floats:
    """Return the probabilities of 0, 1, 2, ... as an array.

    Raises
    ------
    EngagelabError
        For another shape, a number outside 0 to 1, or a sum other than 1.
    """
    array = _floats(name, values)
    if array.ndim != 1 or not array.size:
        text = f"shape {array.shape} is not allowed; give one probability for each of 0, 1, ..."
        raise against(name, text)
    bad = np.flatnonzero(~((array >= 0) & (array <= 1)))
    if bad.size:
        text = f"{array[bad[0]]:g} at {bad[0]} is not a probability; give numbers from 0 to 1"
        raise against(name, text)
    if abs(array.sum() - 1) > 1e-9:
        text = f"the probabilities add up to {array.sum():.10g}; divide them by their sum"
        raise against(name, text)
    return array


def _floats(name: str, values: ArrayLike) -> Floats:
    try:
        return np.asarray(values, np.float64)
    except (TypeError, ValueError):
        raise against(name, f"{values!r} is not allowed; give numbers") from None
