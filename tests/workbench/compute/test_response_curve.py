import numpy as np
import pytest

from engagelab.workbench.compute.response_curve import response_of


def test_the_gain_of_the_best_value_is_from_paired_runs():
    noise = 50 * np.sin(np.arange(40))
    runs = [noise + level for level in (0, 10, 30, 30, 20)]
    runs[3] = runs[3] + np.resize([-1.0, 1.0], 40)
    found = response_of([1, 2, 3, 4, 5], runs, 1, more=True)
    assert found.best in (2, 3)
    assert found.alike == (2, 3)
    assert found.gain[0] == pytest.approx(30, abs=0.5)
    assert found.gain[1] > 0  # though each mean alone is not told from another
    assert found.low[0] < found.mean[2]
    lowest = response_of([1, 2, 3, 4, 5], runs, 3, more=False)
    assert (lowest.best, lowest.now) == (0, 2)


def test_one_run_distinguishes_nothing_and_a_missing_measure_has_no_best():
    found = response_of([1, 2], [np.array([1.0]), np.array([2.0])], 1, more=True)
    assert found.alike == (0, 1)
    missing = [np.full(3, np.nan)] * 2
    assert response_of([1, 2], missing, 1, more=True) is None


def test_choices_have_no_neighbours():
    runs = [np.ones(4), np.ones(4)]
    assert response_of([False, True], runs, False, more=True, ordered=False).alike == (0, 0)
