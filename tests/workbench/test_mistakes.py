"""A French workbench refuses input in French, beside the control and above the answer."""

import html

import pytest

import engagelab as el
from engagelab import workbench

SOON = 120.0
PLAN = el.Scenario.preset("voucher").replace(
    {"population.people": 300, "settings.runs": 3, "settings.horizon": 40}
)


@pytest.fixture
def bench():
    made = workbench.open(PLAN, lang="fr")
    assert made.wait(SOON)
    yield made
    made.close()


def plain(text):
    text = html.unescape(text)
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def typed(bench, name, text):
    bench.panel.controls[name].widget.children[0].value = text


def test_an_invalid_number_is_refused_beside_its_control(bench):
    typed(bench, "invitations.invite", "1.2")
    assert plain(bench.panel.controls["invitations.invite"].refusal) == (
        "1,2 est au-dessus de la plus grande valeur permise ; donnez un nombre de 0 à 1"
    )
    typed(bench, "post.seeds", "-1")
    assert plain(bench.panel.controls["post.seeds"].refusal).endswith(
        "donnez un nombre entier de 0 à 1 000 000"
    )


def test_a_contradiction_is_shown_above_the_answer(bench):
    typed(bench, "settings.horizon", "10")
    told = plain(bench.message)
    assert "publication 3, tour (campaign.posts.2.round) : le tour 14 vient après" in told
    assert "le dernier, 10 ; augmentez l’horizon ou avancez la publication" in told


def test_an_impossible_town_is_refused_above_the_answer(bench):
    typed(bench, "groups.per_person", "0.5")
    assert bench.wait(SOON)
    told = plain(bench.message)
    assert "groupes par personne (groups.per_person) : 0,5 groupe par personne" in told
    assert "ne suffit pas pour que 240 personnes sur 300 en aient un" in told


def test_a_choice_is_offered_in_french(bench):
    box = bench.panel.controls["groups.hold"].widget.children[0]
    assert box.options == (("adhésions", "memberships"), ("groupes", "groups"))
    box.value = "groups"
    assert bench.plan.groups.hold == "groups"


def test_what_is_refused_is_still_there_in_another_language(bench):
    typed(bench, "invitations.invite", "1,2")
    typed(bench, "groups.size", "abc")
    typed(bench, "settings.horizon", "10")
    plan, steps = bench.plan, len(bench.session.steps)
    bench.toolbar.language.value = "en"
    boxes = {name: control.widget.children[0] for name, control in bench.panel.controls.items()}
    assert boxes["invitations.invite"].value == "1,2"
    assert bench.panel.controls["invitations.invite"].refusal.startswith("1.2 is above the highest")
    assert boxes["groups.size"].value == "abc"
    assert "not a number" in bench.panel.controls["groups.size"].refusal
    assert boxes["settings.horizon"].value == "10"
    assert "round 14 is after the last round, 10" in plain(bench.message)
    assert (bench.plan, len(bench.session.steps)) == (plan, steps)
    typed(bench, "settings.horizon", "50")
    assert bench.plan.settings.horizon == 50
    assert bench.message == ""


def test_the_answer_without_scripts_follows_the_language(bench):
    assert "Les scripts de la page" in plain(bench.fallback.value)
    bench.toolbar.language.value = "en"
    assert "The page’s scripts did not load" in plain(bench.fallback.value)
    assert bench.fallback.value.count("personnes") == 0
