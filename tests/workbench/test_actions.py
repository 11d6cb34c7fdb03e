import time

import pytest
from workbench.driver import PLAN, SMALL, TIMEOUT, closed, enter, opened, slide

import engagelab as el
from engagelab import workbench

pytestmark = pytest.mark.slow


@pytest.fixture
def bench():
    bench = opened()
    yield bench
    closed(bench)


def test_a_value_out_of_range_does_not_change_the_plan(bench):
    before = bench.answer
    enter(bench, "invitations.invite", "1.2")
    control = bench.panel.controls["invitations.invite"]
    assert control.refusal == "1.2 is above the highest value allowed; give a number from 0 to 1"
    assert bench.plan.invitations.invite == PLAN.invitations.invite
    assert bench.wait(TIMEOUT)
    assert bench.answer is before


def test_a_contradiction_is_shown_and_the_last_plan_stays(bench):
    before = bench.plan
    enter(bench, "population.employees", "0.9")
    assert "employees (population.employees)" in bench.message
    assert 'role="alert"' in bench.message
    assert bench.plan is before
    enter(bench, "population.customers", "0.05")
    assert bench.message == ""
    assert bench.plan.population.employees == 0.9


def test_more_seeds_than_people_are_refused(bench):
    enter(bench, "population.ties", "5")
    enter(bench, "population.people", "12")
    assert "18 are more than the 12 people" in bench.message


def test_an_own_space_that_posts_need_is_missed_when_it_is_emptied():
    bench = workbench.open(
        el.Scenario.preset("bring-them-to-us").replace(SMALL | {"campaign.own_size": 50})
    )
    enter(bench, "campaign.own_size", "900")
    assert "900 are more than the 800 people" in bench.message
    enter(bench, "campaign.own_size", "0")
    assert bench.message == ""
    assert bench.wait(TIMEOUT)
    assert "its own space has no members" in bench.view.details["words"]
    bench.close()


def test_an_impossible_town_is_refused(bench):
    before = bench.answer
    enter(bench, "groups.per_person", "0.1")
    assert bench.wait(TIMEOUT)
    assert "too few" in bench.message
    assert bench.answer is before
    enter(bench, "groups.per_person", "3")
    assert bench.message == ""
    assert bench.wait(TIMEOUT)
    assert bench.answer.plan.groups.per_person == 3


def test_an_unexpected_error_is_one_line_with_advice(bench, monkeypatch, capfd):
    def broken(self, settings, network=None):
        raise ZeroDivisionError("inside\nthe kernel")

    with monkeypatch.context() as patch:
        patch.setattr(el.Scenario, "simulate", broken)
        slide(bench, "invitations.invite", 0.7)
        assert bench.wait(TIMEOUT)
    assert "ZeroDivisionError: inside the kernel" in bench.message
    assert "Traceback" not in bench.message
    slide(bench, "invitations.invite", 0.6)
    assert bench.wait(TIMEOUT)
    assert bench.message == ""
    assert capfd.readouterr().err == ""


def test_an_unexpected_error_in_a_callback_is_shown(bench, monkeypatch):
    def broken(plan):
        raise KeyError("lost")

    monkeypatch.setattr(bench.panel, "show", broken)
    bench.picker.widget.value = "voucher"
    assert "KeyError" in bench.message


def test_a_drag_ends_with_the_answer_of_its_last_position(bench):
    for step in range(30):
        slide(bench, "invitations.invite", 0.05 + step / 100)
        time.sleep(0.002)
    assert bench.wait(TIMEOUT)
    assert bench.answer.plan == bench.plan
    assert bench.answer.plan.invitations.invite == 0.34
    assert not bench.answer.coarse
    expected = el.reach(bench.plan.run()).mean()
    assert bench.answer.numbers["reach"]["mean"] == expected


def test_names_and_cards_follow_when_the_slider_is_released():
    bench = workbench.open(PLAN, lang="en")
    bench.page.pressed = True
    for place in (0.5, 0.6, 0.7):
        bench.panel.controls["invitations.invite"].widget.children[1].value = place
    assert bench.plan.invitations.invite == 0.7
    assert len(bench.toolbar.history.options) == 1
    assert bench.wait(TIMEOUT)
    assert bench.answer.plan == bench.plan
    bench.page.pressed = False
    assert bench.toolbar.history.label == "2. invitation rate: 0.7"
    assert bench.picker.widget.label == "custom (from Invite a friend)"
    bench.close()


def test_on_hold_nothing_is_simulated(bench):
    before = bench.answer
    bench.toolbar.hold.value = True
    slide(bench, "invitations.invite", 0.4)
    slide(bench, "invitations.accept", 0.2)
    assert bench.wait(TIMEOUT)
    assert bench.answer is before
    assert "On hold" in bench.view.content["status"]
    bench.toolbar.hold.value = False
    assert bench.wait(TIMEOUT)
    assert bench.answer.plan == bench.plan
    assert (bench.plan.invitations.invite, bench.plan.invitations.accept) == (0.4, 0.2)


def test_pins_are_simulated_with_the_runs_and_the_key_of_the_plan(bench):
    bench.toolbar.pin.click()
    bench.panel.controls["settings.key"].widget.children[0].value = "5"
    slide(bench, "invitations.invite", 0.9)
    assert bench.wait(TIMEOUT)
    (known,) = bench.answer.pinned
    assert known.outcome.key == bench.answer.outcome.key == 5
    assert (el.reach(known.outcome) == el.reach(PLAN.run(key=5))).all()
