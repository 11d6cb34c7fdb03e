"""Numbers with fixed rounding, written alike on the screen and in every file.

The decimals of a measure depend only on the measure and the size of its mean, never on other
numbers in the same table.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal

from .number_format import count_digits, money_digits, spreadsheet_value
from .texts import Texts

Kind = Literal["count", "signed", "share", "money"]
MISSING = math.nan
_NBSP, _MINUS = "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"
_CONDITIONS = 3  # formats that a number format can choose from by size
_DIGITS = {"count": count_digits, "signed": count_digits, "money": money_digits}

# the kind of each measure, and its decimals if they do not depend on its size
_MEASURES: Mapping[str, tuple[Kind, int | None]] = {
    "reach": ("count", None),
    "reach_share": ("share", 1),
    "lift": ("signed", None),
    "shares": ("count", None),
    "joins": ("count", None),
    "comments": ("count", None),
    "answers": ("count", None),
    "critics": ("count", None),
    "half_time": ("count", 1),
    "cost": ("money", None),
    "cost_per_reader": ("money", None),
    "cost_per_extra_reader": ("money", None),
    "value": ("money", None),
    "pays_from": ("money", None),
    "return": ("share", 1),
    "pays": ("share", 0),
}


@dataclass(frozen=True)
class Number:
    """A number, its kind and its decimals.

    Attributes
    ----------
    value : float
        The number with fifteen significant digits, as in a spreadsheet.
    kind : {"count", "signed", "share", "money"}
        A share is shown as a percentage.
    digits : int
        Decimals in every format.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> t = load("en", "EUR")
    >>> Number.of(0.12345, "share", 1).text(t), Number.of(1234.5, "money").text(t)
    ('12.3%', '€1,235')
    >>> Number.of(1234.5).excel(t).split(";")[0]
    '#,##0'
    >>> Number.measured("reach", 1610.5).text(t), Number.measured("return", 0.714).text(t)
    ('1,611', '71.4%')
    """

    value: float
    kind: Kind = "count"
    digits: int = 0

    @classmethod
    def of(cls, value: float, kind: Kind = "count", digits: int | None = None) -> "Number":
        """Return a number; by default the decimals of money depend on its size."""
        rounded = float(spreadsheet_value(value)) if math.isfinite(value) else MISSING
        if digits is None:
            digits = money_digits(rounded) if kind == "money" else 0
        return cls(rounded, kind, digits)

    @classmethod
    def measured(cls, measure: str, value: float, like: float | None = None) -> "Number":
        """Return a number of a measure, such as ``reach`` or ``cost_per_reader``.

        With `like`, it has the decimals of that number, such as an error those of its mean.
        """
        kind, digits = _MEASURES[measure]
        if digits is None:
            first = value if like is None else like
            digits = _DIGITS[kind](spreadsheet_value(first)) if math.isfinite(first) else 0
        return cls.of(value, kind, digits)

    @property
    def known(self) -> bool:
        """Whether the number is not missing."""
        return math.isfinite(self.value)

    @property
    def is_zero(self) -> bool:
        """Whether the number is written as 0; halves are rounded away from it.

        Examples
        --------
        >>> Number.of(0.4).is_zero, Number.of(0.5).is_zero, Number.of(0.001, "share", 1).is_zero
        (True, False, False)
        """
        size = abs(self.value) * (100 if self.kind == "share" else 1)
        return self.known and size < 0.5 * 10**-self.digits

    def text(self, t: Texts) -> str:
        """Return the number in the format of a language."""
        if self.kind == "money":
            return t.money(self.value, digits=self.digits)
        if self.kind == "share":
            return t.percent(self.value, self.digits)
        if self.kind == "signed":
            return t.signed(self.value, self.digits)
        return t.decimal(self.value, self.digits)

    def excel(self, t: Texts) -> str:
        """Return the spreadsheet format that shows the same digits."""
        form = self._form(t)
        plus = "+" if self.kind == "signed" else ""
        return f'{plus}{form};"{_MINUS}"{form}'

    def _form(self, t: Texts) -> str:
        """Return the format without its sign."""
        form = "#,##0" + ("." + "0" * self.digits if self.digits else "")
        if self.kind == "share":
            form += "%" if t.lang == "en" else f'"{_NBSP}"%'
        return _with_sign(form, t) if self.kind == "money" and t.currency else form


def _with_sign(form: str, t: Texts) -> str:
    """Return a number format with the currency sign, placed as in the language."""
    sign = "".join(letter for letter in t.money(0, digits=0) if not letter.isdigit()).strip()
    return f'"{sign}"{form}' if t.lang == "en" else f'{form}"{_NBSP}{sign}"'


@dataclass(frozen=True)
class Summed:
    """Summary of a quantity over runs; unknown parts are missing numbers.

    Attributes
    ----------
    mean, error, low, high : Number
        Mean, its standard error, and the 5 and 95 % of runs.
    """

    mean: Number
    error: Number
    low: Number
    high: Number

    @classmethod
    def measured(
        cls, measure: str, parts: Mapping[str, float], like: float | None = None
    ) -> "Summed":
        """Return the summary of a measure, all parts with the decimals of the mean, or of `like`.

        `like` is a total of which this is a part.
        """
        like = parts["mean"] if like is None else like
        names = ("mean", "standard_error", "low", "high")
        return cls(*(Number.measured(measure, parts.get(name, MISSING), like) for name in names))

    def with_error(self, t: Texts) -> str:
        """Return the mean with its standard error."""
        error = f"{_NBSP}±{_NBSP}{self.error.text(t)}" if self.error.known else ""
        return self.mean.text(t) + error

    def band(self, t: Texts) -> str:
        """Return the range of 90 % of runs, or a dash."""
        return between(self.low, self.high, t)


def between(low: Number, high: Number, t: Texts) -> str:
    """Return a range in words, or a dash if an end is missing."""
    if not (low.known and high.known):
        return Number(MISSING).text(t)
    return t("report.between", low=low.text(t), high=high.text(t))


def won(share: float, runs: int) -> Number:
    """Return the number of runs in which a plan is ahead, with ties counted as half.

    Examples
    --------
    >>> won(0.575, 40).value, won(0.5125, 40)
    (23.0, Number(value=20.5, kind='count', digits=1))
    """
    halves = round(2 * share * runs)
    return Number.of(halves / 2, digits=halves % 2)


def price(row: Mapping[Any, Any]) -> Summed:
    """Return the cost per extra person of a row of a comparison, with its interval.

    It is missing unless the lift is surely positive, because it divides by the lift.

    Examples
    --------
    >>> price({"lift": -40.0, "resolved": True, "cost_per_extra_reader": 2.5}).mean.known
    False
    """
    name = "cost_per_extra_reader"
    if not (row["resolved"] and row["lift"] > 0):
        return Summed.measured(name, {"mean": MISSING})
    ends = {"mean": name, "low": f"{name}_low", "high": f"{name}_high"}
    return Summed.measured(name, {part: row[column] for part, column in ends.items()})


def one_format(numbers: Sequence[Number], t: Texts) -> str:
    """Return one number format for the non-negative numbers of a chart.

    If their decimals differ, the format chooses by size, which it can do three times.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> each = [Number.measured("cost_per_reader", cost) for cost in (12, 0.084, 3.084)]
    >>> one_format(each, load("en"))
    '[>=3.084]#,##0.00;#,##0.000'
    """
    known = sorted((n for n in numbers if n.known), key=lambda n: n.value)
    sizes = [list(alike) for _, alike in groupby(known, key=lambda n: n.digits)][-_CONDITIONS:]
    if len(sizes) < 2:
        return (known or list(numbers))[0].excel(t)
    forms = [alike[0]._form(t) for alike in sizes]
    limits = [format(Decimal(repr(alike[0].value)), "f") for alike in sizes]
    # in descending order with >=, because a less-than sign would break the slides' XML
    chosen = (f"[>={limits[place]}]{forms[place]}" for place in range(len(sizes) - 1, 0, -1))
    return ";".join([*chosen, forms[0]])
