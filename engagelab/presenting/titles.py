"""What the notebooks of a folder ask: their first lines."""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

from ..i18n import Texts


@dataclass(frozen=True)
class NotebookEntry:
    """A notebook on the home page.

    Attributes
    ----------
    name : str
        The name of its file.
    question, summary : str
        Its title, and the first sentence below it, as plain text.
    """

    name: str
    question: str
    summary: str


def entries(folder: Path) -> list[NotebookEntry]:
    """Return the notebooks of a folder by name; what is no notebook is left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> entries(Path("no-such-folder"))
    []
    """
    found = (_entry(path) for path in sorted(folder.glob("*.ipynb")))
    return [entry for entry in found if entry is not None]


def said(entry: NotebookEntry, t: Texts) -> NotebookEntry:
    """Return a notebook as it is called in a language, where that language has words for it.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> own = NotebookEntry("mine.ipynb", "Execution far?", "Not very.")
    >>> said(own, load("fr")) == own
    True
    """
    question, summary = t.notebook(Path(entry.name).stem, entry.question, entry.summary)
    return replace(entry, question=question, summary=summary)


def _entry(path: Path) -> NotebookEntry | None:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "".join(next(cell["source"] for cell in cells if cell["cell_type"] == "markdown"))
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        return None
    title, _, rest = text.strip().partition("\n")
    sentences = re.split(r"(?<=[.?!])\s", _plain(rest))
    telling = (sentence for sentence in sentences if len(sentence.split()) > 3)
    return NotebookEntry(path.name, _plain(title.lstrip("# ")) or path.stem, next(telling, ""))


def _plain(text: str) -> str:
    """Return Markdown without its signs."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"[*_`]", "", text).split())
