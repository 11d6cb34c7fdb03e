"""Bootstrap-t intervals hold skewed means and ratios as often as they promise."""

import numpy as np
import pytest
from numpy.random import default_rng

from engagelab.experiments.bootstrap import (
    FEWEST,
    MOST,
    is_resampled,
    skewed_mean_interval,
    skewed_ratio_interval,
)
from engagelab.experiments.intervals import Level, mean_interval, ratio_interval

LEVEL = Level(0.95)
SIGMA = 1.09  # of a log-normal with skewness 9
MEAN = np.exp(SIGMA**2 / 2)


def coverage(interval, draws, mean, level=LEVEL):
    ends = [interval(values, level)[1:] for values in draws]
    return np.mean([low <= mean <= high for low, high in ends])


@pytest.mark.slow
@pytest.mark.parametrize(("size", "least"), [(50, 0.9), (200, 0.92)])
def test_the_mean_of_skewed_values_is_held(size, least):
    draws = default_rng(4).lognormal(0, SIGMA, size=(2_000, size))
    held = coverage(skewed_mean_interval, draws, MEAN)
    assert held > least
    assert held > coverage(mean_interval, draws, MEAN) + 0.005


def test_several_means_are_held_jointly():
    draws = default_rng(5).lognormal(0, SIGMA, size=(400, 3, 200))
    level = Level(1 - 0.05 / 3)
    held = [all(low <= MEAN <= high for _, low, high in (skewed_mean_interval(v, level) for v in f))
            for f in draws]  # fmt: skip
    assert np.mean(held) > 0.92


def test_of_normal_values_it_is_nearly_students():
    for values in default_rng(6).normal(3, 2, size=(20, 200)):
        found, known = skewed_mean_interval(values, LEVEL), mean_interval(values, LEVEL)
        assert found == pytest.approx(known, abs=0.06)


@pytest.mark.parametrize(("size", "least"), [(50, 0.9), (200, 0.92)])
def test_a_ratio_with_a_skewed_divisor_is_held(size, least):
    chance, held = default_rng(7), []
    for _ in range(600):
        lift = chance.lognormal(0, SIGMA, size=size)
        cost = 5 + 2 * lift + chance.normal(0, 2, size=size)
        _, low, high = skewed_ratio_interval(cost, lift, LEVEL)
        held.append(np.isnan(low) or low <= 2 + 5 / MEAN <= high)
    assert np.mean(held) > least


def test_the_ends_of_a_ratio_are_those_of_a_falling_divisor_too():
    chance = default_rng(8)
    lift, cost = chance.lognormal(size=100), chance.normal(9, 1, size=100)
    ratio, low, high = skewed_ratio_interval(cost, lift, LEVEL)
    mirrored = skewed_ratio_interval(cost, -lift, LEVEL)
    assert mirrored == pytest.approx((-ratio, -high, -low))
    assert low < ratio < high


def test_a_ratio_is_not_determined_if_its_divisor_may_be_zero():
    chance = default_rng(9)
    values = chance.normal(0, 1, size=100)
    assert np.isnan(skewed_ratio_interval(chance.normal(5, 1, 100), values, LEVEL)).all()
    level = np.r_[np.ones(50), -np.ones(50)]
    assert np.isnan(skewed_ratio_interval(level, level, LEVEL)).all()


def test_the_same_values_give_the_same_interval_in_any_order_of_magnitude():
    values = default_rng(10).lognormal(size=60)
    found = skewed_mean_interval(values, LEVEL)
    assert found == skewed_mean_interval(values, LEVEL)
    assert skewed_mean_interval(1e6 * values, LEVEL) == pytest.approx(1e6 * np.array(found))


def test_values_that_do_not_vary_have_no_width():
    assert skewed_mean_interval(np.full(40, 3.0), LEVEL) == (3.0, 3.0, 3.0)
    assert skewed_ratio_interval(np.full(40, 6.0), np.full(40, 3.0), LEVEL) == (2.0, 2.0, 2.0)


def test_few_and_very_many_values_and_sequences_have_their_own_intervals():
    values = default_rng(11).lognormal(size=MOST + 1)
    assert [is_resampled(n, LEVEL) for n in (FEWEST - 1, FEWEST, MOST, MOST + 1)] == [
        False, True, True, False,
    ]  # fmt: skip
    for part in (values[: FEWEST - 1], values):
        assert skewed_mean_interval(part, LEVEL) == mean_interval(part, LEVEL)
        assert skewed_ratio_interval(2 + part, part, LEVEL) == ratio_interval(2 + part, part, LEVEL)
    tuned = Level(0.95, tuned=100)
    assert skewed_mean_interval(values[:100], tuned) == mean_interval(values[:100], tuned)


def test_one_large_value_among_zeros_leaves_the_upper_end_finite():
    values = np.r_[np.zeros(49), 100.0]
    mean, low, high = skewed_mean_interval(values, LEVEL)
    assert low <= mean < high < np.inf
