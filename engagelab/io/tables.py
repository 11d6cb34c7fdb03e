"""Tables from text files, spreadsheets, Parquet files and data frames, as columns of one kind.

A text file is read fast by Arrow if all its rows are alike, and otherwise row by row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..errors import MESSAGES, EngagelabError, Message, listing, message, refused
from .attribute_rows import attribute_rows
from .content import FileContent, Source, content_of
from .dialect import SPACES, Known, Row, TextLayout, layout_of, records
from .header import is_header
from .lazy import late
from .spreadsheets import is_book, rows_of
from .text import text_of

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq
else:
    pa = late("pyarrow")
    pa_csv = late("pyarrow.csv")
    pq = late("pyarrow.parquet")
from .frames import is_frame, of_frame, of_parquet
from .table import Asked, Table

_BLOCK = 100_000  # rows converted to columns at a time
_NO_TEXT = (".png", ".jpg", ".jpeg", ".gif", ".pdf", ".doc", ".docx", ".exe", ".rdata")
_SEPARATOR_CODES = {
    ",": "separator_comma", ";": "separator_semicolon", "\t": "separator_tab",
    "|": "separator_bar", SPACES: "separator_spaces",
}  # fmt: skip


def read_table(
    source: Source | FileContent | Any, known: Known, asked: Asked | None = None
) -> Table:
    r"""Read a table.

    Parameters
    ----------
    source : path, open file, FileContent or data frame
        Text with delimited columns, packed or not; .xlsx, .ods or .parquet; or any frame that
        pandas, Arrow or the Arrow PyCapsule interface knows.
    known : callable
        Whether a cell is a usual name of a column, which a header is recognised by.
    asked : Asked, optional
        What is known about it.

    Raises
    ------
    EngagelabError
        If it cannot be read, or has a row with too many fields or a misplaced quote.

    Examples
    --------
    >>> import io
    >>> table = read_table(io.StringIO("Ann;Bo\nBo;Cy\n"), lambda cell: False)
    >>> table.names, table.rows, table.has_header
    (('1', '2'), 2, False)
    """
    asked = asked or Asked()
    if is_frame(source):
        return of_frame(source)
    content = source if isinstance(source, FileContent) else content_of(source)
    if content.ending == ".parquet" or content.data[:4] == b"PAR1":
        return of_parquet(content)
    if is_book(content):
        name, rows, notes = rows_of(content, asked.sheet)
        return replace(_of_rows(name, rows, known, asked), notes=notes)
    return _of_text(content, known, asked)


# --- text ----------------------------------------------------------------------------------------


def _of_text(content: FileContent, known: Known, asked: Asked) -> Table:
    if content.ending in _NO_TEXT:
        raise refused(content.name, "file_ending", ending=content.ending, known=_known_endings())
    text, encoding = text_of(content, asked.encoding)
    notes = (
        []
        if encoding.startswith("utf-8")
        else [message("note_encoding", encoding=Message(encoding))]
    )
    if asked.separator is None and (lists := attribute_rows(text)) is not None:
        names, rows = lists
        return replace(_of_rows(content.name, rows, known, Asked(header=names)), notes=tuple(notes))
    layout = layout_of(
        content.name,
        text,
        known,
        separator=asked.separator,
        skip=asked.skip,
        spaces=asked.spaces,
    )
    if layout.comments:
        notes.append(
            message("note_comments", lines=len(layout.comments), first=layout.comments[0][:60])
        )
    if layout.before:
        notes.append(message("note_before", lines=layout.before))
    if layout.fields > 1:
        notes.append(message("note_separator", separator=_separator_word(layout.separator)))
    table = _of_layout(content.name, layout, known, asked)
    return replace(table, notes=(*notes, *table.notes), comments=layout.comments)


def _separator_word(separator: str) -> Message:
    code = _SEPARATOR_CODES.get(separator)
    if code is None:
        return Message(repr(separator))
    return Message(MESSAGES[code], code)


def _known_endings() -> Message:
    return listing([".csv", ".tsv", ".txt", ".xlsx", ".ods", ".parquet", ".graphml", ".json"])


def _of_layout(name: str, layout: TextLayout, known: Known, asked: Asked) -> Table:
    if asked.ragged:
        every = list(records(name, layout.text, layout.separator))
        layout = replace(layout, fields=max(len(cells) for _, cells in every))
        asked = replace(asked, header=asked.header or False)
    names, reason, notes = _names(layout, known, asked)
    header = 1 if reason and reason != "stated names" else 0
    if header and len(layout.rows) < 2:
        notes.append(message("note_only_names"))
    if not reason and not asked.ragged and layout.is_ragged and layout.fields > 1:
        raise _ragged(name, layout)
    found = (
        _by_arrow(layout, len(names), header)
        or _by_rows(name, records(name, layout.text, layout.separator), names, header)
    )  # fmt: skip
    columns, short = found
    return Table(
        name,
        tuple(names),
        columns,
        bool(reason),
        _line_place(name, layout, header),
        layout.separator,
        notes=tuple(notes),
        short=short,
    )


def _names(layout: TextLayout, known: Known, asked: Asked) -> tuple[list[str], str, list[Message]]:
    """Return the names of the columns, why they are such, and notes."""
    cells = [row for _, row in layout.rows]
    if asked.header is not None and not isinstance(asked.header, bool):
        return [str(name) for name in asked.header], "stated names", []
    above = _commented_names(layout, known)
    if asked.header is None and above and not is_header(cells, known):
        return above, "stated names", [message("note_header_comment", names=listing(above))]
    reason = is_header(cells, known) if asked.header is None else "stated" * asked.header
    if not reason:
        return [str(at + 1) for at in range(layout.fields)], "", [message("note_no_header")]
    names = [name.strip() for name in cells[0]]
    if _has_row_names(names, cells[1:]):
        names.insert(0, "")
    shown = listing(names)
    if reason == "nowhere":
        return names, reason, [message("note_header_nowhere", names=shown)]
    return names, reason, [message("note_header", names=shown)]


def _has_row_names(names: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether rows start with a number that has no name, as R writes them."""
    fields = len(names) + 1
    if not below or fields < 3 or any(len(row) != fields for row in below):
        return False
    first, second, third = ([row[at].strip() for row in below] for at in range(3))
    is_numbered = first == [str(at + 1) for at in range(len(below))]
    return is_numbered and (len(below) == 1 or bool(set(second) & set(third)))


def _commented_names(layout: TextLayout, known: Known) -> list[str]:
    """Return the names of columns in the last comment above the table, as SNAP writes them."""
    if not layout.comments:
        return []
    line = layout.comments[-1].lstrip("#% \t")
    cells = line.split() if layout.separator == SPACES else line.split(layout.separator)
    names = [cell.strip() for cell in cells]
    fits = len(names) == layout.fields > 1 and 2 * sum(map(known, names)) > len(names)
    return names if fits else []


def _ragged(name: str, layout: TextLayout) -> EngagelabError:
    sizes = [len(cells) for _, cells in layout.rows]
    return refused(name, "file_ragged", fewest=min(sizes), most=max(sizes))


def _by_arrow(
    layout: TextLayout, fields: int, header: int
) -> tuple[tuple[pa.ChunkedArray, ...], dict[int, int]] | None:
    """Return the columns as Arrow reads them; None if it may differ from the csv module."""
    text, separator = layout.text, layout.separator
    if '"' in text:
        return None  # Arrow accepts quotes in the middle of a field
    if separator == SPACES:
        text = re.sub(r"[ \t]+", " ", text)
        text = text.replace(" \n", "\n").replace("\n ", "\n").strip(" ")
    skip = layout.rows[header][0] - 1 if len(layout.rows) > header else None
    if skip is None or any(len(cells) != fields for _, cells in layout.rows):
        return None
    names = [str(at) for at in range(fields)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(text.encode()),
            # Arrow's threads can abort a process that ends right after a read (arrow issue 34314)
            pa_csv.ReadOptions(
                column_names=names, skip_rows=skip, block_size=1 << 24, use_threads=False
            ),
            pa_csv.ParseOptions(delimiter=separator, newlines_in_values=False),
            pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), null_values=[]),
        )
    except pa.ArrowException:
        return None  # a faulty row, which the slow pass finds
    return tuple(table.columns), {}


def _by_rows(
    name: str, rows: Iterable[Row], names: Sequence[str], header: int
) -> tuple[tuple[pa.ChunkedArray, ...], dict[int, int]]:
    """Return the columns of rows, and the number of fields of the rows that have too few."""
    fields, short, chunks = len(names), dict[int, int](), list[list[pa.Array]]()
    body, start = islice(iter(rows), header, None), 0
    while block := list(islice(body, _BLOCK)):
        filled = []
        for at, (line, cells) in enumerate(block, start):
            if len(cells) != fields:
                cells = _fitted(name, line, cells, names)
                if len(cells) < fields:
                    short[at] = len(cells)
                    cells = cells + [""] * (fields - len(cells))
            filled.append(cells)
        start += len(block)
        chunks.append([pa.array(column, pa.string()) for column in zip(*filled, strict=True)])
    if not chunks:
        return tuple(pa.chunked_array([], pa.string()) for _ in names), {}
    return tuple(pa.chunked_array(list(parts)) for parts in zip(*chunks, strict=True)), short


def _fitted(name: str, line: int, cells: list[str], names: Sequence[str]) -> list[str]:
    """Return the cells of a row without empty ones beyond the columns."""
    if any(cell.strip() for cell in cells[len(names) :]):
        sizes = {"found": len(cells), "wanted": len(names)}
        raise refused(name, "file_fields", line=line, names=listing(names), **sizes)
    return cells[: len(names)]


def _of_rows(name: str, rows: Sequence[Row], known: Known, asked: Asked) -> Table:
    """Return a table of rows that have been read completely, such as those of a sheet."""
    width = max((len(cells) for _, cells in rows), default=0)
    if not width:
        raise refused(name, "file_empty")
    from .dialect import first_row

    first = asked.skip or first_row(rows, width, known)
    layout = TextLayout("", "", rows[first:][:1000], width)
    names, reason, notes = _names(layout, known, asked)
    header = 1 if reason and reason != "stated names" else 0
    body = rows[first:]
    columns, short = _by_rows(name, body, names, header)
    lines = [line for line, _ in body[header:]]
    place = lambda row: message("place_row", row=lines[row])  # noqa: E731 - one expression
    return Table(name, tuple(names), columns, bool(reason), place, notes=tuple(notes), short=short)


def _line_place(name: str, layout: TextLayout, header: int) -> Callable[[int], Message]:
    """Return a function that finds the line of a row by reading the file again."""

    def place(row: int) -> Message:
        every = records(name, layout.text, layout.separator)
        line, _ = next(islice(every, row + header, None))
        return message("place_line", line=line)

    return place
