import pytest

from engagelab import Scenario, workbench
from engagelab.workbench.codes import code_of, link_of
from engagelab.workbench.linked import asked_by

PLAN = Scenario.preset("voucher").replace({"population.people": 400, "run.runs": 10})
OTHER = PLAN.replace({"groups.size": 60})


def query(link):
    from urllib.parse import parse_qs, urlsplit

    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


def test_a_link_opens_its_plan_its_pins_and_its_language():
    link = link_of("http://127.0.0.1/voila/render/a.ipynb", OTHER, "fr", [("avant", PLAN)])
    bench = workbench.open(asked=query(link))
    assert (bench.plan, bench.texts.lang) == (OTHER, "fr")
    assert [(pin.letter, pin.name, pin.plan) for pin in bench.session.pins] == [
        ("A", "avant", PLAN)
    ]
    assert bench.page.linked
    assert bench.wait(120)
    assert [line["key"] for line in bench.view.told["picture"]["lines"]] == ["A", "plan"]
    bench.close()


def test_a_plan_that_is_given_wins_over_a_link():
    bench = workbench.open(PLAN, asked={"plan": code_of(OTHER), "lang": "fr"})
    assert (bench.plan, bench.texts.lang, bench.page.linked) == (PLAN, "en", False)
    bench.close()


def test_a_broken_link_is_told_and_something_is_opened():
    bench = workbench.open(asked={"plan": code_of(OTHER)[:-3], "lang": "fr"})
    assert bench.plan == Scenario.preset(workbench.START)
    assert bench.notice.text.startswith("Le plan du lien ne peut pas être ouvert (code: is damaged")
    assert not bench.page.linked
    bench.close()


def test_starting_afresh_from_a_link_is_as_the_link_says():
    link = link_of("http://127.0.0.1/", OTHER, "en", [("before", PLAN)])
    bench = workbench.open(asked=query(link))
    assert bench.session.fresh
    bench.session.pins.remove("A")
    bench.session.restart()
    assert [pin.plan for pin in bench.session.pins] == [PLAN]
    bench.close()


@pytest.mark.parametrize(
    ("query", "lang"), [({}, None), ({"lang": "fr"}, "fr"), ({"lang": "xx"}, None)]
)
def test_a_link_without_a_plan_may_have_a_language(query, lang):
    asked = asked_by(query)
    assert (asked.plan, asked.pins, asked.lang, asked.problem) == (None, (), lang, "")


def test_more_pins_than_letters_are_cut():
    import json

    pins = json.dumps([[str(place), code_of(PLAN)] for place in range(12)])
    assert len(asked_by({"plan": code_of(PLAN), "pins": pins}).pins) == 8
