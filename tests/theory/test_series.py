"""Series against scipy's distributions, and roots that are known otherwise."""

import math

import numpy as np
import pytest
from scipy import stats

from engagelab.theory.series import (
    binomial,
    generating,
    geometric,
    least_root,
    log_choose,
    mean,
    poisson,
    slope,
)


@pytest.mark.slow
@pytest.mark.parametrize("average", [0, 0.01, 1, 7.5, 400, 1e5])
def test_poisson_probabilities_are_those_of_scipy(average):
    chances = poisson(average)
    expected = stats.poisson.pmf(np.arange(chances.size), average)
    assert chances == pytest.approx(expected, rel=1e-7, abs=1e-15)
    assert chances.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("average", [0, 0.01, 1, 7.5, 400])
def test_geometric_probabilities_are_those_of_scipy(average):
    chances = geometric(average)
    expected = stats.geom.pmf(np.arange(chances.size) + 1, 1 / (1 + average))
    assert chances == pytest.approx(expected, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("chance", [0.0, 0.3, 1.0])
def test_binomial_probabilities_are_those_of_scipy(chance):
    n, k = np.meshgrid(np.arange(6), np.arange(8))
    found = binomial(log_choose(n, k), n, k, chance)
    assert found == pytest.approx(stats.binom.pmf(k, n, chance), abs=1e-12)


def test_the_ways_to_choose_more_than_there_are_are_none():
    ways = log_choose(np.array([5, 5, 3]), np.array([2, 5, 4]))
    assert ways == pytest.approx([math.log(10), 0, -math.inf])


def test_mean_and_slope_of_the_generating_function():
    chances = np.array([0.2, 0.3, 0.0, 0.5])
    assert mean(chances) == slope(chances, 1.0) == pytest.approx(1.8)
    assert generating(chances, 0.5) == pytest.approx(0.2 + 0.15 + 0.0625)
    assert slope(chances, 0.5) == pytest.approx(0.3 + 0.375)
    assert slope(np.ones(1), 0.5) == 0


@pytest.mark.parametrize("root", [0.0, 0.2, 0.5, 0.999])
def test_the_least_root_of_a_parabola_that_is_known(root):
    def value(u):  # value(u) - u has the roots `root` and 1
        return u + 0.5 * (u - root) * (u - 1)

    found = least_root(value, lambda u: 1 + 0.5 * (2 * u - root - 1))
    assert found == pytest.approx(root, abs=1e-12)


def test_up_to_a_slope_of_1_the_least_root_is_1():
    assert least_root(lambda u: (1 + u * u) / 2, lambda u: u) == 1
