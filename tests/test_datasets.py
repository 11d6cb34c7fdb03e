"""Data sets are what their papers say, and a fetched file is the right one or none."""

import gzip
import hashlib
import http.server
import io
import os
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from engagelab import datasets
from engagelab.errors import EngagelabError

CONTACTS = b"20 1 2\r\n40 1 2\r\n40 2 3\r\n60 1 9\r\n"
OTHER = b"20 1 2\n"
DEPARTMENTS = b"1\tA\r\n2\tA\r\n3\tB\r\n4\tB\r\n"


def refusal(name: str, **how: object) -> str:
    with pytest.raises(EngagelabError) as caught:
        datasets.load(name, **how)
    return str(caught.value)


def real(name: str) -> Path:
    """Return the folder of a real data set, or skip where it was never fetched."""
    folder = Path(os.environ.get("ENGAGELAB_DATA", "nowhere")) / name
    if not folder.is_dir():
        pytest.skip(f"needs the data set {name} in the folder that ENGAGELAB_DATA names")
    return folder


# What comes along


def test_davis_ties_weigh_the_events_in_common() -> None:
    network = datasets.load("davis")
    both = nx.davis_southern_women_graph()
    assert (network.people, len(network.group_labels)) == (18, 14)
    assert {event: set(who) for event, who in network.groups.items()} == {
        event: set(both[event]) for event in both.graph["bottom"]
    }
    for a, b, weight in network.to_networkx().edges(data="weight"):
        assert weight == len(set(both[a]) & set(both[b]))


def test_karate_keeps_its_weights_and_its_two_clubs() -> None:
    network = datasets.load("karate")
    assert (network.people, network.ties) == (34, 78)
    assert {club: len(who) for club, who in network.groups.items()} == {"Mr. Hi": 17, "Officer": 17}
    weights = nx.get_edge_attributes(nx.karate_club_graph(), "weight")
    assert nx.get_edge_attributes(network.to_networkx(), "weight") == weights


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    told = refusal("pew2011")
    assert "'pew2011' is not known" in told
    assert "did you mean 'pew-2011'?" in told
    assert all(name in told for name in datasets.names())


def test_an_installed_package_has_its_own_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside an installed package there may be another package that is called datasets."""
    package = tmp_path / "engagelab"
    for folder, text in ((package / "_datasets", "id\nours\n"), (tmp_path / "datasets", "id\n")):
        folder.mkdir(parents=True)
        (folder / "studies.csv").write_text(text)
    monkeypatch.setattr(datasets, "__file__", str(package / "datasets.py"))
    assert datasets.load("studies")["id"].tolist() == ["ours"]
    assert "registry.csv: is missing from this installation" in refusal("invs13")


# The facts


def test_the_facts_are_tidy() -> None:
    facts = datasets.load("pew-2011")
    assert facts["id"].is_unique
    assert facts["value"].notna().all()
    assert facts["comparison"].isna().sum() > 0
    assert not facts["population"].str.startswith("same as").any()
    percent = facts[facts["unit"] == "%"]
    assert percent[["value", "comparison"]].stack().dropna().between(0, 100).all()
    assert set(facts.loc[facts["unit"] != "%", "id"]) == {"P06", "P07", "P09", "P15", "P16", "P70"}


@pytest.mark.parametrize(("users", "who"), [("P51", "P03"), ("P52", "P04")])
def test_two_shares_of_users_give_the_share_of_all_online_adults(users: str, who: str) -> None:
    facts = datasets.load("pew-2011").set_index("id")
    share = facts.loc[users, "value"] / 100
    active = share * facts.loc[who, "value"] + (1 - share) * facts.loc[who, "comparison"]
    # Both parts are rounded to whole percents, so their mean is off by half of one at most.
    assert active == pytest.approx(facts.loc["P01", "value"], abs=0.5)


@pytest.mark.parametrize(("name", "column"), [("pew-2011", "source_url"), ("studies", "url")])
def test_each_row_says_where_its_figure_was_seen(name: str, column: str) -> None:
    frame = datasets.load(name)
    said = frame[column].str.contains("://") | frame[column].str.contains("essay")
    assert said.all(), frame[~said]
    assert (frame["provenance"].str.contains("seen") | (frame["provenance"] == "computed")).all()
    assert not frame["provenance"].str.contains("verify").any()


def test_the_registry_is_whole() -> None:
    rows = datasets.registry()
    assert not (rows == "").any(axis=None)
    assert rows["sha256"].str.fullmatch("[0-9a-f]{64}").all()
    assert rows["source_sha256"].str.fullmatch("[0-9a-f]{64}").all()
    assert rows["commit"].str.fullmatch("[0-9a-f]{40}").all()
    assert set(rows["unpack"]) == {"zip", "gz", "none"}


# The real data sets


@pytest.mark.parametrize(
    ("name", "people", "met", "ties", "intervals", "departments"),
    [("invs13", 92, 92, 755, 9_827, 5), ("invs15", 232, 217, 4_274, 78_249, 12)],
)
def test_offices(
    name: str, people: int, met: int, ties: int, intervals: int, departments: int
) -> None:
    real(name)
    network = datasets.load(name)
    assert (network.people, network.ties) == (people, ties)
    assert len(network.group_labels) == departments
    assert network.weights.sum() == 2 * intervals
    assert np.count_nonzero(np.diff(network.tie_start)) == met
    assert network.group_people.size == people
    assert not network.prospects.any()


def test_real_files_are_those_on_record() -> None:
    for row in datasets.registry().itertuples():
        data = (real(str(row.name)) / str(row.file)).read_bytes()
        assert len(data) == row.bytes
        assert hashlib.sha256(data).hexdigest() == row.sha256


# Fetching, from a server in this process


class Home:
    """A home of files on the loopback, which counts what it is asked for."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.cut = 0
        home = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.lstrip("/")
                home.asked.append(path)
                if path not in home.files:
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(home.files[path])))
                self.end_headers()
                self.wfile.write(home.files[path][: -home.cut or None])

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


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
    monkeypatch.setattr(datasets, "registry", lambda: rows)
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


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


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
    assert "is not what is on record" in told
    assert datasets.registry()["source_sha256"][0] in told
    assert not (tmp_path / "invs13").exists()


@pytest.mark.parametrize("home", ["zip", "gz"], indirect=True)
def test_a_content_of_another_size_or_hash_is_not_kept(home: Home, tmp_path: Path) -> None:
    """The archive is the one on record, but not what is in it: the record itself is wrong."""
    rows = datasets.registry()
    rows.loc[0, "bytes"] -= 2
    told = refusal("invs13", cache=tmp_path, home=home.url)
    assert "SHA-256 is" in told
    assert f"put the right file at {tmp_path / 'invs13' / 'contacts.dat'}" in told
    assert not (tmp_path / "invs13").exists()


def test_a_truncated_answer_is_told(home: Home, tmp_path: Path) -> None:
    home.cut = 5
    told = refusal("invs13", cache=tmp_path, home=home.url)
    assert f"{home.url}/owner/data/c0ffee/raw/contacts.dat: cannot be fetched" in told
    assert not (tmp_path / "invs13").exists()


def test_a_file_that_is_not_there_any_more_is_told(home: Home, tmp_path: Path) -> None:
    home.files.clear()
    told = refusal("invs13", cache=tmp_path, home=home.url)
    assert "it answers 404" in told
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
    assert told.startswith(f"{occupied / 'invs13'}: cannot be made: ")
    assert "ENGAGELAB_DATA" in told
    (tmp_path / "invs13" / "contacts.dat").mkdir(parents=True)
    assert "cannot be read" in refusal("invs13", cache=tmp_path, home=home.url)
