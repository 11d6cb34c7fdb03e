"""The histogram counts each group, or each person, once."""

import networkx as nx
import pytest

import engagelab as el
from engagelab.plots import (
    plot_groups,
)

PLAN = el.Scenario(population={"people": 300}, run={"runs": 5})

pytestmark = pytest.mark.usefixtures("figures_are_closed")


@pytest.fixture(scope="module")
def outcome() -> el.Outcome:
    return PLAN.run()


def test_every_group_is_counted_once():
    town = PLAN.town()
    ax = plot_groups(town)
    assert sum(bar.get_height() for bar in ax.patches) == town.group_sizes.size


def test_every_person_is_counted_once():
    ax = plot_groups(PLAN.town(), show="groups per person")
    assert sum(bar.get_height() for bar in ax.patches) == 300
    assert ax.get_ylabel() == "people"


@pytest.mark.parametrize("show", ["group size", "groups per person"])
def test_an_outcome_colours_the_bars(outcome, show):
    ax = plot_groups(PLAN.town(), outcome, show=show)
    assert ax.figure.axes[1].get_ylabel() == "share of people reached (mean of runs)"
    assert len({bar.get_facecolor() for bar in ax.patches}) > 1


def test_a_network_without_groups_is_refused():
    with pytest.raises(el.EngagelabError, match="network: has no groups"):
        plot_groups(el.Network.from_networkx(nx.path_graph(3)))


def test_an_outcome_of_other_people_is_refused(outcome):
    with pytest.raises(el.EngagelabError, match="outcome: is of another network"):
        plot_groups(el.datasets.load("davis"), outcome)


def test_an_unknown_quantity_is_refused_with_the_nearest():
    with pytest.raises(el.EngagelabError, match="'group sizes' is not known; did you mean"):
        plot_groups(PLAN.town(), show="group sizes")
