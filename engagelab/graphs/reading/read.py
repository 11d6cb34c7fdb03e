"""`read_network`: one reader for ties, memberships and people in any form."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, Unpack

from ...errors import EngagelabError, Message, message, refused
from ...io.arguments import checked
from ...io.content import FileContent, Readable, Source, content_of
from ...io.frames import is_frame
from ...io.lazy import late
from ...io.table import Table
from ...io.tables import read_table
from ..memberships import bipartite_members
from ..network import Network
from ..spelling import clean
from .assemble import Parts, assembled
from .from_lists import members_of, members_of_pairs, people_of, table_of, texts, ties_of
from .graph_files import Graph, graph_ending, graph_in, graph_of, is_graph
from .members import MemberTable, members_in
from .options import Options, Role, Stated, options_of
from .people import PeopleTable, people_in
from .tie_table import TieTable
from .ties import ties_in
from .vocabulary import is_known

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


@checked
def read_network(
    ties: Ties | None = None,
    groups: MembershipSource | None = None,
    people: PeopleSource | None = None,
    **stated: Unpack[Stated],
) -> Network:
    r"""Read a network from files, frames or graphs, and note every decision in `Network.notes`.

    What is not stated is decided by the whole file: the separator is the one that gives all rows
    the same number of fields; the first row names the columns if it differs from those below; a
    column is taken by its name (English or French), or else by what it holds. People have one
    spelling: accents are composed, white space is unified, and 1.0 is 1 in a column of numbers.
    Self-loops, blank rows, totals and ties of weight 0 are left out and counted.

    Parameters
    ----------
    ties : path, open file, data frame or graph, optional
        One tie a row; an adjacency matrix with labels; a survey with several alters a row; or a
        graph: .graphml, .gexf, .gml, .net (Pajek), node-link JSON, HIF, networkx or igraph. Tables
        may be text, .xlsx, .ods, .parquet, or any frame with the Arrow PyCapsule interface, and
        packed as gz, bz2, xz or zip.
    groups : path, open file, data frame, graph or mapping, optional
        A person and a group a row; a mapping of group to members; or HIF.
    people : path, open file, data frame or labels, optional
        One person a row: the label, the traits role, profile, activity and inviter, and further
        columns as attributes. It adds people without ties.
    columns : mapping of str to str or int, or a pair, optional
        The columns by their use: ``source``, ``target``, ``weight``, ``type``, ``person``,
        ``group``, ``label`` and the traits. A column is given by its name, or by its number from 1.
        A pair is the source and target of ties, and the person and group of memberships.
    weight : str, int or False, optional
        The column, or the edge attribute, of weights; False for none.
    directed : bool, optional
        Whether ties reach from source to target only.
    loops : {"drop", "refuse"}
        What to do with ties of a person to themselves.
    repeats : {"auto", "chances", "sum", "max", "refuse"}
        How to combine the weights of repeated ties: as independent chances, summed (without weights
        the rows are counted), the largest, or not at all. By default as chances if all are at most
        1 and one is between 0 and 1, else summed; and a mutual tie may be listed both ways with one
        weight.
    form : {"ties", "matrix", "neighbours"}, optional
        What the rows of the ties are; ``"neighbours"`` is a person followed by all their ties.
    traits : bool
        Whether role, profile, activity and inviter are traits of the model; False keeps them as
        plain attributes.
    missing : iterable of str
        Cells that stand for an empty one, such as NA; by default the usual ones.
    header : bool or sequence of str, optional
        Whether the first row names the columns, or their names if it does not. This and the next
        may be given by file, such as ``header={"ties": False, "groups": True}``.
    separator, decimal, encoding, sheet : str, optional
        The character between fields (a space for runs of white space), the decimal mark, the
        character encoding and the sheet of a spreadsheet.
    skip : int, optional
        Number of lines before the table.

    Returns
    -------
    Network
        Its `notes` say what was read, decided and left out.

    Raises
    ------
    EngagelabError
        For a file that cannot be read, a decision that is not certain, or a row that does not fit,
        with file, line, column and value, and what to do.

    Examples
    --------
    >>> import io, engagelab as el
    >>> text = "Source;Target;Weight\nAnn;Bo;0,5\nBo;Bo;1\nBo;Cy;0,25\n"
    >>> network = el.graphs.read_network(io.StringIO(text))
    >>> network, network.weights.tolist()
    (Network(people=3, ties=2, groups=0, memberships=0), [0.5, 0.5, 0.25, 0.25])
    >>> print(network.notes[-1])
    self-loops left out: 1, the first in line 3 ('Bo')
    """
    return read_with_previews(ties, groups, people, **stated)[0]


class Preview(NamedTuple):
    """The first rows of a table as they were understood.

    Attributes
    ----------
    role : {"ties", "groups", "people"}
        What the table holds.
    names : tuple of str
        The names of its columns.
    uses : tuple of str
        What each column is, such as ``"source"``; empty for one that is not used.
    rows : list of list of str
        The cells of the first rows.
    """

    role: Role
    names: tuple[str, ...]
    uses: tuple[str, ...]
    rows: list[list[str]]


def read_with_previews(
    ties: Ties | None = None,
    groups: MembershipSource | None = None,
    people: PeopleSource | None = None,
    **stated: Unpack[Stated],
) -> tuple[Network, list[Preview]]:
    """Return the network of `read_network`, and the first rows of each table.

    Raises
    ------
    EngagelabError
        As for `read_network`.
    """
    options = options_of(stated)
    if ties is None and groups is None:
        raise EngagelabError("ties: neither ties nor groups were given; give at least one of them")
    reader = _Reader(options)
    if ties is not None:
        reader.read_ties(ties)
    if groups is not None:
        reader.read_groups(groups)
    if people is not None:
        reader.read_people(people)
    return reader.network(), reader.previews()


def column_names(source: Any, role: Role, stated: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the columns of a table, before it is certain what they are.

    Parameters
    ----------
    source : path, open file or data frame
        The table; a graph has no columns.
    role : {"ties", "groups", "people"}
        What it holds.
    stated : mapping
        Arguments of `read_network`.

    Raises
    ------
    EngagelabError
        If it cannot be read as a table.
    """
    options = options_of(stated)
    content = _opened(source)
    if is_graph(content) or _is_graph_file(content):
        return ()
    return read_table(content, is_known, options.asked(role)).names


def _opened(source: Any) -> Any:
    """Return the content of a path or an open file; anything else as it is."""
    if is_graph(source) or is_frame(source):
        return source
    return content_of(source)


def _is_graph_file(content: Any) -> bool:
    return isinstance(content, FileContent) and bool(graph_ending(content))


class _Reader:
    """Reads one source after the other; later ones know the people of earlier ones."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._ties: list[TieTable] = []
        self._members: list[MemberTable] = []
        self._people: list[PeopleTable] = []
        self._notes: list[Message] = []

    def network(self) -> Network:
        parts = Parts(self._ties, self._members, self._people)
        return assembled(parts, self._options, self._notes)

    def previews(self) -> list[Preview]:
        parts: list[tuple[Role, TieTable | MemberTable | PeopleTable]] = [
            *(("ties", each) for each in self._ties),
            *(("groups", each) for each in self._members),
            *(("people", each) for each in self._people),
        ]
        return [_preview(role, part) for role, part in parts if part.uses]

    def read_ties(self, source: Any) -> None:
        source = _opened(source)
        graph = self._graph(source)
        if graph is not None:
            self._add_graph(graph)
            return
        table = self._table(source, "ties")
        ties = ties_in(table, self._options)
        self._notes.extend(ties.notes)
        self._ties.append(ties)

    def read_groups(self, source: Any) -> None:
        if isinstance(source, Mapping):
            self._members.append(members_of(source, "groups"))
            return
        source = _opened(source)
        graph = self._graph(source)
        if graph is not None:
            self._add_hypergraph(source, graph)
            return
        table = self._table(source, "groups")
        members = members_in(table, self._options, self._known())
        self._notes.extend(members.notes)
        self._members.append(members)

    def read_people(self, source: Any) -> None:
        is_path = isinstance(source, (str, bytes, os.PathLike, Readable))
        is_list = isinstance(source, Iterable) and getattr(source, "ndim", 1) == 1
        if is_list and not is_path and not is_frame(source):
            labels = texts([*source])
            table = table_of("people", {"label": labels})
        else:
            source = _opened(source)
            if _is_graph_file(source):
                raise refused(source.name, "file_graph_of_people")
            table = self._table(source, "people")
        people = people_in(table, self._options, self._known())
        self._notes.extend(people.notes)
        self._people.append(people)

    def _table(self, source: Any, role: Role) -> Table:
        asked = self._options.asked(role)
        if role == "ties" and self._options.form == "neighbours":
            asked = replace(asked, ragged=True)
        if role == "people":
            asked = replace(asked, spaces=False)
        table = read_table(source, is_known, asked)
        self._notes.append(message(f"note_rows_{role}", file=table.called, rows=table.rows))
        self._notes.extend(table.notes)
        return table

    def _known(self) -> frozenset[str]:
        """Return the labels of the people read so far, as far as they help to find columns."""
        columns = [
            *(column for ties in self._ties for column in (ties.source, ties.target)),
            *(members.person for members in self._members),
        ]
        return frozenset(
            clean(str(cell))
            for column in columns
            for cell in column.slice(0, 100_000).to_pylist()
            if cell is not None
        )

    def _graph(self, source: Any) -> Graph | None:
        """Return the graph that a source is or holds; None for a table."""
        if is_graph(source):
            return graph_of(source, self._options)
        if isinstance(source, FileContent) and (ending := graph_ending(source)):
            return graph_in(replace(source, ending=ending), self._options)
        return None

    def _add_graph(self, graph: Graph) -> None:
        self._notes.extend(graph.notes)
        self._ties.append(ties_of(graph))
        if graph.members:
            self._members.append(members_of_pairs(graph))
        if graph.attributes:
            self._people.append(people_of(graph))

    def _add_hypergraph(self, source: Any, graph: Graph) -> None:
        if not graph.members and is_graph(source) and hasattr(source, "adjacency"):
            known = self._known()
            people = {node for node in source if str(node) in known}
            self._members.append(members_of(bipartite_members(source, people), "groups"))
            return
        if not graph.members:
            raise refused(graph.name, "file_no_groups")
        self._notes.extend(graph.notes)
        self._members.append(members_of_pairs(graph))
        if graph.attributes:
            self._people.append(people_of(graph))


def _preview(role: Role, part: TieTable | MemberTable | PeopleTable) -> Preview:
    table = part.table
    uses = tuple(part.uses.get(at, "") for at in range(len(table.names)))
    return Preview(role, table.names, uses, table.preview())
