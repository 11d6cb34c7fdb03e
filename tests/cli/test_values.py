import pytest

from engagelab.cli.values import MOST_POINTS, Setting, ends_of, grid_of, ranges_of
from engagelab.errors import EngagelabError


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0:0.5:11", (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)),
        ("10:40:4", (10, 20, 30, 40)),
        ("1:0:3", (1, 0.5, 0)),
        ("-1:1:3", (-1, 0, 1)),
        ("1e2:3e2:3", (100, 200, 300)),
        ("0:1:4", (0, 1 / 3, 2 / 3, 1)),
        ("10,20, 40", (10, 20, 40)),
        ("0.25", (0.25,)),
        ("true,False", (True, False)),
        ("memberships,groups", ("memberships", "groups")),
        ("1e400", ("1e400",)),
    ],
)
def test_values_as_they_are_written(text, values):
    setting = Setting.of(f"some.field={text}")
    assert setting == Setting("some.field", values)
    assert [type(value) for value in setting.values] == [type(value) for value in values]


@pytest.mark.parametrize(
    ("text", "values"), [("=0..0.5", (0, 0.5)), ("=.5..1.5", (0.5, 1.5)), ("", ())]
)
def test_ranges_as_they_are_written(text, values):
    assert Setting.of(f"some.field{text}") == Setting("some.field", values, ranged=True)


@pytest.mark.parametrize(
    "text",
    ["", "=1", "a.b=", "a.b=0:1", "a.b=0:1:2:3", "a.b=0:x:3", "a.b=1,,2", "a.b=1,", "a.b=0..",
     "a.b=0..1..2", "a.b=x..y", "a.b=::"],
)  # fmt: skip
def test_what_keeps_to_no_form_is_refused_with_all_of_them(text):
    with pytest.raises(EngagelabError) as caught:
        Setting.of(text)
    assert str(caught.value).startswith(f"--set: {text!r} is not valid; write FIELD=a:b:n")
    assert all(form in str(caught.value) for form in ("FIELD=a,b,c", "FIELD=a..b"))


@pytest.mark.parametrize("points", ["1", "0", "-3", "2.5", "x", "", str(MOST_POINTS + 1)])
def test_a_number_of_points_is_a_whole_number_from_2(points):
    with pytest.raises(EngagelabError, match=r"is not a number of points; .* from 2 to 100,000"):
        Setting.of(f"a.b=0:1:{points}")


def test_a_line_of_points_has_two_ends():
    with pytest.raises(EngagelabError, match="two different ends"):
        Setting.of("a.b=1:1.0:3")


def test_the_order_of_the_fields_is_kept():
    grid = grid_of(["b.x=1,2", "a.y=3"])
    assert list(grid.items()) == [("b.x", [1, 2]), ("a.y", [3])]


@pytest.mark.parametrize("read", [grid_of, ranges_of])
def test_a_field_is_set_once(read):
    texts = {grid_of: ["a.b=1", "a.b=2"], ranges_of: ["a.b", "a.b=0..1"]}[read]
    with pytest.raises(EngagelabError, match=r"a\.b: given twice"):
        read(texts)


@pytest.mark.parametrize("read", [grid_of, ranges_of])
def test_nothing_to_set_is_refused(read):
    with pytest.raises(EngagelabError, match="--set: no field to sweep"):
        read([])


@pytest.mark.parametrize("text", ["a.b=0..1", "a.b"])
def test_a_grid_needs_points(text):
    with pytest.raises(EngagelabError, match=r"a\.b: a grid needs points, not a range"):
        grid_of([text])


@pytest.mark.parametrize("text", ["a.b=0:1:3", "a.b=10,20"])
def test_a_sample_needs_a_range(text):
    with pytest.raises(
        EngagelabError, match=r"a\.b: a range is needed here, not points; write a\.b=a\.\.b"
    ):
        ranges_of([text])


def test_a_sample_has_ranges_choices_and_what_is_declared():
    found = ranges_of(["a.b=1..2", "c.d", "e.f=true,false", "g.h=one,two"])
    assert found == {"a.b": (1, 2), "c.d": None, "e.f": (True, False), "g.h": ("one", "two")}


@pytest.mark.parametrize("text", ["1", "1..", "a..b", "1..2..3", ""])
def test_an_option_with_a_range_says_how_one_is_written(text):
    with pytest.raises(EngagelabError, match=r"--within: .* is not a range; write a\.\.b"):
        ends_of("--within", text)
