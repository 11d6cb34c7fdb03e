"""Recognise the remarks on exports and fits in the outputs of notebooks, and translate them."""

import re
from collections.abc import Callable
from functools import cache
from string import Formatter

from ..experiments.fit_words import WORDS
from ..observed.header_words import MEASURES
from ..observed.remarks import REMARKS
from .catalogue import RESULTS, translated
from .plurals import Counted

_BULLET = re.compile(r"(\s*[-*] )?(.*)", re.DOTALL)
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")
_MEASURE = "|".join(MEASURES)
_WORDS = {"measure": rf"(?:{_MEASURE})(?:, (?:{_MEASURE}))*", "number": _NUMBER.pattern}
_WORDS["measures"] = _WORDS["measure"]


def remark_in_french(text: str, phrase: Callable[[str], str]) -> str | None:
    r"""Return a remark in French; None if the text is not one.

    Parameters
    ----------
    text : str
        A line, with or without a bullet.
    phrase : callable
        Returns the French of a label that the remark contains.

    Examples
    --------
    >>> remark_in_french("- a.csv: replies left out: 3", str)
    '- a.csv\xa0: réponses laissées de côté\xa0: 3'
    >>> remark_in_french("reach", str) is None
    True
    """
    bullet, line = _BULLET.fullmatch(text).groups("")  # type: ignore[union-attr]  # always matches
    for pattern, french in _remarks():
        if match := pattern.fullmatch(line):
            values = {name: _value(value, phrase) for name, value in match.groupdict().items()}
            return bullet + french.format(**values)
    return None


def _value(text: str, phrase: Callable[[str], str]) -> str | Counted:
    """Return a value in French; a number can choose between the forms of a word."""
    if _NUMBER.fullmatch(text):
        return Counted(text, float(text.replace(",", "")), "fr")
    return phrase(text)


@cache
def _remarks() -> list[tuple["re.Pattern[str]", str]]:
    """Return the remarks as patterns, those with the most words of their own first."""
    french = translated(RESULTS)
    texts = sorted(
        (REMARKS | WORDS).items(), key=lambda row: -sum(len(part[0]) for part in _parts(row[1]))
    )
    return [(_pattern(text), french[code]["fr"]) for code, text in texts]


def _parts(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return list(Formatter().parse(text))


def _pattern(text: str) -> "re.Pattern[str]":
    """Return a pattern for a remark; a place that has a format holds a number."""
    pattern, named = "", set[str]()
    numbers = {name for _, name, form, _ in _parts(text) if form}
    for literal, name, form, _ in _parts(text):
        pattern += re.escape(literal)
        if name and form and "|" in form:
            pattern += f"(?:{'|'.join(map(re.escape, form.split('|')))})"
        elif name in named:
            pattern += f"(?P={name})"
        elif name:
            what = _NUMBER.pattern if name in numbers else _WORDS.get(name, ".+?")
            pattern += f"(?P<{name}>{what})"
            named.add(name)
    return re.compile(pattern)
