"""What never loses a reader depends on the order of events and on the period."""

import pytest

from engagelab.errors import EngagelabError
from engagelab.models import SIR, SIS, GroupContagion

FIRST_STOP = "stop, transmit"


def test_of_sir_the_period_takes_the_place_of_recovery():
    assert SIR().monotone()["recovery"] == -1
    assert "recovery" not in SIR(period=3).monotone()
    assert SIR(period=3).monotone()["period"] == 1


@pytest.mark.parametrize(
    ("fields", "safe"),
    [
        ({}, set()),
        ({"order": FIRST_STOP}, {"seeds", "ties", "transmissibility", "recovery"}),
        ({"order": FIRST_STOP, "period": 2}, set()),
        ({"period": 2}, set()),
    ],
    ids=["default", "stop first", "stop first, period", "period"],
)
def test_sis_is_monotone_only_if_sharers_stop_first_and_by_chance(fields, safe):
    assert set(SIS(**fields).monotone()) == safe


def test_a_quorum_counts_only_if_it_is_given():
    free, quorum = (GroupContagion(order=FIRST_STOP, quorum=q).monotone() for q in (None, 3))
    assert quorum == {**free, "quorum": -1}
    assert GroupContagion(quorum=3).monotone() == {}


@pytest.mark.parametrize("model", [SIR, SIS])
def test_a_period_has_at_least_one_round(model):
    with pytest.raises(EngagelabError, match="period: 0 is below the lowest value allowed"):
        model(period=0)
