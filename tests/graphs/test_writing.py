"""What is read again is what was written, in every format."""

import json
import math

import networkx as nx
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from engagelab.errors import EngagelabError
from engagelab.graphs import read_network
from engagelab.graphs.network import Network

ENDINGS = ("csv", "graphml", "gexf", "json")
NAMES = {
    "numbers": lambda at: at * 7 - 3,
    "words": lambda at: f"Zoé {at}",
    "zeros": lambda at: f"00{at}",
    "odd": lambda at: f'a,"{at}";b',
}


@st.composite
def networks(draw):
    """A network with or without weights, a direction, groups and traits."""
    directed, people = draw(st.booleans()), draw(st.integers(1, 6))
    name = NAMES[draw(st.sampled_from(list(NAMES)))]
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(map(name, range(people)))
    person = st.integers(0, people - 1)
    weight = draw(st.sampled_from([None, st.floats(0.125, 9), st.sampled_from([0.1, 0.5, 1.0])]))
    for a, b in draw(st.lists(st.tuples(person, person).filter(lambda ends: ends[0] != ends[1]))):
        graph.add_edge(name(a), name(b), **({} if weight is None else {"weight": draw(weight)}))
    for node in graph:
        if draw(st.booleans()):
            graph.nodes[node]["role"] = draw(st.sampled_from(["employee", "customer", "public"]))
            graph.nodes[node]["inviter"] = draw(st.booleans())
    members = st.lists(person, min_size=1, max_size=4, unique=True)
    groups = draw(st.dictionaries(st.sampled_from(["choir", "Été 2"]), members))
    return Network.from_networkx(
        graph, {label: [name(at) for at in own] for label, own in groups.items()}
    )


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=examples(60), deadline=None)
@given(network=networks())
def test_what_is_written_is_read_again(tmp_path_factory, ending, network):
    if ending == "json" and network.directed:
        return
    files = network.write(tmp_path_factory.mktemp("written") / f"network.{ending}")
    again = read_network(*files)
    assert again == network
    assert read_network(*files, repeats="refuse", loops="refuse") == network


def club():
    graph = nx.Graph()
    graph.add_weighted_edges_from([("ann", "bo", 0.5), ("bo", "cy", 2.0)])
    graph.add_node("dee", age=41, since=1.5, note="x, y", role="employee")
    return Network.from_networkx(graph, {"choir": ["ann", "dee"], "club": ["bo", "dee"]})


@pytest.mark.parametrize("ending", ENDINGS)
def test_attributes_of_people_are_kept(tmp_path, ending):
    network = read_network(*club().write(tmp_path / f"club.{ending}"))
    own = network.attributes["dee"]
    assert {name: own[name] for name in ("age", "since", "note")} == {
        "age": 41, "since": 1.5, "note": "x, y"}  # fmt: skip
    assert network.traits.words(list(network.labels).index("dee"))["role"] == "employee"


def test_a_pair_of_csv_files_is_written_and_people_if_they_have_more(tmp_path):
    files = club().write(tmp_path / "club.csv")
    assert [path.name for path in files] == ["club.csv", "club.groups.csv", "club.people.csv"]
    assert files[0].read_text().splitlines()[:2] == [
        "source,target,type,weight",
        "ann,bo,Undirected,0.5",
    ]
    plain = Network.from_networkx(nx.path_graph(3))
    assert [path.name for path in plain.write(tmp_path / "plain.csv")] == ["plain.csv"]


def test_gephi_and_others_find_weights_and_groups(tmp_path):
    for ending, reader in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        (path,) = club().write(tmp_path / f"club.{ending}")
        graph = reader(path)
        assert graph.edges["ann", "bo"]["weight"] == 0.5
        assert json.loads(graph.nodes["dee"]["groups"]) == ["choir", "club"]


def test_hif_holds_groups_and_ties_of_two(tmp_path):
    (path,) = club().write(tmp_path / "club.json")
    document = json.loads(path.read_text())
    assert document["network-type"] == "undirected"
    kinds = {edge["edge"]: edge["attrs"]["kind"] for edge in document["edges"]}
    assert kinds == {"choir": "group", "club": "group", "tie 1": "tie", "tie 2": "tie"}
    members = [each["node"] for each in document["incidences"] if each["edge"] == "tie 1"]
    assert members == ["ann", "bo"]
    assert document["edges"][2]["weight"] == 0.5


def test_ties_in_hif_are_not_called_like_a_group(tmp_path):
    network = Network.from_networkx(nx.path_graph(2), {"tie 1": [0, 1]})
    assert read_network(*network.write(tmp_path / "a.json")) == network


@pytest.mark.parametrize(
    ("network", "name", "words"),
    [
        (club(), "a.xyz", "the ending '.xyz' is not a format of networks"),
        (club(), "no folder/a.csv", "not written"),
        (Network.from_networkx(nx.path_graph(2, nx.DiGraph)), "a.json", "the network is directed"),
        (Network.from_networkx(nx.Graph([((1, 2), 3)])), "a.csv", "the label (1, 2) cannot be wr"),
        (Network.from_networkx(nx.Graph([(" a", "b")])), "a.csv", "' a' would be read as 'a'"),
        (Network.from_networkx(nx.Graph([("NA", "b")])), "a.csv", "'NA' would be read"),
        (Network.from_networkx(nx.Graph([("1", 1)])), "a.csv", "a text and a number are written"),
        (Network.from_networkx(nx.path_graph(2), {"": [0]}), "a.csv", "group: the label ''"),
    ],
)
def test_what_would_not_be_read_again_is_refused(tmp_path, network, name, words):
    with pytest.raises(EngagelabError) as caught:
        network.write(tmp_path / name)
    assert words in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_an_attribute_called_label_is_refused_in_csv(tmp_path):
    graph = nx.path_graph(2)
    graph.nodes[0]["label"] = "x"
    with pytest.raises(EngagelabError, match="an attribute called 'label'"):
        Network.from_networkx(graph).write(tmp_path / "a.csv")


def test_weights_keep_every_bit(tmp_path):
    network = Network.from_networkx(nx.Graph([(0, 1, {"weight": math.pi / 10})]))
    for ending in ENDINGS:
        again = read_network(*network.write(tmp_path / f"a.{ending}"))
        assert again.weights.tolist() == network.weights.tolist()


def test_a_network_is_equal_to_one_with_the_same_people_in_another_order():
    one = Network.from_networkx(nx.Graph([(1, 2), (2, 3)]), {"a": [1]})
    two = Network.from_networkx(nx.Graph([(3, 2), (2, 1)]), {"a": [1]})
    assert one == two
    assert hash(one) == hash(two)
    assert one != Network.from_networkx(nx.Graph([(1, 2), (2, 3)]))
    assert one != "network"
