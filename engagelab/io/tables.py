"""Tables from files, read quickly, with errors that name the line.

A text file is read by Arrow, which is fast but says little of what is wrong. Where it stumbles, a
slow second pass with the csv module finds the line, so only those who made a mistake wait for it.
"""

from __future__ import annotations

import csv
import io
import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..errors import EngagelabError, Message, against, listed, listing, message, nearest, refused
from .atomic import reason
from .lazy import late

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq
else:
    pd = late("pandas")
    pa = late("pyarrow")
    pc = late("pyarrow.compute")
    pa_csv = late("pyarrow.csv")
    pq = late("pyarrow.parquet")

Kind = Literal["label", "number", "text"]


SEPARATORS = {".csv": ",;\t", ".tsv": "\t", ".txt": "\t,; ", ".dat": "\t,; "}


_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)


@dataclass(frozen=True)
class _Sheet:
    """A text file before it is a table: UTF-8 without a mark, and what its first line said."""

    where: Path
    data: bytes
    separator: str
    names: Sequence[str] = ()
    skip: int = 0


def read_table(
    path: str | os.PathLike[str],
    columns: Mapping[str, Kind],
    *,
    encoding: str = "utf-8",
    separator: str | None = None,
    header: Sequence[str] | None = None,
) -> pd.DataFrame:
    r"""Read the named columns of a CSV, TSV or Parquet file.

    Blank lines, Windows line ends, a byte order mark, and quoted fields with separators or line
    ends in them are understood. Labels and names of columns are trimmed.

    Parameters
    ----------
    path : path-like
        A file that ends in .csv, .tsv, .txt, .dat or .parquet.
    columns : mapping of str to {"label", "number", "text"}
        The columns to read and what they hold. Labels become ``int64`` only if every value of every
        label column is a whole number in its usual spelling, so ``007`` stays text and the two ends
        of a tie are of one type. Numbers become ``float64``.
    encoding : str, default "utf-8"
        How a text file writes its characters.
    separator : str, optional
        The one character between fields. Without it, it is the tab in .tsv, the comma (else
        semicolon or tab) in .csv, and tab, comma, semicolon or space, whichever of them the first
        line has, in .txt and .dat.
    header : sequence of str, optional
        Names of all the columns, for a text file whose first line is already data.

    Returns
    -------
    pandas.DataFrame
        The columns in the order asked for, one row for each row of the file.

    Raises
    ------
    EngagelabError
        If the file is missing, empty, damaged or of unknown ending, lacks a column, or has a row
        that does not fit: too few or too many fields, an empty label, a number that is none.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "ties.csv")
    >>> _ = path.write_text("source,target,weight\n1,2,0.5\n2,3,1\n")
    >>> read_table(path, {"source": "label", "target": "label", "weight": "number"})
       source  target  weight
    0       1       2     0.5
    1       2       3     1.0
    """
    where = Path(path)
    if where.suffix.lower() == ".parquet":
        table = _read_parquet(where, columns)
    else:
        table = _read_text(_open_text(where, encoding, separator, header), columns)
    labels = [name for name, kind in columns.items() if kind == "label"]
    frame: pd.DataFrame = _with_labels(table, labels).to_pandas()
    return frame


def rows_of(
    path: str | os.PathLike[str], *, encoding: str = "utf-8"
) -> Iterator[tuple[int, list[str]]]:
    r"""Yield the rows of a text file as they stand, the first one too, each with its line.

    Raises
    ------
    EngagelabError
        As for `read_table`.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "ties.csv")
    >>> _ = path.write_text("\nAnn;Bo\nBo;Cy\n")
    >>> list(rows_of(path))
    [(2, ['Ann', 'Bo']), (3, ['Bo', 'Cy'])]
    """
    sheet = _open_text(Path(path), encoding, None, ())
    yield from ((line, fields) for line, _, fields in _records(sheet))


def _open_text(
    where: Path, encoding: str, separator: str | None, header: Sequence[str] | None
) -> _Sheet:
    """Read a text file whole, and settle its separator and the names of its columns."""
    allowed = SEPARATORS.get(where.suffix.lower())
    if allowed is None:
        known = listing([*SEPARATORS, ".parquet"])
        if not where.suffix:
            raise refused(str(where), "file_no_ending", known=known)
        raise refused(str(where), "file_ending", ending=where.suffix, known=known)
    data = _utf8(where, encoding)
    if separator is None:
        first = data.lstrip(b"\r\n").splitlines()[0].decode()
        separator = next((mark for mark in allowed if mark in first), allowed[0])
    if len(separator) != 1 or not separator.isascii() or separator in '\r\n"':
        raise EngagelabError(f"separator: {separator!r} must be one character, such as ',' or '|'")
    sheet = _Sheet(where, data, separator, header or ())
    if header is not None:
        return sheet
    _, last, names = next(_records(sheet))
    return _Sheet(where, data, separator, [name.strip() for name in names], last)


def _utf8(where: Path, encoding: str) -> bytes:
    """Return the file's text as UTF-8 without a mark, or say where it is not what it should be."""
    try:
        data = where.read_bytes()
        text = data.decode(encoding)
    except OSError as error:
        raise refused(str(where), "file_unreadable", reason=reason(error)) from error
    except LookupError as error:
        raise EngagelabError(f"encoding: {error}; give one such as 'utf-8' or 'latin-1'") from error
    except UnicodeDecodeError as error:
        raise _undecodable(where, data, error) from error
    if not text.strip("\ufeff\r\n"):
        raise refused(str(where), "file_empty")
    data = text.removeprefix("\ufeff").encode()
    if (at := data.find(b"\0")) >= 0:
        raise refused(str(where), "file_nul", line=data.count(b"\n", 0, at) + 1)
    return data


def _undecodable(where: Path, data: bytes, error: UnicodeDecodeError) -> EngagelabError:
    """Say on which line the bytes are not in the encoding, and what they may be instead."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return refused(str(where), "file_utf16")
    line, byte = data.count(b"\n", 0, error.start) + 1, data[error.start]
    encoding = Message(error.encoding.upper())
    return refused(str(where), "file_bytes", line=line, byte=byte, encoding=encoding)


def _records(sheet: _Sheet) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the rows that are not blank, each with its first line and its last."""
    text = io.TextIOWrapper(io.BytesIO(sheet.data), "utf-8", newline="")
    reader = csv.reader(text, delimiter=sheet.separator, strict=True)
    first = 1
    try:
        for fields in reader:
            if fields:
                yield first, reader.line_num, fields
            first = reader.line_num + 1
    except csv.Error as error:
        if "end of data" in str(error):
            raise refused(str(sheet.where), "file_quote", line=first) from error
        code = "csv_long" if "limit" in str(error) else "csv_quote"
        problem = Message(str(error), code)
        raise refused(str(sheet.where), "file_csv", line=first, problem=problem) from error


def _read_text(sheet: _Sheet, columns: Mapping[str, Kind]) -> pa.Table:
    """Let Arrow read the columns; they go by position, since a header may hold a name twice."""
    kinds = {_position(sheet, name): kind for name, kind in columns.items()}
    types = {str(i): pa.float64() if k == "number" else pa.string() for i, k in kinds.items()}
    # An odd number of quotes may mean one never closed, and Arrow makes one field of all after it.
    if sheet.data.count(b'"') % 2:
        _find_fault(sheet, kinds)
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(sheet.data),
            pa_csv.ReadOptions(
                column_names=[str(i) for i in range(len(sheet.names))], skip_rows=sheet.skip
            ),
            pa_csv.ParseOptions(delimiter=sheet.separator, newlines_in_values=True),
            pa_csv.ConvertOptions(column_types=types, include_columns=list(types), null_values=[]),
        )
    except pa.ArrowException as error:
        _find_fault(sheet, kinds)
        problem = Message(str(error), "csv_table")
        raise refused(str(sheet.where), "file_table", problem=problem) from error
    if any(_first_bad(table[str(i)], kind) >= 0 for i, kind in kinds.items()):
        _find_fault(sheet, kinds)
    return table.rename_columns(list(columns))


def _position(sheet: _Sheet, name: str) -> int:
    """Return where a column stands, or say what there is instead."""
    places = [at for at, found in enumerate(sheet.names) if found == name]
    if len(places) > 1:
        same = {"number": len(places), "column": name}
        raise refused(str(sheet.where), "file_same_columns", **same)
    if not places:
        raise _missing(sheet.where, name, sheet.names)
    return places[0]


def _missing(where: Path, name: str, names: Sequence[str]) -> EngagelabError:
    found = f"the columns found are {listed(map(repr, names))}"
    return EngagelabError(f"{where}: no column {name!r}{nearest(name, names)}; {found}")


def _first_bad(values: pa.ChunkedArray, kind: Kind) -> int:
    """Return the first row that is empty, or is no finite number where it should be, or -1."""
    if kind == "number":
        good = pc.is_finite(values)
    elif kind == "label" and pa.types.is_string(values.type):
        good = pc.not_equal(pc.utf8_trim_whitespace(values), "")
    else:
        good = pc.is_valid(values)
    return int(pc.index(pc.fill_null(good, False), False).as_py())


def _find_fault(sheet: _Sheet, kinds: Mapping[int, Kind]) -> None:
    """Walk the file slowly and raise at the first row that does not fit; return if all do."""
    for first, _, fields in _records(sheet):
        if first > sheet.skip and (fault := _fault(sheet.names, fields, kinds, first)):
            raise against(str(sheet.where), fault)


def _fault(names: Sequence[str], fields: list[str], kinds: Mapping[int, Kind], line: int) -> str:
    """Say what is wrong with a row, or nothing."""
    if len(fields) != len(names):
        sizes = {"found": len(fields), "wanted": len(names)}
        return message("file_fields", line=line, names=listing(names), **sizes)
    for at, kind in kinds.items():
        if kind == "label" and not fields[at].strip():
            return message("file_no_label", line=line, column=names[at])
        if kind == "number" and not _is_number(fields[at]):
            advice = "write a finite number such as 1 or 0.5, or remove the row"
            return f"line {line}: column {names[at]!r} holds {fields[at]!r}; {advice}"
    return ""


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and math.isfinite(float(text))


def _read_parquet(where: Path, columns: Mapping[str, Kind]) -> pa.Table:
    """Read the columns of a Parquet file in the types that a text file gives."""
    try:
        with where.open("rb") as raw, pq.ParquetFile(raw) as file:
            names = file.schema_arrow.names
            if absent := [name for name in columns if name not in names]:
                raise _missing(where, absent[0], names)
            table = file.read(columns=list(columns))
    except (pa.ArrowException, OSError) as error:
        message = f"{where}: cannot be read: {reason(error)}; give a whole Parquet file"
        raise EngagelabError(message) from error
    arrays = [_cast(where, name, table[name], kind) for name, kind in columns.items()]
    return pa.table(arrays, names=list(columns))


def _cast(where: Path, name: str, values: pa.ChunkedArray, kind: Kind) -> pa.ChunkedArray:
    """Turn a column of a Parquet file into numbers, whole numbers or text, and check it."""
    whole = kind == "label" and pa.types.is_integer(values.type)
    goal = pa.int64() if whole else pa.float64() if kind == "number" else pa.string()
    try:
        if kind == "label" and not whole and not _is_text(values.type):
            raise pa.ArrowInvalid("a label is text or a whole number")
        values = pc.cast(values, goal)
        values = pc.fill_null(values, "") if kind == "text" else values
    except pa.ArrowException as error:
        message = f"{where}: column {name!r} of type {values.type} cannot be a {kind}: {error}"
        raise EngagelabError(message) from error
    if (row := _first_bad(values, kind)) >= 0:
        found = f"row {row + 1}: column {name!r} holds {values[row].as_py()!r}, which is no {kind}"
        raise EngagelabError(f"{where}: {found}; fill it in, or remove the row")
    return values


def _is_text(kind: pa.DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _with_labels(table: pa.Table, labels: Sequence[str]) -> pa.Table:
    """Make the label columns whole numbers if all of them are, else text."""
    columns = [table[name] for name in labels]
    whole = [_whole(values) for values in columns]
    for name, values, number in zip(labels, columns, whole, strict=True):
        text = pc.utf8_trim_whitespace(pc.cast(values, pa.string()))
        column = text if any(each is None for each in whole) else number
        table = table.set_column(table.column_names.index(name), name, column)
    return table


def _whole(values: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Return text as whole numbers, or None unless each is written as a number is printed."""
    if pa.types.is_integer(values.type):
        return values
    values = pc.utf8_trim_whitespace(values)
    try:
        numbers = pc.cast(values, pa.int64())
    except pa.ArrowInvalid:
        return None
    same = pc.all(pc.equal(pc.cast(numbers, pa.string()), values)).as_py()
    return None if same is False else numbers
