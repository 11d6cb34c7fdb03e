"""Numbers are read in the notation of the whole column."""

import numpy as np
import pyarrow as pa
import pytest

from engagelab.io.numbers import numbers_in


def numbers(*cells, **how):
    return numbers_in(pa.chunked_array([list(cells)], pa.string()), **how)


@pytest.mark.parametrize(
    ("cells", "known"),
    [
        (["1", "0.5", "1e3"], [1, 0.5, 1000]),
        (["0,5", "1"], [0.5, 1]),
        (["1,234", "2,000"], [1234, 2000]),
        (["1,234.5", "2"], [1234.5, 2]),
        (["1.234,5", "2,5"], [1234.5, 2.5]),
        (["1 234,5", "2\N{NARROW NO-BREAK SPACE}000"], [1234.5, 2000]),
        (["1'234", "2"], [1234, 2]),
        (["50%", "12,5 %"], [0.5, 0.125]),
        (["\N{MINUS SIGN}3", "4"], [-3, 4]),
    ],
)
def test_a_column_has_one_notation(cells, known):
    found = numbers(*cells)
    assert (found.values.tolist(), found.bad) == (known, -1)


def test_a_stated_mark_is_used():
    assert numbers("1,234", decimal=",").values.tolist() == [1.234]
    assert numbers("1.500", decimal=",").values.tolist() == [1500]
    assert numbers("1.500").values.tolist() == [1.5]


@pytest.mark.parametrize("cell", ["much", "nan", "inf", "1e999", "1,2,3", "--1"])
def test_another_cell_is_bad(cell):
    found = numbers("1", cell, "2")
    assert found.bad == 1
    assert np.isnan(found.values[1])


def test_empty_cells_are_missing_and_typed_columns_stay():
    found = numbers("1", "", "NA", empty=("NA",))
    assert np.isnan(found.values).tolist() == [False, True, True]
    assert found.bad == -1
    typed = numbers_in(pa.chunked_array([[1, None, 3]]))
    assert np.isnan(typed.values).tolist() == [False, True, False]
