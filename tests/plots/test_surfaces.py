"""A surface shows the values of a sweep in their places, on axes that are to scale."""

import numpy as np
import pandas as pd
import pytest

import engagelab as el
from engagelab.experiments import sweep
from engagelab.plots import (
    plot_surface,
    plot_surfaces,
)

PLAN = el.Scenario(population={"people": 300}, run={"runs": 5})

pytestmark = pytest.mark.usefixtures("figures_are_closed")


def surface(sizes, rates) -> pd.DataFrame:
    places = [(float(size), rate) for size in sizes for rate in rates]
    frame = pd.DataFrame(places, columns=["groups.size", "invitations.invite"])
    return frame.assign(reach=frame["groups.size"] * (1 + frame["invitations.invite"]))


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return surface([5, 10, 20], [0, 0.1, 0.5])


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


def test_both_signs_have_a_colour_map_centred_at_zero():
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
        ({"x": "name"}, "name: is not a column of numbers"),
        ({"x": "one"}, "one: has a single value; sweep over two or more"),
    ],
)
def test_columns_that_make_no_surface_are_refused(frame, change, text):
    with pytest.raises(el.EngagelabError, match=text):
        plot_surface(frame.assign(name="a", one=1), **change)


def test_two_rows_for_one_place_are_refused(frame):
    with pytest.raises(el.EngagelabError, match=r"several rows for groups\.size 5 and"):
        plot_surface(pd.concat([frame, frame]))


def test_a_surface_of_a_sweep_is_drawn():
    found = sweep(PLAN, {"groups.size": [5, 10], "invitations.invite": [0, 0.5]})
    assert plot_surface(found, value="cost_per_reader").collections
