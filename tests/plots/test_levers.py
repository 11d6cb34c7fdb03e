"""Plots of sensitivity and uncertainty show the numbers of their results."""

import numpy as np
import pytest
from engagelab.uncertainty import uniform

import engagelab as el
from engagelab.plots import plot_interactions, plot_tornado, plot_uncertainty

PLAN = el.Scenario(population={"people": 300}, run={"runs": 5, "key": 3})
LEVERS = {
    "rewards.recognition_gain": (0, 20),
    "engagement.base_share": (0.02, 0.6),
    "invitations.invite": (0, 0.5),
}


pytestmark = pytest.mark.usefixtures("figures_are_closed")


@pytest.fixture(scope="module")
def found():
    return el.sensitivity(PLAN, LEVERS, method="sobol", samples=4)


def test_a_tornado_goes_from_low_to_high_the_widest_first(found):
    ax = plot_tornado(found)
    bars = np.array([(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches])
    wide = found.ends.assign(width=(found.ends["at_high"] - found.ends["at_low"]).abs())
    wide = wide.sort_values("width", ascending=False, kind="stable")
    ends = wide[["at_low", "at_high"]].to_numpy().ravel()
    np.testing.assert_allclose(bars[:, 1], ends)
    np.testing.assert_allclose(bars[:, 0], found.baseline)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[-1] == "recognition: gain (odds factor)"
    assert ax.yaxis_inverted()


def test_interactions_are_pairs_and_the_fields_alone(found):
    ax = plot_interactions(found)
    names = list(found.table["field"])
    shown = ax.collections[0].get_array().reshape(3, 3)
    np.testing.assert_allclose(np.diag(shown), found.table["S1"])
    for _, row in found.interactions.iterrows():
        column, line = sorted((names.index(row["field"]), names.index(row["other"])))
        assert shown[line, column] == row["S2"]


def test_parts_of_the_variance_fill_the_bar():
    found = el.propagate(PLAN, {"engagement.base_share": uniform(0.05, 0.5)}, samples=8)
    ax = plot_uncertainty(found)
    np.testing.assert_allclose([bar.get_width() for bar in ax.patches], 100 * found.parts["share"])


def test_what_cannot_be_plotted_is_refused(found):
    with pytest.raises(el.EngagelabError, match="sensitivity: 3 is not of type Sensitivity"):
        plot_tornado(3)
    with pytest.raises(el.EngagelabError, match=r"uncertainty: .* is not of type Uncertainty"):
        plot_uncertainty(found)
    screened = el.sensitivity(PLAN, LEVERS, samples=2)
    with pytest.raises(el.EngagelabError, match="sensitivity: has no interactions"):
        plot_interactions(screened)
