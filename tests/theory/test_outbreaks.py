"""Outbreaks against percolation on random graphs with given degrees."""

import math

import numpy as np
import pytest
from percolation import MIXED, components, random_ends
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from engagelab import theory
from engagelab.errors import EngagelabError

pytestmark = pytest.mark.slow

LIMIT = 4.0  # of |z|
EVERYBODY_THREE = np.array([0, 0, 0, 1.0])


@pytest.mark.parametrize("degrees", [theory.poisson_degrees(4), MIXED, EVERYBODY_THREE])
@pytest.mark.parametrize("above", [1.3, 1.8])
def test_outbreaks_are_as_large_as_percolation_says(degrees, above):
    people, chance = 40_000, min(1.0, above * theory.outbreak_threshold(degrees))
    ends = random_ends(degrees, people, 2)
    kept = np.random.default_rng(3).random(ends.shape[1]) < chance
    largest = components(ends, people, kept).max() / people
    assert theory.outbreak_size(degrees, chance) == pytest.approx(largest, abs=0.025)


def test_outbreaks_of_poisson_degrees_depend_on_the_live_ties_alone():
    for mean_degree, chance in ((4, 0.5), (10, 0.2), (2, 1.0)):
        degrees = theory.poisson_degrees(mean_degree)
        assert theory.outbreak_size(degrees, chance) == pytest.approx(0.7968121300200199)
        assert theory.outbreak_threshold(degrees) == pytest.approx(1 / mean_degree)


def test_a_certain_transmission_reaches_the_giant_component():
    assert theory.outbreak_size(MIXED, 1) == pytest.approx(theory.giant_share(MIXED))
    assert theory.outbreak_size(MIXED, 0) == 0


def test_outbreaks_start_at_the_threshold():
    threshold = theory.outbreak_threshold(MIXED)
    assert theory.outbreak_size(MIXED, threshold) == 0
    assert 0 < theory.outbreak_size(MIXED, threshold * 1.001) < 0.01
    assert theory.small_outbreak_spread(MIXED, threshold) == math.inf
    assert theory.outbreak_threshold([0, 1]) == math.inf
    assert theory.small_outbreak_spread([0, 1], 0.5) == 1.5  # never above the threshold
    assert theory.outbreak_threshold([0, 0.9, 0.1]) > 1


def test_small_outbreaks_have_the_mean_size_of_percolation():
    """Mean size of a random person's component, over many graphs of 10,000 people."""
    people, chance = 10_000, 0.5 * theory.outbreak_threshold(MIXED)
    rng = np.random.default_rng(4)
    means = []
    for draw in range(12):
        ends = random_ends(MIXED, people, draw)
        sizes = components(ends, people, rng.random(ends.shape[1]) < chance)
        means.append((sizes**2).sum() / people)
    error = np.std(means, ddof=1) / math.sqrt(len(means))
    assert abs(np.mean(means) - theory.small_outbreak_spread(MIXED, chance)) < LIMIT * error


def test_with_random_periods_the_size_holds_and_the_probability_is_lower():
    """Kenah and Robins 2007: one infectious period for all ties of a person.

    The size is the share of people whom the core of the live ties can reach; the probability is
    the share of people who can reach it.
    """
    people, b, g = 40_000, 0.25, 0.3
    degrees = theory.poisson_degrees(3)
    rng = np.random.default_rng(5)
    a, z = random_ends(degrees, people, 5)
    source, target = np.concatenate([a, z]), np.concatenate([z, a])
    periods = rng.geometric(g, people)
    live = rng.random(source.size) < 1 - (1 - b) ** periods[source]
    ties = coo_array((np.ones(live.sum()), (source[live], target[live])), shape=(people, people))
    core = connected_components(ties.tocsr(), directed=True, connection="strong")[1]
    start = int(np.flatnonzero(core == np.bincount(core).argmax())[0])
    size, probability = (
        breadth_first_order(way.tocsr(), start, return_predecessors=False).size / people
        for way in (ties, ties.T)
    )
    chance = theory.period_transmissibility(b, recovery=g)
    assert live.mean() == pytest.approx(chance, abs=0.01)
    assert size == pytest.approx(theory.outbreak_size(degrees, chance), abs=0.015)
    assert probability < theory.outbreak_probability(degrees, chance) - 0.05
    # their own form: one generating function for each period; Poisson degrees need only one
    rounds = np.arange(1, 400)
    weights, chances = g * (1 - g) ** (rounds - 1), 1 - (1 - b) ** rounds
    u = 0.0
    for _ in range(500):
        u = weights @ np.exp(-3 * chances * (1 - u))
    assert probability == pytest.approx(1 - u, abs=0.015)


def test_in_a_cascade_the_probability_is_the_size():
    """With a coin for each tie and direction, as many people can reach the core as it can."""
    people, chance = 40_000, 0.4
    rng = np.random.default_rng(6)
    a, z = random_ends(MIXED, people, 6)
    source, target = np.concatenate([a, z]), np.concatenate([z, a])
    live = rng.random(source.size) < chance
    ties = coo_array((np.ones(live.sum()), (target[live], source[live])), shape=(people, people))
    core = connected_components(ties.tocsr(), directed=True, connection="strong")[1]
    start = int(np.flatnonzero(core == np.bincount(core).argmax())[0])
    found = breadth_first_order(ties.tocsr(), start, return_predecessors=False).size / people
    assert theory.outbreak_probability(MIXED, chance) == pytest.approx(found, abs=0.025)


# --- one infectious period -------------------------------------------------------------------


@pytest.mark.parametrize(("order", "least"), [("transmit, stop", 1), ("stop, transmit", 0)])
@pytest.mark.parametrize(("b", "g"), [(0.2, 0.3), (0.05, 0.9), (1.0, 0.4), (0.3, 1.0)])
def test_a_geometric_period_is_averaged(order, least, b, g):
    rounds = np.arange(2_000)
    weights = g * (1 - g) ** rounds
    expected = weights @ (1 - (1 - b) ** (rounds + least))
    found = theory.period_transmissibility(b, recovery=g, order=order)
    assert found == pytest.approx(expected)


def test_a_fixed_period_counts_its_rounds():
    assert theory.period_transmissibility(0.5, period=1) == 0.5
    assert theory.period_transmissibility(0.5, period=3) == 0.875
    assert theory.period_transmissibility(0.5, period=1, order="stop, transmit") == 0


def test_without_recovery_any_chance_is_enough():
    assert theory.period_transmissibility(0.01, recovery=0) == 1
    assert theory.period_transmissibility(0, recovery=0) == 0


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: theory.outbreak_size([0.5, 0.6], 0.5), "degrees: the probabilities add up to 1.1"),
        (lambda: theory.outbreak_size([0, 1], 2), "transmissibility: 2 is not allowed"),
        (
            lambda: theory.period_transmissibility(0.1, recovery=0.1, order="stop,transmit"),
            "order: 'stop,transmit' is not known; did you mean 'stop, transmit'?; allowed are "
            "'transmit, stop', 'stop, transmit'",
        ),
        (
            lambda: theory.period_transmissibility(0.1),
            "recovery: None and period None do not go together; give exactly one of them",
        ),
        (
            lambda: theory.period_transmissibility(0.1, recovery=0.2, period=3),
            "recovery: 0.2 and period 3 do not go together",
        ),
        (lambda: theory.period_transmissibility(0.1, period=0), "period: 0 is not allowed"),
        (lambda: theory.period_transmissibility(0.1, recovery=1.2), "recovery: 1.2 is not allowed"),
    ],
)
def test_wrong_input_is_told(call, told):
    with pytest.raises(EngagelabError) as caught:
        call()
    assert str(caught.value).startswith(told)
