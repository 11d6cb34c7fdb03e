"""An observed diffusion holds what was told of it, and what cannot be is told."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network
from engagelab.observed.diffusion import Diffusion

PATH = Network.from_networkx(nx.relabel_nodes(nx.path_graph(4), dict(enumerate("abcd"))))


def refusal(adoption: object, **how: object) -> str:
    with pytest.raises(EngagelabError) as caught:
        Diffusion.of(PATH, adoption, **how)
    return str(caught.value)


@pytest.mark.parametrize(
    "adoption",
    [
        {"a": 2, "c": 5},
        {"c": 5.0, "a": np.int64(2), "b": None, "d": float("nan")},
        pd.Series({"a": 2.0, "b": np.nan, "c": 5.0}),
        pd.Series([2, pd.NA, 5], index=["a", "d", "c"], dtype="Int64"),
    ],
)
def test_times_are_read_by_label_whatever_their_form(adoption: object) -> None:
    diffusion = Diffusion.of(PATH, adoption)
    assert diffusion.adoption.tolist() == [2, -1, 5, -1]
    assert diffusion.adoption.dtype == np.int32
    assert (diffusion.first, diffusion.last, diffusion.adopters) == (2, 5, 2)
    assert diffusion.periods.tolist() == [2, 3, 4, 5]
    assert repr(diffusion) == "Diffusion(people=4, ties=3, adopters=2, periods=2 to 5)"


def test_a_window_may_be_wider_than_what_happened() -> None:
    diffusion = Diffusion.of(PATH, {"a": 0, "b": 3}, periods=(0, 7))
    assert (diffusion.first, diffusion.last) == (0, 7)


def test_it_is_frozen() -> None:
    diffusion = Diffusion.of(PATH, {"a": 1})
    with pytest.raises(AttributeError):
        diffusion.first = 0  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        diffusion.adoption[0] = 3
    with pytest.raises(ValueError, match="read-only"):
        diffusion.filled().adoption[0] = 3


def test_filled_lets_the_others_adopt_after_the_last_period() -> None:
    diffusion = Diffusion.of(PATH, {"a": 1, "b": 3})
    assert diffusion.filled().adoption.tolist() == [1, 3, 4, 4]
    assert diffusion.filled().last == 4
    assert diffusion.filled(9).adoption.tolist() == [1, 3, 9, 9]
    assert diffusion.filled(2).last == 3
    assert diffusion.adoption.tolist() == [1, 3, -1, -1]
    with pytest.raises(EngagelabError, match="time: 0 is before the first period, 1; give that"):
        diffusion.filled(0)
    with pytest.raises(EngagelabError, match=r"time: 2\.5 is not a whole number"):
        diffusion.filled(2.5)  # type: ignore[arg-type]


def test_a_frame_has_a_row_for_everybody_and_what_is_known() -> None:
    people = pd.DataFrame({"age": [4, 3, 2, 1, 0], "adoption": 0}, index=list("dcbax"))
    frame = Diffusion.of(PATH, {"a": 1, "c": 2}, people=people).to_frame()
    assert frame.index.tolist() == list("abcd")
    assert frame.index.name == "person"
    assert frame["age"].tolist() == [1, 2, 3, 4]
    assert frame["adoption"].isna().tolist() == [False, True, False, True]
    assert frame["adoption"].dropna().tolist() == [1, 2]


def test_labels_may_be_tuples() -> None:
    network = Network.from_networkx(nx.grid_2d_graph(2, 2))
    diffusion = Diffusion.of(network, {(0, 1): 3})
    assert diffusion.to_frame().loc[[(0, 1)], "adoption"].tolist() == [3]


# What cannot be


def test_a_time_before_time_0_is_told_with_the_person_and_the_value() -> None:
    told = refusal({"a": 1, "b": -2})
    assert told == "adoption of 'b': -2 is negative; count the periods from 0 or from 1"


@pytest.mark.parametrize("time", [1.5, float("inf"), "3", True, pd.Timestamp("2020-01-01")])
def test_a_time_that_is_no_whole_number_is_told(time: object) -> None:
    told = refusal({"a": time})
    assert told == f"adoption of 'a': {time!r} is not a whole number; give a period such as 3"


def test_a_time_that_is_too_high_is_told() -> None:
    assert "above the highest period allowed, 2147483647" in refusal({"a": 2**31})


def test_a_stranger_is_told_with_the_people_there_are() -> None:
    told = refusal({"a": 1, "e": 2})
    assert told.startswith("adoption: 'e' is not a person of the network; its 4 people are 'a', ")


@pytest.mark.parametrize("adoption", [{}, {"a": None}, pd.Series(dtype="float64")])
def test_no_adopter_at_all_is_told(adoption: object) -> None:
    told = refusal(adoption)
    assert told == "adoption: has no adopter; give the period of at least one person"


def test_a_person_twice_is_told() -> None:
    assert "'a' appears twice" in refusal(pd.Series([1, 2], index=["a", "a"]))


def test_another_type_is_told() -> None:
    assert refusal([1, 2, 3, 4]).startswith("adoption: list is not allowed; give a mapping")


@pytest.mark.parametrize("periods", [(1,), 5, (1, 2, 3)])
def test_periods_that_are_no_two_are_told(periods: object) -> None:
    assert "is not allowed; give (first, last)" in refusal({"a": 1}, periods=periods)


@pytest.mark.parametrize("periods", [(3, 1), (-1, 4)])
def test_periods_the_wrong_way_round_are_told(periods: object) -> None:
    assert "with 0 <= first <= last" in refusal({"a": 1}, periods=periods)


@pytest.mark.parametrize("time", [1, 9])
def test_a_time_outside_the_periods_is_told(time: int) -> None:
    told = refusal({"a": 3, "b": time}, periods=(2, 8))
    assert told.startswith(
        f"adoption of 'b': {time} is outside the periods 2 to 8; extend the periods"
    )


def test_a_frame_that_lacks_people_or_has_them_twice_is_told() -> None:
    told = refusal({"a": 1}, people=pd.DataFrame({"age": [1, 2]}, index=["a", "c"]))
    assert told.startswith("people: has no row for 'b', 'd'; give a frame with one row a person")
    twice = pd.DataFrame({"age": range(5)}, index=list("abcda"))
    assert refusal({"a": 1}, people=twice).startswith("people: has repeated labels; ")
