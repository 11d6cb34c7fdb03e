import pytest

import engagelab as el
from engagelab.workbench.compute.field_ranges import levers, moved_last, range_of, values_in
from engagelab.workbench.state.session import Session

PLAN = el.Scenario.preset("invite-a-friend").replace({"population.people": 400})


def test_levers_are_numbers_and_choices_but_not_settings():
    found = set(levers())
    assert {"groups.hold", "control.review", "campaign.lifetime"} <= found
    assert not found & {
        "settings.key",
        "settings.runs",
        "campaign.posts",
    }
    assert not [name for name in levers(on_network=True) if name.startswith("groups.")]


def test_the_field_moved_last_is_the_first_choice():
    session = Session(PLAN)
    assert moved_last(session.steps) == "invitations.invite"
    session.change({"groups.size": 40.0})
    session.change({"settings.key": 5})
    assert moved_last(session.steps) == "groups.size"
    assert moved_last(session.steps, on_network=True) == "invitations.invite"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("invitations.invite", 0.3, (0.0, 1.0)),
        ("groups.size", 40.0, (10.0, 160.0)),
        ("rewards.discount", 0.0, (0.0, 20.0)),
        ("population.people", 400, (100, 1600)),
        ("campaign.lifetime", 14, (4, 56)),
    ],
)
def test_wide_ranges_are_cut_near_the_value(name, value, expected):
    assert range_of(PLAN.replace({name: value}), name) == expected


def test_values_fit_the_kind_of_field():
    assert values_in("control.review", 0, 0, 5) == [False, True]
    assert values_in("campaign.lifetime", 1, 3, 9) == [1, 2, 3]
    assert values_in("invitations.invite", 0, 1, 3) == [0.0, 0.5, 1.0]
    with pytest.raises(el.EngagelabError, match=r"0\.5 is not below 0\.2"):
        values_in("invitations.invite", 0.5, 0.2, 3)
