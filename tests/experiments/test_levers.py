"""Levers change a plan as described, and leave it alone at their current values."""

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
