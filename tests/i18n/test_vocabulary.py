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
        ("groups.hold", "memberships", "memberships", "adhésions"),
        ("post.groups", ("choir", 3), "choir, 3", "choir, 3"),
        ("post.relevance", None, "none", "aucune"),
        ("post.name", "spring", "spring", "spring"),
        ("post.name", "", "none", "aucune"),
        ("campaign.posts", (), "none", "aucune"),
        (
            "campaign.posts",
            (el.Post(round=3, seeds=5, paid=40),),
            "round 3: 5 seeds (anybody), paid impressions 40",
            f"tour 3{_NBSP}: 5 personnes de départ (n’importe qui){_THIN}; affichages payés 40",
        ),
        (
            "campaign.posts",
            (el.Post(seeds=1, origin="customer"), el.Post(round=2, groups=("choir",))),
            "round 0: 1 seed (customers); round 2: 10 seeds (anybody), groups choir",
            f"tour 0{_NBSP}: 1 personne de départ (clients){_THIN}; "
            f"tour 2{_NBSP}: 10 personnes de départ (n’importe qui){_THIN}; groupes choir",
        ),
        (
            "campaign.posts",
            (el.Post(origin="organisation"), el.Post(round=2, people=("Ann", 7), name="spring")),
            "round 0: the organisation in its own space; "
            "round 2: 2 seeds (named people), name spring, people Ann, 7",
            f"tour 0{_NBSP}: l’organisation dans son espace propre{_THIN}; "
            f"tour 2{_NBSP}: 2 personnes de départ (personnes désignées){_THIN}; nom spring"
            f"{_THIN}; personnes désignées Ann, 7",
        ),
        (
            "campaign.posts",
            (el.Post(seeds=0, paid=40), el.Post(seeds=0)),
            "round 0: paid impressions only, paid impressions 40; round 0: nobody",
            f"tour 0{_NBSP}: affichages payés seulement{_THIN}; affichages payés 40{_THIN}; "
            f"tour 0{_NBSP}: personne",
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
            "2 posts (rounds 0, 7), 11 seeds in all: anybody; 2 paid impressions in all",
        ),
        (
            [el.Post(origin="organisation", paid=1), el.Post(round=7, origin="organisation")],
            "2 posts (rounds 0, 7): the organisation in its own space; 1 paid impression in all",
        ),
        (
            [el.Post(origin="organisation"), el.Post(round=7, people=("Ann", 7))],
            "2 posts (rounds 0, 7), 2 seeds in all: the organisation in its own space, "
            "named people",
        ),
        ([el.Post(seeds=0, round=3)], "1 post (round 3): nobody"),
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


def test_money_has_the_sign_of_its_currency():
    assert ENGLISH.label("money.cost_post") == "cost of a post (money)"
    assert FRENCH.label("money.cost_post") == "coût d’une publication (€)"
    assert load("fr", "CHF").label("money.cost_post") == "coût d’une publication (CHF)"
    assert load("en", "EUR").label("money.cost_post") == "cost of a post (€)"
