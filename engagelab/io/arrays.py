"""Arrays as one long table, a row for each number with its place; labels as JSON."""

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
    """Return the shape and type of each array, as JSON can hold them."""
    return {
        name: {"shape": list(array.shape), "type": array.dtype.str}
        for name, array in arrays.items()
    }


def to_table(arrays: Mapping[str, NDArray[Any]]) -> pd.DataFrame:
    """Spread arrays of up to three dimensions over the columns part, place_0 to place_2, value."""
    table = pd.concat([_spread(name, array) for name, array in arrays.items()], ignore_index=True)
    return table.astype({"part": "category"})


def _spread(name: str, array: NDArray[Any]) -> pd.DataFrame:
    places = np.indices(array.shape).reshape(array.ndim, -1)
    columns: dict[str, Any] = {"part": np.full(array.size, name)}
    for i, column in enumerate(_PLACES):
        columns[column] = places[i].astype(np.int32) if i < array.ndim else np.int32(-1)
    return pd.DataFrame(columns | {"value": np.ravel(array).astype(np.float64)})


def from_table(table: pd.DataFrame, shapes: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """Return the arrays that `to_table` has spread."""
    parts = dict(iter(table.groupby("part", observed=True)))
    return {name: _gather(parts.get(name), told) for name, told in shapes.items()}


def _gather(part: pd.DataFrame | None, told: Mapping[str, Any]) -> NDArray[Any]:
    out = np.zeros(told["shape"], np.dtype(told["type"]))
    if part is not None:
        places = tuple(part[column].to_numpy() for column in _PLACES[: out.ndim])
        out[places] = part["value"].to_numpy().astype(out.dtype)
    return out


def label_to_json(label: Hashable) -> str:
    """Write a label so that `label_from_json` gives it back; exotic ones come back as text.

    Examples
    --------
    >>> label_from_json(label_to_json(("a", 1)))
    ('a', 1)
    """
    return json.dumps(_told(label))


def _told(label: Hashable) -> Any:
    if isinstance(label, np.generic):
        label = label.item()
    if isinstance(label, tuple):
        return {"tuple": [_told(part) for part in label]}
    if isinstance(label, bytes):
        return {"bytes": label.hex()}
    plain = type(label) in (bool, int, float, str) or label is None
    return label if plain else str(label)


def label_from_json(text: str) -> Any:
    """Read a label that `label_to_json` has written."""
    return _read(json.loads(text))


def _read(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    if "tuple" in told:
        return tuple(_read(part) for part in told["tuple"])
    return bytes.fromhex(told["bytes"])
