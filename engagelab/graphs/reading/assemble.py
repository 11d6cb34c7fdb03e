"""Put ties, memberships and people together into a network."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...errors import EngagelabError, Message, message, refused
from ...io.lazy import late
from ...io.table import Table
from ..edges import Labels, Pairs, as_list, label_array
from ..memberships import Memberships
from ..network import Network
from ..repeats import Combined, Repeats, Unequal, combine
from ..spelling import as_text, clean, is_total
from ..traits import Traits
from .labels import number
from .members import MemberTable
from .options import Options
from .people import PeopleTable, attributes_by_label, refuse_repeats
from .tie_table import TieTable, taken

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = late("pyarrow")

Codes = NDArray[np.int32]

_LAST = 3  # rows at the end among which totals are


@dataclass(frozen=True, eq=False)
class Parts:
    """What was read, before people are numbered; each list is empty or has one or two entries."""

    ties: Sequence[TieTable]
    members: Sequence[MemberTable]
    people: Sequence[PeopleTable]

    @property
    def first(self) -> Table:
        """The first table."""
        return (self.ties[0] if self.ties else self.members[0]).table


@dataclass
class _Ends:
    """Both ends of each row of ties, with the weights, while rows are left out."""

    source: Codes
    target: Codes
    weights: NDArray[np.float64] | None
    rows: NDArray[np.int64]
    both_ways: NDArray[np.bool_] | None

    def keep(self, mask: NDArray[np.bool_]) -> None:
        if mask.all():
            return
        self.source, self.target, self.rows = (
            self.source[mask],
            self.target[mask],
            self.rows[mask],
        )
        self.weights = None if self.weights is None else self.weights[mask]
        self.both_ways = None if self.both_ways is None else self.both_ways[mask]


def assembled(parts: Parts, options: Options, notes: Sequence[Message]) -> Network:
    """Return the network of what was read.

    Raises
    ------
    EngagelabError
        For loops or repeats that are refused, weights that contradict each other, or a person who
        has two rows that differ.
    """
    parts, total_notes = _without_totals(parts)
    columns = [
        *(column for ties in parts.ties for column in (ties.source, ties.target)),
        *(members.person for members in parts.members),
        *(people.label for people in parts.people),
    ]
    numbered = number(columns, options.missing)
    labels, codes = numbered.labels, numbered.codes
    if not len(labels):
        raise refused(parts.first.name, "file_no_people")
    said: list[Message] = [*notes, *total_notes, *numbered.notes]
    pairs = _pairs(parts, codes, labels, options, said)
    at = 2 * len(parts.ties)
    memberships = _memberships(parts.members, codes[at:], labels, options, said)
    at += len(parts.members)
    attributes = _attributes(parts.people, codes[at:], labels, said)
    traits = Traits.of(as_list(labels), attributes) if attributes and options.traits else None
    return Network.build(labels, pairs, memberships, traits=traits, attributes=attributes,
                         notes=tuple(said))  # fmt: skip


def _without_totals(parts: Parts) -> tuple[Parts, list[Message]]:
    """Leave out rows of totals at the end of tables."""
    notes = []
    ties = []
    for each in parts.ties:
        keep = _no_totals([each.source, each.target])
        ties.append(each if keep.all() else taken(each, keep))
        notes += _total_note(each.table, keep)
    members = []
    for own in parts.members:
        keep = _no_totals([own.person, own.group])
        mask = pa.array(keep)
        members.append(replace(own, person=own.person.filter(mask), group=own.group.filter(mask)))
        notes += _total_note(own.table, keep)
    return Parts(ties, members, parts.people), notes


def _no_totals(columns: Sequence[pa.ChunkedArray]) -> NDArray[np.bool_]:
    """Return the mask of the rows that are not totals, which are among the last."""
    rows = len(columns[0])
    keep = np.ones(rows, np.bool_)
    for column in columns:
        for at in range(max(0, rows - _LAST), rows):
            if is_total(clean(as_text(column[at].as_py()))):
                keep[at] = False
    return keep


def _total_note(table: Table, keep: NDArray[np.bool_]) -> list[Message]:
    number = int((~keep).sum())
    return [message("note_total", file=table.called, number=number)] if number else []


# --- ties ----------------------------------------------------------------------------------------


def _pairs(
    parts: Parts, codes: Sequence[Codes], labels: Labels, options: Options, said: list[Message]
) -> Pairs:
    empty = np.empty(0, np.int32)
    if not parts.ties:
        return Pairs(empty, empty, None, bool(options.directed))
    ties = parts.ties[0]
    ends = _Ends(codes[0], codes[1], ties.weights, ties.rows, ties.both_ways)
    _leave_blank(ties, ends, said)
    _need_weights(ties, ends)
    _leave_loops(ties, ends, labels, options, said)
    _leave_weightless(ties, ends, said)
    directed = bool(ties.directed)
    if ends.both_ways is not None:
        _mirror(ends)
    said.extend(_combined(ties, ends, directed, options))
    return Pairs(ends.source, ends.target, ends.weights, directed, options.repeats)


def _leave_blank(ties: TieTable, ends: _Ends, said: list[Message]) -> None:
    """Leave out rows without people, and those of one person."""
    people = (ends.source >= 0).astype(np.int8) + (ends.target >= 0)
    if (people == 2).all():
        return
    in_table = ends.rows >= 0
    most = [np.unique(ends.rows[in_table & (people == number)]) for number in range(3)]
    blank = np.setdiff1d(most[0], np.union1d(most[1], most[2])).size
    alone = np.setdiff1d(most[1], most[2]).size
    if blank:
        said.append(message("note_blank", file=ties.table.called, number=blank))
    ends.keep(people == 2)
    if alone:
        said.append(message("note_alone", number=alone))


def _need_weights(ties: TieTable, ends: _Ends) -> None:
    """Raise for a tie without a weight in a table of weights."""
    if ends.weights is not None and (gaps := np.flatnonzero(np.isnan(ends.weights))).size:
        place = ties.table.place(int(ends.rows[gaps[0]]))
        raise refused(ties.table.name, "file_no_weight", place=place, number=gaps.size)


def _leave_loops(
    ties: TieTable, ends: _Ends, labels: Labels, options: Options, said: list[Message]
) -> None:
    loops = np.flatnonzero(ends.source == ends.target)
    if not loops.size:
        return
    first = ties.table.place(int(ends.rows[loops[0]]))
    person = str(as_list(labels[int(ends.source[loops[0]]) :][:1])[0])
    if options.loops == "refuse":
        raise refused(ties.table.name, "file_loops", number=loops.size, place=first, person=person)
    said.append(message("note_loops", number=loops.size, place=first, person=person))
    ends.keep(ends.source != ends.target)


def _leave_weightless(ties: TieTable, ends: _Ends, said: list[Message]) -> None:
    if ends.weights is None:
        return
    bad = np.flatnonzero(~(np.isfinite(ends.weights) & (ends.weights >= 0)))
    if bad.size:
        place = ties.table.place(int(ends.rows[bad[0]]))
        value = f"{ends.weights[bad[0]]:g}"
        raise refused(ties.table.name, "file_negative", place=place, column="weight", value=value)
    nothing = ends.weights == 0
    if nothing.any():
        said.append(message("note_weightless", number=int(nothing.sum())))
        ends.keep(~nothing)


def _mirror(ends: _Ends) -> None:
    """Add the other direction of the mutual ties of a directed network."""
    mutual = np.asarray(ends.both_ways)
    source = np.concatenate([ends.source, ends.target[mutual]])
    ends.target = np.concatenate([ends.target, ends.source[mutual]])
    ends.source = source
    ends.rows = np.concatenate([ends.rows, ends.rows[mutual]])
    if ends.weights is not None:
        ends.weights = np.concatenate([ends.weights, ends.weights[mutual]])
    ends.both_ways = None


def _combined(ties: TieTable, ends: _Ends, directed: bool, options: Options) -> list[Message]:
    """Combine repeated ties, and return notes on how."""
    repeated = _repeated(ends, directed)
    if not repeated:
        return []
    repeats = options.repeats
    if ends.weights is None and repeats not in ("sum", "refuse"):
        return [message("note_repeats_one", number=repeated)]
    weights = np.ones(ends.source.size) if ends.weights is None else ends.weights
    try:
        once = combine(ends.source, ends.target, weights, directed=directed, repeats=repeats)
    except Unequal as pair:
        raise _unequal(ties, ends, weights, pair, options) from None
    if ends.weights is not None or repeats == "sum":  # a sum without weights counts the rows
        ends.source, ends.target, ends.weights = once.source, once.target, once.weights
    return _repeat_notes(once, repeats)


def _repeat_notes(once: Combined, repeats: Repeats) -> list[Message]:
    notes = []
    if once.mirrored:
        notes.append(message("note_mirrored", number=once.mirrored))
    if once.repeated and once.as_chances:
        notes.append(message("note_repeats_chances", number=once.repeated))
    elif once.repeated and repeats == "max":
        notes.append(message("note_repeats_max", number=once.repeated))
    elif once.repeated:
        notes.append(message("note_repeats_sum", number=once.repeated))
    return notes


def _repeated(ends: _Ends, directed: bool) -> int:
    """Return the number of rows that repeat a tie."""
    source, target = ends.source, ends.target
    if not directed:
        source, target = np.minimum(source, target), np.maximum(source, target)
    keys = np.sort(source.astype(np.int64) << 32 | target)
    return int((keys[1:] == keys[:-1]).sum())


def _unequal(
    ties: TieTable, ends: _Ends, weights: NDArray[np.float64], pair: Unequal, options: Options
) -> EngagelabError:
    places = [ties.table.place(int(ends.rows[row])) for row in (pair.first, pair.second)]
    if options.repeats == "refuse":
        return refused(ties.table.name, "file_repeat", place=places[1], first=places[0])
    values = {"a": f"{weights[pair.first]:g}", "b": f"{weights[pair.second]:g}"}
    return refused(ties.table.name, "file_unequal", place=places[0], second=places[1], **values)


# --- memberships and people ----------------------------------------------------------------------


def _memberships(
    members: Sequence[MemberTable],
    codes: Sequence[Codes],
    labels: Labels,
    options: Options,
    said: list[Message],
) -> Memberships:
    empty = np.empty(0, np.int32)
    if not members:
        return Memberships([], empty, empty)
    person = np.concatenate(list(codes[: len(members)]))
    groups = number([each.group for each in members], options.missing)
    said.extend(groups.notes)
    group = np.concatenate(groups.codes)
    blank = int(((person < 0) & (group < 0)).sum())
    if blank:
        said.append(message("note_blank", file=members[0].table.called, number=blank))
    if lost := int(((person < 0) & (group >= 0)).sum()):
        said.append(message("note_no_member", number=lost))
    if free := np.setdiff1d(person[(person >= 0) & (group < 0)], person[group >= 0]).size:
        said.append(message("note_no_group", number=free))
    keep = (person >= 0) & (group >= 0)
    both = person[keep].astype(np.int64) << 32 | group[keep]
    if repeated := both.size - np.unique(both).size:
        said.append(message("note_member_twice", number=repeated))
    used, positions = np.unique(group[keep], return_inverse=True)
    names = as_list(groups.labels)
    own = [names[at] for at in used.tolist()]
    return Memberships(label_array(own), positions.astype(np.int32), person[keep])


def _attributes(
    people: Sequence[PeopleTable], codes: Sequence[Codes], labels: Labels, said: list[Message]
) -> dict[Hashable, dict[str, Any]]:
    out: dict[Hashable, dict[str, Any]] = {}
    names = as_list(labels) if people else []
    for each, own in zip(people, codes, strict=False):
        keep = refuse_repeats(each, own)
        blank = int((own < 0).sum())
        if blank:
            said.append(message("note_blank", file=each.table.called, number=blank))
        if repeated := int((own >= 0).sum() - keep.sum()):
            said.append(message("note_person_twice", number=repeated))
        found = attributes_by_label(each, names, np.where(keep, own, -1).astype(np.int32))
        for label, values in found.items():
            out.setdefault(label, {}).update(values)
    return out
