import pytest
from workbench.answers import ENGLISH, answered, preset

from engagelab.workbench.state.pins import Pin
from engagelab.workbench.view.comparison_set import baseline_key, comparison_set, outcomes_of

BASE = preset()
PLAN = preset(**{"invitations.invite": 0.9})


def keys(pins, plan, baseline):
    return [compared.key for compared in comparison_set(pins, plan, "mine", baseline, ENGLISH)]


def test_the_baseline_is_added_only_to_a_single_plan():
    assert keys([], PLAN, BASE) == ["baseline", "plan"]
    assert keys([], BASE, BASE) == ["plan"]
    assert keys([], PLAN, None) == ["plan"]
    assert keys([Pin("A", "a", PLAN)], PLAN, BASE) == ["baseline", "A"]
    assert keys([Pin("A", "a", BASE)], PLAN, BASE) == ["A", "plan"]


def test_pins_get_the_runs_and_the_key_of_the_plan():
    pin = Pin("A", "a", BASE.replace({"settings.runs": 7, "settings.key": 9}))
    pinned, present = comparison_set([pin], PLAN, "mine", BASE, ENGLISH)
    assert pinned.plan == BASE
    assert (pinned.present, present.present, present.name) == (False, True, "mine")
    assert (pinned.short(ENGLISH), present.short(ENGLISH)) == ("A", ENGLISH("compare.plan"))


def test_the_first_plan_is_the_baseline_unless_another_one_is_chosen():
    plans = comparison_set([Pin("A", "a", BASE)], PLAN, "mine", BASE, ENGLISH)
    assert [baseline_key(plans, chosen) for chosen in ("", "plan", "H")] == ["A", "plan", "A"]
    assert baseline_key([], "A") == ""


@pytest.mark.slow
def test_a_coarse_answer_has_no_outcome_of_its_plan():
    assert set(outcomes_of(answered(PLAN, BASE))) == {PLAN.hash, BASE.hash}
    assert PLAN.hash not in outcomes_of(answered(PLAN, BASE, coarse=True))
