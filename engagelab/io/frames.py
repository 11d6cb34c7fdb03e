"""Data frames and Parquet files as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import Message, message, refused
from .content import FileContent
from .lazy import late

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq
else:
    pa = late("pyarrow")
    pa_csv = late("pyarrow.csv")
    pq = late("pyarrow.parquet")
from .table import Table


def is_frame(source: object) -> bool:
    """Return whether a source is a data frame."""
    if hasattr(source, "__arrow_c_stream__"):
        return getattr(source, "ndim", 2) == 2  # a series is one column
    return hasattr(source, "columns") and hasattr(source, "to_numpy")


def of_frame(frame: Any) -> Table:
    """Return a frame as a table; columns of Python objects become text."""
    try:
        table = pa.table(frame)
    except (pa.ArrowException, TypeError, ValueError):
        _need_different([str(name) for name in frame.columns])
        texts = {str(name): _as_texts(frame[name]) for name in frame.columns}
        table = pa.table(texts)
    if "__index_level_0__" in table.column_names:
        table = table.drop_columns(["__index_level_0__"])
    _need_different(table.column_names)
    columns = tuple(_plain(column) for column in table.columns)
    is_numbered = table.column_names == [str(at) for at in range(len(columns))]
    shown = tuple(str(at + 1) for at in range(len(columns))) if is_numbered else tuple(
        table.column_names
    )  # fmt: skip
    return Table("table", shown, columns, not is_numbered, row_place)


def _need_different(names: Sequence[str]) -> None:
    name, number = Counter(names).most_common(1)[0] if names else ("", 0)
    if number > 1:
        raise refused("table", "file_same_columns", number=number, column=name)


def _as_texts(values: Iterable[Any]) -> pa.Array:
    texts = [None if _is_missing(value) else _as_text(value) for value in values]
    return pa.array(texts, pa.string())


def _as_text(value: Any) -> str:
    """Return a value as text; whole floats come from columns that had gaps."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _is_missing(value: Any) -> bool:
    return value is None or value != value or str(value) in ("<NA>", "NaT")


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column without dictionary encoding, as text unless it holds numbers or bools."""
    kind = column.type
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
    goal = kind if is_number or pa.types.is_boolean(kind) else pa.string()
    try:
        return column.cast(goal)
    except pa.ArrowException:  # Arrow cannot convert all types of other libraries
        return pa.chunked_array([_as_texts(column.to_pylist())])


def of_parquet(content: FileContent) -> Table:
    """Return a Parquet file as a table.

    Raises
    ------
    EngagelabError
        For a damaged file.
    """
    try:
        table = pq.read_table(pa.BufferReader(content.data), use_threads=False, pre_buffer=False)
        columns = tuple(_plain(column) for column in table.columns)
    except (pa.ArrowException, OSError) as error:
        problem = Message(str(error).splitlines()[0].rstrip("."), "csv_damaged")
        raise refused(content.name, "file_table", problem=problem) from error
    return Table(content.name, tuple(table.column_names), columns, True, row_place)


def row_place(row: int) -> Message:
    """Return the place of a row by its number from 1."""
    return message("place_row", row=row + 1)
