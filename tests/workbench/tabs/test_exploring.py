"""What matters, sweeps and response curves, driven as a person does."""

import threading

import networkx as nx
import pandas as pd
import pytest

import engagelab as el
from engagelab import workbench
from engagelab.experiments import sweep
from engagelab.i18n import load
from engagelab.workbench.tabs.matters import WAYS, span_of
from engagelab.workbench.tabs.response import with_today

SOON = 120.0
PLAN = el.Scenario.preset("invite-a-friend").replace(
    {"population.people": 400, "settings.runs": 12, "settings.horizon": 30}
)


@pytest.fixture
def bench():
    made = workbench.open(PLAN, lang="en")
    assert made.wait(SOON)
    yield made
    made.close()
    names = ("engagelab workbench", "engagelab job")
    assert [t for t in threading.enumerate() if t.name in names] == []


def opened(bench, key):
    bench.tabs.open(key)
    assert bench.message == ""
    return bench.tabs.tab


def run(bench, tab):
    tab.bar.start.click()
    assert bench.explored.jobs.wait(SOON)


def few(pick, low, high, steps):
    pick._low.value, pick._high.value, pick.steps.value = low, high, steps


def test_a_sweep_gives_the_numbers_of_a_sweep(bench):
    tab = opened(bench, "sweep")
    assert tab.first.name == "invitations.invite"
    few(tab.first, 0.0, 0.4, 3)
    run(bench, tab)
    assert "done: 3 plans played" in tab.bar.says
    expected = sweep(PLAN, {"invitations.invite": [0.0, 0.2, 0.4]})
    frame = bench.explored.frame(tab.bar.job.about)
    assert frame.equals(expected)
    told = tab.chart.told
    assert told["lines"][0]["mean"] == expected["reach"].tolist()
    assert [row[0] for row in told["table"]["rows"]] == ["0", "0.2", "0.4"]
    assert [row[1] for row in told["table"]["rows"]] == [f"{n:,.0f}" for n in expected["reach"]]


def test_a_sweep_of_two_fields_has_a_line_for_each_value_of_the_second(bench):
    tab = opened(bench, "sweep")
    few(tab.first, 0.0, 0.4, 3)
    tab.second.field.value = "groups.size"
    few(tab.second, 10.0, 20.0, 2)
    run(bench, tab)
    assert [line["name"] for line in tab.chart.told["lines"]] == [
        "group size: 10",
        "group size: 20",
    ]
    tab.measure.value = "cost_per_reader"
    frame = sweep(PLAN, {"groups.size": [10, 20], "invitations.invite": [0, 0.2, 0.4]})
    means = [mean for line in tab.chart.told["lines"] for mean in line["mean"]]
    assert means == pytest.approx(frame["cost_per_reader"].tolist())


def test_a_cell_is_taken_into_the_controls(bench):
    tab = opened(bench, "sweep")
    few(tab.first, 0.0, 0.4, 3)
    tab.second.field.value = "groups.size"
    few(tab.second, 10.0, 20.0, 2)
    run(bench, tab)
    tab.chart._hear(None, {"take": 5}, None)
    assert (bench.plan.groups.size, bench.plan.invitations.invite) == (20, 0.4)
    assert bench.panel.controls["invitations.invite"].value == 0.4
    assert bench.wait(SOON)
    assert "For the plan as it was; run again" in tab.bar.says
    bench._undo()
    assert bench.wait(SOON)
    assert "For the plan as it was" not in tab.bar.says


def test_the_finished_cells_are_offered_as_csv(bench, tmp_path):
    tab = opened(bench, "sweep")
    few(tab.first, 0.0, 0.4, 2)
    run(bench, tab)
    tab.csv.click()
    file = tab._download.last
    path = tmp_path / file.filename
    path.write_bytes(file.data)
    read = pd.read_csv(path)
    expected = sweep(PLAN, {"invitations.invite": [0.0, 0.4]})
    assert read["reach"].tolist() == expected["reach"].tolist()
    assert set(read["scenario"]) == {PLAN.hash}


def test_a_range_that_is_none_is_told_beside_the_buttons(bench):
    tab = opened(bench, "sweep")
    few(tab.first, 0.4, 0.2, 3)
    tab.bar.start.click()
    assert "0.4 is not below 0.2" in tab.bar.says
    few(tab.first, 0.4, 1.2, 3)
    tab.bar.start.click()
    assert "1.2 is above the highest value allowed; give a number from 0 to 1" in tab.bar.says
    assert bench.explored.jobs.now is None


def test_a_choice_is_swept_without_a_range(bench):
    tab = opened(bench, "sweep")
    tab.first.field.value = "control.review"
    assert tab.first._low.layout.display == "none"
    run(bench, tab)
    assert tab.chart.told["x"]["names"] == ["no", "yes"]
    assert [row[0] for row in tab.chart.told["table"]["rows"]] == ["no", "yes"]


def test_a_long_sweep_is_paused_continued_and_cancelled(bench):
    tab = opened(bench, "sweep")
    tab.runs.value = 1_000
    jobs, one = bench.explored.jobs, threading.Event()
    jobs.watch(lambda job: one.set() if job.done else None)
    tab.bar.start.click()
    assert one.wait(SOON)
    tab.bar.hold.click()
    assert tab.bar.hold.description == "Continue"
    assert "paused" in tab.bar.says
    assert tab.bar.start.disabled
    bench.panel.controls["groups.size"].widget.children[0].value = "30"
    assert bench.wait(SOON)  # the sliders answer meanwhile
    assert bench.answer.plan.groups.size == 30
    tab.bar.hold.click()
    assert tab.bar.hold.description == "Pause"
    tab.bar.stop.click()
    assert jobs.wait(SOON)
    assert "cancelled" in tab.bar.says
    assert "kept" in tab.bar.says
    assert "For the plan as it was" in tab.bar.says
    assert 0 < len(tab.chart.told["table"]["rows"]) < 9
    assert not tab.bar.start.disabled


def test_another_job_waits_for_its_turn(bench):
    sweeping, response = opened(bench, "sweep"), opened(bench, "response")
    sweeping.runs.value, begun = 5_000, threading.Event()
    bench.explored.jobs.watch(lambda job: begun.set())  # told after the bars
    sweeping.bar.start.click()
    assert begun.wait(SOON)
    assert response.bar.start.disabled
    assert "Another long job is under way" in response.bar.says
    sweeping.bar.stop.click()
    assert bench.explored.jobs.wait(SOON)
    assert not response.bar.start.disabled


def test_an_error_in_a_job_is_one_line(bench, monkeypatch):
    tab = opened(bench, "sweep")

    def broken(self, settings, network=None):
        raise ZeroDivisionError("inside\nthe kernel")

    with monkeypatch.context() as patch:
        patch.setattr(el.Scenario, "simulate", broken)
        run(bench, tab)
    assert "ZeroDivisionError: inside the kernel" in tab.bar.says
    assert "Traceback" not in tab.bar.says


def test_what_is_chosen_and_done_outlives_another_language(bench):
    tab = opened(bench, "sweep")
    few(tab.first, 0.0, 0.4, 3)
    run(bench, tab)
    rows = tab.chart.told["table"]["rows"]
    bench.speak("fr")
    tab = opened(bench, "sweep")
    assert (tab.first._high.value, tab.first.steps.value) == (0.4, 3)
    assert len(tab.chart.told["table"]["rows"]) == len(rows)
    assert tab.chart.told["table"]["rows"][1][0] == "0,2"
    assert "terminé" in tab.bar.says
    assert tab.bar.start.description == "Lancer"


def test_a_response_curve_marks_today_and_the_best(bench):
    tab = opened(bench, "response")
    few(tab.pick, 0.0, 0.8, 5)
    run(bench, tab)
    found = tab.response()
    values = [0.0, 0.2, 0.4, 0.6, 0.8]
    assert found.values == with_today("invitations.invite", values, PLAN.invitations.invite)
    expected = sweep(PLAN, {"invitations.invite": found.values})
    assert found.mean.tolist() == expected["reach"].tolist()
    assert found.best == expected["reach"].argmax()
    assert found.values[found.now] == PLAN.invitations.invite
    best = found.values[found.best]
    assert f"invitation rate of {best:g} is best" in tab.says
    assert tab.best.description == f"Take {best:g}"
    assert [mark["shape"] for mark in tab.chart.told["marks"]] == ["dot", "star"]
    tab.best.click()
    assert bench.plan.invitations.invite == best


def test_where_the_top_is_flat_it_says_so(bench):
    tab = opened(bench, "response")
    tab.pick.field.value = "money.cost_post"
    run(bench, tab)
    found = tab.response()
    assert found.alike == (0, len(found.values) - 1)
    assert "the runs cannot tell" in tab.says
    assert tab.chart.told["flat"] is not None
    tab.measure.value = "return_on_cost"
    assert tab.response().best == 0
    assert "the runs cannot tell" not in tab.says


def test_the_field_moved_last_is_the_one_of_the_curve(bench):
    bench.panel.controls["groups.size"].widget.children[0].value = "30"
    tab = opened(bench, "response")
    assert (tab.pick.name, tab.pick._high.value) == ("groups.size", 120)
    bench.panel.controls["invitations.accept"].widget.children[0].value = "0.3"
    assert bench.wait(SOON)
    assert (tab.pick.name, tab.pick._high.value) == ("invitations.accept", 1)
    tab.pick._high.value = 0.5
    bench.panel.controls["groups.size"].widget.children[0].value = "40"
    assert bench.wait(SOON)
    assert tab.pick.name == "invitations.accept"  # a person has begun with it


def test_a_ranking_is_that_of_a_sensitivity(bench):
    tab = opened(bench, "matters")
    tab.fields.value = ("invitations.invite", "engagement.base_share")
    run(bench, tab)
    method, samples, runs = WAYS["quick"]
    plan = PLAN.replace({"settings.runs": min(runs, PLAN.settings.runs)})
    spans = {name: span_of(plan, name, "near") for name in tab.fields.value}
    for measure in ("reach", "return_on_cost"):
        tab.measure.value = measure
        expected = el.sensitivity(plan, spans, method=method, samples=samples, measure=measure)
        names = [bar["name"] for bar in tab.chart.told["bars"]]
        assert names == [load("en").field(name).label for name in expected.table["field"]]
        means = [bar["mean"] for bar in tab.chart.told["bars"]]
        assert means == pytest.approx(expected.table["mu_star"].tolist())
        assert f"{names[0].capitalize()} matters most" in tab.says
    assert "the intervals are too sure" in tab.says


def test_a_ranking_needs_a_field_and_speaks_french(bench):
    bench.speak("fr")
    tab = opened(bench, "matters")
    tab.fields.value = ()
    tab.bar.start.click()
    assert "choisissez-en au moins un" in tab.bar.says
    tab.fields.value = ("invitations.invite", "control.review")
    tab.span.value = "all"
    run(bench, tab)
    assert "compte le plus" in tab.says


def test_closing_ends_a_job():
    bench = workbench.open(PLAN)
    tab = opened(bench, "sweep")
    tab.runs.value = 10_000
    tab.bar.start.click()
    bench.close()
    assert [t for t in threading.enumerate() if t.name == "engagelab job"] == []


def test_a_job_goes_on_while_the_language_changes(bench):
    tab = opened(bench, "sweep")
    tab.runs.value = 3_000
    jobs, one = bench.explored.jobs, threading.Event()
    jobs.watch(lambda job: one.set() if job.done else None)
    tab.bar.start.click()
    assert one.wait(SOON)
    bench.speak("fr")
    tab = opened(bench, "sweep")
    assert tab.bar.job is jobs.now
    tab.bar.stop.click()
    assert jobs.wait(SOON)
    assert "arrêté" in tab.bar.says


def test_on_another_network_nothing_of_the_old_one_is_kept(bench):
    bench._start_from(el.Scenario(campaign={"posts": [{"seeds": 2}]}))
    tab = opened(bench, "sweep")
    few(tab.first, 0.0, 0.4, 2)
    run(bench, tab)
    network = el.Network.from_networkx(nx.path_graph(30), groups={"club": list(range(20))})
    bench.play_on(network, "a path")
    assert bench.wait(SOON)
    assert bench.explored.memory == {}
    tab = opened(bench, "sweep")
    assert tab.bar.job is None
    assert "groups.size" not in [name for _, name in tab.first.field.options]
    few(tab.first, 0.0, 0.4, 2)
    run(bench, tab)
    frame = bench.explored.frame(tab.bar.job.about)
    assert set(frame["people"]) == {30}
    assert (
        frame["reach"].tolist()
        == sweep(bench.answer.plan, {"invitations.invite": [0.0, 0.4]}, network=network)[
            "reach"
        ].tolist()
    )
