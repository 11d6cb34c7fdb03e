"""A recorded run: its counts, events and states agree with the outcome."""

import networkx as nx
import numpy as np
import pytest

import engagelab as el
from engagelab.i18n import load
from engagelab.player import Spread, spread
from engagelab.simulation.adaptors.events import events_of

COUNTED = {"read": "reads", "share": "shares", "comment": "comments", "answer": "answers",
           "critic": "critics", "invitation": "invitations", "join": "joins",
           "leave": "leavers"}  # fmt: skip


@pytest.fixture(scope="module")
def plan():
    changes = {"population.people": 800, "invitations.leave": 0.05, "campaign.own_size": 40,
               "invitations.invite": 0.2, "answers.comment": 0.05, "answers.critic": 0.4,
               "campaign.posts": [
                   {"seeds": 13}, {"round": 7, "origin": "organisation"},
                   {"round": 9, "seeds": 13}, {"round": 30, "seeds": 13},
               ]}  # fmt: skip
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
    joins = seen.to_frame().query("kind == 'join'")
    assert set(np.flatnonzero(seen.joined(seen.rounds - 1))) == set(joins["person"])
    new = set(joins[joins["group"] != "own space"]["person"])
    assert seen.network.prospects[list(new)].sum() == outcome.total("joiners")[0] > 0
    assert not seen.joined(0).any()


def test_critics_turn_away_and_their_ties_hear_of_it(plan):
    seen = spread(plan, key=3)
    counts, graph = seen.counts["critics"].cumsum(), seen.network.to_networkx()
    for after in (0, 14, 23, seen.rounds - 1):
        turned = seen.turned(after)
        assert turned.sum() == counts[after]
        ties = {u for v in np.flatnonzero(turned) for u in graph.neighbors(v)}
        assert set(np.flatnonzero(seen.heard(after))) == ties
    assert turned.any()
    last = seen.events.round[seen.events.of("critic")].max()
    for v in np.flatnonzero(seen.turned(last)):
        mine = (seen.events.person == v) & (seen.events.round > last)
        assert not (mine & ~seen.events.of("leave") & ~seen.events.of("invitation")).any()


def test_the_own_space_has_its_members_and_its_readings(plan):
    seen = spread(plan, key=3)
    assert len(seen.own) == 40
    frame, own = seen.to_frame(), seen.counts["own_members"]
    joined = (frame["group"] == "own space") & (frame["kind"] == "join")
    left = (frame["group"] == "own space") & (frame["kind"] == "leave")
    assert own.iloc[-1] == 40 + joined.sum() - left.sum()
    assert left.any()
    inside = {*seen.own.tolist(), *frame[joined]["person"]}
    readers = frame[frame["channel"] == "own space"]["person"]
    assert 0 < len(readers) == len(set(readers))
    assert set(readers) <= inside
    assert "40 members of the own space" in seen.caption(load("en"))
    assert "40 membres de l’espace propre" in seen.caption(load("fr"))


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
    names = ["round", "post", "kind", "person", "other", "group", "channel"]
    assert list(frame.columns) == names
    order = plan.settings_with(runs=1)
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
