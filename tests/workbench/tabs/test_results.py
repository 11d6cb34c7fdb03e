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


def test_mistakes_are_shown_where_they_are_made(bench):
    tab = open_tab(bench, "results")
    tab.bar.start.click()
    assert "no file was given" in tab.bar.text
    tab.add("posts.csv", b"post,colour\nA,red\n")
    assert "no column with a measure of posts" in tab.read.value
    tab.add("posts.csv", CSV)
    tab.stated["seeds"].value = "many"
    assert "many is not a number" in tab.read.value
    tab.stated["seeds"].value = ""
    tab.add("posts.csv", CSV[: CSV.rindex(b"post 7")])  # of which the plan says nothing
    tab.bar.start.click()
    bench.exploration.jobs.wait(60)
    assert "it is unknown who starts the posts" in tab.bar.text


def test_a_file_of_the_same_name_takes_the_place_of_the_first():
    exports = Exports().with_file("a.csv", b"1").with_file("b.csv", b"2").with_file("a.csv", b"3")
    assert exports.files == (("b.csv", b"2"), ("a.csv", b"3"))
