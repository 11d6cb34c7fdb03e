"""Ties that were read from a table, before people are numbered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...errors import Message
from ...io.lazy import late
from ...io.table import Table

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
