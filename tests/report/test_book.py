"""Cells of the workbook."""

import pytest
from report import reading

from engagelab.i18n.rounding import MISSING, Number
from engagelab.report.book import Book, row_height


@pytest.fixture
def sheet(document):
    """Cells of a sheet, written and read back."""
    book = Book(document)
    sheet = book.sheet("summary", (10, 20))
    book.head(sheet, 0, ["Plan", "Reach"], right=1)
    book.cells(sheet, 1, ["=1+1", Number(1.5)])
    book.cells(sheet, 2, ["http://example.org", Number(MISSING)])
    book.file.close()
    return reading.book(book.out.getvalue()).worksheets[0]


def test_texts_are_never_formulas_or_links(sheet):
    assert [sheet["A2"].value, sheet["A3"].value] == ["=1+1", "http://example.org"]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].quotePrefix
    assert sheet["A3"].hyperlink is None


def test_an_unknown_number_is_an_empty_cell(sheet):
    assert sheet["B2"].value == 1.5
    assert sheet["B3"].value is None


def test_headings_stay_in_view(sheet):
    assert sheet.freeze_panes == "B2"
    assert sheet["B1"].alignment.horizontal == "right"


def test_the_same_properties_give_the_same_format(document):
    book = Book(document)
    assert book.format(bold=True) is book.format(bold=True) is not book.format()
    book.file.close()


def test_a_row_is_as_high_as_its_longest_text():
    assert row_height(["short", 1.0], [10, 10]) == 15
    assert row_height(["a longer text", 1.0], [5, 10]) > 15
