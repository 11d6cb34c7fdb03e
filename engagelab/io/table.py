"""Tables that have been read, whatever their format, and what was stated about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..errors import Message
from .lazy import late

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq
else:
    pa = late("pyarrow")
    pa_csv = late("pyarrow.csv")
    pq = late("pyarrow.parquet")


@dataclass(frozen=True)
class Asked:
    """What a caller has stated about a table; None is to be detected.

    Attributes
    ----------
    encoding : str or None
        The character encoding of a text file.
    separator : str or None
        The character between fields; a space stands for runs of white space.
    header : bool, sequence of str or None
        Whether the first row names the columns, or the names if it does not.
    skip : int or None
        Number of lines before the table.
    sheet : str or None
        The sheet of a spreadsheet.
    ragged : bool
        Whether rows may differ in length, as those of a list of neighbours; they have no header
        unless one is stated.
    spaces : bool
        Whether white space may separate fields; not in a list of full names.
    """

    encoding: str | None = None
    separator: str | None = None
    header: bool | Sequence[str] | None = None
    skip: int | None = None
    sheet: str | None = None
    ragged: bool = False
    spaces: bool = True


@dataclass(frozen=True, eq=False)
class Table:
    """A table that has been read.

    Attributes
    ----------
    name : str
        The file, for messages.
    names : tuple of str
        The names of the columns; "1", "2", ... if the file has none.
    columns : tuple of pyarrow.ChunkedArray
        Texts, or the types of a frame or a Parquet file.
    has_header : bool
        Whether the names are those of the file.
    place : callable
        The line or row of the row with an index, as a message.
    separator : str
        The separator of a text file.
    comments : tuple of str
        Its comment lines.
    notes : tuple of Message
        What was decided, one sentence each.
    short : mapping of int to int
        The number of fields of the rows that had too few, by index.
    """

    name: str
    names: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    has_header: bool
    place: Callable[[int], Message]
    separator: str = ""
    comments: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    short: Mapping[int, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.columns[0]) if self.columns else 0

    @property
    def called(self) -> str:
        """The name of the file without its folder."""
        return PurePath(self.name).name or self.name

    def preview(self, rows: int = 5) -> list[list[str]]:
        """Return the first rows as texts."""
        parts = [column.slice(0, rows).to_pylist() for column in self.columns]
        return [
            ["" if cell is None else str(cell) for cell in row] for row in zip(*parts, strict=True)
        ]
