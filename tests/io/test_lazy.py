"""A library is imported when something of it is first used, and only then, by all threads."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from engagelab.io.lazy import late


def test_a_library_loads_at_its_first_attribute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "used_late.py").write_text("answer = 42")
    monkeypatch.syspath_prepend(tmp_path)
    library = late("used_late")
    assert "used_late" not in sys.modules
    assert library.answer == 42
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = library.no_such_name
    with pytest.raises(ModuleNotFoundError, match="no_such_library"):
        _ = late("no_such_library").answer


def test_a_second_thread_waits_until_the_library_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = SimpleNamespace(entered=threading.Event(), opened=threading.Event())
    monkeypatch.setitem(sys.modules, "the_gate", gate)
    (tmp_path / "loads_slowly.py").write_text(
        "import the_gate; the_gate.entered.set(); the_gate.opened.wait(60); answer = 42"
    )
    monkeypatch.syspath_prepend(tmp_path)
    library = late("loads_slowly")
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(lambda: library.answer)
        gate.entered.wait(60)
        second = threads.submit(lambda: library.answer)
        with pytest.raises(TimeoutError):  # it fails at once where it sees half a module
            second.result(0.1)
        gate.opened.set()
        assert (first.result(), second.result()) == (42, 42)
