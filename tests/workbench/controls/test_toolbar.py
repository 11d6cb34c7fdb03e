import pytest
from workbench.driver import PLAN, TIMEOUT, closed, opened, slide

from engagelab.palette import PINS
from engagelab.workbench.state.pins import LETTERS


@pytest.fixture
def bench():
    bench = opened(lang="en")
    yield bench
    closed(bench)


def test_undo_redo_and_the_history_change_the_plan(bench):
    assert bench.toolbar.undo.disabled
    slide(bench, "invitations.invite", 0.9)
    assert bench.toolbar.history.label == "2. invitation rate: 0.9"
    bench.toolbar.undo.click()
    control = bench.panel.controls["invitations.invite"]
    assert control.value == bench.plan.invitations.invite == PLAN.invitations.invite
    assert not bench.toolbar.redo.disabled
    bench.toolbar.redo.click()
    assert control.value == bench.plan.invitations.invite == 0.9
    bench.toolbar.history.value = 0
    assert bench.plan == PLAN


@pytest.mark.slow
def test_there_is_a_pin_for_each_letter(bench):
    for place in range(len(LETTERS)):
        slide(bench, "invitations.invite", round(0.1 + place / 10, 1))
        bench.toolbar.pin.click()
    assert bench.toolbar.pin.disabled
    assert [pin.letter for pin in bench.session.pins] == list(LETTERS) == list(PINS)
    assert bench.wait(TIMEOUT)
    assert {line["letter"] for line in bench.view.content["picture"]["lines"]} >= set(LETTERS)
