"""Visitors read no names of code in the notebooks, and no English in the French ones."""

import re
from html import unescape

import nbformat
import pytest
from nbclient import NotebookClient
from notebook_runs import FOLDER

from engagelab.i18n.notebooks import in_language, translation_file

pytestmark = pytest.mark.notebook

# Smaller numbers for the cells of parameters, so that a notebook takes seconds.
SMALL = {
    "00_start_here": {"people": 300, "seeds": 3, "runs": 5, "plan_runs": 3},
    "01_content_interaction_sharing": {"people": 1_000, "keys": [0, 1], "runs": 2},
    "02_group_size_and_invitations": {
        "people": 500, "sizes": [10, 30, 50], "rates": [0, 0.1, 0.4], "keys": [0, 1], "runs": 2,
        "sign_runs": 2, "step_runs": 2, "office_runs": 5,
    },
    "03_known_answers": {"runs": 60, "people": 1_000, "crowd_runs": 2},
    "04_reach_in_a_real_company": {"runs": 20},
    "05_compare_plans": {"people": 1_000, "runs": 6, "towns": 3, "town_runs": 12},
    "06_what_matters": {"people": 400, "runs": 2, "paths": 3, "pairs": 2, "draws": 8},
    "07_how_much_to_spend": {
        "people": 400, "target": 60, "runs": 3, "split_runs": 2, "splits": 10, "keys": 2,
    },
    "08_cultivating_an_audience": {
        "people": 1_000, "posts": 3, "trusts": [0.5, 2], "employees": [0.05, 0.2],
        "replies": [0.2, 0.9], "critics": [0, 0.3], "prices": [1, 9], "listening": [0, 1],
        "customers": [0.1, 0.3], "towns": 2, "runs": 2,
    },
    "09_your_own_network": {"runs": 4},
    "10_see_it_spread": {"people": 200},
    "11_fit_to_your_results": {"people": 500, "posts": 6, "simulations": 200, "runs": 2},
    "13_go_to_them_or_bring_them_to_us": {
        "people": 1_000, "posts": 6, "spaces": [0.5, 5], "prices": [0.5, 2], "numbers": [1, 6],
        "towns": 2, "runs": 2,
    },
}  # fmt: skip
AS_TEXT = (
    "%config InlineBackend.figure_formats = ['svg']\n"
    "import matplotlib\nmatplotlib.rcParams['svg.fonttype'] = 'none'"
)
HIDDEN = re.compile(r"<(style|defs|metadata)\b.*?</\1>|<!--.*?-->|\]\([^)]*\)", re.DOTALL)
# dotted names of fields and of Python, but no addresses and files
DOTTED = re.compile(r"\b[a-z]\w*\.[a-z]\w+(?:\(\)?)?")
ADDRESSES = re.compile(
    r"\S*\b[\w-]+\.(?:org|com|co|ipynb|md|csv|yaml)\b\S*|(?<!\S)/\S+|doi \S+|e\.g\."
)
CODE = re.compile(
    r"\bNaN\b|\bnan\b|\bdtype\b|<\w[\w.]* object|\bNone\b|\b[a-z]+_[a-z_]+\b|\w+\(\w+="
)
ENGLISH = re.compile(
    r"\b(the|is|are|has|have|give|with|than|cannot|of|and|it|employees?|customers?|people|runs?|"
    r"round|reach|readers?|shares?|rounds|answer|posts?|against|between|more|each|which|who|by)\b"
)
# names of works and of organisations
TITLES = re.compile(
    r"The Social Side of the Internet|Pew Internet (&amp;|&) American Life Project|"
    r"The Theory of Branching Processes|studies"
)


def small(name: str, lang: str) -> nbformat.NotebookNode:
    """Return a notebook in a language, with smaller numbers and pictures as text."""
    path = FOLDER / f"{name}.ipynb"
    book = in_language(nbformat.read(path, as_version=4), path, lang)
    numbers = "\n".join(f"{key} = {value!r}" for key, value in SMALL.get(name, {}).items())
    tags = [cell.metadata.get("tags") for cell in book.cells]
    cells = [nbformat.v4.new_code_cell(AS_TEXT), *book.cells]
    if ["parameters"] in tags:
        cells.insert(tags.index(["parameters"]) + 2, nbformat.v4.new_code_cell(numbers))
    book.cells = cells
    return book


def read_by_visitors(book: nbformat.NotebookNode) -> dict[str, str]:
    """Return the texts of the page by cell: Markdown, tables, and words in pictures."""
    texts = {}
    for cell in book.cells:
        found = [cell.source] if cell.cell_type == "markdown" else []
        for output in cell.get("outputs", []):
            assert output.output_type in ("execute_result", "display_data"), output
            found.append(shown(output.data))
        texts[cell.id] = "\n".join(found)
    return texts


def shown(data: dict[str, str]) -> str:
    """Return the text of an output that a page shows; widgets have tests of their own."""
    if any("widget-view" in kind for kind in data):
        return ""
    kinds = ("text/markdown", "text/html", "image/svg+xml", "text/plain")
    text = data[next(kind for kind in kinds if kind in data)]
    return unescape(re.sub(r"<[^>]*>", " ¶ ", HIDDEN.sub(" ", text)))


def check_names_of_code(book: nbformat.NotebookNode) -> dict[str, str]:
    """Check that a page has no names of code, and return its texts by cell."""
    texts = read_by_visitors(book)
    text = ADDRESSES.sub(" ", "\n".join(texts.values()))
    assert DOTTED.findall(text) == []
    assert CODE.findall(text) == []
    return texts


# the English pages are read in test_notebooks.py, where all are run with their own numbers
@pytest.mark.parametrize("lang", ["fr"])
@pytest.mark.parametrize("name", [path.stem for path in sorted(FOLDER.glob("*.ipynb"))])
@pytest.mark.xdist_group("notebooks")
def test_a_page_has_no_names_of_code_and_one_language(name, lang, kernel):
    path = FOLDER / f"{name}.ipynb"
    if translation_file(path, lang) is None:
        pytest.skip("no text of its own")
    book = small(name, lang)
    NotebookClient(book, km=kernel, timeout=600).execute()
    assert {
        place: found
        for place, each in check_names_of_code(book).items()
        if (found := ENGLISH.findall(TITLES.sub("", HIDDEN.sub("", each))))
    } == {}
    assert "## Answer" not in book.cells[-1].source
