"""One run of a plan, with as many people as a picture shows."""

import networkx as nx
import pytest

import engagelab as el
from engagelab.i18n import load
from engagelab.player import spread
from engagelab.player.run import reduced


@pytest.fixture(scope="module")
def plan():
    changes = {"population.people": 800, "invitations.leave": 0.05, "campaign.own_size": 40}
    return el.Scenario.preset("invite-a-friend").replace(changes)


def test_key_and_run_choose_the_chance(plan):
    one, same = spread(plan, key=3, run=1), spread(plan, key=3, run=1)
    assert one.to_frame().equals(same.to_frame())
    assert not one.to_frame().equals(spread(plan, key=3, run=2).to_frame())
    assert not one.to_frame().equals(spread(plan, key=4, run=1).to_frame())
    assert spread(plan).key == plan.settings.key


def test_a_larger_population_is_reduced_and_the_caption_says_so():
    plan = el.Scenario.preset("top-down")
    seen = spread(plan, people_limit=1_000)
    assert seen.network.people == 1_000
    assert seen.planned == 10_000
    posts = seen.plan.campaign.posts
    assert [(post.seeds, post.paid) for post in posts] == [(0, 2080)] * len(posts)
    assert seen.plan.campaign.own_size == 100
    assert "100 members of the own space" in seen.caption(load("en"))
    assert "1,000 people instead of the plan’s 10,000" in seen.caption(load("en"))
    assert "1\u202f000 personnes au lieu des 10\u202f000 du plan" in seen.caption(load("fr"))
    alone = seen.plan.run(runs=1)
    assert seen.counts["readers"].tolist() == alone.measure("readers")[0].tolist()


def test_a_population_within_the_limit_is_not_reduced(plan):
    seen = spread(plan)
    assert seen.plan == plan
    assert "instead of" not in seen.caption(load("en"))


def test_zero_people_stay_zero_when_reduced():
    plan = reduced(el.Scenario.preset("bottom-up"), 100)
    assert plan.campaign.own_size == 0
    assert {(post.seeds, post.paid) for post in plan.campaign.posts} == {(1, 0)}
    nobody = el.Scenario(campaign={"posts": [{"seeds": 0, "paid": 3}]})
    assert reduced(nobody, 100).campaign.posts[0].seeds == 0


def test_people_and_groups_that_are_named_are_others_in_a_smaller_town():
    posts = [{"people": [5, 9_999, 70]}, {"groups": [1_399, 3, 143], "seeds": 30}, {"people": [5]}]
    plan = el.Scenario(campaign={"posts": posts})
    seen = spread(plan, people_limit=1_000)
    first, second, third = seen.plan.campaign.posts
    assert [(post.seeds, post.people) for post in (first, third)] == [(1, ()), (1, ())]
    assert (second.seeds, second.groups) == (3, (139, 3))
    groups = [set(seen.network.groups[label]) for label in (139, 3)]
    starts = seen.to_frame().query("kind == 'start' and post == 1")["person"]
    assert len(starts) == 3
    assert set(starts) <= set.union(*groups)
    with pytest.raises(el.EngagelabError, match=r"posts\.0\.groups: "):
        spread(el.Scenario(campaign={"posts": [{"groups": ["choir"]}]}), people_limit=1_000)


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
def test_mistakes_are_refused(plan, given, message):
    with pytest.raises(el.EngagelabError, match=message):
        spread(**{"plan": plan, **given})


def test_a_network_that_is_too_large_is_refused_with_advice(plan):
    network = plan.town()
    with pytest.raises(
        el.EngagelabError, match=r"800 people are more than the 100.*raise people_limit"
    ):
        spread(plan, network=network, people_limit=100)
