"""Arrays and labels come back from a table and from JSON as they were."""

import numpy as np
import pytest

from engagelab.io.arrays import from_table, label_from_json, label_to_json, shapes_of, to_table

ARRAYS = {
    "counts": np.array([3, 0, 2**40]),
    "rounds": np.arange(-6, 6, dtype=np.int16).reshape(3, 4),
    "cube": np.arange(24, dtype=np.float32).reshape(2, 3, 4) / 7,
    "flags": np.array([[True], [False]]),
    "nothing": np.zeros((0, 5), np.int32),
}


def test_arrays_come_back_with_their_shapes_and_types() -> None:
    table, shapes = to_table(ARRAYS), shapes_of(ARRAYS)
    back = from_table(table.sample(frac=1, random_state=1), shapes)  # rows know their places
    assert list(back) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert back[name].dtype == array.dtype, name
        assert np.array_equal(back[name], array), name


@pytest.mark.parametrize(
    "label",
    [0, -3, 2**70, True, None, 1.5, "Ann", "Zoé", b"\x00\xff", ("Ann", (1, None), b"a"), ()],
    ids=repr,
)
def test_labels_come_back_as_they_were(label: object) -> None:
    back = label_from_json(label_to_json(label))
    assert (type(back), back) == (type(label), label)


def test_labels_of_numpy_come_back_as_those_of_python_and_others_as_text() -> None:
    assert label_from_json(label_to_json(np.int64(4))) == 4
    assert label_from_json(label_to_json(frozenset({1}))) == "frozenset({1})"
