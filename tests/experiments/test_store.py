"""A study survives kills, full disks and damage, and ends with the same bytes."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from checkout import ROOT
from full_disk import said_on_a_full_disk

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments import open_study, store, sweep

pytestmark = pytest.mark.process

PLAN = el.Scenario(population={"people": 300}, run={"runs": 3, "key": 3, "horizon": 10})
GRID = {"groups.size": [8, 16], "control.review": [False, True]}
CALL = """
import engagelab as el
from engagelab.experiments import sweep
plan = el.Scenario(population={"people": 300}, run={"runs": 3, "key": 3, "horizon": 10})
grid = {"groups.size": [8, 16], "control.review": [False, True]}
"""
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed") / "study"
    return folder, sweep(PLAN, GRID, store=folder)


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def in_a_process(*arguments):
    script = Path(__file__).with_name("killed_studies.py")
    root = str(ROOT)
    done = subprocess.run(
        [sys.executable, script, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def python(folder, program, **options):
    root = str(ROOT)
    return subprocess.run(
        [sys.executable, "-c", CALL + program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


# --- files -----------------------------------------------------------------------------------


def test_a_study_gives_the_frame_of_a_sweep_without_store(undisturbed):
    pd.testing.assert_frame_equal(undisturbed[1], sweep(PLAN, GRID))


def test_a_study_is_a_manifest_and_a_file_for_each_cell(undisturbed):
    names = [f"cell-{cell:06d}.parquet" for cell in range(4)]
    assert sorted(bytes_of(undisturbed[0])) == [*names, "manifest.json"]
    manifest = json.loads((undisturbed[0] / "manifest.json").read_text())
    assert manifest["engagelab"] == el.__version__
    assert (manifest["runs"], manifest["key"], manifest["cells"]) == (3, 3, 4)
    told = PLAN.model_dump(mode="json", exclude={"name", "summary"})
    assert manifest["scenario"] == told


def test_a_cell_can_be_read_by_any_reader_of_parquet(undisturbed):
    cell = pd.read_parquet(undisturbed[0] / "cell-000003.parquet")
    assert cell[list(GRID)].iloc[0].tolist() == [16.0, True]
    assert cell["reach"].iloc[0] == undisturbed[1]["reach"].iloc[3]


def test_a_finished_study_runs_nothing_again(undisturbed, monkeypatch):
    before = bytes_of(undisturbed[0])
    monkeypatch.setattr(el.Scenario, "simulate", lambda *_: pytest.fail("it was run"))
    pd.testing.assert_frame_equal(sweep(PLAN, GRID, store=undisturbed[0]), undisturbed[1])
    assert bytes_of(undisturbed[0]) == before


def test_threads_cannot_change_a_byte(undisturbed, tmp_path):
    with ThreadPoolExecutor(2) as executor:
        sweep(PLAN, GRID, store=tmp_path, executor=executor)
    assert bytes_of(tmp_path) == bytes_of(undisturbed[0])


def test_a_sample_with_posts_and_a_network_is_saved_and_read_back(tmp_path):
    network = el.Network.from_networkx(nx.karate_club_graph())
    plan = PLAN.replace({"campaign.posts": [el.Post(seeds=1)]})
    fields = {
        "engagement.tie_read": None,
        "campaign.posts": [[el.Post(seeds=2)], [el.Post(seeds=9)]],
    }
    how = {"design": "latin hypercube", "cells": 5, "network": network}
    frame = sweep(plan, fields, store=tmp_path, **how)
    pd.testing.assert_frame_equal(sweep(plan, fields, store=tmp_path, **how), frame)
    pd.testing.assert_frame_equal(open_study(tmp_path).frame, frame)
    with pytest.raises(EngagelabError, match=r"network: .* stored, null now"):
        sweep(plan, fields, store=tmp_path, design="latin hypercube", cells=5)


# --- interrupted -----------------------------------------------------------------------------


def test_an_unfinished_study_is_opened_and_resumed(undisturbed, tmp_path):
    sweep(PLAN, GRID, store=tmp_path)
    (tmp_path / "cell-000001.parquet").unlink()
    study = open_study(tmp_path)
    assert study.missing == 1
    pd.testing.assert_frame_equal(study.frame, undisturbed[1].drop(index=1))
    played = []
    frame = sweep(PLAN, GRID, store=tmp_path, progress=lambda *told: played.append(told))
    pd.testing.assert_frame_equal(frame, undisturbed[1])
    assert played[-1] == (1, 1)
    assert bytes_of(tmp_path) == bytes_of(undisturbed[0])


@needs_fork
def test_killed_at_random_moments_it_ends_with_the_same_bytes(tmp_path):
    found = in_a_process("killed", tmp_path, 25)
    assert set(found["statuses"]) == {0}
    assert len(found["missing"]) == 25
    assert any(missing for missing in found["missing"]), "no kill met a study half done"
    assert all(found["same"])
    assert found["files"] == 25


@needs_fork
def test_a_fit_killed_at_random_moments_continues_to_the_same_bits(tmp_path):
    found = in_a_process("killed fits", tmp_path, 8)
    assert set(found["statuses"]) == {0}
    assert any(missing and missing < 12 for missing in found["missing"]), "no kill was half-way"
    assert all(found["same"])
    assert set(found["samples"]) == {found["undisturbed"]}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
@pytest.mark.parametrize("name", ["manifest.json", "cell-000002.parquet"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_the_renaming_it_ends_with_the_same_bytes(undisturbed, tmp_path, name, moment):
    program = f"""
import os, signal
from engagelab.io import atomic
inner = atomic._put_in_place
def put(temporary, target):
    if target.name == {name!r} and {moment == "before"}:
        os.kill(os.getpid(), signal.SIGKILL)
    inner(temporary, target)
    if target.name == {name!r}:
        os.kill(os.getpid(), signal.SIGKILL)
atomic._put_in_place = put
sweep(plan, grid, store="study")
"""
    assert python(tmp_path, program).returncode == -signal.SIGKILL
    folder = tmp_path / "study"
    left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
    assert len(left) == (moment == "before")
    pd.testing.assert_frame_equal(sweep(PLAN, GRID, store=folder), undisturbed[1])
    assert bytes_of(folder) == bytes_of(undisturbed[0])


@needs_fork
def test_two_processes_on_one_study_do_not_harm_it(tmp_path):
    found = in_a_process("together", tmp_path, 4)
    assert set(found["statuses"]) == {0}
    assert all(found["same"])


def test_a_file_whose_temporary_was_taken_for_a_leftover_is_written_again(
    undisturbed, tmp_path, monkeypatch
):
    inner, taken = store.writing, []

    @contextmanager
    def writing(path):
        with inner(path) as temporary:
            yield temporary
            if path not in taken:
                taken.append(path)
                store._remove_leftovers(path.parent)

    monkeypatch.setattr(store, "writing", writing)
    sweep(PLAN, GRID, store=tmp_path)
    assert len(taken) == 5
    assert bytes_of(tmp_path) == bytes_of(undisturbed[0])


def test_a_full_disk_is_reported_in_one_line_and_loses_no_saved_cell(undisturbed, tmp_path):
    # two cells are finished while the disk has room
    before = CALL + (
        "begun = sweep(plan, grid, store='study')\n"
        "import pathlib\n"
        "for cell in (1, 3):\n"
        "    pathlib.Path(f'study/cell-{cell:06d}.parquet').unlink()\n"
    )
    program = """
try:
    sweep(plan, grid, store="study")
except EngagelabError as error:
    print(error)
"""
    said = said_on_a_full_disk(tmp_path, program, before)
    assert said == (
        "study/cell-000001.parquet: not written: File too large; free some space, or choose "
        "another disk; finished cells are saved, and the same call continues with the rest\n"
    )
    folder = tmp_path / "study"
    kept = bytes_of(folder)
    assert sorted(kept) == ["cell-000000.parquet", "cell-000002.parquet", "manifest.json"]
    sweep(PLAN, GRID, store=folder)
    assert bytes_of(folder) == bytes_of(undisturbed[0])


def test_a_disk_that_is_full_from_the_start_is_reported(tmp_path):
    program = """
try:
    sweep(plan, grid, store="study")
except EngagelabError as error:
    print(error)
"""
    said = said_on_a_full_disk(tmp_path, program, CALL)
    assert said.startswith("study/manifest.json: not written: File too large; free some space")
    assert list((tmp_path / "study").iterdir()) == []


# --- damaged and foreign files ---------------------------------------------------------------


@pytest.mark.parametrize("damage", ["truncated", "emptied", "another cell's"])
def test_a_damaged_or_foreign_cell_is_done_again(undisturbed, tmp_path, damage):
    sweep(PLAN, GRID, store=tmp_path)
    cell = tmp_path / "cell-000002.parquet"
    whole = cell.read_bytes()
    cell.write_bytes(
        {
            "truncated": whole[: len(whole) // 2],
            "emptied": b"",
            "another cell's": (tmp_path / "cell-000001.parquet").read_bytes(),
        }[damage]
    )
    assert open_study(tmp_path).missing == 1
    pd.testing.assert_frame_equal(sweep(PLAN, GRID, store=tmp_path), undisturbed[1])
    assert bytes_of(tmp_path) == bytes_of(undisturbed[0])


def test_no_flipped_bit_changes_a_number(tmp_path):
    sweep(PLAN, GRID, store=tmp_path)
    cell, noticed = tmp_path / "cell-000002.parquet", 0
    right = open_study(tmp_path).rows()[2]
    whole = cell.read_bytes()
    for place in range(0, len(whole), 97):
        turned = bytearray(whole)
        turned[place] ^= 1 << place % 8
        cell.write_bytes(turned)
        row = open_study(tmp_path).rows().get(2)
        noticed += row is None
        assert row in (None, right)
    assert noticed == len(range(0, len(whole), 97)) > 10


def test_a_flipped_bit_in_the_manifest_is_noticed_or_harmless(tmp_path):
    sweep(PLAN, GRID, store=tmp_path)
    manifest, right = tmp_path / "manifest.json", open_study(tmp_path)
    whole, harmless = manifest.read_bytes(), 0
    for place in range(len(whole)):
        turned = bytearray(whole)
        turned[place] ^= 1 << place % 8
        manifest.write_bytes(turned)
        with suppress(EngagelabError):
            assert open_study(tmp_path).manifest == right.manifest
            harmless += 1  # white space, or the spelling of a letter
    assert harmless < len(whole) / 10


def test_nothing_of_a_study_is_written_through_a_planted_link(undisturbed, tmp_path):
    study, other = tmp_path / "study", tmp_path / "other"
    sweep(PLAN, GRID, store=study)
    other.write_text("mine")
    planted = study / "cell-000002.parquet"
    planted.unlink()
    planted.symlink_to(other)
    refusal = r"cell-000002\.parquet: is a link, .* finished cells are saved"
    with pytest.raises(EngagelabError, match=refusal):
        sweep(PLAN, GRID, store=study)
    planted.unlink()
    pd.testing.assert_frame_equal(sweep(PLAN, GRID, store=study), undisturbed[1])
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "manifest.json").symlink_to(other)
    with pytest.raises(EngagelabError, match="is not the manifest of a study"):
        sweep(PLAN, GRID, store=empty)
    (empty / "manifest.json").unlink()
    (empty / "manifest.json").symlink_to("nowhere")
    with pytest.raises(EngagelabError, match=r"manifest\.json: cannot be read"):
        sweep(PLAN, GRID, store=empty)
    assert other.read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes (POSIX)")
def test_pipes_in_a_study_are_neither_waited_for_nor_written_to(tmp_path):
    sweep(PLAN, GRID, store=tmp_path)
    (tmp_path / "cell-000002.parquet").unlink()
    os.mkfifo(tmp_path / "cell-000002.parquet")
    assert open_study(tmp_path).missing == 1
    with pytest.raises(EngagelabError, match="is not a regular file, but a pipe"):
        sweep(PLAN, GRID, store=tmp_path)
    (tmp_path / "manifest.json").unlink()
    os.mkfifo(tmp_path / "manifest.json")
    with pytest.raises(EngagelabError, match="is not a regular file, but a pipe"):
        open_study(tmp_path)


@pytest.mark.parametrize("folder", ["a\0b", "", "a" * 5_000, "/dev/null/study"])
def test_a_folder_that_cannot_be_is_refused(folder):
    for call in (open_study, lambda folder: sweep(PLAN, GRID, store=folder)):
        with pytest.raises(EngagelabError, match=r"is not a path|too long|Not a directory"):
            call(folder)


def test_a_cell_of_another_study_is_done_again(undisturbed, tmp_path):
    sweep(PLAN, GRID, key=4, store=tmp_path / "other")
    sweep(PLAN, GRID, store=tmp_path / "own")
    foreign = (tmp_path / "other" / "cell-000000.parquet").read_bytes()
    (tmp_path / "own" / "cell-000000.parquet").write_bytes(foreign)
    sweep(PLAN, GRID, store=tmp_path / "own")
    assert bytes_of(tmp_path / "own") == bytes_of(undisturbed[0])


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"key": 4}, ["key: 3 stored, 4 now"]),
        ({"runs": 5}, ["runs: 3 stored, 5 now"]),
        (
            {"fields": {"groups.size": [8, 16, 32]}},
            ["cells: 4 stored, 3 now", "fields.groups.size: [8.0, 16.0] stored, [8.0, 16.0, 32.0]"
             " now", "fields.control.review: [false, true] stored, nothing now"],
        ),
        (
            {"scenario": PLAN.replace({"invitations.invite": 0.5})},
            ["scenario.invitations.invite: 0.05 stored, 0.5 now"],
        ),
    ],
)  # fmt: skip
def test_another_study_is_refused_with_the_difference(undisturbed, change, difference):
    before = bytes_of(undisturbed[0])
    with pytest.raises(EngagelabError) as told:
        sweep(**{"scenario": PLAN, "fields": GRID, "store": undisturbed[0]} | change)
    assert str(told.value).splitlines() == [
        f"store: {undisturbed[0]}: contains another study; give another directory, or repeat "
        "the original call. The differences:",
        *difference,
    ]
    assert bytes_of(undisturbed[0]) == before


def test_another_version_is_refused(tmp_path, monkeypatch):
    sweep(PLAN, GRID, store=tmp_path)
    monkeypatch.setattr(store, "__version__", "99.0")
    with pytest.raises(EngagelabError, match=r'engagelab: ".*" stored, "99.0" now'):
        sweep(PLAN, GRID, store=tmp_path)


def test_a_directory_with_other_files_is_refused_and_left_unchanged(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(
        EngagelabError,
        match=r"is not a study: it contains thesis\.txt and no manifest\.json; give a new",
    ):
        sweep(PLAN, GRID, store=tmp_path)
    assert bytes_of(tmp_path) == {"thesis.txt": b"years of work"}


def test_a_cell_beyond_the_study_is_refused(tmp_path):
    sweep(PLAN, GRID, store=tmp_path)
    (tmp_path / "cell-000004.parquet").write_bytes(b"")
    with pytest.raises(
        EngagelabError, match="does not belong to this study, which has only 4 cells"
    ):
        sweep(PLAN, GRID, store=tmp_path)


@pytest.mark.parametrize("text", ["", "[]", '{"format": "another"}', "{"])
def test_a_damaged_manifest_is_refused(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    for call in (open_study, lambda folder: sweep(PLAN, GRID, store=folder)):
        with pytest.raises(
            EngagelabError, match="is not the manifest of a study of this version, or"
        ):
            call(tmp_path)


@pytest.mark.parametrize("wrong", [{"executor": "two"}, {"runs": 0}, {"key": -1}])
def test_a_refused_call_makes_no_directory(tmp_path, wrong):
    with pytest.raises(EngagelabError, match="is not allowed"):
        sweep(PLAN, GRID, store=tmp_path / "study", **wrong)
    assert not (tmp_path / "study").exists()


def test_what_is_not_a_directory_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EngagelabError, match=r"store: .*file: .*; give a directory that you can"):
        sweep(PLAN, GRID, store=tmp_path / "file")
    with pytest.raises(EngagelabError, match="store: 3 is not a path; give a directory, such as"):
        sweep(PLAN, GRID, store=3)
    with pytest.raises(EngagelabError, match=r"cannot be read .*; give the directory of a study"):
        open_study(tmp_path / "nothing")


def test_another_name_is_the_same_study(undisturbed, tmp_path):
    folder = tmp_path / "study"
    whole = sweep(PLAN, GRID, store=folder)
    renamed = PLAN.replace(name="the same under another name")
    assert sweep(renamed, GRID, store=folder).equals(whole)
