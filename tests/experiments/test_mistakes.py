"""What all experiments refuse alike."""

import pytest

import engagelab as el

PLAN = el.Scenario(population={"people": 200}, run={"runs": 3, "horizon": 5})


@pytest.mark.parametrize(
    "ask",
    [
        lambda plan: el.sweep(plan, {"groups.size": [10]}),
        lambda plan: el.find(plan, "invitations.invite", reach=3),
        lambda plan: el.budget(plan, 5),
        lambda plan: el.sensitivity(plan, ["groups.size"]),
        lambda plan: el.propagate(plan, {"groups.size": el.uncertainty.uniform(5, 10)}),
        lambda plan: el.compare(plan, {"other": PLAN}),
    ],
)
@pytest.mark.parametrize("plan", ["top-down", None, {}])
def test_what_is_no_plan_is_refused(ask, plan):
    with pytest.raises(el.EngagelabError, match=r"is not a Scenario; give a Scenario"):
        ask(plan)
