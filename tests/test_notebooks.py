"""Every notebook runs from top to bottom, and is kept in the form that the project asks for."""

import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import engagelab as el

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
NOWHERE = "http://127.0.0.1:9"  # a port that nothing listens to
SECONDS = 300

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send every request nowhere."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, NOWHERE)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)


@each
@pytest.mark.xdist_group("notebooks")
@pytest.mark.usefixtures("offline")
def test_a_notebook_runs_without_a_request(path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent), prepend=os.pathsep)
    book = read(path)
    where = {"metadata": {"path": str(FOLDER)}}
    NotebookClient(book, timeout=SECONDS, kernel_name="python3", resources=where).execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert outputs
    assert not [output for output in outputs if output.output_type == "error"]
    assert not [output.text for output in outputs if output.get("name") == "stderr"]
    assert book.cells[-1].outputs[0].data["text/markdown"].startswith("## Answer")


def test_the_notebooks_are_there():
    numbered = [path.stem[:2] for path in NOTEBOOKS]
    assert numbered == [f"{place:02}" for place in range(9)]
    assert len(set(numbered)) == len(numbered)


@each
def test_a_notebook_is_kept_without_outputs(path):
    book = read(path)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert book.metadata.kernelspec.name == "python3"
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert len({cell.id for cell in book.cells}) == len(book.cells)
    assert not any(cell.metadata for cell in book.cells)


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
    assert names["told"].startswith("The office could not be had (")
    assert "\n" not in names["told"]
