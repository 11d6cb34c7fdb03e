"""The Bass model against its equation, solved otherwise and played through."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from engagelab import theory
from engagelab.errors import EngagelabError


@pytest.mark.parametrize(("p", "q"), [(0.03, 0.38), (0.1, 0.0), (0.2, 0.1), (1e-6, 0.9)])
def test_the_bass_curve_solves_its_equation(p, q):
    times = np.linspace(0, 40, 81)
    solved = solve_ivp(
        lambda _, f: (p + q * f) * (1 - f), (0, 40), [0.0], t_eval=times, rtol=1e-10, atol=1e-13
    )
    curve = theory.bass_curve(p, q, times=times)
    assert curve == pytest.approx(solved.y[0], abs=1e-7)
    rate = theory.bass_rate(p, q, times=times)
    assert rate == pytest.approx((p + q * curve) * (1 - curve), abs=1e-12)


def test_the_bass_curve_without_imitation_is_exponential():
    times = np.arange(10.0)
    assert theory.bass_curve(0.2, 0, times=times) == pytest.approx(1 - np.exp(-0.2 * times))
    assert theory.bass_curve(0, 0.4, times=times).tolist() == [0] * 10
    assert theory.bass_rate(0, 0.4, times=times).tolist() == [0] * 10


@pytest.mark.parametrize(("p", "q"), [(0.03, 0.38), (0.1, 0.05), (0.01, 0.8)])
def test_the_bass_peak_is_the_highest_rate(p, q):
    times = np.linspace(0, 30, 300_001)
    rate = theory.bass_rate(p, q, times=times)
    when, height = theory.bass_peak(p, q)
    assert when == pytest.approx(times[rate.argmax()], abs=1e-3)
    assert height == pytest.approx(rate.max())


def test_bass_rounds_with_small_chances_follow_the_curve():
    rounds = theory.bass_rounds(3e-5, 3.8e-4, horizon=20_000)
    curve = theory.bass_curve(3e-5, 3.8e-4, times=np.arange(20_001))
    assert np.abs(rounds - curve).max() < 1e-3


def test_bass_rounds_are_what_playing_them_through_gives():
    people, p, q = 100_000, 0.03, 0.38
    rng = np.random.default_rng(2)
    adopters, shares = 1_000, [0.01]
    for _ in range(25):
        adopters += rng.binomial(people - adopters, p + q * adopters / people)
        shares.append(adopters / people)
    rounds = theory.bass_rounds(p, q, horizon=25, initial=0.01)
    assert np.abs(rounds - shares).max() < 0.01
    assert rounds[-1] > 0.99


WRONG = {
    "times: -1 is not allowed; give finite numbers of at least 0": (
        lambda: theory.bass_curve(0.1, 0.1, times=[-1.0])
    ),
    "innovation: -0.1 is not allowed": (lambda: theory.bass_rate(-0.1, 0.1, times=[1])),
    "innovation: 0 is not allowed; give a finite number above 0": (
        lambda: theory.bass_peak(0, 0.1)
    ),
    "imitation: 0.7 and innovation 0.4 add up to more than 1; give at most 0.6": (
        lambda: theory.bass_rounds(0.4, 0.7, horizon=3)
    ),
    "horizon: -1 is not allowed": (lambda: theory.bass_rounds(0.1, 0.1, horizon=-1)),
}


@pytest.mark.parametrize("told", WRONG)
def test_wrong_input_is_told(told):
    with pytest.raises(EngagelabError) as caught:
        WRONG[told]()
    assert str(caught.value).startswith(told)
