import pytest

from engagelab import EngagelabError, Scenario
from engagelab.workbench.state import session as module
from engagelab.workbench.state.session import Session

VOUCHER = Scenario.preset("voucher")


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


@pytest.fixture
def session(clock):
    return Session(VOUCHER)


def change(session, clock, value, *, field="invitations.invite", after=10.0):
    clock.now += after
    session.change({field: value})


def whats(session):
    return [(step.what, step.plan.invitations.invite) for step in session.steps]


# --- what is one step ------------------------------------------------------------------------


def test_moves_of_one_control_in_a_row_are_one_step(session, clock):
    for place in range(30):
        change(session, clock, place / 100, after=0.05)
    assert [step.plan.invitations.invite for step in session.steps[1:]] == [0.29]
    assert session.undo()
    assert session.plan == VOUCHER


def test_typing_twice_with_time_between_is_two_steps(session, clock):
    change(session, clock, 0.3)
    change(session, clock, 0.4)
    assert len(session.steps) == 3


def test_another_control_begins_another_step_however_quickly(session, clock):
    change(session, clock, 0.3, after=0.05)
    change(session, clock, 30.0, field="groups.size", after=0.05)
    change(session, clock, 0.4, after=0.05)
    assert len(session.steps) == 4


def test_a_drag_is_one_step_however_long_the_hand_rests(session, clock):
    session.press(True)
    change(session, clock, 0.3)
    change(session, clock, 0.4, after=30)
    session.press(False)
    change(session, clock, 0.41, after=0.5)  # the last move may come after the end
    assert [step.plan.invitations.invite for step in session.steps[1:]] == [0.41]


def test_two_drags_are_two_steps_however_quick(session, clock):
    for value in (0.3, 0.4):
        session.press(True)
        change(session, clock, value, after=0.1)
        session.press(False)
    assert len(session.steps) == 3


def test_there_and_back_in_one_drag_is_no_step(session, clock):
    session.press(True)
    change(session, clock, 0.9, after=0.1)
    change(session, clock, VOUCHER.invitations.invite, after=0.1)
    session.press(False)
    assert (len(session.steps), session.can_undo, session.plan) == (1, False, VOUCHER)


def test_there_and_back_in_two_goes_are_two_steps(session, clock):
    change(session, clock, 0.9)
    change(session, clock, VOUCHER.invitations.invite)
    assert len(session.steps) == 3


def test_a_value_that_changes_nothing_is_no_step(session, clock):
    change(session, clock, VOUCHER.invitations.invite)
    assert len(session.steps) == 1


def test_several_fields_at_once_are_one_step(session):
    session.change({"invitations.invite": 0.3, "groups.size": 50.0})
    step = session.steps[-1]
    assert step.values == {
        "field": "invitations.invite",
        "fields": ("invitations.invite", "groups.size"),
    }
    assert session.undo()
    assert session.plan == VOUCHER


def test_runs_and_key_are_steps_as_well(session, clock):
    change(session, clock, 50, field="settings.runs")
    change(session, clock, 7, field="settings.key")
    assert not session.custom
    assert session.undo()
    assert (session.plan.settings.runs, session.plan.settings.key) == (50, 0)


def test_a_preset_is_one_step_and_keeps_runs_and_key(session, clock):
    change(session, clock, 50, field="settings.runs")
    change(session, clock, 0.9)
    session.start_from(Scenario.preset("top-down"))
    assert not session.custom
    assert session.plan.settings.runs == 50
    assert session.undo()
    assert (session.plan.invitations.invite, session.draft.base.name) == (0.9, "Voucher")
    assert session.custom


def test_only_the_last_steps_are_kept(session, clock, monkeypatch):
    monkeypatch.setattr(module, "_MOST", 5)
    for place in range(20):
        change(session, clock, place / 100)
    assert [step.plan.invitations.invite for step in session] == [0.15, 0.16, 0.17, 0.18, 0.19]
    while session.undo():
        pass
    assert session.plan.invitations.invite == 0.15


# --- undo and redo ---------------------------------------------------------------------------


def test_undo_and_redo_go_through_all_steps(session, clock):
    values = [0.3, 0.5, 0.7]
    for value in values:
        change(session, clock, value)
    seen = []
    while session.undo():
        seen.append(session.plan.invitations.invite)
    assert seen == [0.5, 0.3, VOUCHER.invitations.invite]
    assert not session.undo()
    again = []
    while session.redo():
        again.append(session.plan.invitations.invite)
    assert again == values
    assert not session.redo()


def test_a_change_after_undo_forgets_what_was_taken_back(session, clock):
    change(session, clock, 0.3)
    change(session, clock, 0.5)
    session.undo()
    change(session, clock, 0.9)
    assert not session.can_redo
    assert [step.plan.invitations.invite for step in session.steps[1:]] == [0.3, 0.9]


def test_a_change_at_once_after_undo_is_a_step_of_its_own(session, clock):
    change(session, clock, 0.3, after=0)
    change(session, clock, 40.0, field="groups.size", after=0)
    session.undo()
    change(session, clock, 0.5, after=0)
    assert [step.plan.invitations.invite for step in session.steps[1:]] == [0.3, 0.5]


def test_going_to_a_step_keeps_those_after_it(session, clock):
    for value in (0.3, 0.5, 0.7):
        change(session, clock, value)
    session.go(1)
    assert (session.plan.invitations.invite, len(session.steps)) == (0.3, 4)
    session.go(3)
    assert session.plan.invitations.invite == 0.7


def test_the_first_undo_after_a_contradiction_takes_the_contradiction_back(session, clock):
    change(session, clock, 0.3)
    with pytest.raises(EngagelabError):
        session.change({"population.employees": 0.9})
    assert (session.place, session.can_undo) == (1, True)
    assert session.undo()
    assert session.plan.invitations.invite == 0.3
    session.change({"population.customers": 0.05})  # and it is not wanted any more
    assert session.plan.population.employees == VOUCHER.population.employees
    session.undo()
    session.undo()
    assert session.plan == VOUCHER


def test_a_contradiction_at_the_beginning_can_be_taken_back(session):
    with pytest.raises(EngagelabError):
        session.change({"population.employees": 0.9})
    assert session.can_undo
    assert session.undo()
    assert not session.can_undo
    assert session.draft.fits


def test_a_contradiction_that_is_resolved_is_one_step(session, clock):
    with pytest.raises(EngagelabError):
        session.change({"population.employees": 0.9})
    change(session, clock, 0.05, field="population.customers")
    assert len(session.steps) == 2
    assert session.plan.population.employees == 0.9
    session.undo()
    assert session.plan == VOUCHER


# --- pins are beside the history -------------------------------------------------------------


def test_undo_leaves_the_pins_alone(session, clock):
    change(session, clock, 0.3)
    session.pins.add(session.plan, "first")
    session.undo()
    assert [pin.name for pin in session.pins] == ["first"]
    session.pins.add(session.plan, "before")
    session.redo()
    assert [pin.plan.invitations.invite for pin in session.pins] == [
        0.3,
        VOUCHER.invitations.invite,
    ]


# --- plans from elsewhere --------------------------------------------------------------------


def test_a_plan_from_elsewhere_is_taken_as_it_is(session, clock):
    other = Scenario(name="mine", groups={"size": 70}, run={"runs": 33, "key": 5})
    assert session.open(other, "mine.yaml")
    assert session.plan == other
    assert (session.steps[-1].what, session.steps[-1].values) == (
        "history.read",
        {"name": "mine.yaml"},
    )
    session.undo()
    assert session.plan == VOUCHER


def test_the_same_plan_is_the_same_session(session, clock):
    change(session, clock, 0.3)
    steps = session.steps
    assert not session.open(session.plan, "again.yaml")
    assert session.steps == steps


def test_the_same_plan_takes_a_contradiction_back(session):
    with pytest.raises(EngagelabError):
        session.change({"population.employees": 0.9})
    assert session.open(VOUCHER, "voucher.yaml")
    assert session.draft.fits


def test_a_preset_that_was_changed_is_known_again(session):
    changed = Scenario.preset("top-down").replace({"groups.size": 70, "settings.key": 4})
    session.open(changed, "a.yaml")
    assert session.plan == changed
    assert session.draft.base == Scenario.preset("top-down")
    assert session.custom
    assert session.baseline == Scenario.preset("top-down").replace({"settings.key": 4})


def test_starting_afresh_is_as_it_was_opened(session, clock):
    change(session, clock, 0.3)
    session.pins.add(session.plan, "first")
    assert not session.fresh
    session.restart()
    assert session.fresh
    assert (session.plan, session.steps, len(session.pins)) == (
        VOUCHER,
        Session(VOUCHER).steps,
        0,
    )
