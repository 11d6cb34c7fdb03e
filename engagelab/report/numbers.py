"""A number with its rounding: decided once, written alike by every hand-over."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..texts import Texts, money_digits

Kind = Literal["count", "signed", "share", "money"]
MISSING = math.nan
_NBSP, _MINUS = "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Number:
    """A number, what it counts and with how many decimals it is shown.

    Attributes
    ----------
    value : float
        With fifteen significant digits, as many as a spreadsheet keeps.
    kind : {"count", "signed", "share", "money"}
        A share is shown as a percentage.
    digits : int
        Decimals that are shown, in every format.

    Examples
    --------
    >>> from engagelab.texts import load
    >>> t = load("en", "EUR")
    >>> Number.of(0.12345, "share", 1).text(t), Number.of(1234.5, "money").text(t)
    ('12.3%', '€1,235')
    >>> Number.of(1234.5).excel(t).split(";")[0]
    '#,##0'
    """

    value: float
    kind: Kind = "count"
    digits: int = 0

    @classmethod
    def of(cls, value: float, kind: Kind = "count", digits: int | None = None) -> "Number":
        """Return a number; where no digits are given, money has as many as its size asks for."""
        held = float(f"{value:.15g}") if math.isfinite(value) else MISSING
        if digits is None:
            digits = money_digits(held) if kind == "money" else 0
        return cls(held, kind, digits)

    @property
    def known(self) -> bool:
        """Whether there is a number at all."""
        return math.isfinite(self.value)

    def text(self, t: Texts) -> str:
        """Return the number as it is shown in a language."""
        if self.kind == "money":
            return t.money(self.value, digits=self.digits)
        if self.kind == "share":
            return t.percent(self.value, self.digits)
        if self.kind == "signed":
            return t.signed(self.value, self.digits)
        return t.decimal(self.value, self.digits)

    def excel(self, t: Texts) -> str:
        """Return the number format with which a spreadsheet shows the same digits."""
        form = "#,##0" + ("." + "0" * self.digits if self.digits else "")
        if self.kind == "share":
            form += "%" if t.lang == "en" else f'"{_NBSP}"%'
        if self.kind == "money" and t.currency:
            form = _with_sign(form, t)
        plus = "+" if self.kind == "signed" else ""
        return f'{plus}{form};"{_MINUS}"{form}'


def _with_sign(form: str, t: Texts) -> str:
    """Return a number format with the sign of the currency where the language has it."""
    sign = "".join(letter for letter in t.money(0, digits=0) if not letter.isdigit()).strip()
    return f'"{sign}"{form}' if t.lang == "en" else f'{form}"{_NBSP}{sign}"'


@dataclass(frozen=True)
class Summed:
    """A quantity summed up over the runs; what is not known is a missing number.

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
    def of(
        cls, told: Mapping[str, float], kind: Kind = "count", digits: int | None = None
    ) -> "Summed":
        """Decide the digits of a whole row: those of its mean."""
        mean = Number.of(told["mean"], kind, digits)
        rest = (
            Number.of(told.get(part, MISSING), kind, mean.digits)
            for part in ("standard_error", "low", "high")
        )
        return cls(mean, *rest)

    def with_error(self, t: Texts) -> str:
        """Return the mean with its standard error."""
        error = f"{_NBSP}±{_NBSP}{self.error.text(t)}" if self.error.known else ""
        return self.mean.text(t) + error

    def band(self, t: Texts) -> str:
        """Return where 5 to 95 % of runs lie, or a dash."""
        return between(self.low, self.high, t)


def between(low: Number, high: Number, t: Texts) -> str:
    """Return two ends in words, or a dash where one is missing."""
    if not (low.known and high.known):
        return Number(MISSING).text(t)
    return t("report.between", low=low.text(t), high=high.text(t))
