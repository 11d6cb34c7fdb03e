"""Labels of several columns are numbered as one set of people."""

import numpy as np
import pyarrow as pa
import pytest

from engagelab.graphs.reading.labels import number


def column(*cells, kind=None):
    return pa.chunked_array([list(cells)], kind or pa.string())


def labelled(*columns, **how):
    found = number(list(columns), **how)
    names = found.labels.tolist() if isinstance(found.labels, np.ndarray) else found.labels
    return [[None if at < 0 else names[at] for at in codes] for codes in found.codes], found


@pytest.mark.parametrize(
    ("cells", "known"),
    [
        (["1", "2", "10"], [1, 2, 10]),
        (["1", "2.0", ""], [1, 2, None]),
        (["007", "7"], ["007", "7"]),
        (["1", "x"], ["1", "x"]),
        (["-3", "NA", "4"], [-3, None, 4]),
        (["9999999999999999999", "1"], ["9999999999999999999", "1"]),
    ],
)
def test_labels_are_numbers_if_all_are(cells, known):
    assert labelled(column(*cells), missing=("NA",))[0] == [known]


def test_columns_share_their_people():
    found, _ = labelled(column("ann", "bo"), column("bo ", None), column("cy", "ann"))
    assert found == [["ann", "bo"], ["bo", None], ["cy", "ann"]]
    typed, _ = labelled(column(1, None, kind=pa.int64()), column(2.0, 1.0, kind=pa.float64()))
    assert typed == [[1, None], [2, 1]]
    mixed, _ = labelled(column(1, 2, kind=pa.int64()), column("x", "1"))
    assert mixed == [["1", "2"], ["x", "1"]]


def test_far_numbers_are_labels_too():
    far = [10**15, 5, -(10**15)]
    assert labelled(column(*far, kind=pa.int64()))[0] == [far]


def test_decimals_of_a_column_of_numbers_are_dropped_beside_words():
    assert labelled(column("1.0", "2"), column("ann", "1"))[0] == [["1", "2"], ["ann", "1"]]


def test_notes_name_what_was_unified_and_what_was_not():
    notes = labelled(column("Zoé", "Zoe\u0301", "ZOÉ", "a;Zoé"))[1].notes
    assert [note.code for note in notes] == ["note_unified", "note_alike", "note_lists"]
    assert labelled(column("ann", "bo"))[1].notes == ()
