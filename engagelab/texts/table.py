"""The tables of texts as they stand in the YAML files of this folder."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from ..documents import read_yaml

FIELDS, PRESETS = "fields", "presets"  # tables of another form: English stands at the declarations


@cache
def rows() -> Mapping[str, Mapping[str, str]]:
    """Return every text by key and language; a key is the name of the file, a dot and the row."""
    found: dict[str, Mapping[str, str]] = {}
    for path in _files():
        table = path.name.removesuffix(".yaml")
        if table not in (FIELDS, PRESETS):
            found |= {f"{table}.{row}": texts for row, texts in _read(path).items()}
    return found


@cache
def translated(table: str) -> Mapping[str, Mapping[str, str]]:
    """Return what other languages than English say of fields or presets, by name."""
    return next((_read(path) for path in _files() if path.name == f"{table}.yaml"), {})


def _files() -> list[Any]:
    folder = resources.files(__package__)
    found = (entry for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return sorted(found, key=lambda entry: entry.name)


def _read(path: Any) -> dict[str, Any]:
    return read_yaml(path.read_text(encoding="utf-8"), path.name)
