"""Edge lists that end with a dictionary are those that networkx writes."""

import networkx as nx

from engagelab.io.attribute_rows import attribute_rows


def test_the_lists_of_networkx_are_read(tmp_path):
    graph = nx.Graph()
    graph.add_edge("a", "b", weight=0.5)
    graph.add_edge("b", "c", since=2001)
    nx.write_edgelist(graph, tmp_path / "a.edgelist")
    names, rows = attribute_rows((tmp_path / "a.edgelist").read_text())
    assert names == ["source", "target", "weight", "since"]
    assert rows == [(1, ["a", "b", "0.5", ""]), (2, ["b", "c", "", "2001"])]


def test_other_texts_are_left_to_others():
    for text in ("", "a b\n", "a b {c\n", "a b {1, 2}\n", "a b c {}\n", "a b {}\nc d\n"):
        assert attribute_rows(text) is None, text
