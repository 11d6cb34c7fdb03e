"""Parquet files with a digest of all their bytes, so that damage is noticed before they are read.

A reader of Parquet takes a flipped bit for another number, fails somewhere, or crashes. The digest
stands in the metadata at the end of the file; it is computed with zeros in its place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .lazy import late

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq
else:
    pa = late("pyarrow")
    pq = late("pyarrow.parquet")

_MARK = b"blake2b:"
_ZEROS = b"0" * 64
_DIGEST = re.compile(_MARK + rb"([0-9a-f]{64})")


def to_parquet(table: pa.Table, metadata: Mapping[str, str], *, compression: str) -> bytes:
    """Return a table as a Parquet file with metadata and a digest.

    Parameters
    ----------
    table : pyarrow.Table
        The rows; metadata of its schema is not stored.
    metadata : mapping of str to str
        Texts to store with it.
    compression : str
        A codec of Parquet, such as ``"zstd"``.

    Examples
    --------
    >>> import pyarrow as pa
    >>> data = to_parquet(pa.table({"a": [1, 2]}), {"made by": "me"}, compression="zstd")
    >>> table, metadata = from_parquet(data)
    >>> table["a"].to_pylist(), metadata["made by"]
    ([1, 2], 'me')
    >>> from_parquet(data[:20] + bytes([data[20] ^ 1]) + data[21:]) is None
    True
    """
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, table.schema, compression=compression, store_schema=False) as file:
        file.write_table(table)
        file.add_key_value_metadata({**metadata, "digest": (_MARK + _ZEROS).decode()})
    data = bytes(sink.getvalue())
    place = data.rindex(_MARK + _ZEROS) + len(_MARK)
    return data[:place] + _hash(data) + data[place + len(_ZEROS) :]


def from_parquet(data: bytes) -> tuple[pa.Table, dict[str, str]] | None:
    """Return the table and the metadata of a file by `to_parquet`; None if it is not intact."""
    found = [match.span(1) for match in _DIGEST.finditer(data)]
    if not found:
        return None
    first, last = found[-1]
    if _hash(data[:first] + _ZEROS + data[last:]) != data[first:last]:
        return None
    with pq.ParquetFile(pa.BufferReader(data)) as file:
        stored = file.metadata.metadata or {}
        texts = {name.decode(): value.decode() for name, value in stored.items()}
        # Arrow's threads can abort a process that ends right after a read (arrow issue 34314)
        return file.read(use_threads=False), texts


def _hash(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=32).hexdigest().encode()
