"""The value of a field that reaches a target, the money unchanged."""

import math

import pytest

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments import Option, compare_options
from engagelab.experiments.equal_money_target import target_at_equal_money

PLAN = el.Scenario.preset("go-to-them").replace({"population.people": 1000})
FIELD = "engagement.group_share"


@pytest.fixture(scope="module")
def decision():
    return compare_options([Option("Go", PLAN, 1500.0)], towns=6)


@pytest.mark.slow
def test_the_value_reaches_the_target_at_the_same_money(decision):
    target = 1.2 * decision.summary["reach"]["A"]
    found = target_at_equal_money(decision, "A", FIELD, target, within=(0.1, 0.9))
    again = compare_options([Option("Go", PLAN.replace({FIELD: found.value}), 1500.0)], towns=6)
    assert again.summary["reach"]["A"] == pytest.approx(target, rel=0.06)
    assert again.summary["cost"]["A"] == pytest.approx(1500, abs=30)


def test_a_target_out_of_reach_has_no_value(decision):
    found = target_at_equal_money(decision, "A", FIELD, 5000.0, within=(0.1, 0.9))
    assert math.isnan(found.value)
    assert found.best[1] == max(found.reach)


def test_the_range_is_clipped_to_what_the_field_allows(decision):
    found = target_at_equal_money(decision, "A", FIELD, 5000.0, within=(-1.0, 7.0))
    assert (found.values[0], found.values[-1]) == (0, 1)


def test_an_unknown_field_is_refused(decision):
    with pytest.raises(EngagelabError, match="nothing"):
        target_at_equal_money(decision, "A", "engagement.nothing", 5.0, within=(0, 1))
