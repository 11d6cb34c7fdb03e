import numpy as np
import pytest
from workbench.driver import PLAN, TIMEOUT, closed, enter, opened, slide

import engagelab as el

pytestmark = pytest.mark.slow


@pytest.fixture
def bench():
    bench = opened()
    yield bench
    closed(bench)


def keys(bench):
    return [line["key"] for line in bench.view.content["picture"]["lines"]]


def test_it_has_the_curve_with_its_band_and_the_baseline(bench):
    slide(bench, "invitations.invite", 0.9)
    assert bench.wait(TIMEOUT)
    before, plan = bench.view.content["picture"]["lines"]
    curve = el.curve(bench.plan.run()).query("measure == 'reach'")
    assert (before["key"], plan["key"]) == ("baseline", "plan")
    for side in ("median", "low", "high"):
        assert plan[side] == curve[side].tolist()
    assert before["median"][-1] == np.median(el.reach(PLAN.run()))
    bars = bench.view.content["picture"]["bars"]
    assert max(bar["mean"] for bar in bars) <= 1
    assert [bar["label"] for bar in bars][1] == "1–10"


def test_the_reach_axis_only_grows_while_sliders_move(bench):
    before = bench.view.content["picture"]["top"]
    for place in (0.0, 1.0, 0.0):
        slide(bench, "invitations.invite", place)
        assert bench.wait(TIMEOUT)
        assert bench.view.content["picture"]["top"] >= before
        assert bench.view.content["picture"]["last"] == 40
        before = bench.view.content["picture"]["top"]
    enter(bench, "population.people", "400")
    assert bench.wait(TIMEOUT)
    assert bench.view.content["picture"]["top"] <= 400 * 1.05


def test_the_alternative_text_has_its_numbers(bench):
    reached = bench.answer.numbers["reach"]
    assert f"{reached['median']:,.0f} of 800 people" in bench.view.content["picture"]["alt"]


def test_a_pinned_plan_stays_with_its_band(bench):
    bench.toolbar.pin.click()
    slide(bench, "invitations.invite", 0.9)
    assert bench.wait(TIMEOUT)
    pinned = bench.view.content["picture"]["lines"][0]
    assert (pinned["key"], pinned["band"]) == ("A", True)
    outcome = PLAN.run()
    assert pinned["median"] == el.curve(outcome).query("measure == 'reach'")["median"].tolist()
    assert keys(bench) == ["A", "baseline", "plan"]
