"""The share that hears a rumour against the equations of both variants, and played through."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from engagelab import theory
from engagelab.errors import EngagelabError

LIMIT = 4.0  # of |z|


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


WRONG = {
    "transmissibility: -1 is not allowed": (lambda: theory.rumour_share(-1, 1)),
    "stifling: 0 is not allowed; give a finite number above 0": (lambda: theory.rumour_share(0, 0)),
    "initial: 1.1 is not allowed": (lambda: theory.rumour_share(1, 1, initial=1.1)),
}


@pytest.mark.parametrize("told", WRONG)
def test_wrong_input_is_told(told):
    with pytest.raises(EngagelabError) as caught:
        WRONG[told]()
    assert str(caught.value).startswith(told)
