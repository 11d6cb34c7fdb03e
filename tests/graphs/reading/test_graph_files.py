"""Graphs in files and of other libraries are read like tables."""

import io
import json

import networkx as nx
import pytest
from reading_helpers import file, notes, people, refusal, ties

from engagelab.errors import EngagelabError
from engagelab.graphs import read_network

GRAPH = nx.Graph()
GRAPH.add_edge("ann", "bo", weight=0.5)
GRAPH.add_edge("bo", "cy", weight=1.0)
GRAPH.add_node("dee", job="x")


def written(graph, ending):
    buffer = io.BytesIO()
    {"graphml": nx.write_graphml, "gexf": nx.write_gexf, "gml": nx.write_gml,
     "net": nx.write_pajek}[ending](graph, buffer)  # fmt: skip
    return file(buffer.getvalue(), f"a.{ending}")


@pytest.mark.parametrize("ending", ["graphml", "gexf", "gml", "net"])
def test_files_of_networkx_are_read(ending):
    network = read_network(written(GRAPH, ending))
    assert people(network) == "ann bo cy dee"
    assert ties(network) == "ann-bo:0.5 bo-cy:1"
    assert "weights were read from 'weight'" in notes(network)
    assert ties(read_network(written(nx.DiGraph([("a", "b")]), ending), weight=False)) == "a>b"


def test_labels_are_taken_for_people_if_all_differ():
    graph = nx.Graph([(0, 1)])
    nx.set_node_attributes(graph, {0: "Ann", 1: "Bo"}, "name")
    assert people(read_network(written(graph, "graphml"))) == "Ann Bo"
    assert people(read_network(written(graph, "graphml"), columns={"label": "id"})) == "0 1"
    nx.set_node_attributes(graph, "Ann", "name")
    assert people(read_network(written(graph, "graphml"))) == "0 1"


def test_weights_are_found_by_usual_names_or_as_stated():
    graph = nx.Graph([("a", "b", {"value": 0.5, "cost": 3})])
    assert ties(read_network(graph)) == "a-b:0.5"
    assert ties(read_network(graph, weight="cost")) == "a-b:3"
    assert ties(read_network(graph, weight=False)) == "a-b"
    with pytest.raises(EngagelabError, match="no tie has an attribute 'w'; the attri"):
        read_network(graph, weight="w")
    with pytest.raises(EngagelabError, match="the weight 'much' is not a number"):
        read_network(nx.Graph([("a", "b", {"weight": "much"})]))


def test_parallel_edges_and_loops_are_those_of_tables():
    graph = nx.MultiDiGraph([("a", "b", {"weight": 0.5})] * 2 + [("a", "a", {"weight": 1})])
    network = read_network(graph)
    assert ties(network) == "a>b:0.75"
    assert "self-loops left out: 1" in notes(network)
    assert "independent chances: 1 row" in notes(network)


@pytest.mark.parametrize("edges", ["links", "edges"])
def test_node_link_json_is_read(edges):
    document = {"nodes": [{"id": "ann"}, {"id": "bo"}, {"id": "cy"}],
                edges: [{"source": "ann", "target": "bo", "value": 2}]}  # fmt: skip
    network = read_network(file(json.dumps(document), "a.json"))
    assert (people(network), ties(network)) == ("ann bo cy", "ann-bo:2")
    document["directed"] = True
    assert ties(read_network(file(json.dumps(document), "a.json"))) == "ann>bo:2"


HIF = {
    "network-type": "undirected",
    "incidences": [{"edge": "choir", "node": 1}, {"edge": "choir", "node": 2},
                   {"edge": "t", "node": 1}, {"edge": "t", "node": 3}],
    "nodes": [{"node": 4, "attrs": {"job": "x"}}],
    "edges": [{"edge": "t", "weight": 0.5, "attrs": {"kind": "tie"}}],
}  # fmt: skip


def test_hif_holds_groups_and_ties():
    network = read_network(file(json.dumps(HIF), "a.json"))
    assert (people(network), ties(network)) == ("1 2 3 4", "1-3:0.5")
    assert network.groups == {"choir": [1, 2]}
    assert network.attributes == {4: {"job": "x"}}
    groups = read_network(file("1,2\n"), file(json.dumps(HIF), "a.hif"), header=False)
    assert (groups.groups, ties(groups)) == ({"choir": [1, 2]}, "1-2")


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("{", "a.json", "cannot be read as a graph"),
        ("[1]", "a.json", "neither a node-link graph"),
        ('{"incidences": [{"edge": 1}]}', "a.json", "cannot be read as a graph: KeyError"),
        ('{"nodes": 3, "links": []}', "a.json", "cannot be read as a graph"),
        (
            json.dumps(HIF | {"incidences": HIF["incidences"][:3]}),
            "a.json",
            "tie has 1 person",
        ),
        ("<graphml", "a.graphml", "cannot be read as a graph"),
        ("graph [", "a.gml", "cannot be read as a graph"),
        ("graph [ " + "a [ " * 9_000, "a.gml", "the nesting is too deep"),
        ("[" * 90_000, "a.json", "the nesting is too deep"),
        ('{"a":' * 90_000, "a.json", "the nesting is too deep"),
        ("<a>" * 9_000, "a.graphml", "cannot be read as a graph"),
        ('<!DOCTYPE g [<!ENTITY a "b">]><graphml>&a;</graphml>', "a.graphml", "declares entities"),
    ],
)
def test_broken_graphs_are_refused(text, name, words):
    assert words in refusal(text, name)


def test_a_file_without_groups_is_refused_as_groups():
    with pytest.raises(EngagelabError, match=r"a\.graphml: there are no groups in this file"):
        read_network(None, written(GRAPH, "graphml"))


def test_labels_that_files_cannot_hold_are_refused():
    with pytest.raises(EngagelabError, match=r"the label \(1, 2\) is neither a text nor a whole"):
        read_network(nx.Graph([((1, 2), 3)]))


def test_graphs_of_igraph_are_read():
    igraph = pytest.importorskip("igraph")
    graph = igraph.Graph([(0, 1), (1, 2)], directed=True)
    graph.es["weight"] = [0.5, 1.0]
    assert ties(read_network(graph)) == "0>1:0.5 1>2:1"
    graph.vs["name"] = ["ann", "bo", "cy"]
    assert ties(read_network(graph)) == "ann>bo:0.5 bo>cy:1"


def test_an_attribute_of_groups_that_is_nested_too_deeply_is_an_attribute():
    graph = nx.Graph([(1, 2)])
    graph.nodes[1]["groups"] = "[" * 90_000
    assert read_network(written(graph, "graphml")).group_labels == []
