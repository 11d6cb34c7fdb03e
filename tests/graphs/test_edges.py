"""Ties are checked, and labels keep their types."""

import networkx as nx
import numpy as np
import pytest
from network_helpers import refusal

from engagelab.errors import EngagelabError
from engagelab.graphs.edges import as_list, label_array
from engagelab.graphs.network import Network


def test_a_self_loop_is_told_with_its_person_and_what_to_do() -> None:
    told = refusal(nx.Graph([("Ann", "Bo"), ("Bo", "Bo"), ("Ann", "Ann")]))
    assert "2 self-loops, the first at person 'Ann'" in told or "at person 'Bo'" in told
    assert "remove" in told
    assert "selfloop_edges" in told


@pytest.mark.parametrize("labels", [[True, False], [0, 2**63], [0, "0"], [0, 1.5], []])
def test_labels_that_are_not_all_64_bit_integers_stay_as_they_are(labels: list[object]) -> None:
    found = label_array(labels)
    assert found is not labels
    assert [(type(label), label) for label in found] == [(type(label), label) for label in labels]


def test_integer_labels_are_one_array_and_come_back_as_python_integers() -> None:
    found = label_array({3: "a", -(2**63): "b"})
    assert isinstance(found, np.ndarray)
    assert found.dtype == np.int64
    assert as_list(found) == [3, -(2**63)]
    assert [type(label) for label in as_list(found)] == [int, int]


def test_weights_whose_sum_overflows_are_refused():
    with pytest.raises(EngagelabError, match="weights: their sum is too large for a number"):
        Network.from_arrays([0, 1], [2, 2], weights=[1e308, 1e308])
