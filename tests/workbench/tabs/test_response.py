import pytest
from workbench.driver import closed, finish, open_tab, opened, set_range

import engagelab as el
from engagelab.experiments import sweep
from engagelab.workbench.tabs.response import with_present

PLAN = el.Scenario.preset("invite-a-friend").replace(
    {"population.people": 400, "settings.runs": 12, "settings.horizon": 30}
)


@pytest.fixture
def bench():
    bench = opened(PLAN, lang="en")
    yield bench
    closed(bench)


@pytest.mark.slow
def test_the_curve_marks_the_present_and_the_best_value(bench):
    tab = open_tab(bench, "response")
    set_range(tab.pick, 0.0, 0.8, 5)
    finish(bench, tab)
    found = tab.response()
    values = [0.0, 0.2, 0.4, 0.6, 0.8]
    assert found.values == with_present("invitations.invite", values, PLAN.invitations.invite)
    expected = sweep(PLAN, {"invitations.invite": found.values})
    assert found.mean.tolist() == expected["reach"].tolist()
    assert found.best == expected["reach"].argmax()
    assert found.values[found.now] == PLAN.invitations.invite
    best = found.values[found.best]
    assert f"invitation rate of {best:g} is best" in tab.text
    assert tab.best.description == f"Take {best:g}"
    assert [mark["shape"] for mark in tab.chart.spec["marks"]] == ["dot", "star"]
    tab.best.click()
    assert bench.plan.invitations.invite == best


@pytest.mark.slow
def test_a_flat_top_is_reported(bench):
    tab = open_tab(bench, "response")
    tab.pick.field.value = "money.cost_post"
    finish(bench, tab)
    found = tab.response()
    assert found.alike == (0, len(found.values) - 1)
    assert "the runs cannot tell" in tab.text
    assert tab.chart.spec["flat"] is not None
    tab.measure.value = "return_on_cost"
    assert tab.response().best == 0
    assert "the runs cannot tell" not in tab.text
