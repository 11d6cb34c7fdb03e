import threading

import ipywidgets as widgets
import pytest
from workbench.driver import PLAN, TIMEOUT, closed, opened, slide

import engagelab as el
from engagelab.workbench.tabs import tab_bar

pytestmark = pytest.mark.slow


class RecordingTab:
    """A tab that records the answers it was given."""

    def __init__(self, context):
        self.context, self.widget = context, widgets.HTML()
        self.shown, self.closed = [], 0

    def show(self, answer):
        self.shown.append((answer, threading.current_thread()))

    def close(self):
        self.closed += 1


@pytest.fixture
def bench(monkeypatch):
    tabs = {"compare": "RecordingTab", "plans": "RecordingTab"}
    monkeypatch.setattr(tab_bar, "TABS", tabs)
    monkeypatch.setattr(tab_bar, "create_tab", lambda key, context: RecordingTab(context))
    monkeypatch.setattr(tab_bar, "titles", lambda texts: [(key, key) for key in tabs])
    monkeypatch.setattr(tab_bar, "tooltips", lambda texts: list(tabs))
    bench = opened(lang="en")
    yield bench
    closed(bench)


def test_a_tab_is_created_when_it_is_opened_and_follows_the_answers(bench):
    assert bench.tabs.opened == {}
    bench.tabs.open("compare")
    tab = bench.tabs.opened["compare"]
    assert [answer for answer, _ in tab.shown] == [bench.answer]
    slide(bench, "invitations.invite", 0.9)
    assert bench.wait(TIMEOUT)
    assert tab.shown[-1][0] is bench.answer
    bench.tabs.open("plans")
    count = len(tab.shown)
    slide(bench, "invitations.invite", 0.3)
    assert bench.wait(TIMEOUT)
    assert len(tab.shown) == count


def test_a_tab_changes_the_plan_through_its_context(bench):
    bench.tabs.open("compare")
    context = bench.tabs.opened["compare"].context
    context.change({"groups.size": 60.0}, "history.changed")
    assert bench.panel.controls["groups.size"].value == 60.0
    small = {"population.people": 500, "settings.runs": 10}
    context.adopt(el.Scenario.preset("voucher").replace(small), "history.started")
    assert bench.plan.name == "Voucher"
    assert bench.plan.settings.runs == PLAN.settings.runs
    assert bench.panel.controls["population.people"].value == 500


def test_the_open_tab_is_created_anew_in_another_language(bench):
    bench.tabs.open("compare")
    tab = bench.tabs.opened["compare"]
    bench.tabs.open("plans")
    bench.set_language("fr")
    assert tab.closed == 1
    assert list(bench.tabs.opened) == ["plans"]
