"""Cascades and thresholds played through, and summed over all subsets of live ties."""

import itertools
import math

import networkx as nx
import numpy as np
import pytest

LIMIT = 4.0  # of |z|: chance alone passes it once in sixteen thousand cases


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
