"""Parquet files give what text files give, and their faults are told."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from table_helpers import ENDS, refusal

from engagelab.io.tables import read_table


def parquet(folder: Path, **columns: object) -> Path:
    path = folder / "ties.parquet"
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ([1, 2], [2, 3], [[1, 2], [2, 3]]),
        (["1", "2"], ["2", "3"], [[1, 2], [2, 3]]),
        ([1, 2], ["2", "x"], [["1", "2"], ["2", "x"]]),
        ([1, 2], ["2", "007"], [["1", "2"], ["2", "007"]]),
        (pa.array(["b", "a"]).dictionary_encode(), ["c", "d"], [["b", "c"], ["a", "d"]]),
        (pa.array([1, 2], pa.uint8()), pa.array(["2", "3"], pa.large_string()), [[1, 2], [2, 3]]),
    ],
)
def test_parquet_gives_what_text_gives(
    tmp_path: Path, source: object, target: object, expected: list[list[object]]
) -> None:
    frame = read_table(parquet(tmp_path, target=target, x=[0, 0], source=source), ENDS)
    assert frame.columns.tolist() == ["source", "target"]
    assert frame.to_numpy().tolist() == expected


def test_parquet_text_may_be_empty(tmp_path: Path) -> None:
    frame = read_table(parquet(tmp_path, note=["a", None]), {"note": "text"})
    assert frame["note"].tolist() == ["a", ""]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"a": [1], "b": [1.5]}, ["'b' of type double cannot be a label", "whole number"]),
        ({"a": [1], "b": [pd.Timestamp(0)]}, ["'b'", "label"]),
        ({"a": [1, 2], "b": [1, None]}, ["row 2", "'b' holds None"]),
        ({"a": ["x", "y"], "b": ["x", " "]}, ["row 2", "'b' holds ' '"]),
        ({"a": [1], "c": [2]}, ["no column 'b'", "'c'"]),
        ({"a": [1], "b": pa.array([2**64 - 1], pa.uint64())}, ["'b' of type uint64"]),
    ],
)
def test_parquet_faults_are_told(
    tmp_path: Path, columns: dict[str, object], words: list[str]
) -> None:
    told = refusal(parquet(tmp_path, **columns), {"a": "label", "b": "label"})
    assert all(word in told for word in words), told


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_parquet_numbers_are_finite(tmp_path: Path, value: float | None) -> None:
    told = refusal(parquet(tmp_path, weight=[1.0, 2.0, value]), {"weight": "number"})
    assert "row 3: column 'weight'" in told
    assert "number" in told


def test_damaged_parquet_is_told(tmp_path: Path) -> None:
    path = parquet(tmp_path, source=list(range(9_999)), target=list(range(9_999)))
    whole = path.read_bytes()
    for damaged in (b"", b"no table", whole[:-9], whole[:99] + b"\xff" * 9_000 + whole[9_099:]):
        path.write_bytes(damaged)
        told = refusal(path, ENDS)
        assert told.startswith(f"{path}: cannot be read")
        assert "give a complete Parquet file" in told
