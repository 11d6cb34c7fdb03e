"""Where a peer departs from the model it names: the exact answer is known, and ours is that."""

import importlib.util
import math

import networkx as nx
import numpy as np
import pytest
from peers import adaptors_of_peers as peers

import engagelab as el
from engagelab import theory

pytestmark = pytest.mark.slow

RUNS = 20_000


def z_of(values, known):
    return (np.mean(values) - known) / (np.std(values, ddof=1) / math.sqrt(len(values)))


@pytest.fixture
def ndlib():
    return pytest.importorskip(
        "ndlib", reason="ndlib is not installed: pip install 'engagelab[peers]'"
    )


@pytest.mark.usefixtures("ndlib")
def test_ndlib_drops_all_probabilities_where_some_ties_have_none():
    """DiffusionModel.py, line 201: ``if len(edge_to_values) == len(self.graph.edges)``.

    Probabilities of ties are taken only where every tie has one; else each tie of a person has 1
    over the number of their ties (IndependentCascadesModel.py: ``1.0 / len(neighbors)``). Here the
    tie from 0 to 1 is said to be impossible, and 1 is reached in half of their runs. A tie without
    a weight has weight 1 with us, and what is said of another holds.
    """
    with peers.quiet():
        import ndlib.models.epidemics as ep
    graph = nx.Graph([(0, 1), (0, 2)])

    def configure(config):
        config.add_edge_configuration("threshold", (0, 1), 0.0)

    asked = configure, [0], 2_000, 2, peers.reached
    theirs = peers.ndlib_steps(ep.IndependentCascadesModel, graph, *asked)[:, -1]
    assert abs(z_of(theirs, 1 + 2 * 0.5)) < 4
    assert theirs.max() == 3
    graph[0][1]["weight"] = 0.0
    network = el.Network.from_networkx(graph)
    model = el.IndependentCascade(transmissibility="weights")
    assert (el.reach(el.simulate(network, model, [0], runs=RUNS)) == 2).all()


@pytest.mark.usefixtures("ndlib")
def test_ndlib_lets_people_without_readers_adopt_at_a_threshold_of_nothing():
    """ThresholdModel, iteration(): ``infected_ratio >= threshold`` with nobody infected."""
    graph = nx.path_graph(4)
    steps = peers.ndlib_thresholds(graph, [0], 1, 1, 0.0)
    assert steps[0].tolist() == [1, 4]
    network = el.Network.from_networkx(graph)
    outcome = el.simulate(network, el.ComplexContagion(threshold=0.0), [0], runs=1, horizon=1)
    assert el.reach(outcome).tolist() == [2]


def test_pynetim_lets_sharers_of_an_sir_transmit_several_times_a_round():
    """susceptible_infected_recovered.h: a sharer is put on the list of survivors by both loops.

    So each stands there twice, then four times, and so on, and transmits as often. On a path, the
    content passes each tie with the same chance, whichever consistent order of events is taken;
    theirs is above the higher of both.
    """
    if importlib.util.find_spec("pynetim") is None:
        pytest.skip("pynetim is not installed: pip install pynetim (it compiles for minutes)")
    from pynetim.diffusion_model import SusceptibleInfectedRecoveredModel
    from pynetim.graph import IMGraph

    graph = IMGraph([(0, 1), (1, 2), (2, 3)], weights=0.5, directed=False)
    model = SusceptibleInfectedRecoveredModel(graph, {0}, 0.05, 0.05)
    theirs = [model.run_single_simulation(random_seed=seed) for seed in range(RUNS)]
    network = el.Network.from_networkx(nx.path_graph(4))
    for order in ("transmit, stop", "stop, transmit"):
        rule = el.SIR(transmissibility=0.05, recovery=0.05, order=order)
        reach = el.reach(el.simulate(network, rule, [0], runs=RUNS, horizon=400))
        passes = theory.period_transmissibility(0.05, recovery=0.05, order=order)
        known = sum(passes**steps for steps in range(4))
        assert abs(z_of(reach, known)) < 4
        assert z_of(theirs, known) > 10
