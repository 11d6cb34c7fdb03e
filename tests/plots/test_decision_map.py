"""The plot shows each lift, the line where the answer turns, the draws and today's point."""

from dataclasses import replace
from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.contour import QuadContourSet

import engagelab as el
from engagelab.experiments import DecisionMap
from engagelab.plots import plot_decision_map

X, Y = "engagement.own_space", "money.cost_member"

pytestmark = pytest.mark.usefixtures("figures_are_closed")


@pytest.fixture(scope="module")
def found() -> DecisionMap:
    them, us = (
        el.Scenario.preset(name).scaled(1_000) for name in ("go-to-them", "bring-them-to-us")
    )
    fields = {X: [0.2, 1.0, 5.0], Y: [0.8, 1.0]}
    return el.experiments.decision_map(them, us, fields, equal_money=1_500, towns=3, runs=3)


def with_lift(found, lift, half) -> DecisionMap:
    """Return the map with this lift as a function of its fields."""
    values = np.array([lift(*pair) for pair in found.table[[X, Y]].to_numpy()])
    cells = {"lift": values, "low": values - half, "high": values + half, "verdict": "draw"}
    return replace(found, table=found.table.assign(**cells))


def contours(ax) -> list[QuadContourSet]:
    return [each for each in ax.collections if isinstance(each, QuadContourSet)]


def legend(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


@pytest.mark.slow
def test_cells_show_the_lift_with_white_at_0(found):
    mesh = plot_decision_map(found).collections[0]
    np.testing.assert_allclose(mesh.get_array(), found.table.pivot(index=Y, columns=X)["lift"])
    low, high = mesh.get_clim()
    assert low == -high == -found.table["lift"].abs().max()


def test_the_line_runs_where_the_lift_is_0(found):
    ax = plot_decision_map(with_lift(found, lambda x, y: x - 0.6, 0.2))
    band, line = contours(ax)
    np.testing.assert_allclose(line.get_paths()[0].vertices[:, 0], 0.6)
    across = band.get_paths()[0].vertices[:, 0]
    assert (across.min(), across.max()) == pytest.approx((0.4, 0.8), abs=0.01)


def test_a_map_without_a_turn_has_no_line_and_without_draws_no_band(found):
    plain = plot_decision_map(with_lift(found, lambda x, y: x, 0.1))
    assert contours(plain) == []
    assert legend(plain) == ["Go to them is better", "Bring them to us is better", "today"]
    drawn = plot_decision_map(with_lift(found, lambda x, y: x, 100))
    (band,) = contours(drawn)
    assert band.hatches == ["////"]
    assert legend(drawn)[2] == "draw: 95% interval over 3 towns"


def test_money_that_is_not_equal_leaves_an_empty_cell(found):
    table = found.table.copy()
    table.loc[2, "verdict"] = "unequal"
    ax = plot_decision_map(replace(found, table=table))
    assert np.ma.count_masked(ax.collections[0].get_array()) == 1
    assert "money cannot be equal" in legend(ax)


def test_todays_point_is_on_it(found):
    (star,) = plot_decision_map(found).lines
    assert star.get_xydata().tolist() == [[found.today[X], found.today[Y]]]


def test_a_point_off_the_map_is_named_in_the_caption(found):
    ax = plot_decision_map(replace(found, today=found.today.replace(0.6, 9.0)))
    assert len(ax.lines) == 0
    caption = ax.texts[0].get_text()
    assert "Today's point is off the map: attention in the own space 9" in caption.replace(
        "\n", " "
    )
    assert max(map(len, caption.splitlines())) <= 90
    ax.figure.savefig(BytesIO())  # warns if nothing is left for the axes


def test_axes_legend_and_caption_name_the_fields_the_plans_and_the_evidence(found):
    ax = plot_decision_map(found)
    assert ax.get_xlabel() == "attention in the own space (odds factor)"
    assert ax.get_ylabel() == "cost of a member (money)"
    assert legend(ax) == [
        "Go to them is better", "Bring them to us is better", "the answer turns",
        "draw: 95% interval over 3 towns", "today",
    ]  # fmt: skip
    kinds = [el.Scenario.field(name).kind for name in (X, Y)]
    assert ax.texts[0].get_text() == (
        f"Evidence: attention in the own space: {kinds[0]}; cost of a member: {kinds[1]}."
    )
    assert ax.figure.axes[1].get_ylabel() == "reach: Bring them to us less Go to them"


def test_where_less_is_better_the_colours_name_the_other_side(found):
    ax = plot_decision_map(replace(found, prefer="less"))
    assert legend(ax)[0] == "Bring them to us is better"


def test_it_is_drawn_on_given_axes(found):
    _, ax = plt.subplots()
    assert plot_decision_map(found, ax=ax) is ax


def test_what_is_not_a_decision_map_is_refused(found):
    with pytest.raises(el.EngagelabError, match="is not of type DecisionMap; give the"):
        plot_decision_map(found.table)
