import pytest

import engagelab as el
from engagelab import workbench
from engagelab.i18n import load
from engagelab.workbench.view.glossary import entries

PLAN = el.Scenario.preset("voucher").replace({"population.people": 300, "settings.runs": 3})


@pytest.fixture
def bench():
    made = workbench.open(PLAN, lang="en")
    yield made
    made.close()


def test_every_word_stands_there_and_every_link_leads_somewhere(bench):
    bench.tabs.open("glossary")
    view = bench.tabs.tab.widget
    assert view.html.count("<dt>") == len(entries(load("en")))
    assert "Number of people who start the post." in view.html
    assert view.links["prospect"] == "el-word-prospect"
    for place in view.links.values():
        assert f"id='{place}'" in view.html
    assert view.texts["found"] == "words found: {n}"


def test_a_card_leads_to_its_word(bench):
    bench.page.asked = "groups.size 1"
    assert bench.tabs.key == "glossary"
    assert bench.tabs.tab.widget.at.split()[0] == "el-field-groups-size"
    first = bench.tabs.tab.widget.at
    bench.page.asked = "groups.size 2"
    assert bench.tabs.tab.widget.at != first
    bench.page.asked = "nothing.known 3"
    assert bench.message == ""


def test_it_speaks_the_language(bench):
    bench.tabs.open("glossary")
    bench.speak("fr")
    assert "personne qui partage" in bench.tabs.tab.widget.html
