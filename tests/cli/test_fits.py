"""``engagelab fit``: exports in, intervals and sentences out."""

from io import StringIO

import pandas as pd
import pytest
from fitted import PLAN, happened

import engagelab as el

pytestmark = pytest.mark.slow
WORDS = ["--simulations", 200, "--key", 7, "--hold-out", 2]


@pytest.fixture
def files(tmp_path):
    """A plan, and an export of what happened."""
    PLAN.to_yaml(tmp_path / "plan.yaml")
    happened().to_csv(tmp_path / "posts.csv", index=False)


def test_the_table_is_that_of_calibrate_and_the_answer_is_in_words(said, files):
    status, out, err = said("fit", "plan.yaml", "posts.csv", *WORDS)
    assert status == 0, err
    fit = el.calibrate(PLAN, el.read_observed("posts.csv"), simulations=200, key=7, hold_out=2)
    table = pd.read_csv(StringIO(out), keep_default_na=False).set_index("field")
    assert table["verdict"].tolist() == fit.fields["verdict"].tolist()
    assert all(str(sentence) in err for sentence in fit.says)
    assert "reads from reach" in err
    assert said("fit", "plan.yaml", "posts.csv", *WORDS, "--quiet")[2] == ""


def test_the_answer_is_in_french_too(said, files):
    _, _, err = said("fit", "plan.yaml", "posts.csv", *WORDS, "--lang", "fr")
    assert "campagnes simulées" in err
    assert "simulated" not in err


def test_the_plan_is_saved_with_the_samples_beside_it(said, files, tmp_path):
    said("fit", "plan.yaml", "posts.csv", *WORDS, "--save", "fitted.yaml", "--table", "posts",
         "--output", "posts.parquet")  # fmt: skip
    plan = el.Scenario.from_yaml(tmp_path / "fitted.yaml")
    assert "fitted.fit.parquet" in plan.summary
    assert plan.engagement.base_share != PLAN.engagement.base_share
    samples = pd.read_parquet(tmp_path / "fitted.fit.parquet")
    assert samples["weight"].sum() == pytest.approx(1)
    assert pd.read_parquet(tmp_path / "posts.parquet")["held_out"].sum() == 6


def test_a_hand_over_of_the_saved_plan_says_what_it_rests_on(said, files, tmp_path):
    said("fit", "plan.yaml", "posts.csv", *WORDS, "--save", "fitted.yaml")
    status, _, err = said("hand-over", "fitted.yaml", "--to", "client", "--formats", "html",
                          "--runs", 5)  # fmt: skip
    assert status == 0, err
    (page,) = (tmp_path / "client").glob("*.html")
    assert "What this rests on" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("en", ("give --dayfirst if they are day/month/year", "bought; state it with --paid")),
     ("fr", ("indiquez --dayfirst si", "indiquez ce nombre par --paid"))],
)  # fmt: skip
def test_notes_on_an_export_name_options(said, files, tmp_path, lang, expected):
    (tmp_path / "days.csv").write_text("date,reach\n01/02/2026,90\n03/02/2026,80\n05/02/2026,9\n")
    (tmp_path / "paid.csv").write_text(
        "Page total likes;Type;Category;Post Month;Post Weekday;Post Hour;Paid;Lifetime Post Total "
        "Reach;share\n" + "900;Photo;1;1;1;9;0;90;3\n" * 2 + "900;Photo;1;1;1;9;1;90;3\n",
        encoding="utf-8",
    )
    for name, words in zip(("days.csv", "paid.csv"), expected, strict=True):
        _, _, err = said("fit", "plan.yaml", name, "--lang", lang, "--simulations", 10)
        assert words in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["none.csv"], "none.csv: cannot be read"),
        (["posts.csv", "--seeds", "many"], "'many' is not a number"),
        (["posts.csv", "--save", "fitted.txt"], "--save: fitted.txt has an unknown extension"),
        (["posts.csv", "--save", "folder.yaml"], "--save: folder.yaml is a folder; give a file"),
        (["posts.csv", "--as-of", "soon"], "as_of: 'soon' is not a date"),
        (
            ["posts.csv", "--quiet", "--field", "groups.size"],
            "groups.size: the town is taken into account",
        ),
    ],
)
def test_mistakes_are_refused_in_one_line(refused, files, tmp_path, words, message):
    (tmp_path / "folder.yaml").mkdir()
    assert message in refused("fit", "plan.yaml", *words)
