"""Ties as pairs of people's positions, and the labels of people."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from ..engine import csr
from ..errors import EngagelabError, nearest
from .repeats import Repeats, Unequal, combine

Labels: TypeAlias = Sequence[Hashable] | NDArray[np.generic]

Rows: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64] | None]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Ties as pairs of positions; a mutual tie is listed once.

    Attributes
    ----------
    source, target : array of int32, shape (ties,)
        Positions of the two people of each tie.
    weights : array of float64, shape (ties,), or None
        The weight of each tie.
    directed : bool
        Whether a tie reaches from source to target only.
    repeats : {"auto", "chances", "sum", "max", "refuse"}
        How to combine the weights of repeated ties; see `repeats.combine`.
    """

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    weights: NDArray[np.float64] | None
    directed: bool
    repeats: Repeats = "auto"

    def check(self, labels: Labels) -> None:
        """Raise `EngagelabError` for self-loops, and for weights below 0 or not finite."""
        loops = np.flatnonzero(self.source == self.target)
        if loops.size:
            label = as_list(labels)[self.source[loops[0]]]
            raise EngagelabError(
                f"ties: {loops.size} self-loop{'s' if loops.size > 1 else ''}, the first at person "
                f"{label!r}; people cannot be tied to themselves, so remove them, for instance "
                "with graph.remove_edges_from(list(networkx.selfloop_edges(graph))), or use "
                "graphs.read_network, which leaves them out"
            )
        if self.weights is None:
            return
        bad = np.flatnonzero(~(np.isfinite(self.weights) & (self.weights >= 0)))
        if bad.size:
            a, b = (as_list(labels)[ends[bad[0]]] for ends in (self.source, self.target))
            raise EngagelabError(
                f"weight of the tie {a!r} to {b!r}: {self.weights[bad[0]]} is not allowed; give a "
                f"finite number of at least 0 (invalid weights in total: {bad.size})"
            )
        with np.errstate(over="ignore"):
            total = self.weights.sum()
        if not np.isfinite(total):
            raise EngagelabError(
                "weights: their sum is too large for a number; divide them all by the largest"
            )

    def rows(self, labels: Labels) -> Rows:
        """Return compressed rows: mutual ties in both directions, repeated ties combined.

        Raises
        ------
        EngagelabError
            For a mutual tie that is listed in both directions with different weights.
        """
        rows = self._rows(len(labels))
        expected = self.source.size * (1 if self.directed else 2)
        if self.weights is None or rows[1].size == expected:
            return rows
        try:
            each = combine(self.source, self.target, self.weights, directed=self.directed,
                           repeats=self.repeats)  # fmt: skip
        except Unequal as pair:
            raise self._unequal(pair, labels) from None
        once = replace(self, source=each.source, target=each.target, weights=each.weights)
        return once._rows(len(labels))

    def _rows(self, people: int) -> Rows:
        ends = self.source, self.target
        if self.directed:
            return cast("Rows", csr.rows(*ends, people, people, self.weights))
        return cast("Rows", csr.mutual_rows(*ends, people, self.weights))

    def _unequal(self, pair: Unequal, labels: Labels) -> EngagelabError:
        people = as_list(labels)
        weights = cast("NDArray[np.float64]", self.weights)
        first, second = (
            f"{people[self.source[row]]!r} to {people[self.target[row]]!r} weighs {weights[row]:g}"
            for row in (pair.first, pair.second)
        )
        return EngagelabError(
            f"ties: {first}, and {second}, but a mutual tie has one weight; give directed=True, "
            "one row for each tie, or say how to combine them, such as repeats='sum'"
        )


def label_array(labels: Iterable[Hashable]) -> Labels:
    """Return the labels as an array if all are 64-bit integers, otherwise as a list."""
    values = list(labels)
    if set(map(type, values)) == {int}:
        try:
            return np.array(values, np.int64)
        except OverflowError:
            return values
    return values


def as_list(labels: Labels) -> list[Any]:
    """Return the labels as a list of Python objects."""
    return labels.tolist() if isinstance(labels, np.ndarray) else list(labels)


def nearest_label(label: Hashable, labels: Iterable[Hashable]) -> str:
    """Return ``"; did you mean 'x'?"`` for a similar label, or an empty string."""
    return nearest(label, islice(labels, 10_000))  # comparing with millions takes minutes
