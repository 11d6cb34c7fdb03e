"""Sanitise names and texts so that they cannot break a file or run as a formula."""

import re
import unicodedata
from collections.abc import Iterable

from ..io.spreadsheet import escape_formula

_LONGEST = 200  # letters of a name
_SLUG = 48
_BREAKING = re.compile(r"[^\S\u00a0\u202f]+")


def clean(text: str, longest: int = _LONGEST) -> str:
    r"""Return a text on one line, without characters that documents cannot contain.

    No-break spaces, as before a French colon, are not replaced.

    Examples
    --------
    >>> clean("two\nlines\x00")
    'two lines'
    """
    allowed = "".join(
        letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cs", "Cn", "Co")
    )
    return cut(_BREAKING.sub(" ", allowed).strip(), longest)


def cut(text: str, longest: int) -> str:
    """Return a text of limited length, with an ellipsis if it was cut.

    Examples
    --------
    >>> cut("a long name", 7)
    'a long…'
    """
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def distinct(names: Iterable[str], word: str) -> list[str]:
    """Return clean names without duplicates; an empty name becomes the word with its position.

    Examples
    --------
    >>> distinct(["a", "", "a"], "Plan")
    ['a', 'Plan 2', 'a (2)']
    """
    result: list[str] = []
    for place, name in enumerate(names, 1):
        candidate = first = clean(name) or f"{word} {place}"
        again = 2
        while candidate in result:
            candidate, again = f"{first} ({again})", again + 1
        result.append(candidate)
    return result


def chart_name(text: str) -> str:
    """Return a name for the data sheet of a chart, which would recognise formulas and links."""
    link = re.match(r"(\w+://|mailto:|internal:|external:)", text)
    return " " + text if link or escape_formula(text) != text else text


def slug(text: str) -> str:
    """Return a file name of ASCII letters, digits and hyphens; may be empty.

    Examples
    --------
    >>> slug("Été 2026: l'offre / B")
    'ete-2026-l-offre-b'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_SLUG].strip("-")
