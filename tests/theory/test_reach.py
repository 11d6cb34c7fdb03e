"""An exact reach has the moments of its distribution, and all ways to it check their input."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from engagelab import theory
from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network


def test_spread_and_deviation_are_those_of_the_distribution():
    reach = theory.ExactReach(pd.Series([1.0, 0.75, 0.75]), np.array([0, 0.1, 0.3, 0.6]))
    assert reach.spread == pytest.approx(2.5)
    assert reach.deviation == pytest.approx(np.sqrt(0.1 * 1.5**2 + 0.3 * 0.5**2 + 0.6 * 0.5**2))


@pytest.mark.parametrize("way", [theory.cascade_reach, theory.tree_reach])
def test_people_are_found_by_labels_that_are_tuples_too(way):
    network = Network.from_networkx(nx.Graph([(("Ann", 1), ("Bo", 2))]))
    reach = way(network, 0.5, [("Ann", 1)])
    assert reach.reached.index.name == "person"
    assert reach.reached.to_dict() == {("Ann", 1): 1, ("Bo", 2): 0.5}


WAYS = [theory.cascade_reach, theory.tree_reach, theory.tree_reached]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("chance", "seeds", "told"),
    [
        (1.2, [0], r"transmissibility: 1.2 is not allowed; give numbers from 0 to 1"),
        (float("nan"), [0], r"transmissibility: nan is not allowed"),
        ([0.1, 0.2], [0], r"transmissibility: shape \(2,\) does not fit; .* one for each of 4"),
        ("much", [0], r"transmissibility: 'much' is not allowed; give numbers"),
        (0.5, [9], r"seeds: 9 is not a person of the network"),
        (0.5, 0, r"seeds: 0 is not allowed; give a list of labels"),
        (0.5, "0", r"seeds: '0' is not allowed; give a list of labels"),
    ],
)
def test_wrong_input_is_told(way, chance, seeds, told):
    with pytest.raises(EngagelabError, match=told):
        way(Network.from_networkx(nx.path_graph(3)), chance, seeds)
