"""Thresholds for the kernel: what each tie adds, and the limit of each exposure."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ...engine import state, threshold
from ...graphs.network import Network
from ...models import ComplexContagion
from .ties import in_degree

# Weights that add up to 1 except for rounding are certain, so 4e-16 is added to each.
_TRIFLE = np.uint64(2**12)
_NO_ROWS = np.zeros(0, np.int64)

Cumulative = Callable[[float], float]


def linear(influences: NDArray[np.float64]) -> threshold.Thresholds:
    """Return rules in which the influence so far is itself the limit."""
    units = state.limits_of(influences)
    units[influences > 0] += _TRIFLE
    return threshold.Thresholds(units, _NO_ROWS, np.zeros(0, np.uint64))


def complex_contagion(
    network: Network, model: ComplexContagion
) -> tuple[threshold.Thresholds, list[str]]:
    """Return rules with a limit for each number of readers among a person's ties, and notes.

    People of the same in-degree and threshold share a row of limits: at exposure k it has the
    probability that k readers meet the threshold.
    """
    degree = in_degree(network)
    own = np.full(network.people, np.nan)
    places = network.index
    network.positions(model.thresholds, "thresholds")  # raises for unknown people
    for label, value in model.thresholds.items():
        own[places[label]] = value
    kinds, kind_of = np.unique(
        np.stack([degree.astype(np.float64), own]), axis=1, return_inverse=True
    )
    chances = [_row(model, int(ties), value) for ties, value in kinds.T.tolist()]
    starts = np.cumsum([0, *map(len, chances)], dtype=np.int64)
    limits = state.limits_of(np.concatenate(chances))
    top = np.array([row[-1] for row in chances])[kind_of]
    rules = threshold.Thresholds(np.zeros(0, np.uint64), starts[kind_of], limits)
    return rules, _notes(int(np.count_nonzero((top == 0) & (degree > 0))))


def _row(model: ComplexContagion, degree: int, own: float) -> NDArray[np.float64]:
    """Return the probability that 0 to `degree` readers meet the threshold."""
    met = _fixed(model.threshold) if model.distribution == "fixed" else _cumulative(model)
    if not math.isnan(own):
        met = _fixed(own)
    whole = degree if model.of == "share" else 1
    return np.array([0.0, *(met(readers / whole) for readers in range(1, degree + 1))])


def _fixed(value: float) -> Cumulative:
    return lambda exposure: float(exposure >= value)


def _cumulative(model: ComplexContagion) -> Cumulative:
    """Return the cumulative distribution of thresholds."""
    middle, width = model.threshold, model.deviation
    if model.distribution == "even":
        low = middle - width
        return lambda exposure: min(1.0, max(0.0, (exposure - low) / (2 * width)))
    scale = width * math.sqrt(2)
    return lambda exposure: 0.5 * (1 + math.erf((exposure - middle) / scale))


def _notes(people: int) -> list[str]:
    if not people:
        return []
    return [
        f"{people:,} people with ties have a threshold that all of their ties together cannot "
        "meet: they read as seeds only"
    ]
