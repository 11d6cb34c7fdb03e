"""Graphs as tables of ties, people and memberships: networkx, igraph, and files of graphs."""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from ...errors import EngagelabError, Message, listing, message, refused
from ...io.content import FileContent
from ...io.lazy import late
from ...io.text import text_of
from ..spelling import clean
from .options import Options
from .vocabulary import means

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = late("networkx")

GROUPS = "groups"
"""The node attribute that holds the groups of a person, as a JSON list."""

_XML = (".graphml", ".gexf")
_TEXT = (".gml", ".net", ".paj", ".pajek")
GRAPH_ENDINGS = (*_XML, *_TEXT, ".json", ".hif")
_LABELS = ("label", "name", "Label", "Name")


@dataclass(frozen=True, eq=False)
class Graph:
    """A graph as lists.

    Attributes
    ----------
    name : str
        The file, for messages.
    people : list of hashable
        The labels of people.
    ends : list of tuple
        The source and the target of each tie.
    weights : list or None
        The weights of the ties.
    directed : bool
        Whether ties reach one way.
    attributes : dict of hashable to dict
        The attributes of people.
    members : list of tuple
        A person and a group for each membership.
    notes : tuple of Message
        What was decided.
    """

    name: str
    people: list[Hashable]
    ends: list[tuple[Hashable, Hashable]]
    weights: list[Any] | None
    directed: bool
    attributes: Mapping[Hashable, Mapping[str, Any]]
    members: list[tuple[Hashable, Hashable]]
    notes: tuple[Message, ...] = ()


def is_graph(source: object) -> bool:
    """Return whether a source is a graph of networkx or igraph."""
    kinds = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(source).__mro__}
    return bool(kinds & {"networkx.classes.graph.Graph", "igraph.Graph"})


def graph_ending(content: FileContent) -> str:
    """Return the ending that the format of a graph has; empty for a table.

    Pajek, GML, GraphML and GEXF are recognised by their first words whatever the file is called.
    """
    if content.ending in GRAPH_ENDINGS:
        return content.ending
    head = content.data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"*vertices", b"*network")):
        return ".net"
    if head.startswith((b"graph [", b"graph[", b"creator ")):
        return ".gml"
    if head.startswith(b"<"):
        return ".gexf" if b"<gexf" in head else ".graphml"
    return ""


def graph_of(source: Any, options: Options) -> Graph:
    """Return a graph of networkx or igraph as lists."""
    name = "graph"
    if type(source).__module__.partition(".")[0] == "igraph":
        source = source.to_networkx()
        return _of_networkx(name, _relabelled(source, options), options)
    return _of_networkx(name, source, options)


def graph_in(content: FileContent, options: Options) -> Graph:
    """Return the graph in a file.

    Raises
    ------
    EngagelabError
        For a damaged file, XML that declares entities, or JSON of another form.
    """
    name = content.name
    if content.ending in (".json", ".hif"):
        return _of_json(content, options)
    text, _ = text_of(content, options.for_file("encoding", "ties"))
    if content.ending in _XML:
        _refuse_entities(name, text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            graph = _parsed(content.ending, text)
    # the parsers of networkx raise whatever they meet in a damaged file
    except Exception as error:
        raise refused(name, "file_graph", problem=_first_line(error)) from error
    return _of_networkx(name, _relabelled(graph, options), options)


def _first_line(error: Exception) -> Message:
    if isinstance(error, RecursionError):
        return Message("the nesting is too deep", "yaml_deep")
    text = (str(error).splitlines() or [type(error).__name__])[0][:200]
    return Message(text, "csv_damaged")


def _parsed(ending: str, text: str) -> nx.Graph:
    if ending == ".gml":
        return nx.parse_gml(text.split("\n"), label="id")
    if ending in _TEXT:
        return nx.parse_pajek(text.split("\n"))
    data = io.BytesIO(text.encode())
    return nx.read_graphml(data) if ending == ".graphml" else nx.read_gexf(data)


def _refuse_entities(name: str, text: str) -> None:
    """Raise for XML that declares entities, which can expand to any size."""

    def refuse(*_: object) -> None:
        raise refused(name, "file_entities")

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise refused(name, "file_graph", problem=_first_line(error)) from error


def _relabelled(graph: nx.Graph, options: Options) -> nx.Graph:
    """Return a graph whose nodes are called by their attribute label or name, if all differ."""
    wanted = options.column("label")
    for name in _LABELS if wanted is None else () if wanted == "id" else (str(wanted),):
        names = [graph.nodes[node].get(name) for node in graph]
        texts = {clean(str(label)) for label in names if label is not None}
        if names and len(texts) == len(names) and "" not in texts:
            for node in graph:
                del graph.nodes[node][name]
            return nx.relabel_nodes(graph, dict(zip(graph, map(str, names), strict=True)))
    return graph


# --- networkx ------------------------------------------------------------------------------------


def _of_networkx(name: str, graph: nx.Graph, options: Options) -> Graph:
    _check_labels(name, graph)
    key = _weight_key(graph, options)
    edges = [
        (a, b, edge.get(key) if key else None)
        for a, row in graph.adjacency()
        for b, cell in row.items()
        for edge in (cell.values() if graph.is_multigraph() else (cell,))
    ] if graph.is_directed() else [
        (a, b, edge.get(key) if key else None) for a, b, edge in graph.edges(data=True)
    ]  # fmt: skip
    weights = [1.0 if weight is None else weight for _, _, weight in edges]
    members, attributes = _groups_of(name, graph)
    notes = [message("note_graph", people=len(graph), ties=len(edges))]
    if key and edges:
        notes.append(message("note_weight", column=key))
    return Graph(
        name,
        list(graph),
        [(a, b) for a, b, _ in edges],
        weights if key else None,
        graph.is_directed() if options.directed is None else options.directed,
        attributes,
        members,
        tuple(notes),
    )


def _check_labels(name: str, graph: nx.Graph) -> None:
    for label in graph:
        if not isinstance(label, (str, int)) or isinstance(label, bool):
            raise refused(name, "file_label", label=repr(label))


def _weight_key(graph: nx.Graph, options: Options) -> str | None:
    """Return the edge attribute of weights: stated, or one whose name is usual for them."""
    if options.weight is False:
        return None
    stated = options.column("weight")
    keys = list(dict.fromkeys(key for _, _, edge in graph.edges(data=True) for key in edge))
    if stated is not None:
        if stated not in keys:
            raise refused("weight", "file_no_attribute", value=str(stated), names=listing(keys))
        return str(stated)
    named = [key for key in keys if isinstance(key, str) and means(key, "weight")]
    return "weight" if "weight" in named else next(iter(named), None)


def _groups_of(
    name: str, graph: nx.Graph
) -> tuple[list[tuple[Hashable, Hashable]], dict[Hashable, dict[str, Any]]]:
    """Return the memberships in the attribute of groups, and the other attributes of people."""
    members: list[tuple[Hashable, Hashable]] = []
    attributes = {node: dict(own) for node, own in graph.nodes(data=True) if own}
    for node, own in attributes.items():
        groups = _group_list(own.get(GROUPS))
        if groups is not None:
            del own[GROUPS]
            members.extend((node, group) for group in groups)
    return members, {node: own for node, own in attributes.items() if own}


def _group_list(value: Any) -> list[Hashable] | None:
    """Return the groups in an attribute that this package has written; None for another value."""
    if not isinstance(value, str):
        return None
    try:
        groups = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return groups if isinstance(groups, list) else None


# --- JSON ----------------------------------------------------------------------------------------


def _of_json(content: FileContent, options: Options) -> Graph:
    text, _ = text_of(content)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused(content.name, "file_graph", problem=_first_line(error)) from error
    if isinstance(document, dict) and "incidences" in document:
        return _checked(_of_hif, content.name, document, options)
    if isinstance(document, dict) and "nodes" in document and {"links", "edges"} & set(document):
        return _checked(_of_node_link, content.name, document, options)
    raise refused(content.name, "file_json")


def _checked(
    read: Callable[[str, Any, Options], Graph], name: str, document: Any, options: Options
) -> Graph:
    """Read a document; report one of another form as damaged."""
    try:
        return read(name, document, options)
    except EngagelabError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, nx.NetworkXError) as error:
        problem = Message(f"{type(error).__name__}: {_first_line(error)}", "csv_damaged")
        raise refused(name, "file_graph", problem=problem) from error


def _of_node_link(name: str, document: Mapping[str, Any], options: Options) -> Graph:
    edges = "links" if "links" in document else "edges"
    document = {"multigraph": False, "directed": False, "graph": {}, **document}
    graph = nx.node_link_graph(document, edges=edges)
    return _of_networkx(name, _relabelled(graph, options), options)


def _of_hif(name: str, document: Mapping[str, Any], options: Options) -> Graph:
    """Return the groups and ties of a document in the hypergraph interchange format."""
    kinds, weights = {}, {}
    for edge in document.get("edges", []):
        kinds[edge["edge"]] = edge.get("attrs", {}).get("kind", "group")
        weights[edge["edge"]] = edge.get("weight", edge.get("attrs", {}).get("weight"))
    nodes = {node["node"]: dict(node.get("attrs", {})) for node in document.get("nodes", [])}
    members: dict[Hashable, list[Hashable]] = {}
    for incidence in document["incidences"]:
        members.setdefault(incidence["edge"], []).append(incidence["node"])
        nodes.setdefault(incidence["node"], {})
    for label in nodes:
        if not isinstance(label, (str, int)):
            raise refused(name, "file_label", label=repr(label))
    ties = [edge for edge in members if kinds.get(edge) == "tie"]
    for edge in ties:
        if len(members[edge]) != 2:
            raise refused(name, "file_hif_tie", edge=str(edge), people=len(members[edge]))
    values = [weights.get(edge) for edge in ties]
    groups = [(person, edge) for edge in members if kinds.get(edge) != "tie"
              for person in members[edge]]  # fmt: skip
    has_weights = any(value is not None for value in values) and options.weight is not False
    note = message("note_hif", people=len(nodes), ties=len(ties), groups=len(members) - len(ties))
    return Graph(
        name,
        list(nodes),
        [(members[edge][0], members[edge][1]) for edge in ties],
        [1.0 if value is None else value for value in values] if has_weights else None,
        bool(options.directed),
        {node: own for node, own in nodes.items() if own},
        groups,
        (note,),
    )
