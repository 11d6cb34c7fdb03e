"""The texts of a language: loaded once, with error messages."""

import pytest

import engagelab as el
from engagelab.i18n import load


def test_texts_are_loaded_once_for_each_language_and_currency():
    assert load("fr", "EUR") is load("fr", "EUR")
    assert load("fr", "EUR") != load("fr") != load("en")


@pytest.mark.parametrize("currency", ["euro", "eur", "E1R", "€"])
def test_a_currency_is_a_code_of_three_capital_letters(currency):
    with pytest.raises(el.EngagelabError, match=r"currency: .* three capital letters, such as EUR"):
        load("en", currency)


def test_an_error_is_given_with_and_without_the_names_of_its_fields():
    with pytest.raises(el.EngagelabError) as caught:
        el.Scenario(groups={"size": 1})
    (problem,) = caught.value.problems
    t = load("en")
    assert t.refusal(problem).startswith("1 is below the lowest value allowed")
    assert t.mistake(caught.value) == f"{t.name_of('groups.size')}: {t.refusal(problem)}"
    assert t.name_of("groups.size") == "group size (groups.size)"
    assert t.name_of("campaign.posts.2.seeds") == "post 3, seeds (campaign.posts.2.seeds)"
    assert t.name_of("state") == "state"
