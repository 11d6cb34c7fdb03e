"""What a column of a table may hold, and the checks that all file formats share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..errors import EngagelabError, listed, nearest
from .lazy import late

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa = late("pyarrow")
    pc = late("pyarrow.compute")

Kind = Literal["label", "number", "text"]


def missing_column(where: Path, name: str, names: Sequence[str]) -> EngagelabError:
    """Return the error for a column that a file does not have."""
    present = f"the columns found are {listed(map(repr, names))}"
    return EngagelabError(f"{where}: no column {name!r}{nearest(name, names)}; {present}")


def first_bad(values: pa.ChunkedArray, kind: Kind) -> int:
    """Return the first row that is empty, or not a finite number in a number column; else -1."""
    if kind == "number":
        good = pc.is_finite(values)
    elif kind == "label" and pa.types.is_string(values.type):
        good = pc.not_equal(pc.utf8_trim_whitespace(values), "")
    else:
        good = pc.is_valid(values)
    return int(pc.index(pc.fill_null(good, False), False).as_py())
