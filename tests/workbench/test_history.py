"""Undo, redo and use the history as a person does."""

import time

import pytest

import engagelab as el
from engagelab import workbench
from engagelab.workbench.state import session as module

pytestmark = pytest.mark.slow

SOON = 120.0
PLAN = el.Scenario.preset("invite-a-friend").replace(
    {"population.people": 400, "settings.runs": 10}
)


@pytest.fixture
def bench():
    made = workbench.open(PLAN, lang="en")
    yield made
    made.close()


def typed(bench, name, text):
    bench.panel.controls[name].widget.children[0].value = text


def slid(bench, name, place):
    bench.panel.controls[name].widget.children[1].value = place


def value(bench, name):
    """Return the text of a control."""
    return bench.panel.controls[name].widget.children[0].value


def called(bench):
    return [label for label, _ in bench.toolbar.history.options]


def test_changes_are_listed_by_name_the_latest_first(bench):
    typed(bench, "groups.size", "60")
    slid(bench, "invitations.invite", 0.7)
    bench.panel.controls["control.review"].widget.children[0].value = True
    bench.picker.widget.value = "voucher"
    assert called(bench) == [
        "5. started from Voucher",
        "4. review: yes",
        "3. invitation rate: 0.7",
        "2. group size: 60",
        "1. opened",
    ]


def test_the_history_is_in_french(bench):
    typed(bench, "invitations.invite", "0.7")
    bench.picker.widget.value = "voucher"
    bench.toolbar.language.value = "fr"
    name = bench.texts.preset("voucher")[0]
    assert called(bench)[0] == f"3. à partir de «\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}»"
    assert called(bench)[1].endswith("\N{NO-BREAK SPACE}: 0,7") or called(bench)[1].endswith(
        ": 0,7"
    )
    assert called(bench)[2] == "1. ouvert"


def test_undo_and_redo_set_the_controls(bench):
    typed(bench, "groups.size", "60")
    typed(bench, "invitations.invite", "0.7")
    bench.toolbar.undo.click()
    assert (value(bench, "invitations.invite"), value(bench, "groups.size")) == ("0.05", "60")
    bench.toolbar.undo.click()
    assert value(bench, "groups.size") == "25"
    assert (bench.toolbar.undo.disabled, bench.toolbar.redo.disabled) == (True, False)
    bench.toolbar.redo.click()
    bench.toolbar.redo.click()
    assert (value(bench, "invitations.invite"), value(bench, "groups.size")) == ("0.7", "60")
    assert bench.toolbar.redo.disabled
    assert bench.wait(SOON)
    assert bench.answer.plan == bench.plan


def test_a_step_of_the_history_can_be_chosen(bench):
    typed(bench, "groups.size", "60")
    typed(bench, "invitations.invite", "0.7")
    bench.toolbar.history.value = 0
    assert bench.plan == PLAN
    bench.toolbar.history.value = 2
    assert bench.plan.invitations.invite == 0.7


def test_a_drag_reported_by_the_page_is_one_step(bench, monkeypatch):
    monkeypatch.setattr(module, "_GESTURE", 0.0)
    bench.page.pressed = True
    for place in (0.5, 0.6, 0.7):
        slid(bench, "invitations.invite", place)
        time.sleep(0.002)
    bench.page.pressed = False
    assert called(bench) == ["2. invitation rate: 0.7", "1. opened"]


def test_undo_removes_a_contradiction(bench):
    typed(bench, "population.employees", "0.9")
    assert 'role="alert"' in bench.message
    assert not bench.toolbar.undo.disabled
    bench.toolbar.undo.click()
    assert bench.message == ""
    assert value(bench, "population.employees") == f"{PLAN.population.employees:g}"
    assert bench.toolbar.undo.disabled
    assert bench.plan == PLAN


def test_undo_removes_a_refused_value(bench):
    typed(bench, "groups.size", "60")
    typed(bench, "invitations.invite", "7")
    assert bench.panel.controls["invitations.invite"].refusal
    bench.toolbar.undo.click()
    assert bench.panel.controls["invitations.invite"].refusal == ""
    assert value(bench, "invitations.invite") == "0.05"


def test_undo_of_a_preset_restores_the_changes(bench):
    typed(bench, "groups.size", "60")
    bench.picker.widget.value = "voucher"
    bench.toolbar.undo.click()
    assert value(bench, "groups.size") == "60"
    assert bench.picker.widget.label == "custom (from Invite a friend)"


def test_on_hold_each_change_can_be_undone(bench):
    bench.toolbar.hold.value = True
    typed(bench, "groups.size", "60")
    typed(bench, "invitations.invite", "0.7")
    bench.toolbar.undo.click()
    bench.toolbar.hold.value = False
    assert bench.wait(SOON)
    assert bench.answer.plan == PLAN.replace({"groups.size": 60})


def test_undo_leaves_pins_alone(bench):
    typed(bench, "groups.size", "60")
    bench.toolbar.pin.click()
    bench.toolbar.undo.click()
    assert [pin.plan.groups.size for pin in bench.session.pins] == [60]
