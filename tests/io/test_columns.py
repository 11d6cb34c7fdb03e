"""The first row is found that does not hold what its column should."""

import pyarrow as pa
import pytest

from engagelab.io.columns import Kind, first_bad


@pytest.mark.parametrize(
    ("values", "kind", "row"),
    [
        (["a", "b"], "label", -1),
        (["a", " \t", ""], "label", 1),
        (["a", None], "label", 1),
        ([1, None], "label", 1),
        ([0.5, -1e300], "number", -1),
        ([0.5, float("inf"), float("nan")], "number", 1),
        ([None, 0.5], "number", 0),
        (["", "x"], "text", -1),
        (["x", None], "text", 1),
        (pa.array([], pa.string()), "label", -1),
    ],
)
def test_the_first_row_that_does_not_fit(values: list[object], kind: Kind, row: int) -> None:
    assert first_bad(pa.chunked_array([values]), kind) == row
