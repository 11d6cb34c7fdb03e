"""Read the tables of texts from the YAML files of this folder."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from ..io.yaml_text import read_yaml
from .typography import french

# tables of another form, in French only: the English is part of declarations and errors
FIELDS, PRESETS, REFUSALS = "fields", "presets", "refusals"
RESULTS = "results"  # remarks on exports of posts and on fits
FRENCH_ONLY = (FIELDS, PRESETS, REFUSALS, RESULTS)


@cache
def rows() -> Mapping[str, Mapping[str, str]]:
    """Return every text by key and language; a key is ``table.row``."""
    texts_by_key: dict[str, Mapping[str, str]] = {}
    for path in _files():
        table = path.name.removesuffix(".yaml")
        if table not in FRENCH_ONLY:
            texts_by_key |= {f"{table}.{row}": _set(texts) for row, texts in _read(path).items()}
    return texts_by_key


@cache
def translated(table: str) -> Mapping[str, Mapping[str, str]]:
    """Return the French texts of one table of `FRENCH_ONLY`, by name and part.

    Some refusals have English for pages too, as part "en".
    """
    path = next(path for path in _files() if path.name == f"{table}.yaml")
    return {
        name: {part: text if part == "en" else french(text) for part, text in parts.items()}
        for name, parts in _read(path).items()
    }


def _set(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Return the texts of a row, the French one with its no-break spaces."""
    return {lang: french(text) if lang == "fr" else text for lang, text in texts.items()}


def _files() -> list[Any]:
    folder = resources.files(__package__)
    tables = (entry for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return sorted(tables, key=lambda entry: entry.name)


def _read(path: Any) -> dict[str, Any]:
    return read_yaml(path.read_text(encoding="utf-8"), path.name)
