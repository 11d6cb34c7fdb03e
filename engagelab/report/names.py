"""Names of plans made safe: whatever they hold, no file is broken by them or runs anything."""

import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 200  # letters of a name that are kept
_DANGEROUS = tuple("=+-@\t\r\n{")  # with which a spreadsheet begins a formula
_SLUG = 48
_BREAKING = re.compile(r"[^\S\u00a0\u202f]+")


def clean(text: str, longest: int = _LONGEST) -> str:
    r"""Return a text in one line, without characters that no document can hold.

    A space that does not break, as before a French colon, stays one.

    Examples
    --------
    >>> clean("two\nlines\x00")
    'two lines'
    """
    kept = "".join(
        letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cs", "Cn", "Co")
    )
    return cut(_BREAKING.sub(" ", kept).strip(), longest)


def cut(text: str, longest: int) -> str:
    """Return a text of at most so many letters, with an ellipsis where it was cut.

    Examples
    --------
    >>> cut("a long name", 7)
    'a long…'
    """
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def unlike(names: Iterable[str], word: str) -> list[str]:
    """Return clean names that differ; one without letters is called by its place.

    Examples
    --------
    >>> unlike(["a", "", "a"], "Plan")
    ['a', 'Plan 2', 'a (2)']
    """
    found: list[str] = []
    for place, name in enumerate(names, 1):
        told = first = clean(name) or f"{word} {place}"
        again = 2
        while told in found:
            told, again = f"{first} ({again})", again + 1
        found.append(told)
    return found


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before what might be.

    Examples
    --------
    >>> inert("=cmd|' /C calc'!A0"), inert("plain")
    ("'=cmd|' /C calc'!A0", 'plain')
    """
    return "'" + text if text.lstrip().startswith(_DANGEROUS) else text


def in_chart(text: str) -> str:
    """Return a name for the data sheet of a chart, in which formulas and links are recognised."""
    link = re.match(r"(\w+://|mailto:|internal:|external:)", text)
    return " " + text if link or text.startswith(_DANGEROUS) else text


def slug(text: str) -> str:
    """Return a name for files: plain letters, digits and hyphens; empty where there are none.

    Examples
    --------
    >>> slug("Été 2026: l'offre / B")
    'ete-2026-l-offre-b'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_SLUG].strip("-")
