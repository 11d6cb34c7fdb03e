"""The search ends at the value whose cost is closest to the money."""

import numpy as np
import pytest

import engagelab as el
from engagelab.experiments.equal_money import MoneySearch, default_lever, solve
from engagelab.experiments.plan_number import PlanNumber

PLAN = el.Scenario.preset("bring-them-to-us").replace({"population.people": 3_000})
MEMBERS = PlanNumber("campaign.own_size")
DISCOUNT = PlanNumber("rewards.discount")
COSTS = {
    "in proportion": lambda value: 1.0 * value,
    "with a fixed part": lambda value: 800 + 0.9 * value,
    "bent up": lambda value: 500 + value**1.3,
    "bent down": lambda value: 3_000 * value / (value + 500),
    "in jumps": lambda value: 500 + 40.0 * (value // 25),
    "with noise": lambda value: 800 + value + 3 * np.sin(value),
}


def searched(lever, money, cost) -> tuple[MoneySearch, int]:
    """Return a finished search over plans that cost what `cost` makes of the lever."""
    evaluated = []

    def evaluate(plans):
        evaluated.extend(plans)
        costs = [cost(lever.value(plan)) for plan in plans]
        return np.array([[[0.0, each], [0.0, each]] for each in costs])

    search = MoneySearch(PLAN, lever, money)
    solve([search], evaluate)
    return search, len(evaluated)


@pytest.mark.parametrize("money", [900.0, 1_500.0, 2_101.0])
@pytest.mark.parametrize("cost", COSTS.values(), ids=COSTS)
def test_whole_numbers_get_as_close_as_any_or_close_enough(cost, money):
    search, evaluations = searched(MEMBERS, money, cost)
    gaps = [abs(cost(value) - money) for value in range(3_001)]
    assert abs(cost(search.best) - money) <= max(min(gaps) + 1e-9, 5e-4 * money, 3)
    assert evaluations <= 12
    assert not search.at_its_end


def test_a_number_without_steps_gets_close():
    search, _ = searched(DISCOUNT, 1_234.5, lambda value: 700 + 90 * value**0.8)
    assert 700 + 90 * search.best**0.8 == pytest.approx(1_234.5, rel=5e-4)


def test_a_cost_that_falls_is_met_too():
    search, _ = searched(MEMBERS, 1_500.0, lambda value: 4_000 - 1.1 * value)
    assert abs(4_000 - 1.1 * search.best - 1_500) <= 1.1


@pytest.mark.parametrize(("money", "end"), [(50_000.0, 3_000), (100.0, 0)])
def test_the_end_of_the_range_is_reported(money, end):
    search, _ = searched(MEMBERS, money, COSTS["with a fixed part"])
    assert search.best == end
    assert search.at_its_end


def test_a_cost_that_the_lever_cannot_change_ends_the_search():
    search, evaluations = searched(MEMBERS, 1_500.0, lambda value: 1_000.0)
    assert evaluations <= 12
    assert abs(1_000 - search.money) == 500
    assert search.best in search.results


def test_searches_share_their_evaluations():
    batches = []

    def evaluate(plans):
        batches.append(len(plans))
        return np.array([[[0.0, MEMBERS.value(plan)]] * 2 for plan in plans])

    searches = [MoneySearch(PLAN, MEMBERS, money) for money in (500.0, 1_000.0, 2_000.0)]
    solve(searches, evaluate)
    assert [search.best for search in searches] == pytest.approx([500, 1_000, 2_000], abs=1)
    assert batches[0] == 3
    assert batches == sorted(batches, reverse=True)


def test_a_plan_that_costs_the_money_already_is_run_once():
    _, evaluations = searched(MEMBERS, 2_000.0, COSTS["in proportion"])
    assert evaluations == 1


@pytest.mark.parametrize(
    ("preset", "lever"),
    [("top-down", "paid"), ("bring-them-to-us", "campaign.own_size"), ("bottom-up", "seeds"),
     ("voucher", "seeds")],
)  # fmt: skip
def test_the_default_lever_follows_the_strategy(preset, lever):
    assert default_lever(el.Scenario.preset(preset)).name == lever
