import time

import numpy as np
import pytest
from workbench.driver import PLAN, TIMEOUT, closed, enter, opened, slide

import engagelab as el
from engagelab.i18n import load
from engagelab.workbench.compute.local_sensitivity import local_effects
from engagelab.workbench.view.effects import as_html

pytestmark = pytest.mark.slow


@pytest.fixture
def bench():
    bench = opened()
    yield bench
    closed(bench)


def test_the_headline_has_the_numbers_of_the_scenario(bench):
    outcome = PLAN.run()
    reached, told = el.reach(outcome), bench.answer.numbers
    assert told["reach"]["mean"] == reached.mean()
    assert told["reach"]["low"] == np.quantile(reached, 0.05)
    assert told["cost_per_reader"] == el.cost_per_reader(outcome)
    assert told["return"] == el.return_on_cost(outcome)
    assert f"{reached.mean():,.0f}" in bench.view.content["headline"]
    for name in ("joins", "shares", "cost"):
        assert f"{outcome.total(name).mean():,.0f}" in bench.view.content["headline"]


def test_a_slider_changes_reach_and_the_picture(bench):
    before, picture = bench.answer, bench.view.content["picture"]
    slide(bench, "invitations.invite", 0.5)
    assert bench.wait(TIMEOUT)
    assert bench.plan.invitations.invite == 0.5
    assert bench.answer.numbers["reach"]["mean"] > before.numbers["reach"]["mean"]
    assert bench.view.content["picture"]["lines"] != picture["lines"]


def test_a_coarse_answer_comes_before_the_full_one(bench, monkeypatch):
    shown = []
    monkeypatch.setattr(bench._worker, "_show", shown.append)
    slide(bench, "invitations.invite", 0.7)
    assert bench.wait(TIMEOUT)
    assert [answer.coarse for answer in shown] == [True, False]
    coarse, full = shown
    assert coarse.runs < full.runs == 60
    assert coarse.plan == full.plan


def test_the_lift_is_paired_with_the_baseline(bench):
    slide(bench, "invitations.invite", 0.4)
    assert bench.wait(TIMEOUT)
    paired = el.reach(PLAN.replace({"invitations.invite": 0.4}).run()) - el.reach(PLAN.run())
    assert bench.answer.numbers["lift"]["mean"] == paired.mean()
    assert f"{paired.mean():+,.0f}" in bench.view.content["headline"]
    assert "this is the baseline" not in bench.view.content["headline"]


def test_a_slow_plan_is_reported_and_blocks_nothing(bench):
    enter(bench, "population.people", "500000")  # the town alone takes longer than a moment
    end = time.monotonic() + TIMEOUT
    while "takes longer" not in bench.view.content["status"]:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert bench.answer.plan.population.people == 800  # that of before stays in view
    enter(bench, "population.people", "900")
    assert bench.wait(TIMEOUT)
    assert "60 runs" in bench.view.content["status"]
    assert bench.answer.plan == bench.plan


def test_a_plan_without_posts_reaches_no_one():
    bench = opened(PLAN.replace({"campaign.posts": []}))
    assert bench.message == ""
    assert ">0" in bench.view.content["headline"]
    assert "nan" not in bench.view.content["headline"]
    bench.close()


def test_one_run_has_no_standard_error():
    bench = opened(PLAN.replace({"settings.runs": 1}))
    slide(bench, "invitations.invite", 0.9)
    assert bench.wait(TIMEOUT)
    assert "nan" not in bench.view.content["headline"]
    bench.close()


def test_the_summary_is_below_the_picture(bench):
    assert "4 posts start in rounds" in bench.view.details["words"]
    bench.set_language("fr")
    assert "publications" in bench.view.details["words"]


def test_the_strongest_effects_are_shown_in_the_language(bench):
    assert bench.settle(TIMEOUT)
    effects = local_effects(PLAN)
    assert effects
    assert bench.view.details["depends"] == as_html(effects, load("en"))
    bench.set_language("fr")
    assert bench.view.details["depends"] == as_html(effects, load("fr"))


def test_outdated_effects_are_marked_until_they_are_computed_again(bench):
    assert bench.settle(TIMEOUT)
    slide(bench, "invitations.invite", 0.3)
    assert bench.wait(TIMEOUT)
    assert bench.settle(TIMEOUT)
    assert "el-stale" not in bench.view.details["depends"]
    assert bench.view.details["depends"] == as_html(local_effects(bench.plan), load("en"))
