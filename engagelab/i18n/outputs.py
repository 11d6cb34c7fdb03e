"""Outputs of notebooks in French: tables, sentences and pictures; an extension of IPython.

The experiments and the plots write English. ``outputs.yaml`` lists their sentences and labels with
the French of each; ``%load_ext engagelab.i18n.outputs`` replaces them when a cell shows its result,
and writes numbers as French does.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from textwrap import fill
from typing import Any

from ..errors import MESSAGES
from ..models.declaration import KINDS
from ..simulation.scenario import Scenario
from .catalogue import REFUSALS, rows, translated
from .remarks import remark_in_french
from .texts import Texts, load

_SPACE, _THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
_TAG = re.compile(r"(<style.*?</style>|<[^>]*>)", re.DOTALL)
_KEPT = re.compile(r"(\]\([^)]*\)|`[^`]*`|\S*/\S*)")  # links, code, addresses
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
_BEFORE = re.compile(r"(?<=[\w)»])(?<!&amp)(?<!&lt)(?<!&gt)[;:](?= )")
_PLACE = re.compile(r"\\\{(\w+)\\\}")
_FEW_WORDS = 2  # of a label that is replaced only where it stands alone
_NUMBER = r"[-+±\d][\d.,]*(?:e[-+]?\d+)?%?"
_NAME = r"(?![-*#\s])[^.;:\n]+?"
_END = r"(?=\s*(?:$|[.;:(\n]))"  # after a name that ends a sentence
_NAMED = ("plan", "other", "measure", "word", "reason")


def load_ipython_extension(shell: Any) -> None:
    """Translate what the cells of a notebook show, from the next output on."""
    formatter = shell.display_formatter
    show = formatter.format

    def show_in_french(result: object, *args: Any, **options: Any) -> tuple[Any, Any]:
        translate_figure(result)
        data, metadata = show(result, *args, **options)
        return {kind: _data_in_french(kind, value) for kind, value in data.items()}, metadata

    formatter.format = show_in_french


def unload_ipython_extension(shell: Any) -> None:
    """Show the outputs of the next cells in English again."""
    del shell.display_formatter.format


def _data_in_french(kind: str, value: Any) -> Any:
    if kind == "text/markdown":
        return "\n".join(map(in_french, value.split("\n")))
    if kind == "text/html":
        parts = _TAG.split(value)
        return "".join(part if part.startswith("<") else in_french(part) for part in parts)
    return value


def translate_figure(figure: Any) -> None:
    """Translate the texts of a matplotlib figure; anything else is ignored."""
    if not hasattr(figure, "findobj"):
        return
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            _translate_ticks(axis.get_major_formatter())
            _translate_ticks(axis.get_minor_formatter())
    for text in figure.findobj(lambda artist: hasattr(artist, "set_text")):
        text.set_text(_wrapped(text.get_text()))


def _translate_ticks(formatter: Any) -> None:
    """Translate the labels that a formatter returns; once, as several axes may share it."""
    english: Callable[[Any], list[str]] = formatter.format_ticks
    if getattr(english, "__name__", "") != "ticks_in_french":

        def ticks_in_french(values: Any) -> list[str]:
            return [_wrapped(text) for text in english(values)]

        formatter.format_ticks = ticks_in_french


def _wrapped(text: str) -> str:
    """Translate a text of several lines as one, and wrap it as wide as it was."""
    lines = text.split("\n")
    if len(lines) == 1:
        return in_french(text)
    whole, parts = in_french(" ".join(lines)), [in_french(line) for line in lines]
    joined = " ".join(lines)
    if whole == " ".join(parts) or _translated(joined) == joined:
        return "\n".join(parts)
    return fill(whole, max(map(len, lines)), break_long_words=False)


def in_french(text: str) -> str:
    """Return a text with the sentences and labels that are known in French, and its numbers.

    Examples
    --------
    >>> in_french("people reached (mean of runs)"), in_french("group size (people)")
    ('personnes touchées (moyenne des tirages)', 'taille des groupes (personnes)')
    >>> in_french("With reply rate 0.5, the answer does not turn along crowding within the map.")
    'Pour taux de réponse = 0,5, la réponse ne bascule pas sur la carte (dilution de l’attention).'
    """
    return _numbers(_translated(text))


def _translated(text: str) -> str:
    """Return a text in French, with its numbers as they are."""
    found = _phrase(text.strip())
    if found is not None:
        return text.replace(text.strip(), found)
    remark = remark_in_french(text, _listed)
    if remark is not None:
        return remark
    for pattern, french in _patterns():
        text = pattern.sub(partial(_filled, french), text)
    return text


def _filled(french: str, match: "re.Match[str]") -> str:
    values = {name: _listed(value) for name, value in match.groupdict().items()}
    return french.format(**values)


def _listed(text: str) -> str:
    """Return a value in French, or each part of a list."""
    return _phrase(text) or ", ".join(_phrase(part) or part for part in text.split(", "))


def _phrase(text: str) -> str | None:
    """Return a whole label or sentence in French, with a capital if the English has one."""
    known = _phrases()
    if text in known or not text:
        return known.get(text)
    lower = known.get(text[0].lower() + text[1:])
    return lower and lower[0].upper() + lower[1:]


def _numbers(text: str) -> str:
    """Return a text with the numbers of English written as in French."""
    parts = _KEPT.split(text)
    return "".join(part if _KEPT.fullmatch(part) else _written(part) for part in parts)


def _written(text: str) -> str:
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", _THIN), text)
    text = re.sub(r"(?<=\d)\.(?=\d)", ",", text)
    text = re.sub(r"(?<=\d) ?%", f"{_SPACE}%", text)
    return _BEFORE.sub(lambda m: f"{_THIN if m[0] == ';' else _SPACE}{m[0]}", text)


# --- what is known ---------------------------------------------------------------------------


@cache
def _phrases() -> dict[str, str]:
    """Return the French of each label and sentence that stands by itself."""
    english, french = load("en"), load("fr")
    known = {
        row["en"]: row["fr"]
        for key, row in rows().items()
        if key.startswith(
            ("words.measure_", "words.unit_", "words.kind_", "words.cost_", "words.tool_")
        )
    }
    known |= {MESSAGES[code]: row["fr"] for code, row in translated(REFUSALS).items()
              if "{" not in MESSAGES.get(code, "{")}  # fmt: skip
    known |= dict(_fields(english, french)) | dict(_presets(english, french))
    return known | {row["en"]: row["fr"] for row in _rows() if "{" not in row["en"]}


def _fields(english: Texts, french: Texts) -> Iterator[tuple[str, str]]:
    for name, field in Scenario.fields().items():
        one, other = english.field(name), french.field(name)
        yield from (
            (getattr(one, part), getattr(other, part)) for part in ("says", "anchor", "label")
        )
        yield field.source, other.source
        yield f"{one.label} ({field.unit})", f"{other.label} ({other.unit})"


def _presets(english: Texts, french: Texts) -> Iterator[tuple[str, str]]:
    for name in Scenario.presets():
        yield from zip(english.preset(name), french.preset(name), strict=True)


@cache
def _patterns() -> list[tuple["re.Pattern[str]", str]]:
    """Return the sentences with values as patterns, the longer ones first, with their French."""
    parts = (row for row in _rows() if "{" in row["en"] or len(row["en"].split()) > _FEW_WORDS)
    sentences = sorted(parts, key=lambda row: -len(row["en"]))
    patterns = [(_pattern(row["en"]), row["fr"]) for row in sentences]
    says = ((english, french) for english, french in _phrases().items() if english.endswith("."))
    return [(re.compile(re.escape(one)), _braced(other)) for one, other in says] + patterns


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _rows() -> list[Any]:
    return [row for key, row in rows().items() if key.startswith("outputs.")]


def _pattern(english: str) -> "re.Pattern[str]":
    """Return a pattern for a sentence; a place holds a number unless its name says otherwise."""

    def place(match: "re.Match[str]") -> str:
        name = match[1]
        kind = name.rstrip("0123456789")
        what = {"field": _labels(), "kind": _kinds()}.get(
            kind, _NAME if kind in _NAMED else _NUMBER
        )
        return f"(?P<{name}>{what})"

    pattern = _PLACE.sub(place, re.escape(english))
    return re.compile(pattern + _END if pattern.endswith(f"{_NAME})") else pattern)


@cache
def _labels() -> str:
    """Return a pattern for the label of a number of a plan, as it is or with a capital."""
    labels = {field.label for field in Scenario.fields().values()}
    labels |= {"posts", "seeds", "answers", "paid", "seeds of a post", "paid impressions of a post"}
    labels |= {label[0].upper() + label[1:] for label in labels}
    return "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))


def _kinds() -> str:
    return "|".join(sorted(KINDS, key=len, reverse=True))
