"""The recipe of a town refuses what does not fit together."""

import pytest
from engagelab.population import Groups, Population

from engagelab.errors import EngagelabError


def problems(kind: type[Population] | type[Groups], **values: object) -> dict[str, str]:
    with pytest.raises(EngagelabError) as caught:
        kind(**values)
    return dict(caught.value.problems)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"social": 0.9, "microblog": 0.3}, "social", ["microblog", "1.2 of the people", "lower"]),
        ({"contributors": 0.9, "creators": 0.2}, "contributors", ["creators", "1.1"]),
        ({"employees": 0.5, "customers": 0.4, "partners": 0.2}, "employees",
         ["customers and partners", "1.1"]),
        ({"people": 20, "ties": 30}, "ties", ["30 ties", "more than 20 people", "lower ties"]),
    ],
    ids=str,
)  # fmt: skip
def test_contradictions_are_told_with_the_field(
    values: dict[str, object], field: str, words: list[str]
) -> None:
    told = problems(Population, **values)
    assert list(told) == [field]
    assert [word for word in words if word not in told[field]] == [], told


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"people": 5}, "people: 5 is below"),
        ({"people": 100.5}, "people: 100.5 is not allowed"),
        ({"prospects": 0.9}, "prospects: 0.9 is above the highest value allowed"),
        ({"social": -0.1}, "social: -0.1 is below"),
        ({"inviter_social": 0.1}, "did you mean 'inviters_social'?"),
    ],
    ids=str,
)
def test_a_value_out_of_bounds_is_told(values: dict[str, object], words: str) -> None:
    with pytest.raises(EngagelabError) as caught:
        Population(**values)
    assert words in str(caught.value)


@pytest.mark.parametrize("size", [-25, 0, 1, 2000])
def test_a_group_size_that_no_group_has_is_told(size: float) -> None:
    told = problems(Groups, size=size)["size"]
    assert told.startswith(f"{size} is ")
    assert told.endswith("give a number from 2 to 1,000")


def test_an_unknown_hold_is_told_with_both() -> None:
    told = problems(Groups, hold="members")["hold"]
    assert told == "'members' is not one of the choices; give 'memberships' or 'groups'"


def test_shares_that_make_exactly_1_are_allowed() -> None:
    assert Population(social=0.7, microblog=0.3).social == 0.7
    assert Population(employees=0.1, customers=0.2, partners=0.7).partners == 0.7


def test_what_stays_when_group_size_moves() -> None:
    sizes = (10, 25, 60)
    kept = [Groups(size=size).memberships_per_person for size in sizes]
    more = [Groups(size=size, hold="groups").memberships_per_person / size for size in sizes]
    assert kept == [Groups().per_person] * 3
    assert more == pytest.approx([more[0]] * 3)


def test_at_the_default_size_both_ways_to_hold_are_the_same() -> None:
    assert Groups(hold="groups").memberships_per_person == Groups().memberships_per_person
