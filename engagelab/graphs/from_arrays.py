"""Ties read from arrays of numbered people."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..models.declaration import whole_number
from .edges import Pairs

_MOST_PEOPLE = 2**31 - 1  # positions are stored in 32 bits


def pairs_of(
    source: Any, target: Any, *, people: int | None, weights: Any, directed: bool
) -> tuple[int, Pairs]:
    """Return the number of people and the ties given by two arrays of people's numbers.

    Raises
    ------
    EngagelabError
        As for `Network.from_arrays`.
    """
    sources, targets = _whole_array("source", source), _whole_array("target", target)
    _need_length("target", targets, sources.size)
    if people is None:
        people = 1 + max((int(ends.max()) for ends in (sources, targets) if ends.size), default=-1)
    whole_number("people", people, 1, _MOST_PEOPLE)
    _refuse_unknown("source", sources, people)
    _refuse_unknown("target", targets, people)
    _refuse_loops(sources, targets)
    if weights is not None:
        weights = _weight_array(weights)
        _need_length("weights", weights, sources.size)
    sources, targets = (ends.astype(np.int32, copy=False) for ends in (sources, targets))
    return int(people), Pairs(sources, targets, weights, directed)


def _whole_array(name: str, values: Any) -> NDArray[np.integer[Any]]:
    array = np.asarray(values)
    if array.ndim == 1 and array.dtype.kind in "iu":
        return array
    if array.ndim == 1 and not array.size:
        return array.astype(np.int32)
    raise EngagelabError(
        f"{name}: an array of {array.dtype} and shape {array.shape} is not allowed; give one whole "
        "number per tie, numbering people 0, 1, ..., or use from_frame for other labels"
    )


def _weight_array(values: Any) -> NDArray[np.float64]:
    array = np.asarray(values)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iuf"):
        raise EngagelabError(
            f"weights: an array of {array.dtype} and shape {array.shape} is not allowed; give one "
            "finite number of at least 0 per tie, or None"
        )
    return array.astype(np.float64, copy=False)


def _need_length(name: str, array: NDArray[Any], ties: int) -> None:
    if array.size != ties:
        raise EngagelabError(
            f"{name}: {array.size:,} entries do not fit the {ties:,} entries of source; give one "
            "per tie"
        )


def _refuse_unknown(name: str, ends: NDArray[np.integer[Any]], people: int) -> None:
    # min and max are several times faster than a search for the first wrong number
    if ends.size and not (ends.min() >= 0 and ends.max() < people):
        tie = int(((ends < 0) | (ends >= people)).argmax())
        raise EngagelabError(
            f"{name}: {ends[tie]} of tie {tie} is not a person; allowed are whole numbers from 0 "
            f"to {people - 1:,}; raise people or remove the tie"
        )


def _refuse_loops(source: NDArray[np.integer[Any]], target: NDArray[np.integer[Any]]) -> None:
    loops = np.flatnonzero(source == target)
    if loops.size:
        raise EngagelabError(
            f"ties: {loops.size} self-loop{'s' if loops.size > 1 else ''}, the first, tie "
            f"{loops[0]}, at person {source[loops[0]]}; people cannot be tied to themselves, keep "
            "only the ties with source != target"
        )
