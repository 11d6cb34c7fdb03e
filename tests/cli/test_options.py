"""Plans, workers and interruptions: what several commands share."""

import click
import pytest

import engagelab as el
from engagelab.cli.options import plan_of, progress_of, remark, stoppable, workers_of
from engagelab.errors import EngagelabError
from engagelab.simulation.settings import Cancelled


def test_a_file_comes_before_the_preset_of_its_name(said, plan, tmp_path):
    plan.to_yaml(tmp_path / "voucher")
    assert plan.hash in said("check", "voucher")[1]
    assert plan.hash not in said("check", "preset:voucher")[1]


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_plan_that_is_not_there_is_named_with_the_nearest(refused, command):
    assert "vouchr: there is no file and no preset of that name; did you mean 'voucher'?" in (
        refused(command, "vouchr")
    )


def test_a_folder_is_no_plan(refused, tmp_path):
    (tmp_path / "plans").mkdir()
    assert "plans: this is a folder; give a YAML file" in refused("run", "plans")


def test_another_file_is_not_a_plan_whatever_is_wrong_with_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.md").write_text("# Notes")
    with pytest.raises(EngagelabError, match=r"^notes\.md: this is not a plan; give a YAML file"):
        plan_of("notes.md")
    assert plan_of("preset:voucher") == plan_of("voucher") == el.Scenario.preset("voucher")


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), Cancelled("stopped")])
@pytest.mark.parametrize(
    ("store", "says"),
    [(None, "no results are saved"), ("study", "finished cells are saved in study; repeat")],
)
def test_an_interruption_tells_what_is_saved(capsys, stop, store, says):
    with pytest.raises(click.Abort), stoppable(store):
        raise stop
    assert f"engagelab: stopped; {says}" in capsys.readouterr().err


def test_remarks_and_bars_are_silenced(capsys):
    remark("quiet", quiet=True)
    remark("")
    remark("loud")
    assert capsys.readouterr() == ("", "loud\n")
    assert (progress_of(True), progress_of(False)) == (False, None)


def test_without_a_number_there_are_no_workers():
    with workers_of(None) as executor:
        assert executor is None
