"""Trees of who read from whom, against networkx and against what is counted by round."""

import networkx as nx
import numpy as np
import pytest

import engagelab as el
from engagelab.models import MODELS, Competing
from engagelab.simulation.cascades import cascades_of


def random_tree(people, seed):
    """A rooted tree as rounds and parents, in a random order of people."""
    rng = np.random.default_rng(seed)
    when, parents = np.zeros(people, int), np.full(people, -1)
    for v in range(1, people):
        parents[v] = rng.integers(v)
        when[v] = when[parents[v]] + 1
    place = rng.permutation(people)
    shuffled, moved = np.zeros(people, int), np.full(people, -1)
    shuffled[place] = when
    moved[place] = np.where(parents >= 0, place[parents], -1)
    return shuffled, moved


@pytest.mark.parametrize("people", [1, 2, 3, 10, 60])
@pytest.mark.parametrize("seed", range(3))
def test_size_depth_and_virality_are_those_of_networkx(people, seed):
    when, parents = random_tree(people, seed)
    graph = nx.Graph([(v, p) for v, p in enumerate(parents) if p >= 0])
    graph.add_nodes_from(range(people))
    (row,) = cascades_of(parents).to_dict("records")
    assert row["size"] == people
    assert row["depth"] == when.max()
    if people > 1:
        mean = nx.average_shortest_path_length(graph)
        assert row["virality"] == pytest.approx(mean)
    else:
        assert np.isnan(row["virality"])


def test_a_forest_has_one_row_a_tree_and_leaves_out_who_never_read():
    when = np.array([0, -1, 1, 0, 1, 2])
    found = cascades_of(np.array([-1, -1, 0, -1, 3, 4]), when >= 0)
    assert found["root"].tolist() == [0, 3]
    assert found["size"].tolist() == [2, 3]
    assert found["depth"].tolist() == [1, 2]
    assert found["virality"].tolist() == pytest.approx([1.0, 4 / 3])


def test_nobody_read():
    assert cascades_of(np.full(3, -1), np.zeros(3, bool)).empty


@pytest.fixture(scope="module")
def network():
    graph = nx.watts_strogatz_graph(120, 6, 0.2, seed=2)
    groups = {g: list(range(5 * g, 5 * g + 4)) for g in range(20)}
    return el.Network.from_networkx(graph, groups=groups)


RULES = [*MODELS, el.Engagement]
OPEN = {
    "IndependentCascade": {"transmissibility": 0.25},
    "ComplexContagion": {"threshold": 0.2},
    "Bass": {"innovation": 0.01, "imitation": 0.3},
    "Engagement": {"tie_read": 0.3, "base_share": 0.7, "invite": 0},
}


def outcome_of(rule, network, **others):
    model = rule(**OPEN.get(rule.__name__, {}))
    seeds = {"first": 2, "second": 2} if rule is Competing else 3
    asked = {"runs": 20, "key": 5, "horizon": 30, "record": "tree"} | others
    return el.simulate(network, model, seeds, **asked)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_of_every_model_holds_together(rule, network):
    outcome = outcome_of(rule, network)
    when, parents = outcome.adoption, outcome.parents
    assert outcome.total("readers").sum() > 4 * 20  # somebody else than the seeds
    assert (parents[when < 0] == -1).all()
    for run in range(outcome.runs):
        child = np.flatnonzero(parents[run] >= 0)
        parent = parents[run, child]
        assert (when[run, parent] < when[run, child]).all()
        assert (when[run, parent] >= 0).all()
        for v, p in zip(child, parent, strict=True):
            assert within_reach(network, p, v)
    found = el.cascades(outcome)
    assert found.groupby("run")["size"].sum().tolist() == el.reach(outcome).tolist()
    assert (el.cascade_depth(outcome) <= when.max(axis=1)).all()
    virality = el.structural_virality(outcome)
    assert (virality[~np.isnan(virality)] >= 1).all()


def within_reach(network, sharer, receiver):
    """Tell whether two people have a tie or a group in common."""
    ties = network.tie_to[network.tie_start[sharer] : network.tie_start[sharer + 1]]
    return receiver in ties or any(
        {sharer, receiver} <= set(members) for members in network.groups.values()
    )


# where people may share again, or may have read without sharing, the tree does not hold all shares
ONCE = [each for each in MODELS if each not in (el.SIS, el.GroupContagion)]


@pytest.mark.parametrize("rule", ONCE, ids=lambda rule: rule.__name__)
def test_the_reproduction_number_is_that_of_the_tree(rule, network):
    """Where people share once, shares attributed to a round are the children of its sharers."""
    outcome = outcome_of(rule, network)
    expected = np.zeros((outcome.runs, outcome.rounds), int)
    for run in range(outcome.runs):
        child = np.flatnonzero(outcome.parents[run] >= 0)
        np.add.at(expected[run], outcome.adoption[run, outcome.parents[run, child]], 1)
    assert np.array_equal(outcome.measure("attributed"), expected)


@pytest.mark.parametrize("record", [None, "people"])
def test_trees_are_recorded_only_when_asked_for(network, record):
    outcome = outcome_of(el.SIR, network, record=record)
    with pytest.raises(el.EngagelabError, match="were not recorded; simulate with record='tree'"):
        el.cascades(outcome)


def test_trees_are_saved_and_opened(network, tmp_path):
    for rule in (Competing, el.SIR):
        outcome = outcome_of(rule, network)
        outcome.save(tmp_path / "outcome.parquet")
        again = el.Outcome.open(tmp_path / "outcome.parquet")
        assert again.names == outcome.names
        assert np.array_equal(again.parents, outcome.parents)
        assert np.array_equal(again.counts, outcome.counts)
    with pytest.raises(el.EngagelabError, match="simulate Competing contents"):
        _ = again.taken


def test_the_depth_of_a_run_without_readers_is_nothing(network):
    outcome = el.simulate(network, el.SIR(), seeds=0, runs=2, record="tree")
    assert el.cascade_depth(outcome).tolist() == [0, 0]
    assert np.isnan(el.structural_virality(outcome)).all()
