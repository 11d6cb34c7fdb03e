"""What closed forms refuse: numbers out of bounds, and what is no distribution."""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import EngagelabError

Floats = NDArray[np.float64]


def number(
    name: str, value: Any, low: float = 0.0, high: float = math.inf, *, strictly: bool = False
) -> float:
    """Return a finite number from `low` to `high`; `strictly`, more than `low`.

    Raises
    ------
    EngagelabError
        With the name, the value and what is allowed.
    """
    real = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    if real and math.isfinite(value) and low <= value <= high and not (strictly and value == low):
        return float(value)
    if high < math.inf:
        allowed = f"a number from {low:g} to {high:g}" + (f", not {low:g}" if strictly else "")
    else:
        allowed = f"a finite number {'above' if strictly else 'of at least'} {low:g}"
    text = f"{value!r} is not allowed; give {allowed}"
    raise EngagelabError(f"{name}: {text}", ((name, text),))


def probability(name: str, value: Any) -> float:
    """Return a number from 0 to 1."""
    return number(name, value, 0.0, 1.0)


def numbers(name: str, values: ArrayLike) -> Floats:
    """Return finite numbers of at least 0 as an array of any shape."""
    found = _floats(name, values)
    bad = ~(np.isfinite(found) & (found >= 0))
    if bad.any():
        text = f"{found[bad].flat[0]:g} is not allowed; give finite numbers of at least 0"
        raise EngagelabError(f"{name}: {text}", ((name, text),))
    return found


def probabilities(name: str, values: ArrayLike, size: int) -> Floats:
    """Return one probability for each of `size` places; one number stands for all."""
    found = _floats(name, values)
    if found.shape not in ((), (size,)):
        text = f"shape {found.shape} does not fit; give one number, or one for each of {size:,}"
        raise EngagelabError(f"{name}: {text}", ((name, text),))
    found = np.broadcast_to(found, (size,))
    bad = ~((found >= 0) & (found <= 1))
    if bad.any():
        text = f"{found[bad][0]:g} is not allowed; give numbers from 0 to 1"
        raise EngagelabError(f"{name}: {text}", ((name, text),))
    return found


def distribution(name: str, values: ArrayLike) -> Floats:
    """Return probabilities of 0, 1, 2, ... that add up to 1; shape (largest + 1,)."""
    found = _floats(name, values)
    if found.ndim != 1 or not found.size:
        text = f"shape {found.shape} is no distribution; give one probability for each of 0, 1, ..."
        raise EngagelabError(f"{name}: {text}", ((name, text),))
    bad = np.flatnonzero(~((found >= 0) & (found <= 1)))
    if bad.size:
        text = f"{found[bad[0]]:g} at {bad[0]} is no probability; give numbers from 0 to 1"
        raise EngagelabError(f"{name}: {text}", ((name, text),))
    if abs(found.sum() - 1) > 1e-9:
        text = f"the probabilities add up to {found.sum():.10g}; divide them by their sum"
        raise EngagelabError(f"{name}: {text}", ((name, text),))
    return found


def _floats(name: str, values: ArrayLike) -> Floats:
    try:
        return np.asarray(values, np.float64)
    except (TypeError, ValueError):
        text = f"{values!r} is not allowed; give numbers"
        raise EngagelabError(f"{name}: {text}", ((name, text),)) from None
