"""Intervals for means and ratios of means; arrays in, numbers out, nothing of plans."""

from dataclasses import dataclass
from math import inf, log, nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

_MOST = 10**15  # values; who needs more than this is told that no number is enough


@dataclass(frozen=True)
class Level:
    """How sure an interval is, and how often the values are looked at.

    Attributes
    ----------
    confidence : float
        The share of intervals that hold the truth, between 0 and 1.
    tuned : float, optional
        None: the number of values was fixed beforehand, and Student's t interval is used. A number
        of values: they are looked at again and again, and an asymptotic confidence sequence is
        used, which holds the truth at all looks at once and is narrowest near that number.

    References
    ----------
    Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, Annals of Statistics 52(6), doi
    10.1214/24-AOS2408: the confidence sequence of Gaussian mixtures, and how to tune it.

    Examples
    --------
    >>> round(Level(0.95).factor(200), 2), round(Level(0.95, tuned=200).factor(200), 2)
    (1.97, 3.04)
    """

    confidence: float
    tuned: float | None = None

    def factor(self, values: int) -> float:
        """Return how many standard errors lie between the mean and an end of its interval."""
        missed = 1 - self.confidence
        if values < 2:
            return nan
        if self.tuned is None:
            return float(stdtrit(values - 1, 1 - missed / 2))
        mixed = values / self.tuned * (-2 * log(missed) + log(-2 * log(missed)) + 1)
        return sqrt(2 * (1 + 1 / mixed) * log(sqrt(mixed + 1) / missed))


def mean_interval(values: NDArray[Any], level: Level) -> tuple[float, float, float]:
    """Return the mean with the ends of its interval; shape of the values: (n,), independent.

    Examples
    --------
    >>> import numpy as np
    >>> [round(end, 2) for end in mean_interval(np.array([1.0, 2.0, 3.0]), Level(0.95))]
    [2.0, -0.48, 4.48]
    """
    mean, width = float(values.mean()), half_width(values, level)
    return mean, mean - width, mean + width


def half_width(values: NDArray[Any], level: Level) -> float:
    """Return half the length of the mean's interval; missing for a single value."""
    if values.size < 2:
        return nan
    return level.factor(values.size) * float(values.std(ddof=1)) / sqrt(values.size)


def ratio_interval(
    above: NDArray[Any], below: NDArray[Any], level: Level
) -> tuple[float, float, float]:
    """Return a ratio of means with the ends of Fieller's interval.

    The interval holds each ratio r for which the mean of ``above - r * below`` is not told from 0.
    So it is as exact as the interval of a mean, for a confidence sequence too. Where the mean below
    is not told from 0, the ratio has no meaning and the interval no end: all three are missing.

    Parameters
    ----------
    above, below : arrays of shape (n,)
        Pairs of values, independent from pair to pair.
    level : Level

    References
    ----------
    Fieller 1954, Journal of the Royal Statistical Society B 16(2), doi
    10.1111/j.2517-6161.1954.tb00159.x.

    Examples
    --------
    >>> import numpy as np
    >>> ratio_interval(np.array([2.0, 4.0, 6.0]), np.array([1.0, 2.0, 3.0]), Level(0.5))
    (2.0, 2.0, 2.0)
    """
    if above.size < 2:
        return nan, nan, nan
    up, down = float(above.mean()), float(below.mean())
    spread = np.cov(above, below) * (level.factor(above.size) ** 2 / above.size)
    square = down**2 - float(spread[1, 1])
    if square <= 0:
        return nan, nan, nan
    middle = up * down - float(spread[0, 1])
    # the ratio of the means lies within, so a negative root is a rounding error
    root = sqrt(max(0.0, middle**2 - square * (up**2 - float(spread[0, 0]))))
    return up / down, (middle - root) / square, (middle + root) / square


def skewness(values: NDArray[Any]) -> float:
    """Return the third standardised moment of values: 0 where they lie evenly about their mean.

    Examples
    --------
    >>> import numpy as np
    >>> round(skewness(np.array([0.0, 0.0, 0.0, 1.0])), 3)
    1.155
    """
    rest = values - values.mean()
    spread = float((rest**2).mean())
    return float((rest**3).mean()) / spread**1.5 if spread else 0.0


def values_needed(width: float, spread: float, level: Level) -> float:
    """Return from how many values on the half width is within a wanted one; infinite where never.

    Parameters
    ----------
    width : float
        The wanted half width, in the unit of the values.
    spread : float
        The standard deviation of a value.
    level : Level

    Examples
    --------
    >>> values_needed(width=0.1, spread=1.0, level=Level(0.95))
    387.0
    >>> values_needed(width=0.0, spread=1.0, level=Level(0.95))
    inf
    """
    enough = 2
    while level.factor(enough) * spread > width * sqrt(enough):
        enough *= 2
        if enough > _MOST:
            return inf
    too_few = max(1, enough // 2)
    while enough - too_few > 1:
        between = (enough + too_few) // 2
        if level.factor(between) * spread > width * sqrt(between):
            too_few = between
        else:
            enough = between
    return float(enough)


def pairing(one: NDArray[Any], other: NDArray[Any]) -> tuple[float, float]:
    """Return what it is worth that two arrays are paired: variance ratio and correlation.

    Returns
    -------
    variance_ratio : float
        Variance of the difference were the two independent, over its variance as they are paired:
        so many times more values would be needed without pairing. Infinite where all differences
        are the same; missing where the values are, too.
    correlation : float
        Missing where all values of one are the same.

    Examples
    --------
    >>> import numpy as np
    >>> ratio, correlation = pairing(np.array([1.0, 2.0, 4.0]), np.array([1.0, 2.0, 3.0]))
    >>> round(ratio, 1), round(correlation, 2)
    (10.0, 0.98)
    """
    if one.size < 2:
        return nan, nan
    (first, shared), (_, second) = np.cov(one, other)
    paired, unpaired = float((one - other).var(ddof=1)), float(first + second)
    ratio = unpaired / paired if paired else (inf if unpaired else nan)
    both = sqrt(first * second)
    return ratio, float(shared) / both if both else nan
