"""A declaration reads its fields in one place, and a wrong value is told with what is right."""

from typing import Literal

import numpy as np
import pytest
from pydantic import Field

from engagelab.errors import EngagelabError
from engagelab.models.declaration import KINDS, Declaration, Parameter, quantity


class Plan(Declaration):
    """Fields of every sort."""

    chance: float = quantity(
        0.5, (0, 1), "a chance", "How likely.", unit="probability", source="measured: table 1"
    )
    rounds: int = quantity(3, (0, 10), "rounds", "How long.", unit="rounds")
    often: int = quantity(3, (0, 2_000_000), "often", "How often.")
    fixed: float = quantity(1, (1, 1), "fixed", "Cannot be moved.")
    review: bool = quantity(False, None, "review", "Whether.")
    way: Literal["up", "down"] = quantity("up", None, "way", "Where to.")
    shares: dict[str, float] = Field(default_factory=dict)


class Needy(Declaration):
    """A field without a default."""

    name: str


class Nest(Declaration):
    """Declarations inside."""

    plan: Plan = Field(default=Plan())
    plans: tuple[Plan, ...] = Field(default=())


def refusal(declaration: type[Declaration], **values: object) -> EngagelabError:
    with pytest.raises(EngagelabError) as caught:
        declaration(**values)
    return caught.value


# What a field says


def test_a_parameter_has_all_that_its_field_says() -> None:
    assert Plan.parameters()[0] == Parameter(
        name="chance",
        label="a chance",
        default=0.5,
        low=0.0,
        high=1.0,
        unit="probability",
        says="How likely.",
        source="measured: table 1",
        kind="measured",
        type=float,
    )


def test_parameters_stand_in_the_order_of_the_fields() -> None:
    names = [parameter.name for parameter in Plan.parameters()]
    assert names == ["chance", "rounds", "often", "fixed", "review", "way", "shares"]


def test_a_parameter_without_bounds_says_nothing_of_them() -> None:
    review = {parameter.name: parameter for parameter in Plan.parameters()}["review"]
    assert (review.low, review.high, review.allowed, review.kind) == (None, None, "", "assumed")


def test_a_default_made_anew_is_found() -> None:
    shares = Plan.parameters()[-1]
    assert (shares.default, shares.label) == ({}, "shares")


@pytest.mark.parametrize(
    ("name", "words"),
    [("chance", "a number from 0 to 1"), ("rounds", "a whole number from 0 to 10"), ("fixed", "1")],
)
def test_what_is_allowed_in_words(name: str, words: str) -> None:
    assert {parameter.name: parameter for parameter in Plan.parameters()}[name].allowed == words


def test_a_source_begins_with_one_of_the_kinds() -> None:
    with pytest.raises(ValueError, match="anchored weakly, assumed, choice, not 'guessed'"):
        quantity(1, None, "x", "X.", source="guessed")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_source_is_taken(kind: str) -> None:
    field = quantity(1, None, "x", "X.", source=f"{kind}: table 1")
    assert Parameter.of("x", field).kind == kind


# What is accepted


def test_numbers_of_numpy_become_those_of_python() -> None:
    plan = Plan(chance=np.float32(0.25), rounds=np.int64(4), review=np.bool_(True))
    assert [type(value) for value in (plan.chance, plan.rounds, plan.review)] == [float, int, bool]


@pytest.mark.parametrize("value", [0, 1, 0.0, 1.0])
def test_the_bounds_themselves_are_allowed(value: float) -> None:
    assert Plan(chance=value).chance == value


def test_a_copy_is_changed_and_the_original_is_not() -> None:
    plan = Plan(rounds=5)
    assert (plan.replace(chance=0.1), plan) == (Plan(rounds=5, chance=0.1), Plan(rounds=5))


def test_a_declaration_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Plan().chance = 0.1  # type: ignore[misc]


# What is refused


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"chance": 1.2},
         "chance: 1.2 is above the highest value allowed; give a number from 0 to 1"),
        ({"chance": -0.1},
         "chance: -0.1 is below the lowest value allowed; give a number from 0 to 1"),
        ({"rounds": 11},
         "rounds: 11 is above the highest value allowed; give a whole number from 0 to 10"),
        ({"chanse": 0.1}, "chanse: no such field; did you mean 'chance'?"),
        ({"way": "left"}, "way: 'left' is not one of the choices; give 'up' or 'down'"),
    ],
    ids=str,
)  # fmt: skip
def test_an_error_is_told_whole(values: dict[str, object], text: str) -> None:
    assert str(refusal(Plan, **values)) == text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"chance": "much"}, ["chance: 'much' is not allowed", "number", "from 0 to 1"]),
        ({"chance": None}, ["chance: None is not allowed", "number", "from 0 to 1"]),
        ({"chance": float("nan")}, ["chance: nan is not allowed", "finite", "from 0 to 1"]),
        ({"chance": float("inf")}, ["chance: inf is", "from 0 to 1"]),
        ({"chance": [0.1]}, ["chance: [0.1] is not allowed", "from 0 to 1"]),
        (
            {"rounds": 2.5},
            ["rounds: 2.5 is not allowed", "not a whole", "a whole number from 0 to 10"],
        ),
        ({"review": "maybe"}, ["review: 'maybe' is not allowed", "not true or false"]),
        ({"zzz": 1}, ["zzz: no such field", "choose from chance, rounds, often"]),
        ({"shares": {"a": "b"}}, ["shares.a: 'b' is not allowed", "number"]),
    ],
    ids=str,
)
def test_an_error_names_field_value_and_what_is_allowed(
    values: dict[str, object], words: list[str]
) -> None:
    told = str(refusal(Plan, **values))
    assert [word for word in words if word not in told] == [], told


def test_a_large_bound_is_told_in_digits() -> None:
    assert "2,000,000" in str(refusal(Plan, often=3_000_000))


def test_a_missing_value_is_asked_for() -> None:
    assert str(refusal(Needy)) == "name: the value is missing; add one"


def test_all_mistakes_are_told_at_once_and_one_by_one() -> None:
    error = refusal(Plan, chance=2, rounds=-1)
    assert str(error).splitlines() == [f"{name}: {text}" for name, text in error.problems]
    assert [name for name, _ in error.problems] == ["chance", "rounds"]


def test_a_mistake_further_in_is_told_with_its_whole_name() -> None:
    error = refusal(Nest, plan={"chance": 2}, plans=[{}, {"rouns": 3}])
    assert [name for name, _ in error.problems] == ["plan.chance", "plans.1.rouns"]
    assert "plan.chance: 2 is above the highest value allowed; give a number from 0 to 1" in str(
        error
    )
    assert "plans.1.rouns: no such field; did you mean 'rounds'?" in str(error)


def test_a_copy_is_checked_like_a_new_one() -> None:
    with pytest.raises(EngagelabError, match=r"chance: 1\.2 is above"):
        Plan().replace(chance=1.2)
    with pytest.raises(EngagelabError, match="did you mean 'chance'"):
        Plan().replace(chanse=0.2)
