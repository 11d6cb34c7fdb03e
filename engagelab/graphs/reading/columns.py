"""Which column of a table is what: by its name, or else by what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ...errors import Message, listing, nearest, refused
from ...io.lazy import late
from ...io.numbers import numbers_in
from ...io.table import Table
from ..spelling import as_text, clean, is_total
from .options import Options
from .vocabulary import WORDS, means

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa = late("pyarrow")
    pc = late("pyarrow.compute")

_SAMPLE = 20_000  # rows compared to see whether two columns hold the same people
_A_TIME = 100_000_000.0  # whole numbers from here on are times rather than weights
_INDEX_NAMES = ("", "index", "row", "rownames", "no", "n", "#", "unnamed")


def need_two_columns(table: Table) -> None:
    """Raise for a table with fewer than two columns."""
    if len(table.names) > 1:
        return
    if not table.separator:  # a frame or a sheet
        raise refused(table.name, "table_one_column", number=len(table.names))
    raise refused(table.name, "file_one_column", line=1)


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of a table with what is known about them.

    Attributes
    ----------
    table : Table
        The table.
    options : Options
        The stated decisions.
    """

    table: Table
    options: Options

    def stated(self, use: str) -> int | None:
        """Return the position of the column that was stated for a use.

        Raises
        ------
        EngagelabError
            For a column that the table does not have, or has twice.
        """
        wanted = self.options.column(use)
        return None if wanted is None else self.position(wanted)

    def position(self, wanted: str | int) -> int:
        """Return the position of a column by its name, or by its number from 1."""
        table = self.table
        name = str(wanted).strip()
        places = [at for at, other in enumerate(table.names) if other == name]
        if len(places) > 1 and not isinstance(wanted, int):
            raise refused(table.name, "file_same_columns", number=len(places), column=name)
        if isinstance(wanted, int) and 1 <= wanted <= len(table.names):
            return wanted - 1
        if places:
            return places[0]
        if not table.has_header:
            raise refused(table.name, "file_no_names", column=name, columns=len(table.names))
        hint = nearest(name, table.names)
        shown = listing(map(repr, table.names))
        raise refused(table.name, "file_no_column", column=name, hint=Message(hint), names=shown)

    def named(self, role: str, but: Iterable[int | None] = ()) -> list[int]:
        """Return the positions of the columns whose names mean a role, the plainest first."""
        if not self.table.has_header:
            return []
        taken = set(but)
        places = [
            at for at, name in enumerate(self.table.names) if at not in taken and means(name, role)
        ]
        return sorted(
            places, key=lambda at: self.table.names[at].strip().casefold() not in WORDS[role]
        )

    def only(self, role: str, but: Iterable[int | None] = ()) -> int | None:
        """Return the column whose name means a role; None if there is none.

        Raises
        ------
        EngagelabError
            If two columns have the same name.
        """
        places = self.named(role, but)
        if not places:
            return None
        names = self.table.names
        same = [at for at in places if names[at].casefold() == names[places[0]].casefold()]
        if len(same) > 1:
            column = names[places[0]]
            raise refused(self.table.name, "file_same_columns", number=len(same), column=column)
        return places[0]

    def shown(self, places: Iterable[int]) -> Message:
        """Return the names of some columns as a list."""
        return listing(self.table.names[at] or f"({at + 1})" for at in places)

    @cached_property
    def sets(self) -> list[frozenset[str]]:
        """The different cells of each column in the first rows; empty if all its rows are."""
        return [
            self._cells(column.slice(0, _SAMPLE)) or self._cells(column)
            for column in self.table.columns
        ]

    def _cells(self, column: pa.ChunkedArray) -> frozenset[str]:
        texts = pc.unique(column).cast(pa.string()).to_pylist()
        cells = (text.strip() for text in texts if text is not None)
        return frozenset(clean(text) for text in cells if text and text not in self._missing)

    @cached_property
    def _missing(self) -> frozenset[str]:
        return frozenset(self.options.missing)

    @cached_property
    def numeric(self) -> list[bool]:
        """Whether each column holds numbers only, and some."""
        return [self._is_numeric(column.slice(0, _SAMPLE)) for column in self.table.columns]

    def _is_numeric(self, column: pa.ChunkedArray) -> bool:
        if pa.types.is_boolean(column.type):
            return False
        numbers = numbers_in(column, empty=self._missing)
        return numbers.bad < 0 and not bool(np.isnan(numbers.values).all())

    def is_labels(self, at: int) -> bool:
        """Return whether a column can hold labels: texts or whole numbers that are not times."""
        if not self.sets[at]:
            return False
        if not self.numeric[at]:
            return True
        values = numbers_in(self.table.columns[at].slice(0, _SAMPLE), empty=self._missing).values
        values = values[~np.isnan(values)]
        return bool((values == np.round(values)).all())

    def is_time(self, at: int) -> bool:
        """Return whether all numbers of a column are large enough for times in seconds."""
        values = numbers_in(self.table.columns[at].slice(0, _SAMPLE), empty=self._missing).values
        return bool((np.nan_to_num(values, nan=_A_TIME) >= _A_TIME).all())

    def is_index(self, at: int) -> bool:
        """Return whether a column numbers the rows, from 0 or 1."""
        if not self.numeric[at] or self.table.rows < 2:
            return False
        values = numbers_in(self.table.columns[at].slice(0, _SAMPLE), empty=self._missing).values
        return bool(values[0] in (0, 1) and (np.diff(values) == 1).all())

    def is_named_index(self, at: int) -> bool:
        """Return whether the name of a column says that it numbers the rows."""
        name = self.table.names[at].strip().casefold().partition(":")[0]
        return self.table.has_header and name in _INDEX_NAMES

    def overlap(self, a: int, b: int) -> int:
        """Return the number of labels that two columns have in common."""
        return len(self.sets[a] & self.sets[b])

    def need_cells(self, last: int) -> None:
        """Raise for a row that ends before a column, unless it is blank or a total."""
        table = self.table
        for row, cells in table.short.items():
            first = as_text(table.columns[0][row].as_py()).strip()
            if cells <= last and first and not is_total(first):
                line = table.place(row).values.get("line", row + 1)
                sizes = {"found": cells, "wanted": len(table.names)}
                names = listing(table.names)
                raise refused(table.name, "file_fields", line=line, names=names, **sizes)
