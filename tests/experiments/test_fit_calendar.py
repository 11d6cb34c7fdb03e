"""Observed posts become a calendar of the plan."""

import io

import numpy as np
import pytest
from fitted import PLAN

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments.fit_calendar import FITTED, calendar_of

BARE = PLAN.replace({"campaign.posts": [el.Post()]})
ROWS = "".join(
    f"{name},{day},9,{50 + day}\n" for name, day in zip("ABCDE", (0, 1, 2, 30, 31), strict=True)
)


def observed(text: str, **stated: object) -> el.ObservedPosts:
    return el.read_observed(io.StringIO(text), **stated)


def test_rounds_keep_their_order_and_long_pauses_are_cut() -> None:
    found = calendar_of(BARE, observed("post,round,seeds,reach\n" + ROWS))
    assert [post.round for post in found.plan.campaign.posts] == [0, 1, 2, 9, 10]
    assert found.plan.settings.horizon == 16
    assert any("pauses" in note for note in found.notes)
    assert np.expm1(found.logs[FITTED.index("reads")]) == pytest.approx([50, 51, 52, 80, 81])


def test_impressions_stand_in_only_where_reach_is_missing() -> None:
    text = "post,round,seeds,reach,impressions\nA,0,5,10,20\nB,9,5,,30\nC,18,5,12,25\n"
    found = calendar_of(BARE, observed(text))
    assert np.isfinite(found.logs).tolist()[FITTED.index("impressions")] == [False, True, False]


def test_posts_that_are_not_ripe_are_left_out() -> None:
    text = "".join(
        f"{name},2026-07-{day:02},5,20\n" for name, day in zip("ABCD", (1, 5, 9, 19), strict=True)
    )
    found = calendar_of(BARE, observed("post,date,seeds,reach\n" + text, as_of="2026-07-20"))
    assert found.names == ("A", "B", "C")
    assert any("younger than the lifetime" in note for note in found.notes)


def test_posts_paid_for_by_an_unknown_sum_are_left_out() -> None:
    text = "post,round,seeds,paid,reach\nA,0,5,0,9\nB,9,5,,9\nC,18,5,0,9\nD,27,5,200,9\n"
    found = calendar_of(BARE, observed(text))
    assert found.names == ("A", "C", "D")
    assert [post.paid for post in found.plan.campaign.posts] == [0, 0, 200]


def test_a_large_page_is_fitted_in_proportion() -> None:
    text = "post,round,followers,reach\nA,0,100000,4000\nB,9,110000,5000\nC,18,120000,6000\n"
    found = calendar_of(BARE, observed(text))
    assert found.plan.campaign.own_size == 100
    assert found.numbers(found.logs[0]) == pytest.approx([4000, 5000, 6000])
    assert found.followers == pytest.approx(np.array([100, 110, 120]) / 110)


def test_only_the_last_posts_are_taken() -> None:
    rows = "".join(f"p{at},{at},5,{20 + at}\n" for at in range(30))
    found = calendar_of(BARE, observed("post,round,seeds,reach\n" + rows))
    assert len(found.names) == 24
    assert found.names[-1] == "p29"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("post,round,seeds,reach\nA,0,5,9\nB,9,5,9\n", "2 posts are left that a fit can use"),
        ("post,round,reach\nA,0,9\nB,9,9\nC,18,9\n", "it is unknown who starts the posts"),
    ],
)
def test_too_little_is_refused(text: str, message: str) -> None:
    with pytest.raises(EngagelabError, match=message):
        calendar_of(BARE, observed(text))


def test_a_space_of_full_size_has_the_attention_of_its_size() -> None:
    text = "post,round,followers,reach\nA,0,100000,4000\nB,9,100000,5000\nC,18,100000,6000\n"
    found = calendar_of(BARE, observed(text))
    rules = BARE.engagement
    assert found.attention == pytest.approx(found.scale**rules.crowding)
    small = calendar_of(BARE, observed(text.replace("100000", "90")))
    assert small.attention == 1.0
