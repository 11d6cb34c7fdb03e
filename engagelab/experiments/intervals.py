"""Confidence intervals for means and ratios of means, from arrays of independent values."""

from bisect import bisect_left
from dataclasses import dataclass
from math import inf, log, nan, sqrt
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.special import stdtrit

_MAX_VALUES = 10**15  # beyond this, no number of values is reported as enough


@dataclass(frozen=True)
class Level:
    """The confidence level of an interval, and whether the values are examined repeatedly.

    Attributes
    ----------
    confidence : float
        The coverage of the interval, between 0 and 1.
    tuned : float, optional
        None: the number of values was fixed in advance, and the interval is Student's t. A number
        of values: they are examined again and again as they come in, and the interval is an
        asymptotic confidence sequence, which covers the mean at all looks together and is
        narrowest near that number.

    References
    ----------
    Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, Annals of Statistics 52(6), doi
    10.1214/24-AOS2408: the Gaussian mixture confidence sequence and how to tune it.

    Examples
    --------
    >>> round(Level(0.95).factor(200), 2), round(Level(0.95, tuned=200).factor(200), 2)
    (1.97, 3.04)
    """

    confidence: float
    tuned: float | None = None

    def factor(self, values: int) -> float:
        """Return the half width of the interval of a mean, in standard errors."""
        alpha = 1 - self.confidence
        if values < 2:
            return nan
        if self.tuned is None:
            return float(stdtrit(values - 1, 1 - alpha / 2))
        mixture = values / self.tuned * (-2 * log(alpha) + log(-2 * log(alpha)) + 1)
        return sqrt(2 * (1 + 1 / mixture) * log(sqrt(mixture + 1) / alpha))


def mean_interval(values: NDArray[Any], level: Level) -> tuple[float, float, float]:
    """Return the mean of independent values, shape (n,), with the ends of its interval.

    Examples
    --------
    >>> import numpy as np
    >>> [round(end, 2) for end in mean_interval(np.array([1.0, 2.0, 3.0]), Level(0.95))]
    [2.0, -0.48, 4.48]
    """
    mean, width = float(values.mean()), half_width(values, level)
    return mean, mean - width, mean + width


def half_width(values: NDArray[Any], level: Level) -> float:
    """Return the half width of the mean's interval; NaN for a single value."""
    if values.size < 2:
        return nan
    return level.factor(values.size) * float(values.std(ddof=1)) / sqrt(values.size)


def ratio_interval(
    above: NDArray[Any], below: NDArray[Any], level: Level
) -> tuple[float, float, float]:
    """Return a ratio of means with the ends of Fieller's interval.

    The interval contains each ratio r for which the mean of ``above - r * below`` does not differ
    significantly from 0, so it is as exact as the interval of a mean, also for a confidence
    sequence. If the mean of `below` does not differ significantly from 0, the interval is
    unbounded and all three numbers are NaN.

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
    scaled = np.cov(above, below) * (level.factor(above.size) ** 2 / above.size)
    square = down**2 - float(scaled[1, 1])
    if square <= 0:
        return nan, nan, nan
    middle = up * down - float(scaled[0, 1])
    # the ratio of the means lies inside the interval, so a negative root is a rounding error
    root = sqrt(max(0.0, middle**2 - square * (up**2 - float(scaled[0, 0]))))
    return up / down, (middle - root) / square, (middle + root) / square


def values_needed(width: float, deviation: float, level: Level) -> float:
    """Return the least number of values whose mean has at most this half width.

    Parameters
    ----------
    width : float
        The half width, in the unit of the values.
    deviation : float
        The standard deviation of a value.
    level : Level

    Returns
    -------
    float
        At least 2; infinite if no number is enough.

    Examples
    --------
    >>> values_needed(width=0.1, deviation=1.0, level=Level(0.95))
    387.0
    >>> values_needed(width=0.0, deviation=1.0, level=Level(0.95))
    inf
    """

    def enough(values: int) -> bool:
        return level.factor(values) * deviation <= width * sqrt(values)

    if not enough(_MAX_VALUES):
        return inf
    return float(bisect_left(range(_MAX_VALUES), True, lo=2, key=enough))


def pairing(one: NDArray[Any], other: NDArray[Any]) -> tuple[float, float]:
    """Return the gain from pairing two arrays: the variance ratio and the correlation.

    Returns
    -------
    variance_ratio : float
        Variance of an unpaired difference over that of the paired difference: the factor by which
        more values would be needed without pairing. Infinite if all differences are equal, NaN if
        all values are too.
    correlation : float
        Pearson's; NaN if all values of an array are equal.

    Examples
    --------
    >>> import numpy as np
    >>> ratio, correlation = pairing(np.array([1.0, 2.0, 4.0]), np.array([1.0, 2.0, 3.0]))
    >>> round(ratio, 1), round(correlation, 2)
    (10.0, 0.98)
    """
    if one.size < 2:
        return nan, nan
    paired = float((one - other).var(ddof=1))
    unpaired = float(one.var(ddof=1) + other.var(ddof=1))
    ratio = unpaired / paired if paired else (inf if unpaired else nan)
    varies = np.ptp(one) > 0 and np.ptp(other) > 0
    return ratio, float(scipy.stats.pearsonr(one, other).statistic) if varies else nan
