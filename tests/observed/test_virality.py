"""Structural virality is the mean distance in each tree."""

import networkx as nx
import numpy as np
import pytest

from engagelab import observed
from engagelab.errors import EngagelabError


def test_virality_of_known_shapes() -> None:
    star = observed.structural_virality([-1] + [0] * 9)
    assert star["virality"].tolist() == [2 * 9 / 10]
    chain = observed.structural_virality(np.arange(10) - 1)
    assert chain["virality"].tolist() == [11 / 3]
    assert observed.structural_virality([1, -1])["virality"].tolist() == [1]
    assert len(observed.structural_virality([-1, -1])) == 0
    assert len(observed.structural_virality(np.zeros(0, np.int64))) == 0


@pytest.mark.parametrize("seed", range(30))
def test_virality_is_the_mean_distance_in_each_tree_of_a_forest(seed: int) -> None:
    draw = np.random.default_rng(seed)
    order = draw.permutation(30)
    parents = np.full(30, -1)
    for place in range(1, 30):
        if draw.random() < 0.85:
            parents[order[place]] = order[draw.integers(place)]
    graph = nx.Graph([(i, int(p)) for i, p in enumerate(parents) if p >= 0])
    found = observed.structural_virality(parents)
    trees = {min(c, key=lambda i: parents[i]): c for c in nx.connected_components(graph)}
    assert found["root"].tolist() == sorted(trees)
    for row in found.itertuples():
        tree = graph.subgraph(trees[row.root])
        assert row.size == len(tree)
        assert row.virality == pytest.approx(nx.average_shortest_path_length(tree))


def test_a_long_chain_is_no_trouble() -> None:
    found = observed.structural_virality(np.arange(200_000) - 1)
    assert found["virality"].item() == pytest.approx(200_001 / 3)


@pytest.mark.parametrize(
    ("parents", "told"),
    [
        ([1, 2, 0, -1], "parents: person 0 is on or below a cycle"),
        ([-1, 1], "parents: person 1 is on or below a cycle"),
        ([-1, 5], "parents of person 1: 5 is not a position; give a number from 0 to 1, or -1"),
        ([-2, 0], "parents of person 0: -2 is not a position"),
        ([0.5, -1], "parents: an array of float64 with 1 dimensions is not allowed"),
        ([[0]], "parents: an array of int64 with 2 dimensions is not allowed"),
    ],
)
def test_parents_that_make_no_tree_are_told(parents: list[object], told: str) -> None:
    with pytest.raises(EngagelabError) as caught:
        observed.structural_virality(parents)
    assert str(caught.value).startswith(told)
