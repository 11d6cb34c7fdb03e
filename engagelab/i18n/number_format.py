"""Format numbers and money in a language, rounded as spreadsheets do."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent

NONE = "–"  # for a missing number
_MINUS = "\N{MINUS SIGN}"
_LARGE = 1e15  # floats from here on are written with a power of ten
_BETWEEN = {"en": ",", "fr": "\N{NARROW NO-BREAK SPACE}"}  # thousands
_POINT = {"en": ".", "fr": ","}


@dataclass(frozen=True)
class Figures:
    """Number formats of one language.

    Numbers are first rounded to fifteen significant digits, as in a spreadsheet; halves are then
    rounded away from zero.

    Attributes
    ----------
    lang : str
        ``"en"`` or ``"fr"``.
    currency : str
        Three letters, such as ``"EUR"``; if empty, money is a number without a sign.

    Examples
    --------
    >>> english, french = Figures("en"), Figures("fr", currency="EUR")
    >>> english.whole(1610.5), english.whole(1610.4999999999998), french.decimal(0.5, 2)
    ('1,611', '1,611', '0,50')
    >>> english.percent(0.123, 1), english.signed(3), french.money(2.5).split()
    ('12.3%', '+3', ['2,50', '€'])
    """

    lang: str
    currency: str = ""

    def whole(self, number: float) -> str:
        """Return a number without decimals."""
        return self.decimal(number, 0)

    def decimal(self, number: float, digits: int) -> str:
        """Return a number with a number of decimals; negative ones round to tens or hundreds."""
        return self._formed(to_tens(number, digits), _pattern(digits))

    def exact(self, number: float) -> str:
        """Return a number with as many decimals as it has, at most twelve digits."""
        if isinstance(number, int):
            return _minus(f"{number:,}".replace(",", _BETWEEN[self.lang]))
        if abs(number) >= _LARGE and math.isfinite(number):
            return _minus(f"{number:.12g}".replace(".", _POINT[self.lang]))
        short = float(f"{number:.12g}") if math.isfinite(number) else number
        return self._formed(short, "#,##0.############")

    def signed(self, number: float, digits: int = 0) -> str:
        """Return a number with its sign."""
        pattern = _pattern(digits)
        return self._formed(to_tens(number, digits), f"+{pattern};-{pattern}")

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share as a percentage."""
        if not math.isfinite(share):
            return NONE
        form = {"en": f"{_pattern(digits)}%", "fr": f"{_pattern(digits)}\N{NO-BREAK SPACE}%"}
        with localcontext(rounding=ROUND_HALF_UP):
            return _minus(
                format_percent(spreadsheet_value(share), form[self.lang], locale=self.lang)
            )

    def money(self, amount: float, like: float | None = None, *, digits: int | None = None) -> str:
        """Return an amount of money, by default with the decimals of `money_digits`.

        With `like`, it has the decimals of that amount, such as an error those of its mean.
        """
        if not math.isfinite(amount):
            return NONE
        if digits is None:
            digits = money_digits(amount if like is None or not math.isfinite(like) else like)
        if not self.currency:
            return self.decimal(amount, digits)
        sign = {"en": f"¤{_pattern(digits)}", "fr": f"{_pattern(digits)}\N{NO-BREAK SPACE}¤"}
        with localcontext(rounding=ROUND_HALF_UP):
            text = format_currency(
                spreadsheet_value(amount), self.currency, sign[self.lang], locale=self.lang,
                currency_digits=False,
            )  # fmt: skip
        return _minus(text)

    def amount(self, amount: float, digits: int = 0, *, signed: bool = False) -> str:
        """Return an amount of money with the code of its currency behind it.

        Negative digits round to tens or hundreds; in French, EUR is written as €.

        Examples
        --------
        >>> Figures("en", "EUR").amount(22716, -1).split(), Figures("en").amount(2.5, 2)
        (['22,720', 'EUR'], '2.50')
        """
        text = self.signed_unless_zero(amount, digits) if signed else self.decimal(amount, digits)
        return f"{text}{self.unit_of_money}" if math.isfinite(amount) else text

    @property
    def unit_of_money(self) -> str:
        """The currency behind an amount, with its no-break space; may be empty."""
        code = "€" if (self.lang, self.currency) == ("fr", "EUR") else self.currency
        return f"\N{NO-BREAK SPACE}{code}" if code else ""

    def signed_unless_zero(self, number: float, digits: int = 0) -> str:
        """Return a number with its sign, unless it is written as 0.

        Examples
        --------
        >>> Figures("en").signed_unless_zero(3.2), Figures("en").signed_unless_zero(-0.2)
        ('+3', '0')
        """
        text = self.signed(number, digits)
        return text if any(letter in "123456789" for letter in text) else text.lstrip("+" + _MINUS)

    def short(self, number: float) -> str:
        """Return a short form of a number, for an axis."""
        if abs(number) < 1e6:
            return self.exact(number)
        return str(format_compact_decimal(number, locale=self.lang, fraction_digits=1))

    def _formed(self, number: float, pattern: str) -> str:
        if not math.isfinite(number):
            return NONE
        with localcontext(rounding=ROUND_HALF_UP):
            return _minus(format_decimal(spreadsheet_value(number), pattern, locale=self.lang))


def spreadsheet_value(number: float) -> float:
    """Return a number with fifteen significant digits, as a spreadsheet stores it.

    Integers are not changed.

    Examples
    --------
    >>> spreadsheet_value(0.1 + 0.2), spreadsheet_value(7)
    (0.3, 7)
    """
    # adding 0 removes the sign of -0.0
    return number if isinstance(number, int) else float(f"{number:.15g}") + 0.0


def to_tens(number: float, digits: int) -> float:
    """Return a number rounded to tens (-1 digits) or hundreds (-2), halves away from zero.

    With 0 digits or more the number is not changed.

    Examples
    --------
    >>> to_tens(6485, -1), to_tens(-15, -1), to_tens(2.25, 1)
    (6490, -20, 2.25)
    """
    if digits >= 0 or not math.isfinite(number):
        return number
    unit = Decimal(10) ** -digits
    shown = Decimal(repr(spreadsheet_value(number)))
    return int((shown / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit)


def money_digits(amount: float) -> int:
    """Return the decimals of an amount of money: three below 1, two below 1,000, none above.

    Examples
    --------
    >>> money_digits(0.5), money_digits(0), money_digits(12), money_digits(1200)
    (3, 2, 2, 0)
    """
    return 3 if 0 < abs(amount) < 1 else 2 if abs(amount) < 1000 else 0


def count_digits(amount: float) -> int:
    """Return the decimals of a count: one below 10, none above.

    Examples
    --------
    >>> count_digits(2.25), count_digits(0), count_digits(-12)
    (1, 0, 0)
    """
    return 1 if 0 < abs(amount) < 10 else 0


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits > 0 else "")


def _minus(text: str) -> str:
    return text.replace("-", _MINUS)
