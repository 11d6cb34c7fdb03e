"""Read the files of a hand-over with other libraries than wrote them."""

import csv
import io
import re
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from xml.etree import ElementTree

import openpyxl
from pptx import Presentation
from pptx.enum.dml import MSO_LINE
from pypdf import PdfReader

DASHES = {getattr(MSO_LINE, name.upper()): name for name in ("solid", "dash", "dash_dot",
          "round_dot", "square_dot", "long_dash", "long_dash_dot")}  # fmt: skip


def deck(data):
    return Presentation(io.BytesIO(data))


def shapes(data):
    """Yield each slide with each of its shapes."""
    for slide in deck(data).slides:
        yield from ((slide, shape) for shape in slide.shapes)


def deck_tables(data):
    """Return the rows of each table of the slides."""
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for _, shape in shapes(data)
        if shape.has_table
    ]


def charts(data):
    return [shape.chart for _, shape in shapes(data) if shape.has_chart]


def deck_text(data):
    """Return all texts of the slides: boxes, tables, notes."""
    found = [shape.text_frame.text for _, shape in shapes(data) if shape.has_text_frame]
    found += [cell for table in deck_tables(data) for row in table for cell in row]
    found += [slide.notes_slide.notes_text_frame.text for slide in deck(data).slides]
    return "\n".join(found)


def pages(data):
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def book(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def tables(data):
    """Return the rows of each file of a zip of tables, as dicts."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {
            name: list(csv.DictReader(io.StringIO(file.read(name).decode())))
            for name in file.namelist()
            if name.endswith(".csv")
        }


class Page(HTMLParser):
    """A page as a list of elements, its tables and its texts."""

    def __init__(self, data):
        super().__init__()
        self.elements, self.tables, self.texts, self._cell = [], [], [], None
        self.feed(data.decode())

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.tables[-1][-1].append("".join(self._cell))
            self._cell = None

    def handle_data(self, data):
        self.texts.append(data)
        if self._cell is not None:
            self._cell.append(data)


def svg_texts(data):
    """Return the texts of a picture."""
    return [
        "".join(element.itertext())
        for element in ElementTree.fromstring(data).iter("{http://www.w3.org/2000/svg}text")
    ]


def shown(value, form, lang):
    """Return a number as a spreadsheet of that language shows it in a format of ours."""
    plus, minus = form.split(";")
    section = minus if value < 0 else plus
    outside = re.sub(r'"[^"]*"', "", section)
    exact = abs(Decimal(repr(value))) * (100 if "%" in outside else 1)
    pattern = re.search(r"#,##0(?:\.(0+))?", outside)
    digits = len(pattern[1] or "")
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    number = f"{rounded:,.{digits}f}"
    if lang == "fr":
        number = number.replace(",", "\u202f").replace(".", ",")
    return section.replace('"', "").replace(pattern[0], number)


def shown_in(form, value, lang):
    """Return what a spreadsheet shows in a format that may choose by size."""
    for section in form.split(";"):
        limit = re.match(r"\[>=([\d.]+)\]", section)
        if limit is None or Decimal(repr(value)) >= Decimal(limit[1]):
            plain = section[limit.end() :] if limit else section
            return shown(
                value, form if limit is None and "[" not in form else f"{plain};{plain}", lang
            )
    raise AssertionError(form)
