"""A recorded run: its counts, events and states agree with the outcome."""

import networkx as nx
import numpy as np
import pytest

import engagelab as el
from engagelab.i18n import load
from engagelab.player import Spread, spread
from engagelab.simulation.adaptors.events import events_of

COUNTED = {"read": "reads", "share": "shares", "invitation": "invitations", "join": "joins",
           "leave": "leavers"}  # fmt: skip


@pytest.fixture(scope="module")
def plan():
    changes = {"population.people": 800, "invitations.leave": 0.05, "groups.own_size": 40}
    return el.Scenario.preset("invite-a-friend").replace(changes)


@pytest.mark.parametrize("run", [0, 2])
def test_the_counts_are_those_of_the_outcome_in_every_round(plan, run):
    seen, outcome = spread(plan, key=3, run=run), plan.run(runs=3, key=3)
    for measure in seen.counts.columns:
        assert seen.counts[measure].tolist() == outcome.measure(measure)[run].tolist(), measure
    events = seen.events
    for kind, measure in COUNTED.items():
        found = np.bincount(events.round[events.of(kind)], minlength=seen.rounds)
        assert found.tolist() == outcome.measure(measure)[run].tolist(), kind
        assert found.sum() > 0, kind


def test_the_state_after_a_round_is_what_the_outcome_says(plan):
    seen = spread(plan, key=3)
    outcome = plan.run(runs=1, key=3, record="people")
    for after in (0, 3, 10, seen.rounds - 1):
        reached = (outcome.adoption[0] >= 0) & (outcome.adoption[0] <= after)
        assert ((seen.state(after) > 0) == reached).all()
    sharers = set(seen.to_frame().query("kind == 'share'")["person"])
    assert {seen.network.labels[v] for v in np.flatnonzero(seen.state(60) == 2)} == sharers
    assert seen.joined(seen.rounds - 1).sum() == outcome.total("joiners")[0]
    assert not seen.joined(0).any()


def test_a_network_of_ones_own_keeps_its_labels():
    graph = nx.karate_club_graph()
    names = {v: f"person of {v}" for v in graph}
    groups = {"choir": ["person of 0", "person of 5"], "chess": ["person of 9"]}
    network = el.Network.from_networkx(nx.relabel_nodes(graph, names), groups=groups)
    plan = el.Scenario(campaign={"posts": [{"seeds": 2}]}, engagement={"tie_read": 1.0},
                       invitations={"invite": 1.0, "accept": 1.0})  # fmt: skip
    seen = spread(plan, network=network)
    frame = seen.to_frame()
    assert set(frame["person"]) <= set(names.values())
    read = frame[frame["kind"] == "read"]
    assert read["other"].isna().sum() == 2
    assert read["group"].isna().all()
    assert list(frame.columns) == ["round", "post", "kind", "person", "other", "group"]
    order = plan.order(runs=1)
    events = events_of(network, plan.model, plan.campaign.posts, order)
    assert len(events) == len(frame)


def test_the_title_is_the_plans_name_or_says_what_is_seen(plan):
    seen = spread(plan)
    assert seen.title(load("en")) == "Invite a friend"
    unnamed = spread(plan.replace(name=""))
    assert unnamed.title(load("fr")) == "Comment cela se propage"
    own = spread(plan.replace(name="Ours"))
    assert own.title(load("fr")) == "Ours"
    assert isinstance(own, Spread)
