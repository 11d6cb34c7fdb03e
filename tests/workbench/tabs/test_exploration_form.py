import networkx as nx
import pytest
from workbench.driver import TIMEOUT, closed, enter, finish, open_tab, opened, set_range

import engagelab as el
from engagelab.experiments import sweep

pytestmark = pytest.mark.slow

PLAN = el.Scenario.preset("invite-a-friend").replace(
    {"population.people": 400, "settings.runs": 12, "settings.horizon": 30}
)


@pytest.fixture
def bench():
    bench = opened(PLAN, lang="en")
    yield bench
    closed(bench)


def test_the_field_moved_last_is_the_default(bench):
    enter(bench, "groups.size", "30")
    tab = open_tab(bench, "response")
    assert (tab.pick.name, tab.pick._high.value) == ("groups.size", 120)
    enter(bench, "invitations.accept", "0.3")
    assert bench.wait(TIMEOUT)
    assert (tab.pick.name, tab.pick._high.value) == ("invitations.accept", 1)
    tab.pick._high.value = 0.5
    enter(bench, "groups.size", "40")
    assert bench.wait(TIMEOUT)
    assert tab.pick.name == "invitations.accept"  # a person has begun with it


def test_an_empty_range_is_refused(bench):
    tab = open_tab(bench, "sweep")
    set_range(tab.first, 0.4, 0.2, 3)
    tab.bar.start.click()
    assert "0.4 is not below 0.2" in tab.bar.text
    set_range(tab.first, 0.4, 1.2, 3)
    tab.bar.start.click()
    assert "1.2 is above the highest value allowed; give a number from 0 to 1" in tab.bar.text
    assert bench.exploration.jobs.now is None


def test_inputs_and_results_survive_another_language(bench):
    tab = open_tab(bench, "sweep")
    set_range(tab.first, 0.0, 0.4, 3)
    finish(bench, tab)
    rows = tab.chart.spec["table"]["rows"]
    bench.set_language("fr")
    tab = open_tab(bench, "sweep")
    assert (tab.first._high.value, tab.first.steps.value) == (0.4, 3)
    assert len(tab.chart.spec["table"]["rows"]) == len(rows)
    assert tab.chart.spec["table"]["rows"][1][0] == "0,2"
    assert "terminé" in tab.bar.text
    assert tab.bar.start.description == "Lancer"


def test_another_network_resets_inputs_and_results(bench):
    bench._actions.start_from(el.Scenario(campaign={"posts": [{"seeds": 2}]}))
    tab = open_tab(bench, "sweep")
    set_range(tab.first, 0.0, 0.4, 2)
    finish(bench, tab)
    network = el.Network.from_networkx(nx.path_graph(30), groups={"club": list(range(20))})
    bench.use_network(network, "a path")
    assert bench.wait(TIMEOUT)
    assert bench.exploration.results == {}
    tab = open_tab(bench, "sweep")
    assert tab.bar.job is None
    assert "groups.size" not in [name for _, name in tab.first.field.options]
    set_range(tab.first, 0.0, 0.4, 2)
    finish(bench, tab)
    frame = bench.exploration.frame(tab.bar.job.about)
    assert set(frame["people"]) == {30}
    assert (
        frame["reach"].tolist()
        == sweep(bench.answer.plan, {"invitations.invite": [0.0, 0.4]}, network=network)[
            "reach"
        ].tolist()
    )
