"""Networks written to CSV, GraphML, GEXF and HIF."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ..engine import csr
from ..errors import EngagelabError, listed
from ..io.atomic import path_of, writing
from ..io.lazy import late
from .arrays import NetworkArrays
from .edges import as_list
from .spelling import MISSING, clean, is_total

if TYPE_CHECKING:
    import networkx as nx
else:
    nx = late("networkx")

_Lines: TypeAlias = tuple[list[str], Iterable[Iterable[Any]]]
"""The header and the rows of a file."""

_TRAITS = ("role", "profile", "activity", "inviter")


def write_network(network: NetworkArrays, path: str | os.PathLike[str]) -> list[Path]:
    """Write a network to the files of the format that a name selects; see `Network.write`."""
    where = path_of(path)
    write = _FORMATS.get(where.suffix.lower())
    if write is None:
        raise EngagelabError(
            f"{where}: the ending {where.suffix!r} is not a format of networks; give one of "
            f"{listed(_FORMATS)}"
        )
    _check_labels(as_list(network.labels), "person")
    _check_labels(as_list(network.group_labels), "group")
    return write(network, where)


def _check_labels(labels: Sequence[Any], what: str) -> None:
    """Raise for labels that would be read as others."""
    for label in labels:
        if isinstance(label, bool) or not isinstance(label, (int, str)):
            raise EngagelabError(
                f"{what}: the label {label!r} cannot be written; files hold texts and whole "
                "numbers, so rename it"
            )
        if isinstance(label, str) and (clean(label) != label or not label or label in MISSING
                                       or is_total(label)):  # fmt: skip
            raise EngagelabError(
                f"{what}: the label {label!r} would be read as {clean(label)!r} or as an empty "
                "cell; rename it"
            )
    if len({str(label) for label in labels}) < len(labels):
        raise EngagelabError(
            f"{what}: a text and a number are written alike, such as '1' and 1; rename one"
        )


def _ties(network: NetworkArrays) -> tuple[list[Any], list[Any], list[float] | None]:
    """Return the two people and the weight of each tie; a mutual tie once."""
    people = as_list(network.labels)
    source, target = csr.row_of(network.tie_start), network.tie_to
    once = np.ones(source.size, bool) if network.directed else source < target
    ends = ([people[at] for at in side[once].tolist()] for side in (source, target))
    weights = None if network.weights is None else network.weights[once].tolist()
    return next(ends), next(ends), weights


def _attributes(network: NetworkArrays) -> list[dict[str, Any]]:
    """Return the attributes of each person, with the traits that are not the default ones."""
    names = _traits_to_write(network)
    out = []
    for at, label in enumerate(as_list(network.labels)):
        own = dict(network.attributes.get(label, {}))
        words = network.traits.words(at)
        out.append({**own, **{name: words[name] for name in names}})
    return out


def _traits_to_write(network: NetworkArrays) -> list[str]:
    """Return the traits in which one person differs from the default."""
    traits, plain = network.traits, type(network.traits).plain(network.people)
    return [name for name in _TRAITS if (getattr(traits, name) != getattr(plain, name)).any()]


# --- CSV -----------------------------------------------------------------------------------------


def _write_csv(network: NetworkArrays, path: Path) -> list[Path]:
    people, groups = as_list(network.labels), as_list(network.group_labels)
    files = {path: _tie_rows(network, people)}
    attributes = _attributes(network)
    if groups or any(attributes):
        members = zip(network.group_people.tolist(), network.membership_group.tolist(), strict=True)
        rows = ((people[person], groups[group]) for person, group in members)
        files[path.with_suffix(f".groups{path.suffix}")] = (["person", "group"], rows)
    if any(attributes):
        names = list(dict.fromkeys(name for own in attributes for name in own))
        _check_names(path, names)
        table = ([label, *(own.get(name, "") for name in names)]
                 for label, own in zip(people, attributes, strict=True))  # fmt: skip
        files[path.with_suffix(f".people{path.suffix}")] = (["label", *names], table)
    for file, (header, lines) in files.items():
        _write_rows(file, header, lines)
    return list(files)


def _tie_rows(network: NetworkArrays, people: list[Any]) -> _Lines:
    """Return one row for each tie, and one with an empty target for each person who is alone."""
    source, target, weights = _ties(network)
    kind = "Directed" if network.directed else "Undirected"
    is_alone = np.asarray(network.prospects & (np.diff(network.tie_start) == 0))
    is_alone[network.tie_to] = False
    if not source and not is_alone.any():
        is_alone[0] = True  # a table needs a row
    alone = [[people[at], "", kind] for at in np.flatnonzero(is_alone)]
    if weights is None:
        rows = zip(source, target, repeat(kind), strict=False)
        return ["source", "target", "type"], chain(rows, alone)
    weighted = zip(source, target, repeat(kind), map(repr, weights), strict=False)
    return ["source", "target", "type", "weight"], chain(weighted, ([*row, ""] for row in alone))


def _write_rows(path: Path, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    with writing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _check_names(path: Path, names: Sequence[str]) -> None:
    if "label" in names:
        raise EngagelabError(
            f"{path}: people have an attribute called 'label', which is the name of the column of "
            "labels; rename it, or write GraphML"
        )


# --- graphs --------------------------------------------------------------------------------------


def _graph(network: NetworkArrays) -> nx.Graph:
    """Return a graph with the groups of each person as a JSON list."""
    graph = nx.DiGraph() if network.directed else nx.Graph()
    people, groups = as_list(network.labels), as_list(network.group_labels)
    member_of: list[list[Hashable]] = [[] for _ in people]
    for group, person in zip(
        network.membership_group.tolist(), network.group_people.tolist(), strict=True
    ):
        member_of[person].append(groups[group])
    for label, own, groups_of_person in zip(people, _attributes(network), member_of, strict=True):
        extra = {"groups": json.dumps(groups_of_person, ensure_ascii=False)}
        plain = {name: value for name, value in own.items() if isinstance(value, (str, int, float))}
        graph.add_node(label, **plain, **(extra if groups_of_person else {}))
    source, target, weights = _ties(network)
    if weights is None:
        graph.add_edges_from(zip(source, target, strict=True))
    else:
        graph.add_weighted_edges_from(zip(source, target, weights, strict=True))
    return graph


def _write_graphml(network: NetworkArrays, path: Path) -> list[Path]:
    with writing(path) as temporary:
        nx.write_graphml(_graph(network), temporary)
    return [path]


def _write_gexf(network: NetworkArrays, path: Path) -> list[Path]:
    with writing(path) as temporary:
        nx.write_gexf(_graph(network), temporary)
    return [path]


# --- hypergraphs ---------------------------------------------------------------------------------


def _write_hif(network: NetworkArrays, path: Path) -> list[Path]:
    if network.directed:
        raise EngagelabError(
            f"{path}: the network is directed, but HIF holds ties only of mutual ones; write "
            "GraphML or CSV"
        )
    with writing(path) as temporary:
        text = json.dumps(_hif(network), ensure_ascii=False)
        temporary.write_text(text, encoding="utf-8")
    return [path]


def _hif(network: NetworkArrays) -> dict[str, Any]:
    people, groups = as_list(network.labels), as_list(network.group_labels)
    source, target, weights = _ties(network)
    names = _tie_names(len(source), groups)
    sizes = repeat({}) if weights is None else ({"weight": weight} for weight in weights)
    members = zip(network.membership_group.tolist(), network.group_people.tolist(), strict=True)
    return {
        "network-type": "undirected",
        "metadata": {"creator": "engagelab"},
        "incidences": [
            *({"edge": groups[group], "node": people[person]} for group, person in members),
            *({"edge": name, "node": end} for name, *ends in
              zip(names, source, target, strict=True) for end in ends),
        ],
        "nodes": [{"node": label, "attrs": _json_values(own)}
                  for label, own in zip(people, _attributes(network), strict=True)],
        "edges": [
            *({"edge": label, "attrs": {"kind": "group"}} for label in groups),
            *({"edge": name, **size, "attrs": {"kind": "tie", **size}}  # XGI keeps attrs only
              for name, size in zip(names, sizes, strict=False)),
        ],
    }  # fmt: skip


def _json_values(own: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.item() if isinstance(value, np.generic) else value
            for name, value in own.items()}  # fmt: skip


def _tie_names(count: int, groups: Sequence[Hashable]) -> list[str]:
    """Return names for ties that no group has."""
    taken, start = set(groups), "tie"
    while any(f"{start} {at + 1}" in taken for at in range(count)):
        start += "'"
    return [f"{start} {at + 1}" for at in range(count)]


_FORMATS: Mapping[str, Callable[[NetworkArrays, Path], list[Path]]] = {
    ".csv": _write_csv,
    ".graphml": _write_graphml,
    ".gexf": _write_gexf,
    ".json": _write_hif,
}
