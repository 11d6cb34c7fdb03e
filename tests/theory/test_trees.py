"""Exact reach on trees is that of all worlds, and of many runs played through."""

import math

import networkx as nx
import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_reach import LIMIT, play_cascade, random_forest

from engagelab import theory
from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network

CHANCES = np.array([0.0, 0.1, 0.5, 0.8, 1.0])


@settings(max_examples=examples(60))
@given(st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_on_forests_both_ways_agree(people, draw):
    rng = np.random.default_rng(draw)
    network = Network.from_networkx(random_forest(rng, people))
    chance = rng.choice(CHANCES, network.tie_to.size)
    seeds = rng.choice(people, rng.integers(0, min(people, 3) + 1), replace=False).tolist()
    tree = theory.tree_reach(network, chance, seeds)
    worlds = theory.cascade_reach(network, chance, seeds)
    assert tree.distribution == pytest.approx(worlds.distribution, abs=1e-12)
    assert tree.reached.to_numpy() == pytest.approx(worlds.reached.to_numpy(), abs=1e-12)
    assert tree.reached.index.equals(worlds.reached.index)


def test_a_large_tree_is_what_playing_it_through_gives():
    rng = np.random.default_rng(4)
    network = Network.from_networkx(random_forest(rng, 200))
    chance = 0.3 + 0.7 * rng.random(network.tie_to.size)
    seeds = [3, 50, 120]
    reach = theory.tree_reach(network, chance, seeds)
    places = [network.index[seed] for seed in seeds]
    reached = play_cascade(network, chance, places, 2_000, rng).sum(axis=1)
    assert abs(reached.mean() - reach.spread) < LIMIT * reach.deviation / math.sqrt(2_000)
    assert reached.std() == pytest.approx(reach.deviation, rel=0.1)


def test_on_a_large_tree_the_distribution_fits_the_people():
    network = Network.from_networkx(random_forest(np.random.default_rng(5), 2_000))
    reach = theory.tree_reach(network, 0.9, [0, 1_000])
    assert reach.distribution.sum() == pytest.approx(1)
    assert reach.distribution.min() >= 0
    assert reach.spread == pytest.approx(reach.reached.sum())


@pytest.mark.slow
def test_a_long_path_is_no_problem():
    path = Network.from_networkx(nx.path_graph(50_000))
    reached = theory.tree_reached(path, 0.5, [0])
    assert reached.sum() == pytest.approx(2)  # 1 + 1/2 + 1/4 + ...


def test_a_star_is_binomial():
    star = Network.from_networkx(nx.star_graph(30))
    sizes = theory.tree_reach(star, 0.3, [0]).distribution
    expected = [math.comb(30, k) * 0.3**k * 0.7 ** (30 - k) for k in range(31)]
    assert sizes[1:] == pytest.approx(expected)


@pytest.mark.parametrize("way", [theory.tree_reach, theory.tree_reached])
def test_a_cycle_is_refused_with_a_person_on_it(way):
    graph = nx.path_graph(["a", "b", "c", "d", "e"])
    graph.add_edge("c", "e")
    with pytest.raises(
        EngagelabError, match=r"network: person '[cde]' is on a cycle of ties"
    ) as told:
        way(Network.from_networkx(graph), 0.5, ["a"])
    assert "Use cascade_reach for a small network, or simulate" in str(told.value)
    with pytest.raises(EngagelabError, match=r"network: person [0-3] is on a cycle of ties"):
        way(Network.from_networkx(nx.cycle_graph(4)), 0.5, [0])
