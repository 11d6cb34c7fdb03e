from itertools import product

import pytest
from report import reading

from engagelab.texts import load
from engagelab.texts.numbers import MISSING, Number, Summed

VALUES = (0, 0.5, 1.5, 2.5, 0.125, 0.0005, 999.5, 999.995, 1234.5, 12345678.5, -0.4, -2.5, -0.285)


@pytest.mark.parametrize("kind", ["count", "signed", "share", "money"])
@pytest.mark.parametrize("value", VALUES)
def test_a_spreadsheet_shows_what_the_texts_say(texts, value, kind):
    for digits, currency in product((None, 0, 1, 3), ("", "EUR", "USD", "JPY")):
        t = load(texts.lang, currency)
        number = Number.of(value, kind, digits)
        assert reading.shown(number.value, number.excel(t), t.lang) == number.text(t)


def test_a_tie_is_rounded_away_from_zero():
    t = load("en")
    assert [Number.of(x).text(t) for x in (0.5, 1.5, 2.5, -2.5)] == [
        "1",
        "2",
        "3",
        "\N{MINUS SIGN}3",
    ]


def test_a_row_has_the_digits_of_its_mean():
    told = Summed.of({"mean": 0.5, "standard_error": 12.345, "low": 0.1}, "money")
    assert [n.digits for n in (told.mean, told.error, told.low, told.high)] == [3] * 4
    assert not told.high.known
    assert told.with_error(load("en")) == "0.500\xa0±\xa012.345"
    assert told.band(load("en")) == "–"


def test_what_is_not_known_is_a_dash(texts):
    for kind in ("count", "signed", "share", "money"):
        assert Number.of(MISSING, kind).text(texts) == "–"


def test_fifteen_digits_are_kept():
    assert Number.of(1 / 3).value == 0.333333333333333
