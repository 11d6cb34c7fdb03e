"""A table of people: labels, traits and attributes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...errors import EngagelabError, Message, as_text, listing, message, refused
from ...io.lazy import late
from ...io.numbers import numbers_in
from ...io.table import Table
from ...models.sections import ACTIVITIES, PROFILES, ROLES
from ..spelling import clean
from .columns import Columns
from .options import Options
from .vocabulary import TRAIT_WORDS, means, parts_of

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = late("pyarrow")

_WORDS: Mapping[str, Sequence[str]] = {
    "role": ROLES, "profile": PROFILES, "activity": ACTIVITIES}  # fmt: skip
_YES = frozenset(["1", "1.0", "true", "yes", "y", "oui", "vrai", "x"])
_NO = frozenset(["0", "0.0", "false", "no", "n", "non", "faux"])
_MOST_PROBLEMS = 20


@dataclass(frozen=True, eq=False)
class PeopleTable:
    """People with their traits and attributes, one entry a row.

    Attributes
    ----------
    table : Table
        The table that they were read from, for messages.
    label : pyarrow.ChunkedArray
        The label of the person in each row.
    attributes : dict of str to list
        The cells of each further column; None for an empty one. Those of role, profile, activity
        and inviter are the model's own values.
    notes : tuple of Message
        What was decided.
    uses : mapping of int to str
        What each column of the table is, by position.
    """

    table: Table
    label: pa.ChunkedArray
    attributes: Mapping[str, list[Any]]
    notes: tuple[Message, ...] = ()
    uses: Mapping[int, str] = field(default_factory=dict)


def people_in(table: Table, options: Options, known: frozenset[str] = frozenset()) -> PeopleTable:
    """Return the people in a table.

    Parameters
    ----------
    table : Table
        The table.
    options : Options
        The stated decisions.
    known : frozenset of str
        The people known from ties and groups, who tell the column of labels.

    Raises
    ------
    EngagelabError
        If the column of labels is not certain; row by row for unknown traits.
    """
    if not table.columns:
        raise refused(table.name, "file_empty")
    columns = Columns(table, options)
    label = columns.stated("label")
    notes = []
    if label is None:
        label = _label_column(columns, known)
        notes.append(message("note_label", column=table.names[label] or f"({label + 1})"))
    traits = _trait_columns(columns, label) if options.traits else {}
    others = [at for at in range(len(table.names)) if at not in (label, *traits.values())]
    others = [at for at in others if columns.sets[at]]
    attributes = {table.names[at]: _cells(table.columns[at], options) for at in others}
    attributes |= _checked(columns, traits)
    if traits:
        notes.append(message("note_traits", names=listing(traits)))
    if others:
        notes.append(message("note_attributes", names=columns.shown(others)))
    uses = {label: "label", **{at: trait for trait, at in traits.items()}}
    return PeopleTable(table, table.columns[label], attributes, tuple(notes), uses)


def _label_column(columns: Columns, known: frozenset[str]) -> int:
    """Return the column of labels: that with the known people, or the first that is named so."""
    table = columns.table
    if len(table.names) == 1:
        return 0
    places = [at for at in range(len(table.names)) if not _is_trait(table.names[at])]
    shared = {at: len(columns.sets[at] & known) for at in places}
    best = max(places, key=lambda at: shared[at], default=0)
    if shared.get(best):
        return best
    for role in ("person", "label"):
        found = columns.only(role)
        if found is not None and found in places:
            return found
    return places[0] if places else 0


def _is_trait(name: str) -> bool:
    return any(means(name, trait) for trait in (*_WORDS, "inviter"))


def _trait_columns(columns: Columns, label: int) -> dict[str, int]:
    """Return the column of each trait, by its name or as stated."""
    found = {}
    for trait in (*_WORDS, "inviter"):
        at = columns.stated(trait)
        at = columns.only(trait, (label,)) if at is None else at
        if at is not None:
            found[trait] = at
    return found


def _cells(column: pa.ChunkedArray, options: Options) -> list[Any]:
    """Return the cells of an attribute: numbers if all are, else texts; None for empty ones."""
    if not pa.types.is_string(column.type):
        return list(column.to_pylist())
    missing = frozenset(options.missing)
    texts = [clean(cell or "") for cell in column.to_pylist()]
    texts = ["" if text in missing else text for text in texts]
    if _are_numbers(texts):
        values: NDArray[np.float64] = numbers_in(column, empty=missing).values
        whole = bool((np.isnan(values) | (values == np.round(values))).all())
        return [None if np.isnan(v) else int(v) if whole else float(v) for v in values.tolist()]
    return [text or None for text in texts]


def _are_numbers(texts: Sequence[str]) -> bool:
    """Return whether all texts that are not empty are numbers, none with a leading zero."""
    column = pa.chunked_array([texts], pa.string())
    if any(len(text) > 1 and text[0] == "0" and text[1].isdigit() for text in texts):
        return False
    return any(texts) and numbers_in(column).bad < 0


# --- traits --------------------------------------------------------------------------------------


def _checked(columns: Columns, traits: Mapping[str, int]) -> dict[str, list[Any]]:
    """Return the traits of each row; raise one error with a line for each unknown value."""
    problems: list[tuple[str, str]] = []
    values = {
        trait: [
            _trait(columns, trait, at, row, cell, problems)
            for row, cell in enumerate(columns.table.columns[at].to_pylist())
        ]
        for trait, at in traits.items()
    }
    if problems:
        shown = tuple(problems[:_MOST_PROBLEMS])
        if len(problems) > len(shown):
            name = columns.table.name
            shown += ((name, message("file_more", number=len(problems) - len(shown))),)
        raise EngagelabError(as_text(shown), shown)
    return values


def _trait(
    columns: Columns, trait: str, at: int, row: int, cell: Any, problems: list[tuple[str, str]]
) -> Any:
    word = clean("" if cell is None else str(cell)).casefold()
    if not word or str(cell) in frozenset(columns.options.missing):
        return None
    if trait == "inviter" and word in _YES | _NO:
        return word in _YES
    word = TRAIT_WORDS.get(" ".join(parts_of(word)), word)
    if trait != "inviter" and word in _WORDS[trait]:
        return word
    allowed = ("yes", "no") if trait == "inviter" else _WORDS[trait]
    table = columns.table
    text = message("file_trait", place=table.place(row), column=table.names[at], value=str(cell),
                   allowed=listing(allowed))  # fmt: skip
    problems.append((table.name, text))
    return None


def refuse_repeats(people: PeopleTable, codes: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return the mask of the first row of each person; raise if a person's rows differ.

    Raises
    ------
    EngagelabError
        With one line for each person who has two rows that differ.
    """
    first: dict[int, int] = {}
    keep = np.zeros(codes.size, np.bool_)
    problems = []
    for row, code in enumerate(codes.tolist()):
        if code < 0:
            continue
        before = first.setdefault(code, row)
        keep[row] = before == row
        if before != row and any(v[row] != v[before] for v in people.attributes.values()):
            table, label = people.table, str(people.label[row].as_py())
            text = message("file_twice", place=table.place(row), first=table.place(before),
                           person=label)  # fmt: skip
            problems.append((table.name, text))
    if problems:
        shown = tuple(problems[:_MOST_PROBLEMS])
        raise EngagelabError(as_text(shown), shown)
    return keep


def attributes_by_label(
    people: PeopleTable, labels: Sequence[Hashable], codes: NDArray[np.int32]
) -> dict[Hashable, dict[str, Any]]:
    """Return the attributes of each person, without empty cells."""
    out: dict[Hashable, dict[str, Any]] = {}
    for row, code in enumerate(codes.tolist()):
        own = {
            name: cells[row] for name, cells in people.attributes.items() if cells[row] is not None
        }
        if code >= 0 and own:
            out.setdefault(labels[code], own)
    return out
