"""The Reed-Frost chain against other ways to the same numbers."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy.special import lambertw

from engagelab import theory
from engagelab.errors import EngagelabError

LIMIT = 4.0  # of |z|


def by_polynomials(people, chance, initial):
    """The final sizes by the polynomials of Lefevre and Picard 1990, in exact fractions."""
    fails, left = 1 - Fraction(chance), people - initial
    weights = []
    for k in range(left + 1):
        rest = (math.comb(k, i) * fails ** ((initial + i) * (k - i)) * weights[i] for i in range(k))
        weights.append(1 - sum(rest))
    sizes = [
        math.comb(left, k) * fails ** ((left - k) * (initial + k)) * weights[k]
        for k in range(left + 1)
    ]
    return [0.0] * initial + [float(size) for size in sizes]


@pytest.mark.slow
@pytest.mark.parametrize(("people", "initial"), [(1, 1), (2, 1), (7, 3), (40, 1), (40, 5), (9, 9)])
@pytest.mark.parametrize("chance", [0.01, 0.125, 0.5])
def test_the_chain_equals_the_polynomials_in_exact_arithmetic(people, initial, chance):
    sizes = theory.reed_frost_reach(people, chance, initial=initial)
    assert sizes == pytest.approx(by_polynomials(people, chance, initial), rel=1e-9, abs=1e-300)


def test_the_chain_stays_sound_with_many_people():
    sizes = theory.reed_frost_reach(200, 0.01, initial=2)
    assert sizes.sum() == pytest.approx(1, abs=1e-11)
    assert sizes.min() >= 0
    rng = np.random.default_rng(1)
    reached = [play(200, 0.01, 2, rng) for _ in range(4_000)]
    spread = theory.reed_frost_spread(200, 0.01, initial=2)
    error = np.std(reached) / math.sqrt(len(reached))
    assert abs(np.mean(reached) - spread) < LIMIT * error
    died = np.mean(np.array(reached) < 30)
    expected = sizes[:30].sum()
    assert abs(died - expected) < LIMIT * math.sqrt(expected * (1 - expected) / len(reached))


def play(people, chance, initial, rng):
    left, active = people - initial, initial
    while active:
        active = rng.binomial(left, 1 - (1 - chance) ** active)
        left -= active
    return people - left


def test_certain_and_impossible_chains():
    assert theory.reed_frost_reach(4, 1).tolist() == [0, 0, 0, 0, 1]
    assert theory.reed_frost_reach(4, 0, initial=2).tolist() == [0, 0, 1, 0, 0]
    assert theory.reed_frost_reach(4, 0.5, initial=0).tolist() == [1, 0, 0, 0, 0]


def test_a_large_chain_tends_to_the_giant_component():
    """With mean degree c, an outbreak's share solves s = 1 - exp(-c s)."""
    people, c = 500, 2.0
    sizes = theory.reed_frost_reach(people, c / people)
    large = np.arange(people + 1) > people / 3
    share = sizes[large] @ np.arange(people + 1)[large] / sizes[large].sum() / people
    assert share == pytest.approx(1 + lambertw(-c * math.exp(-c)).real / c, abs=0.006)


@pytest.mark.parametrize(
    ("people", "chance", "initial", "told"),
    [
        (1_001, 0.1, 1, "people: 1001 is not allowed; give a whole number from 1 to 1,000"),
        (5, 0.1, 6, "initial: 6 is not allowed; give a whole number from 0 to 5"),
        (5, -0.1, 1, "transmissibility: -0.1 is not allowed; give a number from 0 to 1"),
        (5, True, 1, "transmissibility: True is not allowed"),
    ],
)
def test_a_wrong_chain_is_told(people, chance, initial, told):
    with pytest.raises(EngagelabError, match=told):
        theory.reed_frost_reach(people, chance, initial=initial)
