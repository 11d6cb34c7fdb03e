"""Numbers and money in the formats of the languages."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagelab.i18n import load
from engagelab.i18n.number_format import NONE, Figures
from engagelab.i18n.rounding import Number

TEXTS = [load(lang, currency) for lang, currency in product(("en", "fr"), ("", "EUR", "USD"))]


@given(value=st.integers(-(10**6), 10**6).map(lambda n: n + 0.5))
def test_what_the_screen_writes_by_itself_is_rounded_like_a_number(value):
    for t in TEXTS:
        digits = Number.of(value, "money").digits
        for seen in (value, math.nextafter(value, 0), math.nextafter(value, math.inf)):
            assert t.whole(seen) == Number.of(value).text(t)
            assert t.signed(seen) == Number.of(value, "signed").text(t)
            assert t.percent(seen / 100) == Number.of(value / 100, "share").text(t)
            assert t.money(seen, digits=digits) == Number.of(value, "money").text(t)


def test_a_tie_is_rounded_away_from_zero():
    t = load("en")
    told = [Number.of(x).text(t) for x in (0.5, 1.5, 2.5, 1610.5, -2.5)]
    assert told == ["1", "2", "3", "1,611", "\N{MINUS SIGN}3"]
    assert t.percent(0.7145, 1) == "71.5%"


THIN, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("method", "arguments", "english", "french"),
    [
        ("whole", (12345.4,), "12,345", f"12{THIN}345"),
        ("decimal", (0.5, 2), "0.50", "0,50"),
        ("exact", (10**15,), "1,000,000,000,000,000", THIN.join(["1", *["000"] * 5])),
        ("exact", (1.5e15,), "1.5e+15", "1,5e+15"),
        ("exact", (-0.1,), "\N{MINUS SIGN}0.1", "\N{MINUS SIGN}0,1"),
        ("signed", (-3.25, 1), "\N{MINUS SIGN}3.3", "\N{MINUS SIGN}3,3"),
        ("percent", (0.125,), "13%", f"13{WIDE}%"),
        ("money", (2.5,), "€2.50", f"2,50{WIDE}€"),
        ("money", (2.5, 1200), "€3", f"3{WIDE}€"),
        ("short", (1.26e6,), "1.3M", f"1,3{WIDE}M"),
    ],
)
def test_each_language_has_its_format(method, arguments, english, french):
    for lang, text in (("en", english), ("fr", french)):
        assert getattr(Figures(lang, "EUR"), method)(*arguments) == text


def test_a_missing_number_is_a_dash():
    english = Figures("en", "EUR")
    for write in (english.whole, english.exact, english.signed, english.percent, english.money):
        assert write(math.nan) == write(math.inf) == NONE
