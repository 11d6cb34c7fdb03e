"""Words that go with a number, in the table and in refusals."""

import pytest

from engagelab.errors import message
from engagelab.i18n import load
from engagelab.i18n.plurals import Counted


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (0, "ties", "lien"),
        (1, "tie", "lien"),
        (-1, "tie", "lien"),
        (1.5, "ties", "lien"),
        (2, "ties", "liens"),
        (12_000, "ties", "liens"),
    ],
)
def test_each_language_has_its_form(number, english, french):
    assert f"{Counted('', number, 'en'):tie|ties}" == english
    assert f"{Counted('', number, 'fr'):lien|liens}" == french


def test_a_number_is_written_as_ever():
    assert f"{Counted('1 000', 1000, 'fr')}" == "1 000"
    assert f"{Counted('7', 7, 'en'):>3}" == "  7"


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("key", "values", "english", "french"),
    [
        (
            "network.counts",
            {"people": 2, "ties": 1, "groups": 0},
            "2 people, 1 tie, 0 groups",
            "2 personnes, 1 lien, 0 groupe",
        ),
        ("workbench.runs", {"runs": 1}, "1 run", "1 tirage"),
        ("workbench.runs", {"runs": 1000}, "1,000 runs", "1 000 tirages"),
        ("calendar.repeated", {"posts": 1}, "1 post is added.", "1 publication est ajoutée."),
        (
            "calendar.left_out",
            {"posts": 0, "left": 1, "horizon": 30},
            "0 posts are added; 1 would start after the last round, 30, and is left out.",
            "0 publication est ajoutée ; 1 commencerait après le dernier tour, 30, et est omise.",
        ),
        (
            "history.changed_more",
            {"label": "a", "value": "b", "more": 1},
            "a: b, and 1 more",
            "a : b, et 1 autre",
        ),
        (
            "explore.is_done",
            {"done": 1, "total": 1},
            "done: 1 plan simulated",
            "terminé : 1 plan simulé",
        ),
        (
            "compare.more_runs",
            {"more": 1},
            "About 1 more run would, if the lift is what it seems.",
            "Environ 1 tirage de plus le permettrait, si le gain est bien celui-là.",
        ),
        (
            "player.caption",
            {"run": 0, "chance": "7", "people": 300, "groups": 1, "posts": "one post"},
            "One run (run 0, key 7): 300 people, 1 group, one post.",
            "Un tirage (tirage 0, clé 7) : 300 personnes, 1 groupe, one post.",
        ),
    ],
)
def test_a_text_goes_with_its_numbers(key, values, english, french):
    assert load("en")(key, **values) == english
    assert plain(load("fr")(key, **values)) == french


def test_a_refusal_goes_with_its_numbers():
    assert message("file_fields", line=3, found=1, wanted=2, names="a, b").startswith(
        "line 3: 1 field where 2 are expected (a, b)"
    )
    assert "2 fields where 1 is expected" in message(
        "file_fields", line=3, found=2, wanted=1, names="a"
    )
    assert message("too_few_groups", groups=0.51234, members=8, people=10, least=0.8).startswith(
        "0.512 groups per person"
    )
