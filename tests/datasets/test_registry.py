"""The registry says of every file where it comes from and which one it is."""

import hashlib
from pathlib import Path

import pytest
from data_home import REGISTRY, real, refusal

from engagelab import datasets


def test_an_installed_package_has_its_own_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside an installed package there may be another package that is called datasets."""
    package = tmp_path / "engagelab"
    for folder, text in ((package / "_datasets", "id\nours\n"), (tmp_path / "datasets", "id\n")):
        folder.mkdir(parents=True)
        (folder / "studies.csv").write_text(text)
    monkeypatch.setattr(REGISTRY, "__file__", str(package / "datasets" / "registry.py"))
    assert datasets.load("studies")["id"].tolist() == ["ours"]
    assert "registry.csv: is missing from this installation" in refusal("invs13")


def test_the_registry_is_whole() -> None:
    rows = REGISTRY.registry()
    assert not (rows == "").any(axis=None)
    assert rows["sha256"].str.fullmatch("[0-9a-f]{64}").all()
    assert rows["source_sha256"].str.fullmatch("[0-9a-f]{64}").all()
    assert rows["commit"].str.fullmatch("[0-9a-f]{40}").all()
    assert set(rows["unpack"]) == {"zip", "gz", "none", "rdata", "json.bz2"}
    assert set(rows["name"]) < set(datasets.names())


def test_real_files_are_those_on_record() -> None:
    for row in datasets.registry().itertuples():
        data = (real(str(row.name)) / str(row.file)).read_bytes()
        assert len(data) == row.bytes
        assert hashlib.sha256(data).hexdigest() == row.sha256
