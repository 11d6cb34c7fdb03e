"""The page on the evidence is the generated one; what is outside a published range has a reason."""

import pytest

import engagelab as el
from engagelab.experiments import implied
from evidence.implied import BASE, PAGE, computed, outside, page, unexplained

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def numbers():
    return computed()


def test_the_page_is_the_generated_one(numbers):
    assert PAGE.read_text(encoding="utf-8") == page(*numbers), (
        "run python -m evidence --only implied"
    )


def test_what_is_outside_has_a_reason_and_every_reason_is_needed(numbers):
    ratios, reading = numbers
    assert unexplained(ratios, reading) == set()
    assert len(outside(ratios, reading)) < 0.3 * (len(ratios) + 2 * len(reading))


def test_a_reason_that_is_not_needed_is_noticed(numbers):
    ratios, reading = numbers
    inside = ratios.assign(
        inside=ratios["inside"] | ratios.index.isin(["cost per reader"], level=1)
    )
    assert {name for name, _ in unexplained(inside, reading)} == {"cost per reader"}


@pytest.mark.parametrize(
    ("field", "value", "quantity"),
    [
        ("engagement.base_share", 0.2, "shares per post on screen"),
        ("invitations.accept", 0.3, "acceptances per invitation"),
        ("answers.comment", 0.02, "comments per post on screen"),
        ("money.cost_public", 200, "cost per reader"),
    ],
)
def test_another_default_would_leave_its_range(numbers, field, value, quantity):
    plan = el.Scenario.preset(BASE).replace({field: value})
    found = implied({BASE: plan}, keys=range(2), runs=25)
    assert (quantity, BASE) in unexplained(found, numbers[1])


@pytest.mark.parametrize(
    ("field", "value", "quantity"),
    [
        ("engagement.lurker_factor", 0.03, "shares by lurkers"),
        ("invitations.invite", 0.04, "invitations per reading"),
    ],
)
def test_a_reason_that_names_a_number_is_right(field, value, quantity):
    plan = el.Scenario.preset(BASE).replace({field: value})
    assert implied({BASE: plan}).loc[(BASE, quantity), "inside"]
