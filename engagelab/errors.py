"""`EngagelabError` and its messages: every mistake a user can make, in English."""

import difflib
import re
import reprlib
import tomllib
from collections.abc import Hashable, Iterable, Mapping
from numbers import Real
from pathlib import Path
from typing import Any

# The messages by code; other languages translate them by the same codes.
MESSAGES: Mapping[str, str] = tomllib.loads(
    Path(__file__).with_name("messages.toml").read_text(encoding="utf-8")
)

_LONGEST_VALUE = 120  # characters of a value in a message
_LARGEST_NUMBER = 10**30  # whole numbers up to it are written out
_MOST_LINES = 60  # of an error
_LONG_WORD = re.compile(r"\S{200,}")
_REPR = reprlib.Repr()

# Reasons against a value, by pydantic's type of the mistake.
_REASONS = {
    "bool_parsing": "not true or false",
    "bool_type": "not true or false",
    "dict_type": "not a mapping of names to values",
    "finite_number": "not a finite number",
    "float_parsing": "not a number",
    "float_type": "not a number",
    "int_from_float": "not a whole number",
    "int_parsing": "not a whole number",
    "int_parsing_size": "too many digits",
    "int_type": "not a whole number",
    "model_type": "not a mapping of names to values",
    "string_type": "not a text",
    "tuple_type": "not a list",
}


class Message(str):
    """A text that keeps its code and values, so that it can be translated later.

    Attributes
    ----------
    code : str
        A key of `MESSAGES`, or the code of a text that another package wrote.
    values : mapping
        The values in the text, by placeholder.
    """

    code: str
    values: Mapping[str, Any]

    def __new__(
        cls, text: str, code: str = "", values: Mapping[str, Any] | None = None
    ) -> "Message":
        """Create a text; the code and the values do not take part in comparisons."""
        created = super().__new__(cls, text)
        created.code, created.values = code, dict(values or {})
        return created


def message(code: str, /, **values: Any) -> Message:
    """Return the message of a code, with its values filled in.

    Examples
    --------
    >>> message("ties_of_people", ties=12.0, people=10)
    '12 ties per person need more than 10 people; lower ties'
    """
    values = {name: _shortened(value) for name, value in values.items()}
    numbered = {
        name: Plural(value, many=abs(value) != 1) if _is_number(value) else value
        for name, value in values.items()
    }
    return Message(MESSAGES[code].format(**numbered), code, values)


class Excerpt(str):
    """A shortened value, which a message shows as it is whatever form it asks for."""

    def __format__(self, form: str) -> str:
        """Return the text."""
        return str(self)

    def __repr__(self) -> str:
        """Return the text without quotation marks."""
        return str(self)


def _shortened(value: Any) -> Any:
    """Return a value, or an excerpt of its text if that is long or nested deeply."""
    if isinstance(value, str) and not isinstance(value, Message):
        return value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
    if isinstance(value, int) and abs(value) >= _LARGEST_NUMBER:
        return Excerpt(f"about 10^{int(abs(value).bit_length() * 0.30103)}")
    if isinstance(value, (list, dict, set, frozenset, bytes, bytearray)):
        return Excerpt(_REPR.repr(value))
    return value


def _short_lines(text: str) -> str:
    """Return a text with few lines, none of them long; words and lines are cut in the middle."""
    first, rest = text.splitlines()[:_MOST_LINES], text.splitlines()[_MOST_LINES:]
    lines = [_cut(_LONG_WORD.sub(lambda word: _cut(word[0], 120), line), 1_200) for line in first]
    return "\n".join([*lines, f"and {len(rest):,} more"] if rest else lines)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most * 2 // 3]} … {text[-most // 3 :]}"


class Plural:
    """A number that chooses the form of a word in a text: ``{ties:tie|ties}``.

    Parameters
    ----------
    written : object
        The number, or its text.
    many : bool
        Whether to choose the second form.
    """

    def __init__(self, written: object, *, many: bool) -> None:
        self._written, self._many = written, many

    def __format__(self, form: str) -> str:
        """Return one of two forms, or the number itself."""
        if "|" not in form:
            return format(self._written, form)
        singular, _, plural = form.partition("|")
        return plural if self._many else singular

    def __repr__(self) -> str:
        """Return the number as Python writes it."""
        return repr(self._written)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def refused(name: str, code: str, /, **values: Any) -> "EngagelabError":
    """Return an error with the message of a code, about a field or file."""
    return against(name, message(code, **values))


def reason_of(kind: str, otherwise: str) -> Message:
    """Return the reason against a value, by pydantic's type of the mistake.

    Examples
    --------
    >>> reason_of("int_parsing", "Input should be a valid integer")
    'not a whole number'
    """
    return Message(_REASONS.get(kind, otherwise), f"reason_{kind}")


def against(name: str, text: str) -> "EngagelabError":
    """Return an error with a text about a field or file."""
    return EngagelabError(f"{name}: {text}" if name else str(text), ((name, text),))


def as_text(problems: tuple[tuple[str, str], ...]) -> str:
    """Return problems as the text of an error, one line each."""
    return "\n".join(f"{name}: {text}" if name else text for name, text in problems)


def within(where: str, error: "EngagelabError") -> "EngagelabError":
    """Return an error that also names the file or code that contains the mistake."""
    return EngagelabError(f"{where}: {error}", error.problems, where)


def under(where: str, error: "EngagelabError") -> "EngagelabError":
    """Return an error whose fields are those of a part of a document, such as an option."""
    problems = tuple((f"{where}.{name}", text) for name, text in error.problems)
    return EngagelabError(as_text(problems), problems)


def no_such(
    what: str, word: Hashable, known: Iterable[str], allowed: Iterable[str], most: int = 60
) -> Message:
    """Return the message for an unknown field or section, with the closest known name.

    If no known name is close, the message lists the allowed ones.

    Examples
    --------
    >>> no_such("field", "sise", ["size", "hold"], ["size", "hold"])
    "no such field; did you mean 'size'?"
    """
    close = _closest(word, known)
    if close:
        return message(f"no_{what}_like", name=Message(close))
    return message(f"no_{what}", names=listing(allowed, most))


class EngagelabError(ValueError):
    """A mistake of the user, with a text that says how to correct it.

    The text names the field, or the file and line, the value, what is allowed and what to do.

    Parameters
    ----------
    message : str
        The whole text, one line for each mistake.
    problems : tuple of (str, str), optional
        The same mistakes as pairs of a dotted field name and a text; empty if they do not concern
        fields.
    where : str, optional
        The file or the code that contains the mistakes.

    Examples
    --------
    >>> import engagelab as el
    >>> try:
    ...     el.Engagement(tie_read=1.2)
    ... except el.EngagelabError as error:
    ...     print(error)
    tie_read: 1.2 is above the highest value allowed; give a number from 0 to 1
    """

    def __init__(
        self, message: str, problems: tuple[tuple[str, str], ...] = (), where: str = ""
    ) -> None:
        super().__init__(_short_lines(message))
        self.problems, self.where = problems, where


def nearest(word: Hashable, known: Iterable[Hashable], likeness: float = 0.5) -> str:
    """Return ``"; did you mean 'x'?"`` with the closest known word, or an empty text."""
    names = {str(name): name for name in known}
    close = _closest(word, names, likeness)
    return f"; did you mean {names[close]!r}?" if close else ""


def _closest(word: Hashable, names: Iterable[str], likeness: float = 0.5) -> str:
    if len(str(word)) > _LONGEST_VALUE:  # it would take long, and no name is that long
        return ""
    close = difflib.get_close_matches(str(word), list(names), n=1, cutoff=likeness)
    return close[0] if close else ""


def listing(names: Iterable[object], most: int = 12) -> Message:
    """Return a list of names, cut after `most`, as a message that can be translated.

    Examples
    --------
    >>> listing("abc"), listing("abc", most=2)
    ('a, b, c', 'a, b and 1 more')
    """
    words = [str(name) for name in names]
    shown, more = ", ".join(words[:most]), len(words) - most
    if more <= 0:
        return Message(shown)
    values = {"names": Message(shown), "more": more}
    return Message(f"{shown} and {more} more", "names_more", values)


def listed(names: Iterable[object], most: int = 12) -> str:
    """Return a list of names as plain text, cut after `most`."""
    return str(listing(names, most))
