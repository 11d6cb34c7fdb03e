"""Thresholds are shares or numbers of ties, the same for all or of their own."""

import json

import pytest

from engagelab.errors import EngagelabError
from engagelab.models import ComplexContagion, LinearThreshold


def test_a_number_of_ties_may_be_above_1_and_a_share_may_not():
    assert ComplexContagion(threshold=2.5, of="number", thresholds={"Bo": 7}).threshold == 2.5
    with pytest.raises(EngagelabError, match="give a number from 0 to 1, or of='number'"):
        ComplexContagion(threshold=2.5)
    with pytest.raises(EngagelabError, match=r"thresholds of 'Bo': -1\.0 .* at least 0"):
        ComplexContagion(of="number", thresholds={"Bo": -1})


@pytest.mark.parametrize("distribution", ["even", "normal"])
def test_a_distribution_needs_a_deviation_and_a_fixed_threshold_none(distribution):
    assert ComplexContagion(distribution=distribution, deviation=0.1).deviation == 0.1
    with pytest.raises(EngagelabError, match=r"deviation: 0\.0 does not go with"):
        ComplexContagion(distribution=distribution)
    with pytest.raises(EngagelabError, match=r"deviation: 0\.1 does not go with"):
        ComplexContagion(deviation=0.1)


def test_thresholds_of_people_are_written_as_pairs_whatever_the_labels():
    model = ComplexContagion(thresholds={("Ann", 1): 0.5, 3: 0.25})
    written = json.loads(model.model_dump_json())["thresholds"]
    assert written == [["('Ann', 1)", 0.5], ["3", 0.25]]


def test_what_never_loses_a_reader():
    assert LinearThreshold().monotone() == {"seeds": 1}
    assert LinearThreshold(influence="weights").monotone() == {"seeds": 1, "ties": 1}
    assert ComplexContagion().monotone() == {"seeds": 1, "threshold": -1}
    numbers = ComplexContagion(threshold=2, of="number")
    assert numbers.monotone() == {"seeds": 1, "threshold": -1, "ties": 1}
    assert "threshold" not in numbers.replace(thresholds={"Bo": 1}).monotone()
