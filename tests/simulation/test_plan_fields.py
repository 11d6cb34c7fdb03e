"""A plan for another number of people starts with the same share of them."""

import pytest

import engagelab as el

POSTS = [
    el.Post(round=0, seeds=22, paid=100),
    el.Post(round=7, seeds=22),
    el.Post(round=14, origin="organisation", paid=5),
    el.Post(round=21, people=(1, 2, 3), seeds=0),
]
PLAN = el.Scenario().replace({"campaign.posts": POSTS, "campaign.own_size": 2_000})


def test_seeds_impressions_and_own_space_are_in_proportion():
    plan = PLAN.scaled(100_000)
    assert plan.population.people == 100_000
    assert plan.campaign.own_size == 20_000
    assert [post.seeds for post in plan.campaign.posts] == [220, 220, 0, 0]
    assert [post.paid for post in plan.campaign.posts] == [1_000, 0, 50, 0]
    assert plan.campaign.posts[3].people == (1, 2, 3)


@pytest.mark.parametrize("people", [50, 333, 1_000, 2_000, 7_777])
def test_rounding_errors_do_not_add_up_over_posts(people):
    posts = [el.Post(round=place, seeds=7) for place in range(12)]
    plan = PLAN.replace({"campaign.posts": posts, "campaign.own_size": 0}).scaled(people)
    assert sum(post.seeds for post in plan.campaign.posts) == round(84 * people / 10_000)
    assert {post.seeds for post in plan.campaign.posts} <= {7 * people // 10_000,
                                                            7 * people // 10_000 + 1}  # fmt: skip


def test_the_same_number_changes_nothing():
    assert PLAN.scaled(10_000) == PLAN


@pytest.mark.parametrize("people", [1, 1.5, "many", None])
def test_a_wrong_number_is_refused(people):
    with pytest.raises(el.EngagelabError, match="people"):
        PLAN.scaled(people)
