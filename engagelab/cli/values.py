"""Parse ``--set FIELD=VALUES`` and ranges such as ``0..0.5``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import EngagelabError

GRAMMAR = (
    "write FIELD=a:b:n for n equidistant points from a to b, FIELD=a,b,c for a list, "
    "or FIELD=a..b for the range of a sampled design"
)
MOST_POINTS = 100_000
_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?")
_WORDS = {"true": True, "false": False}


@dataclass(frozen=True)
class Setting:
    """One field and its values or range.

    Attributes
    ----------
    field : str
        Its dotted name.
    values : tuple
        The values, or the two ends of a range; empty for the allowed range of the field.
    ranged : bool
        Whether the values are the ends of a range.
    """

    field: str
    values: tuple[Any, ...]
    ranged: bool = False

    @classmethod
    def of(cls, text: str) -> "Setting":
        """Parse the value of ``--set``.

        Raises
        ------
        EngagelabError
            If it has none of the allowed forms.

        Examples
        --------
        >>> Setting.of("invitations.invite=0:0.5:3").values
        (0, 0.25, 0.5)
        >>> Setting.of("groups.hold=memberships,groups").values
        ('memberships', 'groups')
        >>> Setting.of("groups.size=10..40")
        Setting(field='groups.size', values=(10, 40), ranged=True)
        """
        field, equals, values = (part.strip() for part in text.partition("="))
        if not field or (equals and not values):
            raise _malformed(text)
        if not equals:
            return cls(field, (), ranged=True)
        if ":" in values:
            return cls(field, _points(text, values))
        if ".." in values:
            return cls(field, _ends(text, values), ranged=True)
        return cls(field, tuple(_value(text, part) for part in values.split(",")))


def grid_of(texts: Sequence[str]) -> dict[str, list[Any]]:
    """Return the fields and values of a grid, in the order given.

    Raises
    ------
    EngagelabError
        If there is no field, a field has a range instead of points, or is set twice.
    """
    settings = _settings(texts)
    for setting in settings:
        if setting.ranged:
            raise EngagelabError(
                f"{setting.field}: a grid needs points, not a range; write "
                f"{setting.field}=a:b:n, or add --design sobol"
            )
    return {setting.field: list(setting.values) for setting in settings}


def ranges_of(texts: Sequence[str]) -> dict[str, Any]:
    """Return the fields and ranges of a sampled design; None means the allowed range.

    A field that is not a number has a list of choices instead.

    Raises
    ------
    EngagelabError
        If there is no field, a field has numbers instead of a range, or is set twice.
    """
    settings = _settings(texts)
    for setting in settings:
        if not (setting.ranged or all(isinstance(each, (bool, str)) for each in setting.values)):
            raise EngagelabError(
                f"{setting.field}: a range is needed here, not points; write "
                f"{setting.field}=a..b, or {setting.field} alone for its allowed range"
            )
    return {setting.field: setting.values or None for setting in settings}


def ends_of(name: str, text: str) -> tuple[float, float]:
    """Return the two ends of a range that is the value of an option.

    Examples
    --------
    >>> ends_of("--within", "0..0.5")
    (0, 0.5)
    """
    parts = text.split("..")
    if len(parts) != 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise EngagelabError(f"{name}: {text!r} is not a range; write a..b, such as 0..0.5")
    low, high = (_plain(Fraction(part)) for part in parts)
    return low, high


def _settings(texts: Sequence[str]) -> list[Setting]:
    """Return the settings of different fields."""
    if not texts:
        raise EngagelabError(f"--set: no field to sweep; {GRAMMAR}")
    settings = [Setting.of(text) for text in texts]
    names = [setting.field for setting in settings]
    repeated = [name for i, name in enumerate(names) if name in names[:i]]
    if repeated:
        raise EngagelabError(f"{repeated[0]}: given twice; give all its values at once")
    return settings


def _malformed(text: str) -> EngagelabError:
    return EngagelabError(f"--set: {text!r} is not valid; {GRAMMAR}")


def _points(text: str, values: str) -> tuple[float, ...]:
    """Return equidistant points, correctly rounded: 0.15 rather than 0.15000000000000002."""
    parts = values.split(":")
    if len(parts) != 3 or not all(_NUMBER.fullmatch(part) for part in parts[:2]):
        raise _malformed(text)
    if not re.fullmatch(r"\d{1,9}", parts[2]) or not 2 <= int(parts[2]) <= MOST_POINTS:
        raise EngagelabError(
            f"--set: {parts[2]!r} in {text!r} is not a number of points; give a whole number from "
            f"2 to {MOST_POINTS:,}"
        )
    low, high, steps = Fraction(parts[0]), Fraction(parts[1]), int(parts[2]) - 1
    if low == high:
        raise EngagelabError(f"--set: the ends of {text!r} are the same; give two different ends")
    return tuple(_plain(low + (high - low) * i / steps) for i in range(steps + 1))


def _ends(text: str, values: str) -> tuple[float, float]:
    try:
        return ends_of("--set", values)
    except EngagelabError:
        raise _malformed(text) from None


def _value(text: str, part: str) -> Any:
    part = part.strip()
    if not part:
        raise _malformed(text)
    if _NUMBER.fullmatch(part):
        return _plain(Fraction(part))
    return _WORDS.get(part.lower(), part)


def _plain(number: Fraction) -> float:
    """Return a whole number as int, for fields of whole numbers."""
    return int(number) if number.denominator == 1 else float(number)
