import html
import re

import pytest

from engagelab import EngagelabError, Scenario, datasets
from engagelab.experiments.idle_fields import idle_fields
from engagelab.i18n import load
from engagelab.i18n.vocabulary import declared
from engagelab.models import Post
from engagelab.workbench.view.cards import Cards, as_html, card, mark

ENGLISH, FRENCH = load("en"), load("fr")
NAMES = [*Scenario.fields(), *(f"post.{field.name}" for field in Post.parameters())]


@pytest.mark.parametrize("texts", [ENGLISH, FRENCH], ids=["en", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_a_complete_card(name, texts):
    field = declared(name)
    made = card(name, field.default, texts)
    assert all((made.title, made.sentence, made.source, made.kind, made.anchor))
    assert made.value == made.default
    assert made.mark in ("inside", "unknown"), "a default leaves what its evidence supports"
    assert bool(made.allowed) == bool(field.allowed or field.choices)
    assert bool(made.unit) == bool(field.unit)


@pytest.mark.parametrize("name", NAMES)
def test_evidence_lies_within_the_bounds_and_names_its_rows(name):
    field = declared(name)
    known = {*datasets.load("pew-2011")["id"], *datasets.load("studies")["id"]}
    named = re.findall(r"\b[PF]\d{2,3}\b", field.anchor)
    assert bool(named) == bool(field.anchor)
    assert set(named) <= known
    if field.supported is not None:
        low, high = field.supported
        assert field.anchor
        assert field.low <= low < high <= field.high
    if field.kind not in ("assumed", "choice"):
        assert field.anchor, "a number that was measured or anchored says to what"
    assert set(re.findall(r"\b[PF]\d{2,3}\b", field.source)) <= known


def test_a_field_without_evidence_says_so():
    made = card("control.approval_rate", 0.8, ENGLISH)
    assert made.anchor == "No measurement supports this number or its range."
    assert made.mark_text.startswith("An assumption")
    assert card("control.approval_rate", 0.8, FRENCH).anchor == (
        "Aucune mesure n’étaye ce nombre ni sa plage."
    )


def test_a_choice_is_not_called_an_assumption():
    made = card("control.review", True, ENGLISH)
    assert (made.kind, made.source, made.anchor) == (
        "choice",
        "choice",
        "This is for your plan to decide.",
    )
    assert made.mark_text.startswith("A choice")
    assert card("control.review", True, FRENCH).mark_text.startswith("Un choix")


@pytest.mark.parametrize(
    ("value", "says"), [(0.14, "inside"), (0.44, "inside"), (0.139, "outside"), (0.45, "outside")]
)
def test_a_value_outside_the_supported_range_is_marked(value, says):
    assert mark("population.prospects", value) == says
    made = card("population.prospects", value, FRENCH)
    assert made.mark == says
    assert made.mark_text.startswith("Attention") == (says == "outside")
    assert "0,14 à 0,44" in made.mark_text


def test_evidence_without_a_range_gives_no_mark():
    fields = {name: declared(name) for name in NAMES}
    names = [name for name, field in fields.items() if field.anchor and field.supported is None]
    assert names
    for name in names:
        assert mark(name, fields[name].default) == "unknown"
        assert "no range" in card(name, fields[name].default, ENGLISH).mark_text


def test_only_numbers_are_marked():
    assert mark("control.review", True) == mark("groups.hold", "groups") == "unknown"
    assert card("groups.hold", "groups", FRENCH).value == "groupes"
    assert card("post.relevance", None, FRENCH).value == "aucune"


def test_a_card_as_html_is_a_list_of_terms():
    made = card("invitations.invite", 0.25, FRENCH)
    shown = as_html(made, FRENCH)
    terms = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", shown)
    told = {html.unescape(term): html.unescape(text) for term, text in terms}
    assert told["Valeur actuelle"] == "0,25"
    assert told["Valeurs permises"] == "un nombre de 0 à 1"
    assert told["Dans le monde réel"] == made.anchor
    assert "el-mark-outside" in shown


def test_a_card_says_why_its_field_changes_nothing():
    plan = Scenario(population={"people": 100})
    reason = idle_fields(plan)["control.approval_rate"]
    made = card("control.approval_rate", 0.8, ENGLISH, reason)
    assert made.idle == "In this plan it changes nothing: no share is reviewed."
    told = card("control.approval_rate", 0.8, FRENCH, reason)
    assert told.idle.startswith("Dans ce plan, ce paramètre ne change rien")
    assert "aucun partage n’est soumis" in html.unescape(as_html(told, FRENCH))
    assert "el-mark-idle" not in as_html(card("control.approval_rate", 0.8, FRENCH), FRENCH)


def test_the_cards_follow_what_a_plan_makes_idle():
    plan = Scenario(population={"people": 100})
    cards = Cards(plan, ENGLISH)
    assert "control.approval_rate" in cards.idle(plan)
    reviewed = plan.replace({"control.review": True})
    assert "control.approval_rate" not in cards.idle(reviewed)
    assert "changes nothing" in cards.all["control.approval_rate"]
    assert "changes nothing" not in cards.changed(reviewed)["control.approval_rate"]
    on_network = Cards(plan, ENGLISH, plan.town())
    assert "a given network" in on_network.all["groups.size"]
    assert "post.seeds" in cards.all


def test_a_card_escapes_labels():
    made = card("post.groups", ("<b>choir</b>",), ENGLISH)
    assert "<b>" not in as_html(made, ENGLISH)
    assert "&lt;b&gt;choir" in as_html(made, ENGLISH)


def test_an_unknown_field_is_refused():
    with pytest.raises(EngagelabError, match=r"did you mean 'post\.seeds'"):
        card("post.seed", 3, ENGLISH)
    with pytest.raises(EngagelabError, match="no such field"):
        card("groups.width", 3, ENGLISH)
