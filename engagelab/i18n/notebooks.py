"""Notebooks in another language: one source for their code, a translation for their texts.

Beside a folder of notebooks, ``fr/<name>.yaml`` holds the French texts of a notebook by the ids of
its cells: ``text`` for a cell of Markdown, ``words`` for the texts in a cell of code. ``of`` is the
digest of the English cell; a cell that has changed since keeps its English. A notebook without
text has its title and summary in its metadata, and their French under ``metadata``.
"""

import hashlib
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from ..io.yaml_text import read_yaml
from .language import LANGUAGES, need_language
from .typography import french

Book = TypeVar("Book", bound=dict[str, Any])
METADATA = "metadata"
# Translates the tables, sentences and pictures that the cells show.
_OUTPUTS = {"id": "language", "source": "%load_ext engagelab.i18n.outputs"}


def translation_file(notebook: Path, lang: str) -> Path | None:
    """Return the file with the texts of a notebook in a language; None if there is none.

    Examples
    --------
    >>> translation_file(Path("notebooks/00_start_here.ipynb"), "en") is None
    True
    """
    path = notebook.parent / need_language(lang) / f"{notebook.stem}.yaml"
    return path if lang != LANGUAGES[0] and path.is_file() else None


def in_language(book: Book, notebook: Path, lang: str) -> Book:
    """Return a notebook in a language; unchanged if it has no translation.

    Parameters
    ----------
    book : dict
        The notebook, as nbformat or json reads it.
    notebook : Path
        Its file.
    lang : str
        The language.

    Raises
    ------
    EngagelabError
        If the language is unknown, or the translation cannot be read.
    """
    path = translation_file(notebook, lang)
    if path is None:
        return book
    texts = read_texts(path)
    translated = deepcopy(book)
    translated["metadata"].update(_metadata(book, texts))
    for cell in translated["cells"]:
        cell["source"] = cell_in_language(cell, texts.get(cell.get("id", ""), {}))
    if set(texts) != {METADATA}:
        _add_outputs(translated["cells"])
    return translated


def read_texts(path: Path) -> dict[str, Any]:
    """Return the texts of a translation, by the ids of the cells."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> dict[str, Any]:
    """Return the texts of a file as it was at some time."""
    return dict(read_yaml(path.read_text(encoding="utf-8"), path.name))


def front_in_language(
    book: Mapping[str, Any], notebook: Path, lang: str
) -> tuple[str, dict[str, Any]]:
    """Return the first cell of Markdown of a notebook, or "", and its metadata, in a language.

    Raises
    ------
    EngagelabError
        As for `in_language`.
    """
    path = translation_file(notebook, lang)
    texts = {} if path is None else read_texts(path)
    cells = (cell for cell in book["cells"] if cell["cell_type"] == "markdown")
    cell = next(cells, {"source": ""})
    return cell_in_language(cell, texts.get(cell.get("id", ""), {})), _metadata(book, texts)


def _metadata(book: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata of a notebook with its title and summary translated."""
    own, french_ones = dict(book.get("metadata", {})), texts.get(METADATA, {})
    if french_ones.get("of") == digest(str(own.get("title", ""))):
        own |= {name: french(french_ones[name]) for name in ("title", "summary")}
    return own


def cell_in_language(cell: Mapping[str, Any], texts: Mapping[str, Any]) -> str:
    """Return the source of a cell with its texts translated, unless it was changed."""
    source = "".join(cell["source"])
    if texts.get("of") != digest(source):
        return source
    if "text" in texts:
        return french(texts["text"].strip())
    for english, other in texts["words"].items():
        source = source.replace(english, french(other))
    return source


def digest(source: str) -> str:
    """Return eight letters that change with the source of a cell.

    Examples
    --------
    >>> digest("# How far?")
    '0155a4c2'
    """
    return hashlib.sha256(source.encode()).hexdigest()[:8]


def _add_outputs(cells: list[Any]) -> None:
    """Add the cell that translates outputs before the first cell of code."""
    places = (place for place, cell in enumerate(cells) if cell["cell_type"] == "code")
    place = next(places, None)
    if place is not None:
        cell = deepcopy(cells[place])
        cell["metadata"].pop("tags", None)
        cell["metadata"]["slideshow"] = {"slide_type": "skip"}
        cells.insert(place, cell)
        cell.update(_OUTPUTS)
