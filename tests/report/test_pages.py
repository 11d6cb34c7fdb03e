"""The PDF: two pages with the answer and what it depends on; no text covers another."""

import io

import pytest
from pypdf import PdfReader
from report import reading
from report.drawn import check_apart

from engagelab.report import pages
from engagelab.report.document import Document
from engagelab.report.picture import drawing

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("reports")]


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


def test_texts_of_the_two_pages_stay_apart(any_document):
    with drawing():
        check_apart(pages._first(any_document).figure)
        check_apart(pages._second(any_document).figure)
