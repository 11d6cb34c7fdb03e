"""The tools in the head: hold, pin, undo and the language, driven as a person drives them."""

import threading

import ipywidgets as widgets
import pytest

import engagelab as el
from engagelab import workbench
from engagelab.palette import PINS
from engagelab.workbench.state.pins import LETTERS
from engagelab.workbench.tabs import tab_bar

SOON = 120.0
SMALL = {"population.people": 500, "settings.runs": 30, "settings.horizon": 30}
PLAN = el.Scenario.preset("invite-a-friend").replace(SMALL)


@pytest.fixture
def bench():
    made = workbench.open(PLAN, lang="en")
    assert made.wait(SOON)
    yield made
    made.close()


def slid(bench, name, place):
    bench.panel.controls[name].widget.children[1].value = place


def lines(bench):
    return [line["key"] for line in bench.view.told["picture"]["lines"]]


def test_on_hold_nothing_is_played_until_it_is_let_go(bench):
    before = bench.answer
    bench.tools.hold.value = True
    slid(bench, "invitations.invite", 0.9)
    slid(bench, "invitations.accept", 0.9)
    assert bench.wait(SOON)
    assert bench.answer is before
    assert "On hold" in bench.view.told["status"]
    bench.tools.hold.value = False
    assert bench.wait(SOON)
    assert bench.answer.plan == bench.plan
    assert (bench.plan.invitations.invite, bench.plan.invitations.accept) == (0.9, 0.9)


def test_a_pinned_plan_stays_in_the_picture_with_its_band(bench):
    bench.tools.pin.click()
    slid(bench, "invitations.invite", 0.9)
    assert bench.wait(SOON)
    pinned = bench.view.told["picture"]["lines"][0]
    assert (pinned["key"], pinned["band"]) == ("A", True)
    outcome = PLAN.run()
    assert pinned["median"] == el.curve(outcome).query("measure == 'reach'")["median"].tolist()
    assert lines(bench) == ["A", "baseline", "plan"]


def test_pins_are_played_with_the_runs_and_the_key_of_the_plan(bench):
    bench.tools.pin.click()
    bench.panel.controls["settings.key"].widget.children[0].value = "5"
    slid(bench, "invitations.invite", 0.9)
    assert bench.wait(SOON)
    (known,) = bench.answer.pinned
    assert known.outcome.key == bench.answer.outcome.key == 5
    assert (el.reach(known.outcome) == el.reach(PLAN.run(key=5))).all()


def test_as_many_plans_can_be_pinned_as_there_are_letters(bench):
    for place in range(len(LETTERS)):
        slid(bench, "invitations.invite", round(0.1 + place / 10, 1))
        bench.tools.pin.click()
    assert bench.tools.pin.disabled
    assert [pin.letter for pin in bench.session.pins] == list(LETTERS) == list(PINS)
    assert bench.wait(SOON)
    assert {line["letter"] for line in bench.view.told["picture"]["lines"]} >= set(LETTERS)


def test_a_change_can_be_taken_back_and_made_again(bench):
    assert bench.tools.undo.disabled
    slid(bench, "invitations.invite", 0.9)
    assert bench.tools.history.label == "2. invitation rate: 0.9"
    bench.tools.undo.click()
    control = bench.panel.controls["invitations.invite"]
    assert control.value == bench.plan.invitations.invite == PLAN.invitations.invite
    assert not bench.tools.redo.disabled
    bench.tools.redo.click()
    assert control.value == bench.plan.invitations.invite == 0.9
    bench.tools.history.value = 0
    assert bench.plan == PLAN


def test_another_language_changes_the_words_and_nothing_else(bench):
    slid(bench, "invitations.invite", 0.9)
    bench.tools.pin.click()
    assert bench.wait(SOON)
    before = bench.answer
    bench.tools.language.value = "fr"
    assert bench.texts.lang == "fr"
    assert "Personnes touchées" in bench.view.told["headline"]
    assert bench.plan.invitations.invite == 0.9
    assert bench.tools.history.options[0][0].startswith("2. ")
    assert not bench.tools.undo.disabled
    assert bench.answer is before
    assert lines(bench) == ["baseline", "plan"]
    assert bench.view.told["picture"]["lines"][1]["name"].startswith("A\N{NO-BREAK SPACE}: ")
    half = f"{before.numbers['half_time']['mean']:.1f}".replace(".", ",")
    assert f">{half} <" in bench.view.told["headline"]
    slid(bench, "invitations.invite", 0.3)
    assert bench.wait(SOON)
    assert bench.plan.invitations.invite == 0.3


def test_the_language_is_that_of_the_browser_unless_it_was_chosen():
    for lang, expected in ((None, "fr"), ("en", "en")):
        bench = workbench.open(PLAN, lang=lang)
        bench.page.languages = ["fr-CA", "en"]
        bench.page.seen += 1
        assert bench.texts.lang == expected
        bench.close()


def test_an_unknown_language_is_refused():
    with pytest.raises(el.EngagelabError, match="lang: 'de' is not known; allowed are en, fr"):
        workbench.open(PLAN, lang="de")
    with pytest.raises(el.EngagelabError, match="currency: 'euro' is not allowed"):
        workbench.open(PLAN, currency="euro")


class Part:
    """A part below the answer that remembers what it was told."""

    def __init__(self, context):
        self.context, self.widget = context, widgets.HTML()
        self.shown, self.closed = [], 0

    def show(self, answer):
        self.shown.append((answer, threading.current_thread()))

    def close(self):
        self.closed += 1


@pytest.fixture
def parts(monkeypatch):
    found = {"compare": "Part", "plans": "Part"}
    monkeypatch.setattr(tab_bar, "TABS", found)
    monkeypatch.setattr(tab_bar, "made", lambda key, context: Part(context))
    monkeypatch.setattr(tab_bar, "titles", lambda texts: [(key, key) for key in found])
    monkeypatch.setattr(tab_bar, "tips", lambda texts: list(found))
    return found


@pytest.mark.usefixtures("parts")
def test_a_part_is_made_when_it_is_opened_and_follows_the_answers():
    bench = workbench.open(PLAN, lang="en")
    assert bench.wait(SOON)
    assert bench.tabs.opened == {}
    bench.tabs.open("compare")
    part = bench.tabs.opened["compare"]
    assert [answer for answer, _ in part.shown] == [bench.answer]
    slid(bench, "invitations.invite", 0.9)
    assert bench.wait(SOON)
    assert part.shown[-1][0] is bench.answer
    bench.tabs.open("plans")
    seen = len(part.shown)
    slid(bench, "invitations.invite", 0.3)
    assert bench.wait(SOON)
    assert len(part.shown) == seen
    part.context.change({"groups.size": 60.0}, "history.changed")
    assert bench.panel.controls["groups.size"].value == 60.0
    part.context.adopt(el.Scenario.preset("voucher").replace(SMALL), "history.started")
    assert bench.plan.name == "Voucher"
    assert bench.panel.controls["population.people"].value == 500
    bench.speak("fr")
    assert part.closed == 1
    assert list(bench.tabs.opened) == ["plans"]  # what was in view is made anew
    bench.close()
