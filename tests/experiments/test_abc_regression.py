"""Regression-adjusted samples are right where the posterior is known."""

import numpy as np
import pytest

from engagelab.experiments.abc_regression import Features, Posterior, posterior, regression


def drawn(rng: np.random.Generator, n: int = 4_000) -> tuple[np.ndarray, np.ndarray]:
    """Return values from a standard normal prior, and one noisy number for each."""
    values = rng.standard_normal(n)
    return values, values + 0.5 * rng.standard_normal(n)


@pytest.mark.parametrize("seen", [-1.0, 0.0, 1.5])
def test_the_posterior_of_a_normal_mean(seen: float) -> None:
    values, numbers = drawn(np.random.default_rng(1))
    found = posterior(numbers[:, None], np.array([seen]), values[:, None])
    low, middle, high = found.quantiles(np.array([0.05, 0.5, 0.95]))[:, 0]
    sigma = np.sqrt(0.2)  # 1 / (1 + 1 / 0.25)
    assert middle == pytest.approx(0.8 * seen, abs=0.08)
    assert high - low == pytest.approx(2 * 1.645 * sigma, rel=0.1)


def test_weights_sum_to_one_and_quantiles_are_weighted() -> None:
    values, numbers = drawn(np.random.default_rng(2))
    found = posterior(numbers[:, None], np.array([0.3]), values[:, None])
    assert found.weights.sum() == pytest.approx(1)
    two = Posterior(np.array([[0.0], [1.0]]), np.array([0.9, 0.1]))
    assert two.quantiles(np.array([0.5]))[0, 0] < 0.2


def test_means_are_made_without_the_simulation_itself() -> None:
    rng = np.random.default_rng(3)
    table, noise = rng.standard_normal((60, 20)), rng.standard_normal((60, 1))
    found = regression(table, noise)
    again = regression(np.delete(table, 7, axis=0), np.delete(noise, 7, axis=0))
    assert found.means[7, 0] == pytest.approx(again.at(table[7])[0], abs=0.02)
    assert found.explained[0] < 0.2  # there is nothing to explain


def test_features_use_only_what_is_known() -> None:
    rng = np.random.default_rng(4)
    logs = rng.normal(3, 1, (50, 2, 4))
    known = np.array([[True, True, True, False], [False] * 4])
    features = Features.of(logs, known)
    changed = logs[0].copy()
    changed[1], changed[0, 3] = np.nan, np.nan
    assert features.at(changed) == pytest.approx(features.table[0])
    assert np.isfinite(features.table).all()
