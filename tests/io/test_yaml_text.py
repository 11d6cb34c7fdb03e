"""A document is read as it is written, and a mistake is told with its line."""

import pytest
import yaml

from engagelab.errors import EngagelabError, refused
from engagelab.io.yaml_text import Dumper, read_yaml, with_lines


def test_names_stay_as_they_are_written() -> None:
    document = read_yaml("yes: {1: yes, no: [1, 2.5]}\n'': null", "plan.yaml")
    assert document == {"yes": {"1": True, "no": [1, 2.5]}, "": None}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", "plan.yaml, line 4: 'c' appears twice; correct the line"),
        ("a: 1\n? [b]\n: 2\n", "plan.yaml, line 2: a list or mapping cannot name a section"),
        ("a: 1\nb: c: d\n", "plan.yaml, line 2: mapping values are not allowed here; correct"),
        ("a: [1,\n", "plan.yaml, line 1: "),
        ("a: !!python/name:os.system x\n", "plan.yaml, line 1: could not determine a constructor"),
        ("a: 2011-02-30\n", "plan.yaml: a value does not fit its type; correct the file"),
        ("a: \x00\n", "plan.yaml: is not YAML; correct the file"),
        ("# nothing\n", "plan.yaml: the file is empty"),
        ("- a\n- b\n", "plan.yaml: "),
        ("just a text", "plan.yaml: "),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(EngagelabError) as caught:
        read_yaml(text, "plan.yaml")
    assert str(caught.value).startswith(problem)


@pytest.mark.parametrize(
    ("name", "line"),
    [("name", 1), ("campaign.posts.1.round", 6), ("campaign.posts.1.seeds", 5), ("campaign.x", 2)],
)
def test_a_mistake_gets_the_line_of_its_field_or_of_what_is_around_it(name: str, line: int) -> None:
    text = "name: x\ncampaign:\n  posts:\n    - seeds: 1\n    - origin: public\n      round: -1\n"
    error = with_lines(text, refused(name, "not_allowed", value=3))
    assert str(error) == f"{name}: 3 is not allowed (line {line})"


def test_a_mistake_of_a_field_that_is_not_written_has_no_line() -> None:
    error = with_lines("name: x\n", refused("groups.size", "not_allowed", value=3))
    assert str(error) == "groups.size: 3 is not allowed"
    other = EngagelabError("no field is at fault")
    assert with_lines("name: x\n", other) is other


@pytest.mark.parametrize("text", [
    "[" * 100_000, "a: " + "{b: " * 5_000, "- " * 3_000, "a: " + "[" * 30 + "]" * 30,
    "\n".join(" " * n + "a:" for n in range(900)),
])  # fmt: skip
def test_deep_nesting_is_refused_with_its_line(text):
    with pytest.raises(EngagelabError, match=r"plan\.yaml, line \d+: the nesting is too deep"):
        read_yaml(text, "plan.yaml")


@pytest.mark.parametrize("text", [
    "a: &a [1]\nb: *a",
    "a: &a [b, b]\nb: &b [*a, *a]",
    "a: &a {b: 1}\nc: {<<: *a}",
    "a: &a [*a]",
])  # fmt: skip
def test_references_are_refused(text):
    with pytest.raises(EngagelabError, match=r"refers to parts of itself \(\*\), which have to be"):
        read_yaml(text, "plan.yaml")


def test_what_a_plan_needs_is_not_too_deep():
    document = read_yaml("a: " + "[" * 15 + "]" * 15, "plan.yaml")
    assert list(document) == ["a"]


@pytest.mark.parametrize(("text", "value"), [
    ("30", 30), ("-3", -3), ("+3", 3), ("0", 0), ("0.5", 0.5), (".5", 0.5), ("1e3", 1000.0),
    ("1.", 1.0),    ("1.5e-3", 0.0015), (".inf", float("inf")), ("1:30", "1:30"), ("0100", "0100"),
    ("0x20", "0x20"),    ("1_000", "1_000"), ("0b11", "0b11"), ("12:30:45", "12:30:45"),
    ("010", "010"), ("-", "-"),
])  # fmt: skip
def test_numbers_are_those_of_yaml_1_2(text, value):
    found = read_yaml(f"a: {text if text != '-' else repr(text)}", "plan.yaml")["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "text", ["1e3", "0100", "1:30", "0x20", "1_000", "yes", "null", "1.", "~", ""]
)
def test_a_text_that_looks_like_a_number_is_written_in_quotes(text):
    assert read_yaml(yaml.dump({"a": text}, Dumper=Dumper), "plan.yaml") == {"a": text}
