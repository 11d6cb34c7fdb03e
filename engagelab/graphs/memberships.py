"""Who belongs to which group, read from mappings, bipartite graphs and frames."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..engine import csr
from ..errors import EngagelabError
from ..io.lazy import late
from .edges import Labels, as_list, nearest_label
from .from_frame import need_column
from .hashing import hashes_of

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
else:
    nx = late("networkx")
    pd = late("pandas")

Groups: TypeAlias = "Mapping[Hashable, Iterable[Hashable]] | nx.Graph | pd.DataFrame"


@dataclass(frozen=True, eq=False)
class Memberships:
    """Memberships as pairs of positions.

    Attributes
    ----------
    labels : sequence of hashable, length groups
        The labels of the groups.
    group, person : array of int32, shape (memberships,)
        Positions of the group and of the member.
    """

    labels: Labels
    group: NDArray[np.int32]
    person: NDArray[np.int32]

    @classmethod
    def of(cls, groups: Groups | None, people: Labels) -> Memberships:
        """Read groups given as a mapping, a bipartite graph or a frame.

        Raises
        ------
        EngagelabError
            For groups of another type, or with a member who is not among `people`.
        """
        members = _members(groups, people)
        index = {label: i for i, label in enumerate(as_list(people))} if members else {}
        group, person = [], []
        for g, (label, group_members) in enumerate(members.items()):
            for member in group_members:
                if member not in index:
                    raise EngagelabError(
                        f"group {label!r}: its member {member!r} is not a person of the graph; "
                        "add them as a person without ties or remove them from the group"
                        f"{nearest_label(member, index)}"
                    )
                group.append(g)
                person.append(index[member])
        return cls(list(members), np.array(group, np.int32), np.array(person, np.int32))


def group_arrays(members: Memberships, people: int) -> dict[str, Any]:
    """Return the fields of a network that describe its groups."""
    start, of_group, _ = csr.rows(members.group, members.person, len(members.labels), people)
    return {
        "group_labels": members.labels,
        "group_hashes": hashes_of(members.labels, "group"),
        "group_start": start,
        "group_people": of_group,
    }


def _members(groups: Groups | None, people: Labels) -> Mapping[Hashable, Iterable[Hashable]]:
    if groups is None:
        return {}
    if isinstance(groups, nx.Graph):
        return bipartite_members(groups, set(as_list(people)))
    if isinstance(groups, pd.DataFrame):
        return _frame_members(groups)
    if isinstance(groups, Mapping):
        return {label: member_list(label, members) for label, members in groups.items()}
    raise EngagelabError(
        f"groups: {type(groups).__name__} is not allowed; give a mapping of group to members, a "
        "bipartite graph, or a frame with the columns person and group"
    )


def _frame_members(groups: pd.DataFrame) -> dict[Hashable, list[Hashable]]:
    for name in ("person", "group"):
        need_column(groups, name, "groups")
    gaps = groups[["person", "group"]].isna().any(axis=1)
    if gaps.any():
        row = int(gaps.to_numpy().argmax())
        raise EngagelabError(f"groups: row {row} lacks a person or a group; give both")
    by_group = groups.groupby("group", sort=False)["person"]
    return {label: members.tolist() for label, members in by_group}


def member_list(label: Hashable, members: Any) -> list[Hashable]:
    """Return the members of a group as a list.

    Raises
    ------
    EngagelabError
        For a text, something that is not iterable, or a member that is not hashable.
    """
    if isinstance(members, (str, bytes)) or not isinstance(members, Iterable):
        raise EngagelabError(f"group {label!r}: {members!r} is not a list of members; give a list")
    values = list(members)
    for member in values:
        if not isinstance(member, Hashable):
            raise EngagelabError(
                f"group {label!r}: its member {member!r} is not hashable; give people by their "
                "labels"
            )
    return values


def bipartite_members(graph: nx.Graph, people: set[Hashable]) -> dict[Hashable, list[Hashable]]:
    """Return the members of the groups of a bipartite graph.

    Parameters
    ----------
    graph : networkx graph
        Groups have the attribute ``bipartite=1``; without it, nodes that are not people are groups.
    people : set of hashable
        The labels of people.

    Raises
    ------
    EngagelabError
        For an edge between two people or two groups.
    """
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
