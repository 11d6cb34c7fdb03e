"""Dimensions cover their ranges evenly, and measures are those of the outcome."""

import numpy as np
import pytest

import engagelab as el
from engagelab.experiments.design_space import (
    Dimension,
    MeasurePerRun,
    dimensions_of,
    need_values,
    plans_at,
)

PLAN = el.Scenario(population={"people": 300}, run={"runs": 10, "key": 3})


def test_whole_values_have_equal_shares():
    lever = Dimension("campaign.lifetime", 2, 4, whole=True)
    counts = np.unique([lever.at(u) for u in (np.arange(300) + 0.5) / 300], return_counts=True)
    assert [part.tolist() for part in counts] == [[2, 3, 4], [100, 100, 100]]


def test_ranges_come_from_the_declarations():
    (lever,) = dimensions_of(["answers.valued_factor"])
    assert (lever.low, lever.high) == (1, 20)


@pytest.mark.parametrize("measure", ["cost_per_reader", "return_on_cost"])
def test_a_ratio_per_run_has_the_mean_and_error_of_the_ratio(measure):
    outcome = PLAN.run()
    values, ratio = MeasurePerRun(measure)(outcome), getattr(el.metrics, measure)(outcome)
    assert values.mean() == pytest.approx(ratio["mean"])
    assert values.std(ddof=1) / np.sqrt(10) == pytest.approx(ratio["standard_error"])


def test_other_measures_are_those_of_the_outcome():
    outcome = PLAN.run()
    assert MeasurePerRun("reach")(outcome).tolist() == el.reach(outcome).tolist()
    assert MeasurePerRun("shares")(outcome).tolist() == outcome.total("shares").tolist()


def test_all_plans_are_checked_before_the_first_is_run():
    points = [{"population.social": share} for share in (0.2, 0.9, 0.95)]
    plan = PLAN.replace({"population.microblog": 0.3})
    with pytest.raises(el.EngagelabError, match="2 of 3 points are not valid plans"):
        plans_at(plan, points)
    assert [plan.population.social for plan in plans_at(PLAN, points[:1])] == [0.2]


def test_missing_values_are_refused():
    need_values(np.ones(3), "reach")
    with pytest.raises(el.EngagelabError, match="'reach' has no value at 1 of 3 points"):
        need_values(np.array([1, np.nan, 2]), "reach")
