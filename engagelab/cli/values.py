"""``--set FIELD=VALUES``: the values of a field as a person writes them in a shell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import EngagelabError

GRAMMAR = (
    "write FIELD=a:b:n for n even points from a to b, FIELD=a,b,c for a list, "
    "or FIELD=a..b for the range of a sampled design"
)
MOST_POINTS = 100_000
_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?")
_WORDS = {"true": True, "false": False}


@dataclass(frozen=True)
class Setting:
    """One field and what it is set to.

    Attributes
    ----------
    field : str
        Its dotted name.
    values : tuple
        The values it takes; the two ends of a range; empty for the range that the field declares.
    ranged : bool
        Whether these are the ends of a range.
    """

    field: str
    values: tuple[Any, ...]
    ranged: bool = False

    @classmethod
    def of(cls, text: str) -> "Setting":
        """Read what stands behind ``--set``.

        Raises
        ------
        EngagelabError
            Where it keeps to none of the forms.

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
    """Return the fields and values of a grid, in the order in which they were given.

    Raises
    ------
    EngagelabError
        For nothing, for a range, which has no points, and for a field that is set twice.
    """
    found = _each_once(texts)
    for setting in found:
        if setting.ranged:
            raise EngagelabError(
                f"{setting.field}: has a range, and a grid needs points; write "
                f"{setting.field}=a:b:n, or add --design sobol"
            )
    return {setting.field: list(setting.values) for setting in found}


def ranges_of(texts: Sequence[str]) -> dict[str, Any]:
    """Return the fields and ranges of a sampled design; None is the range that a field declares.

    A field that is no number has a list of choices instead.

    Raises
    ------
    EngagelabError
        For nothing, for numbers that are no range, and for a field that is set twice.
    """
    found = _each_once(texts)
    for setting in found:
        if not (setting.ranged or all(isinstance(each, (bool, str)) for each in setting.values)):
            raise EngagelabError(
                f"{setting.field}: has points, and a range is needed here; write "
                f"{setting.field}=a..b, or {setting.field} alone for all that is allowed"
            )
    return {setting.field: setting.values or None for setting in found}


def ends_of(name: str, text: str) -> tuple[float, float]:
    """Return the two ends of a range that stands behind an option.

    Examples
    --------
    >>> ends_of("--within", "0..0.5")
    (0, 0.5)
    """
    parts = text.split("..")
    if len(parts) != 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise EngagelabError(f"{name}: {text!r} is no range; write a..b, such as 0..0.5")
    low, high = (_plain(Fraction(part)) for part in parts)
    return low, high


def _each_once(texts: Sequence[str]) -> list[Setting]:
    if not texts:
        raise EngagelabError(f"--set: is missing, so there is nothing to sweep; {GRAMMAR}")
    found = [Setting.of(text) for text in texts]
    names = [setting.field for setting in found]
    twice = [name for i, name in enumerate(names) if name in names[:i]]
    if twice:
        raise EngagelabError(f"{twice[0]}: is given twice; give all its values at once")
    return found


def _malformed(text: str) -> EngagelabError:
    return EngagelabError(f"{text!r} is not understood; {GRAMMAR}")


def _points(text: str, values: str) -> tuple[float, ...]:
    """Return even points, each the number nearest to its place: 0.15, not 0.15000000000000002."""
    parts = values.split(":")
    if len(parts) != 3 or not all(_NUMBER.fullmatch(part) for part in parts[:2]):
        raise _malformed(text)
    if not re.fullmatch(r"\d{1,9}", parts[2]) or not 2 <= int(parts[2]) <= MOST_POINTS:
        raise EngagelabError(
            f"{parts[2]!r} in {text!r} is no number of points; give a whole number from 2 "
            f"to {MOST_POINTS:,}"
        )
    low, high, steps = Fraction(parts[0]), Fraction(parts[1]), int(parts[2]) - 1
    if low == high:
        raise EngagelabError(f"{text!r} starts where it ends; give two different ends")
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
    """Return a whole number as int, as fields of whole numbers want it."""
    return int(number) if number.denominator == 1 else float(number)
