"""Outcomes of earlier simulations compare as their plans do."""

import pandas as pd
import pytest

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments import compare_outcomes

PLAN = el.Scenario(population={"people": 500}, run={"runs": 30, "key": 3})
MORE = PLAN.replace({"invitations.invite": 0.4})
BIGGER = PLAN.replace({"groups.size": 50})


def test_outcomes_compare_as_their_plans_do():
    outcomes = {"baseline": PLAN.run(), "more": MORE.run(), "bigger": BIGGER.run()}
    found, expected = (
        compare_outcomes(outcomes),
        el.compare(PLAN, {"more": MORE, "bigger": BIGGER}, towns=1),
    )
    pd.testing.assert_frame_equal(found.table, expected.table)
    pd.testing.assert_frame_equal(found.runs, expected.runs)
    assert (found.says, found.method) == (expected.says, expected.method)


def test_only_runs_that_all_outcomes_have_are_paired():
    found = compare_outcomes({"A": PLAN.run(), "B": MORE.run(runs=12)})
    expected = el.compare(PLAN, {"B": MORE}, runs=12, towns=1)
    assert found.table["runs"].tolist() == [12, 12]
    assert found.table["lift"].equals(expected.table["lift"])


@pytest.mark.parametrize(
    ("outcomes", "confidence", "text"),
    [
        (lambda: {"A": PLAN.run(runs=2)}, 0.95, "give two or more"),
        (lambda: {"A": PLAN.run(runs=2), "B": MORE.run(runs=2, key=4)}, 0.95, r"keys \[3, 4\]"),
        (lambda: {"A": PLAN.run(runs=2), "B": MORE.run(runs=1)}, 0.95, "a single run"),
        (lambda: {"A": PLAN.run(runs=2), "B": MORE.run(runs=2)}, 95, "between 0 and 1"),
    ],
)
def test_mistakes_are_refused(outcomes, confidence, text):
    with pytest.raises(el.EngagelabError, match=text):
        compare_outcomes(outcomes(), confidence=confidence)


def test_outcomes_of_other_models_and_networks_are_refused():
    plan = el.Scenario(population={"people": 100}, settings={"runs": 3, "horizon": 6})
    town, other = plan.town(), plan.town(key=8)
    one = el.simulate(town, el.SIR(), 3, runs=3)
    with pytest.raises(EngagelabError, match=r"'a' is of the model Engagement and 'b' of SIR"):
        compare_outcomes({"a": plan.run(), "b": one})
    with pytest.raises(EngagelabError, match=r"'a' and 'b' are of different networks; simulate"):
        compare_outcomes({"a": one, "b": el.simulate(other, el.SIR(), 3, runs=3)})
    with pytest.raises(EngagelabError, match=r"'a' and 'b' are of different networks; simulate"):
        compare_outcomes({"a": plan.run(), "b": plan.run(network=other)})
    bigger = plan.replace({"groups.size": 40})
    assert compare_outcomes({"a": plan.run(), "b": bigger.run()}).runs is not None
