"""French punctuation and words: no-break spaces, and no wording that was replaced."""

import json
import re

import pytest
from checkout import ROOT
from i18n.test_catalogue import WRONG, set_apart

from engagelab.i18n.catalogue import FRENCH_ONLY, rows, translated
from engagelab.i18n.notebooks import in_language
from engagelab.i18n.typography import french

CODE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)", re.DOTALL)


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
        ("10 % ; 5 €", "10\xa0%\u202f; 5\xa0€"),
        ("quoi\xa0? non\xa0!", "quoi\u202f? non\u202f!"),
        ("12 000 personnes", "12\u202f000 personnes"),
        ("12 0000, 1 23", "12 0000, 1 23"),
    ],
)
def test_plain_spaces_become_no_break_spaces(text, typeset):
    assert french(text) == typeset
    assert french(typeset) == typeset


def every_french_text():
    """Yield all texts of the tables and of the notebooks, as they are shown."""
    yield from ((key, row["fr"]) for key, row in rows().items())
    for table in FRENCH_ONLY:
        for name, parts in translated(table).items():
            yield from ((f"{table}.{name}.{part}", text) for part, text in parts.items())
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        book = in_language(json.loads(path.read_text(encoding="utf-8")), path, "fr")
        for cell in book["cells"]:
            if cell["cell_type"] == "markdown":
                yield f"{path.stem} {cell['id']}", CODE.sub("", cell["source"])


WRONG_SPACE = re.compile(r"[ \xa0][;?!]|[ \u202f][:»%€]|«[ \u202f]|\d \d{3}\b")


def test_the_spaces_of_all_french_texts_are_the_same():
    texts = list(every_french_text())
    assert len(texts) > 1_000
    assert any("\u202f;" in text for _, text in texts)
    assert [(key, found[0]) for key, text in texts if (found := WRONG_SPACE.search(text))] == []


# what the words once were, and what they are no longer called
OLD = re.compile(
    r"salariés autonomes|des tirages vont de|\brendement|\(argent|argent par unité|de haut en bas"
    r"|de bas en haut|inviter un ami|contrôle serré|encombrement|facteur de cote|\bancrée?s?\b"
    r"|hors message|\bretenir\b|balayer|nombreux nombres|portée au tour|disent le hasard"
    r"|non le doute|envoyer un yaml|repartir à neuf|\b5[ \xa0]?(?:à|-|–)[ \xa0]?95",
    re.IGNORECASE,
)


def test_no_word_that_was_replaced_is_left():
    assert OLD.search("Rendement (du coût)")
    assert OLD.search("5–95\xa0% des tirages")
    found = [(key, match[0]) for key, text in every_french_text() if (match := OLD.search(text))]
    assert found == []
