"""The rules: each field is complete, and small quantities are what the text says."""

import re

import pytest

from engagelab import Scenario, datasets
from engagelab.errors import EngagelabError
from engagelab.models import Engagement, Post, sections
from engagelab.models.declaration import KINDS, Declaration, Parameter
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
EVERY = Scenario.fields()
ROW = re.compile(r"\b[PF]\d{2,3}\b")


def refusal(kind: type[Declaration], **values: object) -> str:
    with pytest.raises(EngagelabError) as caught:
        kind(**values)
    return str(caught.value)


# Each field


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=PARAMETERS)
def test_a_field_says_what_it_is_and_where_it_comes_from(parameter) -> None:
    assert parameter.label
    assert parameter.says.endswith(".")
    assert parameter.kind in KINDS
    without = parameter.kind in ("assumed", "choice")
    assert without == (parameter.source == parameter.kind)
    assert without or len(parameter.source) > len(parameter.kind) + 10
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


# Evidence


def test_each_figure_that_a_field_names_is_in_a_table() -> None:
    known = {*datasets.load("pew-2011")["id"], *datasets.load("studies")["id"]}
    named = {row for p in EVERY.values() for row in ROW.findall(f"{p.source} {p.anchor}")}
    assert len(named) > 80
    assert named <= known


@pytest.mark.parametrize("parameter", EVERY.values(), ids=EVERY)
def test_evidence_is_named_where_it_is_claimed(parameter: Parameter) -> None:
    claimed = parameter.kind not in ("assumed", "choice")
    assert claimed <= bool(ROW.search(parameter.anchor))
    assert bool(parameter.anchor) == bool(ROW.search(parameter.anchor))
    assert claimed >= (parameter.supported is not None)
    if parameter.supported is not None:
        low, high = parameter.supported
        assert parameter.low <= low < high <= parameter.high
        assert low <= parameter.default <= high


def test_only_an_experiment_or_a_survey_is_a_measurement() -> None:
    measured = {name for name, p in EVERY.items() if p.kind == "measured"}
    assert measured == {
        "rewards.recognition_gain",
        "population.prospects",
        "population.social",
        "population.microblog",
        "groups.per_person",
    }


@pytest.mark.parametrize(("name", "years"), [("cost_member", "2010"), ("cost_impression", "2017")])
def test_a_price_says_of_which_year_it_is(name: str, years: str) -> None:
    price = Scenario.field(f"money.{name}")
    assert f"a price of {years}" in price.says
    assert years in price.anchor


# Quantities


def test_a_reward_saturates() -> None:
    rewards = Rewards(loyalty=5, half_amount=5, loyalty_gain=2)
    assert rewards.factor("loyalty") == 2
    assert rewards.factor("discount") == 1
    assert rewards.replace(loyalty=1000).factor("loyalty") == pytest.approx(3, abs=0.02)


@pytest.mark.parametrize(
    ("content", "post", "expected"),
    [({}, {}, 0.5), ({"relevance": 0.3}, {}, 0.3), ({"relevance": 0.3}, {"relevance": 0.0}, 0.0)],
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
)
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
