"""The response of a measure to one field: its mean with an interval, and its best value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...experiments.intervals import Level, mean_interval

_LEVEL = Level(0.95)


@dataclass(frozen=True)
class Response:
    """The values of a measure over the values of a field.

    Attributes
    ----------
    values : list
        The values of the field.
    mean, low, high : array of float64, one for each value
        The mean of the measure and the ends of its 95 % interval.
    now, best : int
        The indices of the present value and of the best one.
    alike : tuple of int
        The first and the last index of the values around the best one that the runs cannot tell
        from it.
    gain : tuple of float
        The best less the present measure in paired runs: mean, low, high.
    """

    values: list[Any]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    now: int
    best: int
    alike: tuple[int, int]
    gain: tuple[float, float, float]


def response_of(
    values: Sequence[Any],
    runs: Sequence[NDArray[np.float64]],
    now: Any,
    *,
    more: bool,
    ordered: bool = True,
) -> Response | None:
    """Return the response of a measure to a field; None if the measure has no value anywhere.

    Parameters
    ----------
    values : sequence
        The values of the field that were simulated.
    runs : sequence of array, one for each value
        The measure in each run; the runs are the same at each value.
    now : object
        The present value, one of the values.
    more : bool
        Whether a higher measure is better.
    ordered : bool
        Whether the values have an order, unlike choices.

    Examples
    --------
    >>> runs = [np.array([1.0, 2.0, 3.0]), np.array([4.0, 6.0, 5.0]), np.array([5.0, 5.0, 5.0])]
    >>> response = response_of([10, 20, 30], runs, 10, more=True)
    >>> response.best, response.alike, response.gain[0]
    (1, (1, 2), 3.0)
    """
    bands = np.array([mean_interval(measure, _LEVEL) for measure in runs])
    mean = bands[:, 0]
    if np.isnan(mean).all():
        return None
    best = int(np.nanargmax(mean if more else -mean))
    place = list(values).index(now)
    alike = _alike(runs, best) if ordered else (best, best)
    gain = mean_interval(runs[best] - runs[place], _LEVEL)
    return Response(list(values), mean, bands[:, 1], bands[:, 2], place, best, alike, gain)


def _alike(runs: Sequence[NDArray[np.float64]], best: int) -> tuple[int, int]:
    """Return the ends of the stretch around the best value that is not distinguishable from it."""
    different = [_differs(measure - runs[best]) for measure in runs]
    first = last = best
    while first > 0 and not different[first - 1]:
        first -= 1
    while last < len(runs) - 1 and not different[last + 1]:
        last += 1
    return first, last


def _differs(differences: NDArray[np.float64]) -> bool:
    """Return whether the interval of paired differences excludes 0, or a run has no measure."""
    _, low, high = mean_interval(differences, _LEVEL)
    missing = bool(np.isnan(differences).any())
    return missing or bool(low > 0 or high < 0)
