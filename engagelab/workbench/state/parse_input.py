"""Parse what a person types into a text box, and write values as they are typed."""

import math
import re
from typing import Any

from ...errors import EngagelabError, message
from ...i18n import Texts
from ...models import Post
from ...models.declaration import Parameter
from ...simulation.scenario import Scenario

_SPACES = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]"
_IN_THREES = re.compile(rf"([+-]?\d{{1,3}})((?:{_SPACES}\d{{3}})+)(?!\d)")
_COMMAS_IN_THREES = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_ENDS_IN_THREE = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")
_DECIMAL_COMMA = re.compile(rf"[+-]?\d+,\d+{_SPACES}*%?")
_PERCENT = re.compile(rf"(.+?){_SPACES}*%")


def read_number(name: str, parameter: Parameter, text: str, lang: str = "en") -> float | int:
    """Return the number in a text box; a share may be written as a percentage.

    Raises
    ------
    EngagelabError
        If the text is not a number or is out of bounds; the text is that of the declaration.

    Examples
    --------
    >>> invite = Scenario.fields()["invitations.invite"]
    >>> read_number("invitations.invite", invite, " 0.3 ")
    0.3
    >>> read_number("invitations.invite", invite, "12,5 %", "fr")
    0.125
    >>> read_number("invitations.invite", invite, "0,4")
    Traceback (most recent call last):
    engagelab.errors.EngagelabError: a comma is not a decimal point; write 0.4 with a point
    """
    whole, share = parameter.type is int, is_share(parameter)
    number = number_in(text, whole=whole, lang=lang, share=share)
    low, high = parameter.low, parameter.high
    if number is None and lang == "en" and _DECIMAL_COMMA.fullmatch(text.strip()):
        text = message("decimal_comma", value=text.strip().replace(",", "."))
        raise EngagelabError(text, (("", text),))
    if number is None or not ((low is None or low <= number) and (high is None or number <= high)):
        text = refusal(name, text.strip() if number is None else number)
        raise EngagelabError(text, (("", text),))
    return number


def is_share(parameter: Parameter) -> bool:
    """Return whether a field is a share or a probability, so that 50% can only mean 0.5."""
    return parameter.unit in ("share", "probability")


def number_in(
    text: str, *, whole: bool, lang: str = "en", share: bool = False
) -> float | int | None:
    """Return the number that a text means in a language; None if that is not certain.

    The decimal mark is a point in both languages, and in French also a comma. Thousands are
    separated by commas in English and by spaces in both. A whole number that could also be read as
    a decimal, such as 1.000 or in French 1,000, is refused. A share may be a percentage. Infinity
    and NaN are not numbers.

    Examples
    --------
    >>> number_in("0,3", whole=False, lang="fr"), number_in("0.3", whole=False, lang="fr")
    (0.3, 0.3)
    >>> number_in("1,000", whole=True), number_in("1 000", whole=True, lang="fr")
    (1000, 1000)
    >>> number_in("0,3", whole=False), number_in("1,000", whole=True, lang="fr")
    (None, None)
    >>> number_in("1_5", whole=False), number_in("inf", whole=False)
    (None, None)
    >>> number_in("50 %", whole=False, share=True), number_in("50 %", whole=False)
    (0.5, None)
    """
    percent = _PERCENT.fullmatch(text.strip()) if share else None
    if percent is not None:
        hundredths = number_in(percent[1], whole=False, lang=lang)
        return None if hundredths is None else float(f"{hundredths / 100:.12g}")
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    text = _IN_THREES.sub(lambda match: re.sub(_SPACES, "", match[0]), text)
    if lang == "en" and _COMMAS_IN_THREES.fullmatch(text):
        text = text.replace(",", "")
    elif whole and _ENDS_IN_THREE.fullmatch(text):
        return None
    elif lang == "fr" and text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    return _number(text, whole)


def _number(text: str, whole: bool) -> float | int | None:
    if "_" in text:  # Python reads 1_5 as 15
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    if not whole:
        return number
    return int(number) if number.is_integer() else None


def refusal(name: str, value: Any) -> str:
    """Return why the declaration of a field refuses a value, without the name of the field."""
    if isinstance(value, str) and _ENDS_IN_THREE.fullmatch(value):
        return message("ambiguous", value=value)
    section, field = name.split(".")
    try:
        Post(**{field: value}) if section == "post" else Scenario(**{section: {field: value}})
    except EngagelabError as error:
        problems = dict(error.problems)
        return problems.get(name) or problems.get(field, str(error))
    return message("not_allowed", value=value)


def written(value: Any, lang: str = "en") -> str:
    """Return a value as text for a text box; parsing the text gives the value again.

    Examples
    --------
    >>> written(25.0), written(10_000), written(0.25, "fr")
    ('25', '10000', '0,25')
    """
    if not isinstance(value, float):
        return str(value)
    return f"{value:.12g}".replace(".", "," if lang == "fr" else ".")


def unexpected(error: BaseException, t: Texts) -> str:
    """Return one line, with advice, about an error that is a bug and not the person's mistake."""
    text = " ".join(str(error).split())
    name = type(error).__name__
    return t("workbench.unexpected", what=f"{name}: {text}" if text else name)
