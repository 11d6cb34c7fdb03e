"""Ties read from networkx graphs."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, compress
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from ..engine import csr
from ..errors import EngagelabError
from .edges import Labels, Pairs, as_list
from .hashing import is_missing

if TYPE_CHECKING:
    import networkx as nx

_WEIGHTS = (int, float, np.number, type(None))


def ties_of(
    graph: nx.Graph, index: Mapping[Hashable, int], labels: Labels, weight: str | None = "weight"
) -> Pairs:
    """Return the ties of a graph, in its own order; their weights from an edge attribute.

    The adjacency is read as one chain of neighbours, without a Python loop over ties.
    """
    by_label = dict(graph.adjacency())
    rows = [_as_dict(by_label[label]) for label in index]
    source = np.repeat(np.arange(len(rows), dtype=np.int32), [len(row) for row in rows])
    target = _positions(rows, source.size, index, labels)
    # a mutual tie is listed by both of its people; take it from the first
    once = np.ones(source.size, np.bool_) if graph.is_directed() else target >= source
    source, target, selected = source[once], target[once], once.tobytes()
    if graph.is_multigraph():
        rows = [_as_dict(parallel) for parallel in compress(_values(rows), selected)]
        sizes = [len(row) for row in rows]
        source, target = np.repeat(source, sizes), np.repeat(target, sizes)
        selected = b"\1" * source.size
    weights = None
    if weight is not None and any(compress(_values(rows), selected)):
        values = [edge.get(weight) for edge in compress(_values(rows), selected)]
        weights = _weights(values, source, target, labels)
    return Pairs(source, target, weights, graph.is_directed())


def refuse_missing(graph: nx.Graph) -> None:
    """Raise `EngagelabError` for a node that is NaN, such as pandas makes of an empty cell."""
    missing = [label for label in graph if is_missing(label)]
    if missing:
        raise EngagelabError(
            f"graph: {missing[0]!r} is not a person, but an empty cell; remove such rows or nodes, "
            "for instance with frame.dropna()"
        )


def _as_dict(row: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return a graph's row as it is, but copy that of a view, whose length may be wrong."""
    return row if isinstance(row, dict) else dict(row)


def _values(rows: Iterable[Mapping[Any, Any]]) -> Iterator[Any]:
    return chain.from_iterable(row.values() for row in rows)


def _positions(
    rows: Sequence[Iterable[Hashable]], count: int, index: Mapping[Hashable, int], labels: Labels
) -> NDArray[np.int32]:
    """Return the positions of all labels in the rows, by a lookup table if they are integers."""
    if isinstance(labels, np.ndarray):
        with suppress(TypeError):  # a neighbour may be labelled 1+0j, which equals 1
            numbers = np.fromiter(chain.from_iterable(rows), np.int64, count)
            return cast("NDArray[np.int32]", csr.positions(labels, numbers))
    return np.fromiter(map(index.__getitem__, chain.from_iterable(rows)), np.int32, count)


def _weights(
    values: list[Any], source: NDArray[np.int32], target: NDArray[np.int32], labels: Labels
) -> NDArray[np.float64] | None:
    """Return the weight of each tie, 1 if only some have one; None if none has."""
    kinds = set(map(type, values))
    if kinds == {type(None)}:
        return None
    if not all(issubclass(kind, _WEIGHTS) for kind in kinds):
        bad = next(i for i, value in enumerate(values) if not isinstance(value, _WEIGHTS))
        a, b = (as_list(labels)[ends[bad]] for ends in (source, target))
        raise EngagelabError(
            f"weight of the tie {a!r} to {b!r}: {values[bad]!r} is not a number; give a "
            "finite number of at least 0"
        )
    if type(None) in kinds:
        values = [1.0 if value is None else value for value in values]
    return np.array(values, np.float64)
