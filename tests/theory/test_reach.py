"""Exact reach: three ways to it agree with each other, and with playing it through."""

import itertools
import math

import networkx as nx
import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from engagelab import theory
from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network

LIMIT = 4.0  # of |z|: chance alone passes it once in sixteen thousand cases
CHANCES = np.array([0.0, 0.1, 0.5, 0.8, 1.0])


def z_scores(values, expected):
    """How many standard errors the means of columns lie away from what is expected."""
    error = np.sqrt(expected * (1 - expected) / values.shape[0])
    away = np.abs(values.mean(axis=0) - expected)
    assert away[error == 0] == pytest.approx(0, abs=1e-12)
    return (away / np.where(error == 0, 1, error))[error > 0]


def sizes_of(read):
    """Who had how many readers: one column for each number, one row for each run."""
    return read.sum(axis=1)[:, None] == np.arange(read.shape[1] + 1)


def play_cascade(network, chance, seeds, runs, rng):
    """Rounds of an independent cascade, each tie tried once, by the new readers; who read."""
    source = np.repeat(np.arange(network.people), np.diff(network.tie_start))
    chance = np.broadcast_to(chance, network.tie_to.shape)
    read = np.zeros((runs, network.people), bool)
    for run in read:
        run[seeds] = True
        new = set(seeds)
        while new:
            tried = [i for i in range(source.size) if source[i] in new and rng.random() < chance[i]]
            new = {int(network.tie_to[i]) for i in tried if not run[network.tie_to[i]]}
            run[list(new)] = True
    return read


def play_thresholds(network, influence, seeds, runs, rng):
    """Rounds of the linear threshold model, with thresholds drawn evenly; who read."""
    source = np.repeat(np.arange(network.people), np.diff(network.tie_start))
    matrix = np.zeros((network.people, network.people))
    matrix[source, network.tie_to] = influence
    thresholds = rng.random((runs, network.people))
    read = np.zeros((runs, network.people), bool)
    read[:, seeds] = True
    for _ in range(network.people):
        read |= read @ matrix > thresholds
    return read


def by_subsets(graph, chance, seeds):
    """The distribution of reach over all subsets of live ties, one number for all ties."""
    arcs = list(nx.DiGraph(graph).edges)
    sizes = np.zeros(len(graph) + 1)
    for live in itertools.product((False, True), repeat=len(arcs)):
        kept = nx.DiGraph([arc for arc, is_live in zip(arcs, live, strict=True) if is_live])
        kept.add_nodes_from(graph)
        read = set(seeds).union(*(nx.descendants(kept, seed) for seed in seeds))
        sizes[len(read)] += math.prod(chance if is_live else 1 - chance for is_live in live)
    return sizes


def random_forest(rng, people):
    """A forest with ties in both directions, or in one; some people alone."""
    graph = nx.DiGraph()
    graph.add_nodes_from(rng.permutation(people).tolist())
    for person in range(1, people):
        other = int(rng.integers(person))
        kind = rng.random()
        if kind < 0.85:
            graph.add_edge(person, other)
        if kind < 0.6 or 0.85 < kind < 0.95:
            graph.add_edge(other, person)
    return graph


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
    assert "2**20 can be gone through" in told
    assert "tree_reach where there is no cycle, or simulate" in told


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


# --- trees -----------------------------------------------------------------------------------


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
    assert "Take cascade_reach for a small network, or simulate" in str(told.value)


# --- what all refuse -------------------------------------------------------------------------

WAYS = [theory.cascade_reach, theory.tree_reach, theory.tree_reached]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("chance", "seeds", "told"),
    [
        (1.2, [0], r"transmissibility: 1.2 is not allowed; give numbers from 0 to 1"),
        (float("nan"), [0], r"transmissibility: nan is not allowed"),
        ([0.1, 0.2], [0], r"transmissibility: shape \(2,\) does not fit; .* one for each of 4"),
        ("much", [0], r"transmissibility: 'much' is not allowed; give numbers"),
        (0.5, [9], r"seeds: 9 is not a person of the network"),
        (0.5, 0, r"seeds: 0 is not allowed; give a list of labels"),
        (0.5, "0", r"seeds: '0' is not allowed; give a list of labels"),
    ],
)
def test_wrong_input_is_told(way, chance, seeds, told):
    with pytest.raises(EngagelabError, match=told):
        way(Network.from_networkx(nx.path_graph(3)), chance, seeds)
