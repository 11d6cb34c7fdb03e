"""Branching processes against other ways to the same numbers."""

import math

import numpy as np
import pytest
from scipy.special import lambertw

from engagelab import theory
from engagelab.errors import EngagelabError

LIMIT = 4.0  # of |z|


@pytest.mark.parametrize("average", [0.3, 1.0, 1.2, 2.5, 8.0])
def test_extinction_of_poisson_offspring_is_lamberts(average):
    expected = -lambertw(-average * math.exp(-average)).real / average if average > 1 else 1.0
    found = theory.branching_extinction(theory.poisson_offspring(average))
    assert found == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("average", [0.5, 1.0, 1.01, 3.0, 50.0])
def test_extinction_of_geometric_offspring_is_one_over_the_mean(average):
    found = theory.branching_extinction(theory.geometric_offspring(average))
    assert found == pytest.approx(min(1, 1 / average), abs=1e-9)


def test_extinction_is_where_generations_tend_to():
    offspring = np.array([0.3, 0.2, 0.1, 0.4])
    u = 0.0
    for _ in range(500):
        u = float(offspring @ u ** np.arange(4))
    assert theory.branching_extinction(offspring) == pytest.approx(u, abs=1e-12)


def test_extinction_where_it_is_certain_or_impossible():
    assert theory.branching_extinction([0, 1]) == 0  # always exactly one
    assert theory.branching_extinction([0, 0.5, 0.5]) == 0
    assert theory.branching_extinction([0.5, 0, 0.5]) == 1  # a mean of one
    assert theory.branching_extinction([1]) == 1


def test_helpers_have_the_moments_they_should():
    for chances, average, variance in (
        (theory.poisson_offspring(3.5), 3.5, 3.5),
        (theory.geometric_offspring(3.5), 3.5, 3.5 * 4.5),
        (theory.binomial_offspring(7, 0.5), 3.5, 1.75),
        (theory.poisson_offspring(0), 0, 0),
        (theory.geometric_offspring(0), 0, 0),
        (theory.binomial_offspring(5, 1), 5, 0),
        (theory.poisson_offspring(10_000), 10_000, 10_000),
    ):
        k = np.arange(chances.size)
        assert chances.sum() == pytest.approx(1)
        assert chances @ k == pytest.approx(average)
        assert chances @ (k - average) ** 2 == pytest.approx(variance, rel=1e-9, abs=1e-9)


def test_the_total_is_the_sum_of_the_generations():
    offspring = theory.binomial_offspring(4, 0.2)
    means = theory.branching_means(offspring, generations=200)
    assert means[:3] == pytest.approx([1, 0.8, 0.64])
    assert theory.branching_total(offspring) == pytest.approx(means.sum())
    assert theory.branching_total([0, 1]) == math.inf


def test_the_total_is_what_playing_it_through_gives():
    rng = np.random.default_rng(2)
    totals = []
    for _ in range(5_000):
        now, total = 1, 1
        while now:
            now = rng.binomial(4 * now, 0.15)
            total += now
        totals.append(total)
    error = np.std(totals) / math.sqrt(len(totals))
    expected = theory.branching_total(theory.binomial_offspring(4, 0.15))
    assert abs(np.mean(totals) - expected) < LIMIT * error


@pytest.mark.parametrize(
    ("offspring", "told"),
    [
        ([0.5, 0.4], "offspring: the probabilities add up to 0.9; divide them by their sum"),
        ([1.5, -0.5], "offspring: 1.5 at 0 is not a probability; give numbers from 0 to 1"),
        ([[1.0]], r"offspring: shape \(1, 1\) is not allowed; give one probability"),
        ([], r"offspring: shape \(0,\) is not allowed; give one probability"),
        (["a"], r"offspring: \['a'\] is not allowed; give numbers"),
    ],
)
def test_what_is_no_distribution_is_told(offspring, told):
    for question in (theory.branching_extinction, theory.branching_total):
        with pytest.raises(EngagelabError, match=told):
            question(offspring)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: theory.poisson_offspring(-1), "average: -1 is not allowed; give a number from 0"),
        (lambda: theory.geometric_offspring(1e5), "average: 100000.0 is not allowed"),
        (lambda: theory.binomial_offspring(2.5, 0.5), "most: 2.5 is not allowed; give a whole"),
        (lambda: theory.binomial_offspring(2, 1.5), "chance: 1.5 is not allowed"),
        (lambda: theory.branching_means([1], generations=-1), "generations: -1 is not allowed"),
    ],
)
def test_wrong_offspring_are_told(call, told):
    with pytest.raises(EngagelabError, match=told):
        call()
