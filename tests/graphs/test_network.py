"""A Network is the graph it was made from, whatever that is called and in whatever order."""

import datetime
import enum
import uuid
from itertools import permutations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from engagelab.engine import csr
from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network

Colour = enum.Enum("Colour", "RED GREEN")
LABELS = [0, -3, 2**70, "Ann", "0", b"Ann", 1.5, ("Ann", 1), ("Ann", ("Bo", None)),
          frozenset({"Ann", 2}), Colour.RED, datetime.date(2011, 1, 18), uuid.UUID(int=5), True,
          "Zoé"]  # fmt: skip


def refusal(graph: nx.Graph, groups: object = None) -> str:
    with pytest.raises(EngagelabError) as caught:
        Network.from_networkx(graph, groups=groups)
    return str(caught.value)


def ties_of(network: Network) -> dict[tuple[object, object], float]:
    """Each tie with its weight, as labels."""
    start, labels = network.tie_start, list(network.labels)
    weights = np.ones(network.tie_to.size) if network.weights is None else network.weights
    return {
        (labels[a], labels[network.tie_to[k]]): float(weights[k])
        for a in range(network.people)
        for k in range(start[a], start[a + 1])
    }


def weighted(kind: type[nx.Graph], *edges: tuple[object, object, object]) -> nx.Graph:
    """A graph of edges with their weights; None for an edge without."""
    graph = kind()
    for a, b, weight in edges:
        graph.add_edge(a, b, **({} if weight is None else {"weight": weight}))
    return graph


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


def test_people_without_ties_are_people() -> None:
    network = Network.from_networkx(nx.empty_graph(3))
    assert (network.people, network.ties, network.prospects.tolist()) == (3, 0, [True] * 3)


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_labels_of_every_sort_stay(kind: type[nx.Graph]) -> None:
    graph = nx.path_graph(LABELS, create_using=kind)
    network = Network.from_networkx(graph, groups={("a", 1): LABELS[:3], None: LABELS[2:5]})
    assert list(network.labels) == LABELS
    assert network.groups == {("a", 1): LABELS[:3], None: LABELS[2:5]}
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
    return start, to, [sum(sorted(rows[ends]), 0.0) for ends in sorted(rows)]


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


# Traits and attributes


def test_traits_are_read_and_people_without_are_plain() -> None:
    graph = nx.path_graph(3)
    graph.nodes[1].update(role="employee", profile="social", activity="creator", inviter=False)
    graph.nodes[2].update(role="customer")
    network = Network.from_networkx(graph)
    plain = {"role": "public", "profile": "none", "activity": "contributor", "inviter": True}
    assert network.traits.words(0) == plain
    assert network.traits.words(1) == {
        "role": "employee", "profile": "social", "activity": "creator", "inviter": False
    }  # fmt: skip
    assert network.traits.words(2) == plain | {"role": "customer"}


def test_other_attributes_are_kept() -> None:
    graph = nx.path_graph(2)
    graph.nodes[0].update(age=30, role="partner")
    back = Network.from_networkx(graph).to_networkx()
    assert back.nodes[0]["age"] == 30
    assert back.nodes[0]["role"] == "partner"
    assert "age" not in back.nodes[1]


@pytest.mark.parametrize("trait", ["role", "profile", "activity"])
def test_an_unknown_trait_is_told_with_person_and_choice(trait: str) -> None:
    graph = nx.path_graph(["Ann", "Bo"])
    graph.nodes["Bo"][trait] = "sociall"
    told = refusal(graph)
    assert told.startswith(f"{trait} of person 'Bo': 'sociall' is not known; allowed are ")


@pytest.mark.parametrize("word", ["no", "False", 2, None, float("nan")], ids=repr)
def test_whether_somebody_invites_is_true_or_false(word: object) -> None:
    """Text from a file is no truth: "no" would count as yes."""
    graph = nx.path_graph(["Ann", "Bo"])
    graph.nodes["Bo"]["inviter"] = word
    assert refusal(graph).startswith(f"inviter of person 'Bo': {word!r} is not known; allowed are ")


@pytest.mark.parametrize(("word", "meant"), [(np.bool_(False), False), (0, False), (1, True)])
def test_0_and_1_are_false_and_true(word: object, meant: bool) -> None:
    graph = nx.empty_graph(1)
    graph.nodes[0]["inviter"] = word
    assert Network.from_networkx(graph).traits.inviter.tolist() == [meant]


def test_the_nearest_trait_is_named() -> None:
    graph = nx.path_graph(2)
    graph.nodes[0]["role"] = "employe"
    assert "did you mean 'employee'?" in refusal(graph)


# Groups in three forms

MEMBERS = {"choir": ["Ann", "Cy"], "club": ["Ann", "Bo", "Cy"], 7: ["Bo"]}


def bipartite() -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(["Ann", "Bo", "Cy"], bipartite=0)
    graph.add_nodes_from(MEMBERS, bipartite=1)
    graph.add_edges_from((g, v) for g, members in MEMBERS.items() for v in members)
    return graph


def frame() -> pd.DataFrame:
    pairs = [(v, g) for g, members in MEMBERS.items() for v in members]
    return pd.DataFrame(pairs, columns=["person", "group"])


@pytest.mark.parametrize(
    "groups",
    [
        MEMBERS,
        {g: iter(members) for g, members in MEMBERS.items()},
        {g: set(members) for g, members in MEMBERS.items()},
        {g: [*members, *members] for g, members in MEMBERS.items()},
        bipartite(),
        bipartite().to_directed(),
        frame(),
        pd.concat([frame(), frame()]),
    ],
    ids=["lists", "iterators", "sets", "twice", "bipartite", "directed", "frame", "frame twice"],
)
def test_groups_are_the_same_in_every_form(groups: object) -> None:
    network = Network.from_networkx(nx.path_graph(["Ann", "Bo", "Cy"]), groups=groups)
    assert network.groups == MEMBERS
    assert network.group_sizes.tolist() == [2, 3, 1]


def test_a_bipartite_graph_without_marks_has_people_for_people() -> None:
    both = nx.Graph([("Ann", "choir"), ("Bo", "choir"), ("club", "Ann")])
    network = Network.from_networkx(nx.path_graph(["Ann", "Bo"]), groups=both)
    assert network.groups == {"choir": ["Ann", "Bo"], "club": ["Ann"]}


def test_a_group_may_have_the_name_of_a_person_and_no_members() -> None:
    network = Network.from_networkx(nx.path_graph(3), groups={0: [0, 1], "empty": []})
    assert network.groups == {0: [0, 1], "empty": []}


def test_memberships_by_person_and_largest_group() -> None:
    groups = {"a": [0, 1], "b": [1, 2, 3]}
    network = Network.from_networkx(nx.path_graph(5), groups=groups)
    assert network.largest_group.tolist() == [2, 3, 3, 3, 0]
    assert network.prospects.tolist() == [False] * 4 + [True]
    start, membership = network.by_person
    of_one = membership[start[1] : start[2]]
    assert network.membership_group[of_one].tolist() == [0, 1]
    assert network.group_people[of_one].tolist() == [1, 1]


# Bad input


def test_an_empty_graph_is_refused() -> None:
    assert refusal(nx.Graph()) == "graph: has no people; give a graph with at least one node"


@pytest.mark.parametrize("graph", [[(0, 1)], {0: [1]}, np.eye(2)], ids=["list", "dict", "array"])
def test_what_is_no_graph_is_told(graph: object) -> None:
    with pytest.raises(EngagelabError, match=r"graph: .* is not allowed; give a networkx graph"):
        Network.from_networkx(graph)


def test_a_self_loop_is_told_with_its_person_and_what_to_do() -> None:
    told = refusal(nx.Graph([("Ann", "Bo"), ("Bo", "Bo"), ("Ann", "Ann")]))
    assert "2 self-loops, the first at person 'Ann'" in told or "at person 'Bo'" in told
    assert "remove" in told
    assert "selfloop_edges" in told


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


def test_an_unknown_member_is_told_with_group_and_nearest_person() -> None:
    told = refusal(nx.path_graph(["Ann", "Bo"]), {"choir": ["Ann", "Boo"]})
    assert told.startswith("group 'choir': its member 'Boo' is not a person of the graph")
    assert "add them as a person" in told
    assert "did you mean 'Bo'?" in told


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ({"choir": "Ann"}, ["group 'choir'", "'Ann' is not a list of members", "give a list"]),
        ({"choir": 3}, ["group 'choir'", "3 is not a list of members"]),
        ({"choir": [["Ann"]]}, ["group 'choir'", "['Ann']"]),
        ([["Ann", "Bo"]], ["groups: list is not allowed", "mapping", "bipartite", "frame"]),
        (pd.DataFrame({"person": ["Ann"]}), ["groups: the column 'group' is missing", "person"]),
        (pd.DataFrame({"persons": [], "group": []}), ["'person' is missing", "'persons'?"]),
        (pd.DataFrame({"person": ["Ann", None], "group": ["a", "b"]}), ["group"]),
        (pd.DataFrame({"person": ["Ann", "Bo"], "group": ["a", None]}), ["group"]),
    ],
    ids=lambda value: "" if isinstance(value, list) else str(value)[:30],
)
def test_bad_groups_are_told(groups: object, words: list[str]) -> None:
    told = refusal(nx.path_graph(["Ann", "Bo"]), groups)
    assert [word for word in words if word not in told] == [], told


def test_a_bipartite_graph_that_joins_two_people_is_told() -> None:
    both = bipartite()
    both.add_edge("Ann", "Bo")
    told = refusal(nx.path_graph(["Ann", "Bo", "Cy"]), both)
    assert "joins 'Ann' and 'Bo', both people" in told
    assert "bipartite=1" in told


def test_labels_that_cannot_be_hashed_are_told() -> None:
    graph = nx.Graph([(object(), 1)])
    assert "whose content cannot be hashed; use integers, strings or tuples" in refusal(graph)


# Frames

TIES = pd.DataFrame({"source": ["Ann", "Bo"], "target": ["Bo", "Cy"], "meetings": [2, 0.5]})


def refused_frame(ties: pd.DataFrame, **how: object) -> str:
    with pytest.raises(EngagelabError) as caught:
        Network.from_frame(ties, **how)
    return str(caught.value)


def test_a_frame_is_the_graph_of_its_rows() -> None:
    network = Network.from_frame(TIES, weight="meetings", groups={"choir": ["Ann", "Cy"]})
    graph = nx.from_pandas_edgelist(TIES.rename(columns={"meetings": "weight"}), edge_attr="weight")
    same = Network.from_networkx(graph, groups={"choir": ["Cy", "Ann"]})
    assert network.fingerprint == same.fingerprint
    assert ties_of(network) == ties_of(same)


def test_a_frame_may_be_directed_and_call_its_columns_otherwise() -> None:
    renamed = TIES.rename(columns={"source": "from", "target": "to"})
    network = Network.from_frame(renamed, columns=("from", "to"), directed=True)
    assert set(ties_of(network)) == {("Ann", "Bo"), ("Bo", "Cy")}


def test_people_given_may_have_no_ties() -> None:
    network = Network.from_frame(TIES, people=["Dee", "Cy", "Bo", "Ann"])
    assert list(network.labels) == ["Dee", "Cy", "Bo", "Ann"]
    assert network.ties == 2


def test_integers_in_a_frame_are_those_of_a_graph() -> None:
    ties = pd.DataFrame({"source": [1, 2], "target": [2, 3]})
    expected = Network.from_networkx(nx.Graph([(1, 2), (2, 3)]))
    assert Network.from_frame(ties).fingerprint == expected.fingerprint
    assert Network.from_frame(ties, people=range(1, 4)).fingerprint == expected.fingerprint


@pytest.mark.parametrize(
    ("ties", "how", "words"),
    [
        (TIES, {"people": ["Ann", "Bo"]}, ["ties: 'Cy' is not among the people given", "add them"]),
        (TIES, {"people": ["Ann", "Bo", "Cyd"]}, ["'Cy'", "did you mean 'Cyd'?"]),
        (pd.DataFrame({"source": [1], "target": [2]}), {"people": [1]}, ["ties: 2 is not among"]),
        (TIES, {"columns": ("source", "targets")},
         ["ties: the column 'targets' is missing", "did you mean 'target'?"]),
        (TIES, {"weight": "meeting"}, ["'meeting' is missing", "did you mean 'meetings'?"]),
        (TIES.iloc[:0], {}, ["graph: has no people"]),
        (TIES.assign(target=["Bo", None]), {}, ["ties: row 1 names no person"]),
        (TIES.assign(target=["Ann", "Cy"]), {}, ["1 self-loop, the first at person 'Ann'"]),
        (TIES.assign(meetings=[1, -1]), {"weight": "meetings"},
         ["weight of the tie 'Bo' to 'Cy': -1.0 is not allowed"]),
        (TIES.assign(meetings=[1, None]), {"weight": "meetings"},
         ["weight of the tie 'Bo' to 'Cy': nan is not allowed"]),
        (TIES.assign(meetings=["1", "much"]), {"weight": "meetings"},
         ["weight of the tie 'Bo' to 'Cy'", "'much'", "finite number"]),
    ],
    ids=lambda value: "" if isinstance(value, (list, pd.DataFrame)) else str(value),
)  # fmt: skip
def test_a_bad_frame_is_told(ties: pd.DataFrame, how: dict[str, object], words: list[str]) -> None:
    told = refused_frame(ties, **how)
    assert [word for word in words if word not in told] == [], told


@pytest.mark.parametrize(
    ("kind", "far"),
    [
        *((kind, 1) for kind in (np.int8, np.int64, np.uint64, object, "Int64")),
        *((kind, 10**4) for kind in (np.int64, np.uint32, np.uint64)),
        *((kind, 10**17) for kind in (np.int64, np.uint64, object)),
    ],
)
def test_people_of_a_frame_are_numbered_as_they_appear(kind: type, far: int) -> None:
    """Whether by a table, which integers far apart do not have, or by pandas."""
    ties = pd.DataFrame({"source": [9, 4, 9], "target": [2, 9, 7]}) * far
    labels = [9 * far, 4 * far, 2 * far, 7 * far]
    network = Network.from_frame(ties.astype(kind))
    assert list(network.labels) == labels
    expected = [(0, 1), (0, 2), (0, 3), (1, 0), (2, 0), (3, 0)]
    assert list(ties_of(network)) == [(labels[a], labels[b]) for a, b in expected]
    again = Network.from_frame(ties.astype(kind), people=labels[::-1])
    assert again.fingerprint == network.fingerprint
    told = refused_frame(ties.astype(kind), people=labels[:3])
    assert told.startswith(f"ties: {7 * far} is not among the people given")


# Arrays


def refused_arrays(source: object, target: object, **how: object) -> str:
    with pytest.raises(EngagelabError) as caught:
        Network.from_arrays(source, target, **how)
    return str(caught.value)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6))), st.booleans(), st.booleans())
def test_arrays_are_the_graph_of_their_ties(
    ends: list[tuple[int, int]], directed: bool, weighs: bool
) -> None:
    ties = [(a, b) for a, b in ends if a != b]
    weights = [0.1 * (i % 4) for i in range(len(ties))] if weighs else None
    graph = nx.MultiDiGraph() if directed else nx.MultiGraph()
    graph.add_nodes_from(range(7))
    for tie, weight in zip(ties, weights or [None] * len(ties), strict=True):
        graph.add_edge(*tie, **({} if weight is None else {"weight": weight}))
    source, target = np.array(ties, np.int64).reshape(-1, 2).T
    network = Network.from_arrays(source, target, people=7, weights=weights, directed=directed)
    assert network.fingerprint == Network.from_networkx(graph).fingerprint
    assert (network.weights is None) is not weighs
    assert network.directed is directed


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("processors", [2, 3, 8])
def test_any_number_of_processors_lays_out_the_same(
    monkeypatch: pytest.MonkeyPatch, processors: int, directed: bool
) -> None:
    rng = np.random.default_rng(3)
    source, target = rng.integers(0, 40, (2, 300))
    source, target = source[source != target], target[source != target]
    how = {"people": 50, "weights": rng.random(source.size), "directed": directed}
    alone = Network.from_arrays(source, target, **how)
    monkeypatch.setattr(csr, "_WORTHWHILE", 1)
    monkeypatch.setattr(csr, "processors", lambda: processors)
    shared = Network.from_arrays(source, target, **how)
    for name in ("tie_start", "tie_to", "weights"):
        assert np.array_equal(getattr(shared, name), getattr(alone, name))


def test_people_of_arrays_are_numbered_to_the_greatest_where_not_told() -> None:
    network = Network.from_arrays([0, 1], [1, 4], groups={"choir": [3, 4]})
    assert list(network.labels) == [0, 1, 2, 3, 4]
    assert network.groups == {"choir": [3, 4]}
    assert Network.from_arrays([], [], people=3).people == 3


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int32, np.int64, np.uint64])
def test_arrays_of_any_integers_are_the_same(kind: type) -> None:
    source, target = np.array([0, 1, 5], kind), np.array([2, 0, 3], kind)
    expected = Network.from_arrays([0, 1, 5], [2, 0, 3]).fingerprint
    assert Network.from_arrays(source, target).fingerprint == expected
    both = np.stack([source, target], axis=1)
    assert Network.from_arrays(both[:, 0], both[:, 1]).fingerprint == expected


def test_the_arrays_given_stay_as_they_are() -> None:
    source, target = np.array([3, 1, 3], np.int32), np.array([1, 3, 0], np.int32)
    weights = np.array([0.5, 0.25, 1])
    Network.from_arrays(source, target, weights=weights)
    assert (source.tolist(), target.tolist()) == ([3, 1, 3], [1, 3, 0])
    assert weights.tolist() == [0.5, 0.25, 1]


@pytest.mark.parametrize(
    ("source", "target", "how", "told"),
    [
        ([0.0, 1.0], [1, 2], {},
         "source: an array of float64 and shape (2,) is not allowed; give one whole number"),
        ([0, 1], ["1", "2"], {}, "target: an array of <U1 and shape (2,) is not allowed; give one"),
        ([0, 1], [True, False], {}, "target: an array of bool and shape (2,) is not allowed"),
        ([[0, 1]], [1, 2], {}, "source: an array of int64 and shape (1, 2) is not allowed"),
        ([0, 1, 2], [1, 2], {},
         "target: 2 entries are not allowed for the 3 ties of source; give one for each tie"),
        ([0, -1], [1, 2], {},
         "source: -1 of tie 1 is not a person; allowed are whole numbers from 0 to 2; raise people "
         "or take the tie out"),
        ([0, 1], [1, 4], {"people": 4},
         "target: 4 of tie 1 is not a person; allowed are whole numbers from 0 to 3; raise people"),
        ([0, 2, 1], [1, 2, 1], {},
         "ties: 2 self-loops, the first, tie 1, at person 2; a person has no tie to themselves, "
         "keep only the ties where source != target"),
        ([0], [1], {"people": 0}, "people: 0 is not allowed; give a whole number from 1 to "),
        ([0], [1], {"people": 2.5}, "people: 2.5 is not allowed; give a whole number from 1 to "),
        ([0], [2**31], {}, "people: 2147483649 is not allowed; give a whole number from 1 to "),
        ([], [], {}, "people: 0 is not allowed; give a whole number from 1 to "),
        ([0], [1], {"weights": [1, 2]},
         "weights: 2 entries are not allowed for the 1 ties of source; give one for each tie"),
        ([0], [1], {"weights": ["much"]},
         "weights: an array of <U4 and shape (1,) is not allowed; give one finite number"),
        ([0, 1], [1, 2], {"weights": [1, np.nan]},
         "weight of the tie 1 to 2: nan is not allowed; give a finite number of at least 0"),
        ([0, 1], [1, 2], {"weights": [-1, 1]}, "weight of the tie 0 to 1: -1.0 is not allowed"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)  # fmt: skip
def test_bad_arrays_are_told(
    source: object, target: object, how: dict[str, object], told: str
) -> None:
    assert refused_arrays(source, target, **how).startswith(told)


# There and back


def example(order: np.random.Generator | None = None, kind: type[nx.Graph] = nx.Graph) -> Network:
    """Karate club with weights, traits and groups; people, ties and groups in the order given."""
    club = nx.karate_club_graph()
    people, edges = list(club), list(club.edges(data="weight"))
    groups = [("a", [0, 1, 2, 3]), ("b", [3, 8, 30, 33]), ("c", [5, 6])]
    if order is not None:
        for things in (people, edges, groups, *(members for _, members in groups)):
            order.shuffle(things)
    graph = kind()
    graph.add_nodes_from(people)
    graph.add_weighted_edges_from(edges)
    graph.nodes[3].update(role="employee", activity="creator", inviter=False)
    return Network.from_networkx(graph, groups=dict(groups))


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


# The fingerprint


@given(st.integers(0, 2**32 - 1))
def test_the_fingerprint_knows_no_order(seed: int) -> None:
    assert example(np.random.default_rng(seed)).fingerprint == example().fingerprint


@pytest.mark.parametrize("kind", [nx.MultiGraph, nx.MultiDiGraph])
def test_the_fingerprint_knows_no_order_of_parallel_ties(kind: type[nx.Graph]) -> None:
    """Three weights whose sum depends, in its last bit, on the order in which they are added."""
    ties = [(0, 1, 0.1), (0, 1, 0.2), (0, 1, 0.3)]
    found = {
        Network.from_networkx(weighted(kind, *order)).fingerprint for order in (ties, ties[::-1])
    }
    assert len(found) == 1


def changed() -> dict[str, Network]:
    """The club, each time with one thing changed."""
    graph, groups = example().to_networkx(), example().groups

    def variant(**how: object) -> Network:
        other = graph.copy()
        how.get("change", lambda g: None)(other)
        return Network.from_networkx(other, groups=how.get("groups", groups))

    def trait(person: int, **words: object) -> Network:
        return variant(change=lambda g: g.nodes[person].update(words))

    return {
        "as it was": variant(),
        "a person": variant(change=lambda g: g.add_node(34)),
        "another name": Network.from_networkx(nx.relabel_nodes(graph, {11: "11"}), groups=groups),
        "a tie": variant(change=lambda g: g.add_edge(11, 12, weight=1)),
        "no tie": variant(change=lambda g: g.remove_edge(0, 1)),
        "a weight": variant(change=lambda g: g.edges[0, 1].update(weight=4.5)),
        "directed": Network.from_networkx(graph.to_directed(), groups=groups),
        "a role": trait(4, role="customer"),
        "another role": trait(4, role="partner"),
        "a profile": trait(4, profile="social"),
        "another profile": trait(4, profile="social and microblog"),
        "an activity": trait(4, activity="lurker"),
        "no inviter": trait(4, inviter=False),
        "the trait of another": trait(5, inviter=False),
        "a member": variant(groups=groups | {"c": [5, 6, 7]}),
        "another member": variant(groups=groups | {"c": [5, 7]}),
        "another group": variant(groups={("d" if g == "c" else g): m for g, m in groups.items()}),
        "no group": variant(groups={g: m for g, m in groups.items() if g != "c"}),
        "no groups": variant(groups=None),
    }


def test_the_fingerprint_changes_with_anything() -> None:
    found = {name: network.fingerprint for name, network in changed().items()}
    assert found["as it was"] == example().fingerprint
    assert len(set(found.values())) == len(found)


def test_two_people_cannot_swap_places_unseen() -> None:
    path = Network.from_networkx(nx.Graph([(0, 1), (1, 2)]))
    swapped = Network.from_networkx(nx.Graph([(1, 0), (0, 2)]))
    assert path.fingerprint != swapped.fingerprint


def test_the_fingerprint_of_weights_that_are_all_1_is_that_of_none() -> None:
    ones = weighted(nx.Graph, (0, 1, 1), (1, 2, 1.0))
    assert (
        Network.from_networkx(ones).fingerprint
        == Network.from_networkx(nx.path_graph(3)).fingerprint
    )


# Positions


def test_positions_are_sorted_and_each_once() -> None:
    network = Network.from_networkx(nx.path_graph(["c", "a", "b"]))
    assert network.positions(["b", "c", "b"]).tolist() == [0, 2]
    assert network.positions([]).shape == (0,)


def test_a_stranger_is_told_with_what_they_are_wanted_for() -> None:
    network = Network.from_networkx(nx.path_graph(["Ann", "Bo", "Cyril"]))
    with pytest.raises(EngagelabError) as caught:
        network.positions(["Ann", "Cyrill"], "seeds")
    told = str(caught.value)
    assert told.startswith("seeds: 'Cyrill' is not a person of the network; its 3 people are")
    assert "'Ann', 'Bo'" in told
    assert "did you mean 'Cyril'?" in told
