"""What a person types, read by the rules of the declaration, and values as a person reads them."""

import re
from collections.abc import Mapping
from typing import Any

from ...errors import EngagelabError, message, refused
from ...i18n import Texts
from ...models.declaration import Parameter
from ...simulation.scenario import Scenario

_SPACES = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]"
_IN_THREES = re.compile(rf"([+-]?\d{{1,3}})((?:{_SPACES}\d{{3}})+)(?!\d)")
_COMMAS_IN_THREES = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_ENDS_IN_THREE = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")
_PERCENT = re.compile(rf"(.+?){_SPACES}*%")
_BETWEEN_SHARES = re.compile(r";|,(?=\s*[^\s\d])|,\s*$")


def read_number(name: str, parameter: Parameter, text: str, lang: str = "en") -> float | int:
    """Return the number that stands in a text box; a share may be a percentage.

    Raises
    ------
    EngagelabError
        For what is no number, or out of bounds, in the words of the declaration.

    Examples
    --------
    >>> invite = Scenario.fields()["invitations.invite"]
    >>> read_number("invitations.invite", invite, " 0.3 ")
    0.3
    >>> read_number("invitations.invite", invite, "12,5 %", "fr")
    0.125
    """
    whole, share = parameter.type is int, is_share(parameter)
    number = number_in(text, whole=whole, lang=lang, share=share)
    low, high = parameter.low, parameter.high
    if number is None or not ((low is None or low <= number) and (high is None or number <= high)):
        text = refusal(name, text.strip() if number is None else number)
        raise EngagelabError(text, (("", text),))
    return number


def is_share(parameter: Parameter) -> bool:
    """Return whether a field counts in parts of one, so that 50% is 0.5 beyond doubt."""
    return parameter.unit in ("share", "probability")


def number_in(
    text: str, *, whole: bool, lang: str = "en", share: bool = False
) -> float | int | None:
    """Return the number that a text writes in a language; None where it writes none for sure.

    A point sets off decimals in both languages, a comma in French only; in English commas part the
    thousands, and spaces do in both. A whole number that could be a thousand times another one,
    such as 1.000 or, in French, 1,000, is none. A share may be written as a percentage.

    Examples
    --------
    >>> number_in("0,3", whole=False, lang="fr"), number_in("0.3", whole=False, lang="fr")
    (0.3, 0.3)
    >>> number_in("1,000", whole=True), number_in("1 000", whole=True, lang="fr")
    (1000, 1000)
    >>> number_in("0,3", whole=False), number_in("1,000", whole=True, lang="fr")
    (None, None)
    >>> number_in("50 %", whole=False, share=True), number_in("50 %", whole=False)
    (0.5, None)
    """
    percent = _PERCENT.fullmatch(text.strip()) if share else None
    if percent is not None:
        hundredths = number_in(percent[1], whole=False, lang=lang)
        return None if hundredths is None else float(f"{hundredths / 100:.12g}")
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    text = _IN_THREES.sub(lambda found: re.sub(_SPACES, "", found[0]), text)
    if lang == "en" and _COMMAS_IN_THREES.fullmatch(text):
        text = text.replace(",", "")
    elif whole and _ENDS_IN_THREE.fullmatch(text):
        return None
    elif lang == "fr" and text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    return _number(text, whole)


def _number(text: str, whole: bool) -> float | int | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return None
    if not whole:
        return number
    return int(number) if number.is_integer() else None


def read_shares(
    name: str, text: str, lang: str = "en", called: Mapping[str, str] | None = None
) -> dict[str, float]:
    """Return the shares that stand in a text box, as ``employee 0.7, customer 0.6``.

    Semicolons may part them as well. `called` gives what the names are called in the language:
    in French it is ``salarié 0,7 ; client 0,6``.

    Raises
    ------
    EngagelabError
        For unknown names and shares out of bounds.

    Examples
    --------
    >>> read_shares("content.relevance_by_role", "employee 0.7, customer 0.6")
    {'employee': 0.7, 'customer': 0.6}
    """
    text = re.sub(r"\s+%", "%", text)
    parts = (part.replace(":", " ").split() for part in _BETWEEN_SHARES.split(text))
    pairs = [pair for pair in parts if pair]
    if any(len(pair) != 2 for pair in pairs):
        raise refused("", "as_shares", value=text)
    section, field = name.split(".")
    known = {word: key for key, word in (called or {}).items()}
    shares = {known.get(key, key): _share(share, lang) for key, share in pairs}
    plan = Scenario(**{section: {field: shares}})
    return dict(plan.get(name))


def _share(text: str, lang: str) -> float | str:
    number = number_in(text, whole=False, lang=lang, share=True)
    return text if number is None else number


def refusal(name: str, value: Any) -> str:
    """Return what the declaration says against a value, without the name of the field."""
    if isinstance(value, str) and _ENDS_IN_THREE.fullmatch(value):
        return message("ambiguous", value=value)
    section, field = name.split(".")
    try:
        Scenario(**{section: {field: value}})
    except EngagelabError as error:
        return dict(error.problems).get(name, str(error))
    return message("not_allowed", value=value)


def written(value: Any, lang: str = "en", called: Mapping[str, str] | None = None) -> str:
    """Return a value as it stands in a text box; reading it gives the value again.

    `called` gives what the names of shares are called in the language.

    Examples
    --------
    >>> written(25.0), written(10_000), written({"employee": 0.7})
    ('25', '10000', 'employee 0.7')
    >>> written({"employee": 0.7, "public": 0}, "fr").split()
    ['employee', '0,7', ';', 'public', '0']
    """
    if isinstance(value, dict):
        parts = {"en": ", ", "fr": "\N{NO-BREAK SPACE}; "}[lang]
        named = ((called or {}).get(key, key) for key in value)
        shares = (written(share, lang) for share in value.values())
        return parts.join(map(" ".join, zip(named, shares, strict=True)))
    if not isinstance(value, float):
        return str(value)
    return f"{value:.12g}".replace(".", "," if lang == "fr" else ".")


def unexpected(error: BaseException, t: Texts) -> str:
    """Return one line about an error that is nobody's mistake but ours, with advice."""
    text = " ".join(str(error).split())
    what = type(error).__name__ + (f": {text}" if text else "")
    return t("workbench.unexpected", what=what)
