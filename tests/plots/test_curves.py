"""A curve shows the median of the runs and their band, round by round."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from engagelab.metrics import curve

import engagelab as el
from engagelab.plots import (
    plot_curve,
)

PLAN = el.Scenario(population={"people": 300}, run={"runs": 5})

pytestmark = pytest.mark.usefixtures("figures_are_closed")


@pytest.fixture(scope="module")
def outcome() -> el.Outcome:
    return PLAN.run()


def test_a_curve_is_the_median_and_its_band(outcome):
    ax = plot_curve(outcome)
    found = curve(outcome, ["reach"])
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), found["median"])
    band = ax.collections[0].get_paths()[0].vertices
    assert {found["low"].iloc[-1], found["high"].iloc[-1]} <= set(band[:, 1])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("round (days)", "people reached so far")
    assert ax.get_legend() is None


def test_several_curves_are_labelled_and_differ_in_grey_too(outcome):
    ax = plot_curve({"plain": outcome, "again": outcome})
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["plain", "again"]
    assert len({line.get_linestyle() for line in ax.lines}) == 2


def test_a_curve_is_drawn_on_given_axes(outcome):
    _, ax = plt.subplots()
    assert plot_curve(outcome, ax=ax) is ax


@pytest.mark.parametrize(
    ("measure", "label"),
    [
        ("shares", "shares per round"),
        ("cost", "cost (money per round)"),
        ("members", "memberships"),
    ],
)
def test_a_measure_is_drawn_with_its_unit(outcome, measure, label):
    assert plot_curve(outcome, measure).get_ylabel() == label


def test_an_unknown_measure_is_refused_with_the_nearest(outcome):
    with pytest.raises(el.EngagelabError, match="'sharse' is not known; did you mean 'shares'"):
        plot_curve(outcome, "sharse")


@pytest.mark.parametrize("what", [{}, {"a": 3}, None])
def test_what_is_not_an_outcome_is_refused(what):
    with pytest.raises(el.EngagelabError, match=r"^outcomes"):
        plot_curve(what)
