"""The glossary: every word of the workbench explained, the fields by their own declarations."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from ...i18n import Texts
from ...i18n.catalogue import rows
from ...i18n.vocabulary import POST
from ...models import Post
from ...simulation.scenario import Scenario

_WORDS, _MEANS = "glossary.", "_means"


@dataclass(frozen=True)
class GlossaryEntry:
    """One word.

    Attributes
    ----------
    key : str
        Its anchor on the page: ``word-reader``, ``field-groups-size``.
    word : str
        The word.
    where : str
        The section that a field stands in; empty for other words.
    means : str
        What it means.
    field : str
        The dotted name of a field; empty for other words.
    """

    key: str
    word: str
    where: str
    means: str
    field: str = ""


def entries(texts: Texts) -> tuple[GlossaryEntry, ...]:
    """Return all words, in the order of the alphabet of the language.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> next(entry.means for entry in entries(load("en")) if entry.word == "prospect")
    'A person who belongs to no group yet.'
    """
    found = (*_words(texts), *_fields(texts))
    return tuple(sorted(found, key=lambda entry: (_place(entry.word), entry.where, entry.key)))


def as_html(listed: Iterable[GlossaryEntry], texts: Texts) -> str:
    """Return words as a list of terms, each with an anchor; every text in it is escaped."""
    told = "".join(
        f"<div id='el-{escape(entry.key)}'><dt>{escape(entry.word)}{_where(entry)}</dt>"
        f"<dd>{escape(entry.means)}</dd></div>"
        for entry in listed
    )
    title = escape(texts("glossary.title"))
    return f"<section class='el-glossary' aria-label='{title}'><dl>{told}</dl></section>"


def _where(entry: GlossaryEntry) -> str:
    return f" <small>({escape(entry.where)})</small>" if entry.where else ""


def _words(texts: Texts) -> Iterator[GlossaryEntry]:
    for key in rows():
        if key.startswith(_WORDS) and key.endswith(_MEANS):
            row = key.removesuffix(_MEANS)
            name = row.removeprefix(_WORDS).replace("_", "-")
            yield GlossaryEntry(f"word-{name}", texts(row), "", texts(key))


def _fields(texts: Texts) -> Iterator[GlossaryEntry]:
    of_posts = (POST + field.name for field in Post.parameters())
    for name in (*Scenario.fields(), *of_posts):
        told, section = texts.field(name), name.split(".")[0]
        where = texts("glossary.post") if name.startswith(POST) else texts.section(section)
        key = "field-" + name.replace(".", "-").replace("_", "-")
        yield GlossaryEntry(key, told.label, where, told.says, name)


def _place(word: str) -> str:
    """Return where a word stands in the alphabet: accents and capitals count for nothing."""
    apart = unicodedata.normalize("NFKD", word.replace("œ", "oe"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
