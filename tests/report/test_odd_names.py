"""Hostile names: they become no formula and no markup, and break no file."""

import io
import re
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from report import reading
from report.conftest import ODD

from engagelab.i18n import load
from engagelab.report import FORMATS
from engagelab.report.document import Document
from engagelab.report.names import distinct

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("reports")]

NAMES = distinct(ODD, "Plan")


@pytest.fixture(params=["en", "fr"])
def document(request, odd):
    return Document(odd, load(request.param, "EUR"))


def formulas(data):
    """Return all cells of a workbook that a spreadsheet would compute, and its links."""
    sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    return [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_twelve_odd_names(document, handed, name):
    assert len(handed(document, name)) > 1000


def test_the_workbook_computes_nothing(document, handed):
    data = handed(document, "xlsx")
    assert formulas(data) == []
    sheet = reading.book(data)[document.t("report.comparison_sheet")]
    assert [row[0].value for row in sheet.iter_rows(min_row=2, max_row=13)] == NAMES
    assert sheet["A2"].quotePrefix
    assert not sheet["A7"].quotePrefix


def test_the_charts_of_slides_compute_nothing(document, handed):
    with zipfile.ZipFile(io.BytesIO(handed(document, "pptx"))) as file:
        books = [name for name in file.namelist() if name.endswith(".xlsx")]
        assert len(books) > 12
        assert [formulas(file.read(name)) for name in books] == [[]] * len(books)


def test_tables_begin_no_cell_like_a_formula(document, handed):
    with zipfile.ZipFile(io.BytesIO(handed(document, "csv"))) as file:
        for name in file.namelist():
            if name.endswith(".csv"):
                for row in reading.tables(handed(document, "csv"))[name]:
                    for cell in (*row, *row.values()):
                        safe = re.fullmatch(r"[+-]?[\d.e+-]+", cell)
                        assert safe or not cell.startswith(("=", "+", "-", "@", "{")), cell
    plans = {row["plan"] for row in reading.tables(handed(document, "csv"))["summary.csv"]}
    assert "'" + ODD[0] in plans
    assert len(plans) == 12


def test_the_page_holds_no_markup_of_a_name(document, handed):
    page = reading.Page(handed(document, "html"))
    assert "script" not in {tag for tag, _ in page.elements}
    assert ODD[5] in "".join(page.texts)
    assert page.tables[0][1:][0][0] == NAMES[0]


def test_the_picture_is_well_formed_and_says_the_names(document, handed):
    texts = reading.svg_texts(handed(document, "svg"))
    assert "=cmd|' /C calc'!A0" in texts
    assert "$x^2$ and 50 %" in texts
    tags = {element.tag for element in ElementTree.fromstring(handed(document, "svg")).iter()}
    assert "{http://www.w3.org/2000/svg}script" not in tags


def test_slides_and_pages_say_them(document, handed):
    deck = reading.deck_text(handed(document, "pptx"))
    pdf = "".join(reading.pages(handed(document, "pdf")))
    for name in ("=cmd|' /C calc'!A0", "$x^2$ and 50 %", "http://example.org/a"):
        assert name in deck
        assert name in pdf
