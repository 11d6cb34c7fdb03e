"""Parquet files of outcomes: the arrays as one table, everything else as JSON in its metadata."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from ..errors import EngagelabError
from ..graphs.edges import as_list
from ..io.arrays import from_table, label_from_json, label_to_json, shapes_of, to_table
from ..io.atomic import writing
from ..io.lazy import late

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq
else:
    pa = late("pyarrow")
    pq = late("pyarrow.parquet")

_FORMAT = "engagelab-outcome-2"
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
    table = table.replace_schema_metadata(
        {**(table.schema.metadata or {}), b"engagelab": json.dumps(header).encode()}
    )
    with writing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")


def read_outcome(path: str | os.PathLike[str]) -> tuple[dict[str, Any], list[Any], dict[str, Any]]:
    """Return the arrays, labels and details that `write_outcome` has written."""
    try:
        table = pq.read_table(Path(path))
    except (OSError, pa.ArrowException) as error:
        raise EngagelabError(
            f"{path}: cannot be read as Parquet ({error}); give a file written by Outcome.save"
        ) from None
    header = json.loads((table.schema.metadata or {}).get(b"engagelab", b"{}"))
    if header.get("format") != _FORMAT:
        raise EngagelabError(
            f"{path}: is not an outcome saved by this version; give a file written by Outcome.save"
        )
    rows = table.to_pandas()
    labels = rows.loc[rows["part"] == _PEOPLE, "label"]
    return from_table(rows, header["arrays"]), [label_from_json(text) for text in labels], header
