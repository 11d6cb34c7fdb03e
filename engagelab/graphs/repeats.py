"""Repeated ties: contacts of the same two people, combined into one tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Repeats: TypeAlias = Literal["auto", "chances", "sum", "max", "refuse"]

REPEATS: tuple[Repeats, ...] = ("auto", "chances", "sum", "max", "refuse")

Positions: TypeAlias = NDArray[np.int32]


class Unequal(Exception):  # noqa: N818 - no error of its own: its catchers know the labels
    """Two rows that cannot be combined.

    Attributes
    ----------
    first, second : int
        The rows.
    """

    def __init__(self, first: int, second: int) -> None:
        super().__init__(first, second)
        self.first, self.second = first, second


@dataclass(frozen=True, eq=False)
class Combined:
    """Ties without repeats.

    Attributes
    ----------
    source, target : array of int32
        The two people of each tie.
    weights : array of float64
        The weight of each.
    mirrored : int
        Number of mutual ties that were listed in both directions.
    repeated : int
        Number of rows that repeated a tie otherwise.
    as_chances : bool
        Whether repeated weights were combined as independent chances.
    """

    source: Positions
    target: Positions
    weights: NDArray[np.float64]
    mirrored: int
    repeated: int
    as_chances: bool


def are_chances(weights: NDArray[np.float64]) -> bool:
    """Return whether weights can only be chances: none above 1, and one between 0 and 1.

    Examples
    --------
    >>> import numpy as np
    >>> are_chances(np.array([0.5, 1.0])), are_chances(np.array([1.0, 1.0]))
    (True, False)
    """
    return bool((weights <= 1).all() and ((weights > 0) & (weights < 1)).any())


def combine(
    source: Positions,
    target: Positions,
    weights: NDArray[np.float64],
    *,
    directed: bool,
    repeats: Repeats = "auto",
) -> Combined:
    """Combine the rows of the same two people into one tie.

    Chances of independent contacts give ``1 - (1 - a) * (1 - b)``, since the model has one coin for
    a sharer, a receiver and a channel; other weights add up. A mutual tie that is listed in both
    directions with one weight is one tie, unless `repeats` says how to combine all rows.

    Parameters
    ----------
    source, target : array of int32, shape (rows,)
        The two people of each row.
    weights : array of float64, shape (rows,)
        Their weights.
    directed : bool
        Whether ties reach from source to target only.
    repeats : {"auto", "chances", "sum", "max", "refuse"}
        How to combine the rows of a tie; ``"auto"`` takes chances if `are_chances`, else sums.

    Raises
    ------
    Unequal
        For a mutual tie with two weights, and for any repeat if they are refused.
    """
    as_chances = repeats == "chances" or (repeats == "auto" and are_chances(weights))
    how = "chances" if as_chances else "sum" if repeats == "auto" else repeats
    low, high = np.minimum(source, target), np.maximum(source, target)
    first, second = (source, target) if directed else (low, high)
    pair = first.astype(np.int64) << 32 | second
    side = np.zeros(source.size, np.int8)
    if not directed and repeats in ("auto", "refuse"):
        side = (source > target).astype(np.int8)
    order = np.lexsort((weights, side, pair))
    is_new = np.ones(order.size, np.bool_)
    is_new[1:] = (np.diff(pair[order]) != 0) | (np.diff(side[order]) != 0)
    starts = np.flatnonzero(is_new)
    repeated = order.size - starts.size
    if repeats == "refuse" and repeated:
        at = int(np.flatnonzero(~is_new)[0])
        raise Unequal(int(order[at - 1]), int(order[at]))
    values = _reduced(weights[order], starts, how) if starts.size else weights[:0]
    rows = order[starts]
    is_mirror = np.zeros(rows.size, np.bool_)
    is_mirror[1:] = np.diff(pair[rows]) == 0
    mirrors = np.flatnonzero(is_mirror)
    unequal = mirrors[~np.isclose(values[mirrors], values[mirrors - 1], rtol=1e-9, atol=0)]
    if unequal.size:
        raise Unequal(int(rows[unequal[0] - 1]), int(rows[unequal[0]]))
    kept = rows[~is_mirror]
    return Combined(source[kept], target[kept], values[~is_mirror], mirrors.size, repeated,
                    as_chances)  # fmt: skip


def _reduced(
    weights: NDArray[np.float64], starts: NDArray[np.int64], how: str
) -> NDArray[np.float64]:
    """Return one weight for each group of rows, whose weights are sorted."""
    if how == "max":
        return np.maximum.reduceat(weights, starts)
    sizes = np.diff(np.append(starts, weights.size))
    if how != "chances":
        # bincount adds one after the other, from the smallest weight
        groups = np.repeat(np.arange(starts.size), sizes)
        return np.bincount(groups, weights).astype(np.float64, copy=False)
    is_single = sizes == 1
    together = 1 - np.multiply.reduceat(1 - weights, starts)
    return np.where(is_single, weights[starts], together)
