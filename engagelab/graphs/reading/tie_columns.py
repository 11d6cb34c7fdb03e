"""Which columns of a table of ties hold the people, the weights and the directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ...errors import EngagelabError, Message, listing, message, refused
from ...io.lazy import late
from ...io.numbers import numbers_in
from .vocabulary import ALTERS, core_of, means, numbered, parts_of

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa = late("pyarrow")
    pc = late("pyarrow.compute")
from .columns import Columns, need_two_columns


@dataclass(frozen=True)
class TieColumns:
    """The columns of a table of ties.

    Attributes
    ----------
    source, targets : int, tuple of int
        The columns of people; several targets are the alters of a survey.
    weight, type : int or None
        The columns of weights and of directions.
    directed : bool
        Whether the names of the columns say so.
    notes : tuple of Message
        What was decided.
    """

    source: int
    targets: tuple[int, ...]
    weight: int | None = None
    type: int | None = None
    directed: bool = False
    notes: tuple[Message, ...] = ()

    @property
    def uses(self) -> dict[int, str]:
        """What each used column is, by position."""
        uses = {self.source: "source", **dict.fromkeys(self.targets, "target")}
        others = {"weight": self.weight, "type": self.type}
        return {**uses, **{at: name for name, at in others.items() if at is not None}}


def tie_columns(columns: Columns) -> TieColumns:
    """Return the columns of people, weights and directions of a table of ties.

    Raises
    ------
    EngagelabError
        If the columns of people are not certain, or the table holds something else.
    """
    table, notes = columns.table, []
    source, target = columns.stated("source"), columns.stated("target")
    targets: tuple[int, ...] = () if target is None else (target,)
    directed = False
    if source is None or not targets:
        source, targets, directed, reason = _people_columns(columns, source, targets)
        notes.append(_people_note(columns, source, targets, reason))
    if table.rows and directed:
        notes.append(
            message("note_follow", first=table.names[source], second=table.names[targets[0]])
        )
    used = {source, *targets}
    type_column = columns.stated("type")
    if type_column is None:
        type_column = next(
            (at for at in columns.named("type", used) if _is_type(columns, at)), None
        )
    weight = _weight_column(columns, {*used, type_column})
    others = [at for at in range(len(table.names)) if at not in {*used, type_column, weight}]
    others = [at for at in others if columns.sets[at]]
    if others:
        notes.append(message("note_other_columns", names=columns.shown(others)))
    return TieColumns(source, targets, weight, type_column, directed, tuple(notes))


def _people_note(columns: Columns, source: int, targets: tuple[int, ...], reason: str) -> Message:
    names = columns.table.names
    if len(targets) > 1:
        return message("note_alters", ego=names[source], alters=columns.shown(targets))
    code = {"names": "note_ends_named", "two": "note_ends_two"}.get(reason, "note_ends_content")
    if code == "note_ends_two":
        return message("note_ends_two", first=names[source], second=names[targets[0]])
    if code == "note_ends_named":
        return message("note_ends_named", first=names[source], second=names[targets[0]])
    return message("note_ends_content", first=names[source], second=names[targets[0]])


Choice = tuple[int, tuple[int, ...], bool, str]


def _people_columns(columns: Columns, source: int | None, targets: tuple[int, ...]) -> Choice:
    """Return the columns of people, whether they imply a direction, and why they are these."""
    table = columns.table
    need_two_columns(table)
    if source is None and not targets and (pair := _followed_and_follower(columns)):
        return pair[0], (pair[1],), True, "names"
    if source is None:
        source = columns.only("source", targets)
    if not targets:
        named = columns.only("target", (source,))
        targets = () if named is None else (named,)
    alters = _numbered_columns(columns, source)
    if source is None and not targets and _are_alters(columns, alters):
        source = _ego(columns, alters)
    if source is not None and alters and (not targets or set(targets) <= set(alters)):
        return source, alters, False, "names"
    if source is not None and targets:
        return source, targets, _is_sent(columns, source, targets[0]), "names"
    if source is None and not targets and len(alters) == 2:
        return alters[0], (alters[1],), False, "names"
    if source is None and not targets:
        _refuse_other_tables(columns)
        return _by_content(columns)
    return _other_end(columns, source, targets)


def _followed_and_follower(columns: Columns) -> tuple[int, int] | None:
    """Return the columns of who is followed and who follows; None if no name says so."""
    followed, follower = columns.only("followed"), columns.only("follower")
    if followed is None and follower is None:
        return None
    if followed is None:
        followed = _partner(columns, follower)
    if follower is None:
        follower = _partner(columns, followed)
    return followed, follower


def _partner(columns: Columns, known: int | None) -> int:
    """Return the other column of people when one of them is known."""
    named = columns.only("person", (known,))
    return _other_end(columns, known, ())[1][0] if named is None else named


def _is_sent(columns: Columns, source: int, target: int) -> bool:
    """Return whether names such as sender and receiver imply a direction."""
    words = {core_of(columns.table.names[at]) for at in (source, target)}
    sent = {"sender", "caller", "expediteur", "emetteur"}
    return bool(words & sent) and bool(
        words & {"receiver", "recipient", "callee", "destinataire", "recepteur"}
    )


def _numbered_columns(columns: Columns, source: int | None) -> tuple[int, ...]:
    """Return the columns that have one numbered name, such as alter1, alter2."""
    if not columns.table.has_header:
        return ()
    stems: dict[str, list[int]] = {}
    for at, name in enumerate(columns.table.names):
        stem, _ = numbered(name)
        if stem and at != source:
            stems.setdefault(stem, []).append(at)
    numbered_columns = [places for places in stems.values() if len(places) > 1]
    if len(numbered_columns) != 1:
        return ()
    return tuple(
        at for at in numbered_columns[0] if columns.sets[at] or len(numbered_columns[0]) == 2
    )


def _are_alters(columns: Columns, places: Sequence[int]) -> bool:
    """Return whether numbered columns hold the people whom a person named."""
    return bool(places) and numbered(columns.table.names[places[0]])[0] in ALTERS


def _ego(columns: Columns, alters: Sequence[int]) -> int | None:
    """Return the column of the persons who named others; None if it is not certain."""
    rest = [at for at in range(len(columns.table.names)) if at not in alters]
    rest = [at for at in rest if _may_be_people(columns, at)]
    named = [at for at in rest if means(columns.table.names[at], "person")
             or means(columns.table.names[at], "label")]  # fmt: skip
    best = named or rest
    return best[0] if len(best) == 1 else None


def _refuse_other_tables(columns: Columns) -> None:
    """Raise for a table whose names say that it holds memberships or people, not ties."""
    table = columns.table
    if not table.has_header:
        return
    cores = [core_of(name) for name in table.names]
    if columns.named("group") and columns.named("person"):
        raise refused(table.name, "file_is_groups", names=listing(table.names))
    traits = {"role", "profile", "activity", "inviter"}
    is_people = any(means(name, trait) for name in table.names for trait in traits)
    if columns.named("label") and (is_people or set(cores) <= {"id", "label", "name", "nom"}):
        raise refused(table.name, "file_is_people", names=listing(table.names))


def _other_end(columns: Columns, source: int | None, targets: tuple[int, ...]) -> Choice:
    """Return both columns of people when one of them is known."""
    known = targets[0] if source is None else source
    rest = [
        at for at in range(len(columns.table.names)) if at != known and _may_be_people(columns, at)
    ]
    best = [at for at in rest if columns.overlap(at, known)] or rest
    if len(best) != 1:
        raise _uncertain(columns)
    return (known, (best[0],), False, "content") if source is not None else (
        best[0], targets, False, "content")  # fmt: skip


def _may_be_people(columns: Columns, at: int) -> bool:
    if columns.is_named_index(at) or not columns.is_labels(at):
        return False
    return not (columns.table.has_header and means(columns.table.names[at], "weight"))


def _by_content(columns: Columns) -> Choice:
    """Return the two columns of people by what all columns hold."""
    usable = [at for at in range(len(columns.table.names)) if _may_be_people(columns, at)]
    if not columns.table.rows:
        usable = list(range(len(columns.table.names)))
    if len(columns.table.names) == 2:
        return 0, (1,), False, "two"
    if len(usable) == 2:
        return usable[0], (usable[1],), False, "two"
    if not columns.table.has_header:
        return _by_place(columns, usable)
    pairs = [(a, b) for a, b in combinations(usable, 2) if columns.overlap(a, b)]
    texts = [(a, b) for a, b in pairs if not columns.numeric[a] and not columns.numeric[b]]
    words = [at for at in usable if not columns.numeric[at]]
    best = texts or pairs or ([(words[0], words[1])] if len(words) == 2 else [])
    if len(best) != 1:
        raise _uncertain(columns)
    return best[0][0], (best[0][1],), False, "content"


def _by_place(columns: Columns, usable: Sequence[int]) -> Choice:
    """Return the two columns of people of a table without names."""
    if len(usable) < 2 or (usable[0], usable[1]) != (0, 1):
        rest = usable[:2] if len(usable) >= 2 else ()
        if len(rest) < 2:
            raise _uncertain(columns)
        return rest[0], (rest[1],), False, "content"
    numbers_rows = columns.is_index(0) and ("0" in columns.sets[0] or columns.table.rows > 4)
    others = [(a, b) for a, b in combinations(usable[1:], 2) if columns.overlap(a, b)]
    if columns.is_index(0) and others and not columns.overlap(0, 1):
        return others[0][0], (others[0][1],), False, "content"
    if numbers_rows and others:
        raise _uncertain(columns)
    if not columns.overlap(0, 1) and len(others) == 1 and not columns.numeric[others[0][0]]:
        return others[0][0], (others[0][1],), False, "content"
    return 0, (1,), False, "two"


def _uncertain(columns: Columns) -> EngagelabError:
    shown = columns.shown(range(len(columns.table.names)))
    return refused(columns.table.name, "file_uncertain", names=shown)


_TYPES = {
    "directed": True, "undirected": False, "mutual": False, "dirige": True, "oriente": True,
    "non dirige": False, "non oriente": False,
}  # fmt: skip


def direction_of(cell: str) -> bool | None:
    """Return whether a cell of a column of types says directed; None for another word."""
    return _TYPES.get(" ".join(parts_of(cell)))


def _is_type(columns: Columns, at: int) -> bool:
    return bool(columns.sets[at]) and all(
        direction_of(cell) is not None for cell in columns.sets[at]
    )


def _weight_column(columns: Columns, used: set[int | None]) -> int | None:
    """Return the column of weights: stated, named so, or the numbers after two unnamed columns."""
    if columns.options.weight is False:
        return None
    stated = columns.stated("weight")
    if stated is not None:
        return stated
    named = [at for at in columns.named("weight", used) if columns.sets[at]]
    if named:
        return named[0] if len(named) == 1 or core_of(columns.table.names[named[0]]) in (
            "weight", "weights", "poids") else _numbers_among(columns, named)  # fmt: skip
    if columns.table.has_header:
        return None
    last = max(at for at in used if at is not None)
    rest = [at for at in range(last + 1, len(columns.table.names)) if columns.sets[at]]
    numbers = [at for at in rest if columns.numeric[at] and not columns.is_time(at)]
    return numbers[0] if len(numbers) == 1 and numbers[0] == rest[0] else None


def _numbers_among(columns: Columns, places: Sequence[int]) -> int | None:
    return next((at for at in places if columns.numeric[at]), None)


def refuse_matrix(columns: Columns) -> None:
    """Raise for a square of numbers without labels, which is a matrix and no list of ties."""
    table = columns.table
    size = len(table.names)
    if table.has_header or table.rows != size or size < 3 or not all(columns.numeric):
        return
    values = np.array([numbers_in(column).values for column in table.columns])
    if np.isin(values, (0, 1)).all() and (values == values.T).all():
        raise refused(table.name, "file_matrix", size=size)
