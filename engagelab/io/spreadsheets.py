"""Sheets of .xlsx and .ods files as rows of texts."""

import importlib
import io
from collections.abc import Sequence
from typing import Any

from ..errors import EngagelabError, Message, listing, message, refused
from .content import FileContent

_BOOKS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")  # first bytes of spreadsheets, old and new


def is_book(content: FileContent) -> bool:
    """Return whether a file is a spreadsheet, by its first bytes."""
    return content.data.startswith(_BOOKS)


def sheets_of(content: FileContent) -> list[str]:
    """Return the names of the sheets of a spreadsheet that are not empty.

    Raises
    ------
    EngagelabError
        As for `rows_of`.
    """
    return list(_filled_sheets(content, None)[1])


def rows_of(
    content: FileContent, sheet: str | None = None
) -> tuple[str, list[tuple[int, list[str]]], tuple[Message, ...]]:
    """Return the name of the file, the rows of a sheet with their numbers, and notes.

    Parameters
    ----------
    content : FileContent
        The file.
    sheet : str, optional
        The name of the sheet; by default the first that is not empty.

    Raises
    ------
    EngagelabError
        For a damaged or password-protected file, an unknown sheet, or if the package calamine is
        not installed.
    """
    names, filled = _filled_sheets(content, sheet)
    first = next(iter(filled))
    others = listing(name for name in names if name != first)
    notes = (message("note_sheet", sheet=first, others=others),) if len(names) > 1 else ()
    rows = [(number, [_text(cell) for cell in row]) for number, row in enumerate(filled[first], 1)]
    return content.name, _without_margin(rows), notes


def _filled_sheets(
    content: FileContent, sheet: str | None
) -> tuple[Sequence[str], dict[str, list[list[Any]]]]:
    """Return the names of all sheets, and the rows of those that are not empty, or of one."""
    calamine = _calamine(content.name)
    try:
        book = calamine.load_workbook(io.BytesIO(content.data))
        names: Sequence[str] = book.sheet_names
        if sheet is not None and sheet not in names:
            raise refused(content.name, "file_sheet", value=sheet, names=listing(names))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                  for name in ([sheet] if sheet is not None else names)}  # fmt: skip
    except (calamine.CalamineError, calamine.PasswordError, ValueError, OSError) as error:
        if isinstance(error, EngagelabError):
            raise
        problem = Message(str(error).rstrip("."), "csv_damaged")
        raise refused(content.name, "file_table", problem=problem) from error
    filled = {
        name: rows
        for name, rows in sheets.items()
        if any(cell != "" for row in rows for cell in row)
    }
    if not filled:
        raise refused(content.name, "file_empty")
    return names, filled


def _calamine(name: str) -> Any:
    try:
        return importlib.import_module("python_calamine")
    except ImportError as error:
        raise refused(name, "file_calamine") from error


def _text(cell: object) -> str:
    """Return a cell as text; spreadsheets store whole numbers as floats."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _without_margin(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the rows that are not blank, without the empty columns at their right and left."""
    rows = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    used = [at for _, cells in rows for at, cell in enumerate(cells) if cell.strip()]
    first, last = min(used), max(used) + 1
    return [(number, cells[first:last]) for number, cells in rows]
