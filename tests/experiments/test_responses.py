"""A cache runs each plan once, and its rows are the means of the outcome."""

import pytest

import engagelab as el
from engagelab.experiments.responses import ResponseCache, need_target, response_row, trend
from engagelab.experiments.runner import Execution

PLAN = el.Scenario(population={"people": 300}, run={"runs": 5, "key": 3})


@pytest.mark.parametrize("measure", ["reach", "cost", "shares", "cost_per_reader"])
def test_a_response_is_the_mean_of_the_outcome(measure):
    outcome = PLAN.run()
    if measure == "cost_per_reader":
        statistics = el.cost_per_reader(outcome)
    else:
        statistics = outcome.summary().loc["readers" if measure == "reach" else measure]
    assert response_row(outcome, (measure,)) == {
        measure: statistics["mean"],
        f"{measure}_standard_error": statistics["standard_error"],
    }


def test_only_new_plans_are_run(monkeypatch):
    simulate, simulated = el.Scenario.simulate, []

    def noted(plan, *arguments):
        simulated.append(plan.hash)
        return simulate(plan, *arguments)

    monkeypatch.setattr(el.Scenario, "simulate", noted)
    cache = ResponseCache(Execution(), ("reach", "cost"))
    more = PLAN.replace({"invitations.invite": 0.5})
    (first,) = cache.evaluate({(3, "plan"): PLAN})
    assert cache.evaluate({(3, "more"): more, (3, "plan"): PLAN})[1] == first
    assert simulated == [PLAN.hash, more.hash]
    assert set(first) == {"reach", "reach_standard_error", "cost", "cost_standard_error"}


@pytest.mark.parametrize(
    ("values", "known"),
    [([1, 1], "level"), ([1, 1, 2], "rising"), ([3, 2, 2], "falling"), ([1, 2, 1], "neither"),
     ([5], "level")],
)  # fmt: skip
def test_the_trend_of_a_row(values, known):
    assert trend(values) == known


def test_money_paid_without_need_is_not_a_target():
    with pytest.raises(el.EngagelabError, match="paid_anyway: is not a measure of a plan"):
        need_target("paid_anyway")
