"""Weights in a column of a table, checked with their line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...errors import EngagelabError, Message, message, refused
from ...io.lazy import late
from ...io.numbers import Numbers, numbers_in
from ...io.table import Table
from .columns import Columns

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa = late("pyarrow")
    pc = late("pyarrow.compute")


def named(table: Table, at: int) -> str:
    """Return the name of a column, or its number."""
    return table.names[at] or f"({at + 1})"


def weights_in(columns: Columns, at: int) -> Numbers:
    """Return a column of weights; refuse texts and negative numbers with their line."""
    table, options = columns.table, columns.options
    decimal = options.for_file("decimal", "ties")
    column = table.columns[at]
    if decimal is None and table.separator == ";":
        decimal = _decimal_beside_semicolons(columns.sets[at])
    if pa.types.is_boolean(column.type):
        raise _no_number(columns, at, 0)
    numbers = numbers_in(column, decimal=decimal, empty=frozenset(options.missing))
    if numbers.bad >= 0:
        if numbers.decimal == ",":
            raise bad_weight(columns, at, numbers.bad, "file_number_comma")
        raise _no_number(columns, at, numbers.bad)
    negative = np.flatnonzero(numbers.values < 0)
    if negative.size:
        raise bad_weight(columns, at, int(negative[0]), "file_negative")
    return numbers


def _decimal_beside_semicolons(cells: frozenset[str]) -> str | None:
    """Return a comma if cells have one and no point: the separator is ; because it is decimal."""
    has_comma = any("," in cell for cell in cells)
    return "," if has_comma and not any("." in cell for cell in cells) else None


def _no_number(columns: Columns, at: int, row: int) -> EngagelabError:
    return bad_weight(columns, at, row, "file_number")


def bad_weight(columns: Columns, at: int, row: int, code: str) -> EngagelabError:
    """Return the error for a weight, with its line, column and value."""
    table = columns.table
    value = table.columns[at][row].as_py()
    values = {"place": table.place(row), "column": named(table, at), "value": str(value)}
    if code == "file_negative":
        return refused(table.name, "file_negative", **values)
    if code == "file_number_comma":
        return refused(table.name, "file_number_comma", **values)
    return refused(table.name, "file_number", **values)


def number_notes(numbers: Numbers) -> list[Message]:
    """Return notes on the notation of weights."""
    notes = []
    if numbers.decimal == ",":
        notes.append(message("note_decimal_comma"))
    if numbers.percent:
        notes.append(message("note_percent"))
    return notes
