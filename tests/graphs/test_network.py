"""A Network is the graph it was made from, whatever that is called and in whatever order."""

import networkx as nx
import numpy as np
import pytest
from network_helpers import LABELS, example, refusal, ties_of

from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network, need_network


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_labels_of_every_sort_stay(kind: type[nx.Graph]) -> None:
    graph = nx.path_graph(LABELS, create_using=kind)
    network = Network.from_networkx(graph, groups={("a", 1): LABELS[:3], "b": LABELS[2:5]})
    assert list(network.labels) == LABELS
    assert network.groups == {("a", 1): LABELS[:3], "b": LABELS[2:5]}
    back = network.to_networkx()
    assert list(back) == LABELS
    assert set(back.edges) == {edge[:2] for edge in graph.edges}


def test_integer_labels_of_numpy_are_those_of_python() -> None:
    plain = Network.from_networkx(nx.path_graph(4), groups={0: [1, 2]})
    numpy = nx.relabel_nodes(nx.path_graph(4), {i: np.int64(i) for i in range(4)})
    other = Network.from_networkx(numpy, groups={np.int32(0): np.array([1, 2])})
    assert other.hashes.tolist() == plain.hashes.tolist()
    assert other.fingerprint == plain.fingerprint
    assert other.positions([3]).tolist() == plain.positions([np.int64(3)]).tolist() == [3]


def test_other_attributes_are_kept() -> None:
    graph = nx.path_graph(2)
    graph.nodes[0].update(age=30, role="partner")
    back = Network.from_networkx(graph).to_networkx()
    assert back.nodes[0]["age"] == 30
    assert back.nodes[0]["role"] == "partner"
    assert "age" not in back.nodes[1]


# Bad input


def test_an_empty_graph_is_refused() -> None:
    assert refusal(nx.Graph()) == "graph: has no people; give a graph with at least one node"


def test_labels_that_cannot_be_hashed_are_told() -> None:
    graph = nx.Graph([(object(), 1)])
    assert "whose content cannot be hashed; use integers, strings or tuples" in refusal(graph)


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        (
            "ties.csv",
            r"network: 'ties\.csv' is not allowed; .*read_network\('ties\.csv'\)",
        ),
        (nx.Graph(), r"network: Graph is not allowed; .* Network\.from_networkx\(graph\)"),
    ],
    ids=["path", "graph"],
)
def test_another_value_is_refused_with_the_way_to_a_network(value: object, advice: str) -> None:
    with pytest.raises(EngagelabError, match=advice):
        need_network(value)


# There and back


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_a_network_survives_the_way_through_networkx(kind: type[nx.Graph]) -> None:
    network = example(kind=kind)
    again = Network.from_networkx(network.to_networkx(), groups=network.groups)
    assert again.fingerprint == network.fingerprint
    assert ties_of(again) == ties_of(network)
    assert again.directed is (kind is nx.DiGraph)


def test_the_graph_that_comes_back_is_the_one_given() -> None:
    club = nx.karate_club_graph()
    back = Network.from_networkx(club).to_networkx()
    assert set(back) == set(club)
    assert {frozenset(edge) for edge in back.edges} == {frozenset(edge) for edge in club.edges}
    assert all(back.edges[edge]["weight"] == club.edges[edge]["weight"] for edge in club.edges)
    assert all(back.nodes[v]["club"] == club.nodes[v]["club"] for v in club)
