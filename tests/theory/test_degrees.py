"""Degrees and giant components against those of random graphs with given degrees."""

import math

import networkx as nx
import numpy as np
import pytest
from percolation import MIXED, components, random_ends
from scipy.special import lambertw

from engagelab import theory
from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network


def test_degrees_of_a_network_are_counted():
    graph = nx.karate_club_graph()
    degrees = theory.degree_distribution(Network.from_networkx(graph))
    assert (degrees * 34).round(9).tolist() == nx.degree_histogram(graph)


def test_degrees_of_a_directed_network_are_refused():
    with pytest.raises(EngagelabError, match="network: its ties are directed"):
        theory.degree_distribution(Network.from_networkx(nx.DiGraph([(0, 1)])))


def test_the_molloy_reed_value_decides_on_a_giant_component():
    for share in (0.2, 0.24, 0.26, 0.5):  # of people with three ties; the others have one
        degrees = [0, 1 - share, 0, share]
        assert theory.molloy_reed(degrees) == pytest.approx(4 * share - 1)
        assert (theory.giant_share(degrees) > 0) == (share > 0.25)


@pytest.mark.parametrize("mean_degree", [0.5, 1.0, 1.05, 1.5, 4.0])
def test_the_giant_share_of_poisson_degrees_is_lamberts(mean_degree):
    c = mean_degree
    expected = 1 + lambertw(-c * math.exp(-c)).real / c if c > 1 else 0.0
    assert theory.giant_share(theory.poisson_degrees(c)) == pytest.approx(expected, abs=1e-9)


def test_the_giant_share_is_that_of_random_graphs():
    people = 40_000
    ends = random_ends(MIXED, people, 1)
    largest = components(ends, people, np.ones(ends.shape[1], bool)).max() / people
    assert theory.giant_share(MIXED) == pytest.approx(largest, abs=0.015)


def test_excess_degrees_of_poisson_degrees_are_poisson():
    degrees = theory.poisson_degrees(3)
    assert theory.excess_degrees(degrees) == pytest.approx(degrees[:-1], abs=1e-12)


def test_limits_of_giant_shares():
    assert theory.giant_share([0.25, 0, 0, 0.75]) == pytest.approx(0.75)
    assert theory.giant_share([1.0]) == 0
    assert theory.giant_share([0, 1]) == 0  # pairs
    assert theory.giant_share([0, 0, 1]) == 0  # rings: the critical point


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: theory.molloy_reed([2, -1]), "degrees: 2 at 0 is not a probability"),
        (lambda: theory.excess_degrees([1.0]), "degrees: no one has ties; give a distribution"),
        (lambda: theory.poisson_degrees(-2), "mean_degree: -2 is not allowed; give a number from"),
        (lambda: theory.poisson_degrees(math.nan), "mean_degree: nan is not allowed"),
    ],
)
def test_wrong_input_is_told(call, told):
    with pytest.raises(EngagelabError) as caught:
        call()
    assert str(caught.value).startswith(told)
