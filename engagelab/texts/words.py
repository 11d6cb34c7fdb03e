"""The texts of one language, and numbers and money in its form."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent

from ..errors import EngagelabError
from ..scenario import Scenario
from .language import need_language
from .table import FIELDS, PRESETS, rows, translated

NONE = "–"  # what is written for a number that is not there
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class FieldTexts:
    """What a field is called, what it counts, does and comes from, in one language."""

    label: str
    unit: str
    says: str
    source: str


@dataclass(frozen=True)
class Texts:
    """The texts of one language; called with a key it gives the text.

    Attributes
    ----------
    lang : str
        ``"en"`` or ``"fr"``.
    currency : str
        Three letters, such as ``"EUR"``; empty: money is written as a number alone.

    Examples
    --------
    >>> english, french = load("en"), load("fr", currency="EUR")
    >>> english.whole(12345.4), french.decimal(0.5, 2)
    ('12,345', '0,50')
    >>> english.percent(0.123, 1), english.signed(3), french.money(2.5).split()
    ('12.3%', '+3', ['2,50', '€'])
    """

    lang: str
    currency: str = ""

    def __call__(self, key: str, /, **values: Any) -> str:
        """Return the text of a key; whole numbers among the values are written in its language."""
        text = rows()[key][self.lang]
        return text.format(**{name: self._written(value) for name, value in values.items()})

    def _written(self, value: Any) -> str:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return self.whole(value) if whole else str(value)

    # --- numbers -----------------------------------------------------------------------------

    def whole(self, number: float) -> str:
        """Return a number without decimals."""
        return self.decimal(number, 0)

    def decimal(self, number: float, digits: int) -> str:
        """Return a number with so many decimals."""
        return self._formed(number, _pattern(digits))

    def exact(self, number: float) -> str:
        """Return a number with as many decimals as it has, at most twelve digits."""
        short = float(f"{number:.12g}") if math.isfinite(number) else number
        return self._formed(short, "#,##0.############")

    def signed(self, number: float, digits: int = 0) -> str:
        """Return a number with its sign."""
        return self._formed(number, f"+{_pattern(digits)};-{_pattern(digits)}")

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share as a percentage."""
        if not math.isfinite(share):
            return NONE
        form = {"en": f"{_pattern(digits)}%", "fr": f"{_pattern(digits)}\N{NO-BREAK SPACE}%"}
        return _minus(format_percent(share, form[self.lang], locale=self.lang))

    def money(self, amount: float, like: float | None = None) -> str:
        """Return money: three decimals below one, two below a thousand, none above.

        Where it stands beside another amount, such as an error beside its mean, it has the
        decimals of that one.
        """
        if not math.isfinite(amount):
            return NONE
        size = abs(amount if like is None or not math.isfinite(like) else like)
        digits = 3 if 0 < size < 1 else 2 if size < 1000 else 0
        if not self.currency:
            return self.decimal(amount, digits)
        sign = {"en": f"¤{_pattern(digits)}", "fr": f"{_pattern(digits)}\N{NO-BREAK SPACE}¤"}
        told = format_currency(
            amount, self.currency, sign[self.lang], locale=self.lang, currency_digits=False
        )
        return _minus(told)

    def short(self, number: float) -> str:
        """Return a number in few letters, for an axis."""
        if abs(number) < 1e6:
            return self.exact(number)
        return str(format_compact_decimal(number, locale=self.lang, fraction_digits=1))

    def _formed(self, number: float, pattern: str) -> str:
        if not math.isfinite(number):
            return NONE
        return _minus(format_decimal(number, pattern, locale=self.lang))

    # --- what the declarations say -----------------------------------------------------------

    def field(self, name: str) -> FieldTexts:
        """Return what a field of a scenario says, by its dotted name."""
        field = Scenario.field(name)
        told = self._translated(FIELDS).get(name, {})
        texts = {
            key: told.get(key, getattr(field, key)) for key in ("label", "unit", "says", "source")
        }
        return FieldTexts(**texts)

    def section(self, name: str) -> str:
        """Return the title of a section of a scenario."""
        return self(f"sections.{name}")

    def preset(self, name: str) -> tuple[str, str]:
        """Return the name and the summary of a preset."""
        plan = Scenario.preset(name)
        told = self._translated(PRESETS).get(name, {})
        return told.get("name", plan.name), told.get("summary", plan.summary)

    def _translated(self, table: str) -> Mapping[str, Mapping[str, str]]:
        return {} if self.lang == "en" else translated(table)


@cache
def load(lang: str = "en", currency: str = "") -> Texts:
    """Return the texts of a language.

    Raises
    ------
    EngagelabError
        For a language that is not ours, or a currency that is no code of three letters.
    """
    if currency and not (len(currency) == 3 and currency.isalpha() and currency.isupper()):
        raise EngagelabError(
            f"currency: {currency!r} is not allowed; give a code of three letters, such as EUR"
        )
    return Texts(need_language(lang), currency)


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


def _minus(text: str) -> str:
    return text.replace("-", _MINUS)
