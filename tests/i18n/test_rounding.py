"""Numbers: what the texts say is what a spreadsheet shows in the format that goes with them."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report import reading

from engagelab.i18n import load
from engagelab.i18n.rounding import MISSING, Number, Summed, one_format, price, won

VALUES = (0, 0.5, 1.5, 2.5, 0.125, 0.0005, 999.5, 999.995, 1234.5, 12345678.5, -0.4, -2.5, -0.285,
          1610.5, 1610.4999999999998, 3.0845, 0.7145, 0.71450000000000002, 0.9995, 9.95, 9.96, 99.5,
          1.0049999999999999, 2.675, 1e-7, -1610.5, 999.9949999999999)  # fmt: skip
MEASURES = ("reach", "reach_share", "lift", "shares", "joins", "half_time", "cost", "value",
            "cost_per_reader", "cost_per_extra_reader", "pays_from", "return", "pays")  # fmt: skip
TEXTS = [load(lang, currency) for lang, currency in product(("en", "fr"), ("", "EUR", "USD"))]


@pytest.fixture(params=["en", "fr"])
def texts(request):
    return load(request.param, "EUR")


@pytest.mark.parametrize("kind", ["count", "signed", "share", "money"])
@pytest.mark.parametrize("value", VALUES)
def test_a_spreadsheet_shows_what_the_texts_say(texts, value, kind):
    for digits, currency in product((None, 0, 1, 3), ("", "EUR", "USD", "JPY")):
        t = load(texts.lang, currency)
        number = Number.of(value, kind, digits)
        assert reading.shown(number.value, number.excel(t), t.lang) == number.text(t)


@pytest.mark.parametrize("measure", MEASURES)
@given(value=st.floats(-1e9, 1e9) | st.integers(-(10**7), 10**7).map(lambda n: n / 200))
def test_every_measure_is_shown_alike_whatever_its_size(measure, value):
    for t in TEXTS:
        number = Number.measured(measure, value)
        assert reading.shown(number.value, number.excel(t), t.lang) == number.text(t)


@pytest.mark.parametrize(
    ("measure", "value", "english"),
    [
        ("reach", 5.25, "5.3"),
        ("reach", 1610.5, "1,611"),
        ("lift", 1610.5, "+1,611"),
        ("lift", -9.94, "\N{MINUS SIGN}9.9"),
        ("return", 0.714, "71.4%"),
        ("return", -1, "\N{MINUS SIGN}100.0%"),
        ("cost", 1610.5, "1,611"),
        ("cost", 0, "0.00"),
        ("cost_per_reader", 3.084, "3.08"),
        ("cost_per_reader", 0.0845, "0.085"),
        ("half_time", 12, "12.0"),
        ("reach_share", 0.12345, "12.3%"),
        ("pays", 0.955, "96%"),
    ],
)
def test_how_each_measure_is_written(measure, value, english):
    assert Number.measured(measure, value).text(load("en")) == english


def test_a_row_has_the_digits_of_its_mean():
    told = Summed.measured("cost", {"mean": 0.5, "standard_error": 12.345, "low": 0.1})
    assert [n.digits for n in (told.mean, told.error, told.low, told.high)] == [3] * 4
    assert not told.high.known
    assert told.with_error(load("en")) == "0.500\xa0±\xa012.345"
    assert told.band(load("en")) == "–"


def test_what_is_not_known_is_a_dash(texts):
    for kind in ("count", "signed", "share", "money"):
        assert Number.of(MISSING, kind).text(texts) == "–"
    for measure in MEASURES:
        told = Summed.measured(measure, {"mean": MISSING, "standard_error": math.inf})
        assert told.with_error(texts) == told.band(texts) == "–"


def test_fifteen_digits_are_kept():
    assert Number.of(1 / 3).value == 0.333333333333333


# --- plans against each other ----------------------------------------------------------------


def row(lift, *, resolved=True):
    ends = {"cost_per_extra_reader": 1610.5 / lift, "cost_per_extra_reader_low": -3.0}
    return {"lift": lift, "resolved": resolved, **ends, "cost_per_extra_reader_high": 12.0}


@pytest.mark.parametrize("given", [row(-40.0), row(0.1, resolved=False), row(-40, resolved=False)])
def test_people_who_are_not_surely_won_have_no_price(given, texts):
    told = price(given)
    assert [n.text(texts) for n in (told.mean, told.error, told.low, told.high)] == ["–"] * 4


def test_people_who_are_won_have_a_price_with_its_interval():
    told = price(row(40.0))
    assert (told.mean.value, told.low.value, told.high.value) == (40.2625, -3.0, 12.0)


@given(runs=st.integers(2, 5000), data=st.data())
def test_runs_are_won_by_halves(runs, data):
    halves = data.draw(st.integers(0, 2 * runs))
    told = won(halves / 2 / runs, runs)
    assert told.value == halves / 2
    assert told.text(load("en")) == load("en").exact(halves / 2)


# --- one format for a chart ------------------------------------------------------------------


@pytest.mark.parametrize(
    "costs",
    [(3.084,), (12.0, 0.0845, 3.0845), (0.5, 40.125, 1610.5), (0.0, 0.5, 2.0), (1e-6, 2.0), (0.0,)],
)
def test_a_chart_shows_each_number_as_it_is_written(costs, texts):
    numbers = [Number.measured("cost_per_reader", cost) for cost in costs]
    form = one_format([*numbers, Number(MISSING, "money")], texts)
    for number in numbers:
        assert reading.shown_in(form, number.value, texts.lang) == number.text(texts)


def test_a_chart_without_numbers_has_a_format():
    assert one_format([Number(MISSING, "money", 2)], load("en")).startswith("#,##0.00;")
