import pandas as pd
import pytest
from workbench.driver import TIMEOUT, closed, finish, open_tab, opened, set_range

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


def test_it_gives_the_numbers_of_sweep(bench):
    tab = open_tab(bench, "sweep")
    assert tab.first.name == "invitations.invite"
    set_range(tab.first, 0.0, 0.4, 3)
    finish(bench, tab)
    assert "done: 3 plans simulated" in tab.bar.text
    expected = sweep(PLAN, {"invitations.invite": [0.0, 0.2, 0.4]})
    frame = bench.exploration.frame(tab.bar.job.about)
    assert frame.equals(expected)
    told = tab.chart.spec
    assert told["lines"][0]["mean"] == expected["reach"].tolist()
    assert [row[0] for row in told["table"]["rows"]] == ["0", "0.2", "0.4"]
    assert [row[1] for row in told["table"]["rows"]] == [f"{n:,.0f}" for n in expected["reach"]]


def test_a_sweep_of_two_fields_has_a_line_for_each_value_of_the_second(bench):
    tab = open_tab(bench, "sweep")
    set_range(tab.first, 0.0, 0.4, 3)
    tab.second.field.value = "groups.size"
    set_range(tab.second, 10.0, 20.0, 2)
    finish(bench, tab)
    assert [line["name"] for line in tab.chart.spec["lines"]] == [
        "group size: 10",
        "group size: 20",
    ]
    tab.measure.value = "cost_per_reader"
    frame = sweep(PLAN, {"groups.size": [10, 20], "invitations.invite": [0, 0.2, 0.4]})
    means = [mean for line in tab.chart.spec["lines"] for mean in line["mean"]]
    assert means == pytest.approx(frame["cost_per_reader"].tolist())


def test_a_cell_sets_the_controls(bench):
    tab = open_tab(bench, "sweep")
    set_range(tab.first, 0.0, 0.4, 3)
    tab.second.field.value = "groups.size"
    set_range(tab.second, 10.0, 20.0, 2)
    finish(bench, tab)
    tab.chart._receive(None, {"take": 5}, None)
    assert (bench.plan.groups.size, bench.plan.invitations.invite) == (20, 0.4)
    assert bench.panel.controls["invitations.invite"].value == 0.4
    assert bench.wait(TIMEOUT)
    assert "For the plan as it was; run again" in tab.bar.text
    bench._actions.undo()
    assert bench.wait(TIMEOUT)
    assert "For the plan as it was" not in tab.bar.text


def test_the_finished_cells_are_offered_as_csv(bench, tmp_path):
    tab = open_tab(bench, "sweep")
    set_range(tab.first, 0.0, 0.4, 2)
    finish(bench, tab)
    tab.csv.click()
    file = tab._download.last
    path = tmp_path / file.filename
    path.write_bytes(file.data)
    read = pd.read_csv(path)
    expected = sweep(PLAN, {"invitations.invite": [0.0, 0.4]})
    assert read["reach"].tolist() == expected["reach"].tolist()
    assert set(read["scenario"]) == {PLAN.hash}


def test_a_choice_has_no_range(bench):
    tab = open_tab(bench, "sweep")
    tab.first.field.value = "control.review"
    assert tab.first._low.layout.display == "none"
    finish(bench, tab)
    assert tab.chart.spec["x"]["names"] == ["no", "yes"]
    assert [row[0] for row in tab.chart.spec["table"]["rows"]] == ["no", "yes"]
