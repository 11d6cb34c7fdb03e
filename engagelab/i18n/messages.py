"""Translate error messages and the names of the fields or files that they concern."""

import re
from collections.abc import Mapping
from string import ascii_uppercase
from typing import Any

from ..errors import EngagelabError, Message
from ..models import Post
from ..models.declaration import Parameter, is_real
from ..simulation.scenario import Scenario
from .catalogue import REFUSALS, RESULTS, translated
from .plurals import Counted
from .vocabulary import Vocabulary

_WORDS = {
    "origin": "choice",
    "measure": "measure",
    "measures": "measure",
    "tool": "tool",
}  # kinds of words that some values are


def translated_error(t: Vocabulary, error: EngagelabError) -> str:
    """Return an error with one line for each field, after the file that contains it."""
    text = "\n".join(_line(t, name, translate(t, text)) for name, text in error.problems)
    return _line(t, error.where, text) if error.where and text else text or str(error)


def translated_note(t: Vocabulary, note: Message) -> str:
    """Return a note on a field of an old plan, with the label and name of the field."""
    return _line(t, note.values["name"], translate(t, note.values["text"]))


def _line(t: Vocabulary, name: str, text: str) -> str:
    return t("words.mistake", name=name_of(t, name), text=text) if name else text


def name_of(t: Vocabulary, name: str) -> str:
    """Return the label and the dotted name of a field, or the word for something else."""
    option = re.fullmatch(r"choices\.(\d)(?:\.plan)?(?:\.(.+))?", name)
    if option is not None:
        letter, rest = ascii_uppercase[int(option[1])], option[2]
        if rest is None:
            return t("words.option", letter=letter)
        return t("words.option_field", letter=letter, name=name_of(t, rest))
    post = re.fullmatch(r"(?:campaign\.)?posts\.(\d+)\.(\w+)", name)
    if post is not None:
        known = {field.name for field in Post.parameters()}
        label = t.field(f"post.{post[2]}").label if post[2] in known else post[2]
        return f"{t('words.post_field', post=int(post[1]) + 1, label=label)} ({name})"
    fields = Scenario.fields()
    field = next((known for known in fields if f"{name}.".startswith(f"{known}.")), "")
    return f"{t.field(field).label} ({name})" if field else t.word("thing", name, name)


def translate(t: Vocabulary, text: str) -> str:
    """Return a message in the language of a page; texts without a code are unchanged.

    An English message is unchanged too, unless it names arguments of Python, which a page has not.
    """
    row = _row(text.code) if isinstance(text, Message) else None
    if not isinstance(text, Message) or row is None or t.lang not in row:
        return str(text)
    values = {name: _value(t, name, value) for name, value in text.values.items()}
    return row[t.lang].format(**values)


def _row(code: str) -> Mapping[str, str] | None:
    """Return the row of a code, or of what is said of all codes that start alike."""
    if code.startswith("results_"):
        return translated(RESULTS).get(code.removeprefix("results_"))
    table = translated(REFUSALS)
    return table.get(code) or table.get(f"{code.partition('_')[0]}_other")


def _value(t: Vocabulary, name: str, value: Any) -> str | Counted:
    """Return a value of a message in words; a number can choose between plural forms."""
    if is_real(value):
        return Counted(t.exact(value), value, t.lang)
    if isinstance(value, Message):
        return translate(t, value) if value.code else _word(t, name, value)
    if isinstance(value, Parameter):
        return t.allowed(value)
    if name in _WORDS:
        value = _word(t, name, str(value))
    if isinstance(value, str):
        return t("words.quoted", value=value)
    if isinstance(value, tuple):
        return ", ".join(_named(t, str(name)) for name in value)
    return str(value)


def _word(t: Vocabulary, name: str, value: str) -> str:
    """Return the word for a value, or for each in a list such as ``reads, shares``."""
    kind = _WORDS.get(name, "")
    words = [t.word(kind, part, part) for part in value.split(", ")]
    return t.word(kind, value, ", ".join(words))


def _named(t: Vocabulary, name: str) -> str:
    """Return a field by its label, a choice with its name in files, or a measure by its word."""
    if name in Scenario.fields():
        return t.field(name).label
    word = t.word("choice", name, name)
    return t.word("measure", name, name) if word == name else f"{word} ({name})"
