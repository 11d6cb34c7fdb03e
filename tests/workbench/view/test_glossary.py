import html
import re

import pytest

from engagelab import Scenario
from engagelab.i18n import load
from engagelab.i18n.vocabulary import declared
from engagelab.models import Post
from engagelab.workbench.view.glossary import as_html, entries

ENGLISH, FRENCH = load("en"), load("fr")
WORDS = [
    "reader",
    "sharer",
    "share",
    "group",
    "member",
    "prospect",
    "invitation",
    "invitee",
    "joiner",
    "reach",
    "spread",
    "run",
    "round",
    "seed",
    "baseline",
    "lift",
    "K-factor",
    "measured",
    "anchored",
    "anchored weakly",
    "assumed",
    "choice",
]
LONGER = (
    "half time",
    "standard error",
    "90% band",
    "paired runs",
    "cost per person reached",
    "return on cost",
    "break-even",
)


def test_every_term_of_the_workbench_is_explained():
    found = {entry.word: entry.meaning for entry in entries(ENGLISH)}
    for word in (*WORDS, *LONGER, "key", "crowding", "fatigue", "horizon"):
        assert len(found[word]) > 10, word


@pytest.mark.parametrize("texts", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_every_field_is_explained_by_its_declaration(texts):
    found = {entry.field: entry for entry in entries(texts) if entry.field}
    of_posts = (f"post.{field.name}" for field in Post.parameters())
    assert set(found) == {*Scenario.fields(), *of_posts}
    for name, entry in found.items():
        assert (entry.word, entry.meaning) == (texts.field(name).label, texts.field(name).says)
        assert entry.section
    assert found["groups.size"].key == "field-groups-size"
    if texts is ENGLISH:
        assert found["groups.size"].meaning == declared("groups.size").says


def test_both_languages_explain_the_same_terms():
    keys = [[entry.key for entry in entries(texts)] for texts in (ENGLISH, FRENCH)]
    assert set(keys[0]) == set(keys[1])
    assert len(set(keys[0])) == len(keys[0])
    assert len({(entry.word, entry.section, entry.meaning) for entry in entries(FRENCH)}) == len(
        keys[1]
    )


def test_terms_are_sorted_without_accents():
    words = [entry.word for entry in entries(FRENCH)]
    places = [
        words.index(word)
        for word in ("départs", "dilution de l’attention", "écart entre les tailles")
    ]
    assert places == sorted(places)
    assert words.index("adhésion") < words.index("lassitude") < words.index("tirage")
    words = [entry.word for entry in entries(ENGLISH)]
    assert words.index("joiner") < words.index("K-factor") < words.index("leaver")


def test_the_html_has_an_anchor_for_each_term():
    listed = entries(FRENCH)
    shown = as_html(listed, FRENCH)
    assert re.findall(r'<div id="el-([\w-]+)">', shown) == [entry.key for entry in listed]
    assert [html.unescape(text) for text in re.findall(r"<dd>(.*?)</dd>", shown)] == [
        entry.meaning for entry in listed
    ]
    assert as_html((), FRENCH).count("<dt>") == 0
