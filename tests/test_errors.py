"""Errors name the field, the value, what is allowed and what to do."""

import pickle

import pytest

from engagelab.errors import (
    MESSAGES,
    EngagelabError,
    Message,
    Plural,
    against,
    as_text,
    listed,
    listing,
    message,
    nearest,
    no_such,
    reason_of,
    refused,
    within,
)


def test_a_message_keeps_its_code_and_values():
    text = message("file_ties", ties=1200, most=1000)
    assert text == "1,200 ties are more than the limit of 1,000; take a part of the network"
    assert (text.code, text.values) == ("file_ties", {"ties": 1200, "most": 1000})
    again = pickle.loads(pickle.dumps(text))
    assert (again, again.code, again.values) == (text, text.code, text.values)
    assert Message("a", "one") == Message("a", "two") == "a"


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_is_one_line_without_a_full_stop(code):
    assert "\n" not in MESSAGES[code]
    assert not MESSAGES[code].endswith(".")
    assert MESSAGES[code][0].islower() or MESSAGES[code].startswith(("{", "None"))


@pytest.mark.parametrize(("seeds", "word"), [(1, "seed"), (2, "seeds"), (0, "seeds")])
def test_a_number_chooses_the_form_of_a_word(seeds, word):
    text = message("too_few_starters", seeds=seeds, able=1, people=9, origin="employee")
    assert text.startswith(f"{seeds} {word} requested")
    assert f"{Plural('1,5', many=False):tie|ties}" == "tie"
    assert repr(Plural("a", many=True)) == "'a'"


DEEP = []
for _ in range(100_000):
    DEEP = [DEEP]
LONG = ["x" * 10**6, "a b " * 10**6, 10**5_000, -(10**40), [0] * 10**6, {"a": ["b"] * 10**6}, DEEP,
        b"\0" * 10**6, {*range(10**5)}, ("y" * 10**6,)]  # fmt: skip


@pytest.mark.parametrize("value", LONG, ids=[type(value).__name__ for value in LONG])
def test_a_long_value_is_shortened_in_a_message_and_in_an_error(value):
    text = message("not_allowed", value=value)
    assert text.endswith("is not allowed")
    error = refused("field", "not_allowed", value=value)
    assert len(str(error)) < 400
    assert str(error).startswith("field: ")
    if not isinstance(value, tuple):
        assert len(text) < 400
    pickle.loads(pickle.dumps(error))


def test_a_long_number_is_shown_by_its_size():
    assert message("not_allowed", value=10**100) == "about 10^100 is not allowed"
    assert message("file_ties", ties=10**50, most=1).startswith("about 10^50 ties are more than")
    assert message("not_allowed", value=10**20) == f"{10**20} is not allowed"


def test_short_values_are_shown_as_they_are():
    for value in ("x" * 120, [1, 2], {"a": 1.5}, None, 1.5, True, ("a", "b"), b"ab"):
        assert message("not_allowed", value=value) == f"{value!r} is not allowed"


def test_an_error_written_elsewhere_is_shortened_too():
    error = EngagelabError(f"name: {'y' * 10**6!r} is not known; give one of a, b")
    assert str(error).startswith("name: 'yyyy")
    assert str(error).endswith("yyy' is not known; give one of a, b")
    assert len(str(error)) < 300
    error = EngagelabError(f"name: {'y z ' * 10**6!r} is not known; give one of a, b")
    assert str(error).endswith("is not known; give one of a, b")
    assert len(str(error)) < 1_300
    lines = str(EngagelabError("\n".join(f"field {n}: wrong" for n in range(10_000)))).splitlines()
    assert len(lines) == 61
    assert lines[-1] == "and 9,940 more"


def test_no_near_word_is_looked_for_if_a_word_is_long():
    assert nearest("x" * 10**7, ["x" * 100]) == ""


def test_an_error_names_its_field_and_its_file():
    error = refused("groups.size", "not_allowed", value=0)
    assert str(error) == "groups.size: 0 is not allowed"
    assert error.problems == (("groups.size", "0 is not allowed"),)
    assert (str(against("", "wrong")), against("", "wrong").problems) == ("wrong", (("", "wrong"),))
    outer = within("plan.yaml", error)
    assert (str(outer), outer.where) == ("plan.yaml: groups.size: 0 is not allowed", "plan.yaml")
    assert outer.problems == error.problems
    again = pickle.loads(pickle.dumps(outer))
    assert (str(again), again.problems, again.where) == (str(outer), outer.problems, outer.where)


def test_an_error_of_several_fields_has_a_line_for_each():
    assert as_text((("a", "wrong"), ("", "also wrong"))) == "a: wrong\nalso wrong"
    assert issubclass(EngagelabError, ValueError)


def test_an_unknown_name_is_told_with_the_closest_or_all_allowed_ones():
    known = ["size", "hold"]
    assert no_such("field", "sise", known, known) == "no such field; did you mean 'size'?"
    assert no_such("section", "qqqq", known, known) == "no such section; choose from size, hold"
    assert nearest("sise", known) == "; did you mean 'size'?"
    assert nearest("qqqq", known) == nearest("size", []) == ""
    assert nearest(13, [1, 12, 123]) == "; did you mean 123?"


def test_a_long_list_is_cut_and_can_be_translated():
    assert listed(range(3)) == "0, 1, 2"
    assert listed(range(20), 3) == "0, 1, 2 and 17 more"
    assert type(listed("ab")) is str
    cut = listing(range(20), 3)
    assert (cut.code, cut.values) == ("names_more", {"names": "0, 1, 2", "more": 17})
    assert listing("ab").code == ""


def test_a_reason_is_plain_or_that_of_the_validation():
    assert reason_of("int_parsing", "input should be an integer") == "not a whole number"
    assert reason_of("new_kind", "input should be new") == "input should be new"
    assert reason_of("new_kind", "input should be new").code == "reason_new_kind"
