"""Adjacency matrices with the labels of people in the first row and the first column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...errors import message, refused
from ...io.lazy import late
from ...io.numbers import numbers_in
from ...io.table import Table
from ..spelling import as_text, clean
from .columns import Columns

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa = late("pyarrow")
    pc = late("pyarrow.compute")

from .tie_table import TieTable
from .weights import bad_weight


def is_matrix(columns: Columns) -> bool:
    """Return whether the names of the columns are the labels of the rows, above numbers."""
    table = columns.table
    names = [clean(name) for name in table.names[1:]]
    if len(names) < 2 or not table.has_header or table.rows != len(names):
        return False
    rows = [clean(as_text(cell)) for cell in table.columns[0].to_pylist()]
    is_square = sorted(rows) == sorted(names) and len(set(rows)) == len(rows)
    return is_square and all(
        columns.numeric[at] or not columns.sets[at] for at in range(1, len(table.names))
    )


def of_matrix(columns: Columns) -> TieTable:
    """Return the ties of an adjacency matrix with labels."""
    table, options = columns.table, columns.options
    if not is_matrix(columns):
        raise refused(table.name, "file_no_matrix")
    empty = frozenset(options.missing)
    values = [numbers_in(column, empty=empty).values for column in table.columns[1:]]
    cells = np.array(values).T
    rows = [clean(as_text(cell)) for cell in table.columns[0].to_pylist()]
    names = [clean(name) for name in table.names[1:]]
    cells = cells[[rows.index(name) for name in names]]
    matrix = np.nan_to_num(cells)
    negative = np.argwhere(matrix < 0)
    if negative.size:
        at = rows.index(names[negative[0][0]])
        raise bad_weight(columns, int(negative[0][1]) + 1, at, "file_negative")
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
