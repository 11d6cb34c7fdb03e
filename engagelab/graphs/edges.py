"""Ties and memberships as pairs of positions, read from graphs, mappings and frames."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, compress
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from ..engine import csr
from ..errors import EngagelabError, listed, nearest
from ..io.lazy import late
from ..models.declaration import whole_number

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
else:
    nx = late("networkx")
    pd = late("pandas")

Groups: TypeAlias = "Mapping[Hashable, Iterable[Hashable]] | nx.Graph | pd.DataFrame"


Labels: TypeAlias = Sequence[Hashable] | NDArray[np.generic]

Rows: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64] | None]

_MOST_PEOPLE = 2**31 - 1  # positions are held in 32 bits


@dataclass(frozen=True, eq=False)
class Pairs:
    """Ties as pairs of positions, each once."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    weights: NDArray[np.float64] | None
    directed: bool

    def check(self, labels: Labels) -> None:
        """Refuse self-loops and weights that are no numbers of at least 0."""
        loops = np.flatnonzero(self.source == self.target)
        if loops.size:
            label = as_list(labels)[self.source[loops[0]]]
            raise EngagelabError(
                f"ties: {loops.size} self-loop{'s' if loops.size > 1 else ''}, the first at person "
                f"{label!r}; a person has no tie to themselves, remove them, for instance by "
                "graph.remove_edges_from(list(networkx.selfloop_edges(graph)))"
            )
        if self.weights is None:
            return
        bad = np.flatnonzero(~(np.isfinite(self.weights) & (self.weights >= 0)))
        if bad.size:
            a, b = (as_list(labels)[ends[bad[0]]] for ends in (self.source, self.target))
            raise EngagelabError(
                f"weight of the tie {a!r} to {b!r}: {self.weights[bad[0]]} is not allowed; give a "
                f"finite number of at least 0 ({bad.size} such in all)"
            )

    def rows(self, people: int) -> Rows:
        """Return the ties in compressed rows; mutual ones twice, repeats added up."""
        ends = self.source, self.target
        if self.directed:
            return cast("Rows", csr.rows(*ends, people, people, self.weights))
        return cast("Rows", csr.mutual_rows(*ends, people, self.weights))


@dataclass(frozen=True, eq=False)
class Memberships:
    """Who belongs where, as pairs of positions."""

    labels: Labels
    group: NDArray[np.int32]
    person: NDArray[np.int32]

    @classmethod
    def of(cls, groups: Groups | None, people: Labels) -> Memberships:
        """Read groups in any of their forms."""
        members = _members(groups, people)
        index = {label: i for i, label in enumerate(as_list(people))} if members else {}
        group, person = [], []
        for g, (label, belonging) in enumerate(members.items()):
            for member in belonging:
                if member not in index:
                    raise EngagelabError(
                        f"group {label!r}: its member {member!r} is not a person of the graph; "
                        "add them as a person without ties or take them out of the group"
                        f"{nearest(member, some_of(index))}"
                    )
                group.append(g)
                person.append(index[member])
        return cls(list(members), np.array(group, np.int32), np.array(person, np.int32))


def _members(groups: Groups | None, people: Labels) -> Mapping[Hashable, Iterable[Hashable]]:
    if groups is None:
        return {}
    if isinstance(groups, nx.Graph):
        return _bipartite_members(groups, set(as_list(people)))
    if isinstance(groups, pd.DataFrame):
        for name in ("person", "group"):
            need_column(groups, name, "groups")
        gaps = groups[["person", "group"]].isna().any(axis=1)
        if gaps.any():
            row = int(gaps.to_numpy().argmax())
            raise EngagelabError(f"groups: row {row} names no person or no group; give both")
        by_group = groups.groupby("group", sort=False)["person"]
        return {label: members.tolist() for label, members in by_group}
    if isinstance(groups, Mapping):
        return {label: _listed_members(label, members) for label, members in groups.items()}
    raise EngagelabError(
        f"groups: {type(groups).__name__} is not allowed; give a mapping of group to members, a "
        "bipartite graph, or a frame with the columns person and group"
    )


def _listed_members(label: Hashable, members: Any) -> list[Hashable]:
    if isinstance(members, (str, bytes)) or not isinstance(members, Iterable):
        raise EngagelabError(f"group {label!r}: {members!r} is not a list of members; give a list")
    found = list(members)
    for member in found:
        if not isinstance(member, Hashable):
            raise EngagelabError(
                f"group {label!r}: its member {member!r} is no label; give people by their labels"
            )
    return found


def _bipartite_members(graph: nx.Graph, people: set[Hashable]) -> dict[Hashable, list[Hashable]]:
    sides = nx.get_node_attributes(graph, "bipartite")
    is_group = {n: sides[n] == 1 if n in sides else n not in people for n in graph}
    for a, b in graph.edges:
        if is_group[a] == is_group[b]:
            side = "groups" if is_group[a] else "people"
            raise EngagelabError(
                f"groups: the bipartite graph joins {a!r} and {b!r}, both {side}; mark people with "
                "bipartite=0 and groups with bipartite=1, and join only people with groups"
            )
    both = nx.to_undirected(graph)
    return {label: list(both[label]) for label in graph if is_group[label]}


def need_column(frame: pd.DataFrame, name: str | None, what: str) -> None:
    """Refuse a frame without this column."""
    if name is not None and name not in frame.columns:
        raise EngagelabError(
            f"{what}: the column {name!r} is missing; there are {listed(frame.columns)}"
            f"{nearest(name, frame.columns)}"
        )


def ties_of(graph: nx.Graph, index: Mapping[Hashable, int], labels: Labels) -> Pairs:
    """Return the ties of a graph, in its own order.

    Its rows of neighbours are chained and read in one go, so that no tie costs a step of Python.
    """
    by_label = dict(graph.adjacency())
    rows = [_as_dict(by_label[label]) for label in index]
    source = np.repeat(np.arange(len(rows), dtype=np.int32), [len(row) for row in rows])
    target = _positions(rows, source.size, index, labels)
    # a mutual tie stands with both of its people, and counts where it stands first
    once = np.ones(source.size, np.bool_) if graph.is_directed() else target >= source
    source, target, read = source[once], target[once], once.tobytes()
    if graph.is_multigraph():
        rows = [_as_dict(parallel) for parallel in compress(_values(rows), read)]
        sizes = [len(row) for row in rows]
        source, target = np.repeat(source, sizes), np.repeat(target, sizes)
        read = b"\1" * source.size
    weights = None
    if any(compress(_values(rows), read)):
        given = [own.get("weight") for own in compress(_values(rows), read)]
        weights = _weights_of(given, source, target, labels)
    return Pairs(source, target, weights, graph.is_directed())


def _as_dict(row: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return a graph's row as it is, and a copy of a view's, whose length cannot be trusted."""
    return row if isinstance(row, dict) else dict(row)


def _values(rows: Iterable[Mapping[Any, Any]]) -> Iterator[Any]:
    return chain.from_iterable(row.values() for row in rows)


def _positions(
    rows: Sequence[Iterable[Hashable]], count: int, index: Mapping[Hashable, int], labels: Labels
) -> NDArray[np.int32]:
    """Return the positions of the labels in all rows, by a table where they are integers."""
    if isinstance(labels, np.ndarray):
        with suppress(TypeError):  # a neighbour may be called 1+0j, which Python holds equal to 1
            numbers = np.fromiter(chain.from_iterable(rows), np.int64, count)
            return cast("NDArray[np.int32]", csr.positions(labels, numbers))
    return np.fromiter(map(index.__getitem__, chain.from_iterable(rows)), np.int32, count)


def _weights_of(
    values: list[Any], source: NDArray[np.int32], target: NDArray[np.int32], labels: Labels
) -> NDArray[np.float64] | None:
    """Return the weight of each tie, 1 where some have none; None where all have none."""
    kinds = set(map(type, values))
    if kinds == {type(None)}:
        return None
    if not all(issubclass(kind, (int, float, np.number, type(None))) for kind in kinds):
        bad = next(i for i, value in enumerate(values) if not _is_number(value))
        a, b = (as_list(labels)[ends[bad]] for ends in (source, target))
        raise EngagelabError(
            f"weight of the tie {a!r} to {b!r}: {values[bad]!r} is not a number; give a "
            "finite number of at least 0"
        )
    if type(None) in kinds:
        values = [1.0 if value is None else value for value in values]
    return np.array(values, np.float64)


def _is_number(value: Any) -> bool:
    return value is None or isinstance(value, (int, float, np.number))


def weight_column(ties: pd.DataFrame, name: str, columns: tuple[str, str]) -> NDArray[np.float64]:
    """Return a column of weights, or refuse what is no number."""
    numbers = pd.to_numeric(ties[name], errors="coerce")
    text = (numbers.isna() & ties[name].notna()).to_numpy()
    if text.any() or ties[name].dtype == bool:
        row = int(text.argmax())
        ends = " to ".join(repr(ties[column].tolist()[row]) for column in columns)
        raise EngagelabError(
            f"weight of the tie {ends}: {ties[name].tolist()[row]!r} is not a number; give a "
            "finite number of at least 0"
        )
    return numbers.to_numpy(np.float64)


def factorise(
    ties: pd.DataFrame, columns: tuple[str, str], people: Iterable[Hashable] | None
) -> tuple[NDArray[np.int32], NDArray[np.int32], Labels]:
    """Return the two ends of each row as positions, and the labels."""
    labels = None if people is None else label_array(dict.fromkeys(people))
    source, target = (_whole_numbers(ties[column]) for column in columns)
    found = _factorise_numbers(source, target, labels) if len(ties) else None
    return _factorise_any(ties, columns, labels) if found is None else found


def _factorise_any(
    ties: pd.DataFrame, columns: tuple[str, str], labels: Labels | None
) -> tuple[NDArray[np.int32], NDArray[np.int32], Labels]:
    ends = pd.concat([ties[columns[0]], ties[columns[1]]], ignore_index=True)
    if ends.isna().any():
        row = int(ends.isna().to_numpy().argmax()) % max(1, len(ties))
        raise EngagelabError(f"ties: row {row} names no person; give both people of each tie")
    if labels is None:
        codes, uniques = pd.factorize(ends)
        labels = label_array(uniques.tolist())
    else:
        codes = pd.Index(as_list(labels), tupleize_cols=False).get_indexer(
            pd.Index(ends, tupleize_cols=False)
        )
        _refuse_strangers(codes, ends, labels)
    places = codes.astype(np.int32)
    return places[: len(ties)], places[len(ties) :], labels


def _whole_numbers(column: Any) -> NDArray[np.int64] | None:
    """Return a column as integers if it is one of integers."""
    kind = column.dtype
    if isinstance(kind, np.dtype) and kind.kind in "iu" and np.can_cast(kind, np.int64):
        return cast("NDArray[np.int64]", column.to_numpy(np.int64))
    return None


def _factorise_numbers(
    source: NDArray[np.int64] | None, target: NDArray[np.int64] | None, labels: Labels | None
) -> tuple[NDArray[np.int32], NDArray[np.int32], Labels] | None:
    """Factorise by a table, where all labels are integers; None elsewhere."""
    if source is None or target is None:
        return None
    if labels is None:
        found = csr.numbered(source, target)
        return None if found is None else (*found[0], found[1])
    if not isinstance(labels, np.ndarray):
        return None
    places = [csr.positions(labels, ends) for ends in (source, target)]
    for codes, ends in zip(places, (source, target), strict=True):
        _refuse_strangers(codes, ends, labels)
    return places[0], places[1], labels


def _refuse_strangers(codes: NDArray[Any], ends: Any, labels: Labels) -> None:
    if (codes < 0).any():
        place = int((codes < 0).argmax())
        stranger = ends[place : place + 1].tolist()[0]
        raise EngagelabError(
            f"ties: {stranger!r} is not among the people given; add them to people or take "
            f"the tie out{nearest(stranger, as_list(labels[:10_000]))}"
        )


def pairs_of(
    source: Any, target: Any, people: int | None, weights: Any, directed: bool
) -> tuple[int, Pairs]:
    """Return how many people there are and the ties of two arrays of their numbers."""
    sources, targets = _whole_array("source", source), _whole_array("target", target)
    _need_ties("target", targets, sources.size)
    if people is None:
        people = 1 + max((int(ends.max()) for ends in (sources, targets) if ends.size), default=-1)
    whole_number("people", people, 1, _MOST_PEOPLE)
    _refuse_outsiders("source", sources, people)
    _refuse_outsiders("target", targets, people)
    _refuse_loops(sources, targets)
    if weights is not None:
        weights = _weight_array(weights)
        _need_ties("weights", weights, sources.size)
    sources, targets = (ends.astype(np.int32, copy=False) for ends in (sources, targets))
    return int(people), Pairs(sources, targets, weights, directed)


def _whole_array(name: str, given: Any) -> NDArray[np.integer[Any]]:
    found = np.asarray(given)
    if found.ndim == 1 and found.dtype.kind in "iu":
        return found
    if found.ndim == 1 and not found.size:
        return found.astype(np.int32)
    raise EngagelabError(
        f"{name}: an array of {found.dtype} and shape {found.shape} is not allowed; give one whole "
        f"number for each tie, people being numbered 0, 1, ..., or use from_frame for other labels"
    )


def _weight_array(given: Any) -> NDArray[np.float64]:
    found = np.asarray(given)
    if found.ndim != 1 or (found.size and found.dtype.kind not in "iuf"):
        raise EngagelabError(
            f"weights: an array of {found.dtype} and shape {found.shape} is not allowed; give one "
            "finite number of at least 0 for each tie, or None"
        )
    return found.astype(np.float64, copy=False)


def _need_ties(name: str, given: NDArray[Any], ties: int) -> None:
    if given.size != ties:
        raise EngagelabError(
            f"{name}: {given.size:,} entries are not allowed for the {ties:,} ties of source; "
            "give one for each tie"
        )


def _refuse_outsiders(name: str, ends: NDArray[np.integer[Any]], people: int) -> None:
    # the least and the greatest are found several times faster than the first that is wrong
    if ends.size and not (ends.min() >= 0 and ends.max() < people):
        tie = int(((ends < 0) | (ends >= people)).argmax())
        raise EngagelabError(
            f"{name}: {ends[tie]} of tie {tie} is not a person; allowed are whole numbers from 0 "
            f"to {people - 1:,}; raise people or take the tie out"
        )


def _refuse_loops(source: NDArray[np.integer[Any]], target: NDArray[np.integer[Any]]) -> None:
    loops = np.flatnonzero(source == target)
    if loops.size:
        raise EngagelabError(
            f"ties: {loops.size} self-loop{'s' if loops.size > 1 else ''}, the first, tie "
            f"{loops[0]}, at person {source[loops[0]]}; a person has no tie to themselves, keep "
            "only the ties where source != target"
        )


def label_array(labels: Iterable[Hashable]) -> Labels:
    """Hold labels that are all integers as one array; others as they are."""
    found = list(labels)
    if set(map(type, found)) == {int}:
        try:
            return np.array(found, np.int64)
        except OverflowError:
            return found
    return found


def as_list(labels: Labels) -> list[Any]:
    """Return the labels as Python objects."""
    return labels.tolist() if isinstance(labels, np.ndarray) else list(labels)


def some_of(index: Mapping[Hashable, int]) -> list[Hashable]:
    """Return a few thousand labels, to look for the nearest among."""
    return list(index)[:10_000]
