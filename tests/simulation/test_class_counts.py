"""Counts by class are added up exactly, at once or when they are asked for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagelab.simulation.class_counts import ClassCounts, Classes


def classes(ways, number, cells, rng):
    """Return classes with each cell in one class of each way."""
    of = rng.integers(0, number, (ways, cells))
    matrix = of[:, None, :] == np.arange(number)[:, None]
    return of, Classes(matrix.reshape(-1, cells).astype(float), np.zeros((ways, number), np.int64))


@given(
    ways=st.integers(1, 4), number=st.integers(1, 6), cells=st.integers(1, 40),
    runs=st.integers(1, 9), key=st.integers(0, 2**32),
)  # fmt: skip
def test_counts_are_those_of_a_loop_over_cells(ways, number, cells, runs, key):
    rng = np.random.default_rng(key)
    of, made = classes(ways, number, cells, rng)
    counts = rng.integers(0, 2**50, (cells, runs)) // cells
    expected = np.zeros((runs, ways, number), np.int64)
    for cell in range(cells):
        for way in range(ways):
            expected[:, way, of[way, cell]] += counts[cell]
    none = np.zeros((cells, 0), np.int64)
    found = ClassCounts.of_cells(made, counts, none)
    assert np.array_equal(found.reached_by_class, expected)
    assert found.shares_by_class.shape == (0, ways, number)


@pytest.mark.parametrize(("cells", "waits"), [(6, True), (7, False)])
def test_what_would_take_more_memory_is_added_up_at_once(cells, waits):
    _, made = classes(2, 3, cells, np.random.default_rng(1))
    counts = np.ones((cells, 5), np.int64)
    found = ClassCounts.of_cells(made, counts, counts)
    assert (found.reached is counts) == waits
    assert found.reached_by_class.sum() == 2 * cells * 5
