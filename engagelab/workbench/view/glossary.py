"""List every term of the workbench with its explanation; fields explain themselves."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...i18n import Texts
from ...i18n.catalogue import rows
from ...i18n.vocabulary import POST
from ...models import Post
from ...simulation.scenario import Scenario
from ..templates import render

_PREFIX, _SUFFIX = "glossary.", "_means"


@dataclass(frozen=True)
class GlossaryEntry:
    """One term and its explanation.

    Attributes
    ----------
    key : str
        Its anchor in the page: ``word-reader``, ``field-groups-size``.
    word : str
        The term.
    section : str
        The section of a field; empty for other terms.
    meaning : str
        The explanation.
    field : str
        The dotted name of a field; empty for other terms.
    """

    key: str
    word: str
    section: str
    meaning: str
    field: str = ""


def entries(texts: Texts) -> tuple[GlossaryEntry, ...]:
    """Return all terms in the alphabetical order of the language.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> next(entry.meaning for entry in entries(load("en")) if entry.word == "prospect")
    'A person who belongs to no group yet.'
    """
    unsorted = (*_terms(texts), *_fields(texts))
    return tuple(sorted(unsorted, key=lambda item: (_sort_key(item.word), item.section, item.key)))


def as_html(listed: Iterable[GlossaryEntry], texts: Texts) -> str:
    """Return terms as an HTML list, each with an anchor."""
    return render("glossary", entries=listed, t=texts)


def _terms(texts: Texts) -> Iterator[GlossaryEntry]:
    for key in rows():
        if key.startswith(_PREFIX) and key.endswith(_SUFFIX):
            row = key.removesuffix(_SUFFIX)
            name = row.removeprefix(_PREFIX).replace("_", "-")
            yield GlossaryEntry(f"word-{name}", texts(row), "", texts(key))


def _fields(texts: Texts) -> Iterator[GlossaryEntry]:
    of_posts = (POST + field.name for field in Post.parameters())
    for name in (*Scenario.fields(), *of_posts):
        words = texts.field(name)
        is_post = name.startswith(POST)
        section = texts("glossary.post") if is_post else texts.section(name.split(".")[0])
        key = "field-" + name.replace(".", "-").replace("_", "-")
        yield GlossaryEntry(key, words.label, section, words.says, name)


def _sort_key(word: str) -> str:
    """Return a word without accents and capitals, which do not count for its place."""
    letters = unicodedata.normalize("NFKD", word.replace("œ", "oe"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
