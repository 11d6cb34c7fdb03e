"""The plot shows each lift with its interval, in the order of the table."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

import engagelab as el
from engagelab.plots import PALETTE, plot_comparison

PLAN = el.Scenario(population={"people": 300}, run={"runs": 100})
VARIANTS = {
    "more": PLAN.replace({"invitations.invite": 0.5}),
    "same": PLAN,
    "quiet": PLAN.replace({"engagement.tie_read": 0, "engagement.group_read": 0}),
}


pytestmark = pytest.mark.usefixtures("figures_are_closed")


@pytest.fixture(scope="module")
def found() -> el.experiments.Comparison:
    return el.compare(PLAN, VARIANTS, towns=1)


def test_each_variant_has_its_lift_and_interval(found):
    ax = plot_comparison(found)
    lifts = found.table.iloc[1:]
    for place, (bar, row) in enumerate(zip(ax.containers, lifts.to_dict("records"), strict=True)):
        point, caps, (line,) = bar
        assert point.get_xydata().tolist() == [[row["lift"], place]]
        np.testing.assert_allclose(line.get_segments()[0][:, 0], [row["low"], row["high"]])
        assert [cap.get_xdata()[0] for cap in caps] == pytest.approx([row["low"], row["high"]])


def test_variants_are_named_from_top_to_bottom(found):
    ax = plot_comparison(found)
    assert [label.get_text() for label in ax.get_yticklabels()] == list(VARIANTS)
    assert ax.yaxis_inverted()


def test_an_unresolved_lift_is_hollow_and_grey(found):
    points = [bar[0] for bar in plot_comparison(found).containers]
    assert found.table["resolved"].tolist()[1:] == [True, False, True]
    assert [point.get_markerfacecolor() == "white" for point in points] == [False, True, False]
    assert points[0].get_color() == PALETTE[0] != points[1].get_color()


def test_no_difference_has_a_line(found):
    ax = plot_comparison(found)
    assert ax.lines[0].get_xdata() == [0, 0]


def test_the_axis_names_measure_baseline_and_confidence(found):
    assert plot_comparison(found).get_xlabel() == (
        "additional people reached, against the baseline (95% intervals)"
    )
    named = el.compare(PLAN.replace(name="Plan A"), VARIANTS, runs=2, confidence=0.9, towns=1)
    assert plot_comparison(named).get_xlabel() == (
        "additional people reached, against Plan A (90% intervals)"
    )


def test_it_is_drawn_on_given_axes(found):
    _, ax = plt.subplots()
    assert plot_comparison(found, ax=ax) is ax


def test_what_is_not_a_comparison_is_refused(found):
    with pytest.raises(el.EngagelabError, match="is not of type Comparison; give the"):
        plot_comparison(found.table)
