"""Distributions over 0, 1, 2, ... as arrays, and their generating functions."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlog1py, xlogy

from .checks import Floats

_STEPS = 200  # Newton's method needs about ten, and about fifty where two roots nearly meet
_NOTHING = 1e-17  # what is left out of an endless distribution


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
    """Return the smallest u in [0, 1] with u = value(u), value convex and value(1) = 1.

    There are at most two such u, the larger at 1; the other is below 1 where the slope at 1 is
    more than 1. From 0, Newton's method climbs to it and never passes it.
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
    """Return a Poisson distribution, as far as floats can tell."""
    k = np.arange(int(average + 12 * math.sqrt(average) + 25))
    chances = np.exp(xlogy(k, average) - average - gammaln(k + 1))
    return np.asarray(chances / chances.sum(), np.float64)


def geometric(average: float) -> Floats:
    """Return a geometric distribution that starts at 0, as far as floats can tell."""
    again = average / (1 + average)
    size = 2 + int(math.log(_NOTHING) / math.log(again)) if again else 1
    chances = (1 - again) * again ** np.arange(size)
    return np.asarray(chances / chances.sum(), np.float64)


def log_choose(n: NDArray[np.int64], k: NDArray[np.int64]) -> Floats:
    """Return the logarithm of n over k, minus infinity where k is more than n."""
    rest = np.maximum(n - k, 0)
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(rest + 1)
    return np.where(k <= n, ways, -np.inf)


def binomial(
    ways: Floats, n: NDArray[np.int64], k: NDArray[np.int64], chance: Floats | float
) -> Floats:
    """Return the probability of k successes among n; `ways` is ``log_choose(n, k)``."""
    rest = np.maximum(n - k, 0)
    # these logarithms take 0 times the logarithm of 0 as 0: what is certain happens
    chances = np.exp(ways + xlogy(k, chance) + xlog1py(rest, np.negative(chance)))
    return np.asarray(chances, np.float64)
