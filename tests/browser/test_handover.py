"""Export every file from the workbench in a real browser."""

import io
import zipfile

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from benchmarks.browser import CELLS, CHROMIUM, Lab, chromium, hosts, served, write_notebook
from engagelab.report import FORMATS

NOTEBOOK = "handover.ipynb"
ANSWER = 120_000
CODE = """import engagelab as el
import engagelab.workbench
small = {"population.people": 600, "settings.runs": 20, "settings.horizon": 30}
engagelab.workbench.open(el.Scenario.preset("voucher").replace(small), currency="EUR")"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    pytest.importorskip("playwright.sync_api")
    with served(Lab(tmp_path_factory.mktemp("handover"))) as server, chromium() as browser:
        write_notebook(server.notebooks / NOTEBOOK, CODE)
        opened = browser.new_page(viewport={"width": 1400, "height": 1000}, locale="fr-FR")
        opened.asked, opened.errors = [], []
        opened.on("request", lambda request: opened.asked.append(request.url))
        opened.on("pageerror", lambda error: opened.errors.append(str(error)))
        server.run_all(opened, NOTEBOOK)
        opened.wait_for_selector(".el-refined", timeout=CELLS, state="attached")
        opened.get_by_role("button", name="Exporter", exact=True).click()
        opened.wait_for_selector(".el-tab-handover", timeout=ANSWER)
        yield opened


def taken(page, label):
    """Return the name and the bytes of the file of a button."""
    with page.expect_download(timeout=ANSWER) as download:
        page.locator(".el-tab-handover").get_by_role("button", name=label, exact=True).click()
    path = download.value.path()
    return download.value.suggested_filename, path.read_bytes()


def reach(page):
    """Return the people reached in the headline."""
    text = page.inner_text(".el-reach .el-value").split("±")[0].strip()
    return text.replace("\N{NARROW NO-BREAK SPACE}", "").replace("\N{NO-BREAK SPACE}", "")


def bare(text):
    """Return a text without thousands separators."""
    return text.replace("\N{NARROW NO-BREAK SPACE}", "").replace("\N{NO-BREAK SPACE}", "")


def test_slides_have_the_headline(page):
    name, data = taken(page, "PowerPoint")
    slides = Presentation(io.BytesIO(data)).slides
    texts = [bare(s.text_frame.text) for slide in slides for s in slide.shapes if s.has_text_frame]
    assert name.endswith(".pptx")
    assert any(reach(page) in text for text in texts)


def test_the_two_pages_have_the_headline(page):
    name, data = taken(page, "PDF")
    pages = PdfReader(io.BytesIO(data)).pages
    assert (name[-4:], len(pages)) == (".pdf", 2)
    assert reach(page) in bare(pages[0].extract_text())


def test_the_workbook_opens_with_its_charts(page):
    name, data = taken(page, "Excel")
    book = load_workbook(io.BytesIO(data))
    assert name.endswith(".xlsx")
    assert sum(len(sheet._charts) for sheet in book) >= 2
    numbers = [cell for sheet in book for row in sheet.values for cell in row]
    assert any(isinstance(n, float) and round(n) == int(reach(page)) for n in numbers)


@pytest.mark.parametrize(
    ("label", "ending", "begins"),
    [
        ("Page web", ".html", b"<!DOCTYPE html"),
        ("Image", ".png", b"\x89PNG"),
        ("Dessin", ".svg", b"<?xml"),
        ("CSV", ".zip", b"PK"),
    ],
)
def test_the_other_files_have_the_format_of_their_names(page, label, ending, begins):
    name, data = taken(page, label)
    assert name.endswith(ending)
    assert data.lstrip()[: len(begins)].lower() == begins.lower()


def test_all_files_come_in_one_archive(page):
    _, data = taken(page, "Tout")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.namelist()) == len(FORMATS)
        assert archive.testzip() is None


def test_the_player_is_saved_as_one_page(page):
    page.get_by_role("button", name="Voir la diffusion", exact=True).click()
    page.wait_for_selector(".el-tab-spread canvas", timeout=ANSWER)
    with page.expect_download(timeout=ANSWER) as download:
        page.locator(".el-spread-tools button").last.click()
    text = download.value.path().read_text()
    assert 'lang="fr"' in text
    assert 'src="http' not in text


def test_no_other_host_was_requested_and_nothing_failed(page):
    assert hosts(page.asked) == {"127.0.0.1"}
    assert page.errors == []
