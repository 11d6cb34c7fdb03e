"""Damage to a file with a digest is noticed, wherever it is."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagelab.io.sealed import from_parquet, to_parquet

TABLE = pa.table({"name": ["a", "b", "c"], "value": [0.5, -1.0, 2.0]})
DATA = to_parquet(TABLE, {"made by": "me", "text": "é" * 100}, compression="zstd")


def test_what_was_written_is_read():
    table, metadata = from_parquet(DATA)
    assert table.equals(TABLE)
    assert metadata["made by"] == "me"
    assert metadata["text"] == "é" * 100
    assert pq.read_table(pa.BufferReader(DATA)).equals(TABLE)  # any reader of Parquet can


def test_the_same_table_gives_the_same_bytes():
    assert to_parquet(TABLE, {"made by": "me", "text": "é" * 100}, compression="zstd") == DATA


@pytest.mark.parametrize("bit", range(8))
def test_every_flipped_bit_is_noticed(bit):
    for place in range(len(DATA)):
        flipped = bytearray(DATA)
        flipped[place] ^= 1 << bit
        assert from_parquet(bytes(flipped)) is None


@given(st.integers(0, len(DATA) - 1), st.integers(0, 40), st.binary(max_size=40))
def test_bytes_that_are_missing_added_or_changed_are_noticed(place, number, other):
    changed = DATA[:place] + other + DATA[place + number :]
    assert (from_parquet(changed) is None) == (changed != DATA)


@given(st.binary(max_size=200))
def test_other_bytes_are_not_a_file(data):
    assert from_parquet(data) is None


def test_rows_that_are_missing_are_noticed():
    out = pa.BufferOutputStream()
    pq.write_table(pq.read_table(pa.BufferReader(DATA)).slice(0, 2), out)
    assert from_parquet(bytes(out.getvalue())) is None


def test_a_text_that_looks_like_a_digest_is_no_problem():
    text = {"blake2b:" + "0" * 64: "blake2b:" + "0" * 64}
    for table in (TABLE, pa.table({"blake2b:" + "0" * 64: ["blake2b:" + "f" * 64]})):
        data = to_parquet(table, text, compression="none")
        read, metadata = from_parquet(data)
        assert read.equals(table)
        assert text.items() <= metadata.items()
