"""Options in the same towns: equal money, who is first, who earns their cost."""

import numpy as np
import pytest

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments import Decision, Option, compare_options
from engagelab.experiments.town_answers import KINDS

PEOPLE = {"population.people": 1000, "population.employees": 0.05}
GO = el.Scenario.preset("go-to-them").replace(PEOPLE)
STAFF = el.Scenario.preset("empowered-employees").replace(PEOPLE)
ADS = el.Scenario.preset("top-down").replace(PEOPLE | {"campaign.own_size": 0})


def decide(
    *plans: tuple[str, el.Scenario], budget: float | None = None, towns: int = 6
) -> Decision:
    options = [Option(name, plan, budget) for name, plan in plans]
    return compare_options(options, towns=towns)


@pytest.fixture(scope="module")
def decision() -> Decision:
    return decide(("Go", GO), ("Staff", STAFF), ("Ads", ADS), budget=1500.0)


def test_each_option_costs_its_budget_in_the_mean(decision):
    assert decision.summary["cost"].tolist() == pytest.approx([1500] * 3, abs=15)


def test_costs_by_kind_add_up_in_every_town(decision):
    kinds = decision.towns[[f"cost_{kind}" for kind in KINDS]].sum(axis=1)
    assert np.allclose(kinds, decision.towns["cost"])


def test_division_adds_up_to_the_budget(decision):
    for option in decision.options:
        parts = option.division
        total = parts.spent + sum(parts.others.values()) + parts.remainder
        assert total == pytest.approx(option.budget)
        assert parts.unit * parts.bought == pytest.approx(parts.spent)


def test_curves_end_at_the_mean_reach(decision):
    last = decision.curves.groupby("option").last()
    assert np.allclose(last["mean"], decision.summary["reach"])


def test_employees_are_counted_apart(decision):
    assert (decision.people, decision.employees) == (950, 50)
    plan = decision["B"].plan
    outcome = plan.run(runs=1, key=decision.key, record="people")
    staff = plan.town(decision.key).traits.role == 0
    read = outcome.adoption[0] >= 0
    row = decision.towns.query("option == 'B'").iloc[0]
    assert row["reach"] == np.count_nonzero(read & ~staff)
    value = outcome.total("value")[0] - 0.5 * np.count_nonzero(read & staff)
    assert row["value"] == pytest.approx(value)


def test_threads_and_a_coarse_look_before_change_nothing(decision):
    options = [
        Option(each.name, plan, 1500.0)
        for each, plan in zip(decision.options, (GO, STAFF, ADS), strict=True)
    ]
    compare_options(options, towns=3)
    again = compare_options(options, towns=6)
    assert again.towns.equals(decision.towns)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_any_letter_can_be_first(order):
    plans = [
        ("Go", GO),
        ("More", GO.replace({"invitations.invite": 0.9, "groups.size": 60})),
        ("Nothing", GO.doing_nothing()),
    ]
    found = decide(*(plans[i] for i in order))
    names = [found[letter].name for letter in found.order]
    assert names == ["More", "Go", "Nothing"]
    assert found.summary["first"].sum() == pytest.approx(1)


def test_the_same_plan_twice_is_a_draw():
    found = decide(("One", GO), ("Other", GO))
    assert (found.standing, found.tied) == ("draw", ("A", "B"))
    assert found.lead == (0, 0, 0)


def test_a_clear_lead_is_clear():
    found = decide(("Go", GO), ("Nothing", GO.doing_nothing()))
    assert found.standing == "clear"
    assert found.earning["B"] == "likely to lose" or found.earning["B"] == "loses"


def test_one_option_stands_alone():
    assert decide(("Go", GO)).standing == "alone"


@pytest.mark.parametrize(
    ("value", "verdict"), [(0.0, "unvalued"), (0.01, "loses"), (100.0, "pays")]
)
def test_verdict_on_the_money(value, verdict):
    prices = {f"money.value_{name}": 0.0 for name in ("sharer", "joiner", "membership")}
    found = decide(("Go", GO.replace(prices | {"money.value_reader": value})))
    assert found.earning == {"A": verdict}


def test_value_at_break_even_returns_the_cost():
    found = decide(("Go", GO))
    even = found.break_even("A")
    again = decide(("Go", GO.replace({"money.value_reader": even})))
    assert again.summary["return"]["A"] == pytest.approx(0, abs=1e-9)


def test_unequal_money():
    options = [Option("Go", GO, 1500.0), Option("Staff", STAFF, 1100.0)]
    found = compare_options(options, towns=5)
    assert found.summary["cost"].tolist() == pytest.approx([1500, 1100], abs=12)


def test_money_that_cannot_be_spent_is_the_remainder():
    found = decide(("Staff", STAFF), budget=50_000.0)
    option = found.options[0]
    assert option.at_its_end
    assert option.lever_value == option.lever_range[1] == 50
    assert option.division.remainder == pytest.approx(50_000 - found.summary["cost"]["A"])


def test_over_budget_names_who_costs_a_tenth_more():
    plan = GO.replace({"rewards.trial": 50.0})
    found = compare_options([Option("Invite", plan, lever="seeds", budget=4000.0)], towns=8)
    costs = found.values("A", "cost")
    assert found.over_budget == (("A",) if np.mean(costs > 4400) > 0.05 else ())
    assert costs.std() > 0


def test_own_network():
    network = GO.town(3)
    found = compare_options([Option("Go", GO), Option("Staff", STAFF)], towns=4, network=network)
    assert found.people == 950
    assert found.towns["reach"].nunique() > 2


@pytest.mark.parametrize(
    ("options", "says"),
    [([], "options: 0 given"), ([Option("A", GO), Option("A", STAFF)], "two are called 'A'")],
)
def test_refused_options(options, says):
    with pytest.raises(EngagelabError, match=says):
        compare_options(options)
