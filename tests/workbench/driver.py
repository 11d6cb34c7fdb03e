"""Drive a workbench in tests as a person does."""

import threading

import engagelab as el
from engagelab import workbench

TIMEOUT = 120.0  # seconds for an answer on a busy machine
SMALL = {"population.people": 800, "settings.runs": 60, "settings.horizon": 40}
PLAN = el.Scenario.preset("invite-a-friend").replace(SMALL)


def opened(plan=PLAN, *arguments, **options):
    """Return a workbench that has answered its plan."""
    bench = workbench.open(plan, *arguments, **options)
    assert bench.wait(TIMEOUT)
    return bench


def closed(bench):
    """Close a workbench, and check that its threads have ended."""
    bench.close()
    names = ("engagelab workbench", "engagelab job")
    assert [thread for thread in threading.enumerate() if thread.name in names] == []


def enter(bench, name, text):
    """Type a text into the box of a field."""
    bench.panel.controls[name].widget.children[0].value = text


def slide(bench, name, place):
    """Move the slider of a field."""
    bench.panel.controls[name].widget.children[1].value = place


def open_tab(bench, key):
    """Open a tab and return it."""
    bench.tabs.open(key)
    assert bench.message == ""
    return bench.tabs.tab


def finish(bench, tab):
    """Run the job of a tab to its end."""
    tab.bar.start.click()
    assert bench.exploration.jobs.wait(TIMEOUT)


def set_range(pick, low, high, steps):
    """Set the range of a field and the number of its values."""
    pick._low.value, pick._high.value, pick.steps.value = low, high, steps
