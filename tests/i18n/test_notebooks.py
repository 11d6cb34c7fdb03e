"""A notebook in another language: cells by their ids, unless they were changed."""

import pytest

from engagelab import EngagelabError
from engagelab.i18n.notebooks import digest, front_in_language, in_language, translation_file

TITLE, CODE = "# How far?", 'print("far")'


@pytest.fixture
def notebook(tmp_path):
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "a.yaml").write_text(
        f"title:\n  of: {digest(TITLE)}\n  text: '# Jusqu’où ?'\n"
        f"shown:\n  of: {digest(CODE)}\n  words: {{far: loin}}\n"
    )
    return tmp_path / "a.ipynb"


def book(title=TITLE):
    return {
        "metadata": {"title": "Far"},
        "cells": [
            {"cell_type": "markdown", "id": "title", "metadata": {}, "source": [title]},
            {"cell_type": "code", "id": "shown", "metadata": {"tags": ["x"]}, "source": CODE},
        ],
    }


def test_cells_are_translated_and_outputs_prepared(notebook):
    french = in_language(book(), notebook, "fr")
    assert [cell["source"] for cell in french["cells"]] == [
        "# Jusqu’où\N{NARROW NO-BREAK SPACE}?",
        "%load_ext engagelab.i18n.outputs",
        'print("loin")',
    ]
    assert french["cells"][1]["metadata"] == {"slideshow": {"slide_type": "skip"}}
    assert french["cells"][2]["metadata"] == {"tags": ["x"]}
    text, metadata = front_in_language(book(), notebook, "fr")
    assert text.startswith("# Jusqu’où")
    assert metadata == {"title": "Far"}


def test_the_title_of_a_notebook_without_text_is_in_its_metadata(notebook):
    path = notebook.parent / "fr" / "a.yaml"
    path.write_text(f"metadata: {{of: {digest('Far')}, title: Loin, summary: 'Où ?'}}\n")
    french = in_language(book(), notebook, "fr")
    assert french["metadata"] == {"title": "Loin", "summary": "Où\N{NARROW NO-BREAK SPACE}?"}
    assert len(french["cells"]) == 2
    assert front_in_language(book(), notebook, "fr") == (TITLE, french["metadata"])
    path.write_text("metadata: {of: other, title: Loin, summary: 'Où ?'}\n")
    assert in_language(book(), notebook, "fr")["metadata"] == {"title": "Far"}


def test_what_was_changed_or_has_no_translation_is_kept(notebook, tmp_path):
    changed = in_language(book("# How near?"), notebook, "fr")
    assert changed["cells"][0]["source"] == "# How near?"
    assert in_language(book(), notebook, "en") == book()
    assert in_language(book(), tmp_path / "b.ipynb", "fr") == book()
    assert translation_file(tmp_path / "b.ipynb", "fr") is None


def test_errors_name_the_language_or_the_file(notebook):
    with pytest.raises(EngagelabError, match="unknown language 'de'"):
        in_language(book(), notebook, "de")
    (notebook.parent / "fr" / "a.yaml").write_text("title: {")
    with pytest.raises(EngagelabError, match=r"a\.yaml"):
        in_language(book(), notebook, "fr")
