import threading

import pytest

import engagelab as el
from engagelab.i18n import load
from engagelab.workbench.compute.local_sensitivity import Effect, LocalSensitivity, Move
from engagelab.workbench.view.effects import as_html, sensitivity_html

PLAN = el.Scenario.preset("invite-a-friend").replace(
    {"population.people": 600, "settings.runs": 10, "settings.horizon": 30}
)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "+10% → +412 ± 9 · \N{MINUS SIGN}10% → \N{MINUS SIGN}5.5 ± 1.2"),
        ("fr", "+10 % → +412 ± 9"),
    ],
)
def test_effects_are_shown_in_both_languages(lang, told):
    moves = (Move(0.132, 412.2, 9.1), Move(0.108, -5.5, 1.2))
    shown = as_html((Effect("engagement.base_share", 0.12, moves, 20),), load(lang))
    assert told in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert load(lang).field("engagement.base_share").label in shown


def test_a_step_that_is_not_a_tenth_shows_its_values():
    effect = Effect("campaign.lifetime", 4, (Move(5, 20.0, 1.0), Move(3, -20.0, 1.0)), 20)
    assert "4 to 5 → +20 ± 1" in as_html((effect,), load("en"))


def test_a_sentence_says_that_nothing_matters():
    assert "beyond chance" in as_html((), load("en"))


@pytest.mark.slow
def test_effects_of_another_plan_are_marked():
    known, t = LocalSensitivity(), load("en")
    assert sensitivity_html(known, PLAN, t) == ""
    known.compute(PLAN, threading.Event())
    assert "el-stale" not in sensitivity_html(known, PLAN, t)
    assert "el-stale" in sensitivity_html(known, PLAN.replace({"invitations.invite": 0.9}), t)
