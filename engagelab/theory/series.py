"""Distributions over 0, 1, 2, ... as arrays, and their generating functions."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlog1py, xlogy

from .checks import Floats

_STEPS = 200  # Newton's method needs about ten, and about fifty where two roots nearly meet
_TAIL = 1e-17  # omitted tail of an infinite distribution


def mean(chances: Floats) -> float:
    """Return the mean of a distribution over 0, 1, 2, ..."""
    return float(chances @ np.arange(chances.size))


def generating(chances: Floats, x: float) -> float:
    """Return the probability generating function, the sum of ``chances[k] * x**k``."""
    return float(np.polynomial.polynomial.polyval(x, chances))


def slope(chances: Floats, x: float) -> float:
    """Return the derivative of the generating function."""
    return generating((chances * np.arange(chances.size))[1:], x) if chances.size > 1 else 0.0


def least_root(value: Callable[[float], float], rise: Callable[[float], float]) -> float:
    """Return the smallest u in [0, 1] with u = value(u), for a convex value with value(1) = 1.

    There are at most two such u, and the larger is 1; the smaller is below 1 if the slope at 1 is
    more than 1. Newton's method from 0 increases towards it and never exceeds it.
    """
    if rise(1.0) <= 1:
        return 1.0
    u = 0.0
    for _ in range(_STEPS):
        following = u + (value(u) - u) / (1 - rise(u))
        if following <= u:
            break
        u = following
    return min(u, 1.0)


def poisson(average: float) -> Floats:
    """Return a Poisson distribution, cut where the tail is below the precision of floats."""
    k = np.arange(int(average + 12 * math.sqrt(average) + 25))
    chances = np.exp(xlogy(k, average) - average - gammaln(k + 1))
    return np.asarray(chances / chances.sum(), np.float64)


def geometric(average: float) -> Floats:
    """Return a geometric distribution from 0 on, cut where the tail is negligible."""
    again = average / (1 + average)
    size = 2 + int(math.log(_TAIL) / math.log(again)) if again else 1
    chances = (1 - again) * again ** np.arange(size)
    return np.asarray(chances / chances.sum(), np.float64)


def log_choose(n: NDArray[np.int64], k: NDArray[np.int64]) -> Floats:
    """Return the logarithm of the binomial coefficient n over k, -inf where k exceeds n."""
    rest = np.maximum(n - k, 0)
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(rest + 1)
    return np.where(k <= n, ways, -np.inf)


def binomial(
    ways: Floats, n: NDArray[np.int64], k: NDArray[np.int64], chance: Floats | float
) -> Floats:
    """Return the probability of k successes among n; `ways` is ``log_choose(n, k)``."""
    rest = np.maximum(n - k, 0)
    # xlogy and xlog1py return 0 for 0 * log(0), so that certain events have probability 1
    chances = np.exp(ways + xlogy(k, chance) + xlog1py(rest, np.negative(chance)))
    return np.asarray(chances, np.float64)
