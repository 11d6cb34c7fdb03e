"""One run of a plan: its events, its counts, and the town it is shown in."""

import networkx as nx
import numpy as np
import pytest

import engagelab as el
from engagelab.i18n import load
from engagelab.player import Spread, spread
from engagelab.player.run import reduced
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


def test_key_and_run_choose_the_chance(plan):
    one, same = spread(plan, key=3, run=1), spread(plan, key=3, run=1)
    assert one.to_frame().equals(same.to_frame())
    assert not one.to_frame().equals(spread(plan, key=3, run=2).to_frame())
    assert not one.to_frame().equals(spread(plan, key=4, run=1).to_frame())
    assert spread(plan).key == plan.settings.key


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


def test_a_larger_town_is_played_smaller_and_the_caption_says_so():
    plan = el.Scenario.preset("top-down").replace({"groups.own_size": 100})
    seen = spread(plan, people_limit=1_000)
    assert seen.network.people == 1_000
    assert seen.planned == 10_000
    posts = seen.plan.campaign.posts
    assert [(post.seeds, post.paid) for post in posts] == [(1, 50)] * len(posts)
    assert seen.plan.groups.own_size == 10
    assert "1,000 people instead of the plan’s 10,000" in seen.caption(load("en"))
    assert "1\u202f000 personnes au lieu des 10\u202f000 du plan" in seen.caption(load("fr"))
    alone = seen.plan.run(runs=1)
    assert seen.counts["readers"].tolist() == alone.measure("readers")[0].tolist()


def test_a_town_within_the_limit_is_played_as_it_is(plan):
    seen = spread(plan)
    assert seen.plan == plan
    assert "instead of" not in seen.caption(load("en"))


def test_what_there_is_none_of_stays_none():
    plan = reduced(el.Scenario.preset("top-down"), 100)
    assert plan.groups.own_size == 0
    assert {post.seeds for post in plan.campaign.posts} == {1}
    nobody = el.Scenario(campaign={"posts": [{"seeds": 0, "paid": 3}]})
    assert reduced(nobody, 100).campaign.posts[0].seeds == 0


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
    settings = plan.settings_with(runs=1)
    events = events_of(network, plan.model, plan.campaign.posts, settings)
    assert len(events) == len(frame)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"plan": "voucher"}, "plan: str is not allowed; give a Scenario"),
        ({"people_limit": 5}, "people_limit: 5 is not allowed; give a whole number from 10"),
        ({"run": -1}, "run: -1 is not allowed; give a whole number from 0"),
        ({"key": -1}, "key: -1 is not allowed"),
        ({"network": nx.path_graph(3)}, "network: Graph is not allowed; give a Network"),
    ],
)
def test_mistakes_are_told(plan, given, message):
    with pytest.raises(el.EngagelabError, match=message):
        spread(**{"plan": plan, **given})


def test_a_network_that_is_too_large_is_refused_with_advice(plan):
    network = plan.town()
    with pytest.raises(
        el.EngagelabError, match=r"800 people are more than 100.*raise people_limit"
    ):
        spread(plan, network=network, people_limit=100)


def test_the_title_is_the_plans_name_or_says_what_is_seen(plan):
    seen = spread(plan)
    assert seen.title(load("en")) == "Invite a friend"
    unnamed = spread(plan.replace(name=""))
    assert unnamed.title(load("fr")) == "Comment cela se propage"
    own = spread(plan.replace(name="Ours"))
    assert own.title(load("fr")) == "Ours"
    assert isinstance(own, Spread)
