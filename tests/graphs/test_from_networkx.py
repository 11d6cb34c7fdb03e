"""A graph of any class becomes the ties that it has, read in one go as if one by one."""

import math
from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from network_helpers import LABELS, refusal, ties_of, weighted

from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network

# Graphs of every kind


def test_a_mutual_tie_works_both_ways() -> None:
    network = Network.from_networkx(nx.Graph([("a", "b"), ("b", "c")]))
    assert set(ties_of(network)) == {("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")}
    assert (network.people, network.ties, network.directed) == (3, 2, False)


def test_a_directed_tie_works_one_way() -> None:
    network = Network.from_networkx(nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")]))
    assert set(ties_of(network)) == {("a", "b"), ("b", "a"), ("b", "c")}
    assert (network.ties, network.directed) == (3, True)


def test_parallel_ties_become_one() -> None:
    network = Network.from_networkx(nx.MultiGraph([(0, 1), (1, 0), (0, 1)]))
    assert (network.ties, network.weights) == (1, None)


def test_weights_of_parallel_ties_add_up_and_a_missing_one_is_1() -> None:
    both = weighted(nx.MultiGraph, (0, 1, 2.5), (1, 0, 4), (0, 1, None), (1, 2, 3))
    assert ties_of(Network.from_networkx(both)) == {
        (0, 1): 7.5, (1, 0): 7.5, (1, 2): 3, (2, 1): 3
    }  # fmt: skip
    one = weighted(nx.MultiDiGraph, (0, 1, 2.5), (1, 0, 4), (0, 1, None), (1, 2, 3))
    assert ties_of(Network.from_networkx(one)) == {(0, 1): 3.5, (1, 0): 4, (1, 2): 3}


def test_a_tie_without_a_weight_among_others_weighs_1() -> None:
    network = Network.from_networkx(weighted(nx.Graph, ("a", "b", 0), ("b", "c", None)))
    assert ties_of(network) == {("a", "b"): 0, ("b", "a"): 0, ("b", "c"): 1, ("c", "b"): 1}


def test_without_any_weight_there_are_none() -> None:
    assert Network.from_networkx(nx.path_graph(3)).weights is None


# The graph read in one go is the graph read tie by tie

KINDS = [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]
NAMES = {
    "the first integers": lambda i: i,
    "the first integers in another order": lambda i: i * 5 % 8,
    "integers near each other": lambda i: 3 * i - 7,
    "integers far apart": lambda i: (-1) ** i * 2 ** (7 * i),
    "texts": str,
    "pairs": lambda i: (i, "x"),
    "of all sorts": lambda i: LABELS[i],
}
GIVEN = {
    "none": st.none(),
    "all": st.floats(0, 1),
    "some": st.sampled_from([None, 0.1, 0.2, 0.3, -0.0, 2, True, np.float32(0.3), np.int8(3)]),
}
VIEWS = {
    "itself": lambda graph: graph,
    "frozen": nx.freeze,
    "a view": lambda graph: graph.copy(as_view=True),
    "a subgraph": lambda graph: graph.subgraph(list(graph)[1:]),
    "most of its ties": lambda graph: graph.edge_subgraph(list(graph.edges)[1:]),
    "a view without some": lambda graph: nx.subgraph_view(
        graph, filter_node=lambda v: v != next(iter(graph)), filter_edge=some_key
    ),
    "both ways": lambda graph: graph.to_undirected(as_view=True),
    "each way": lambda graph: graph.to_directed(as_view=True),
}


def some_key(a: object, b: object, key: object = 0) -> bool:
    """Whether a view keeps a tie: the same from both its ends."""
    return (hash(a) ^ hash(b)) % 5 != 0 or bool(key)


@st.composite
def drawn_graphs(draw: st.DrawFn, **given: str) -> nx.Graph:
    """A graph of any class, with labels, weights and a way to look at it of any sort."""
    graph, name = draw(st.sampled_from(KINDS))(), NAMES[draw(st.sampled_from(list(NAMES)))]
    people = draw(st.integers(2, 8))
    graph.add_nodes_from(map(name, range(people)))
    weights = GIVEN[draw(st.sampled_from(list(GIVEN)))]
    person = st.integers(0, people - 1)
    for a, b in draw(st.lists(st.tuples(person, person).filter(lambda ends: ends[0] != ends[1]))):
        weight = draw(weights)
        graph.add_edge(name(a), name(b), **({} if weight is None else {"weight": weight}))
    return VIEWS[draw(st.sampled_from(list(VIEWS)))](graph)


def slow_rows(graph: nx.Graph) -> tuple[list[int], list[int], list[float] | None]:
    """The ties in compressed rows, read and sorted one by one."""
    place = {label: i for i, label in enumerate(graph)}
    rows: dict[tuple[int, int], list[float]] = {}
    said = [weight for *_, weight in graph.edges(data="weight")]
    for a, b, weight in graph.edges(data="weight"):
        both = [(place[a], place[b])] if graph.is_directed() else permutations([place[a], place[b]])
        for ends in both:
            rows.setdefault(ends, []).append(1.0 if weight is None else float(weight))
    start = [sum(a < person for a, _ in rows) for person in range(len(place) + 1)]
    to = [b for _, b in sorted(rows)]
    if all(weight is None for weight in said):
        return start, to, None
    every = [weight for each in rows.values() for weight in each]
    combined = as_chances if max(every) <= 1 and any(0 < w < 1 for w in every) else as_counts
    return start, to, [combined(sorted(rows[ends])) for ends in sorted(rows)]


def as_counts(weights: list[float]) -> float:
    return sum(weights, 0.0)


def as_chances(weights: list[float]) -> float:
    """The chance that one of some independent contacts is enough."""
    return 1 - math.prod(1 - weight for weight in weights) if len(weights) > 1 else 0.0 + weights[0]


@settings(max_examples=examples(400))
@given(drawn_graphs())
def test_a_graph_read_in_one_go_is_that_read_tie_by_tie(graph: nx.Graph) -> None:
    if not len(graph):
        return
    network = Network.from_networkx(graph)
    start, to, weights = slow_rows(graph)
    assert list(network.labels) == list(graph)
    assert (network.tie_start.tolist(), network.tie_to.tolist()) == (start, to)
    assert (network.tie_start.dtype, network.tie_to.dtype) == (np.int64, np.int32)
    # to the last bit, the sign of zero too
    found = None if network.weights is None else network.weights.tobytes()
    assert found == (None if weights is None else np.array(weights).tobytes())


def test_a_neighbour_may_have_another_name_that_python_holds_equal() -> None:
    graph = nx.path_graph(3)
    graph.add_edge(0, 2.0)
    graph.add_edge(0, np.int64(1))
    assert Network.from_networkx(graph).tie_to.tolist() == [1, 2, 0, 2, 0, 1]
    graph.add_edge(2, 0 + 0j)
    graph.add_node(4)
    graph.add_edge(4, 1 + 0j)
    assert Network.from_networkx(graph).tie_to.tolist() == [1, 2, 0, 2, 3, 0, 1, 1]


# Bad graphs


@pytest.mark.parametrize("graph", [[(0, 1)], {0: [1]}, np.eye(2)], ids=["list", "dict", "array"])
def test_what_is_no_graph_is_told(graph: object) -> None:
    with pytest.raises(EngagelabError, match=r"graph: .* is not allowed; give a networkx graph"):
        Network.from_networkx(graph)


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        (float("nan"), "nan is not allowed"),
        (float("inf"), "inf is not allowed"),
        (-0.5, "-0.5 is not allowed"),
        ("much", "'much' is not a number"),
        ("3", "'3' is not a number"),
        ([1], "[1] is not a number"),
    ],
    ids=str,
)
def test_a_bad_weight_is_told_with_its_tie(weight: object, words: str) -> None:
    told = refusal(weighted(nx.Graph, ("Ann", "Bo", 1.0), ("Bo", "Cy", weight)))
    assert told.startswith("weight of the tie 'Bo' to 'Cy': ")
    assert words in told
    assert "give a finite number of at least 0" in told
