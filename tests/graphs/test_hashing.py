"""A label's hash is its content: the same everywhere, another for another label."""

import datetime
import enum
import uuid
from collections import namedtuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagelab.errors import EngagelabError
from engagelab.graphs.hashing import hashes_of

Colour = enum.Enum("Colour", "RED GREEN")
Level = enum.IntEnum("Level", "LOW HIGH")
Mood = enum.StrEnum("Mood", "GLAD SAD")
Point = namedtuple("Point", "x y")


def hash_of(label: object) -> int:
    return int(hashes_of([label], "person")[0])


def refusal(labels: list[object], what: str = "person") -> str:
    with pytest.raises(EngagelabError) as caught:
        hashes_of(labels, what)
    return str(caught.value)


# What is the same


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (0, 0x30BF4103EF83FB73),
        (-1, 0x731B62D5A1C5BA5E),
        ("Ann", 0x72E0D7B01A5D4CEF),
        (b"Ann", 0xBEC0F976524D37A2),
        (0.5, 0x5FB1564243EC8F84),
        (("Ann", 1), 0x996E52182D32E22C),
        (frozenset({"Ann", "Bo"}), 0x634432CF5FBF58C6),
        (datetime.date(2011, 1, 18), 0xCB631ABFD7E11047),
        (Colour.RED, 0xCA72C405E9419AB0),
    ],
    ids=lambda value: type(value).__name__,  # the text of a set differs from process to process
)
def test_hashes_are_part_of_every_result_and_stay(label: object, expected: int) -> None:
    assert hash_of(label) == expected


@pytest.mark.parametrize("kind", [np.int8, np.int32, np.int64, np.uint64, np.float32, np.float64])
def test_numbers_of_numpy_hash_as_those_of_python(kind: type) -> None:
    assert hash_of(kind(7)) == hash_of(7)


@given(st.lists(st.integers(-(2**63), 2**63 - 1), unique=True))
def test_an_array_of_integers_hashes_as_their_list(labels: list[int]) -> None:
    array = hashes_of(np.array(labels, np.int64), "person")
    assert array.tolist() == hashes_of(labels, "person").tolist()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (1, 1.0),
        (1, True),
        (0.0, -0.0),
        (2**70, float(2**70)),
        (0.5, np.float32(0.5)),
        ("Ann", np.str_("Ann")),
        ((1, 2), Point(1, 2)),
        ((1, "a"), (np.int64(1), np.str_("a"))),
        (1, Level.LOW),
        ("glad", Mood.GLAD),
    ],
    ids=lambda value: type(value).__name__,  # the text of a set differs from process to process
)
def test_labels_that_python_holds_equal_hash_alike(a: object, b: object) -> None:
    assert a == b
    assert hash_of(a) == hash_of(b)


@given(st.lists(st.text(st.characters()), unique=True))
def test_texts_alone_hash_as_texts_among_others(labels: list[str]) -> None:
    alone = hashes_of(labels, "person")
    assert alone.dtype == np.uint64
    assert alone.tolist() == hashes_of([*labels, 0], "person").tolist()[:-1]


def test_a_frozenset_has_no_order_and_a_tuple_has() -> None:
    one, other = frozenset([0, 8]), frozenset([8, 0])
    assert list(one) != list(other)  # they collide in Python's table, and stand as they came
    assert hash_of(one) == hash_of(other)
    assert hash_of(("a", "b")) != hash_of(("b", "a"))


# What is different


def test_content_and_type_tell_labels_apart() -> None:
    one = uuid.UUID(int=1)
    labels = [1, "1", b"1", (1,), ("1",), ((1,),), frozenset({1}), 1.5, "1.5", "None", (), "",
              b"", frozenset(), one, str(one), -1, 2**64, -(2**64), 10**30, Colour.RED,
              Colour.GREEN, "RED", datetime.date(2011, 1, 18), datetime.datetime(2011, 1, 18),
              "2011-01-18", float("inf"), "é", "e\u0301", ("ab", "c"),
              ("a", "bc")]  # fmt: skip
    assert len(set(hashes_of(labels, "person").tolist())) == len(labels)


# Between 2**63 and 2**64 lie those that share their hash with a negative number, and are refused.
INTEGERS = st.integers(-(2**63), 2**63 - 1) | st.integers(2**64, 2**70)
LABELS = st.recursive(
    INTEGERS | st.text() | st.binary() | st.floats(allow_nan=False),
    lambda inner: st.tuples(inner) | st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=5,
)


@given(st.sets(LABELS))
def test_labels_that_differ_have_hashes_that_differ(labels: set[object]) -> None:
    found = hashes_of(list(labels), "person")
    assert found.dtype == np.uint64
    assert len(set(found.tolist())) == len(labels)


def test_no_labels_have_no_hashes() -> None:
    assert hashes_of([], "person").shape == (0,)


# What is refused


class Thing:
    def __repr__(self) -> str:
        return "a thing"


@pytest.mark.parametrize("label", [Thing(), (1, Thing()), frozenset({Thing()}), 1 + 2j, len])
def test_a_label_without_content_is_refused_with_advice(label: object) -> None:
    told = refusal(["Ann", label], "group")
    assert told.startswith("group: the label ")
    assert "whose content cannot be hashed" in told
    assert "use integers, strings or tuples" in told
    assert "relabel_nodes" in told


@pytest.mark.parametrize(
    "label", [None, float("nan"), np.float32("nan"), pd.NA, pd.NaT, (1, None), frozenset({None})]
)
def test_a_missing_value_is_not_a_label(label: object) -> None:
    assert "is a missing value, not a label" in refusal(["Ann", label], "person")


def test_the_refused_label_and_its_type_are_named() -> None:
    assert "the label a thing is of type Thing" in refusal([Thing()])


@pytest.mark.parametrize(("a", "b"), [("Ann", "Ann"), (-1, 2**64 - 1)])
def test_labels_with_the_same_hash_are_refused(a: object, b: object) -> None:
    told = refusal([a, "Bo", b])
    assert told.startswith("person: ")
    assert f"{a!r} and {b!r} have the same hash" in told
    assert "rename one of them" in told


@pytest.mark.parametrize("labels", [[3, 1, 3], [1, 3, 3], [-1, -1]])
def test_integers_of_an_array_that_stand_twice_are_refused(labels: list[int]) -> None:
    with pytest.raises(EngagelabError, match="have the same hash"):
        hashes_of(np.array(labels), "person")
