"""Approximate Bayesian computation with regression adjustment, on a table of simulations.

The posterior means of the unknowns are regressed on what was observed, which makes summaries
(Fearnhead and Prangle 2012); the simulations with the nearest summaries are accepted, and their
unknowns are moved to the observed summaries by a local regression of mean and spread (Blum and
François 2010). Unknowns are normal scores of their priors, so that no sample leaves its prior.

References
----------
Fearnhead and Prangle 2012, Journal of the Royal Statistical Society B 74(3), doi
10.1111/j.1467-9868.2011.01010.x. Beaumont, Zhang and Balding 2002, Genetics 162(4). Blum and
François 2010, Statistics and Computing 20(1), doi 10.1007/s11222-009-9116-0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

_ACCEPTED = 0.3  # share of the simulations that are accepted
_RIDGE = 2e-3  # penalty, relative to the number of simulations
_FAR = 4.0  # standard deviations at which a feature is cut, so that none is extrapolated far
_LEAST_SPREAD = 0.2  # of residuals, relative to their mean


@dataclass(frozen=True, eq=False)
class Features:
    """What simulations look like where something is observed, standardised.

    They are each logarithm, the mean and the spread of each measure over posts, and the squares and
    products of the means.

    Attributes
    ----------
    known : array of bool, shape (measures, posts)
        What is observed.
    middle, scale : arrays of float64
        Mean and standard deviation of the raw features.
    table : array of float64, shape (simulations, features)
        Of the simulations.
    """

    known: NDArray[np.bool_]
    middle: NDArray[np.float64]
    scale: NDArray[np.float64]
    table: NDArray[np.float64]

    @classmethod
    def of(cls, logs: NDArray[np.float64], known: NDArray[np.bool_]) -> Features:
        """Return the features of simulations, logs of shape (simulations, measures, posts)."""
        raw = _raw(logs, known)
        middle, scale = raw.mean(axis=0), raw.std(axis=0)
        return cls(known, middle, scale, _standardised(raw, middle, scale))

    def at(self, observed: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the features of an observation of shape (measures, posts)."""
        raw = _raw(observed[None], self.known)
        return np.asarray(_standardised(raw, self.middle, self.scale)[0])


def _raw(logs: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    parts = [logs[:, m, row] for m, row in enumerate(known) if row.any()]
    means = np.stack([part.mean(axis=1) for part in parts], axis=1)
    spreads = [part.std(axis=1) for part in parts if part.shape[1] > 2]
    first, second = np.triu_indices(means.shape[1])
    return np.column_stack([logs[:, known], means, *spreads, means[:, first] * means[:, second]])


def _standardised(
    raw: NDArray[np.float64], middle: NDArray[np.float64], scale: NDArray[np.float64]
) -> NDArray[np.float64]:
    varies = scale > 1e-9
    scaled = (raw[:, varies] - middle[varies]) / scale[varies]
    return np.asarray(np.clip(scaled, -_FAR, _FAR))


@dataclass(frozen=True, eq=False)
class Regression:
    """A ridge regression of targets on features.

    Attributes
    ----------
    weights : array of float64, shape (1 + features, targets)
        The coefficients, the constant first.
    means : array of float64, shape (simulations, targets)
        The fitted means, each made without the simulation itself.
    explained : array of float64, shape (targets,)
        Share of the variance explained in simulations that the regression has not seen.
    """

    weights: NDArray[np.float64]
    means: NDArray[np.float64]
    explained: NDArray[np.float64]

    def at(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the means of the targets at the features of an observation."""
        return np.asarray(self.weights[0] + features @ self.weights[1:])


def regression(table: NDArray[np.float64], targets: NDArray[np.float64]) -> Regression:
    """Return the ridge regression of targets, shape (simulations, targets), on features.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 50)[:, None]
    >>> found = regression(x, 3 * x)
    >>> bool(abs(found.at(np.array([0.5]))[0] - 1.5) < 0.05)
    True
    """
    design = np.column_stack([np.ones(len(table)), table])
    gram = design.T @ design
    gram[np.arange(1, len(gram)), np.arange(1, len(gram))] += _RIDGE * len(design)
    factor = linalg.cho_factor(gram)
    weights = linalg.cho_solve(factor, design.T @ targets)
    inverse = linalg.cho_solve(factor, np.eye(len(gram)))
    leverage = ((design @ inverse) * design).sum(axis=1)
    residuals = (targets - design @ weights) / (1 - leverage)[:, None]
    variance = targets.var(axis=0)
    explained = 1 - (residuals**2).mean(axis=0) / np.where(variance > 0, variance, 1.0)
    return Regression(weights, targets - residuals, np.clip(explained, 0.0, 1.0))


@dataclass(frozen=True, eq=False)
class Posterior:
    """Weighted samples of the targets.

    Attributes
    ----------
    samples : array of float64, shape (samples, targets)
        The samples.
    weights : array of float64, shape (samples,)
        Their weights, which sum to 1.
    """

    samples: NDArray[np.float64]
    weights: NDArray[np.float64]

    def quantiles(self, levels: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return weighted quantiles, shape (levels, targets)."""
        order = np.argsort(self.samples, axis=0)
        ranked = np.take_along_axis(self.samples, order, axis=0)
        at = self.weights[order].cumsum(axis=0) - self.weights[order] / 2
        found = [np.interp(levels, at[:, j], ranked[:, j]) for j in range(ranked.shape[1])]
        return np.stack(found, axis=1)


def posterior(
    summaries: NDArray[np.float64], observed: NDArray[np.float64], targets: NDArray[np.float64]
) -> Posterior:
    """Return the posterior of targets by rejection with a local regression.

    Parameters
    ----------
    summaries : array of float64, shape (simulations, summaries)
        Of the simulations, on one scale.
    observed : array of float64, shape (summaries,)
        Of the observation.
    targets : array of float64, shape (simulations, targets)
        Of the simulations.
    """
    apart = summaries - observed
    distance = np.sqrt((apart**2).sum(axis=1))
    accepted = np.argsort(distance, kind="stable")[: max(50, int(_ACCEPTED * len(distance)))]
    near = distance[accepted]
    weights = 1 - (near / max(near[-1] * (1 + 1e-9), 1e-12)) ** 2
    design = np.column_stack([np.ones(len(accepted)), apart[accepted]])
    means, at = _local(design, weights, targets[accepted])
    residuals = targets[accepted] - means
    squares = (residuals**2 * weights[:, None]).sum(axis=0) / weights.sum()
    floor = _LEAST_SPREAD**2 * np.where(squares > 0, squares, 1.0)
    logs, log_at = _local(design, weights, np.log(residuals**2 + 0.1 * floor))
    ratio = np.exp(np.clip((log_at - logs) / 2, -0.7, 0.7))
    return Posterior(at + residuals * ratio, weights / weights.sum())


def _local(
    design: NDArray[np.float64], weights: NDArray[np.float64], targets: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weighted linear regression at each row, and at the observation."""
    weighted = design * weights[:, None]
    gram = weighted.T @ design
    gram[np.diag_indices_from(gram)] += 1e-6 * weights.sum()
    solved = linalg.solve(gram, weighted.T @ targets, assume_a="pos")
    return design @ solved, solved[0]
