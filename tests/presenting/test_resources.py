"""Limits on the process of a visitor."""

import subprocess
import sys

import pytest

from engagelab.presenting import resources

psutil = pytest.importorskip("psutil")
pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits as Linux has them"),
]
ALLOCATES = """
input()
try:
    bytearray(600_000_000)
    print("had it")
except MemoryError:
    print("refused")
"""


@pytest.fixture
def process():
    started = subprocess.Popen(
        [sys.executable, "-c", ALLOCATES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    yield started
    started.kill()
    started.communicate()


def test_memory_beyond_the_limit_is_refused_in_that_process_only(process):
    resources.limit_memory(process.pid, 300_000_000)
    assert process.communicate("\n", timeout=60)[0] == "refused\n"
    assert len(bytearray(600_000_000)) == 600_000_000


def test_without_the_limit_the_same_allocation_succeeds(process):
    assert process.communicate("\n", timeout=60)[0] == "had it\n"


def test_who_computed_more_yields_to_the_others(process, monkeypatch):
    before = psutil.Process(process.pid).nice()
    monkeypatch.setattr(resources, "nice_after", lambda seconds: before + 1)
    assert resources.lower_priority(process.pid) == before + 1
    monkeypatch.setattr(resources, "nice_after", lambda seconds: before)
    assert resources.lower_priority(process.pid) == before + 1  # never raised again


def test_niceness_rises_with_the_time_computed():
    levels = [resources.nice_after(seconds) for seconds in (0, 59, 60, 299, 300, 1e6)]
    assert levels == sorted(levels)
    assert levels[0] < levels[2] < levels[4] <= 19


def test_a_process_that_has_ended_is_left_alone(process):
    process.kill()
    process.communicate()
    resources.limit_memory(process.pid, 1)
    assert resources.lower_priority(process.pid) == 0
