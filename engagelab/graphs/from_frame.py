"""Ties read from frames with one tie a row."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from ..engine import csr
from ..errors import EngagelabError, listed, nearest
from ..io.lazy import late
from .edges import Labels, as_list, label_array, nearest_label

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = late("pandas")

Ends: TypeAlias = tuple[NDArray[np.int32], NDArray[np.int32], Labels]
"""Positions of the sources, positions of the targets, and the labels of all people."""


def need_frame(frame: Any) -> None:
    """Raise `EngagelabError` for anything but a pandas frame."""
    if not isinstance(frame, pd.DataFrame):
        raise EngagelabError(
            f"ties: {type(frame).__name__} is not allowed; give a pandas DataFrame with one tie a "
            "row, such as pandas.DataFrame(rows, columns=['source', 'target']), or pass other "
            "frames and files to graphs.read_network"
        )


def need_column(frame: pd.DataFrame, name: str | None, what: str) -> None:
    """Raise `EngagelabError` if a frame lacks a column; None is no column to look for."""
    if name is not None and name not in frame.columns:
        raise EngagelabError(
            f"{what}: the column {name!r} is missing; the columns are {listed(frame.columns)}"
            f"{nearest(name, frame.columns)}"
        )


def weight_column(ties: pd.DataFrame, name: str, columns: tuple[str, str]) -> NDArray[np.float64]:
    """Return a column of weights as floats; raise `EngagelabError` if one is not a number."""
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
) -> Ends:
    """Return both ends of each row as positions, and the labels of all people.

    Raises
    ------
    EngagelabError
        For a row without a person, or with one who is not among `people`.
    """
    labels = None if people is None else label_array(dict.fromkeys(people))
    source, target = (_whole_numbers(ties[column]) for column in columns)
    ends = _factorise_numbers(source, target, labels) if len(ties) else None
    return _factorise_any(ties, columns, labels) if ends is None else ends


def _factorise_any(ties: pd.DataFrame, columns: tuple[str, str], labels: Labels | None) -> Ends:
    ends = pd.concat([ties[columns[0]], ties[columns[1]]], ignore_index=True)
    if ends.isna().any():
        row = int(ends.isna().to_numpy().argmax()) % max(1, len(ties))
        raise EngagelabError(f"ties: row {row} lacks a person; give both people of each tie")
    if labels is None:
        codes, uniques = pd.factorize(ends)
        labels = label_array(uniques.tolist())
        _refuse_mixed(as_list(labels))
    else:
        codes = pd.Index(as_list(labels), tupleize_cols=False).get_indexer(
            pd.Index(ends, tupleize_cols=False)
        )
        _refuse_unknown(codes, ends, labels)
    positions = codes.astype(np.int32)
    return positions[: len(ties)], positions[len(ties) :], labels


def _refuse_mixed(labels: list[Any]) -> None:
    """Raise for a label that is a text in one place and the same number in another."""
    texts = {label for label in labels if isinstance(label, str)}
    if not texts or len(texts) == len(labels):
        return
    both = [n for n in labels if isinstance(n, (int, np.integer)) and str(n) in texts]
    if both:
        raise EngagelabError(
            f"ties: {str(both[0])!r} is a text in one place and the number {both[0]} in another; "
            f"give both columns one type, for instance with frame.astype(str) (such labels in "
            f"total: {len(both)})"
        )


def _whole_numbers(column: Any) -> NDArray[np.int64] | None:
    """Return a column of integers as int64; None for other columns."""
    kind = column.dtype
    if isinstance(kind, np.dtype) and kind.kind in "iu" and np.can_cast(kind, np.int64):
        return cast("NDArray[np.int64]", column.to_numpy(np.int64))
    return None


def _factorise_numbers(
    source: NDArray[np.int64] | None, target: NDArray[np.int64] | None, labels: Labels | None
) -> Ends | None:
    """Factorise by a lookup table if all labels are integers near each other; None otherwise."""
    if source is None or target is None:
        return None
    if labels is None:
        numbered = csr.numbered(source, target)
        return None if numbered is None else (*numbered[0], numbered[1])
    if not isinstance(labels, np.ndarray):
        return None
    positions = [csr.positions(labels, ends) for ends in (source, target)]
    for codes, ends in zip(positions, (source, target), strict=True):
        _refuse_unknown(codes, ends, labels)
    return positions[0], positions[1], labels


def _refuse_unknown(codes: NDArray[Any], ends: Any, labels: Labels) -> None:
    if (codes < 0).any():
        row = int((codes < 0).argmax())
        unknown = ends[row : row + 1].tolist()[0]
        raise EngagelabError(
            f"ties: {unknown!r} is not among the people given; add them to people or remove "
            f"the tie{nearest_label(unknown, as_list(labels))}"
        )
