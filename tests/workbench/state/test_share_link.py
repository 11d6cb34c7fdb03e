import json
from urllib.parse import urlencode

import pytest

import engagelab as el
from engagelab import Scenario, workbench
from engagelab.workbench.state.saved_state import SavedState
from engagelab.workbench.state.share_code import decode_plan, encode_plan
from engagelab.workbench.state.share_link import make_link, parse_link

LAB = "http://127.0.0.1:8888"
PLAN = Scenario.preset("voucher").replace({"population.people": 400, "settings.runs": 10})
OTHER = PLAN.replace({"groups.size": 60})


def opened(address, lang=None):
    """Return a workbench that has met a page of this address."""
    bench = workbench.open(PLAN, lang=lang)
    bench.page.address, bench.page.languages = address, ["en"]
    bench.page.views += 1
    return bench


def test_a_link_opens_its_plan_its_pins_and_its_language():
    bench = opened(
        make_link("http://127.0.0.1/voila/render/a.ipynb", OTHER, "fr", [("avant", PLAN)])
    )
    assert (bench.plan, bench.texts.lang) == (OTHER, "fr")
    assert bench.panel.controls["groups.size"].value == 60
    assert [(pin.letter, pin.name, pin.plan) for pin in bench.session.pins] == [
        ("A", "avant", PLAN)
    ]
    assert bench.wait(120)
    assert [line["key"] for line in bench.view.content["picture"]["lines"]] == ["A", "plan"]
    bench.close()


def test_without_a_link_the_given_plan_is_opened():
    bench = opened("http://127.0.0.1/lab/tree/a.ipynb?token=x")
    assert (bench.plan, bench.texts.lang, bench.notice.text) == (PLAN, "en", "")
    bench.close()


def test_a_page_that_is_shown_again_does_not_open_its_link_again():
    bench = opened(f"http://127.0.0.1/?plan={encode_plan(OTHER)}")
    bench.panel.controls["groups.size"].widget.children[0].value = "80"
    bench.page.views += 1
    assert bench.plan.groups.size == 80
    bench.close()


def test_a_saved_state_wins_over_the_link_of_the_same_page():
    bench = opened(f"http://127.0.0.1/?plan={encode_plan(OTHER)}")
    bench.panel.controls["groups.size"].widget.children[0].value = "80"
    kept = SavedState.of(bench.session, "fr").to_json()
    bench.close()
    again = workbench.open(PLAN, lang="en")
    again.page.address, again.page.stored = f"http://127.0.0.1/?plan={encode_plan(OTHER)}", kept
    again.page.views += 1
    assert again.plan.groups.size == 80
    again.session.restart()
    assert again.plan == OTHER
    again.close()


@pytest.mark.slow
def test_a_broken_link_is_reported_and_the_given_plan_stays():
    bench = opened(f"http://127.0.0.1/?plan={encode_plan(OTHER)[:-3]}&lang=fr")
    assert bench.plan == PLAN
    assert "code\N{NO-BREAK SPACE}: il est abîmé, des lettres manquent" in bench.notice.text
    bench.set_language("en")
    assert bench.notice.text.startswith(
        "The plan of the link cannot be opened (code: the code is damaged"
    )
    bench.close()


def test_starting_afresh_from_a_link_is_as_the_link_says():
    bench = opened(make_link("http://127.0.0.1/", OTHER, "en", [("before", PLAN)]))
    assert bench.session.fresh
    bench.session.pins.remove("A")
    bench.session.restart()
    assert [pin.plan for pin in bench.session.pins] == [PLAN]
    bench.close()


@pytest.mark.parametrize(("query", "lang"), [("", None), ("?lang=fr", "fr"), ("?lang=xx", None)])
def test_a_link_without_a_plan_may_have_a_language(query, lang):
    asked = parse_link(f"http://127.0.0.1/{query}")
    assert (asked.plan, asked.pins, asked.lang, asked.problem) == (None, (), lang, None)


def test_more_pins_than_letters_are_cut():
    pins = json.dumps([[str(place), encode_plan(PLAN)] for place in range(12)])
    address = "http://127.0.0.1/?" + urlencode({"plan": encode_plan(PLAN), "pins": pins})
    assert len(parse_link(address).pins) == 8


# --- how a link is made ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        (
            f"{LAB}/lab/tree/sub/a%20b.ipynb?token=secret#cell",
            f"{LAB}/voila/render/sub/a%20b.ipynb",
        ),
        (f"{LAB}/user/x/lab/workspaces/auto-K/tree/a.ipynb", f"{LAB}/user/x/voila/render/a.ipynb"),
        (f"{LAB}/notebooks/a.ipynb", f"{LAB}/voila/render/a.ipynb"),
        (f"{LAB}/voila/render/a.ipynb?plan=E2old&lang=en&token=s", f"{LAB}/voila/render/a.ipynb"),
        (f"{LAB}/?token=secret", f"{LAB}/"),
        (f"{LAB}/lab", f"{LAB}/lab"),
    ],
)
def test_a_link_is_the_page_in_voila_without_its_token(address, opened):
    link = make_link(address, OTHER, "fr")
    assert link == f"{opened}?plan={encode_plan(OTHER)}&lang=fr"
    assert decode_plan(link) == OTHER


def test_pins_go_with_a_link_that_stays_short():
    pins = [("Été & hiver = ?", PLAN), ("B", OTHER)]
    link = make_link(f"{LAB}/voila/render/a.ipynb", OTHER, "en", pins)
    assert decode_plan(link) == OTHER
    assert [(pin.name, pin.plan) for pin in parse_link(link).pins] == pins


def test_pins_that_make_a_link_long_stay_behind():
    posts = [el.Post(round=at, relevance=at / 40) for at in range(12)]
    pins = [(f"name {at}" * 9, PLAN.replace({"campaign.posts": posts})) for at in range(8)]
    assert "pins=" not in make_link(LAB, OTHER, "en", pins)


def test_a_pin_that_is_too_long_for_a_code_stays_behind_with_all_others():
    long = PLAN.replace({"campaign.posts": [el.Post()] * 101})
    link = make_link(LAB, OTHER, "en", [("short", PLAN), ("long", long)])
    assert (parse_link(link).plan, parse_link(link).pins) == (OTHER, ())


@pytest.mark.parametrize("text", ["", "[", "3", '"x"', "[[1]]", '[["a", "E2broken"]]', "[" * 5000])
def test_broken_pins_are_dropped_and_the_plan_is_opened(text):
    query = urlencode({"plan": encode_plan(PLAN), "pins": text, "lang": "fr"})
    request = parse_link(f"{LAB}/?{query}")
    assert (request.plan, request.pins, request.lang, request.problem) == (PLAN, (), "fr", None)
