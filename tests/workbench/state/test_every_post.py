"""One field of all posts: its value, what stands in the way, and the posts after a change."""

import pytest

import engagelab as el
from engagelab.workbench.state.every_post import EVERY_POST, POSTS, obstacle, value_in, with_every

PLAN = el.Scenario.preset("go-to-them")


def with_posts(*posts):
    return PLAN.replace({POSTS: posts})


def test_the_posts_of_a_preset_can_be_set_at_once():
    for name in EVERY_POST:
        assert obstacle(PLAN, name) == ""
    assert [value_in(PLAN, name) for name in EVERY_POST] == ["members", 25, 0]


@pytest.mark.parametrize(
    ("plan", "name", "key"),
    [
        (with_posts(), "post.origin", "workbench.no_posts"),
        (with_posts({"people": [3]}), "post.seeds", "workbench.posts_named"),
        (with_posts({"people": [3]}), "post.paid", ""),
        (with_posts({"paid": 3}, {}), "post.paid", "workbench.posts_differ"),
        (with_posts({"origin": "customer"}, {}), "post.origin", "workbench.posts_differ"),
        (with_posts({"origin": "customer"}, {}), "post.seeds", ""),
        (with_posts({"origin": "organisation"}), "post.seeds", "calendar.no_seeds"),
        (with_posts({"origin": "organisation"}), "post.origin", ""),
    ],
)
def test_what_stands_in_the_way_is_named(plan, name, key):
    assert obstacle(plan, name) == key


def test_a_change_leaves_the_other_fields_of_each_post():
    plan = with_posts({"seeds": 3, "name": "spring"}, {"seeds": 3, "round": 9, "paid": 7})
    posts = with_every(plan, "post.origin", "customer", PLAN)
    assert [(post.origin, post.seeds, post.round, post.paid) for post in posts] == [
        ("customer", 3, 0, 0),
        ("customer", 3, 9, 7),
    ]
    assert posts[0].name == "spring"


def test_posts_that_leave_the_organisation_get_seeds_again():
    own = with_posts({"origin": "organisation", "paid": 5})
    assert with_every(own, "post.origin", "customer", PLAN)[0].seeds == 25
    assert with_every(own, "post.origin", "customer", own)[0].seeds == el.Post().seeds
    assert with_every(PLAN, "post.origin", "organisation", PLAN)[0].starters == 0
