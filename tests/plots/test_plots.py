"""Pictures show the numbers they are given and name their axes, or say why they cannot."""

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from engagelab.metrics import curve

import engagelab as el
from engagelab.experiments import sweep
from engagelab.plots import (
    plot_agreement,
    plot_curve,
    plot_facts,
    plot_groups,
    plot_surface,
    plot_surfaces,
)

PLAN = el.Scenario(population={"people": 300}, run={"runs": 5})


pytestmark = pytest.mark.usefixtures("figures_are_closed")


@pytest.fixture(scope="module")
def outcome() -> el.Outcome:
    return PLAN.run()


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return surface([5, 10, 20], [0, 0.1, 0.5])


@pytest.fixture
def facts() -> pd.DataFrame:
    return el.datasets.load("pew-2011").set_index("id", drop=False)


def surface(sizes, rates) -> pd.DataFrame:
    places = [(float(size), rate) for size in sizes for rate in rates]
    frame = pd.DataFrame(places, columns=["groups.size", "invitations.invite"])
    return frame.assign(reach=frame["groups.size"] * (1 + frame["invitations.invite"]))


# --- curves ----------------------------------------------------------------------------------


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


def test_a_curve_is_drawn_where_it_is_asked_for(outcome):
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


def test_an_unknown_measure_is_told_with_the_nearest(outcome):
    with pytest.raises(el.EngagelabError, match="'sharse' is not known; did you mean 'shares'"):
        plot_curve(outcome, "sharse")


@pytest.mark.parametrize("what", [{}, {"a": 3}, None])
def test_what_is_no_outcome_is_refused(what):
    with pytest.raises(el.EngagelabError, match=r"^outcomes"):
        plot_curve(what)


# --- surfaces --------------------------------------------------------------------------------


def test_a_surface_has_axes_with_units_from_the_declarations(frame):
    ax = plot_surface(frame)
    assert ax.get_xlabel() == "group size (people)"
    assert ax.get_ylabel() == "invitation rate (probability)"
    assert ax.figure.axes[1].get_ylabel() == "people reached (mean of runs)"


def test_a_surface_shows_its_values_in_their_places(frame):
    mesh = plot_surface(frame.sample(frac=1, random_state=1)).collections[0]
    expected = frame.pivot(index="invitations.invite", columns="groups.size", values="reach")
    np.testing.assert_array_equal(mesh.get_array(), expected)


def test_factors_get_a_logarithmic_axis_and_cells_end_half_way(frame):
    ax = plot_surface(frame)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "linear")
    across = ax.collections[0].get_coordinates()[0, :, 0]
    np.testing.assert_allclose(across, [5 / 2**0.5, 5 * 2**0.5, 10 * 2**0.5, 20 * 2**0.5])
    up = ax.collections[0].get_coordinates()[:, 0, 1]
    np.testing.assert_allclose(up, [0, 0.05, 0.3, 0.7])


def test_even_steps_get_a_linear_axis():
    assert plot_surface(surface([10, 20, 30], [0, 0.5])).get_xscale() == "linear"


def test_contour_lines_are_labelled(frame):
    assert plot_surface(frame).texts


def test_both_signs_part_at_zero():
    ax = plot_surface(surface([10, 20, 30], [0, 0.5]).eval("reach = reach - 18"))
    low, high = ax.collections[0].get_clim()
    assert low == -high


def test_a_flat_surface_is_drawn():
    plot_surface(surface([10, 20, 30], [0, 0.5]).assign(reach=7))


def test_surfaces_share_their_scale(frame):
    both = pd.concat(
        [
            frame.assign(**{"engagement.crowding": c, "reach": frame["reach"] * (1 + c)})
            for c in (0, 1)
        ]
    )
    axes = plot_surfaces(both, "engagement.crowding")
    assert [ax.get_title() for ax in axes] == ["crowding 0", "crowding 1"]
    assert len({ax.collections[0].get_clim() for ax in axes}) == 1


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"value": "reech"}, "reech: the frame has no such column; did you mean 'reach'"),
        ({"x": "name"}, "name: is no column of numbers"),
        ({"x": "one"}, "one: a surface needs two values or more"),
    ],
)
def test_what_makes_no_surface_is_refused(frame, change, text):
    with pytest.raises(el.EngagelabError, match=text):
        plot_surface(frame.assign(name="a", one=1), **change)


def test_two_rows_for_one_place_are_refused(frame):
    with pytest.raises(el.EngagelabError, match=r"several rows for groups\.size 5 and"):
        plot_surface(pd.concat([frame, frame]))


def test_a_surface_of_a_sweep_is_drawn():
    found = sweep(PLAN, {"groups.size": [5, 10], "invitations.invite": [0, 0.5]})
    assert plot_surface(found, value="cost_per_reader").collections


# --- groups ----------------------------------------------------------------------------------


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


def test_groups_that_are_not_there_are_told():
    with pytest.raises(el.EngagelabError, match="network: it has no groups"):
        plot_groups(el.Network.from_networkx(nx.path_graph(3)))


def test_an_outcome_of_other_people_is_refused(outcome):
    with pytest.raises(el.EngagelabError, match="outcome: comes from another network"):
        plot_groups(el.datasets.load("davis"), outcome)


def test_an_unknown_word_is_told_with_the_nearest():
    with pytest.raises(el.EngagelabError, match="'group sizes' is not known; did you mean"):
        plot_groups(PLAN.town(), show="group sizes")


# --- facts -----------------------------------------------------------------------------------


def test_facts_are_bars_marks_and_numbers(facts):
    ax = plot_facts(facts.loc[["P03", "P46"]])
    assert [bar.get_width() for bar in ax.patches] == [82, 50]
    assert ax.lines[0].get_xdata().tolist() == [77, 21]
    assert [text.get_text() for text in ax.texts] == ["82 : 77", "50 : 21"]


def test_what_was_seen_in_the_essay_only_is_hatched(facts):
    ax = plot_facts(facts.loc[["P03", "P46"]])
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, True]


def test_rows_without_a_second_population_have_no_marks(facts):
    ax = plot_facts(facts.loc[["P40", "P41"]])
    assert not ax.lines
    assert ax.get_legend() is None


def test_figures_in_other_units_are_refused(facts):
    with pytest.raises(el.EngagelabError, match="facts: P07, P70 are no percentages"):
        plot_facts(facts.loc[["P07", "P46", "P70"]])


def test_no_rows_are_refused(facts):
    with pytest.raises(el.EngagelabError, match="facts: there are no rows"):
        plot_facts(facts.iloc[:0])


# --- agreement -------------------------------------------------------------------------------


def known_and_simulated() -> pd.DataFrame:
    return pd.DataFrame(
        {"chance": [0.1, 0.2], "simulated": [1.1, 2.0], "error": [0.1, 0.2], "known": [1.0, 2.0]}
    )


def test_agreement_draws_points_with_their_errors_on_a_line():
    ax = plot_agreement(known_and_simulated(), "chance")
    line, points = ax.lines[0], ax.containers[0]
    assert line.get_ydata().tolist() == [1.0, 2.0]
    assert points.lines[0].get_ydata().tolist() == [1.1, 2.0]
    bars = points.lines[2][0].get_segments()
    assert [float(np.ptp(bar[:, 1])) for bar in bars] == pytest.approx([3.92 * 0.1, 3.92 * 0.2])
    assert ax.get_xlabel() == "chance"


def test_several_agreements_are_told_apart():
    ax = plot_agreement({"a": known_and_simulated(), "b": known_and_simulated()}, "chance")
    told = [text.get_text() for text in ax.get_legend().get_texts()]
    assert sorted(told) == ["a: known", "a: simulated", "b: known", "b: simulated"]


def test_agreement_says_what_is_missing():
    with pytest.raises(el.EngagelabError, match="known"):
        plot_agreement(known_and_simulated().drop(columns="known"), "chance")
    with pytest.raises(el.EngagelabError, match="frames: there are none"):
        plot_agreement({}, "chance")
