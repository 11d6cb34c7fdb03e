"""French punctuation: no-break spaces."""

import pytest
from i18n.test_catalogue import WRONG, set_apart

from engagelab.i18n.typography import french


@pytest.mark.parametrize(
    "text", ["mot: ici", "mot; ici", "quoi ?", "10%", "«mot»", "l'an", "et..."]
)
def test_straight_punctuation_would_be_found(text):
    assert WRONG.search(set_apart(text))
    assert not WRONG.search(set_apart(french("« 10 % » : oui ; non ? l’an…")))


@pytest.mark.parametrize(
    ("text", "typeset"),
    [
        ("mot : mot", "mot\xa0: mot"),
        ("« mot »", "«\xa0mot\xa0»"),
        ("10 % ; 5 €", "10\xa0%\xa0; 5\xa0€"),
        ("12 000 personnes", "12\u202f000 personnes"),
        ("12 0000, 1 23", "12 0000, 1 23"),
    ],
)
def test_plain_spaces_become_no_break_spaces(text, typeset):
    assert french(text) == typeset
    assert french(typeset) == typeset
