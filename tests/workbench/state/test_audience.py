"""An audience in a planner's words gives a town, or says what is nearest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engagelab as el
from engagelab.workbench.state.audience import Audience


def town(audience):
    return el.Scenario().replace(audience.fields).town(3)


def test_300_groups_of_40():
    network = town(Audience(people=12_000, groups=300, size=40, outside=0, employees=240))
    assert (network.people, len(network.group_labels)) == (12_240, 300)
    staff = np.count_nonzero(network.traits.role == 0)
    assert staff == 240
    assert network.group_sizes.mean() == pytest.approx(40.8)
    assert not network.prospects.any()


def test_people_left_out_are_named_with_three_nearest():
    audience = Audience(people=14_000, groups=300, size=40, outside=0)
    assert audience.left_out == 2000
    groups, size, outside = audience.nearest
    assert (groups.groups, size.size, outside.outside) == (350, 47, 0.143)


def test_more_employees_than_roles_leave_room_for():
    audience = Audience(people=30, groups=1, size=30, outside=0, employees=91)
    assert not audience.is_possible
    assert [(each.people, each.employees) for each in audience.nearest] == [(30, 90)]
    roomy = Audience(people=30, groups=2, size=30, outside=0, employees=91)
    assert [(each.people, each.employees) for each in roomy.nearest] == [(30, 90), (31, 91)]


def test_a_group_larger_than_the_people():
    audience = Audience(people=20, groups=3, size=40, outside=0)
    assert not audience.is_possible
    assert audience.nearest


@pytest.mark.parametrize("people", range(20, 60))
def test_rounding_leaves_no_more_people_outside_than_a_plan_may_have(people):
    audience = Audience(people=people, groups=1, size=2, outside=0.8, employees=0)
    assert el.Scenario().replace(audience.fields).population.prospects <= 0.8


drawn = st.builds(
    Audience,
    people=st.integers(20, 3000),
    groups=st.integers(1, 400),
    size=st.floats(2, 60),
    outside=st.floats(0, 0.8),
    employees=st.integers(0, 200),
)


@given(drawn)
def test_what_is_possible_is_a_town_and_the_nearest_are_possible(audience):
    if audience.is_possible:
        network = town(audience)
        assert network.people == audience.people + audience.employees
    for other in audience.nearest:
        assert other.is_possible
        town(other)


def test_audience_of_a_plan_gives_the_plan_back():
    audience = Audience(people=12_000, groups=300, size=40, outside=0.1)
    again = Audience.of(el.Scenario().replace(audience.fields))
    assert again.model_copy(update={"outside": 0.1}) == audience
