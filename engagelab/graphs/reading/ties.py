"""Ties in a table: one a row, a matrix, or the neighbours of each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...errors import EngagelabError, Message, message, refused
from ...io.lazy import late
from ...io.numbers import Numbers, numbers_in
from ...io.tables import Table
from ..spelling import clean
from .columns import Columns, TieColumns, direction_of, refuse_matrix, tie_columns
from .options import Options

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa = late("pyarrow")
    pc = late("pyarrow.compute")


@dataclass(frozen=True, eq=False)
class TieTable:
    """Ties as columns of texts.

    Attributes
    ----------
    table : Table
        The table that they were read from, for messages.
    source, target : pyarrow.ChunkedArray
        The people of each tie; a person without ties has an empty cell on the other side.
    weights : array of float64 or None
        The weights.
    directed : bool or None
        Whether ties reach one way; None if nothing says so.
    both_ways : array of bool or None
        The ties of a directed network that are mutual.
    rows : array of int64
        The row of each tie in the table.
    notes : tuple of Message
        What was decided.
    uses : mapping of int to str
        What each column of the table is, by position.
    """

    table: Table
    source: pa.ChunkedArray
    target: pa.ChunkedArray
    weights: NDArray[np.float64] | None
    directed: bool | None
    both_ways: NDArray[np.bool_] | None
    rows: NDArray[np.int64]
    notes: tuple[Message, ...] = ()
    uses: Mapping[int, str] = field(default_factory=dict)


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
    if options.form == "matrix" or (options.form is None and not stated and _is_matrix(columns)):
        return _of_matrix(columns)
    if options.form is None and not stated:
        refuse_matrix(columns)
    if options.form == "neighbours":
        return _of_columns(columns, _neighbour_columns(columns))
    return _of_columns(columns, tie_columns(columns))


def _neighbour_columns(columns: Columns) -> TieColumns:
    """Return the columns of a table whose rows are a person and all their ties."""
    targets = tuple(range(1, len(columns.table.names)))
    if not targets:
        raise refused(columns.table.name, "file_one_column", line=1)
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
        numbers = _weights(columns, found.weight)
        notes.append(message("note_weight", column=_named(table, found.weight)))
        notes.extend(_number_notes(numbers))
        weights = np.tile(numbers.values, count)
    directed, both_ways = _direction(columns, found)
    notes.extend(_direction_notes(table, found, directed, both_ways, options))
    ties = TieTable(
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
    return _without_empty_alters(ties) if count > 1 else ties


def _joined(columns: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Return columns one below the other, as texts if their types differ."""
    kinds = {column.type for column in columns}
    if len(kinds) > 1:
        columns = [pc.cast(column, pa.string()) for column in columns]
    return pa.chunked_array([chunk for each in columns for chunk in each.chunks], columns[0].type)


def _without_empty_alters(ties: TieTable) -> TieTable:
    """Leave out the empty alters, but one of each person who names no one."""
    is_empty = np.array([not (cell or "").strip() for cell in ties.target.to_pylist()])
    per_row = np.bincount(ties.rows[~is_empty], minlength=ties.table.rows)
    first = np.arange(is_empty.size) < ties.table.rows
    keep = ~is_empty | (first & (per_row[ties.rows] == 0))
    return taken(ties, keep)


def taken(ties: TieTable, keep: NDArray[np.bool_]) -> TieTable:
    """Return the ties at which a mask is true."""
    mask = pa.array(keep)
    return replace(
        ties,
        source=ties.source.filter(mask),
        target=ties.target.filter(mask),
        weights=None if ties.weights is None else ties.weights[keep],
        both_ways=None if ties.both_ways is None else ties.both_ways[keep],
        rows=ties.rows[keep],
    )


def _named(table: Table, at: int) -> str:
    return table.names[at] or f"({at + 1})"


# --- weights and directions ----------------------------------------------------------------------


def _weights(columns: Columns, at: int) -> Numbers:
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
        raise _no_number(columns, at, numbers.bad)
    negative = np.flatnonzero(numbers.values < 0)
    if negative.size:
        raise _bad_weight(columns, at, int(negative[0]), "file_negative")
    return numbers


def _decimal_beside_semicolons(cells: frozenset[str]) -> str | None:
    """Return a comma if cells have one and no point: the separator is ; because it is decimal."""
    has_comma = any("," in cell for cell in cells)
    return "," if has_comma and not any("." in cell for cell in cells) else None


def _no_number(columns: Columns, at: int, row: int) -> EngagelabError:
    return _bad_weight(columns, at, row, "file_number")


def _bad_weight(columns: Columns, at: int, row: int, code: str) -> EngagelabError:
    table = columns.table
    value = table.columns[at][row].as_py()
    values = {"place": table.place(row), "column": _named(table, at), "value": str(value)}
    if code == "file_negative":
        return refused(table.name, "file_negative", **values)
    return refused(table.name, "file_number", **values)


def _number_notes(numbers: Numbers) -> list[Message]:
    notes = []
    if numbers.decimal == ",":
        notes.append(message("note_decimal_comma"))
    if numbers.percent:
        notes.append(message("note_percent"))
    return notes


def _direction(columns: Columns, found: TieColumns) -> tuple[bool | None, NDArray[np.bool_] | None]:
    """Return whether ties reach one way, and which of them are mutual all the same."""
    table, stated = columns.table, columns.options.directed
    if stated is not None:
        return stated, None
    if found.type is not None:
        cells = table.columns[found.type].to_pylist()
        kinds = {cell: direction_of(str(cell or "")) for cell in set(cells)}
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


# --- matrices ------------------------------------------------------------------------------------


def _is_matrix(columns: Columns) -> bool:
    """Return whether the names of the columns are the labels of the rows, above numbers."""
    table = columns.table
    names = [clean(name) for name in table.names[1:]]
    if len(names) < 2 or not table.has_header or table.rows != len(names):
        return False
    rows = [clean(str(cell or "")) for cell in table.columns[0].to_pylist()]
    is_square = sorted(rows) == sorted(names) and len(set(rows)) == len(rows)
    return is_square and all(
        columns.numeric[at] or not columns.sets[at] for at in range(1, len(table.names))
    )


def _of_matrix(columns: Columns) -> TieTable:
    """Return the ties of an adjacency matrix with labels."""
    table, options = columns.table, columns.options
    if not _is_matrix(columns):
        raise refused(table.name, "file_no_matrix")
    empty = frozenset(options.missing)
    values = [numbers_in(column, empty=empty).values for column in table.columns[1:]]
    cells = np.array(values).T
    rows = [clean(str(cell)) for cell in table.columns[0].to_pylist()]
    names = [clean(name) for name in table.names[1:]]
    cells = cells[[rows.index(name) for name in names]]
    matrix = np.nan_to_num(cells)
    negative = np.argwhere(matrix < 0)
    if negative.size:
        at = rows.index(names[negative[0][0]])
        raise _bad_weight(columns, int(negative[0][1]) + 1, at, "file_negative")
    directed = options.directed
    if directed is None:
        directed = not (_is_half(cells) or (matrix == matrix.T).all())
    return _ties_of_matrix(table, names, matrix, directed)


def _is_half(cells: NDArray[np.float64]) -> bool:
    """Return whether one half of a matrix is empty, since it would repeat the other."""
    empty = np.isnan(cells)
    lower, upper = np.tril_indices(len(cells), -1), np.triu_indices(len(cells), 1)
    return bool(empty[lower].all() or empty[upper].all())


def _ties_of_matrix(
    table: Table, names: list[str], matrix: NDArray[np.float64], directed: bool
) -> TieTable:
    if not directed:
        matrix = np.triu(np.maximum(matrix, matrix.T))  # each mutual tie once
    first, second = np.nonzero(matrix)
    weights = matrix[first, second]
    has_weights = bool(weights.size) and not bool((weights == 1).all())
    code = "note_matrix_directed" if directed else "note_matrix_mutual"
    notes = (
        message("note_matrix_directed", people=len(names))
        if code == "note_matrix_directed"
        else message("note_matrix_mutual", people=len(names)),
    )
    source = pa.chunked_array([[*names, *(names[at] for at in first)]], pa.string())
    target = pa.chunked_array([[*([""] * len(names)), *(names[at] for at in second)]], pa.string())
    rows = np.concatenate([np.arange(len(names)), first])
    padded = np.concatenate([np.ones(len(names)), weights]) if has_weights else None
    return TieTable(table, source, target, padded, directed, None, rows, notes)
