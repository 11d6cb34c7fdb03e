"""Ties and memberships as pairs of positions, read from graphs, mappings and frames."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .engine import layout
from .errors import EngagelabError, listed, nearest

Groups: TypeAlias = Mapping[Hashable, Iterable[Hashable]] | nx.Graph | pd.DataFrame


Labels: TypeAlias = Sequence[Hashable] | NDArray[np.generic]


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

    def rows(
        self, people: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64] | None]:
        """Return the ties in compressed rows; mutual ones twice, repeats added up."""
        source, target, weights = self.source, self.target, self.weights
        if not self.directed:
            source, target = np.concatenate([source, target]), np.concatenate([target, source])
            weights = None if weights is None else np.concatenate([weights, weights])
        start, to, place = layout.rows(source, target, people, people)
        if weights is None:
            return start, to, None
        # the smallest first, so that the sum of parallel ties does not depend on their order
        order = np.argsort(weights) if to.size < source.size else slice(None)
        total = np.bincount(place[order], weights[order], minlength=to.size)
        return start, to, total.astype(np.float64)


@dataclass(frozen=True, eq=False)
class Memberships:
    """Who belongs where, as pairs of positions."""

    labels: Labels
    group: NDArray[np.int32]
    person: NDArray[np.int32]

    @classmethod
    def of(cls, groups: Groups | None, people: Labels) -> "Memberships":
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


def ends_of(
    graph: nx.Graph, index: Mapping[Hashable, int]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the two ends of each tie, as positions."""
    ends = (index[end] for edge in graph.edges() for end in edge[:2])
    flat = np.fromiter(ends, np.int32, 2 * graph.number_of_edges())
    return flat[0::2], flat[1::2]


def weights_of(graph: nx.Graph) -> NDArray[np.float64] | None:
    """Return the weight of each tie, 1 where some have none; None where all have none."""
    values = [weight for *_, weight in graph.edges(data="weight")]
    if all(value is None for value in values):
        return None
    if not all(map(_is_number, values)):
        edge = next(e for e in graph.edges(data="weight") if not _is_number(e[-1]))
        raise EngagelabError(
            f"weight of the tie {edge[0]!r} to {edge[1]!r}: {edge[-1]!r} is not a number; give a "
            "finite number of at least 0"
        )
    return np.array([1.0 if value is None else value for value in values], np.float64)


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
    ends = pd.concat([ties[columns[0]], ties[columns[1]]], ignore_index=True)
    if ends.isna().any():
        row = int(ends.isna().to_numpy().argmax()) % max(1, len(ties))
        raise EngagelabError(f"ties: row {row} names no person; give both people of each tie")
    if people is None:
        codes, found = pd.factorize(ends)
        labels = label_array(found.tolist())
    else:
        labels = label_array(dict.fromkeys(people))
        codes = pd.Index(as_list(labels), tupleize_cols=False).get_indexer(
            pd.Index(ends, tupleize_cols=False)
        )
        if (codes < 0).any():
            stranger = ends.tolist()[int((codes < 0).argmax())]
            raise EngagelabError(
                f"ties: {stranger!r} is not among the people given; add them to people or take "
                f"the tie out{nearest(stranger, as_list(labels[:10_000]))}"
            )
    places = codes.astype(np.int32)
    return places[: len(ties)], places[len(ties) :], labels


def label_array(labels: Iterable[Hashable]) -> Labels:
    """Hold labels that are all integers as one array; others as they are."""
    found = list(labels)
    if found and all(type(label) is int for label in found):
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
