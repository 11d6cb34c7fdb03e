import threading

import pytest
from workbench.driver import TIMEOUT, closed, enter, finish, open_tab, opened

import engagelab as el
from engagelab import workbench

pytestmark = pytest.mark.slow

PLAN = el.Scenario.preset("invite-a-friend").replace(
    {"population.people": 400, "settings.runs": 12, "settings.horizon": 30}
)


@pytest.fixture
def bench():
    bench = opened(PLAN, lang="en")
    yield bench
    closed(bench)


def test_a_job_is_paused_continued_and_cancelled(bench):
    tab = open_tab(bench, "sweep")
    tab.runs.value = 1_000
    jobs, one = bench.exploration.jobs, threading.Event()
    jobs.watch(lambda job: one.set() if job.done else None)
    tab.bar.start.click()
    assert one.wait(TIMEOUT)
    tab.bar.hold.click()
    assert tab.bar.hold.description == "Continue"
    assert "paused" in tab.bar.text
    assert tab.bar.start.disabled
    enter(bench, "groups.size", "30")
    assert bench.wait(TIMEOUT)  # the sliders answer meanwhile
    assert bench.answer.plan.groups.size == 30
    tab.bar.hold.click()
    assert tab.bar.hold.description == "Pause"
    tab.bar.stop.click()
    assert jobs.wait(TIMEOUT)
    assert "cancelled" in tab.bar.text
    assert "kept" in tab.bar.text
    assert "For the plan as it was" in tab.bar.text
    assert 0 < len(tab.chart.spec["table"]["rows"]) < 9
    assert not tab.bar.start.disabled


def test_only_one_job_runs_at_a_time(bench):
    sweeping, response = open_tab(bench, "sweep"), open_tab(bench, "response")
    sweeping.runs.value, begun = 5_000, threading.Event()
    bench.exploration.jobs.watch(lambda job: begun.set())  # told after the bars
    sweeping.bar.start.click()
    assert begun.wait(TIMEOUT)
    assert response.bar.start.disabled
    assert "Another long job is under way" in response.bar.text
    sweeping.bar.stop.click()
    assert bench.exploration.jobs.wait(TIMEOUT)
    assert not response.bar.start.disabled


def test_an_error_in_a_job_is_one_line(bench, monkeypatch):
    tab = open_tab(bench, "sweep")

    def broken(self, settings, network=None):
        raise ZeroDivisionError("inside\nthe kernel")

    with monkeypatch.context() as patch:
        patch.setattr(el.Scenario, "simulate", broken)
        finish(bench, tab)
    assert "ZeroDivisionError: inside the kernel" in tab.bar.text
    assert "Traceback" not in tab.bar.text


def test_closing_ends_a_job():
    bench = workbench.open(PLAN)
    tab = open_tab(bench, "sweep")
    tab.runs.value = 10_000
    tab.bar.start.click()
    bench.close()
    assert [t for t in threading.enumerate() if t.name == "engagelab job"] == []


def test_a_job_continues_while_the_language_changes(bench):
    tab = open_tab(bench, "sweep")
    tab.runs.value = 3_000
    jobs, one = bench.exploration.jobs, threading.Event()
    jobs.watch(lambda job: one.set() if job.done else None)
    tab.bar.start.click()
    assert one.wait(TIMEOUT)
    bench.set_language("fr")
    tab = open_tab(bench, "sweep")
    assert tab.bar.job is jobs.now
    tab.bar.stop.click()
    assert jobs.wait(TIMEOUT)
    assert "arrêté" in tab.bar.text
