"""Large populations that mix evenly: against equations solved otherwise, and played through."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from engagelab import theory
from engagelab.errors import EngagelabError

LIMIT = 4.0  # of |z|


# --- simplicial contagion --------------------------------------------------------------------


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


# --- Bass ------------------------------------------------------------------------------------


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


# --- rumours ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b"), [(1.0, 1.0), (2.0, 1.0), (0.3, 1.0), (5.0, 2.0)])
@pytest.mark.parametrize("initial", [0.0, 0.05, 0.4])
def test_the_share_solves_its_equation(a, b, initial):
    left, ratio, start = 1 - theory.rumour_share(a, b, initial=initial), a / b, 1 - initial
    right = -(1 + ratio) * (start - left) - ratio * (1 - start)
    assert math.log(left / start) == pytest.approx(right)


def test_the_classic_rumour_leaves_a_fifth_without_it():
    assert 1 - theory.rumour_share(1, 1) == pytest.approx(0.2031878699799)
    assert theory.rumour_share(0.01, 0.01) == pytest.approx(theory.rumour_share(1, 1))


def maki_thompson(a, b, x, y, z):
    return -a * x * y, a * x * y - b * y * (y + z), b * y * (y + z)


def daley_kendall(a, b, x, y, z):
    pairs_of_sharers = y * y / 2
    return (
        -a * x * y,
        a * x * y - b * (2 * pairs_of_sharers + y * z),
        b * (2 * pairs_of_sharers + y * z),
    )


@pytest.mark.parametrize("variant", [maki_thompson, daley_kendall])
@pytest.mark.parametrize(("a", "b"), [(1.0, 1.0), (2.0, 1.0), (0.4, 1.0)])
def test_the_equations_of_both_variants_end_there(variant, a, b):
    solved = solve_ivp(
        lambda _, s: variant(a, b, *s), (0, 4_000), [0.99, 0.01, 0.0], rtol=1e-9, atol=1e-13
    )
    heard = 1 - solved.y[0, -1]
    assert heard == pytest.approx(theory.rumour_share(a, b, initial=0.01), abs=1e-5)


@pytest.mark.parametrize("both_stop", [False, True])
@pytest.mark.parametrize(("a", "b"), [(1.0, 1.0), (1.0, 0.5)])
def test_the_share_is_what_playing_either_variant_through_gives(both_stop, a, b):
    """Meetings one by one in a population of 2,000, from 100 sharers."""
    people, rng = 2_000, np.random.default_rng(3)
    expected = theory.rumour_share(a, b, initial=0.05)
    heard = [meetings(people, 100, a, b, both_stop, rng) / people for _ in range(60)]
    error = np.std(heard, ddof=1) / math.sqrt(len(heard))
    # the limit of many people is met up to terms of one over their number
    assert abs(np.mean(heard) - expected) < LIMIT * error + 2 / people


def meetings(people, sharers, a, b, both_stop, rng):
    unaware = people - sharers
    while sharers:
        stopped = people - unaware - sharers
        tell = a * unaware * sharers
        meet_sharer = b * sharers * (sharers - 1) / (2 if both_stop else 1)
        meet_stopped = b * sharers * stopped
        coin = rng.random() * (tell + meet_sharer + meet_stopped)
        if tell + meet_sharer + meet_stopped == 0:
            break
        if coin < tell:
            unaware, sharers = unaware - 1, sharers + 1
        elif coin < tell + meet_sharer:
            sharers -= 2 if both_stop else 1
        else:
            sharers -= 1
    return people - unaware


def test_limits_of_the_rumour():
    assert theory.rumour_share(0.3, 0) == 1
    assert theory.rumour_share(0, 0.3) == 0
    assert theory.rumour_share(0, 0.3, initial=0.2) == pytest.approx(0.2)
    for ratio in (1e-14, 1e-9, 1e-5, 1e-3):  # then 1 - x is about twice the ratio
        assert theory.rumour_share(ratio, 1) == pytest.approx(2 * ratio, rel=0.01, abs=2e-8)
    assert theory.rumour_share(0.3, 0.3, initial=1) == pytest.approx(1)
    assert theory.rumour_share(1_000, 1) == pytest.approx(1)


# --- what is refused -------------------------------------------------------------------------

WRONG = {
    "tie_rate: -1 is not allowed; give a finite number of at least 0": (
        lambda: theory.simplicial_states(-1, 2)
    ),
    "trio_rate: inf is not allowed": lambda: theory.simplicial_thresholds(math.inf),
    "initial: 2 is not allowed": lambda: theory.simplicial_curve(1, 1, initial=2, times=[0]),
    "times: shape (2,) is not allowed, or they fall; give a list of rising times": (
        lambda: theory.simplicial_curve(1, 1, initial=0.1, times=[1, 0])
    ),
    "times: -1 is not allowed; give finite numbers of at least 0": (
        lambda: theory.bass_curve(0.1, 0.1, times=[-1.0])
    ),
    "recovery: 1.5 is not allowed": lambda: theory.simplicial_rounds(
        0.1, 0.1, recovery=1.5, per_person=(1, 1), initial=0, horizon=1
    ),
    "per_person: -3 is not allowed": lambda: theory.simplicial_rounds(
        0.1, 0.1, recovery=0.5, per_person=(-3, 1), initial=0, horizon=1
    ),
    "innovation: -0.1 is not allowed": lambda: theory.bass_rate(-0.1, 0.1, times=[1]),
    "innovation: 0 is not allowed; give a finite number above 0": lambda: theory.bass_peak(0, 0.1),
    "imitation: 0.7 and innovation 0.4 add up to more than 1; give at most 0.6": (
        lambda: theory.bass_rounds(0.4, 0.7, horizon=3)
    ),
    "horizon: -1 is not allowed": lambda: theory.bass_rounds(0.1, 0.1, horizon=-1),
    "transmissibility: -1 is not allowed": lambda: theory.rumour_share(-1, 1),
    "stifling: 0 is not allowed; give a finite number above 0": lambda: theory.rumour_share(0, 0),
    "initial: 1.1 is not allowed": lambda: theory.rumour_share(1, 1, initial=1.1),
}


@pytest.mark.parametrize("told", WRONG)
def test_wrong_input_is_told(told):
    with pytest.raises(EngagelabError) as caught:
        WRONG[told]()
    assert str(caught.value).startswith(told)
