"""Labels and values of fields in words."""

import pytest

import engagelab as el
from engagelab.i18n import load

ENGLISH, FRENCH = load("en"), load("fr")
_THIN, _NBSP = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("name", "value", "english", "french"),
    [
        ("control.review", True, "yes", "oui"),
        ("money.cost_post", 1234.5, "1,234.5", f"1{_THIN}234,5"),
        ("settings.key", 12345, "12345", "12345"),
        (
            "content.relevance_by_role",
            {"employee": 0.5, "public": 1.0},
            "employee 0.5, public 1",
            f"salarié 0,5{_NBSP}; public 1",
        ),
        ("content.relevance_by_role", {}, "none", "aucune"),
        ("groups.hold", "memberships", "memberships", "adhésions"),
        ("post.groups", ("choir", 3), "choir, 3", "choir, 3"),
        ("post.relevance", None, "none", "aucune"),
        ("campaign.posts", (), "none", "aucune"),
        (
            "campaign.posts",
            (el.Post(round=3, seeds=5, paid=40),),
            "round 3: 5 seeds (anybody), paid people 40",
            f"tour 3{_NBSP}: 5 personnes de départ (tout le monde){_NBSP}; affichages payés 40",
        ),
        (
            "campaign.posts",
            (el.Post(seeds=1, origin="customer"), el.Post(round=2, groups=("choir",))),
            "round 0: 1 seed (customers); round 2: 10 seeds (anybody), groups choir",
            f"tour 0{_NBSP}: 1 personne de départ (clients); "
            f"tour 2{_NBSP}: 10 personnes de départ (tout le monde){_NBSP}; groupes choir",
        ),
    ],
)
def test_a_value_is_in_the_words_of_the_language(name, value, english, french):
    assert ENGLISH.value(name, value) == english
    assert FRENCH.value(name, value) == french


@pytest.mark.parametrize(
    ("posts", "line"),
    [
        ([], "no post"),
        ([el.Post(seeds=1)], "1 post (round 0) from 1 seed: anybody"),
        (
            [el.Post(seeds=5), el.Post(round=7, seeds=5, origin="customer")],
            "2 posts (rounds 0, 7), each from 5 seeds: anybody, customers",
        ),
        (
            [el.Post(seeds=5, paid=2), el.Post(round=7, seeds=6)],
            "2 posts (rounds 0, 7), 11 seeds in all: anybody; 2 paid people in all",
        ),
    ],
)
def test_a_calendar_is_one_line(posts, line):
    assert ENGLISH.calendar(posts) == line


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("groups.size", "group size (people)"),
        ("control.review", "review"),
        ("settings.key", "key"),
        ("post.seeds", "seeds (people)"),
        ("groups.hold", "fixed when group size changes"),
    ],
)
def test_a_label_has_the_unit_unless_it_is_implied(name, label):
    assert ENGLISH.label(name) == label


@pytest.mark.parametrize(
    ("name", "says"),
    [("post.seed", r"post\.seed: no such field; did you mean 'post\.seeds'"),
     ("post.12345", r"post\.12345: no such field; ")],
)  # fmt: skip
def test_an_unknown_field_is_refused(name, says):
    with pytest.raises(el.EngagelabError, match=says):
        ENGLISH.field(name)
