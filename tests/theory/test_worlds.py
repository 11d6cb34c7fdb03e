"""Exact reach on small networks is that of all worlds, and of many runs played through."""

import networkx as nx
import numpy as np
import pytest
from naive_reach import LIMIT, by_subsets, play_cascade, play_thresholds, sizes_of, z_scores

from engagelab import theory
from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network

# --- independent cascade ---------------------------------------------------------------------

SMALL = {
    "triangle and tail": nx.Graph([(0, 1), (1, 2), (2, 0), (2, 3), (3, 4)]),
    "square": nx.cycle_graph(4),
    "directed ring": nx.DiGraph([(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (1, 3), (3, 1)]),
    "nobody tied": nx.empty_graph(3),
}


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("seeds", [[0], [0, 2]])
def test_a_cascade_is_the_sum_over_all_subsets_of_live_ties(name, seeds):
    graph = SMALL[name]
    reach = theory.cascade_reach(Network.from_networkx(graph), 0.3, seeds)
    expected = by_subsets(graph, 0.3, seeds)
    assert reach.distribution == pytest.approx(expected, abs=1e-12)
    assert reach.spread == pytest.approx(expected @ np.arange(expected.size))
    assert reach.reached.sum() == pytest.approx(reach.spread)
    assert reach.reached.index.tolist() == list(graph)


def test_a_cascade_with_twenty_uncertain_ties_is_the_reed_frost_chain():
    five = Network.from_networkx(nx.complete_graph(5))
    reach = theory.cascade_reach(five, 0.3, [0])
    assert reach.distribution == pytest.approx(theory.reed_frost_reach(5, 0.3), abs=1e-12)


def test_a_cascade_is_what_playing_it_through_gives():
    rng = np.random.default_rng(1)
    network = Network.from_networkx(SMALL["triangle and tail"])
    chance = rng.random(network.tie_to.size)
    reach = theory.cascade_reach(network, chance, [1])
    read = play_cascade(network, chance, [1], 20_000, rng)
    assert z_scores(read, reach.reached.to_numpy()).max() < LIMIT
    assert z_scores(sizes_of(read), reach.distribution).max() < LIMIT
    assert reach.deviation == pytest.approx(read.sum(axis=1).std(), rel=0.02)


def test_ties_that_cannot_matter_cost_nothing():
    """Certain ties, those into seeds and those of people out of reach are not gone through."""
    graph = nx.DiGraph(
        [(0, i) for i in range(1, 15)]
    )  # 14 uncertain ties, the only ones that count
    graph.add_edges_from((i, 0) for i in range(1, 15))
    graph.add_edges_from((100 + i, 101 + i) for i in range(30))
    graph.add_edges_from((1, 200 + i) for i in range(30))
    network = Network.from_networkx(graph)
    source = np.repeat(np.arange(network.people), np.diff(network.tie_start))
    hub, labels = network.index[1], np.array(network.labels)
    chance = np.where((source == hub) & (labels[network.tie_to] >= 200), 1.0, 0.5)
    reach = theory.cascade_reach(network, chance, [0])
    assert reach.spread == pytest.approx(1 + 14 / 2 + 30 / 2)
    assert reach.reached[100] == 0


def test_too_many_uncertain_ties_are_refused_with_what_to_do():
    network = Network.from_networkx(nx.complete_graph(6))
    with pytest.raises(EngagelabError) as caught:
        theory.cascade_reach(network, 0.5, [0])
    told = str(caught.value)
    assert told.startswith("network: its ties can be live in about 2**25 ways")
    assert "at most 2**20 can be enumerated" in told
    assert "tree_reach if there is no cycle, or simulate" in told


# --- linear threshold ------------------------------------------------------------------------


def test_thresholds_are_what_playing_them_through_gives():
    rng = np.random.default_rng(2)
    graph = nx.gnp_random_graph(7, 0.5, seed=3, directed=True)
    network = Network.from_networkx(graph)
    raw = rng.random(network.tie_to.size)
    sums = np.bincount(network.tie_to, raw, minlength=network.people)
    influence = raw / sums[network.tie_to] * rng.choice([0.7, 1.0], network.people)[network.tie_to]
    for given_influence, used in (
        (influence, influence),
        (None, 1 / np.bincount(network.tie_to)[network.tie_to]),
    ):
        reach = theory.threshold_reach(network, [0, 3], influence=given_influence)
        read = play_thresholds(network, used, [0, 3], 40_000, rng)
        assert z_scores(read, reach.reached.to_numpy()).max() < LIMIT
        assert z_scores(sizes_of(read), reach.distribution).max() < LIMIT


def test_on_a_path_thresholds_are_a_cascade():
    """Away from the end of a path, only one tie leads on: its influence is a probability."""
    network = Network.from_networkx(nx.DiGraph([(0, 1), (1, 2), (2, 3)]))
    thresholds = theory.threshold_reach(network, [0], influence=[0.5, 0.2, 0.9])
    cascade = theory.cascade_reach(network, [0.5, 0.2, 0.9], [0])
    assert thresholds.distribution == pytest.approx(cascade.distribution, abs=1e-15)


def test_influences_above_one_are_refused_with_the_person():
    network = Network.from_networkx(nx.DiGraph([("a", "c"), ("b", "c")]))
    with pytest.raises(
        EngagelabError, match=r"influence: those on person 'c' add up to 1.2; give at most 1 for"
    ):
        theory.threshold_reach(network, ["a"], influence=0.6)
    numbered = Network.from_networkx(nx.DiGraph([(0, 2), (1, 2)]))
    with pytest.raises(EngagelabError, match=r"influence: those on person 2 add up to 1.2; "):
        theory.threshold_reach(numbered, [0], influence=0.6)
