"""Numbers, probabilities and distributions are checked, and wrong ones are told."""

import math

import numpy as np
import pytest

from engagelab.errors import EngagelabError
from engagelab.theory.checks import distribution, number, numbers, probabilities, probability


@pytest.mark.parametrize("value", [0, 1.0, np.float32(0.5), np.int8(1)])
def test_numbers_of_any_type_become_floats(value):
    assert type(probability("p", value)) is float
    assert probability("p", value) == value


@pytest.mark.parametrize("value", [True, "1", None, math.nan, math.inf, -0.1, 10**400, [0.5]])
def test_what_is_not_a_probability_is_told(value):
    with pytest.raises(EngagelabError) as caught:
        probability("p", value)
    text = f"{value!r} is not allowed; give a number from 0 to 1"
    assert caught.value.problems == (("p", text),)


def test_a_bound_may_be_excluded():
    assert number("x", 0) == 0
    with pytest.raises(EngagelabError, match="x: 0 is not allowed; give a finite number above 0"):
        number("x", 0, strictly=True)
    with pytest.raises(EngagelabError, match="give a number from 2 to 5, not 2"):
        number("x", 2, 2, 5, strictly=True)


def test_one_probability_stands_for_all():
    assert probabilities("p", 0.5, 3).tolist() == [0.5] * 3
    assert probabilities("p", [0, 0.5, 1], 3).tolist() == [0, 0.5, 1]
    assert probabilities("p", [], 0).shape == (0,)


def test_numbers_keep_their_shape_and_a_wrong_one_is_named():
    assert numbers("x", [[0, 1.5]]).shape == (1, 2)
    with pytest.raises(EngagelabError, match=r"x: inf is not allowed; give finite numbers"):
        numbers("x", [1, math.inf, -1])


def test_a_distribution_adds_up_to_1_up_to_rounding():
    assert distribution("p", [0.1] * 10).sum() == pytest.approx(1)
    with pytest.raises(EngagelabError, match=r"p: the probabilities add up to 0\.99999999"):
        distribution("p", [0.5, 0.49999999])
