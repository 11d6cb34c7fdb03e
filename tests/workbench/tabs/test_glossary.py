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


def test_every_term_is_listed_and_every_link_has_a_target(bench):
    bench.tabs.open("glossary")
    view = bench.tabs.tab.widget
    assert view.html.count("<dt>") == len(entries(load("en")))
    assert "Number of people who start the post, members of groups first." in view.html
    assert view.links["prospect"] == "el-word-prospect"
    for place in view.links.values():
        assert f'id="{place}"' in view.html
    assert view.texts["found"] == "words found: {n}"


def test_a_card_leads_to_its_field(bench):
    bench.page.explain_request = "groups.size 1"
    assert bench.tabs.key == "glossary"
    assert bench.tabs.tab.widget.target.split()[0] == "el-field-groups-size"
    first = bench.tabs.tab.widget.target
    bench.page.explain_request = "groups.size 2"
    assert bench.tabs.tab.widget.target != first
    bench.page.explain_request = "nothing.known 3"
    assert bench.message == ""


def test_the_glossary_is_in_the_language(bench):
    bench.tabs.open("glossary")
    bench.set_language("fr")
    assert "personne qui partage" in bench.tabs.tab.widget.html
