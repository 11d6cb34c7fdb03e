import json

import pytest
from checkout import ROOT

from engagelab.presenting.titles import NotebookEntry, entries, entry_of


def put(folder, name, *sources, kind="markdown"):
    cells = [{"cell_type": kind, "source": source} for source in sources]
    (folder / name).write_text(json.dumps({"cells": cells}))


def test_a_notebook_is_listed_by_its_title_and_first_long_sentence(tmp_path):
    put(
        tmp_path,
        "b.ipynb",
        "# Why *so*?\n\n*One minute.* It is told [here](x.ipynb) at length. More.",
    )
    put(tmp_path, "a.ipynb", ["# First?\n", "\n", "A sentence of some words? Another."])
    first, second = entries(tmp_path)
    assert (first.name, first.question) == ("a.ipynb", "First?")
    assert first.summary == "A sentence of some words?"
    assert (second.question, second.summary) == ("Why so?", "It is told here at length.")


def test_other_files_are_left_out(tmp_path):
    (tmp_path / "broken.ipynb").write_text("{")
    (tmp_path / "list.ipynb").write_text("[]")
    (tmp_path / "deep.ipynb").write_text("[" * 100_000 + "]" * 100_000)
    (tmp_path / "folder.ipynb").mkdir()
    (tmp_path / "note.md").write_text("# Note")
    assert entries(tmp_path) == []


def test_only_notebooks_of_the_folder_itself_are_pages(tmp_path):
    (tmp_path / "below").mkdir()
    for name in ("a.ipynb", "below/b.ipynb", "note.md"):
        put(tmp_path, name, "# Why?")
    assert entry_of(tmp_path, "a.ipynb").question == "Why?"
    for name in ("below/b.ipynb", "note.md", "../" + tmp_path.name + "/a.ipynb", "./a.ipynb",
                 str(tmp_path / "a.ipynb"), "c.ipynb", "", ".", "a" * 300 + ".ipynb",
                 "a\0.ipynb"):  # fmt: skip
        assert entry_of(tmp_path, name) is None


@pytest.mark.parametrize(("source", "kind"), [("\n", "markdown"), ("x = 1", "code")])
def test_a_notebook_without_a_title_has_the_name_of_its_file(tmp_path, source, kind):
    put(tmp_path, "mine.ipynb", source, kind=kind)
    assert entries(tmp_path) == [NotebookEntry("mine.ipynb", "mine", "")]


def test_the_package_notebooks_have_french_titles():
    folder, name = ROOT / "notebooks", "05_compare_plans.ipynb"
    english, french = (entry_of(folder, name, lang) for lang in ("en", "fr"))
    assert english.question == "Which of two plans is better, and how sure is that?"
    assert french.name == name
    assert french.question == (
        "Lequel de deux plans est le meilleur, et avec quelle certitude\N{NARROW NO-BREAK SPACE}?"
    )
    assert french.summary == "Deux vieilles querelles de ceux qui planifient des contenus."
    assert [entry.name for entry in entries(folder, "fr")] == [e.name for e in entries(folder)]


def test_a_notebook_whose_title_was_changed_keeps_its_own(tmp_path):
    (tmp_path / "fr").mkdir()
    for path in ("05_compare_plans.ipynb", "fr/05_compare_plans.yaml"):
        (tmp_path / path).write_bytes((ROOT / "notebooks" / path).read_bytes())
    path = tmp_path / "05_compare_plans.ipynb"
    path.write_text(path.read_text().replace("how sure is that?", "is that sure?"))
    assert entry_of(tmp_path, path.name, "fr").question == (
        "Which of two plans is better, and is that sure?"
    )
