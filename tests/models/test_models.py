"""The rules: each field is complete, and small quantities are what the text says."""

import pytest

from engagelab.errors import EngagelabError
from engagelab.models import Engagement, Post, sections
from engagelab.models.declaration import Declaration
from engagelab.models.sections import REWARDS, Content, Rewards

SECTIONS = (
    sections.Content,
    sections.Reading,
    sections.Invitations,
    sections.Rewards,
    sections.Answers,
    sections.Control,
    sections.Life,
    sections.Money,
)
PARAMETERS = {
    f"{kind.__name__}.{parameter.name}": parameter
    for kind in (Engagement, Post)
    for parameter in kind.parameters()
}


def refusal(kind: type[Declaration], **values: object) -> str:
    with pytest.raises(EngagelabError) as caught:
        kind(**values)
    return str(caught.value)


# Each field


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=PARAMETERS)
def test_a_field_says_what_it_is_and_where_it_comes_from(parameter) -> None:
    assert parameter.label
    assert parameter.says.endswith(".")
    assert parameter.kind in ("measured", "anchored", "assumed")
    assert parameter.kind == "assumed" or len(parameter.source) > len(parameter.kind) + 10
    assert parameter.unit or parameter.type not in (int, float)


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=PARAMETERS)
def test_a_number_has_bounds_with_its_default_between_them(parameter) -> None:
    if parameter.type in (int, float):
        assert parameter.low < parameter.high
        assert parameter.low <= parameter.default <= parameter.high


def test_probabilities_go_from_0_to_1() -> None:
    found = [p for p in PARAMETERS.values() if p.unit == "probability"]
    assert len(found) > 8
    assert {(p.low, p.high) for p in found} == {(0.0, 1.0)}


def test_gains_are_at_least_neutral_and_losses_at_most() -> None:
    fields = {p.name: p for p in Engagement.parameters()}
    assert fields["valued_factor"].low == 1.0
    assert [fields[f"{reward}_gain"].low for reward in REWARDS] == [0.0] * 4
    assert fields["fatigue"].high == 1.0


def test_the_model_has_the_fields_of_all_sections_and_no_two_share_a_name() -> None:
    names = [p.name for section in SECTIONS for p in section.parameters()]
    assert sorted(names) == sorted(p.name for p in Engagement.parameters())
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_the_model_has_the_defaults_of_its_sections(section: type[Declaration]) -> None:
    whole = Engagement().model_dump()
    assert section().model_dump().items() <= whole.items()


# Quantities


def test_a_reward_saturates() -> None:
    rewards = Rewards(loyalty=5, half_amount=5, loyalty_gain=2)
    assert rewards.factor("loyalty") == 2
    assert rewards.factor("discount") == 1
    assert rewards.replace(loyalty=1000).factor("loyalty") == pytest.approx(3, abs=0.02)


@pytest.mark.parametrize(
    ("content", "post", "expected"),
    [
        ({}, {}, 0.5),
        ({"relevance": 0.3}, {}, 0.3),
        ({"relevance": 0.3}, {"relevance": 0.2}, 0.2),
        ({"relevance": 0.3}, {"relevance": 0.0}, 0.0),
    ],
    ids=str,
)
def test_the_relevance_of_a_post_goes_before_that_of_the_content(
    content: dict[str, object], post: dict[str, object], expected: float
) -> None:
    assert Post(**post).relevance_in(Content(**content)) == expected


def test_a_post_of_the_organisation_has_no_seeds() -> None:
    assert Post(origin="organisation").seeds == 0
    assert Post(origin="organisation").replace(origin="members", seeds=3).seeds == 3


# What is refused


@pytest.mark.parametrize("name", ["tie_read", "group_read", "invite", "accept", "leave"])
@pytest.mark.parametrize("value", [1.2, -0.1])
def test_a_probability_outside_0_and_1_is_refused(name: str, value: float) -> None:
    told = refusal(Engagement, **{name: value})
    assert told.startswith(f"{name}: {value} is ")
    assert told.endswith("; give a number from 0 to 1")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"tie_red": 0.1}, ["tie_red", "did you mean 'tie_read'?"]),
        ({"fatigue": 1.1}, ["fatigue: 1.1 is above"]),
        ({"valued_factor": 0.5}, ["valued_factor: 0.5 is below"]),
        ({"lifetime": 2.5}, ["lifetime: 2.5", "whole number"]),
    ],
    ids=str,
)  # fmt: skip
def test_bad_rules_are_told(values: dict[str, object], words: list[str]) -> None:
    told = refusal(Engagement, **values)
    assert [word for word in words if word not in told] == [], told


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"seeds": -1}, ["seeds: -1 is below", "whole number"]),
        ({"round": -1}, ["round: -1 is below"]),
        ({"origin": "emploee"}, ["origin: 'emploee'", "'employee'", "'organisation'"]),
        ({"sedes": 3}, ["sedes: no such field; did you mean 'seeds'?"]),
        ({"relevance": 1.5}, ["relevance: 1.5 is above", "from 0 to 1"]),
        ({"origin": "organisation", "seeds": 3}, ["seeds: 3 requested", "give 0 or another"]),
        ({"origin": "organisation", "people": ["Ann"]}, ["people: 1 requested"]),
        ({"people": "Ann"}, ["people: 'Ann' is not allowed"]),
        ({"groups": "choir"}, ["groups: 'choir' is not allowed"]),
    ],
    ids=str,
)
def test_a_bad_post_is_told(values: dict[str, object], words: list[str]) -> None:
    told = refusal(Post, **values)
    assert [word for word in words if word not in told] == [], told
