from io import StringIO

import pandas as pd
import pytest
from cli.conftest import exact

import engagelab as el

BAD = """
groups: {sise: 20, size: -4}
campain: {posts: []}
run: {runs: many}
"""


def test_a_run_is_what_the_plan_gives(said, plan):
    status, out, err = said("run", "plan.yaml", "--key", 7)
    assert (status, err) == (0, "")
    told = exact(StringIO(out)).set_index("measure")
    pd.testing.assert_frame_equal(
        told, plan.run(key=7).summary(), check_exact=True, check_names=False
    )


def test_every_run_and_round_can_be_had(said, plan):
    _, out, _ = said("run", "plan.yaml", "--table", "rounds", "--runs", 2)
    assert len(pd.read_csv(StringIO(out))) == len(plan.run(runs=2).to_frame())


@pytest.mark.parametrize("word", ["voucher", "preset:voucher"])
def test_a_preset_is_a_plan(said, word):
    assert said("check", word) == (0, f"{word}: ok, {el.Scenario.preset('voucher').hash}\n", "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--runs", "0"], "runs: 0 is not allowed; give a whole number from 1"),
        (["--runs", "few"], "Invalid value for '--runs'"),
        (["--key", "-1"], "key: -1 is not allowed"),
        (["--output", "a.xls"], "--output: a.xls has an unknown extension"),
        (["--output", "plain"], "--output: plain has an unknown extension"),
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


def test_invalid_yaml_is_reported_with_its_line(refused, tmp_path):
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
    assert err == "mine.yaml written; edit it, then run: engagelab run mine.yaml\n"
    assert el.Scenario.from_yaml(tmp_path / "mine.yaml") == el.Scenario.preset("voucher")
    assert "mine.yaml exists already" in refused("presets", "voucher", "--write", "mine.yaml")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["vouchr"], "did you mean 'voucher'?"),
        (["--write", "mine.yaml"], "--write: no preset given"),
        (["voucher", "--write", "mine.csv"], "use the extension .yaml"),
        (["voucher", "--write", "none/mine.yaml"], "none/mine.yaml: not written"),
    ],
)
def test_mistakes_about_presets(refused, words, says):
    assert says in refused("presets", *words)


OLD = """
engagement: {reinforcement: 2}
population: {people: 300}
campaign:
  posts:
  - {origin: own group, seeds: 3}
"""
NOTES = (
    "engagelab: old.yaml: engagement.reinforcement: no longer part of the model; left out\n"
    "engagelab: old.yaml: campaign.posts.0.origin: the own group is now the organisation's own "
    "space; a post there has no seeds, so its 3 seeds were left out\n"
)


@pytest.mark.parametrize(
    "words",
    [
        ["check", "old.yaml"],
        ["run", "old.yaml", "--runs", 2],
        ["sweep", "old.yaml", "--set", "groups.size=20,30", "--runs", 2],
        ["compare", "voucher", "old.yaml", "--runs", 2, "--key", 1],
    ],
    ids=lambda words: words[0],
)
def test_a_plan_of_an_earlier_version_is_read_and_what_is_gone_is_noted(said, tmp_path, words):
    (tmp_path / "old.yaml").write_text(OLD)
    status, out, err = said(*words)
    assert status == 0
    assert err.startswith(NOTES)
    assert err.count("no longer part of the model") == 1
    assert "Warning" not in err
    assert out


def test_quiet_commands_do_not_note_what_is_gone(said, tmp_path):
    (tmp_path / "old.yaml").write_text(OLD)
    status, out, err = said("run", "old.yaml", "--runs", 2, "--quiet")
    assert (status, err) == (0, "")
    assert out


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("seeds: 3", "seeds: many", "campaign.posts.0.seeds: 'many' is not allowed: not a whole"),
        ("seeds: 3", "paid: -1", "campaign.posts.0.paid: -1 is below the lowest value allowed"),
        ("population", "poplation", "poplation: no such section; did you mean 'population'?"),
    ],
)
def test_an_old_plan_with_a_mistake_is_refused_for_that_alone(said, tmp_path, right, wrong, says):
    (tmp_path / "old.yaml").write_text(OLD.replace(right, wrong))
    status, out, err = said("check", "old.yaml")
    assert (status, out) == (2, "")
    assert says in err
    assert "reinforcement" not in err
    assert "Traceback" not in err
