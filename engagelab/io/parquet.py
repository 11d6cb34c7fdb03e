"""Columns of Parquet files, read with the same types as those of text files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import EngagelabError
from .atomic import reason
from .columns import Kind, first_bad, missing_column
from .lazy import late

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
else:
    pa = late("pyarrow")
    pc = late("pyarrow.compute")
    pq = late("pyarrow.parquet")


def read_parquet(where: Path, columns: Mapping[str, Kind]) -> pa.Table:
    """Read the named columns of a Parquet file.

    Raises
    ------
    EngagelabError
        For a missing or damaged file, a missing column, or a value of another kind.
    """
    try:
        with where.open("rb") as raw, pq.ParquetFile(raw) as file:
            names = file.schema_arrow.names
            if absent := [name for name in columns if name not in names]:
                raise missing_column(where, absent[0], names)
            table = file.read(columns=list(columns))
    except (pa.ArrowException, OSError) as error:
        message = f"{where}: cannot be read: {reason(error)}; give a complete Parquet file"
        raise EngagelabError(message) from error
    arrays = [_cast(where, name, table[name], kind) for name, kind in columns.items()]
    return pa.table(arrays, names=list(columns))


def _cast(where: Path, name: str, values: pa.ChunkedArray, kind: Kind) -> pa.ChunkedArray:
    """Convert a column to floats, whole numbers or text, and check its values."""
    whole = kind == "label" and pa.types.is_integer(values.type)
    goal = pa.int64() if whole else pa.float64() if kind == "number" else pa.string()
    try:
        if kind == "label" and not whole and not _is_text(values.type):
            raise pa.ArrowInvalid("a label is text or a whole number")
        values = pc.cast(values, goal)
        values = pc.fill_null(values, "") if kind == "text" else values
    except pa.ArrowException as error:
        message = f"{where}: column {name!r} of type {values.type} cannot be a {kind}: {error}"
        raise EngagelabError(message) from error
    if (row := first_bad(values, kind)) >= 0:
        cell = f"row {row + 1}: column {name!r} holds {values[row].as_py()!r}"
        expected = "finite number" if kind == "number" else kind
        raise EngagelabError(f"{where}: {cell}; enter a {expected}, or remove the row")
    return values


def _is_text(kind: pa.DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
