"""Which tool wrote an export, and which of its columns holds what, by the words of its header."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from ..io.yaml_text import read_yaml

MEASURES = ("reads", "impressions", "shares", "joins", "clicks", "comments", "follows")
"""What a tool can count of a post, in the order in which it is shown."""


@dataclass(frozen=True)
class Tool:
    """How a tool names the columns of an export; see `exports.yaml`.

    Attributes
    ----------
    name : str
        The tool and the kind of export.
    has : tuple of str
        Headers that are all in such an export.
    scope : {"lifetime", "day"}
        Whether a number counts from publication to the export, or one day.
    post, id, date : tuple of str
        Columns of titles, links or ids, and dates, the best first.
    measures : mapping
        For each measure the columns that can hold it.
    notes : tuple of str
        Codes of remarks on what the export cannot tell.
    round, seeds, paid, followers, channel, paid_flag, stock : str
        Columns, empty if there is none. A stock is a number of members, whose changes are joins.
    replies : str
        The sign with which the text of a reply starts.
    refuse : str
        The code of a remark why the export is refused.
    as_of : str
        A pattern in the comments of the file, whose last group is the last day.
    newest_first : bool
        Whether rows without dates start with the last post.
    paid_rows : mapping
        The column and the word that mark a row of paid delivery.
    """

    name: str
    has: tuple[str, ...] = ()
    scope: str = "lifetime"
    post: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    measures: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    round: str = ""
    seeds: str = ""
    paid: str = ""
    followers: str = ""
    channel: str = ""
    paid_flag: str = ""
    stock: str = ""
    replies: str = ""
    refuse: str = ""
    as_of: str = ""
    newest_first: bool = False
    paid_rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> frozenset[str]:
        """Every header that the tool's declaration names."""
        plain = (self.round, self.seeds, self.paid, self.followers, self.channel, self.paid_flag,
                 self.stock, self.paid_rows.get("column", ""))  # fmt: skip
        named = (*self.has, *self.post, *self.id, *self.date, *plain)
        parts = (part for ways in self.measures.values() for way in ways for part in parts_of(way))
        return frozenset({*named, *(part for part, _ in parts)} - {""})


def parts_of(way: Any) -> list[tuple[str, bool]]:
    """Return the headers that one way of holding a measure adds up, and whether each is paid."""
    if isinstance(way, Mapping):
        return [(way["free"], False), (way["paid"], True)]
    return [(way, False)]


def normal(header: str) -> str:
    """Return a header in lower case, without punctuation, as its usual English words.

    Examples
    --------
    >>> normal("Impressions (organic)"), normal("R\u00e4ckvidd"), normal("reblogs_count")
    ('impressions organic', 'reach', 'reposts')
    """
    text = unicodedata.normalize("NFC", header).casefold()
    words = " ".join(re.findall(r"[^\W_]+", text))
    return _synonyms().get(words, words)


def is_known(cell: str) -> bool:
    """Return whether a cell is a usual header of an export."""
    words = normal(cell)
    return words in _known() or words.rpartition(" ")[2] in _document()["endings"]


def tool_of(headers: Iterable[str]) -> Tool:
    """Return the tool that writes an export with such headers.

    Examples
    --------
    >>> tool_of(["Post text", "Reposts", "Impressions", "Date"]).name
    'X, posts'
    """
    present = {normal(header) for header in headers}
    return next(tool for tool in tools() if present.issuperset(tool.has))


@cache
def tools() -> tuple[Tool, ...]:
    """Return the tools whose exports are known, the most particular first."""
    return tuple(_tool(row) for row in _document()["tools"])


def _tool(row: Mapping[str, Any]) -> Tool:
    fields: dict[str, Any] = {
        key: tuple(value) if key in _LISTS else value for key, value in row.items()
    }
    return Tool(**fields)


@cache
def totals() -> frozenset[str]:
    """Return the words that mark a row of totals."""
    return frozenset(_document()["totals"])


@cache
def date_forms() -> tuple[str, ...]:
    """Return the forms of dates, as `strftime` writes them."""
    return tuple(_document()["dates"])


_LISTS = ("has", "post", "id", "date", "notes")


@cache
def _document() -> Mapping[str, Any]:
    file = resources.files(__package__) / "exports.yaml"
    return read_yaml(file.read_text(encoding="utf-8"), "exports.yaml")


@cache
def _synonyms() -> Mapping[str, str]:
    words = _document()["words"]
    return {other: word for word, others in words.items() for other in others}


@cache
def _known() -> frozenset[str]:
    return frozenset(_document()["others"]).union(*(tool.columns for tool in tools()))
