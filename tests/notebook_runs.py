"""The notebooks whose outputs are kept, to be read without being run: ``python tests/kept.py``.

Kept are those that argue and show no widgets, the survey and the known answers; the others are
there to be run. Their pictures are kept too, but may differ by a byte from machine to machine.
"""

import os
from pathlib import Path
from typing import Any

import nbformat
from checkout import ROOT
from nbclient import NotebookClient

FOLDER = ROOT / "notebooks"
READING = ("01_content_interaction_sharing", "03_known_answers")
# Cells that show a data set which has to be fetched.
FETCHED = {"03_known_answers": ("k34", "k36")}
SECONDS = 300


def execute(path: Path, before: str = "") -> nbformat.NotebookNode:
    """Return a notebook with the outputs that it gives now; the file is not changed.

    A cell that is run before the others is left out of what is returned.
    """
    book = nbformat.read(path, as_version=4)
    cells = book.cells
    book.cells = [*([nbformat.v4.new_code_cell(before)] if before else []), *cells]
    told = dict(book.metadata.language_info)
    where = {"metadata": {"path": str(FOLDER)}}
    NotebookClient(
        book, timeout=SECONDS, kernel_name="python3", resources=where, record_timing=False
    ).execute()
    book.cells = cells
    book.metadata.language_info = told  # not the version of this Python
    return book


def shown(cell: nbformat.NotebookNode) -> list[Any]:
    """Return what a cell shows, a picture by its kind alone and once."""
    return [
        (output.output_type, output.get("text"), _seen(output.get("data", {})))
        for output in cell.get("outputs", [])
    ]


def _seen(data: dict[str, str]) -> dict[str, str]:
    shown = {kind: text for kind, text in data.items() if kind != "image/svg+xml"}
    return {kind: "" if kind.startswith("image/") else text for kind, text in shown.items()}


def keep(path: Path) -> None:
    """Run a notebook and write its outputs into it."""
    book = execute(path)
    path.write_text(nbformat.writes(book) + "\n", encoding="utf-8")


if __name__ == "__main__":
    os.environ["PYTHONPATH"] = str(FOLDER.parent)
    for name in READING:
        keep(FOLDER / f"{name}.ipynb")
