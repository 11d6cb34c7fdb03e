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
