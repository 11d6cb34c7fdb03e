"""Sheets are read like text files."""

import datetime
import io
import sys

import openpyxl
import pytest

from engagelab.errors import EngagelabError
from engagelab.io.content import FileContent
from engagelab.io.spreadsheets import rows_of

pytest.importorskip("python_calamine")


def book(**sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return FileContent("a.xlsx", ".xlsx", buffer.getvalue())


ROWS = [[None, "source", "target", "w"], [None, "ann", 7, 0.5], [None, None, None, None],
        [None, "bo", "007", datetime.date(2024, 1, 2)]]  # fmt: skip


def test_cells_become_texts_without_the_margin():
    _, rows, notes = rows_of(book(ties=ROWS))
    assert rows[:2] == [(1, ["source", "target", "w"]), (2, ["ann", "7", "0.5"])]
    assert rows[2][0] == 4
    assert rows[2][1] == ["bo", "007", "2024-01-02"]
    assert notes == ()


def test_the_first_filled_sheet_or_the_stated_one_is_read():
    both = book(empty=[], ties=ROWS, more=[["x", "y"]])
    name, rows, notes = rows_of(both)
    assert (name, len(rows)) == ("a.xlsx", 3)
    assert notes[0] == "the sheet 'ties' was read, the others were not: empty, more"
    assert rows_of(both, "more")[1] == [(1, ["x", "y"])]
    with pytest.raises(EngagelabError, match="no sheet 'none'; the sheets are empty, ties, more"):
        rows_of(both, "none")


def test_broken_and_empty_books_are_refused():
    with pytest.raises(EngagelabError, match=r"a\.xlsx: cannot be read as a table"):
        rows_of(FileContent("a.xlsx", ".xlsx", b"PK\3\4 broken"))
    with pytest.raises(EngagelabError, match="the file is empty"):
        rows_of(book(empty=[]))


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(EngagelabError, match=r"pip install 'engagelab\[data\]'"):
        rows_of(book(ties=ROWS))
