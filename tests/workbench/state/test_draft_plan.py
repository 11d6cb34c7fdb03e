import pytest

from engagelab import EngagelabError, Scenario
from engagelab.workbench.state.draft_plan import Draft


@pytest.fixture
def draft():
    return Draft(Scenario.preset("voucher"))


def test_a_change_is_in_the_plan_and_in_the_label(draft):
    draft.change({"groups.size": 80.0})
    assert draft.plan == Scenario.preset("voucher").replace({"groups.size": 80.0})
    assert draft.custom


def test_changing_back_is_no_change(draft):
    before = draft.plan.groups.size
    draft.change({"groups.size": 80.0})
    draft.change({"groups.size": before})
    assert not draft.custom


def test_how_it_is_run_is_no_part_of_a_strategy(draft):
    draft.change({"settings.runs": 50})
    draft.change({"settings.key": 3})
    assert not draft.custom
    assert (draft.baseline.settings.runs, draft.baseline.settings.key) == (50, 3)


def test_contradictions_keep_the_last_plan_and_can_be_resolved_from_the_other_side(draft):
    before = draft.plan
    with pytest.raises(EngagelabError, match="makes"):
        draft.change({"population.employees": 0.9})
    assert draft.plan is before
    draft.change({"population.customers": 0.05})
    assert draft.plan.population.employees == 0.9


def test_another_base_forgets_the_changes_and_keeps_runs_and_key(draft):
    draft.change({"groups.size": 80.0})
    draft.change({"settings.runs": 50})
    draft.start_from(Scenario.preset("top-down"))
    assert draft.plan.groups.size == Scenario.preset("top-down").groups.size
    assert draft.plan.settings.runs == 50
    assert not draft.custom
