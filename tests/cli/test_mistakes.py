"""What people get wrong in all commands: one line each, with what to do, and status 2."""

import pytest

MISTAKES = [
    ("run nosuch", "nosuch: there is no file and no preset of that name; presets are"),
    ("run Voucher", "did you mean 'voucher'?"),
    ("run notes.md", "notes.md: this is not a plan; give a YAML file with a plan"),
    ("run book.ipynb", "book.ipynb: this is not a plan; give a YAML file with a plan"),
    ("run .", ".: this is a folder; give a YAML file with a plan"),
    ("run ''", "PLAN: the name is empty; give a YAML file with a plan"),
    ("run broken.yaml", "broken.yaml, line 1: "),
    ("run", "Missing argument 'PLAN'; see: engagelab run --help"),
    ("run plan.yaml --runs 0", "runs: 0 is not allowed; give a whole number from 1"),
    ("run plan.yaml --runs many", "'--runs': 'many' is not a valid integer; see: engagelab run"),
    ("run plan.yaml --output a.txt", "use .csv, .parquet or .json"),
    ("run plan.yaml --output no/a.csv", "choose an existing, writable folder"),
    ("rnu plan.yaml", "No such command 'rnu'"),
    ("compare plan.yaml", "Missing argument 'VARIANTS...'; see: engagelab compare --help"),
    ("compare plan.yaml nosuch", "nosuch: there is no file"),
    ("sweep plan.yaml --set groups.size=many", "groups.size: 'many' is not allowed"),
    (
        "find plan.yaml invitations.invite",
        "--reach: exactly one target is needed; give --reach 5000",
    ),
    ("check notes.md", "notes.md: this is not a plan"),
    ("hand-over plan.yaml", "Missing option '--to'; see: engagelab hand-over --help"),
    ("hand-over plan.yaml --to notes.md", "notes.md is a file; give a folder"),
    ("hand-over plan.yaml --to c --formats ppt", "did you mean 'pptx'?"),
    ("hand-over plan.yaml --to c --lang de", "choose from en, fr"),
    ("hand-over plan.yaml --to c --date 2026-13-01", "is not a date; write YYYY-MM-DD"),
    ("hand-over notes.md --to c", "notes.md: this is not a plan"),
    ("present --folder none", "--folder: none does not exist; name a folder with notebooks"),
    (
        "present --host 999.1.1.1 --no-browser",
        "--host: '999.1.1.1' is not an address of this machine",
    ),
    (
        "present --host 192.0.2.7 --no-browser",
        "--host: '192.0.2.7' is not an address of this machine",
    ),
    ("present --port 0", "0 is not in the range 1<=x<=65535; see: engagelab present --help"),
    ("slides none.ipynb --to a.html", "none.ipynb: cannot be read"),
    (
        "slides notes.md --to a.html",
        "notes.md: is not a valid notebook; give a notebook saved by Jupyter (.ipynb)",
    ),
    ("slides book.ipynb --to no/a.html", "no/a.html cannot be written"),
    ("slides book.ipynb", "Missing option '--to'; see: engagelab slides --help"),
    ("lab --folder notes.md", "'notes.md' is a file; see: engagelab lab --help"),
    ("lab --port many", "'--port': 'many' is not a valid integer"),
]


@pytest.fixture(autouse=True)
def files(tmp_path, plan):
    """A plan, and what is none."""
    (tmp_path / "notes.md").write_text("# Notes\n\n**Bold:** words\n")
    (tmp_path / "book.ipynb").write_text('{"cells": [], "nbformat": 4, "nbformat_minor": 5}')
    (tmp_path / "broken.yaml").write_text("groups: [\n")


@pytest.mark.parametrize(("words", "says"), MISTAKES, ids=[words for words, _ in MISTAKES])
def test_a_mistake_is_one_line_that_says_what_to_do(refused, tmp_path, words, says):
    before = sorted(tmp_path.rglob("*"))
    line = refused(*("" if word == "''" else word for word in words.split()))
    assert says in line
    assert "Traceback" not in line
    assert sorted(tmp_path.rglob("*")) == before
