import pytest
from fitted import PLAN, happened
from workbench.driver import closed, finish, open_tab, opened

import engagelab as el
from engagelab.workbench.compute import results_fit
from engagelab.workbench.compute.results_fit import Exports, learned

pytestmark = pytest.mark.slow
CSV = happened().drop(columns="seeds").to_csv(index=False).encode()


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.setattr(results_fit, "SIMULATIONS", 200)
    bench = opened(PLAN.replace({"settings.runs": 5}), lang="en")
    yield bench
    closed(bench)


def test_an_export_is_read_fitted_and_used(bench):
    tab = open_tab(bench, "results")
    tab.add("posts.csv", CSV)
    assert "8 posts as they were read" in tab.read.value
    assert "reads from reach" in tab.read.value
    tab.stated["seeds"].value = "12"
    finish(bench, tab)
    observed = el.read_observed(happened())
    fit = el.calibrate(bench.plan, observed, hold_out=2, simulations=200)
    assert tab.fit.says == fit.says
    assert "willingness to share" in tab.said.value
    assert "determine it" in tab.said.value
    assert [len(line["x"]) for line in tab.chart.spec["lines"]] == [8, 8]
    assert [mark["shape"] for mark in tab.chart.spec["marks"]] == ["dot"] * 6 + ["star"] * 2
    tab.take.click()
    for name, value in learned(fit).items():
        assert bench.plan.get(name) == pytest.approx(value)
    assert "el-coarse" not in tab.bar.text  # the fit does not depend on what it has learned
    bench.toolbar.language.value = "fr"
    again = bench.tabs.tab
    assert again.fit is tab.fit
    assert "Vos publications ne disent rien" in again.said.value
    assert "Envie de partager" in again.said.value
    assert len(again.chart.spec["lines"]) == 2


def test_posts_are_drawn_on_the_band_of_the_prior_before_a_fit(bench):
    tab = open_tab(bench, "results")
    tab.stated["seeds"].value = "12"
    tab.add("posts.csv", CSV)
    assert tab.prior.settle(60)
    (band,) = tab.chart.spec["lines"]
    assert band["name"] == "90 % of simulated campaigns before the fit"
    assert all(low < high for low, high in zip(band["low"], band["high"], strict=True))
    assert [mark["y"] for mark in tab.chart.spec["marks"]] == happened()["reach"].tolist()
    tab.measure.value = "shares"
    assert [mark["y"] for mark in tab.chart.spec["marks"]] == happened()["shares"].tolist()


def test_without_starters_posts_are_drawn_alone_and_it_says_what_is_missing(bench):
    tab = open_tab(bench, "results")
    tab.add("posts.csv", CSV[: CSV.rindex(b"post 7")])
    assert tab.prior.settle(60)
    assert "state seeds or followers" in tab.unknown.value
    assert len(tab.chart.spec["marks"]) == 7


def test_a_column_is_read_as_a_person_says(bench):
    tab = open_tab(bench, "results")
    table = happened().drop(columns="seeds").rename(columns={"reach": "eyes"}).assign(mood="fine")
    tab.add("posts.csv", table.to_csv(index=False).encode())
    assert "eyes" in tab.read.value
    tab.columns.toggle.click()
    choices = {name: choice.value for (_, name), choice in tab.columns.choices.items()}
    assert choices == {"post": "post", "round": "round", "eyes": "", "shares": "shares",
                       "new followers": "joins", "mood": ""}  # fmt: skip
    tab.columns.choices["posts.csv", "eyes"].value = "reads"
    assert tab.observed.value("reads").tolist() == table["eyes"].tolist()
    tab.columns.choices["posts.csv", "mood"].value = "shares"
    assert "column &#39;mood&#39; holds &#39;fine&#39;; write a number" in tab.read.value
    tab.columns.choices["posts.csv", "mood"].value = ""
    assert tab.columns.choices["posts.csv", "shares"].value == "shares"
    tab.columns.choices["posts.csv", "shares"].value = ""
    assert tab.observed.measures == ("reads", "joins")
    bench.toolbar.language.value = "fr"
    again = open_tab(bench, "results")
    again.columns.toggle.click()
    again.columns.choices["posts.csv", "mood"].value = "date"
    assert "la colonne mood contient fine" in again.read.value.replace("«\xa0", "").replace(
        "\xa0»", ""
    )


def test_a_corrected_number_is_fitted_at_once(bench):
    tab = open_tab(bench, "results")
    tab.stated["seeds"].value = "12"
    tab.add("posts.csv", CSV)
    finish(bench, tab)
    before, table = tab.fit.fields, tab.fit.table
    tab.correction.measure.value, tab.correction.post.value = "shares", "post 3"
    tab.correction.number.value = "many"
    assert "many is not a whole number" in tab.correction.widget.children[1].value
    tab.correction.number.value = "90"
    assert bench.exploration.jobs.wait(60)
    assert tab.observed.value("shares")["post 3"] == 90
    assert tab.fit.table is table
    base_share = tab.fit.fields.loc["engagement.base_share", "median"]
    assert base_share > before.loc["engagement.base_share", "median"]
    assert [len(line["x"]) for line in tab.chart.spec["lines"]] == [8, 8]


def test_bands_of_a_plan_that_was_fitted_hold_the_uncertainty_of_the_fit(bench):
    tab = open_tab(bench, "results")
    tab.stated["seeds"].value = "12"
    tab.add("posts.csv", CSV)
    finish(bench, tab)
    assert bench.view.content["picture"]["texts"]["band"] == "90% of runs"
    tab.take.click()
    assert bench.wait(120)
    answer = bench.answer
    assert answer.fitted
    chance = bench.plan.run()
    width = el.curve(chance, "reach").iloc[-1]
    band = answer.curve.iloc[-1]
    assert band["high"] - band["low"] > 1.5 * (width["high"] - width["low"])
    assert answer.numbers["reach"]["low"] == pytest.approx(band["low"])
    assert (
        "what the fit to your posts leaves open" in bench.view.content["picture"]["texts"]["band"]
    )
    learned_fields = learned(tab.fit)
    bench.session.change({name: value * 0.9 for name, value in learned_fields.items()})
    tab._context.change({"engagement.tie_read": 0.2}, "history.changed")
    assert bench.wait(120)
    assert not bench.answer.fitted  # nothing that was learned is left


def test_the_files_outlive_a_change_of_language(bench):
    tab = open_tab(bench, "results")
    tab.add("posts.csv", CSV)
    tab.stated["seeds"].value = "12"
    bench.toolbar.language.value = "fr"
    again = open_tab(bench, "results")
    assert again is not tab
    assert again.exports.files == (("posts.csv", CSV),)
    assert "8 publications lues" in again.read.value
    again.clear.click()
    assert again.exports.files == ()
    assert again.read.value == ""


def test_the_measure_of_the_picture_outlives_a_change_of_language(bench):
    tab = open_tab(bench, "results")
    tab.add("posts.csv", CSV)
    tab.measure.value = "shares"
    bench.toolbar.language.value = "fr"
    again = bench.tabs.tab
    assert (again.measure.value, again.measure.label) == ("shares", "partages")
    assert [mark["y"] for mark in again.chart.spec["marks"]] == happened()["shares"].tolist()


def test_mistakes_are_shown_where_they_are_made(bench):
    tab = open_tab(bench, "results")
    tab.bar.start.click()
    assert "no file was given" in tab.bar.text
    tab.add("posts.csv", b"post,colour\nA,red\n")
    assert "No column with a measure of posts" in tab.read.value
    tab.add("posts.csv", CSV)
    tab.stated["seeds"].value = "many"
    assert "many is not a whole number" in tab.read.value
    tab.stated["seeds"].value = ""
    tab.add("posts.csv", CSV[: CSV.rindex(b"post 7")])  # of which the plan says nothing
    tab.bar.start.click()
    bench.exploration.jobs.wait(60)
    assert "it is unknown who starts the posts" in tab.bar.text


def test_a_file_of_the_same_name_takes_the_place_of_the_first():
    exports = Exports().with_file("a.csv", b"1").with_file("b.csv", b"2").with_file("a.csv", b"3")
    assert exports.files == (("b.csv", b"2"), ("a.csv", b"3"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1e400", "1e400 is not a whole number"),
        ("nan", "nan is not a whole number"),
        ("1.000", "1.000 is not a whole number"),
        ("12,500", "12,500 can be one number or several"),
        ("-1", "seeds of each post: \N{MINUS SIGN}1 is not allowed; give a number from 0"),
        ("1; 2", "or one for each in their order"),
    ],
)
def test_odd_numbers_of_starters_are_refused_by_their_label(bench, typed, says):
    tab = open_tab(bench, "results")
    tab.add("posts.csv", CSV)
    tab.stated["seeds"].value = typed
    assert says in tab.read.value
    assert tab.observed is None
    tab.stated["seeds"].value = "12"
    assert tab.observed.posts["seeds"].tolist() == [12] * 8


def test_thousands_are_written_as_the_language_does(bench):
    tab = open_tab(bench, "results")
    tab.add("posts.csv", CSV)
    tab.stated["paid"].value = "; ".join(["12 000"] * 8)
    assert tab.observed.posts["paid"].tolist() == [12_000] * 8


def test_a_correction_without_end_is_refused_and_not_stored(bench):
    tab = open_tab(bench, "results")
    tab.add("posts.csv", CSV)
    tab.correction.number.value = str(10**15)
    assert "is not allowed" in tab.correction.widget.children[1].value
    assert tab.exports.corrections == ()
    assert tab.observed is not None


def test_a_number_larger_than_any_count_is_refused_with_its_row(bench):
    tab = open_tab(bench, "results")
    tab.add("huge.csv", b"Post title,Created date,Reach\nA,2026-01-01,1e300\n")
    assert bench.message == ""
    assert (
        "huge.csv: line 2: column &#39;Reach&#39; holds &#39;1e300&#39;, more than 10^12"
        in tab.read.value
    )
