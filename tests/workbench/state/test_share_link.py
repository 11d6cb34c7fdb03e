import json
from urllib.parse import urlencode

import pytest

from engagelab import Scenario, workbench
from engagelab.workbench.state.saved_state import state_of
from engagelab.workbench.state.share_code import code_of, link_of
from engagelab.workbench.state.share_link import asked_by

PLAN = Scenario.preset("voucher").replace({"population.people": 400, "settings.runs": 10})
OTHER = PLAN.replace({"groups.size": 60})


def opened(address, lang=None):
    """Return a workbench that has met a page of this address."""
    bench = workbench.open(PLAN, lang=lang)
    bench.page.address, bench.page.languages = address, ["en"]
    bench.page.seen += 1
    return bench


def test_a_link_opens_its_plan_its_pins_and_its_language():
    bench = opened(link_of("http://127.0.0.1/voila/render/a.ipynb", OTHER, "fr", [("avant", PLAN)]))
    assert (bench.plan, bench.texts.lang) == (OTHER, "fr")
    assert bench.panel.controls["groups.size"].value == 60
    assert [(pin.letter, pin.name, pin.plan) for pin in bench.session.pins] == [
        ("A", "avant", PLAN)
    ]
    assert bench.wait(120)
    assert [line["key"] for line in bench.view.told["picture"]["lines"]] == ["A", "plan"]
    bench.close()


def test_without_a_link_the_plan_that_is_given_is_opened():
    bench = opened("http://127.0.0.1/lab/tree/a.ipynb?token=x")
    assert (bench.plan, bench.texts.lang, bench.notice.text) == (PLAN, "en", "")
    bench.close()


def test_a_page_that_is_shown_again_does_not_open_its_link_again():
    bench = opened(f"http://127.0.0.1/?plan={code_of(OTHER)}")
    bench.panel.controls["groups.size"].widget.children[0].value = "80"
    bench.page.seen += 1
    assert bench.plan.groups.size == 80
    bench.close()


def test_a_state_that_was_kept_wins_over_the_link_of_the_same_page():
    bench = opened(f"http://127.0.0.1/?plan={code_of(OTHER)}")
    bench.panel.controls["groups.size"].widget.children[0].value = "80"
    kept = state_of(bench.session, "fr")
    bench.close()
    again = workbench.open(PLAN, lang="en")
    again.page.address, again.page.stored = f"http://127.0.0.1/?plan={code_of(OTHER)}", kept
    again.page.seen += 1
    assert again.plan.groups.size == 80
    again.session.restart()
    assert again.plan == OTHER
    again.close()


def test_a_broken_link_is_told_and_the_plan_that_is_given_stays():
    bench = opened(f"http://127.0.0.1/?plan={code_of(OTHER)[:-3]}&lang=fr")
    assert bench.plan == PLAN
    assert "code\N{NO-BREAK SPACE}: il est abîmé, des lettres manquent" in bench.notice.text
    bench.speak("en")
    assert bench.notice.text.startswith("The plan of the link cannot be opened (code: is damaged")
    bench.close()


def test_starting_afresh_from_a_link_is_as_the_link_says():
    bench = opened(link_of("http://127.0.0.1/", OTHER, "en", [("before", PLAN)]))
    assert bench.session.fresh
    bench.session.pins.remove("A")
    bench.session.restart()
    assert [pin.plan for pin in bench.session.pins] == [PLAN]
    bench.close()


@pytest.mark.parametrize(("query", "lang"), [("", None), ("?lang=fr", "fr"), ("?lang=xx", None)])
def test_a_link_without_a_plan_may_have_a_language(query, lang):
    asked = asked_by(f"http://127.0.0.1/{query}")
    assert (asked.plan, asked.pins, asked.lang, asked.problem) == (None, (), lang, None)


def test_more_pins_than_letters_are_cut():
    pins = json.dumps([[str(place), code_of(PLAN)] for place in range(12)])
    address = "http://127.0.0.1/?" + urlencode({"plan": code_of(PLAN), "pins": pins})
    assert len(asked_by(address).pins) == 8
