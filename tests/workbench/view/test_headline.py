import re
from dataclasses import replace

import pytest
from workbench.answers import ENGLISH, FRENCH, answered, preset

import engagelab as el
from engagelab.workbench.view.headline import headline, status

PLAN = preset()


def cards(answer, t=ENGLISH):
    """Return the text of each card by the name of its measure."""
    parts = re.split(r'<div class="el-card el-([\w-]+)">', headline(answer, t))[1:]
    return {name: re.sub("<.*?>", " ", html) for name, html in zip(*[iter(parts)] * 2, strict=True)}


def test_reach_comes_first_with_its_error_and_the_share_of_people():
    shown, reach = cards(answered(PLAN)), el.reach(PLAN.run())
    assert next(iter(shown)) == "reach"
    assert len(shown) == 7
    error = reach.std(ddof=1) / reach.size**0.5
    assert f"{reach.mean():,.0f}  ± {error:,.0f}" in shown["reach"]
    assert f"{100 * reach.mean() / 2_000:.1f}%" in shown["reach"]
    assert "this is the baseline" in shown["reach"]


def test_the_cost_is_told_by_kind():
    answer = answered(PLAN)
    kinds = el.metrics.cost_by_kind(PLAN.run()).set_index("kind")["mean"]
    assert answer.costs == pytest.approx(kinds[kinds > 0].to_dict())
    assert list(answer.costs.values()) == sorted(answer.costs.values(), reverse=True)
    shown = cards(answer)["cost"]
    for kind, mean in answer.costs.items():
        told = f"{ENGLISH.word('cost', kind)} {mean:,.0f}" in shown
        assert told == (mean >= 0.5)
    assert "publications 800" in cards(answer, FRENCH)["cost"]
    nothing = preset().doing_nothing()
    assert "posts" not in cards(answered(nothing))["cost"]


@pytest.mark.slow
def test_a_changed_plan_shows_its_lift():
    plan = preset(**{"invitations.invite": 0.9})
    lift = el.reach(plan.run()) - el.reach(PLAN.run())
    assert f"{lift.mean():+,.0f}" in cards(answered(plan, PLAN))["reach"]


def test_numbers_are_in_the_language():
    answer = answered(PLAN)
    half = answer.numbers["half_time"]["mean"]
    assert f"{half:.1f}".replace(".", ",") in cards(answer, FRENCH)["half-time"]


def test_only_a_full_answer_is_announced_to_screen_readers():
    full = replace(answered(PLAN), seconds=0.25)
    assert "40 runs" in status(full, ENGLISH)
    assert 'role="status"' in status(full, ENGLISH)
    coarse = answered(PLAN, coarse=True)
    assert f"{coarse.runs} " in status(coarse, ENGLISH)
    assert "role" not in status(coarse, ENGLISH)
