"""Results as files, tables and CSV."""

import json
from pathlib import Path

import pandas as pd
import pytest

import engagelab as el
from engagelab.cli.tables import checked_output, give, need_folder
from engagelab.errors import EngagelabError


def exact(file):
    """Read CSV with the number nearest to each text, which pandas' own quick reader may miss."""
    rows = pd.read_csv(file, dtype=str)
    words = rows.columns[rows.columns == "measure"]
    return rows.drop(columns=words).map(float).assign(**{word: rows[word] for word in words})


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


def test_a_folder_without_write_permission_is_refused(tmp_path):
    with pytest.raises(EngagelabError, match=r"--to: a\.html cannot be written: .*writable folder"):
        need_folder("--to", Path("a.html"), tmp_path / "none")


def test_without_a_file_the_result_is_csv_on_standard_output(capsys):
    give(pd.DataFrame({"a": [0.1 + 0.2], "b": ["x"]}), None)
    assert capsys.readouterr().out == "a,b\n0.30000000000000004,x\n"
