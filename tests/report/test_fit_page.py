"""A hand-over of a fitted plan has a page on what it rests on, in every format and language."""

import re
from html import unescape

import pytest
from fitted import PLAN, fit
from report import reading

from engagelab.errors import EngagelabError
from engagelab.i18n import load
from engagelab.report import findings, to_bytes
from engagelab.report.document import Document

pytestmark = pytest.mark.slow
TITLES = {"en": "What this rests on", "fr": "Ce sur quoi tout repose"}


@pytest.fixture(scope="module")
def found():
    """Findings of a plan with fitted values, from posts without joins."""
    without = fit(without=("new followers",))
    return findings(without.middle(PLAN), runs=10, fit=without)


def spaced(text):
    """Return a text without line breaks and hyphens of a layout."""
    return re.sub(r"\s+", " ", text)


@pytest.fixture(params=["en", "fr"])
def document(found, request):
    return Document(found, load(request.param))


def test_fields_the_town_and_the_yardstick_are_named(document):
    rows = {row[0].partition(" (")[0]: row[1:] for row in document.learned().rows}
    assert len(rows) == 4
    texts = " ".join(document.rests_on())
    if document.t.lang == "en":
        assert rows["Willingness to share"][2] == "determine it"
        assert rows["Invitation rate"] == ("as in the plan", "as in the plan", "say nothing of it",
                                           "joins")  # fmt: skip
        assert "Your posts say nothing about invitation rate; to learn it, record joins." in texts
        assert "assumes a town of 200 to 800 people" in texts
        assert "of 4 numbers of posts that were held out" in texts.lower()
        assert "log-normal of the other posts" in texts
    else:
        assert "relevez les adhésions" in spaced(texts).replace("«", "").replace("  ", " ")
        assert "une ville de 200 à 800 personnes" in texts


@pytest.mark.parametrize("format", ["pptx", "pdf", "html", "xlsx"])
def test_every_format_has_the_page(document, format):
    _, _, data = to_bytes(document.findings, format, document.t)
    if format == "xlsx":
        sheet = reading.book(data)[document.t("report.fit_sheet")]
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        text = " ".join(cells)
        assert document.findings.fit.fields[0].median in [
            cell.value for row in sheet.iter_rows() for cell in row
        ]
    else:
        text = {"pptx": reading.deck_text, "pdf": lambda data: reading.pages(data)[2],
                "html": lambda data: unescape(data.decode())}[format](data)  # fmt: skip
        assert TITLES[document.t.lang] in spaced(text)
    for sentence in document.rests_on():
        assert spaced(sentence) in spaced(text)


def test_the_data_have_a_table_of_the_fields(document):
    _, _, data = to_bytes(document.findings, "csv", document.t)
    rows = reading.tables(data)["fit.csv"]
    assert [row["field"] for row in rows] == [row.name for row in document.findings.fit.fields]
    assert [float(row["median"]) for row in rows] == [
        row.median for row in document.findings.fit.fields
    ]


def test_without_a_fit_there_is_no_such_page():
    plain = findings(PLAN, runs=5)
    document = Document(plain, load("en"))
    assert document.rests_on() == []
    assert len(reading.pages(to_bytes(plain, "pdf", load("en"))[2])) == 2
    assert TITLES["en"] not in reading.deck_text(to_bytes(plain, "pptx", load("en"))[2])
    assert "fit.csv" not in reading.tables(to_bytes(plain, "csv", load("en"))[2])


def test_another_thing_than_a_fit_is_refused():
    with pytest.raises(EngagelabError, match="fit: "):
        findings(PLAN, runs=5, fit={"engagement.base_share": 0.1})
