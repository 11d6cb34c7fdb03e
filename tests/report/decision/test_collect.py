"""Facts: the numbers of a decision as it was simulated, and what follows from them."""

import pytest

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments import explain_lead, test_assumptions
from engagelab.experiments.options import Option, compare_options
from engagelab.report.decision.collect import facts_of
from engagelab.report.decision.workbook_runs import run_results

TOWNS = 6


@pytest.fixture(scope="module")
def decision():
    plans = [el.Scenario.preset(name).replace({"population.people": 600, "settings.horizon": 30})
             for name in ("go-to-them", "empowered-employees")]  # fmt: skip
    options = [Option(plan.name, plan, budget=1500.0) for plan in plans]
    return compare_options(options, towns=TOWNS)


@pytest.fixture(scope="module")
def facts(decision):
    second, first = decision.order[1], decision.order[0]
    return facts_of(
        decision,
        explain_lead(decision, second, first),
        test_assumptions(decision, fields=["engagement.base_share", "money.value_reader"]),
        warnings=["Take care."], client="Dupont",
    )  # fmt: skip


def test_parts_of_cost_and_value_add_up_to_their_totals(facts):
    for option in facts.options:
        assert sum(line.amount for line in option.costs) == pytest.approx(option.cost)
        assert sum(line.amount for line in option.values) == pytest.approx(option.value)
        assert sum(line.count * line.price for line in option.costs) == pytest.approx(option.cost)


def test_numbers_of_towns_give_the_means(facts, decision):
    for option in facts.options:
        results = [run_results(option, town) for town in range(TOWNS)]
        assert sum(cost for cost, *_ in results) / TOWNS == pytest.approx(option.cost)
        assert sum(value for _, value, *_ in results) / TOWNS == pytest.approx(option.value)
        assert option.reach.mean == decision.summary.loc[option.letter, "reach"]


def test_the_lead_and_the_tests_are_those_given(facts, decision):
    steps = facts.second.reach.mean + sum(effect.effect for effect in facts.effects)
    assert steps == pytest.approx(facts.first.reach.mean)
    assert {test.field for test in facts.tests} == {
        "engagement.base_share", "money.value_reader"}  # fmt: skip
    assert {test.kind for test in facts.tests} <= {"measured", "anchored", "assumed"}
    assert facts.warnings == ("Take care.",)
    assert facts.order == decision.order
    assert facts.groups > 0


def test_presets_are_recognised_by_their_plan(facts):
    assert [option.preset for option in facts.options] == ["go-to-them", "empowered-employees"]


def test_too_many_options_and_another_lead_are_refused(decision):
    plan = el.Scenario(population={"people": 200})
    five = [Option(str(n), plan) for n in range(5)]
    with pytest.raises(EngagelabError, match="at most 4"):
        facts_of(compare_options(five, towns=2))
    first, second = decision.order
    with pytest.raises(EngagelabError, match="explain"):
        facts_of(decision, explain_lead(decision, first, second))


def test_one_option_has_no_second():
    plan = el.Scenario(population={"people": 300})
    facts = facts_of(compare_options([Option("Now", plan)], towns=3))
    assert facts.case == "one"
    assert facts.second is facts.first
    assert facts.tests is None
