"""The French texts of the notebooks are those of the English cells, one by one."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from checkout import ROOT

from engagelab.i18n.notebooks import METADATA, cell_in_language, digest, in_language, read_texts

FOLDER = ROOT / "notebooks"
FRENCH = sorted((FOLDER / "fr").glob("*.yaml"))

each = pytest.mark.parametrize("path", FRENCH, ids=lambda path: path.stem)


def english(path: Path) -> dict[str, nbformat.NotebookNode]:
    book = nbformat.read(FOLDER / f"{path.stem}.ipynb", as_version=4)
    cells = {cell.id: cell for cell in book.cells}
    title = {"source": book.metadata.get("title", ""), "cell_type": "metadata"}
    return {METADATA: nbformat.from_dict(title), **cells} if title["source"] else cells


def numbers(text: str, *, french: bool = False) -> list[float]:
    """Return the numbers of a text in order of size, ordinals and years too."""
    gap, point = ("[\N{NARROW NO-BREAK SPACE} ]", ",") if french else (",", ".")
    text = re.sub(rf"(?<=\d){gap}(?=\d{{3}}\b)", "", text)
    found = re.findall(rf"\d+(?:\{point}\d+)?", text)
    return sorted(float(each.replace(",", ".")) for each in found)


def marked(text: str) -> dict[str, list[str]]:
    """Return what both languages share: headings, links, rows of tables, items, formulas."""
    return {
        "headings": re.findall(r"^#+ ", text, re.MULTILINE),
        "links": sorted(re.findall(r"\]\(([^)]*)\)", text)),
        "rows": re.findall(r"^\|", text, re.MULTILINE),
        "items": re.findall(r"^- ", text, re.MULTILINE),
        "papers": sorted(re.findall(r"10\.\d{4,}/\S+[\w)]", text)),
        "rows of data": sorted(re.findall(r"\b[PF]\d{2,3}\b", text)),
    }


def test_every_notebook_with_text_has_its_french():
    books = [nbformat.read(path, as_version=4) for path in sorted(FOLDER.glob("*.ipynb"))]
    names = [path.stem for path in sorted(FOLDER.glob("*.ipynb"))]
    kinds = [{cell.cell_type for cell in book.cells} | set(book.metadata) for book in books]
    written = [
        name for name, kind in zip(names, kinds, strict=True) if kind & {"markdown", "title"}
    ]
    assert [path.stem for path in FRENCH] == written


@each
def test_every_text_is_translated_as_it_is_now(path):
    cells, texts = english(path), read_texts(path)
    assert {name for name, cell in cells.items() if cell.cell_type == "markdown"} <= set(texts)
    assert [name for name in cells if name in texts] == list(texts)
    changed = {name: digest(cells[name].source) for name in texts if name in cells}
    # update the French, then put these digests in its place
    assert {name: part["of"] for name, part in texts.items()} == changed


@each
def test_a_text_has_the_same_headings_links_and_numbers(path):
    cells, texts = english(path), read_texts(path)
    for name, part in texts.items():
        if "text" not in part:
            continue
        source, french = cells[name].source, cell_in_language(cells[name], part)
        assert marked(french) == marked(source), name
        dois = re.compile(r"\]\([^)]*\)|10\.\d{4,}/\S+|1\.25\.0")
        assert numbers(dois.sub("", french), french=True) == numbers(dois.sub("", source)), name


@each
def test_only_the_texts_of_code_differ(path):
    cells, texts = english(path), read_texts(path)
    for name, part in texts.items():
        if "words" not in part:
            continue
        source = cells[name].source
        assert [words for words in part["words"] if words not in source] == [], name
        assert [one for one, other in part["words"].items() if one == other] == [], name
        french = cell_in_language(cells[name], part)
        assert shape(french) == shape(source), name
        assert len(french.splitlines()) == len(source.splitlines()), name


def shape(source: str) -> str:
    """Return the code of a cell without its texts."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | None):
            node.value = ""
        if isinstance(node, ast.JoinedStr):  # texts between the values of an f-string
            node.values = [part for part in node.values if isinstance(part, ast.FormattedValue)]
    return ast.dump(tree)


def test_a_changed_cell_keeps_its_english():
    path = FOLDER / "00_start_here.ipynb"
    book = nbformat.read(path, as_version=4)
    book.cells[0].source += "\n\nMore."
    french = in_language(book, path, "fr")
    assert french.cells[0].source == book.cells[0].source
    assert french.cells[4].source.startswith("## Personnes, liens, groupes")
    assert len(french.cells) == len(book.cells) + 1
    assert french.cells[1].source == "%load_ext engagelab.i18n.outputs"
    nbformat.validate(french)
    assert in_language(book, path, "en") is book
    assert in_language(book, Path("elsewhere") / path.name, "fr") is book
