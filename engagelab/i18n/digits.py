"""One rule of digits for each measure of a decision, alike on the screen and in every file.

The digits of a range follow its mean, so both ends and the mean have the same. Rounding comes last:
differences are taken before it.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .number_format import NONE, spreadsheet_value, to_tens
from .texts import Texts

Measure = Literal[
    "people", "more", "total", "gain", "each", "share", "return", "probability", "factor"
]
_MINUS = "\N{MINUS SIGN}"
_SIGNED = ("more", "gain", "return")
_PERCENT = ("share", "return", "probability")
_MONEY = ("total", "gain", "each")
_SIGNIFICANT = 3
_TENS_FROM = 1_000  # of an amount of money
_WHOLE_FROM = 10  # a whole price from here on has whole thresholds
_FINE = 0.05  # below this probability, per cent have decimals


def shown(measure: Measure, value: float, t: Texts, like: float | None = None) -> str:
    """Return a number of a measure as text.

    Parameters
    ----------
    measure : str
        ``people`` and ``more`` (a difference of people) have three significant digits; ``total``
        and ``gain`` (a difference of money) are rounded to 10 from 1,000 on; ``each``, a price or
        cost per person, has two decimals, or none if it is a whole number; ``share`` and
        ``return`` are whole per cent; ``probability`` has decimals below 5 %; ``factor`` has at
        most two decimals.
    value : float
        The number before rounding.
    t : Texts
        Language and currency.
    like : float, optional
        The number whose digits to use, such as the mean of a range.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> t = load("en", "EUR")
    >>> shown("people", 6483, t), shown("each", 3.0864, t).split(), shown("return", 0.047, t)
    ('6,480', ['3.09', 'EUR'], '+5%')
    >>> shown("probability", 0.043, t), shown("probability", 0.15, t), shown("factor", 0.5, t)
    ('4.3%', '15%', '0.5')
    """
    return _Rule(measure, digits(measure, value if like is None else like)).text(value, t)


def span(measure: Measure, ends: tuple[float, float], t: Texts, like: float) -> str:
    """Return a range in words with the digits of its mean; the unit of money once in English.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> span("each", (2.767, 3.514), load("en", "EUR"), 3.09).split()[:3]
    ['2.77', 'to', '3.51']
    >>> span("people", (5688, 7231), load("en"), 6483)
    '5,690 to 7,230'
    """
    if not all(map(math.isfinite, ends)):
        return NONE
    places = digits(measure, like)
    if measure in ("probability", "factor"):
        places = max(digits(measure, end) for end in ends)
    if measure == "each":
        places = max(places, *(digits(measure, end) for end in ends))
    low, high = (_Rule(measure, places).text(end, t) for end in ends)
    if t.lang == "en" and measure in _MONEY:
        low = low.removesuffix(t.unit_of_money)
    elif t.lang == "en":
        low = low.removesuffix("%")
    return t("report.between", low=low, high=high)


def safe(measure: Measure, value: float, *, up: bool, like: float | None = None) -> float:
    """Return a threshold rounded to the safe side: up for "or more", down for "or less".

    With `like`, a whole price of 10 or more, the threshold is whole too.

    Examples
    --------
    >>> safe("each", 2.5802, up=True), safe("probability", 0.2066, up=False)
    (2.59, 0.2)
    """
    if not math.isfinite(value):
        return value
    places = 2 if measure == "each" and abs(value) >= 1 else digits(measure, value)
    if measure == "each" and like is not None and like >= _WHOLE_FROM and like == int(like):
        places = 0
    power = 10 ** (places + (2 if measure in _PERCENT else 0))
    toward: Callable[[float], float] = math.ceil if up else math.floor
    return float(toward(round(value * power, 6)) / power)


def digits(measure: Measure, value: float) -> int:
    """Return the decimals of a number of a measure; negative ones round to tens or hundreds."""
    size = abs(spreadsheet_value(value)) if math.isfinite(value) else 0.0
    if measure in ("people", "more"):
        return min(0, _SIGNIFICANT - 1 - _power(size)) if size else 0
    if measure in ("total", "gain"):
        return -1 if size >= _TENS_FROM else 0
    if measure == "each":
        return _of_price(size)
    if measure == "probability":
        return _of_probability(size)
    if measure in ("share", "return"):
        return 1 if 0 < size < 0.01 and measure == "share" else 0
    return _of_factor(size)


def _power(size: float) -> int:
    """Return the power of ten of the first digit."""
    return math.floor(math.log10(size))


def _of_probability(size: float) -> int:
    """Return the decimals of per cent: one below 5 %, without a trailing zero."""
    if size >= _FINE or not size:
        return 0
    places = 1 if size >= 0.001 else 2 if size >= 0.0001 else 3
    return next(n for n in range(places + 1) if n == places or _whole(size * 100 * 10**n))


def _of_price(size: float) -> int:
    """Return two decimals, none for a whole number, more for a fraction of a cent."""
    if size == int(size):
        return 0
    most = max(2, 1 - _power(size))
    return next(n for n in range(2, most + 1) if n == most or _whole(size * 10**n))


def _of_factor(size: float) -> int:
    return next(n for n in range(3) if n == 2 or _whole(size * 10**n))


def _whole(number: float) -> bool:
    return math.isclose(number, round(number), abs_tol=1e-9)


@dataclass(frozen=True)
class _Rule:
    """A measure and its decimals."""

    measure: Measure
    places: int

    def text(self, value: float, t: Texts) -> str:
        if not math.isfinite(value):
            return NONE
        if self.measure in _PERCENT:
            return self._percent(value, t)
        if self.measure in _MONEY:
            return t.amount(value, self.places, signed=self.measure in _SIGNED)
        if self.measure in _SIGNED:
            return t.signed_unless_zero(value, self.places)
        return t.decimal(value, self.places)

    def _percent(self, value: float, t: Texts) -> str:
        text = t.percent(value, self.places)
        if self.measure not in _SIGNED:
            return text
        if not any(letter in "123456789" for letter in text):
            return text.lstrip(_MINUS)
        return text if text.startswith(_MINUS) else f"+{text}"


def rounded(measure: Measure, value: float) -> float:
    """Return a number as it is shown, such as for a label of a chart.

    Examples
    --------
    >>> rounded("people", 6483), rounded("each", 3.086)
    (6480, 3.09)
    """
    places = digits(measure, value)
    if measure in _PERCENT:
        places += 2
    return to_tens(value, places) if places < 0 else round(value, places)


def percent_more(first: float, second: float, t: Texts) -> tuple[str, bool]:
    """Return by how much a first number exceeds a second: per cent, or a factor from twice on.

    Returns
    -------
    tuple of (str, bool)
        ``("40%", False)``, or ``("2.3", True)`` for 2.3 times as many.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> percent_more(6480, 4630, load("en")), percent_more(2300, 1000, load("en"))
    (('40%', False), ('2.3', True))
    """
    lead = (first - second) / second if second else math.inf
    if not math.isfinite(lead):
        return NONE, False
    if lead >= 1:
        return t.decimal(first / second, 1 if first / second < 10 else 0), True
    return shown("share", lead, t), False
