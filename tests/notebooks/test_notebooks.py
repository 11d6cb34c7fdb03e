"""Every notebook runs from top to bottom, and is kept in the form that the project asks for."""

import ast
import base64
import os
import re
from pathlib import Path

import nbformat
import pytest
from notebook_runs import FETCHED, FOLDER, READING, execute, shown

import engagelab as el
from tests.notebooks.test_outputs import check_names_of_code

pytestmark = pytest.mark.notebook

PAGE = FOLDER / "plan_a_campaign.ipynb"  # one cell, only the page
NOTEBOOKS = sorted(set(FOLDER.glob("*.ipynb")) - {PAGE})
LIVE = [path for path in NOTEBOOKS if path.stem not in READING]
KEPT = [path for path in NOTEBOOKS if path.stem in READING]
NOWHERE = "http://127.0.0.1:9"  # a port that nothing listens to
SLIDES = {"slide", "subslide", "fragment", "skip", "notes", "-"}
MOST_BYTES = 100_000  # of a picture that is kept
# pictures as text too, for what is read in them
BOTH_KINDS = """%config InlineBackend.figure_formats = ['png', 'svg']
import matplotlib
matplotlib.rcParams['svg.fonttype'] = 'none'"""


def named(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


each = named(NOTEBOOKS)


def code_of(book: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in book.cells if cell.cell_type == "code"]


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def send_requests_nowhere(patch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        patch.setenv(name, NOWHERE)
    for name in ("no_proxy", "NO_PROXY"):
        patch.delenv(name, raising=False)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send every request nowhere."""
    send_requests_nowhere(monkeypatch)


@pytest.fixture(scope="module")
def executed():
    """Return a function that runs a notebook without requests, once for all tests."""
    books: dict[Path, nbformat.NotebookNode] = {}

    def run(path):
        if path not in books:
            with pytest.MonkeyPatch.context() as patch:
                send_requests_nowhere(patch)
                patch.setenv("PYTHONPATH", str(FOLDER.parent), prepend=os.pathsep)
                books[path] = execute(path, BOTH_KINDS)
        return books[path]

    return run


@each
@pytest.mark.xdist_group("notebooks")
def test_a_notebook_runs_without_a_request(path, executed):
    book = executed(path)
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert outputs
    assert not [output for output in outputs if output.output_type == "error"]
    assert not [output.text for output in outputs if output.get("name") == "stderr"]
    assert book.cells[-1].outputs[0].data["text/markdown"].startswith("## Answer")
    if path.stem in READING:
        assert_as_kept(book, path)


@named([*NOTEBOOKS, PAGE])
@pytest.mark.xdist_group("notebooks")
def test_an_english_page_has_no_names_of_code(path, executed):
    check_names_of_code(executed(path))


def assert_as_kept(book, path):
    """Compare what a notebook shows with what is kept in it; data may be out of reach here."""
    skipped = [] if fetched() else FETCHED.get(path.stem, ())
    kept = {cell.id: shown(cell) for cell in code_of(read(path)) if cell.id not in skipped}
    assert {name: shown(cell) for name, cell in cells_by_id(book).items() if name in kept} == kept


def cells_by_id(book: nbformat.NotebookNode) -> dict[str, nbformat.NotebookNode]:
    return {cell.id: cell for cell in code_of(book)}


def fetched() -> bool:
    """Return whether the data sets that a reading notebook shows are here."""
    try:
        el.datasets.load("korean-family-planning")
        el.datasets.load("korean-family-planning-survey")
    except el.EngagelabError:
        return False
    return True


def test_the_notebooks_are_there():
    numbered = [path.stem[:2] for path in NOTEBOOKS]
    assert numbered[:12] == [f"{place:02}" for place in range(12)]
    assert "13" in numbered
    assert len(set(numbered)) == len(numbered)


def test_the_campaign_page_is_one_cell_that_shows_a_widget(executed):
    (cell,) = read(PAGE).cells
    assert not cell.outputs
    (output,) = executed(PAGE).cells[0].outputs
    assert "application/vnd.jupyter.widget-view+json" in output.data


@each
def test_a_notebook_is_kept_in_one_form(path):
    book = read(path)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert book.metadata.kernelspec.name == "python3"
    assert book.metadata.language_info == {"name": "python"}
    assert len({cell.id for cell in book.cells}) == len(book.cells)
    for cell in book.cells:
        told = dict(cell.metadata)
        assert told.pop("tags", ["parameters"]) == ["parameters"], cell.id
        slide = told.pop("slideshow", {"slide_type": "-"})
        assert set(slide) == {"slide_type"}, cell.id
        assert slide["slide_type"] in SLIDES, cell.id
        assert told == {}, cell.id


@named(LIVE)
def test_a_notebook_to_be_run_is_kept_without_outputs(path):
    assert all(not cell.outputs and cell.execution_count is None for cell in code_of(read(path)))


@named(KEPT)
def test_a_notebook_to_be_read_is_kept_with_outputs(path):
    code = code_of(read(path))
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell.outputs]
    assert {output.output_type for output in outputs} <= {"execute_result", "display_data"}
    kinds = {kind for output in outputs for kind in output.data}
    assert kinds == {"text/plain", "text/html", "text/markdown", "image/png"}
    pictures = [output.data["image/png"] for output in outputs if "image/png" in output.data]
    assert all(0 < len(base64.b64decode(picture)) < MOST_BYTES for picture in pictures)
    assert code[-1].outputs[0].data["text/markdown"].startswith("## Answer")
    assert not re.search(r"could not be had|0x[0-9a-f]{6}", str(outputs))


@each
def test_one_cell_after_the_title_holds_what_may_be_changed(path):
    cells = read(path).cells
    tagged = [place for place, cell in enumerate(cells) if "tags" in cell.metadata]
    assert tagged == [1]
    assert cells[1].cell_type == "code"
    body = ast.parse(cells[1].source).body
    assert {type(one) for one in body} == {ast.Assign}  # plain names: papermill knows no others
    names = [target.id for one in body for target in one.targets]
    assert len(names) == len(set(names)) == len(body)
    below = [ast.parse(cell.source) for cell in code_of(read(path))[1:]]
    nodes = [node for tree in below for node in ast.walk(tree) if isinstance(node, ast.Name)]
    used = {node.id for node in nodes if isinstance(node.ctx, ast.Load)}
    set_again = {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
    assert set(names) - used == set()
    assert set(names) & set_again == set()


@each
def test_the_question_comes_first_and_the_answer_last(path):
    cells = read(path).cells
    assert cells[0].cell_type == "markdown"
    title = cells[0].source.splitlines()[0]
    assert title.startswith("# ")
    assert title.endswith("?")
    assert "## Answer" in cells[-1].source


@each
def test_cells_are_short_and_hold_no_logic(path):
    for cell in read(path).cells:
        assert len(cell.source.splitlines()) <= 12, cell.id
        if cell.cell_type == "code":
            assert not re.search(r"^\s*(def|class|while)\b", cell.source, re.MULTILINE), cell.id


@each
def test_a_notebook_names_no_place_of_one_machine(path):
    text = "\n".join(cell.source for cell in read(path).cells)
    assert not re.search(r"(?<![\w.:/])/(home|root|tmp|usr|work|Users)\b|[A-Z]:\\", text)
    assert "http" not in text


@each
def test_fields_and_notebooks_that_are_named_exist(path):
    fields = el.Scenario.fields()
    sections = {name.split(".")[0] for name in fields}
    text = "\n".join(cell.source for cell in read(path).cells)
    named = re.findall(r"[`\"]([a-z]+\.[a-z_]+)[`\"]", text)
    assert [name for name in named if name.split(".")[0] in sections and name not in fields] == []
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert [link for link in links if not (FOLDER / link).exists()] == []


@pytest.mark.usefixtures("offline")
def test_where_the_office_cannot_be_had_a_line_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("ENGAGELAB_DATA", str(tmp_path))
    book = read(FOLDER / "02_group_size_and_invitations.ipynb")
    (cell,) = [cell for cell in book.cells if "invs15" in cell.source]
    names = {"el": el, "Markdown": str}
    exec(cell.source, names)
    assert names["office"].people == 18
    assert names["note"].startswith("The office could not be had (")
    assert "\n" not in names["note"]
