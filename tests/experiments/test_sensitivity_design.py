"""Designs have the structure of their methods, and refuse numbers that do not suit them."""

import numpy as np
import pytest

from engagelab.errors import EngagelabError
from engagelab.experiments.sensitivity_design import design


def test_a_trajectory_of_morris_changes_each_field_once():
    points = design("morris", "abc", 6, key=2)
    assert points.shape == (24, 3)
    assert set(np.unique((points * 3).round(9))) <= {0, 1, 2, 3}
    for trajectory in points.reshape(6, 4, 3):
        changed = np.diff(trajectory, axis=0) != 0
        assert changed.sum(axis=0).tolist() == changed.sum(axis=1).tolist() == [1, 1, 1]


def test_sobol_has_two_base_points_and_two_mixtures_per_field():
    points = design("sobol", "abc", 8, key=2)
    assert points.shape == (8 * (2 * 3 + 2), 3)
    assert ((points >= 0) & (points <= 1)).all()


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_a_design_is_a_function_of_its_key(method):
    first = design(method, "abc", 8, key=2)
    assert np.array_equal(first, design(method, "abc", 8, key=2))
    assert not np.array_equal(first, design(method, "abc", 8, key=3))


def test_numbers_of_samples():
    assert len(design("morris", "a", None, key=2)) == 16 * 2
    assert len(design("sobol", "a", None, key=2)) == 64 * 4
    assert len(design("morris", "a", 7, key=2)) == 7 * 2
    with pytest.raises(EngagelabError, match=r"samples: 7 is not a power of 2.*give 8"):
        design("sobol", "a", 7, key=2)
    with pytest.raises(EngagelabError, match="method: 'fast' is not known"):
        design("fast", "a", 7, key=2)
