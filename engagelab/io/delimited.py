"""Text files with delimited columns, such as CSV.

Arrow reads a file fast but reports little about its faults. If it fails, a slow second pass with
the csv module finds the line, so that only faulty files are read twice.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import EngagelabError, Message, against, listing, message, refused
from .atomic import reason
from .columns import Kind, first_bad, missing_column
from .lazy import late

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.csv as pa_csv
else:
    pa = late("pyarrow")
    pa_csv = late("pyarrow.csv")

_SEPARATORS = {".csv": ",;\t", ".tsv": "\t", ".txt": "\t,; ", ".dat": "\t,; "}

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)


@dataclass(frozen=True)
class Sheet:
    """A text file that is not parsed yet.

    Attributes
    ----------
    where : path
        The file.
    data : bytes
        Its text in UTF-8, without a byte order mark.
    separator : str
        The character between fields.
    names : sequence of str
        The names of all columns.
    skip : int
        Number of lines before the data.
    """

    where: Path
    data: bytes
    separator: str
    names: Sequence[str] = ()
    skip: int = 0


def open_sheet(
    where: Path, encoding: str, *, separator: str | None, header: Sequence[str] | None
) -> Sheet:
    """Read a text file and determine its separator and the names of its columns.

    Raises
    ------
    EngagelabError
        For a file that is missing, empty, of unknown suffix or not text in this encoding, or a
        separator that is not one character.
    """
    allowed = _SEPARATORS.get(where.suffix.lower())
    if allowed is None:
        known = listing([*_SEPARATORS, ".parquet"])
        if not where.suffix:
            raise refused(str(where), "file_no_ending", known=known)
        raise refused(str(where), "file_ending", ending=where.suffix, known=known)
    data = _utf8(where, encoding)
    if separator is None:
        first = data.lstrip(b"\r\n").splitlines()[0].decode()
        separator = next((mark for mark in allowed if mark in first), allowed[0])
    if len(separator) != 1 or not separator.isascii() or separator in '\r\n"':
        raise EngagelabError(
            f"separator: {separator!r} is not allowed; give one ASCII character, such as ',' or '|'"
        )
    sheet = Sheet(where, data, separator, header or ())
    if header is not None:
        return sheet
    _, last, names = next(records(sheet))
    return replace(sheet, names=[name.strip() for name in names], skip=last)


def _utf8(where: Path, encoding: str) -> bytes:
    """Return the file's text as UTF-8 without a byte order mark."""
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
    """Return the error for bytes that are not in the encoding, with their line."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return refused(str(where), "file_utf16")
    line, byte = data.count(b"\n", 0, error.start) + 1, data[error.start]
    encoding = Message(error.encoding.upper())
    return refused(str(where), "file_bytes", line=line, byte=byte, encoding=encoding)


def records(sheet: Sheet) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the first line, the last line and the fields of each row that is not blank.

    Raises
    ------
    EngagelabError
        For a misplaced or unclosed quote, with its line.
    """
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


def read_sheet(sheet: Sheet, columns: Mapping[str, Kind]) -> pa.Table:
    """Read the named columns with Arrow, by position, since names may repeat in a header.

    Raises
    ------
    EngagelabError
        For a missing or repeated column, or a row that does not fit, with its line.
    """
    kinds = {_position(sheet, name): kind for name, kind in columns.items()}
    types = {str(i): pa.float64() if k == "number" else pa.string() for i, k in kinds.items()}
    # An odd number of quotes may mean an unclosed one, which Arrow takes as one long field.
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
    if any(first_bad(table[str(i)], kind) >= 0 for i, kind in kinds.items()):
        _find_fault(sheet, kinds)
    return table.rename_columns(list(columns))


def _position(sheet: Sheet, name: str) -> int:
    """Return the position of a column; raise if there is none or more than one of this name."""
    positions = [i for i, other in enumerate(sheet.names) if other == name]
    if len(positions) > 1:
        raise refused(str(sheet.where), "file_same_columns", number=len(positions), column=name)
    if not positions:
        raise missing_column(sheet.where, name, sheet.names)
    return positions[0]


def _find_fault(sheet: Sheet, kinds: Mapping[int, Kind]) -> None:
    """Raise at the first row that does not fit; return if all rows fit."""
    for first, _, fields in records(sheet):
        if first > sheet.skip and (fault := _fault(sheet.names, fields, kinds, first)):
            raise against(str(sheet.where), fault)


def _fault(names: Sequence[str], fields: list[str], kinds: Mapping[int, Kind], line: int) -> str:
    """Return the fault of a row, or an empty string."""
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
