"""Ties in a table: one a row, a matrix, or the neighbours of each person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...errors import Message, message, refused
from ...io.lazy import late
from ...io.table import Table
from ..spelling import as_text
from .columns import Columns, need_two_columns
from .options import Options
from .tie_columns import TieColumns, direction_of, refuse_matrix, tie_columns

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa = late("pyarrow")
    pc = late("pyarrow.compute")

from .matrix import is_matrix, of_matrix
from .tie_table import TieTable
from .weights import named, number_notes, weights_in


def ties_in(table: Table, options: Options) -> TieTable:
    """Return the ties in a table.

    Raises
    ------
    EngagelabError
        If the columns are not certain, or for a row or weight that is not allowed.
    """
    columns = Columns(table, options)
    if not table.rows and table.has_header:
        raise refused(table.name, "file_only_names", line=1)
    stated = options.column("source") is not None
    if options.form == "matrix" or (options.form is None and not stated and is_matrix(columns)):
        return of_matrix(columns)
    if options.form is None and not stated:
        refuse_matrix(columns)
    if options.form == "neighbours":
        return _of_columns(columns, _neighbour_columns(columns))
    return _of_columns(columns, tie_columns(columns))


def _neighbour_columns(columns: Columns) -> TieColumns:
    """Return the columns of a table whose rows are a person and all their ties."""
    need_two_columns(columns.table)
    targets = tuple(range(1, len(columns.table.names)))
    return TieColumns(0, targets, notes=(message("note_neighbours"),))


# --- one tie a row -------------------------------------------------------------------------------


def _of_columns(columns: Columns, found: TieColumns) -> TieTable:
    table, options = columns.table, columns.options
    notes = list(found.notes)
    count = len(found.targets)
    source = _joined([table.columns[found.source]] * count)
    target = _joined([table.columns[at] for at in found.targets])
    rows = np.tile(np.arange(table.rows), count)
    if options.form != "neighbours":
        columns.need_cells(max(found.source, *found.targets))
    weights = None
    if found.weight is not None:
        numbers = weights_in(columns, found.weight)
        notes.append(message("note_weight", column=named(table, found.weight)))
        notes.extend(number_notes(numbers))
        weights = np.tile(numbers.values, count)
    directed, both_ways = _direction(columns, found)
    notes.extend(_direction_notes(table, found, directed, both_ways, options))
    return TieTable(
        table,
        source,
        target,
        weights,
        directed,
        None if both_ways is None else np.tile(both_ways, count),
        rows,
        tuple(notes),
        found.uses,
    )


def _joined(columns: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Return columns one below the other, as texts if their types differ."""
    kinds = {column.type for column in columns}
    if len(kinds) > 1:
        columns = [pc.cast(column, pa.string()) for column in columns]
    return pa.chunked_array([chunk for each in columns for chunk in each.chunks], columns[0].type)


# --- weights and directions ----------------------------------------------------------------------


def _direction(columns: Columns, found: TieColumns) -> tuple[bool | None, NDArray[np.bool_] | None]:
    """Return whether ties reach one way, and which of them are mutual all the same."""
    table, stated = columns.table, columns.options.directed
    if stated is not None:
        return stated, None
    if found.type is not None:
        cells = table.columns[found.type].to_pylist()
        kinds = {cell: direction_of(as_text(cell)) for cell in set(cells)}
        mutual = np.array([kinds[cell] is False for cell in cells], np.bool_)
        if True in kinds.values():
            return True, mutual if mutual.any() else None
        return False, None
    if found.directed:
        return True, None
    return _from_comments(table.comments), None


def _from_comments(comments: Sequence[str]) -> bool | None:
    """Return the direction that a comment states, as those of SNAP, KONECT and Matrix Market do."""
    text = " ".join(comments).casefold()
    if "undirected" in text or text.startswith(("% sym", "% bip")) or " symmetric" in text:
        return False
    if "directed" in text or text.startswith("% asym"):
        return True
    return None


def _direction_notes(
    table: Table,
    found: TieColumns,
    directed: bool | None,
    both_ways: NDArray[np.bool_] | None,
    options: Options,
) -> list[Message]:
    if options.directed is not None:
        return []
    if found.type is not None:
        column = table.names[found.type]
        if both_ways is not None:
            return [message("note_type_mixed", column=column, mutual=int(both_ways.sum()))]
        if directed:
            return [message("note_type_directed", column=column)]
        return [message("note_type_mutual", column=column)]
    if found.directed:
        return []
    if directed is not None:
        code = "note_comment_directed" if directed else "note_comment_mutual"
        if code == "note_comment_directed":
            return [message("note_comment_directed")]
        return [message("note_comment_mutual")]
    return [message("note_mutual")]
