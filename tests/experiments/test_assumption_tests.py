"""Both ends of each assumption, and where the decision turns."""

import pytest

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments import Option, compare_options, test_assumptions
from engagelab.experiments.assumption_tests import assumption_fields
from engagelab.experiments.fit_record import FitRecord, LearnedField

PEOPLE = {"population.people": 1000}
ADS = el.Scenario.preset("top-down").replace(PEOPLE | {"campaign.own_size": 0})
GO = el.Scenario.preset("go-to-them").replace(PEOPLE)


@pytest.fixture(scope="module")
def decision():
    options = [Option("Go", GO, 1500.0), Option("Ads", ADS, 1500.0)]
    return compare_options(options, towns=6)


@pytest.fixture(scope="module")
def tests(decision):
    names = ["engagement.crowding", "money.cost_impression", "money.value_reader"]
    return test_assumptions(decision, fields=names)


def test_ends_hold_the_plan_value(tests):
    assert (tests.table["low"] <= tests.table["plan"]).all()
    assert (tests.table["plan"] <= tests.table["high"]).all()


def test_money_stays_equal_at_the_ends(decision, tests):
    row = tests.table.set_index("field").loc["money.cost_impression"]
    dear = ADS.replace({"money.cost_impression": row["high"]})
    again = compare_options([Option("Go", GO, 1500.0), Option("Ads", dear, 1500.0)], towns=6)
    assert row["reach_high_B"] == pytest.approx(again.summary["reach"]["B"], rel=0.02)


def test_a_price_turns_the_winner_where_it_says(tests):
    row = tests.table.set_index("field").loc["money.cost_impression"]
    if not row["turns"]:
        assert {row["winner_low"], row["winner_high"]} == {tests.first}
        return
    firsts = []
    for move in (0.9, 1.1):
        plan = ADS.replace({"money.cost_impression": row["switching_value"] * move})
        again = compare_options([Option("Go", GO, 1500.0), Option("Ads", plan, 1500.0)], towns=6)
        firsts.append(again.order[0])
    assert sorted(firsts) == ["A", "B"]


def test_a_value_changes_the_return_and_nobody_s_reach(tests):
    row = tests.table.set_index("field").loc["money.value_reader"]
    assert row["reach_low_A"] == row["reach_high_A"]
    assert row["return_high"] > row["return_low"]
    assert not row["turns"]


def test_break_even_of_the_value_is_that_of_the_decision(decision):
    even = decision.break_even(decision.order[0])
    found = test_assumptions(decision, fields=["money.value_reader"]).table.iloc[0]
    if found["low"] < even < found["high"]:
        assert found["break_even_value"] == pytest.approx(even, rel=1e-6)
        assert found["fragile"]
    else:
        assert not found["fragile"]


def test_always_tests_crowding_sharing_and_prices(decision):
    names = assumption_fields(decision)
    assert {
        "engagement.crowding",
        "engagement.base_share",
        "money.cost_impression",
        "money.cost_public",
    } <= set(names)


def test_one_option_turns_nothing():
    alone = compare_options([Option("Go", GO)], towns=2)
    assert not test_assumptions(alone, fields=["engagement.crowding"]).table["turns"].any()


def test_unknown_field(decision):
    with pytest.raises(EngagelabError, match="crowdin"):
        test_assumptions(decision, fields=["engagement.crowdin"])


def test_fitted_fields_are_tested_at_the_ends_of_their_interval(decision):
    names = ["engagement.base_share", "engagement.crowding", "engagement.tie_read"]
    value = {name: GO.get(name) for name in names}
    fields = (
        LearnedField(names[0], 0.9 * value[names[0]], value[names[0]], 1.1 * value[names[0]],
                     "identified", ""),
        LearnedField(names[1], 0.2, 0.21, 0.22, "partly", ""),  # the plan has another value
        LearnedField(names[2], 0.01, value[names[2]], 0.9, "not identified", ""),
    )  # fmt: skip
    fit = FitRecord(8, 200, 0, ("reads",), fields, {}, (0, 0), (0, 0), 1.0, 2.0, 0.0)
    rows = test_assumptions(decision, fields=names, fit=fit).table.set_index("field")
    plain = test_assumptions(decision, fields=names).table.set_index("field")
    fitted = rows.loc[names[0]]
    assert (fitted["low"], fitted["high"]) == (fields[0].low, fields[0].high)
    assert fitted["kind"] == "measured"
    assert fitted["high"] < plain.loc[names[0], "high"]
    for name in names[1:]:
        assert rows.loc[name].drop("_distance", errors="ignore").equals(plain.loc[name])
