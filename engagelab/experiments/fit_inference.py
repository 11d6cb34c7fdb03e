"""From a table of simulations and an observation to samples, intervals and forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from .abc_regression import Features, Posterior, Regression, posterior, regression
from .fit_table import FitTable

LEVELS = np.array([0.05, 0.5, 0.95])  # the ends of a 90 % interval and the median
_CHECKED = 300  # simulations on which intervals are calibrated
_STRETCH = (0.8, 2.0)  # the factors that calibration may put on an interval
_GRID = (np.arange(200) + 0.5) / 200  # levels of the quantiles that describe a forecast
_NOISE = 0.02  # unexplained share below which a summary is not made more important


@dataclass(frozen=True, eq=False)
class Inference:
    """What an observation says about the unknowns.

    Attributes
    ----------
    posterior : Posterior
        Samples of the unknowns as normal scores, stretched so that intervals cover.
    explained : array of float64, shape (unknowns,)
        Share of the variance of each unknown that such an observation explains, on average.
    stretch : array of float64, shape (unknowns,)
        Factor on the width of each interval.
    coverage : array of float64, shape (unknowns,)
        Share of simulations whose unknown the stretched 90 % interval covers.
    distance : float
        Share of simulations that are as far from the others as the observation is, or further.
    """

    posterior: Posterior
    explained: NDArray[np.float64]
    stretch: NDArray[np.float64]
    coverage: NDArray[np.float64]
    distance: float


def inferred(table: FitTable, observed: NDArray[np.float64]) -> Inference:
    """Return what an observation says; observed has shape (measures, posts), NaN if unknown."""
    # what depends on which numbers are known, and not on the numbers, is made once
    known = np.isfinite(observed)
    prepared = table.cache.get(known.tobytes())
    if prepared is None:
        prepared = table.cache[known.tobytes()] = _Prepared.of(table, known)
    features = prepared.features.at(observed)
    at = prepared.fitted.at(features) * prepared.scale
    plain = posterior(prepared.fitted.means * prepared.scale, at, table.scores)
    middle = plain.quantiles(LEVELS[1:2])
    far = (prepared.features.table**2).mean(axis=1) >= (features**2).mean()
    return Inference(
        Posterior(middle + prepared.stretch * (plain.samples - middle), plain.weights),
        prepared.fitted.explained, prepared.stretch, prepared.coverage, float(far.mean()),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Prepared:
    """What inference needs that depends on which numbers are known, and not on the numbers."""

    features: Features
    fitted: Regression
    scale: NDArray[np.float64]
    stretch: NDArray[np.float64]
    coverage: NDArray[np.float64]

    @classmethod
    def of(cls, table: FitTable, known: NDArray[np.bool_]) -> _Prepared:
        features = Features.of(table.logs, known)
        fitted = regression(features.table, table.scores)
        # a summary that explains more counts more
        spread = np.maximum(fitted.means.std(axis=0), 1e-9)
        scale = np.sqrt(fitted.explained / (1 - fitted.explained + _NOISE)) / spread
        return cls(features, fitted, scale, *_calibrated(fitted.means * scale, table.scores))


def _calibrated(
    summaries: NDArray[np.float64], scores: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the stretch and the coverage of intervals, on simulations taken for observations.

    The coverage is that of factors from one half of them on the other half.
    """
    step = max(1, len(scores) // _CHECKED)
    taken = np.arange(0, len(scores), step)
    ratios = []
    for at in taken:
        others = np.arange(len(scores)) != at
        found = posterior(summaries[others], summaries[at], scores[others])
        low, middle, high = found.quantiles(LEVELS)
        apart = scores[at] - middle
        width = np.where(apart > 0, high - middle, middle - low)
        ratios.append(np.abs(apart) / np.maximum(width, 1e-9))
    values = np.stack(ratios)
    halves = values[::2], values[1::2]
    covered = [
        (check <= np.clip(np.quantile(made, 0.9, axis=0), *_STRETCH)).mean(axis=0)
        for made, check in (halves, halves[::-1])
    ]
    return np.clip(np.quantile(values, 0.9, axis=0), *_STRETCH), np.mean(covered, axis=0)


def explained_with(table: FitTable, known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the share of each unknown's variance that an observation of such numbers explains."""
    return regression(Features.of(table.logs, known).table, table.scores).explained


def forecast(
    table: FitTable, observed: NDArray[np.float64], post: int, measures: Sequence[int]
) -> Posterior:
    """Return the logarithms of a post's numbers, as the other posts let expect them.

    Parameters
    ----------
    table : FitTable
        The simulations.
    observed : array of float64, shape (measures, posts)
        The observation, NaN if unknown or not to be used; the post itself is never used.
    post : int
        The post.
    measures : sequence of int
        The measures that are forecast; those of the post's samples.
    """
    known = np.isfinite(observed)
    known[:, post] = False
    name = (known.tobytes(), post, tuple(measures))
    prepared = table.cache.get(name)
    if prepared is None:
        prepared = table.cache[name] = _Forecast.of(table, known, post, measures)
    return prepared.at(observed)


@dataclass(frozen=True, eq=False)
class _Forecast:
    """The regressions of a forecast: of the numbers, and of how far they are from their means."""

    features: Features
    targets: NDArray[np.float64]
    means: Regression
    spreads: Regression

    @classmethod
    def of(
        cls, table: FitTable, known: NDArray[np.bool_], post: int, measures: Sequence[int]
    ) -> _Forecast:
        features, targets = Features.of(table.logs, known), table.logs[:, list(measures), post]
        means = regression(features.table, targets)
        apart = np.log(np.abs(targets - means.means) + 0.05)
        return cls(features, targets, means, regression(features.table, apart))

    def at(self, observed: NDArray[np.float64]) -> Posterior:
        features = self.features.at(observed)
        samples = []
        for m in range(self.targets.shape[1]):
            both = np.column_stack([self.means.means[:, m], self.spreads.means[:, m]])
            scale = np.maximum(both.std(axis=0), 1e-9)
            at = np.array([part.at(features)[m] for part in (self.means, self.spreads)])
            found = posterior(both / scale, at / scale, self.targets[:, m : m + 1])
            samples.append(found.quantiles(_GRID)[:, 0])
        return Posterior(np.stack(samples, axis=1), np.full(_GRID.size, 1 / _GRID.size))


def yardstick(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return low, median and high of the next number by a log-normal of earlier ones.

    The interval is Student's, of a new value; shape (3,), NaN with fewer than two numbers.

    Examples
    --------
    >>> yardstick(np.log1p([100.0, 100.0, 100.0])).round(3).tolist()
    [4.615, 4.615, 4.615]
    """
    known = logs[np.isfinite(logs)]
    if known.size < 2:
        return np.full(3, np.nan)
    spread = known.std(ddof=1) * np.sqrt(1 + 1 / known.size)
    return np.asarray(known.mean() + spread * scipy.stats.t.ppf(LEVELS, known.size - 1))


def interval_score(limits: NDArray[np.float64], value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the score of 90 % intervals: their width, and 20 times by how much a value is outside.

    Less is better. `limits` has shape (3, n), `value` (n,).

    References
    ----------
    Gneiting and Raftery 2007, Journal of the American Statistical Association 102(477), doi
    10.1198/016214506000001437.

    Examples
    --------
    >>> interval_score(np.array([[1.0], [2.0], [3.0]]), np.array([3.5])).tolist()
    [12.0]
    """
    low, _, high = limits
    outside = np.maximum(low - value, 0) + np.maximum(value - high, 0)
    return np.asarray(high - low + 20 * outside)
