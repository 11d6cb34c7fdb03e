"""Arrays of numbered people are the graph of their ties."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagelab.engine import csr
from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network


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
    how = {"people": 7, "weights": weights, "directed": directed, "repeats": "chances"}
    network = Network.from_arrays(source, target, **how)
    assert network == Network.from_networkx(graph, repeats="chances")
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
    how |= {"repeats": "sum"}
    alone = Network.from_arrays(source, target, **how)
    monkeypatch.setattr(csr, "_PER_THREAD", 1)
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
    Network.from_arrays(source, target, weights=weights, repeats="sum")
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
         "target: 2 entries do not fit the 3 entries of source; give one per tie"),
        ([0, -1], [1, 2], {},
         "source: -1 of tie 1 is not a person; allowed are whole numbers from 0 to 2; raise people "
         "or remove the tie"),
        ([0, 1], [1, 4], {"people": 4},
         "target: 4 of tie 1 is not a person; allowed are whole numbers from 0 to 3; raise people"),
        ([0, 2, 1], [1, 2, 1], {},
         "ties: 2 self-loops, the first, tie 1, at person 2; people cannot be tied to "
         "themselves, keep only the ties with source != target"),
        ([0], [1], {"people": 0}, "people: 0 is not allowed; give a whole number from 1 to "),
        ([0], [1], {"people": 2.5}, "people: 2.5 is not allowed; give a whole number from 1 to "),
        ([0], [2**31], {}, "people: 2147483649 is not allowed; give a whole number from 1 to "),
        ([], [], {}, "people: 0 is not allowed; give a whole number from 1 to "),
        ([0], [1], {"weights": [1, 2]},
         "weights: 2 entries do not fit the 1 entries of source; give one per tie"),
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
