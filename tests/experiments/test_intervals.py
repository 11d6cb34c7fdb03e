"""Intervals cover the truth as often as stated, counted over thousands of repetitions."""

from math import inf, isnan, sqrt

import numpy as np
import pytest

from engagelab.experiments.intervals import (
    Level,
    half_width,
    mean_interval,
    pairing,
    ratio_interval,
    values_needed,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def chance() -> np.random.Generator:
    return np.random.default_rng(5)


def within(share, nominal, repetitions):
    """Return whether a share agrees with the nominal one, within four standard errors."""
    return abs(share - nominal) < 4 * sqrt(nominal * (1 - nominal) / repetitions)


def holds(interval, truth):
    _, low, high = interval
    return low <= truth <= high


# --- means -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "confidence"), [(5, 0.95), (20, 0.8), (100, 0.99)])
def test_a_fixed_interval_covers_the_mean_as_often_as_stated(size, confidence, chance):
    level, repetitions = Level(confidence), 5_000
    draws = chance.normal(3, 2, (repetitions, size))
    held = np.mean([holds(mean_interval(values, level), 3) for values in draws])
    assert within(held, confidence, repetitions)


def test_bonferroni_covers_a_family_of_dependent_means(chance):
    repetitions, several = 4_000, 4
    level = Level(1 - 0.05 / several)
    shared = chance.normal(0, 1, (repetitions, 1, 30))
    draws = shared + chance.normal(0, 1, (repetitions, several, 30))
    held = np.mean(
        [all(holds(mean_interval(values, level), 0) for values in family) for family in draws]
    )
    assert held > 0.95 - 4 * sqrt(0.05 * 0.95 / repetitions)
    alone = np.mean(
        [all(holds(mean_interval(v, Level(0.95)), 0) for v in family) for family in draws]
    )
    assert alone < 0.9  # without the correction


def test_one_value_has_no_interval():
    mean, low, high = mean_interval(np.array([3.0]), Level(0.95))
    assert (mean, isnan(low), isnan(high)) == (3, True, True)


# --- looking again and again -----------------------------------------------------------------


def ever_missed(draws, truth, level, first):
    """Return the share of rows whose interval misses the truth at any look, beginning at first."""
    counts = np.arange(1, draws.shape[1] + 1)
    means = draws.cumsum(axis=1) / counts
    variances = ((draws**2).cumsum(axis=1) - counts * means**2) / np.maximum(counts - 1, 1)
    errors = np.sqrt(variances / counts)[:, first - 1 :]
    factors = np.array([level.factor(n) for n in range(first, draws.shape[1] + 1)])
    return np.mean((np.abs(means[:, first - 1 :] - truth) > factors * errors).any(axis=1))


@pytest.mark.parametrize("skewed", [False, True])
def test_a_confidence_sequence_covers_the_mean_at_all_looks_together(skewed, chance):
    size = (2_000, 3_000)
    draws = chance.exponential(1, size) if skewed else chance.normal(1, 1, size)
    allowed = 0.05 + 4 * sqrt(0.05 * 0.95 / size[0])
    missed = ever_missed(draws, 1, Level(0.95, tuned=1_000), 100)
    assert 0 < missed < allowed
    # and the fixed interval would not, so it is the sequence that does it
    assert ever_missed(draws[:400], 1, Level(0.95), 100) > 2 * allowed


def test_stopping_at_a_precision_keeps_the_confidence(chance):
    level, held = Level(0.95, tuned=500), []
    for values in chance.exponential(10, (1_000, 3_000)):
        size = 50
        while half_width(values[:size], level) > 1.5 and size < values.size:
            size = min(2 * size, values.size)
        held.append(holds(mean_interval(values[:size], level), 10))
    assert np.mean(held) > 0.95 - 4 * sqrt(0.05 * 0.95 / len(held))


def test_a_sequence_is_narrowest_where_it_is_tuned_and_wider_than_one_look():
    at = 1_000
    widths = {tuned: Level(0.95, tuned).factor(at) for tuned in (at / 10, at, at * 10)}
    assert min(widths, key=widths.__getitem__) == at
    assert Level(0.95).factor(at) < widths[at] < 1.6 * Level(0.95).factor(at)


# --- ratios ----------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [Level(0.9), Level(0.9, tuned=15)])
def test_fieller_covers_the_ratio_as_often_as_stated(level, chance):
    repetitions, ratio = 5_000, 2.5
    below = chance.normal(2, 1, (repetitions, 15))
    above = ratio * below + chance.normal(0, 3, (repetitions, 15))
    found = [ratio_interval(*pair, level) for pair in zip(above, below, strict=True)]
    # an interval without ends holds everything, and is rare here
    open_ended = np.array([isnan(low) for _, low, _ in found])
    assert open_ended.mean() < 0.02
    held = np.mean(open_ended | np.array([holds(each, ratio) for each in found]))
    if level.tuned is None:
        assert within(held, 0.9, repetitions)
    else:
        assert held > 0.9


def test_at_the_ends_of_fieller_the_mean_of_the_rest_is_just_significant(chance):
    below = chance.normal(4, 1, 40)
    above = 3 * below + chance.normal(0, 2, 40)
    level = Level(0.95)
    for end in ratio_interval(above, below, level)[1:]:
        rest = above - end * below
        assert abs(rest.mean()) == pytest.approx(half_width(rest, level))


def test_a_ratio_over_an_insignificant_mean_is_missing(chance):
    below = chance.normal(0, 1, 40)
    below -= below.mean()
    found = ratio_interval(chance.normal(5, 1, 40), below, Level(0.95))
    assert all(isnan(end) for end in found)


# --- how many ------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [Level(0.95), Level(0.99, tuned=300)])
@pytest.mark.parametrize("width", [0.05, 0.5, 3])
def test_the_values_needed_are_enough_and_one_fewer_are_not(level, width):
    needed = int(values_needed(width, 1.0, level))
    assert level.factor(needed) / sqrt(needed) <= width
    if needed > 2:
        assert level.factor(needed - 1) / sqrt(needed - 1) > width


def test_no_number_of_values_gives_a_width_of_0():
    assert values_needed(0, 1, Level(0.95)) == inf
    assert values_needed(1e-12, 1, Level(0.95)) == inf


def test_pairing_removes_the_variance_of_the_shared_part(chance):
    shared = chance.normal(0, 3, 200_000)
    one, other = shared + chance.normal(0, 1, (2, 200_000))
    ratio, correlation = pairing(one, other)
    assert ratio == pytest.approx(10, rel=0.02)
    assert correlation == pytest.approx(0.9, rel=0.01)


def test_pairing_of_arrays_that_do_not_vary():
    same, rising = np.ones(4), np.arange(4.0)
    assert pairing(rising, rising + 1)[0] == inf
    assert all(isnan(number) for number in pairing(same, same))
    assert isnan(pairing(rising, same)[1])
