"""A number of a plan is read and set by its name, and the plan keeps its proportions."""

import pytest

import engagelab as el
from engagelab.experiments.plan_number import PlanNumber

THEM = el.Scenario.preset("go-to-them")
US = el.Scenario.preset("bring-them-to-us")
UNEVEN = THEM.replace(
    {
        "campaign.posts": [
            el.Post(round=0, seeds=30, paid=100),
            el.Post(round=7, origin="organisation", paid=300),
            el.Post(round=14, people=(1, 2)),
            el.Post(round=21, seeds=10),
        ]
    }
)


@pytest.mark.parametrize(
    ("name", "value"),
    [("seeds", 20), ("paid", 100), ("posts", 4), ("groups.size", 25), ("campaign.own_size", 0)],
)
def test_a_number_is_read_from_the_plan(name, value):
    assert PlanNumber(name).value(UNEVEN) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [("seeds", 12.5), ("paid", 40.25), ("posts", 9), ("groups.size", 40.5),
     ("campaign.own_size", 7), ("seeds", 0), ("posts", 0)],
)  # fmt: skip
def test_a_number_that_was_set_is_read_again(name, value):
    plan = PlanNumber(name).set(UNEVEN, value)
    assert PlanNumber(name).value(plan) == value


def test_only_posts_that_can_have_seeds_get_them_in_proportion():
    plan = PlanNumber("seeds").set(UNEVEN, 40)
    assert [post.seeds for post in plan.campaign.posts] == [60, 0, 10, 20]
    assert plan.campaign.posts[2].people == (1, 2)


def test_impressions_keep_their_proportions():
    plan = PlanNumber("paid").set(UNEVEN, 200)
    assert [post.paid for post in plan.campaign.posts] == [200, 600, 0, 0]


def test_posts_without_any_get_equal_numbers():
    plan = PlanNumber("paid").set(THEM, 10.5)
    assert sum(post.paid for post in plan.campaign.posts) == 42
    assert {post.paid for post in plan.campaign.posts} == {10, 11}


def test_more_posts_follow_in_the_rhythm_and_end_before_the_horizon():
    plan = PlanNumber("posts").set(THEM, 12)
    assert [post.round for post in plan.campaign.posts] == list(range(0, 84, 7))
    assert plan.settings.horizon == 77 + plan.campaign.lifetime
    fewer = PlanNumber("posts").set(THEM, 2)
    assert [post.round for post in fewer.campaign.posts] == [0, 7]
    assert fewer.settings.horizon == THEM.settings.horizon


def test_a_range_ends_where_the_plan_would_refuse():
    people = THEM.population.people
    assert PlanNumber("seeds").range(THEM) == (0, people)
    assert PlanNumber("seeds").range(US) == (0, 0)
    assert PlanNumber("campaign.own_size").range(US) == (0, people)
    assert PlanNumber("rewards.discount").range(US) == (0, 1000)


@pytest.mark.parametrize(
    ("name", "step"),
    [("seeds", 1 / 4), ("posts", 1), ("campaign.own_size", 1), ("groups.size", 0), ("paid", 1 / 4)],
)
def test_the_least_step(name, step):
    assert PlanNumber(name).step(THEM) == step


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("seds", "seds: is not a number of a plan; did you mean 'seeds'"),
        ("groups.sizes", r"groups\.sizes: .*groups\.size"),
        ("groups.hold", r"groups\.hold: is not a number with a range"),
        ("campaign.posts", r"campaign\.posts: is not a number with a range"),
        ("settings.key", r"settings\.key: sets the random numbers"),
    ],
)
def test_another_name_is_refused(name, text):
    with pytest.raises(el.EngagelabError, match=text):
        PlanNumber(name)


@pytest.mark.parametrize("number", [2.5, -1, 10_000])
def test_a_number_of_posts_is_whole_and_bounded(number):
    with pytest.raises(el.EngagelabError, match=r"posts: .* a whole number from 0 to 1,000"):
        PlanNumber("posts").set(THEM, number)
