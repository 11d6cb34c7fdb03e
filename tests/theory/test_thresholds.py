"""Threshold cascades against sums by hand and cascades played through on random graphs."""

import math

import networkx as nx
import numpy as np
import pytest
from scipy.special import gammainc
from scipy.stats import binom

from engagelab import theory
from engagelab.errors import EngagelabError

pytestmark = pytest.mark.slow


def play(mean_degree, thresholds, initial, draw):
    """The share of readers in the end on a random graph, round by round."""
    people = thresholds.size
    graph = nx.fast_gnp_random_graph(people, mean_degree / (people - 1), seed=draw)
    ties = nx.to_scipy_sparse_array(graph, format="csr")
    degree = np.maximum(ties.sum(axis=0), 1)
    read = np.zeros(people, bool)
    read[np.random.default_rng(draw).permutation(people)[: round(initial * people)]] = True
    count = 0
    while read.sum() > count:
        count = read.sum()
        readers = ties @ read.astype(float)
        read |= (readers / degree >= thresholds) & (readers > 0)
    return count / people


# --- Watts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("threshold", [0.03, 0.1, 0.18, 0.2, 0.24, 0.25])
def test_at_the_edges_of_the_window_each_vulnerable_reader_reaches_one(threshold):
    for mean_degree in theory.cascade_window(threshold):
        found = theory.cascade_condition(theory.poisson_degrees(mean_degree), threshold)
        assert found == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("ties", [5, 7, 10, 49, 93, 1_000])
def test_the_window_has_a_step_at_one_over_each_number_of_ties(ties):
    above, at, below = (theory.cascade_window(1 / ties + step)[1] for step in (1e-9, 0, -1e-9))
    assert above < at == below


@pytest.mark.parametrize("threshold", [0.05, 0.1, 0.18, 0.24])
def test_inside_the_window_it_is_more_and_outside_less(threshold):
    low, high = theory.cascade_window(threshold)
    around = [low * 0.99, low * 1.02 + 0.01, (low + high) / 2, high * 0.99, high * 1.01]
    found = [theory.cascade_condition(theory.poisson_degrees(z), threshold) > 1 for z in around]
    assert found == [False, True, True, True, False]


def test_the_window_for_the_threshold_of_the_paper():
    """Figure 1 of Watts 2002: at 0.18 cascades from about 1 to just below 6; none above 1/4."""
    low, high = theory.cascade_window(0.18)
    assert 1 < low < 1.05
    assert 5.5 < high < 6
    assert theory.cascade_window(0.2) == (low, high)  # five ties in both cases
    assert not math.isnan(theory.cascade_window(0.25)[0])
    for threshold in (0.2501, 1 / 3, 0.5, 1):
        assert all(math.isnan(edge) for edge in theory.cascade_window(threshold))


def test_without_a_threshold_the_window_is_the_giant_component():
    assert theory.cascade_window(0) == theory.cascade_window(1e-300) == (1, math.inf)
    low, high = theory.cascade_window(0.001)
    assert low == pytest.approx(1)
    assert 1_000 < high < 1_200
    degrees = [0.2, 0.4, 0.1, 0.3]
    value = theory.cascade_condition(degrees, 0) - 1
    assert value == pytest.approx(theory.molloy_reed(degrees) / 1.5)


def test_the_condition_is_a_sum_over_vulnerable_people():
    degrees = [0.1, 0.2, 0.3, 0.0, 0.4]
    mean = 0.2 + 0.6 + 1.6
    assert theory.cascade_condition(degrees, 0.5) == pytest.approx(0.3 * 2 / mean)
    assert theory.cascade_condition(degrees, 0.25) == pytest.approx((0.3 * 2 + 0.4 * 12) / mean)
    assert theory.cascade_condition([1.0], 0.1) == 0


def test_thresholds_can_differ():
    degrees = [0.1, 0.2, 0.3, 0.0, 0.4]
    even = theory.cascade_condition(degrees, lambda share: share)  # even between 0 and 1
    assert even == pytest.approx((0.3 * 2 / 2 + 0.4 * 12 / 4) / 2.4)
    fixed = theory.cascade_condition(degrees, lambda share: float(share >= 0.25))
    assert fixed == theory.cascade_condition(degrees, 0.25)


# --- Gleeson and Cahalane --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean_degree", "initial"), [(3, 0.01), (5, 0.02), (7, 0.05), (9, 0.01), (1.5, 0.1)]
)
def test_the_share_is_what_playing_it_through_gives(mean_degree, initial):
    found = play(mean_degree, np.full(20_000, 0.18), initial, 1)
    expected = theory.cascade_share(theory.poisson_degrees(mean_degree), 0.18, initial=initial)
    assert expected == pytest.approx(found, abs=0.02)


def test_the_share_with_thresholds_that_differ():
    rng = np.random.default_rng(2)
    thresholds = np.clip(rng.uniform(0.1, 0.7, 20_000), 0, 1)
    found = play(4, thresholds, 0.1, 3)
    expected = theory.cascade_share(
        theory.poisson_degrees(4), lambda s: min(1.0, max(0.0, (s - 0.1) / 0.6)), initial=0.1
    )
    assert expected == pytest.approx(found, abs=0.02)


def test_the_share_solves_its_equation():
    degrees, initial, threshold = np.array([0.1, 0.2, 0.2, 0.2, 0.1, 0.2]), 0.05, 0.4
    k = np.arange(6)
    least = np.ceil(threshold * k)  # readers that it takes
    q = initial
    for _ in range(2_000):
        met = binom.sf(least - 1, np.maximum(k - 1, 0), q)
        q = initial + (1 - initial) * (degrees * k * met)[1:].sum() / (degrees @ k)
    expected = initial + (1 - initial) * (degrees * binom.sf(least - 1, k, q))[1:].sum()
    found = theory.cascade_share(degrees, threshold, initial=initial)
    assert found == pytest.approx(expected, abs=1e-10)


def test_with_a_threshold_of_zero_one_reader_is_enough():
    degrees = theory.poisson_degrees(2)
    giant = theory.giant_share(degrees)
    assert theory.cascade_share(degrees, 0, initial=1e-9) == pytest.approx(giant, abs=1e-6)
    pairs = theory.cascade_share([0, 1], 0, initial=0.3)
    assert pairs == pytest.approx(0.3 + 0.7 * 0.3)


def test_limits_of_the_share():
    degrees = theory.poisson_degrees(3)
    assert theory.cascade_share(degrees, 0.18, initial=0) == 0
    assert theory.cascade_share(degrees, 0.18, initial=1) == 1
    assert theory.cascade_share([1.0], 0.18, initial=0.2) == 0.2
    assert theory.cascade_share(degrees, 1.0, initial=0.01) < 0.02


def test_a_seed_that_is_too_small_does_nothing_beyond_the_window():
    degrees = theory.poisson_degrees(7)
    low, high = (theory.cascade_share(degrees, 0.18, initial=share) for share in (1e-4, 1e-2))
    assert low < 0.001
    assert high > 0.99


def test_the_upper_edge_is_a_poisson_sum():
    """Another way to the same number: z times P(Poisson(z) <= 3) is 1 for five ties."""
    high = theory.cascade_window(0.2)[1]
    assert high * (1 - gammainc(4, high)) == pytest.approx(1)
    terms = sum(high**k / math.factorial(k) for k in range(4))
    assert high * math.exp(-high) * terms == pytest.approx(1)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: theory.cascade_window(1.2), "threshold: 1.2 is not allowed; give a number from"),
        (lambda: theory.cascade_window(-0.1), "threshold: -0.1 is not allowed"),
        (lambda: theory.cascade_condition([0.5], 0.1), "degrees: the probabilities add up to 0.5"),
        (lambda: theory.cascade_condition([0, 1], lambda _: 2.0), "threshold: 2.0 is not allowed"),
        (lambda: theory.cascade_share([0, 1], 0.1, initial=3), "initial: 3 is not allowed"),
        (
            lambda: theory.cascade_share(np.full(5_000, 1 / 5_000), 0.1, initial=0.1),
            "degrees: 24,995,000 pairs of a degree and a number of readers are more than",
        ),
    ],
)
def test_wrong_input_is_told(call, told):
    with pytest.raises(EngagelabError) as caught:
        call()
    assert str(caught.value).startswith(told)
