"""Arrays stored as one long table with one row per number, and labels stored as JSON."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .lazy import late

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = late("pandas")

_PLACES = ("place_0", "place_1", "place_2")


def shapes_of(arrays: Mapping[str, NDArray[Any]]) -> dict[str, dict[str, Any]]:
    """Return the shape and type of each array as JSON values."""
    return {
        name: {"shape": list(array.shape), "type": array.dtype.str}
        for name, array in arrays.items()
    }


def to_table(arrays: Mapping[str, NDArray[Any]]) -> pd.DataFrame:
    """Return arrays of one to three dimensions as one frame, which `from_table` reads.

    The columns are ``part``, the name of the array; ``place_0`` to ``place_2``, the position; and
    ``value``.
    """
    table = pd.concat([_to_rows(name, array) for name, array in arrays.items()], ignore_index=True)
    return table.astype({"part": "category"})


def _to_rows(name: str, array: NDArray[Any]) -> pd.DataFrame:
    places = np.indices(array.shape).reshape(array.ndim, -1)
    columns: dict[str, Any] = {"part": np.full(array.size, name)}
    for i, column in enumerate(_PLACES):
        columns[column] = places[i].astype(np.int32) if i < array.ndim else np.int32(-1)
    return pd.DataFrame(columns | {"value": np.ravel(array).astype(np.float64)})


def from_table(table: pd.DataFrame, shapes: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """Return the arrays that `to_table` stored, with the shapes that `shapes_of` returned."""
    parts = dict(iter(table.groupby("part", observed=True)))
    return {name: _from_rows(parts.get(name), shape) for name, shape in shapes.items()}


def _from_rows(rows: pd.DataFrame | None, shape: Mapping[str, Any]) -> NDArray[Any]:
    out = np.zeros(shape["shape"], np.dtype(shape["type"]))
    if rows is not None:
        places = tuple(rows[column].to_numpy() for column in _PLACES[: out.ndim])
        out[places] = rows["value"].to_numpy().astype(out.dtype)
    return out


def label_to_json(label: Hashable) -> str:
    """Return a label as JSON, which `label_from_json` reads.

    Numbers, texts, bytes, None and tuples of these keep their type; other labels become text.

    Examples
    --------
    >>> label_from_json(label_to_json(("a", 1)))
    ('a', 1)
    """
    return json.dumps(_encoded(label))


def _encoded(label: Hashable) -> Any:
    if isinstance(label, np.generic):
        label = label.item()
    if isinstance(label, tuple):
        return {"tuple": [_encoded(part) for part in label]}
    if isinstance(label, bytes):
        return {"bytes": label.hex()}
    plain = type(label) in (bool, int, float, str) or label is None
    return label if plain else str(label)


def label_from_json(text: str) -> Any:
    """Return the label that `label_to_json` wrote."""
    return _decoded(json.loads(text))


def _decoded(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "tuple" in value:
        return tuple(_decoded(part) for part in value["tuple"])
    return bytes.fromhex(value["bytes"])
