"""The memory that is left, from what the system reports."""

import subprocess
import sys

import pytest

from engagelab.errors import EngagelabError
from engagelab.io import memory


@pytest.fixture(autouse=True)
def looks_each_time(monkeypatch):
    """Look for memory each time it is needed."""
    monkeypatch.setattr(memory, "_FRESH", -1)


def test_the_least_of_all_reports_counts(monkeypatch):
    monkeypatch.setattr(memory, "_machine", lambda: iter([5]))
    monkeypatch.setattr(memory, "_container", lambda: iter([3, 4]))
    monkeypatch.setattr(memory, "_process", lambda: iter([]))
    assert memory.available_memory() == 3
    for name in ("_machine", "_container"):
        monkeypatch.setattr(memory, name, lambda: iter([]))
    assert memory.available_memory() is None


def test_a_container_has_its_limit_less_its_use(tmp_path, monkeypatch):
    most, used = tmp_path / "max", tmp_path / "current"
    monkeypatch.setattr(memory, "_GROUPS", [(str(most), str(used))])
    assert list(memory._container()) == []
    most.write_text("max\n")
    used.write_text("300\n")
    assert list(memory._container()) == []
    most.write_text("1000\n")
    assert list(memory._container()) == [700]
    most.write_text("200\n")
    assert list(memory._container()) == [0]


@pytest.mark.process
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits as Linux has them")
def test_the_limits_of_a_process_count():
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_DATA, (3 * 10**8, 3 * 10**8)); "
        "from engagelab.io.memory import available_memory; print(available_memory())"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0 < int(told.stdout) < 3 * 10**8


def test_what_is_refused_has_the_estimate_and_what_is_left(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 2_000_000_000)
    memory.need_memory("memory", 1_900_000_000)
    memory.need_memory("memory", 2_900_000_000, held=lambda: 1_000_000_000)
    with pytest.raises(
        EngagelabError, match=r"^memory: about 2\.9 GB are needed, more than the 2\.0 GB"
    ):
        memory.need_memory("memory", 2_900_000_000)
    with pytest.raises(EngagelabError, match=r"about 1\.5 GB are needed, more than the 1\.0 GB"):
        memory.need_memory("memory", 1_500_000_000, most=1_000_000_000)


def test_plenty_of_memory_is_not_looked_for_again_at_once(monkeypatch):
    looks = iter([8_000_000_000, *[3_000_000_000] * 2, *[8_000_000_000] * 2])
    monkeypatch.setattr(memory, "available_memory", lambda: next(looks))
    monkeypatch.setattr(memory, "_FRESH", 60)
    monkeypatch.setattr(memory, "_latest", (0.0, None))
    memory.need_memory("memory", 100_000_000)
    memory.need_memory("memory", 2_000_000_000)  # of eight, a quarter
    with pytest.raises(EngagelabError, match=r"more than the 3\.0 GB"):
        memory.need_memory("memory", 4_000_000_000)
    memory.need_memory("memory", 3_500_000_000)
    monkeypatch.setattr(memory, "_FRESH", -1)
    memory.need_memory("memory", 100_000_000)
    assert next(looks, None) is None


def test_without_a_report_only_a_stated_limit_counts(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: None)
    memory.need_memory("memory", 10**18)
    with pytest.raises(EngagelabError):
        memory.need_memory("memory", 10**18, most=10**9)
