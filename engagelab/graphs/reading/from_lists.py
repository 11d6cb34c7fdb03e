"""Graphs and mappings as tables of ties, memberships and people."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ...errors import EngagelabError, message, refused
from ...io.content import Source
from ...io.lazy import late
from ...io.table import Table
from ..memberships import member_list
from .graph_files import Graph
from .members import MemberTable
from .people import PeopleTable
from .tie_table import TieTable

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import pyarrow as pa
else:
    pa = late("pyarrow")

Ties: TypeAlias = "Source | pd.DataFrame | nx.Graph | Any"
MembershipSource: TypeAlias = (
    "Source | pd.DataFrame | nx.Graph | Mapping[Hashable, Iterable[Hashable]] | Any"
)
PeopleSource: TypeAlias = "Source | pd.DataFrame | Iterable[Hashable] | Any"


def texts(labels: Iterable[Any]) -> list[str]:
    """Return labels as texts; refuse those that are neither texts nor whole numbers."""
    out = []
    for label in labels:
        if isinstance(label, bool) or not isinstance(label, (str, int, np.integer)):
            raise EngagelabError(
                f"label: {label!r} is not allowed here; give texts or whole numbers, or use "
                "Network.from_networkx for other labels"
            )
        out.append(str(label))
    return out


def table_of(name: str, columns: Mapping[str, list[Any]]) -> Table:
    """Return lists of texts as a table."""
    arrays = tuple(pa.chunked_array([cells], pa.string()) for cells in columns.values())
    return Table(name, tuple(columns), arrays, True, lambda row: message("place_row", row=row + 1))


def members_of(groups: Mapping[Hashable, Iterable[Hashable]], name: str) -> MemberTable:
    """Return a mapping of groups to members as a table of memberships."""
    pairs = [(m, label) for label, members in groups.items() for m in member_list(label, members)]
    table = table_of(
        name, {"person": texts(p for p, _ in pairs), "group": texts(g for _, g in pairs)}
    )
    return MemberTable(table, *table.columns)


def members_of_pairs(graph: Graph) -> MemberTable:
    """Return the memberships of a graph as a table."""
    people = texts(person for person, _ in graph.members)
    groups = texts(group for _, group in graph.members)
    table = table_of(graph.name, {"person": people, "group": groups})
    return MemberTable(table, *table.columns)


def ties_of(graph: Graph) -> TieTable:
    """Return the ties of a graph, after one row for each person, which keeps those without ties."""
    people = texts(graph.people)
    source = [*people, *texts(a for a, _ in graph.ends)]
    target = [*([""] * len(people)), *texts(b for _, b in graph.ends)]
    table = table_of(graph.name, {"source": source, "target": target})
    weights = None
    if graph.weights is not None:
        try:
            weights = np.array([1.0] * len(people) + [float(each) for each in graph.weights])
        except (TypeError, ValueError):
            bad = next(each for each in graph.weights if not isinstance(each, (int, float)))
            raise refused(graph.name, "file_graph_weight", value=str(bad)) from None
    rows = np.arange(-len(people), len(graph.ends))  # those of people are not rows of a table
    source_column, target_column = table.columns
    return TieTable(table, source_column, target_column, weights, graph.directed, None, rows)


def people_of(graph: Graph) -> PeopleTable:
    """Return the attributes of people in a graph as a table."""
    table = table_of(graph.name, {"label": texts(graph.attributes)})
    names = dict.fromkeys(name for own in graph.attributes.values() for name in own)
    cells = {name: [own.get(name) for own in graph.attributes.values()] for name in names}
    return PeopleTable(table, table.columns[0], cells)
