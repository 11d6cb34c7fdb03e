"""Notebooks by name and language, as the application reads them."""

import asyncio
import inspect

import pytest
from checkout import ROOT
from tornado.web import HTTPError

from engagelab.presenting.files import NotebookFiles, name_in, names_in

NOTEBOOKS = ROOT / "notebooks"


def read(folder, path):
    model = NotebookFiles(root_dir=str(folder)).get(path)
    return asyncio.run(model) if inspect.isawaitable(model) else model


def test_a_name_says_the_language_if_there_is_a_translation():
    assert name_in(NOTEBOOKS, "00_start_here.ipynb", "fr") == "00_start_here.fr.ipynb"
    assert name_in(NOTEBOOKS, "00_start_here.ipynb", "en") == "00_start_here.ipynb"
    assert "13_go_to_them_or_bring_them_to_us.fr.ipynb" in names_in(NOTEBOOKS, "fr")
    assert len(names_in(NOTEBOOKS, "fr")) == len(names_in(NOTEBOOKS, "en"))


@pytest.mark.parametrize(
    ("name", "lang", "title"),
    [
        ("06_what_matters.ipynb", "en", "What matters most in a plan?"),
        (
            "06_what_matters.fr.ipynb",
            "fr",
            "Qu’est-ce qui compte le plus dans un plan\N{NARROW NO-BREAK SPACE}?",
        ),
    ],
)
def test_a_notebook_has_its_title_and_language(name, lang, title):
    book = read(NOTEBOOKS, name)["content"]
    assert (book.metadata.title, book.metadata.lang) == (title, lang)
    assert book.cells[0].source.startswith(f"# {title}")


def test_other_files_are_read_as_they_are():
    assert read(NOTEBOOKS, "fr/06_what_matters.yaml")["type"] == "file"
    with pytest.raises(HTTPError):
        read(NOTEBOOKS, "none.fr.ipynb")
