"""Levers change a plan as described, and leave it alone at their current values."""

import numpy as np
import pytest

import engagelab as el
from engagelab.experiments.levers import budget_levers, with_levers

PLAN = el.Scenario(
    population={"people": 300},
    campaign={"posts": [el.Post(seeds=5), el.Post(round=7, seeds=5)]},
    run={"runs": 10, "key": 3},
)


def test_a_plan_with_its_own_levers_is_itself():
    values = {lever.name: lever.now for lever in budget_levers(PLAN)}
    assert with_levers(PLAN, values) == PLAN


def test_posts_go_on_in_the_rhythm_of_the_plan_until_the_horizon():
    posts = with_levers(PLAN, {"posts": 4}).campaign.posts
    assert [post.round for post in posts] == [0, 7, 14, 21]
    short = PLAN.replace({"settings.horizon": 15})
    assert budget_levers(short, ["posts"])[0].values == (0, 1, 2, 3)


def test_seeds_keep_their_proportions():
    uneven = PLAN.replace({"campaign.posts": [el.Post(seeds=2), el.Post(round=7, seeds=6)]})
    posts = with_levers(uneven, {"seeds": 8}).campaign.posts
    assert [post.seeds for post in posts] == [4, 12]


def test_seeds_act_on_posts_that_people_start_and_paid_on_all():
    own = {"origin": "organisation", "paid": 300}
    mixed = PLAN.replace({"campaign.posts": [{"seeds": 4}, own, {"people": [3, 7], "paid": 0}]})
    posts = with_levers(mixed, {"seeds": 8, "paid": 200}).campaign.posts
    assert [post.starters for post in posts] == [8, 0, 2]
    assert [post.paid for post in posts] == [0, 600, 0]
    assert with_levers(mixed, {lever.name: lever.now for lever in budget_levers(mixed)}) == mixed


def test_seeds_end_where_those_who_can_start_do():
    """A range beyond them would only lead to refused plans."""
    posts = [el.Post(origin="employee", seeds=6), el.Post(round=7, origin="employee", seeds=2)]
    few = PLAN.replace({"campaign.posts": posts, "population.employees": 0.03})
    (lever,) = budget_levers(few, ["seeds"])
    assert lever.values[-1] == 6  # 9 employees in the first post, 3 in the second
    found = el.budget(few, 1e4, levers=["seeds"], runs=2, keys=2, evaluations=20)
    assert max(post.seeds for post in found.plan.campaign.posts) <= 9


def test_seeds_end_where_the_groups_of_a_post_do():
    town = PLAN.town()
    g = next(g for g, size in enumerate(np.diff(town.group_start)) if size > 3)
    group, size = int(list(town.group_labels)[g]), np.diff(town.group_start)[g]
    inside = PLAN.replace({"campaign.posts": [el.Post(groups=(group,), seeds=3)]})
    (lever,) = budget_levers(inside, ["seeds"], network=town)
    assert lever.values[-1] == min(40, size)


def test_members_end_where_the_people_of_a_network_do():
    own = PLAN.replace({"campaign.posts": [el.Post(origin="organisation")]})
    network = el.Network.from_arrays([0, 1], [1, 2], people=5)
    (lever,) = budget_levers(own, ["members"], network=network)
    assert lever.values[-1] == 5


def test_members_are_those_of_the_own_space():
    own = PLAN.replace({"campaign.posts": [{"origin": "organisation"}], "campaign.own_size": 40})
    levers = {lever.name: lever for lever in budget_levers(own)}
    assert "seeds" not in levers
    assert (levers["members"].now, levers["members"].values[-1]) == (40, 300)
    assert with_levers(own, {"members": 60}).campaign.own_size == 60


def test_a_lever_that_cannot_act_is_refused_with_the_reason():
    own = PLAN.replace({"campaign.posts": [{"origin": "organisation"}]})
    with pytest.raises(el.EngagelabError, match="levers: 'seeds' cannot act, as no post"):
        budget_levers(own, ["seeds"])
    with pytest.raises(el.EngagelabError, match="levers: 'members' cannot act, as the organ"):
        budget_levers(PLAN, {"members": (0, 10)})
