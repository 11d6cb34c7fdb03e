"""Exports whose columns a person has said how to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..errors import EngagelabError
from ..io.table import Table
from .export_table import Decisions, Export, export_of, uses_of
from .header_words import normal
from .joining import joined
from .posts import ObservedPosts
from .read_posts import decisions_of, last_day, tables_of
from .remarks import refused_export

_SHOWN = 3  # examples of each column


@dataclass(frozen=True)
class Column:
    """A column of an export.

    Attributes
    ----------
    name : str
        Its header.
    use : str
        What it is read as; empty if it is not read.
    examples : tuple of str
        Its first cells that hold something.
    """

    name: str
    use: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class EditedFile:
    r"""An export whose columns a person has said how to read.

    Attributes
    ----------
    content : FileContent or path
        The file.
    uses : mapping of str to str
        What some of its columns are read as, by header; empty for one that is not to be read.

    Examples
    --------
    >>> import io
    >>> file = EditedFile(io.StringIO("post,Reach,Viewers\nA,9,7\n"), {"Viewers": "reads"})
    >>> [(column.name, column.use) for column in file.columns()]
    [('post', 'post'), ('Reach', ''), ('Viewers', 'reads')]
    """

    content: Any
    uses: Mapping[str, str]

    def columns(self) -> tuple[Column, ...]:
        """Return the columns of all its tables, whether or not they can be read as they are."""
        columns: dict[str, Column] = {}
        for table in self._tables():
            for name, use in uses_of(table, self._decisions(table)).items():
                columns.setdefault(name, Column(name, use, _examples(table, name)))
        return tuple(columns.values())

    def readable_columns(self) -> tuple[Column, ...]:
        """Return the columns, none if the file cannot be read at all."""
        try:
            return self.columns()
        except EngagelabError:
            return ()

    def exports(self) -> list[Export]:
        """Return its tables as they are read.

        Raises
        ------
        EngagelabError
            As for `read_observed`.
        """
        return [export_of(table, self._decisions(table)) for table in self._tables()]

    def _tables(self) -> list[Table]:
        if hasattr(self.content, "seek"):
            self.content.seek(0)
        return tables_of(self.content, decisions_of({}))

    def _decisions(self, table: Table) -> Decisions:
        """Return the decisions on one table, which need not have all columns of the file."""
        headers = set(map(normal, table.names))
        mine = {name: use for name, use in self.uses.items() if normal(name) in headers}
        unused = tuple(name for name, use in mine.items() if not use)
        columns = {use: name for name, use in mine.items() if use}
        return replace(decisions_of({}), columns=columns, unused=unused)


def _examples(table: Table, name: str) -> tuple[str, ...]:
    cells = table.columns[table.names.index(name)].slice(0, 50).to_pylist()
    filled = [str(cell).strip() for cell in cells if cell not in (None, "")]
    return tuple(dict.fromkeys(filled))[:_SHOWN]


def read_edited(files: Sequence[EditedFile]) -> ObservedPosts:
    """Read the posts in some files as a person has said; see `read_observed`.

    Raises
    ------
    EngagelabError
        As for `read_observed`.
    """
    if not files:
        raise refused_export("", "no_source")
    exports = [export for file in files for export in file.exports()]
    return joined(exports, last_day(exports, decisions_of({})))
