"""What is derived from the arrays of a network: groups, positions and the fingerprint."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_helpers import example, weighted

from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network


def test_people_without_ties_are_people() -> None:
    network = Network.from_networkx(nx.empty_graph(3))
    assert (network.people, network.ties, network.prospects.tolist()) == (3, 0, [True] * 3)


def test_memberships_by_person_and_largest_group() -> None:
    groups = {"a": [0, 1], "b": [1, 2, 3]}
    network = Network.from_networkx(nx.path_graph(5), groups=groups)
    assert network.largest_group.tolist() == [2, 3, 3, 3, 0]
    assert network.prospects.tolist() == [False] * 4 + [True]
    start, membership = network.by_person
    of_one = membership[start[1] : start[2]]
    assert network.membership_group[of_one].tolist() == [0, 1]
    assert network.group_people[of_one].tolist() == [1, 1]


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
