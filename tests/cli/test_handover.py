import pytest

import engagelab as el
from engagelab.report import hand_over

pytestmark = pytest.mark.slow
PRESETS = el.Scenario.presets()


@pytest.fixture
def variant(plan, tmp_path):
    more = plan.replace({"invitations.invite": 0.8}, name="More")
    more.to_yaml(tmp_path / "more.yaml")
    return more


def test_the_files_are_those_of_the_call(said, plan, variant, tmp_path):
    words = ["plan.yaml", "more.yaml", "--to", "client", "--formats", "csv, html", "--lang", "fr",
             "--currency", "EUR", "--title", "Été", "--client", "Dupont", "--date", "2026-11-26",
             "--key", 3]  # fmt: skip
    status, out, err = said("hand-over", *words)
    paths = [tmp_path / line for line in out.splitlines()]
    assert (status, err) == (0, "2 files written\n")
    import datetime

    files = hand_over(
        {plan.name: plan, "More": variant}, tmp_path / "again", formats=["csv", "html"], lang="fr",
        currency="EUR", title="Été", client="Dupont", date=datetime.date(2026, 11, 26), key=3,
    )  # fmt: skip
    assert [path.read_bytes() for path in paths] == [p.read_bytes() for p in files.values()]
    assert sorted(paths) == sorted((tmp_path / "client").iterdir())


def test_without_a_list_all_formats_are_written(said, plan, tmp_path):
    status, out, err = said("hand-over", "plan.yaml", "--to", ".", "--runs", 2, "--quiet")
    assert (status, err) == (0, "")
    assert [line.rpartition(".")[2] for line in out.splitlines()] == [
        "pptx", "pdf", "xlsx", "zip", "html", "png", "svg",
    ]  # fmt: skip


def test_plans_of_one_name_are_called_by_their_files(said, plan, tmp_path):
    plan.replace({"invitations.invite": 0.8}).to_yaml(tmp_path / "more.yaml")
    words = ["plan.yaml", "more.yaml", "--to", "out", "--formats", "html", "--runs", 2]
    _, out, _ = said("hand-over", *words)
    page = (tmp_path / out.strip()).read_text()
    assert "plan.yaml" in page
    assert "more.yaml" in page


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["plan.yaml"], "Missing option '--to'"),
        (["--to", "out"], "Missing argument 'PLAN...'"),
        (["plan.yaml", "--to", "out", "--formats", "pdff"], "did you mean 'pdf'?"),
        (["plan.yaml", "--to", "out", "--lang", "de"], "lang: unknown language 'de'"),
        (["plan.yaml", "--to", "out", "--currency", "euro"], "currency: 'euro'"),
        (["plan.yaml", "--to", "out", "--date", "tomorrow"], "Invalid value for '--date'"),
        (["plan.yaml", "--to", "plan.yaml"], "plan.yaml is a file; give a folder"),
        (["plan.yaml", "--to", "a/b"], "folder: a does not exist"),
        (["plan.yaml", "plan.yaml", "--to", "out"], "plan.yaml: given twice"),
        (["plam.yaml", "--to", "out"], "plam.yaml: there is no file"),
        (["plan.yaml", "--to", ""], "'--to': the name is empty; give the name of a file or folder"),
        (["plan.yaml", "--to", "out", "--budget", "9", "--lang", "de"], "unknown language 'de'"),
        (["plan.yaml", "--to", "out", "--budget", "9", "--currency", "euro"], "currency: 'euro'"),
        (
            ["plan.yaml", "--to", "out", "--budget", "9", "--runs", 1],
            "--runs: 1 is not allowed; with --budget it is the number of towns, from 2",
        ),
        (
            [*PRESETS[:5], "--to", "out", "--budget", "9"],
            "PLAN: 5 given; with --budget, give at most 4",
        ),
    ],
)
def test_mistakes_about_a_hand_over(refused, plan, monkeypatch, words, says):
    monkeypatch.setattr("engagelab.simulation.scenario.simulate_campaign", None)
    assert says in refused("hand-over", *words)


def test_a_preset_is_called_by_its_name(said, tmp_path):
    words = ["preset:voucher", "--to", ".", "--formats", "html", "--runs", 1]
    _, out, _ = said("hand-over", *words)
    assert out.startswith("voucher-")
    assert el.Scenario.preset("voucher").hash in (tmp_path / out.strip()).read_text()


def test_with_a_budget_the_decision_between_the_plans_is_written(said, plan, variant, tmp_path):
    words = ["plan.yaml", "more.yaml", "--budget", 1500, "--to", "client", "--runs", 3,
             "--formats", "html,xlsx", "--currency", "EUR", "--client", "Dupont",
             "--quiet"]  # fmt: skip
    status, out, err = said("hand-over", *words)
    assert (status, err) == (0, "")
    page, book = (tmp_path / line for line in out.splitlines())
    text = page.read_text()
    assert "Dupont" in text
    assert "EUR" in text
    assert book.suffix == ".xlsx"


def test_a_decision_between_fitted_plans_says_what_they_rest_on(said, variant, tmp_path):
    from fitted import PLAN, fit

    fit().save(tmp_path / "fitted.yaml", PLAN)
    words = ["fitted.yaml", "more.yaml", "--budget", 1500, "--to", "client", "--runs", 3,
             "--formats", "html", "--quiet"]  # fmt: skip
    status, out, err = said("hand-over", *words)
    assert (status, err) == (0, "")
    text = (tmp_path / out.strip()).read_text()
    assert "What this rests on: your posts" in text
    assert "8 posts (reads, shares, joins) were compared with 400 simulated campaigns." in text


def test_a_decision_has_no_other_title_and_no_other_formats(said, plan, tmp_path):
    words = ["plan.yaml", "--budget", 1500, "--to", "client", "--runs", 2]
    status, _, err = said("hand-over", *words, "--title", "Mine")
    assert status != 0
    assert "titled by its finding" in err
    status, _, err = said("hand-over", *words, "--formats", "csv", "--quiet")
    assert status != 0
    assert "unknown format 'csv'" in err
    assert not (tmp_path / "client").exists()
