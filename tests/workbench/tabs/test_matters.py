import pytest
from workbench.driver import closed, finish, open_tab, opened

import engagelab as el
from engagelab.i18n import load
from engagelab.workbench.tabs.matters import WAYS, span_of

pytestmark = pytest.mark.slow

PLAN = el.Scenario.preset("invite-a-friend").replace(
    {"population.people": 400, "settings.runs": 12, "settings.horizon": 30}
)


@pytest.fixture
def bench():
    bench = opened(PLAN, lang="en")
    yield bench
    closed(bench)


def test_the_ranking_is_that_of_sensitivity(bench):
    tab = open_tab(bench, "matters")
    tab.fields.value = ("invitations.invite", "engagement.base_share")
    finish(bench, tab)
    method, samples, runs = WAYS["quick"]
    plan = PLAN.replace({"settings.runs": min(runs, PLAN.settings.runs)})
    spans = {name: span_of(plan, name, "near") for name in tab.fields.value}
    for measure in ("reach", "return_on_cost"):
        tab.measure.value = measure
        expected = el.sensitivity(plan, spans, method=method, samples=samples, measure=measure)
        names = [bar["name"] for bar in tab.chart.spec["bars"]]
        assert names == [load("en").field(name).label for name in expected.table["field"]]
        means = [bar["mean"] for bar in tab.chart.spec["bars"]]
        assert means == pytest.approx(expected.table["mu_star"].tolist())
        assert f"{names[0].capitalize()} matters most" in tab.text
    assert "the intervals are too sure" in tab.text


def test_a_ranking_needs_a_field_and_has_french_texts(bench):
    bench.set_language("fr")
    tab = open_tab(bench, "matters")
    tab.fields.value = ()
    tab.bar.start.click()
    assert "choisissez-en au moins un" in tab.bar.text
    tab.fields.value = ("invitations.invite", "control.review")
    tab.span.value = "all"
    finish(bench, tab)
    assert "compte le plus" in tab.text
