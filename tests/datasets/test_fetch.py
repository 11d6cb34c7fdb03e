"""A file is fetched once, and it is the right one or none."""

import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from data_home import REGISTRY, Home, left, refusal

from engagelab import datasets

CONTACTS = b"20 1 2\r\n40 1 2\r\n40 2 3\r\n60 1 9\r\n"
OTHER = b"20 1 2\n"
DEPARTMENTS = b"1\tA\r\n2\tA\r\n3\tB\r\n4\tB\r\n"


def zipped(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("data/contacts.dat", data)
        archive.writestr("__MACOSX/._contacts.dat", b"not this one")
    return buffer.getvalue()


PACKERS = {"zip": zipped, "gz": gzip.compress, "none": bytes}


def small(packing: str) -> tuple[pd.DataFrame, dict[str, bytes]]:
    """Return a registry of a small office under the name invs13, and the files of its home."""
    rows, files = [], {}
    contents = [("contacts.dat", CONTACTS, packing), ("departments.txt", DEPARTMENTS, "none")]
    for file, data, unpack in contents:
        blob = PACKERS[unpack](data)
        rows.append(
            {
                "name": "invs13",
                "file": file,
                "repository": "owner/data",
                "commit": "c0ffee",
                "path": f"raw/{file}",
                "unpack": unpack,
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "source_sha256": hashlib.sha256(blob).hexdigest(),
            }
        )
        files[f"owner/data/c0ffee/raw/{file}"] = blob
    return pd.DataFrame(rows), files


@pytest.fixture(params=["zip"])
def home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    rows, files = small(request.param)
    monkeypatch.setattr(REGISTRY, "registry", lambda: rows)
    served = Home()
    served.files = files
    yield served
    served.stop()


@pytest.mark.parametrize("home", ["zip", "gz", "none"], indirect=True)
def test_fetched_once_then_kept(
    home: Home, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    network = datasets.load("invs13", cache=tmp_path, home=home.url)
    assert sorted(network.index) == [1, 2, 3, 4, 9]
    assert network.groups == {"A": [1, 2], "B": [3, 4]}
    weights = nx.get_edge_attributes(network.to_networkx(), "weight")
    assert weights == {(1, 2): 2.0, (2, 3): 1.0, (1, 9): 1.0}
    assert list(network.prospects) == [label == 9 for label in network.labels]
    assert len(home.asked) == 2
    home.stop()
    datasets.load("invs13", cache=tmp_path, home=home.url)
    assert (tmp_path / "invs13" / "contacts.dat").read_bytes() == CONTACTS
    assert left(tmp_path / "invs13") == ["contacts.dat", "departments.txt"]
    assert capfd.readouterr() == ("", "")


def test_the_cache_folder_comes_from_the_environment(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGAGELAB_DATA", str(tmp_path / "made" / "for this"))
    datasets.load("invs13", home=home.url + "/")
    assert left(tmp_path / "made" / "for this" / "invs13") == ["contacts.dat", "departments.txt"]


def test_a_kept_file_with_another_content_is_told_and_left(home: Home, tmp_path: Path) -> None:
    datasets.load("invs13", cache=tmp_path, home=home.url)
    kept = tmp_path / "invs13" / "contacts.dat"
    kept.write_bytes(OTHER)
    told = refusal("invs13", cache=tmp_path, home=home.url)
    assert told.startswith(f"{kept}: SHA-256 is {hashlib.sha256(OTHER).hexdigest()}")
    assert f"expected {hashlib.sha256(CONTACTS).hexdigest()}" in told
    assert "delete it" in told
    assert "ENGAGELAB_DATA" in told
    assert kept.read_bytes() == OTHER
    assert len(home.asked) == 2


def spoil(home: Home, blob: bytes) -> None:
    home.files["owner/data/c0ffee/raw/contacts.dat"] = blob


def test_a_served_file_with_another_content_is_not_kept(home: Home, tmp_path: Path) -> None:
    spoil(home, zipped(OTHER))
    told = refusal("invs13", cache=tmp_path, home=home.url)
    assert "differs from the file on record" in told
    assert REGISTRY.registry()["source_sha256"][0] in told
    assert not (tmp_path / "invs13").exists()


@pytest.mark.parametrize("home", ["zip", "gz"], indirect=True)
def test_a_content_of_another_size_or_hash_is_not_kept(home: Home, tmp_path: Path) -> None:
    """The archive is the one on record, but not what is in it: the record itself is wrong."""
    rows = REGISTRY.registry()
    rows.loc[0, "bytes"] -= 2
    told = refusal("invs13", cache=tmp_path, home=home.url)
    assert "SHA-256 is" in told
    assert f"put the right file at {tmp_path / 'invs13' / 'contacts.dat'}" in told
    assert not (tmp_path / "invs13").exists()


def test_a_truncated_answer_is_told(home: Home, tmp_path: Path) -> None:
    home.cut = 5
    told = refusal("invs13", cache=tmp_path, home=home.url)
    assert f"{home.url}/owner/data/c0ffee/raw/contacts.dat: cannot be downloaded" in told
    assert not (tmp_path / "invs13").exists()


def test_a_file_that_is_not_there_any_more_is_told(home: Home, tmp_path: Path) -> None:
    home.files.clear()
    told = refusal("invs13", cache=tmp_path, home=home.url)
    assert "the server answers 404" in told
    assert f"put it at {tmp_path / 'invs13' / 'contacts.dat'}" in told


def test_a_home_that_does_not_answer_is_told(home: Home, tmp_path: Path) -> None:
    home.stop()
    told = refusal("invs13", cache=tmp_path, home=home.url)
    assert "no answer (ConnectionError)" in told
    assert f"put it at {tmp_path / 'invs13' / 'contacts.dat'}" in told
    assert "no answer (MissingSchema)" in refusal("invs13", cache=tmp_path, home="nowhere")


def test_a_file_put_there_by_hand_is_taken(home: Home, tmp_path: Path) -> None:
    home.stop()
    (tmp_path / "invs13").mkdir()
    (tmp_path / "invs13" / "contacts.dat").write_bytes(CONTACTS)
    (tmp_path / "invs13" / "departments.txt").write_bytes(DEPARTMENTS)
    assert datasets.load("invs13", cache=tmp_path, home=home.url).people == 5


def test_a_cache_that_cannot_be_made_or_read_is_told(home: Home, tmp_path: Path) -> None:
    occupied = tmp_path / "a file"
    occupied.write_text("")
    told = refusal("invs13", cache=occupied, home=home.url)
    assert told.startswith(f"{occupied / 'invs13'}: cannot be created: ")
    assert "ENGAGELAB_DATA" in told
    (tmp_path / "invs13" / "contacts.dat").mkdir(parents=True)
    assert "cannot be read" in refusal("invs13", cache=tmp_path, home=home.url)
