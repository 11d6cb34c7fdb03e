"""Results as files, tables and CSV."""

import json
import os
from pathlib import Path

import pandas as pd
import pytest
from cli.conftest import exact

import engagelab as el
from engagelab.cli.tables import checked_output, give, need_folder
from engagelab.errors import EngagelabError


@pytest.mark.parametrize("ending", ["csv", "parquet", "json", "CSV"])
def test_no_number_is_rounded_in_a_file(said, plan, ending):
    assert said("run", "plan.yaml", "--table", "curve", "--output", f"a.{ending}") == (0, "", "")
    read = {
        "csv": exact,
        "parquet": pd.read_parquet,
        "json": lambda name: pd.DataFrame(json.loads(Path(name).read_text())),
    }[ending.lower()]
    pd.testing.assert_frame_equal(
        read(f"a.{ending}"),
        el.curve(plan.run()),
        check_exact=True,
        check_dtype=False,
        check_like=True,
    )


def test_an_older_file_stays_where_a_command_is_refused(refused, plan, tmp_path):
    (tmp_path / "a.csv").write_text("older")
    refused("run", "plan.yaml", "--runs", 0, "--output", "a.csv")
    assert (tmp_path / "a.csv").read_text() == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "plan.yaml"]


def test_json_has_null_where_there_is_no_number(said, plan):
    said("sweep", "plan.yaml", "--set", "groups.size=10", "--runs", 1, "--output", "a.json")
    (row,) = json.loads(Path("a.json").read_text())
    assert row["reach_standard_error"] is None
    assert row["groups.size"] == 10


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.txt", "--output: .*a.txt has an unknown extension; use .csv, .parquet or .json"),
        ("folder.csv", "--output: .*folder.csv is a folder; give a file"),
        ("none/a.csv", "--output: .*a.csv cannot be written: No such file or directory"),
    ],
)
def test_an_output_is_checked_before_anything_is_run(tmp_path, name, says):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(EngagelabError, match=says):
        checked_output(tmp_path / name)
    checked_output(tmp_path / "a.csv")
    checked_output(None)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]


def test_a_link_and_a_pipe_are_refused_before_anything_is_run(tmp_path):
    (tmp_path / "link.csv").symlink_to("nowhere.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("link.csv", "pipe.csv"):
        with pytest.raises(EngagelabError, match=f"{name}: is (a link|not a regular file)"):
            checked_output(tmp_path / name)


@pytest.mark.parametrize(
    "words",
    [
        ("run", "plan.yaml", "--output", ""),
        ("sweep", "plan.yaml", "--set", "groups.size=10", "--store", ""),
        ("presets", "voucher", "--write", ""),
        ("run", "plan.yaml", "--network", ""),
    ],
)
def test_an_empty_name_is_not_the_current_folder(refused, plan, words):
    assert f"'{words[-2]}': the name is empty; give the name of a file or folder" in refused(*words)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="streams as Linux has them")
@pytest.mark.parametrize("path", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_as_a_file_gets_csv(capfd, path):
    checked_output(Path(path))
    give(pd.DataFrame({"a": [0.1 + 0.2], "b": ["=x"]}), Path(path))
    assert capfd.readouterr().out == "a,b\n0.30000000000000004,'=x\n"
    assert Path("/dev/stdout").is_symlink()  # it was not replaced


def test_csv_is_inert_and_the_other_formats_are_exact(tmp_path):
    frame = pd.DataFrame({"=name": ["@x", "-1", "+2", "=cmd|'/C calc'!A0"], "lift": [-1, -2, 0, 3]})
    for name in ("a.csv", "a.json", "a.parquet"):
        give(frame, tmp_path / name)
    texts = ["'@x", "'-1", "'+2", "'=cmd|'/C calc'!A0"]
    assert pd.read_csv(tmp_path / "a.csv", dtype={"'=name": str}).to_dict("list") == {
        "'=name": texts,
        "lift": [-1, -2, 0, 3],
    }
    assert pd.read_json(tmp_path / "a.json", dtype={"=name": str})["=name"].tolist() == list(
        frame["=name"]
    )
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "a.parquet"), frame)


@pytest.mark.parametrize("name", ["a\0.csv", "a" * 300 + ".csv"])
def test_an_output_that_cannot_be_a_file_is_refused(tmp_path, name):
    with pytest.raises(EngagelabError, match=r"is not a path|File name too long"):
        give(pd.DataFrame({"a": [1]}), tmp_path / name)


def test_a_folder_without_write_permission_is_refused(tmp_path):
    with pytest.raises(EngagelabError, match=r"--to: a\.html cannot be written: .*writable folder"):
        need_folder("--to", Path("a.html"), tmp_path / "none")


def test_without_a_file_the_result_is_csv_on_standard_output(capsys):
    give(pd.DataFrame({"a": [0.1 + 0.2], "b": ["x"]}), None)
    assert capsys.readouterr().out == "a,b\n0.30000000000000004,x\n"
