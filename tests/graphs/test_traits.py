"""Traits are read from the attributes of people, and unknown ones are refused."""

import networkx as nx
import numpy as np
import pytest
from network_helpers import refusal

from engagelab.graphs.network import Network


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
