"""Memberships in a table: a person and a group in each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...errors import EngagelabError, Message, message, refused
from ...io.lazy import late
from ...io.table import Table
from ..spelling import as_text
from .columns import Columns, need_two_columns
from .options import Options

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = late("pyarrow")


@dataclass(frozen=True, eq=False)
class MemberTable:
    """Memberships as columns of texts.

    Attributes
    ----------
    table : Table
        The table that they were read from, for messages.
    person, group : pyarrow.ChunkedArray
        The person and the group of each membership.
    notes : tuple of Message
        What was decided.
    uses : mapping of int to str
        What each column of the table is, by position.
    """

    table: Table
    person: pa.ChunkedArray
    group: pa.ChunkedArray
    notes: tuple[Message, ...] = ()
    uses: Mapping[int, str] = field(default_factory=dict)


def members_in(table: Table, options: Options, people: frozenset[str] = frozenset()) -> MemberTable:
    """Return the memberships in a table.

    Parameters
    ----------
    table : Table
        The table.
    options : Options
        The stated decisions.
    people : frozenset of str
        The people known from ties, who tell the column of people from that of groups.

    Raises
    ------
    EngagelabError
        If the two columns are not certain, or a row is too short.
    """
    columns = Columns(table, options)
    need_two_columns(table)
    person, group = columns.stated("person"), columns.stated("group")
    marks = [] if group is not None else _mark_columns(columns, person)
    if marks:
        return _of_marks(columns, person, marks)
    is_stated = person is not None and group is not None
    if person is None or group is None:
        person, group = _by_name(columns, person, group, people)
    columns.need_cells(max(person, group))
    note = message("note_members", person=_shown(table, person), group=_shown(table, group))
    others = [
        at for at in range(len(table.names)) if at not in (person, group) and columns.sets[at]
    ]
    notes = [] if is_stated else [note]
    if others:
        notes.append(message("note_other_columns", names=columns.shown(others)))
    uses = {person: "person", group: "group"}
    return MemberTable(table, table.columns[person], table.columns[group], tuple(notes), uses)


def _shown(table: Table, at: int) -> str:
    return table.names[at] or f"({at + 1})"


_MARKS = frozenset(["0", "1", "0.0", "1.0", "x", "yes", "no", "oui", "non", "true", "false",
                    "vrai", "faux"])  # fmt: skip
_UNMARKED = frozenset(["", "0", "0.0", "no", "non", "false", "faux"])


def _mark_columns(columns: Columns, person: int | None) -> list[int]:
    """Return the columns of a table that has a person a row and a group a column, with marks."""
    table = columns.table
    if not table.has_header:
        return []
    marks = [at for at, cells in enumerate(columns.sets) if at != person
             and {cell.casefold() for cell in cells} <= _MARKS]  # fmt: skip
    filled = [at for at in marks if columns.sets[at]]
    others = [at for at in range(len(table.names)) if at not in marks]
    is_table = len(filled) > 1 and (person is not None or len(others) == 1 or
                                    columns.only("person", marks) is not None)  # fmt: skip
    return filled if is_table and not columns.named("group", marks) else []


def _of_marks(columns: Columns, person: int | None, marks: list[int]) -> MemberTable:
    """Return the memberships of a table with a mark for each person and group."""
    table = columns.table
    others = [at for at in range(len(table.names)) if at not in marks and columns.sets[at]]
    if person is None:
        named = columns.only("person", marks)
        person = others[0] if named is None else named
    people, groups = [], []
    labels = [as_text(cell) for cell in table.columns[person].to_pylist()]
    for at in marks:
        cells = [as_text(cell).strip().casefold() for cell in table.columns[at].to_pylist()]
        members = [label for label, cell in zip(labels, cells, strict=True)
                   if cell not in _UNMARKED]  # fmt: skip
        people += members
        groups += [table.names[at]] * len(members)
    people += labels  # some may be in no group
    groups += [""] * len(labels)
    notes = [message("note_marks", person=_shown(table, person), number=len(marks))]
    if left := [at for at in others if at != person]:
        notes.append(message("note_other_columns", names=columns.shown(left)))
    uses = {person: "person", **dict.fromkeys(marks, "group")}
    return MemberTable(
        table,
        pa.chunked_array([people], pa.string()),
        pa.chunked_array([groups], pa.string()),
        tuple(notes),
        uses,
    )


def _by_name(
    columns: Columns, person: int | None, group: int | None, people: frozenset[str]
) -> tuple[int, int]:
    """Return the columns of people and groups by their names, or else by what they hold."""
    if group is None:
        group = columns.only("group", (person,))
    if person is None:
        person = columns.only("person", (group,))
    if person is None:
        person = columns.only("label", (group,)) if group is not None else None
    if person is not None and group is not None:
        return person, group
    usable = [at for at in range(len(columns.table.names))
              if at not in (person, group) and columns.sets[at]
              and not columns.is_named_index(at)]  # fmt: skip
    if person is not None or group is not None:
        if len(usable) != 1:
            raise _uncertain(columns)
        return (person, usable[0]) if person is not None else (usable[0], group or 0)
    if len(usable) != 2:
        raise _uncertain(columns)
    return _by_content(columns, usable[0], usable[1], people)


def _by_content(columns: Columns, a: int, b: int, people: frozenset[str]) -> tuple[int, int]:
    """Return two columns as people and groups: those with ties are people, or the more numerous."""
    known_a, known_b = (len(columns.sets[at] & people) for at in (a, b))
    if known_a != known_b:
        return (a, b) if known_a > known_b else (b, a)
    marked = [at for at in (a, b) if all(cell.startswith("#") for cell in columns.sets[at])]
    if len(marked) == 1:  # the names of channels
        return (a, b) if marked == [b] else (b, a)
    return (b, a) if 2 * len(columns.sets[a]) <= len(columns.sets[b]) else (a, b)


def _uncertain(columns: Columns) -> EngagelabError:
    shown = columns.shown(range(len(columns.table.names)))
    return refused(columns.table.name, "file_uncertain_groups", names=shown)
