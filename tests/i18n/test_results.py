"""Remarks on exports and fits have French rows with the same placeholders."""

from string import Formatter

import pytest
from checkout import ROOT

from engagelab.errors import Message
from engagelab.experiments.fit_says import named
from engagelab.experiments.fit_words import WORDS, fit_word
from engagelab.i18n.catalogue import RESULTS, rows, translated
from engagelab.i18n.outputs import in_french
from engagelab.i18n.texts import load
from engagelab.io.yaml_text import read_yaml
from engagelab.observed.header_words import MEASURES
from engagelab.observed.remarks import REMARKS, remark

EXPORTS = ROOT / "engagelab" / "observed" / "exports.yaml"


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_remark_has_a_french_row() -> None:
    french = translated(RESULTS)
    assert not set(REMARKS) & set(WORDS)
    assert set(REMARKS) | set(WORDS) == set(french)
    for code, text in {**REMARKS, **WORDS}.items():
        assert places(french[code]["fr"]) == places(text), code
        assert not text.endswith(".")


@pytest.mark.parametrize("number", [1, 2])
def test_a_remark_is_translated_with_its_values(number: int) -> None:
    note = remark("totals", file="a.csv", number=number)
    assert load("fr").refusal(("", note)).endswith(f": {number}")
    assert load("en").refusal(("", note)) == note


@pytest.mark.parametrize(
    ("english", "french"),
    [
        (
            fit_word("fit_record", field=named("invitations.invite"), measure=Message("joins")),
            "vos publications ne disent rien de ce paramètre : taux d’invitation ; "
            "pour le connaître, relevez les adhésions",
        ),
        (
            fit_word("fit_from", posts=6, measures=Message("reads, joins"), simulations=1_000),
            "6 publications (premières lectures, adhésions) ont été comparées à 1 000 campagnes "
            "simulées",
        ),
        (
            fit_word("fit_pauses", rounds=1),
            "les pauses de plus de 1 tour entre publications ont été coupées, car il ne s’y passe "
            "rien",
        ),
    ],
)
def test_a_sentence_is_the_same_in_a_notebook_and_in_the_workbench(english, french) -> None:
    plain = str.maketrans("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", "  ")
    assert load("fr").refusal(("", english)).translate(plain) == french
    assert in_french(str(english)).translate(plain) == french
    assert in_french(f"- {english}").translate(plain) == f"- {french}"


def test_each_tool_and_measure_of_an_export_has_a_french_word() -> None:
    tools = read_yaml(EXPORTS.read_text(encoding="utf-8"), EXPORTS.name)["tools"]
    for tool in tools:
        note = remark("form", file="a.csv", tool=tool["name"], rows=2)
        assert in_french(str(note)) != str(note)
        assert rows()[f"words.tool_{tool['name'].replace(' ', '_').lower()}"]["fr"] in in_french(
            str(note)
        )
    assert all(f"words.measure_{name}" in rows() for name in MEASURES)
