import json
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

import engagelab as el

BAD = """
groups: {sise: 20, size: -4}
campain: {posts: []}
run: {runs: many}
"""


def exact(file):
    """Read CSV with the number nearest to each text, which pandas' own quick reader may miss."""
    rows = pd.read_csv(file, dtype=str)
    words = rows.columns[rows.columns == "measure"]
    return rows.drop(columns=words).map(float).assign(**{word: rows[word] for word in words})


def test_a_run_is_what_the_plan_gives(said, plan):
    status, out, err = said("run", "plan.yaml", "--key", 7)
    assert (status, err) == (0, "")
    told = exact(StringIO(out)).set_index("measure")
    pd.testing.assert_frame_equal(
        told, plan.run(key=7).summary(), check_exact=True, check_names=False
    )


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


def test_every_run_and_round_can_be_had(said, plan):
    _, out, _ = said("run", "plan.yaml", "--table", "rounds", "--runs", 2)
    assert len(pd.read_csv(StringIO(out))) == len(plan.run(runs=2).to_frame())


@pytest.mark.parametrize("word", ["voucher", "preset:voucher"])
def test_a_preset_is_a_plan(said, word):
    assert said("check", word) == (0, f"{word}: fine, {el.Scenario.preset('voucher').hash}\n", "")


def test_a_file_comes_before_the_preset_of_its_name(said, plan, tmp_path):
    plan.to_yaml(tmp_path / "voucher")
    assert plan.hash in said("check", "voucher")[1]
    assert plan.hash not in said("check", "preset:voucher")[1]


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_plan_that_is_not_there_is_named_with_the_nearest(refused, command):
    assert "vouchr: there is no such file, and no preset of that name; did you mean 'voucher'?" in (
        refused(command, "vouchr")
    )


def test_a_folder_is_no_plan(refused, tmp_path):
    (tmp_path / "plans").mkdir()
    assert "plans: is a folder; give a YAML file" in refused("run", "plans")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--runs", "0"], "runs: 0 is not allowed; give a whole number from 1"),
        (["--runs", "few"], "Invalid value for '--runs'"),
        (["--key", "-1"], "key: -1 is not allowed"),
        (["--output", "a.xls"], "--output: a.xls has no known ending"),
        (["--output", "plain"], "--output: plain has no known ending"),
        (["--output", "none/a.csv"], "--output: none/a.csv cannot be written: No such file"),
        (["--output", "plan.yaml/a.csv"], "plan.yaml/a.csv cannot be written"),
        (["--output", "folder.csv"], "--output: folder.csv is a folder"),
        (["--table", "curves"], "Invalid value for '--table'"),
        (["--ruins", "3"], "No such option"),
        (["again"], "unexpected extra argument"),
    ],
)
def test_a_mistake_is_refused_before_anything_is_run(
    refused, plan, tmp_path, monkeypatch, words, says
):
    (tmp_path / "folder.csv").mkdir()
    monkeypatch.setattr("engagelab.simulation.scenario.simulate_campaign", None)
    assert says in refused("run", "plan.yaml", *words)


def test_an_older_file_stays_where_a_command_is_refused(refused, plan, tmp_path):
    (tmp_path / "a.csv").write_text("older")
    refused("run", "plan.yaml", "--runs", 0, "--output", "a.csv")
    assert (tmp_path / "a.csv").read_text() == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "plan.yaml"]


def test_a_check_names_every_problem_in_a_line_of_its_own(said, tmp_path):
    (tmp_path / "bad.yaml").write_text(BAD)
    status, out, err = said("check", "bad.yaml")
    assert (status, out) == (2, "")
    starts = ["groups.sise: no such field; did you mean 'groups.size'?",
              "campain: no such section; did you mean 'campaign'?",
              "groups.size: -4 is below the lowest",
              "settings.runs: 'many' is not allowed"]  # fmt: skip
    for line, start in zip(err.splitlines(), starts, strict=True):
        assert line.startswith(f"engagelab: bad.yaml: {start}")


def test_a_check_finds_what_shows_only_where_people_are_drawn(said, tmp_path):
    text = "population: {people: 50}\ncampaign: {posts: [{origin: employee, seeds: 40}]}"
    (tmp_path / "bad.yaml").write_text(text)
    status, out, err = said("check", "bad.yaml")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("engagelab: bad.yaml: ")


def test_text_that_is_no_yaml_is_told_with_its_line(refused, tmp_path):
    (tmp_path / "bad.yaml").write_text("groups:\n  size: [")
    assert "bad.yaml, line 2" in refused("check", "bad.yaml")


def test_the_presets_are_listed_with_their_summaries(said):
    status, out, _ = said("presets")
    told = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert status == 0
    assert told == {name: el.Scenario.preset(name).summary for name in el.Scenario.presets()}


def test_a_preset_is_shown_as_a_plan_that_can_be_read(said, tmp_path):
    (tmp_path / "plan.yaml").write_text(said("presets", "voucher")[1])
    assert el.Scenario.from_yaml(tmp_path / "plan.yaml") == el.Scenario.preset("voucher")


def test_a_preset_is_written_to_start_from(said, refused, tmp_path):
    status, out, err = said("presets", "voucher", "--write", "mine.yaml")
    assert (status, out) == (0, "")
    assert err == "mine.yaml written; change it, then: engagelab run mine.yaml\n"
    assert el.Scenario.from_yaml(tmp_path / "mine.yaml") == el.Scenario.preset("voucher")
    assert "mine.yaml is there already" in refused("presets", "voucher", "--write", "mine.yaml")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["vouchr"], "did you mean 'voucher'?"),
        (["--write", "mine.yaml"], "--write: which preset?"),
        (["voucher", "--write", "mine.csv"], "let it end in .yaml"),
        (["voucher", "--write", "none/mine.yaml"], "none/mine.yaml: not written"),
    ],
)
def test_mistakes_about_presets(refused, words, says):
    assert says in refused("presets", *words)
