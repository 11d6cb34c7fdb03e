"""Read the notebooks that are shown, in the language of a visitor."""

from pathlib import Path
from typing import Any

from jupyter_server.services.contents.largefilemanager import LargeFileManager

from ..i18n import LANGUAGES
from ..i18n.notebooks import in_language, translation_file
from .titles import entries, entry_of

_SUFFIX = ".ipynb"


def name_in(folder: Path, name: str, lang: str) -> str:
    """Return the name of a notebook in a language, which no file has; itself without translation.

    Examples
    --------
    >>> name_in(Path("notebooks"), "mine.ipynb", "fr")
    'mine.ipynb'
    """
    if translation_file(folder / name, lang) is None:
        return name
    return f"{name.removesuffix(_SUFFIX)}.{lang}{_SUFFIX}"


def names_in(folder: Path, lang: str) -> list[str]:
    """Return the names of all notebooks of a folder in a language."""
    return [name_in(folder, entry.name, lang) for entry in entries(folder)]


class NotebookFiles(LargeFileManager):
    """The files of a folder, and its notebooks in other languages by the names of `name_in`."""

    def get(self, path: str, *args: Any, **options: Any) -> Any:
        """Return a file; a notebook with its title, and in the language that its name asks for."""
        name, lang = _split(path)
        model = super().get(name, *args, **options)  # type: ignore[no-untyped-call]
        if model["type"] == "notebook" and model["content"] is not None:
            folder = Path(self.root_dir)
            book = in_language(model["content"], folder / name, lang)
            entry = entry_of(folder, name, lang)
            book.metadata.update(lang=lang, title=entry.question if entry else Path(name).stem)
            model["content"] = book
        return model


def _split(path: str) -> tuple[str, str]:
    """Return the name of a file, and the language that is asked for."""
    stem, _, lang = path.removesuffix(_SUFFIX).rpartition(".")
    if path.endswith(_SUFFIX) and stem and lang in LANGUAGES:
        return f"{stem}{_SUFFIX}", lang
    return path, LANGUAGES[0]
