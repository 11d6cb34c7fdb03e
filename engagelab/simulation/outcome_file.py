"""Parquet files of outcomes: the arrays as one table, everything else as JSON in its metadata."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from ..errors import EngagelabError
from ..graphs.edges import as_list
from ..io.arrays import from_table, label_from_json, label_to_json, shapes_of, to_table
from ..io.atomic import writing
from ..io.files import read_bytes
from ..io.lazy import late
from ..io.sealed import from_parquet, to_parquet

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = late("pyarrow")

_FORMAT = "engagelab-outcome-3"
_OLDER = b"engagelab-outcome-"  # older versions have no digest
_PEOPLE = "reached_runs"  # the array whose rows carry the labels of the people


def write_outcome(
    path: str | os.PathLike[str],
    arrays: Mapping[str, NDArray[Any]],
    labels: Any,
    details: Mapping[str, Any],
) -> None:
    """Write the arrays of an outcome, the labels of its people and other details."""
    rows = to_table(arrays)
    rows["label"] = None
    rows.loc[rows["part"] == _PEOPLE, "label"] = [label_to_json(label) for label in as_list(labels)]
    header = {"format": _FORMAT, **details, "arrays": shapes_of(arrays)}
    table = pa.Table.from_pandas(rows, preserve_index=False)
    data = to_parquet(table, {"engagelab": json.dumps(header)}, compression="zstd")
    with writing(path) as temporary:
        temporary.write_bytes(data)


def read_outcome(path: str | os.PathLike[str]) -> tuple[dict[str, Any], list[Any], dict[str, Any]]:
    """Return the arrays, labels and details that `write_outcome` has written.

    Raises
    ------
    EngagelabError
        If the file cannot be read, is not a saved outcome, or is not as it was written: damaged,
        shortened or changed.
    """
    data = read_bytes(path)
    content = from_parquet(data)
    if content is None:
        raise EngagelabError(f"{path}: {_why(data)}")
    table, metadata = content
    header = json.loads(metadata.get("engagelab", "{}"))
    if header.get("format") != _FORMAT:
        raise EngagelabError(f"{path}: {_FOREIGN}")
    rows = table.to_pandas()
    labels = rows.loc[rows["part"] == _PEOPLE, "label"]
    return from_table(rows, header["arrays"]), [label_from_json(text) for text in labels], header


_FOREIGN = (
    "is not an outcome saved by this version, or is incomplete; give a file written by Outcome.save"
)


def _why(data: bytes) -> str:
    """Return why a file that is not intact cannot be opened."""
    if _FORMAT.encode() in data:
        return (
            "is damaged or was changed since Outcome.save wrote it; give another copy, or "
            "simulate again"
        )
    return (
        _FOREIGN
        if data[:4] == b"PAR1" or _OLDER in data
        else ("cannot be read as Parquet; give a file written by Outcome.save")
    )
