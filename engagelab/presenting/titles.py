"""Read the titles and summaries of the notebooks in a folder."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from ..i18n.notebooks import front_in_language


@dataclass(frozen=True)
class NotebookEntry:
    """A notebook on the home page.

    Attributes
    ----------
    name : str
        The name of its file.
    question, summary : str
        Its title, and the first sentence below it, as plain text. A notebook without text has
        the title and summary of its metadata, or the name of its file for a title.
    """

    name: str
    question: str
    summary: str


FIRST = "plan_a_campaign.ipynb"


def entries(folder: Path, lang: str = "en") -> list[NotebookEntry]:
    """Return the notebooks of a folder by name, in a language; other files are left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> entries(Path("no-such-folder"))
    []
    """
    read = (
        entry_of(folder, path.name, lang) for path in sorted(folder.glob("*.ipynb"), key=place_of)
    )
    return [entry for entry in read if entry is not None]


def place_of(path: Path) -> tuple[bool, str]:
    """Return where a notebook stands in a list: the campaign page first, the others by name.

    Examples
    --------
    >>> from pathlib import Path
    >>> [path.stem for path in sorted(map(Path, ("00_a.ipynb", FIRST)), key=place_of)]
    ['plan_a_campaign', '00_a']
    """
    return path.name != FIRST, path.name


def entry_of(folder: Path, name: str, lang: str = "en") -> NotebookEntry | None:
    """Return a notebook of a folder in a language; None if it is not one that can be shown.

    Examples
    --------
    >>> from pathlib import Path
    >>> entry_of(Path("notebooks"), "../secret.ipynb")
    """
    path = folder / name
    return _entry(path, lang) if path.suffix == ".ipynb" and path.name == name else None


def _entry(path: Path, lang: str) -> NotebookEntry | None:
    try:
        book = json.loads(path.read_text(encoding="utf-8"))
        text, about = front_in_language(book, path, lang)
        named, says = str(about.get("title", "")), str(about.get("summary", ""))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    title, _, rest = text.strip().partition("\n")
    sentences = re.split(r"(?<=[.?!])\s", _plain(rest))
    long_enough = (sentence for sentence in sentences if len(sentence.split()) > 3)
    return NotebookEntry(path.name, _plain(title.lstrip("# ")) or named or path.stem,
                         next(long_enough, says))  # fmt: skip


def _plain(text: str) -> str:
    """Return Markdown without its markup."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[ \t\n]+", " ", re.sub(r"[*_`]", "", text)).strip(" ")  # keep other spaces
