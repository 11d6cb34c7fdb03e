"""Simplicial contagion against its equation, solved otherwise and played through."""

import math

import numpy as np
import pytest

from engagelab import theory
from engagelab.errors import EngagelabError


@pytest.mark.parametrize("tie", [0.0, 0.3, 0.7, 0.95, 1.0, 1.5, 4.0])
@pytest.mark.parametrize("trio", [0.0, 0.8, 2.5, 5.0])
def test_states_stand_still_and_stable_ones_draw(tie, trio):
    states = theory.simplicial_states(tie, trio)
    for share, stable in states.itertuples(index=False):
        still = -share + tie * share * (1 - share) + trio * share**2 * (1 - share)
        assert still == pytest.approx(0, abs=1e-9)
        # a push that an unstable state lets grow, and a stable one forgets
        start = share + 0.01
        end = theory.simplicial_curve(tie, trio, initial=start, times=[0, 5])[-1]
        if abs(tie - 1) > 1e-9:
            assert (abs(end - share) < 0.01) == stable


def test_states_come_and_go_at_the_thresholds():
    for trio in (1.5, 2.5, 3.9):
        low, high = theory.simplicial_thresholds(trio)
        assert low == pytest.approx(2 * math.sqrt(trio) - trio)
        assert high == 1
        counts = [
            len(theory.simplicial_states(tie, trio))
            for tie in (low - 1e-4, low, (low + high) / 2, high + 1e-4)
        ]
        assert counts == [1, 2, 3, 2]
    for trio in (0, 0.5, 1):
        assert theory.simplicial_thresholds(trio) == (1, 1)
        assert len(theory.simplicial_states(0.999, trio)) == 1
    assert theory.simplicial_thresholds(6) == (0, 1)
    assert len(theory.simplicial_states(0, 6)) == 3


def test_the_jump_is_as_large_as_the_paper_says():
    """Where the large state appears, its share is (trio - tie) / (2 trio); nobody is stable."""
    trio = 2.5
    low, _ = theory.simplicial_thresholds(trio)
    states = theory.simplicial_states(low, trio)
    assert states["share"].iloc[-1] == pytest.approx((trio - low) / (2 * trio))
    assert states["stable"].tolist() == [True, False]


def test_without_trios_it_is_the_sis_model():
    times = np.linspace(0, 20, 50)
    tie, start = 2.0, 0.01
    top = 1 - 1 / tie
    logistic = top / (1 + (top / start - 1) * np.exp(-(tie - 1) * times))
    curve = theory.simplicial_curve(tie, 0, initial=start, times=times)
    assert curve == pytest.approx(logistic, abs=1e-7)
    assert theory.simplicial_states(tie, 0)["share"].tolist() == pytest.approx([0, top])


def test_a_time_may_be_asked_for_twice():
    curve = theory.simplicial_curve(0.75, 2.5, initial=0.25, times=[0, 0, 5, 5, 20])
    once = theory.simplicial_curve(0.75, 2.5, initial=0.25, times=[0, 5, 20])
    assert curve.tolist() == [once[place] for place in (0, 0, 1, 1, 2)]


def test_rounds_with_small_chances_follow_the_curve():
    tie, trio, stop, per_person = 0.75, 2.5, 0.001, (20.0, 6.0)
    b, c = tie * stop / per_person[0], trio * stop / per_person[1]
    rounds = theory.simplicial_rounds(
        b, c, recovery=stop, per_person=per_person, initial=0.3, horizon=20_000
    )
    curve = theory.simplicial_curve(tie, trio, initial=0.3, times=np.arange(20_001) * stop)
    assert np.abs(rounds - curve).max() < 1e-3


def test_rounds_are_what_playing_them_through_gives():
    people, b, c, stop = 40_000, 2e-6, 4e-10, 0.1
    trios = (people - 1) * (people - 2) / 2
    rng = np.random.default_rng(1)
    sharers, shares = people // 4, [0.25]
    for _ in range(60):
        escape = (1 - b) ** sharers * (1 - c) ** (sharers * (sharers - 1) / 2)
        new = rng.binomial(people - sharers, 1 - escape)
        sharers += new - rng.binomial(sharers, stop)
        shares.append(sharers / people)
    rounds = theory.simplicial_rounds(
        b, c, recovery=stop, per_person=(people - 1, trios), initial=0.25, horizon=60
    )
    assert np.abs(rounds - shares).max() < 0.015
    assert rounds[-1] > 0.3


WRONG = {
    "tie_rate: -1 is not allowed; give a finite number of at least 0": (
        lambda: theory.simplicial_states(-1, 2)
    ),
    "trio_rate: inf is not allowed": (lambda: theory.simplicial_thresholds(math.inf)),
    "initial: 2 is not allowed": (lambda: theory.simplicial_curve(1, 1, initial=2, times=[0])),
    "times: they are not ascending; sort them": (
        lambda: theory.simplicial_curve(1, 1, initial=0.1, times=[1, 0])
    ),
    "recovery: 1.5 is not allowed": (
        lambda: theory.simplicial_rounds(
            0.1, 0.1, recovery=1.5, per_person=(1, 1), initial=0, horizon=1
        )
    ),
    "per_person: -3 is not allowed": (
        lambda: theory.simplicial_rounds(
            0.1, 0.1, recovery=0.5, per_person=(-3, 1), initial=0, horizon=1
        )
    ),
}


@pytest.mark.parametrize("told", WRONG)
def test_wrong_input_is_told(told):
    with pytest.raises(EngagelabError) as caught:
        WRONG[told]()
    assert str(caught.value).startswith(told)
