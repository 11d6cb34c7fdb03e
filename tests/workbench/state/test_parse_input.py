import pytest

from engagelab import EngagelabError, Scenario
from engagelab.i18n import load
from engagelab.workbench.state.parse_input import (
    number_in,
    read_number,
    unexpected,
    written,
)


def read(name, text):
    return read_number(name, Scenario.fields()[name], text)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("invitations.invite", "0.25", 0.25),
        ("invitations.invite", " .5 ", 0.5),
        ("invitations.invite", "1", 1),
        ("population.people", "2e4", 20_000),
        ("settings.key", str(2**63 - 1), 2**63 - 1),
        ("groups.size", "25.0", 25),
    ],
)
def test_a_number_is_read(name, text, value):
    assert read(name, text) == value
    assert isinstance(read(name, text), int) or Scenario.fields()[name].type is float


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "invitations.invite",
            "1.2",
            "1.2 is above the highest value allowed; give a number from 0",
        ),
        ("invitations.invite", "-0.1", "-0.1 is below the lowest value allowed"),
        ("invitations.invite", "many", "'many' is not allowed"),
        ("invitations.invite", "", "is empty; give a number from 0 to 1"),
        ("invitations.invite", "0,3", "a comma is not a decimal point; write 0.3 with a point"),
        ("invitations.invite", "nan", "'nan' is not allowed: not a number"),
        (
            "groups.size",
            "-3",
            "-3 is below the lowest value allowed; give a number from 2 to 1,000",
        ),
        ("population.people", "20.5", "'20.5' is not allowed"),
        (
            "settings.runs",
            "0",
            "0 is below the lowest value allowed; give a whole number from 1 to",
        ),
    ],
)
def test_a_refusal_names_the_value_and_what_is_allowed(name, text, says):
    with pytest.raises(EngagelabError) as refused:
        read(name, text)
    assert says in str(refused.value)
    assert name not in str(refused.value)


@pytest.mark.parametrize("value", [0.1, 1 / 3, 25.0, 1e7, 12, 0])
def test_a_written_value_parses_as_the_same(value):
    assert float(written(value)) == pytest.approx(value, rel=1e-11)


def test_an_unexpected_error_is_one_line_with_advice():
    told = unexpected(RuntimeError("two\nlines"), load("en"))
    assert "\n" not in told
    assert "RuntimeError: two lines" in told
    assert "preset" in told


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,3", 0.3),
        ("0.3", 0.3),
        (" ,5", 0.5),
        ("1", 1),
        ("0,300", 0.3),
        ("\N{MINUS SIGN}0,5", -0.5),
    ],
)
def test_in_french_a_comma_sets_off_decimals_and_so_does_a_point(text, value):
    assert number_in(text, whole=False, lang="fr") == value


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [
        ("1,000", "en", 1000),
        ("12,345,678", "en", 12_345_678),
        ("1 000", "en", 1000),
        ("1 000", "fr", 1000),
        ("1\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}000", "fr", 1_000_000),
        ("25.0", "fr", 25),
        ("1,000", "fr", None),  # one, or a thousand?
        ("1.000", "fr", None),
        ("1.000", "en", None),
        ("1,00", "en", None),
        ("0,300", "en", None),
        ("1 00", "fr", None),
        ("1 0000", "fr", None),
        ("2,5", "fr", None),
    ],
)
def test_a_whole_number_is_read_only_if_it_is_certain(text, lang, value):
    assert number_in(text, whole=True, lang=lang) == value


@pytest.mark.parametrize("text", ["0,3", "1,00.5", "0.3,1", "1_5", "1_000"])
def test_in_english_a_comma_parts_thousands_only(text):
    assert number_in(text, whole=False) is None


@pytest.mark.parametrize("text", ["0,3,1", "1.000,5", "zéro", "1_5", "1_000"])
def test_texts_that_are_not_numbers_in_french_either(text):
    assert number_in(text, whole=False, lang="fr") is None


def test_a_written_value_is_parsed_in_each_language():
    for lang in ("en", "fr"):
        for value in (0.3, 1 / 3, 25.0, 1e-7, 10_000, 12_345.5):
            told = number_in(written(value, lang), whole=isinstance(value, int), lang=lang)
            assert told == pytest.approx(value, rel=1e-11)
    assert written(0.3, "fr") == "0,3"


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("text", "share"),
    [("50%", 0.5), ("50 %", 0.5), (" 50\N{NO-BREAK SPACE}% ", 0.5), ("0.5%", 0.005), ("100%", 1.0)],
)
def test_a_share_may_be_a_percentage(lang, text, share):
    for name in ("invitations.invite", "population.social"):
        assert read_number(name, Scenario.field(name), text, lang) == share


def test_a_percentage_has_the_commas_of_its_language():
    invite = Scenario.field("invitations.invite")
    assert read_number("invitations.invite", invite, "12,5 %", "fr") == 0.125
    with pytest.raises(EngagelabError, match=r"write 12.5 % with a point"):
        read_number("invitations.invite", invite, "12,5 %", "en")


@pytest.mark.parametrize("text", ["120%", "-5 %"])
def test_a_percentage_out_of_bounds_is_refused(text):
    with pytest.raises(EngagelabError, match="give a number from 0 to 1"):
        read_number("invitations.invite", Scenario.field("invitations.invite"), text)


@pytest.mark.parametrize(
    "name", ["groups.size", "population.ties", "engagement.fatigue", "settings.runs"]
)
def test_only_a_share_can_be_a_percentage(name):
    with pytest.raises(EngagelabError, match="'50%' is not allowed"):
        read_number(name, Scenario.field(name), "50%")


@pytest.mark.parametrize("text", ["%", " %", "5%%", "a %"])
def test_a_sign_alone_is_not_a_percentage(text):
    with pytest.raises(EngagelabError, match="is not allowed"):
        read_number("invitations.invite", Scenario.field("invitations.invite"), text)


def test_an_ambiguous_number_is_refused():
    for text in ("1.000", "1,000"):
        with pytest.raises(EngagelabError, match="can be read as two different numbers; leave out"):
            read_number("population.people", Scenario.field("population.people"), text, "fr")
