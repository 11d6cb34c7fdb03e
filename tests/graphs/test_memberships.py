"""Groups are the same in every form, and bad ones are refused with what is wrong."""

import networkx as nx
import pandas as pd
import pytest
from network_helpers import refusal

from engagelab.graphs.network import Network

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


# Bad groups


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
