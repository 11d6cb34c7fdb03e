"""A module has a second name and stays one module."""

import importlib
import sys
from pathlib import Path

import pytest

from engagelab.io.aliases import add_aliases


def test_a_second_name_finds_the_same_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a_house" / "room").mkdir(parents=True)
    for file in ("__init__.py", "room/__init__.py"):
        (tmp_path / "a_house" / file).write_text("")
    (tmp_path / "a_house" / "room" / "table.py").write_text("legs = []")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    add_aliases("a_house", desk="room.table", gone="room.gone")

    desk = importlib.import_module("a_house.desk")
    table = importlib.import_module("a_house.room.table")
    assert desk is table
    assert table.__spec__.name == "a_house.room.table"
    assert importlib.reload(table) is desk
    with pytest.raises(ModuleNotFoundError, match=r"a_house\.room\.gone"):
        importlib.import_module("a_house.gone")
    with pytest.raises(ModuleNotFoundError, match=r"a_house\.bed"):
        importlib.import_module("a_house.bed")
