"""Bootstrap-t intervals: means and ratios of skewed values, such as lifts that a few runs make."""

from functools import lru_cache
from math import nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine import coins
from .intervals import Level, mean_interval, ratio_interval

FEWEST, MOST = 20, 2_000  # values; fewer do not show their skewness, more hardly suffer from it
_RESAMPLES = 1_999
_ROUNDING = 1e-12


def skewed_mean_interval(values: NDArray[Any], level: Level) -> tuple[float, float, float]:
    """Return the mean of independent values, shape (n,), with the ends of its bootstrap-t interval.

    The distribution of the studentised mean is estimated by resampling the values, so the interval
    is longer on the side of a long tail. Of values as skewed as 9, intervals of 95 % hold the mean
    in 93 of 100 cases from 50 values on, where Student's hold it in 90. Resampling uses the same
    random numbers each time, so the same values give the same interval. For fewer than 20 or
    more than 2,000 values, or a confidence sequence, it is the interval of `mean_interval`.

    References
    ----------
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 12, doi
    10.1007/978-1-4899-4541-9.

    Examples
    --------
    >>> import numpy as np
    >>> values = np.r_[np.zeros(30), 10.0, 20.0]
    >>> mean, low, high = skewed_mean_interval(values, Level(0.95))
    >>> high - mean > mean - low
    True
    """
    mean, low, high = mean_interval(values, level)
    if not is_resampled(values.size, level) or not np.ptp(values):
        return mean, low, high
    error = float(values.std(ddof=1)) / sqrt(values.size)
    smallest, largest = _studentised(values, level)
    return mean, mean - largest * error, mean - smallest * error


def skewed_ratio_interval(
    above: NDArray[Any], below: NDArray[Any], level: Level
) -> tuple[float, float, float]:
    """Return a ratio of means with the ends of Fieller's interval, its quantiles by bootstrap-t.

    As `ratio_interval`, with the quantiles of the studentised mean of ``above - ratio * below``
    in place of Student's. All three numbers are NaN if the interval is unbounded.

    Examples
    --------
    >>> import numpy as np
    >>> cost, readers = np.arange(2.0, 42.0), np.arange(1.0, 41.0)
    >>> ratio, low, high = skewed_ratio_interval(cost, readers, Level(0.95))
    >>> bool(low < ratio < high), round(ratio, 3)
    (True, 1.049)
    """
    if not is_resampled(below.size, level):
        return ratio_interval(above, below, level)
    up, down = float(above.mean()), float(below.mean())
    if not down:
        return nan, nan, nan
    left_over = above - up / down * below
    if np.ptp(left_over) <= _ROUNDING * max(1.0, float(np.ptp(above))):
        return ratio_interval(above, below, level)
    smallest, largest = _studentised(left_over, level)
    # the studentised mean falls as the ratio rises, if the divisor is positive
    first, last = (largest, smallest) if down > 0 else (smallest, largest)
    low = _fieller_root(above, below, first, -1)
    high = _fieller_root(above, below, last, 1)
    return (nan, nan, nan) if np.isnan(low + high) else (up / down, low, high)


def _fieller_root(above: NDArray[Any], below: NDArray[Any], quantile: float, side: int) -> float:
    """Return the lower (-1) or upper (1) ratio at which the studentised mean is a quantile."""
    up, down = float(above.mean()), float(below.mean())
    scaled = np.cov(above, below) * (quantile**2 / above.size)
    square = down**2 - float(scaled[1, 1])
    if square <= 0:
        return nan
    middle = up * down - float(scaled[0, 1])
    root = sqrt(max(0.0, middle**2 - square * (up**2 - float(scaled[0, 0]))))
    return (middle + side * root) / square


def is_resampled(values: int, level: Level) -> bool:
    """Return whether an interval of this many values is by bootstrap-t."""
    return level.tuned is None and FEWEST <= values <= MOST


def _studentised(values: NDArray[Any], level: Level) -> tuple[float, float]:
    """Return the quantiles of the studentised mean of resampled values."""
    centred = values - values.mean()
    counts = resamples(values.size)
    means = counts @ centred / values.size
    squares = counts @ centred**2 / values.size - means**2
    errors = np.sqrt(np.maximum(squares, 0) / (values.size - 1))
    varies = squares > _ROUNDING * centred.var()
    # a resample of equal values tells nothing of the error: it is as far out as the farthest
    ratios = np.divide(means, errors, out=np.zeros_like(means), where=varies)
    ratios[~varies] = np.sign(means[~varies]) * np.abs(ratios).max()
    tail = (1 - level.confidence) / 2
    low, high = np.quantile(ratios, (tail, 1 - tail))
    return float(low), float(high)


@lru_cache(maxsize=4)
def resamples(values: int) -> NDArray[np.float64]:
    """Return how often each of so many values is drawn in each resample; always the same."""
    drawn = coins.coins(coins.address(values), np.arange(_RESAMPLES * values, dtype=np.uint64))
    place = (drawn >> np.uint64(1)).astype(np.int64) % values
    place += np.repeat(np.arange(_RESAMPLES) * values, values)
    counts = np.bincount(place, minlength=_RESAMPLES * values)
    return counts.reshape(_RESAMPLES, values).astype(np.float64)
