"""What is particular to one format."""

import io
import re
import zipfile
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader
from report import reading

from engagelab.report.document import Document


def test_the_pdf_is_two_pages_of_a4_with_a_title(document, handed):
    reader = PdfReader(io.BytesIO(handed(document, "pdf")))
    assert len(reader.pages) == 2
    for page in reader.pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    assert reader.metadata.title == "Spring"
    assert reader.metadata.subject == document.headline
    assert reader.metadata.creation_date.date() == document.findings.date


def test_the_pdf_of_odd_names_is_two_pages_too(odd, texts, handed):
    assert len(reading.pages(handed(Document(odd, texts), "pdf"))) == 2


def test_the_first_page_answers_and_the_second_tells_why(document, handed):
    first, second = (text.replace("\n", " ") for text in reading.pages(handed(document, "pdf")))
    assert document.headline in first
    for answer in document.answers():
        assert answer in first
    for remark in (*document.remarks(), *document.warnings()):
        assert remark in second
    if document.several:
        assert document.t("report.what_differs") in second
    assert "Rainie, Purcell" in second
    assert "Smith 2011" in second


def test_the_workbook_has_native_charts_with_words(document, handed):
    data = handed(document, "xlsx")
    sheets = [document.t(f"report.{name}_sheet") for name in
              ("summary", "curves", "comparison", "groups", "parameters", "about")]  # fmt: skip
    book = reading.book(data)
    assert book.sheetnames == sheets
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = file.namelist()
        drawings = [file.read(name).decode() for name in names if "/drawings/drawing" in name]
    assert sum(name.startswith("xl/charts/chart") for name in names) == 3
    assert sum(len(re.findall(r'<xdr:cNvPr [^>]*descr="[^"]+', text)) for text in drawings) == 3


def test_values_of_parameters_are_numbers_with_their_sources(document, handed):
    sheet = reading.book(handed(document, "xlsx"))[document.t("report.parameters_sheet")]
    rows = {row[-1].value: row for row in sheet.iter_rows(min_row=2)}
    plans = document.findings.plans
    for field, row in rows.items():
        for plan, cell in zip(plans, row[1:], strict=False):
            value = plan.scenario.get(field)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                assert cell.value == value
    assert "P44" in str(rows["engagement.group_read"][-2].value)
    assert len(rows) == len(document.findings.cards)


def test_the_zip_tells_what_its_columns_are(document, handed):
    with zipfile.ZipFile(io.BytesIO(handed(document, "csv"))) as file:
        readme = file.read("README.txt").decode()
        names = [name for name in file.namelist() if name != "README.txt"]
    assert all(name in readme for name in names)
    assert document.stamp in readme
    tables = reading.tables(handed(document, "csv"))
    assert len(tables["curves.csv"]) == sum(len(p.curve.rounds) for p in document.findings.plans)
    assert len(tables["comparison.csv"]) == len(document.findings.plans) - 1


def test_the_page_asks_nobody_and_says_its_language(document, handed):
    data = handed(document, "html")
    page = reading.Page(data)
    tags = dict(page.elements)
    assert tags["html"]["lang"] == document.t.lang
    assert "script" not in tags
    assert "link" not in tags
    for tag, told in page.elements:
        for name in ("src", "href", "xlink:href", "srcset", "action"):
            assert not told.get(name, "#").startswith(("http", "//")), (tag, told)
    outside = re.findall(rb"url\((?!#)|@import", data)
    assert outside == []


def test_ids_of_the_page_are_unique_and_are_found(document, handed):
    page = reading.Page(handed(document, "html"))
    ids = [told["id"] for _, told in page.elements if "id" in told]
    assert len(ids) == len(set(ids))
    wanted = [
        word
        for _, told in page.elements
        for word in (*told.get("aria-labelledby", "").split(), told.get("xlink:href", "")[1:])
        if word
    ]
    assert set(wanted) <= set(ids)
    assert len(wanted) > 4


def test_the_page_names_its_tables_and_pictures(document, handed):
    page = reading.Page(handed(document, "html"))
    regions = [told for _, told in page.elements if told.get("role") == "region"]
    assert len(regions) == len(page.tables) >= 3
    heads = [told.get("scope") for tag, told in page.elements if tag == "th"]
    assert set(heads) == {"row", "col"}
    pictures = [told for tag, told in page.elements if tag == "svg"]
    assert [told["role"] for told in pictures] == ["img", "img"]


def test_the_picture_of_dots_is_fine_enough_for_print(document, handed):
    picture = Image.open(BytesIO(handed(document, "png")))
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.5)
    assert picture.width == 3000


def test_the_picture_is_filled_from_edge_to_edge(document, handed):
    ink = np.asarray(Image.open(BytesIO(handed(document, "png"))).convert("L")) < 250
    high, wide = ink.shape
    columns = np.flatnonzero(ink.any(axis=0)) / wide
    assert columns[0] < 0.05
    assert columns[-1] > 0.93
    right = ink[int(0.1 * high) : int(0.85 * high), int(0.62 * wide) :]
    for part in np.array_split(right, 3):  # from top to bottom
        assert part.mean() > 0.01
    assert right[:, right.shape[1] // 2 :].mean() > 0.02
