import os
import subprocess
import sys

import pytest
from checkout import ROOT
from full_disk import said_on_a_full_disk
from report.conftest import DAY, small

import engagelab as el
from engagelab import report
from engagelab.i18n import load
from engagelab.report import FORMATS, formats, hand_over, to_bytes, write
from engagelab.report.document import Document

pytestmark = pytest.mark.process

PNG = b"\x89PNG"
BEGINS = {"pptx": b"PK", "pdf": b"%PDF", "xlsx": b"PK", "csv": b"PK", "html": b"<!DOCTYPE html>",
          "png": PNG, "svg": b"<?xml"}  # fmt: skip


def test_one_call_gives_every_format(tmp_path):
    files = hand_over(small(2), tmp_path / "client", lang="fr", currency="EUR", runs=4, date=DAY,
                      title="Été")  # fmt: skip
    assert tuple(files) == FORMATS == tuple(BEGINS)
    assert sorted(files.values()) == sorted((tmp_path / "client").iterdir())
    for name, path in files.items():
        assert path.read_bytes().startswith(BEGINS[name])
        assert path.name.startswith("ete-")


def test_bytes_are_those_of_the_files(found, tmp_path, texts):
    paths = write(found[1], tmp_path, ["svg", "csv", "svg"], texts)
    assert list(paths) == ["svg", "csv"]
    for name, path in paths.items():
        file, mimetype, data = to_bytes(found[1], name, texts)
        assert (file, data) == (path.name, path.read_bytes())
        assert "/" in mimetype


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_plans_key_and_date_give_the_same_bytes(name, handed, found):
    plans = small(2)
    again = report.findings(plans, runs=24, key=5, title="Spring", client="Dupont", date=DAY)
    texts = load("fr", "EUR")
    assert to_bytes(again, name, texts)[2] == handed(Document(found[2], texts), name)


def test_another_process_gives_the_same_bytes(tmp_path, found, handed):
    code = f"""
import datetime, sys
from report.conftest import small
from engagelab.report import hand_over
hand_over(small(2), {str(tmp_path)!r}, lang="fr", currency="EUR", runs=24, key=5, title="Spring",
          client="Dupont", date=datetime.date(2026, 11, 26))
"""
    here = ROOT / "tests"
    places = os.pathsep.join([str(here), str(here.parent)])
    env = {**os.environ, "PYTHONPATH": places, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code], env=env, check=True)
    document = Document(found[2], load("fr", "EUR"))
    for name in FORMATS:
        (path,) = tmp_path.glob(f"*{formats._KNOWN[name].ending}")
        assert path.read_bytes() == handed(document, name), name


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"formats": "pptt"}, "formats: unknown format 'pptt'; did you mean 'pptx'"),
        ({"formats": ["pdf", "exel"]}, "formats: unknown format 'exel'"),
        ({"formats": []}, "formats: the list is empty; choose from pptx, pdf"),
        ({"lang": "de"}, "lang: unknown language 'de'"),
        ({"currency": "euro"}, "currency: 'euro' is not allowed"),
    ],
)
def test_mistakes_are_refused_before_any_simulation(tmp_path, monkeypatch, how, says):
    monkeypatch.setattr("engagelab.simulation.scenario.simulate_campaign", None)
    with pytest.raises(el.EngagelabError, match=says):
        hand_over(small(1), tmp_path / "new", **how)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_must_be_possible(tmp_path, monkeypatch):
    monkeypatch.setattr("engagelab.simulation.scenario.simulate_campaign", None)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(el.EngagelabError, match="file is a file; give a folder"):
        hand_over(small(1), tmp_path / "file")
    with pytest.raises(el.EngagelabError, match=r"folder: .*nowhere does not exist"):
        hand_over(small(1), tmp_path / "nowhere" / "deep")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(el.EngagelabError, match="is not writable"):
        hand_over(small(1), tmp_path)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_plan_that_fails_leaves_nothing(tmp_path):
    plans = small(1) | {"too many": el.Scenario(population={"people": 20},
                        campaign={"posts": [{"origin": "employee", "seeds": 15}]})}  # fmt: skip
    with pytest.raises(el.EngagelabError):
        hand_over(plans, tmp_path / "new", runs=2)
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_fails_leaves_nothing(found, tmp_path, monkeypatch):
    def broken(document):
        raise RuntimeError("in the middle")

    monkeypatch.setattr("engagelab.report.images.png", broken)
    with pytest.raises(RuntimeError):
        write(found[1], tmp_path / "new", FORMATS, load("en"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes (POSIX)")
@pytest.mark.parametrize("plant", ["link", "pipe"])
def test_a_planted_link_or_pipe_stops_all_files(found, tmp_path, plant):
    victim = tmp_path / "victim"
    victim.write_text("mine")
    folder = tmp_path / "client"
    paths = write(found[1], folder, ["svg", "csv"], load("en"))
    svg = paths["svg"].read_bytes()
    paths["csv"].unlink()
    paths["csv"].symlink_to(victim) if plant == "link" else os.mkfifo(paths["csv"])
    with pytest.raises(el.EngagelabError, match=r"is a link|is not a regular file"):
        write(found[1], folder, ["svg", "csv"], load("fr"))
    assert victim.read_text() == "mine"
    assert paths["svg"].read_bytes() == svg
    assert sorted(folder.iterdir()) == sorted(paths.values())


@pytest.mark.parametrize("folder", ["a\0b", "", "a" * 5_000, None, 5])
def test_what_cannot_be_a_folder_is_refused(folder):
    with pytest.raises(el.EngagelabError, match=r"is not a path|folder: "):
        hand_over(small(1), folder)


def test_a_full_disk_leaves_the_older_files(tmp_path):
    said = said_on_a_full_disk(
        tmp_path,
        """
        for name in ("new", "old"):
            try:
                write(found, name, ["csv", "html", "svg"], load("en"))
            except EngagelabError as error:
                print(error)
        """,
        before="""
        from pathlib import Path
        import engagelab as el
        from engagelab.report import findings, write
        from engagelab.i18n import load
        found = findings(el.Scenario(population={"people": 100}), runs=2)
        Path("old").mkdir()
        for name in write(found, "old", ["csv", "html", "svg"], load("en")).values():
            name.write_text("mine")
        """,
    )
    assert said.count("not written: File too large; free some space") == 2
    assert not (tmp_path / "new").exists()
    assert [path.read_text() for path in (tmp_path / "old").iterdir()] == ["mine"] * 3
