"""Remarks on exports and fits have French rows with the same placeholders."""

from string import Formatter

import pytest

from engagelab.experiments.fit_words import WORDS
from engagelab.i18n.catalogue import RESULTS, translated
from engagelab.i18n.texts import load
from engagelab.observed.remarks import REMARKS, remark


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_remark_has_a_french_row() -> None:
    rows = translated(RESULTS)
    assert not set(REMARKS) & set(WORDS)
    assert set(REMARKS) | set(WORDS) == set(rows)
    for code, text in {**REMARKS, **WORDS}.items():
        assert places(rows[code]["fr"]) == places(text), code
        assert not text.endswith(".")


@pytest.mark.parametrize("number", [1, 2])
def test_a_remark_is_translated_with_its_values(number: int) -> None:
    note = remark("totals", file="a.csv", number=number)
    assert load("fr").refusal(("", note)).endswith(f": {number}")
    assert load("en").refusal(("", note)) == note
