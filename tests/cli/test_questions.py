from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

import engagelab as el
from engagelab.experiments.sensitivity import sensitivity


@pytest.fixture
def variant(plan, tmp_path):
    """The plan with more invitations, in a file of its own."""
    more = plan.replace({"invitations.invite": 0.8})
    more.to_yaml(tmp_path / "more.yaml")
    return more


def test_a_comparison_is_the_table_that_compare_gives(said, plan, variant):
    words = ["plan.yaml", "more.yaml", "--key", 3, "--confidence", 0.9]
    status, out, err = said("compare", *words, "--output", "a.parquet")
    found = el.compare(plan, {"more": variant}, key=3, confidence=0.9)
    assert (status, out, err) == (0, "", "\n".join(found.says) + "\n")
    found.table.to_parquet("b.parquet", index=False)
    pd.testing.assert_frame_equal(pd.read_parquet("a.parquet"), pd.read_parquet("b.parquet"))


def test_words_stay_away_from_csv_and_from_the_quiet(said, plan, variant):
    _, out, err = said("compare", "plan.yaml", "more.yaml")
    assert pd.read_csv(StringIO(out))["plan"].tolist()[1:] == ["more"]
    assert err.startswith("more reaches ")
    assert said("compare", "plan.yaml", "more.yaml", "--quiet") == (0, out, "")


def test_files_of_one_name_are_told_apart_by_their_folders(said, plan, variant, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        variant.to_yaml(tmp_path / folder / "more.yaml")
    _, out, _ = said("compare", "plan.yaml", "a/more.yaml", "b/more.yaml")
    assert pd.read_csv(StringIO(out))["plan"].tolist()[1:] == ["a/more.yaml", "b/more.yaml"]


def test_a_preset_can_be_compared(said, plan):
    _, out, _ = said("compare", "plan.yaml", "preset:voucher", "--runs", 2)
    assert pd.read_csv(StringIO(out))["plan"].tolist()[1:] == ["voucher"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["plan.yaml"], "Missing argument 'VARIANTS"),
        (["plan.yaml", "mor.yaml"], "mor.yaml: there is no file"),
        (["plan.yaml", "more.yaml", "more.yaml"], "more.yaml: given twice"),
        (["plan.yaml", "more.yaml", "--confidence", "95"], "confidence: 95"),
        (["plan.yaml", "more.yaml", "--precision", "0"], "precision: 0"),
        (["plan.yaml", "more.yaml", "--towns", "0"], "towns: 0"),
        (["plan.yaml", "more.yaml", "--output", "a.docx"], "--output: a.docx"),
    ],
)
def test_mistakes_about_a_comparison(refused, plan, variant, monkeypatch, words, says):
    monkeypatch.setattr("engagelab.simulation.scenario.simulate_campaign", None)
    assert says in refused("compare", *words)


FIND = ["find", "plan.yaml", "invitations.invite", "--keys", 2, "--points", 3]


@pytest.mark.parametrize(
    ("words", "target"),
    [(["--reach", 150], {"reach": 150}), (["--target", "joins=100"], {"joins": 100})],
)
def test_what_is_found_is_what_find_gives(said, plan, words, target):
    words = [*FIND, *words, "--within", "0..0.8", "--output", "a.json"]
    status, out, err = said(*words)
    found = el.find(plan, "invitations.invite", keys=2, points=3, within=(0, 0.8), **target)
    assert (status, out, err) == (0, "", found.says + "\n")
    pd.testing.assert_frame_equal(pd.read_json("a.json"), found.table, check_dtype=False)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "--reach: exactly one target is needed"),
        (["--reach", "9", "--target", "joins=1"], "--reach: exactly one target is needed"),
        (["--target", "joins"], "--target: 'joins' is not valid; write MEASURE=NUMBER"),
        (["--target", "runs=1"], "--target: 'runs=1' is not valid"),
        (["--target", "jions=1"], "did you mean 'joins'?"),
        (["--reach", "9", "--within", "1"], "--within: '1' is not a range; write a..b"),
        (["--reach", "9", "--within", "0..2"], "2"),
        (["--reach", "nan"], "nan"),
    ],
)
def test_mistakes_about_a_target(refused, plan, monkeypatch, words, says):
    monkeypatch.setattr("engagelab.simulation.scenario.simulate_campaign", None)
    assert says in refused(*FIND, *words)


def test_a_field_that_is_not_there_has_a_nearest(refused, plan):
    assert "did you mean 'invitations.invite'?" in (
        refused("find", "plan.yaml", "invitations.invit", "--reach", 9)
    )


def test_a_sensitivity_is_the_table_that_sensitivity_gives(said, plan):
    words = ["groups.size=10..20", "invitations.invite", "--samples", 4, "--measure", "joiners"]
    status, out, err = said("sensitivity", "plan.yaml", *words, "--output", "a.json")
    fields = {"groups.size": (10, 20), "invitations.invite": None}
    found = sensitivity(plan, fields, samples=4, measure="joiners")
    assert (status, out, err) == (0, "", found.says + "\n")
    pd.testing.assert_frame_equal(
        pd.read_json(Path("a.json")), found.table, check_dtype=False, check_exact=False
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Missing argument 'FIELD...'"),
        (["groups.sise"], "did you mean 'groups.size'?"),
        (["groups.size", "groups.size=10..20"], "groups.size: given twice"),
        (["groups.size=10,20"], "a range is needed here, not points"),
        (["groups.size=20..10"], "groups.size"),
        (["groups.size", "--method", "moris"], "Invalid value for '--method'"),
        (["groups.size", "--measure", "raech"], "raech"),
        (["groups.size", "--samples", "0"], "samples: 0"),
    ],
)
def test_mistakes_about_a_sensitivity(refused, plan, monkeypatch, words, says):
    monkeypatch.setattr("engagelab.simulation.scenario.simulate_campaign", None)
    assert says in refused("sensitivity", "plan.yaml", *words)
