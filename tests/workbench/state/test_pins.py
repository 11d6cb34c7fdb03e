import pytest

from engagelab import EngagelabError, Scenario
from engagelab.workbench.state.pins import LETTERS, LONGEST, Pin, Pins

VOUCHER, TOP = Scenario.preset("voucher"), Scenario.preset("top-down")


@pytest.fixture
def pins():
    made = Pins()
    for name in ("one", "two", "three"):
        made.add(VOUCHER, name)
    return made


def told(pins):
    return [(pin.letter, pin.name) for pin in pins]


def test_each_plan_gets_the_next_free_letter(pins):
    assert told(pins) == [("A", "one"), ("B", "two"), ("C", "three")]
    pins.remove("B")
    assert pins.add(TOP, "four").letter == "B"
    assert told(pins) == [("A", "one"), ("B", "four"), ("C", "three")]


def test_there_are_as_many_pins_as_letters_at_most():
    pins = Pins(Pin(letter, letter, VOUCHER) for letter in LETTERS)
    assert pins.full
    with pytest.raises(EngagelabError, match="remove one first"):
        pins.add(VOUCHER, "one more")
    assert len(pins) == len(LETTERS)


def test_swapping_changes_places_not_letters(pins):
    pins.swap("A", "C")
    assert told(pins) == [("A", "three"), ("B", "two"), ("C", "one")]


def test_renaming_changes_nothing_else(pins):
    pins.rename("B", "  a new\n name ")
    assert told(pins)[1] == ("B", "a new name")
    pins.rename("B", "x" * 500)
    assert pins.get("B").name == "x" * LONGEST


def test_an_empty_name_leaves_the_old_one(pins):
    pins.rename("B", "   ")
    assert pins.get("B").name == "two"


def test_a_plan_replaced_under_its_letter_counts_as_removed(pins):
    pins.replan("B", TOP, "top")
    assert pins.get("B") == Pin("B", "top", TOP)
    assert pins.removed == (Pin("B", "two", VOUCHER),)
    pins.put_back()
    assert told(pins)[-1] == ("D", "two")


def test_removals_can_be_undone_one_by_one(pins):
    pins.remove("B")
    pins.remove("A", "C")
    assert told(pins) == []
    pins.put_back()
    assert told(pins) == [("A", "one"), ("C", "three")]
    pins.put_back()
    assert told(pins) == [("A", "one"), ("B", "two"), ("C", "three")]
    assert pins.removed == ()
    pins.put_back()
    assert len(pins) == 3


def test_a_pin_that_is_put_back_gets_a_free_letter(pins):
    pins.remove("A")
    pins.add(TOP, "new")
    pins.put_back()
    assert told(pins) == [("A", "new"), ("B", "two"), ("C", "three"), ("D", "one")]


def test_a_removed_pin_without_a_free_letter_is_not_lost():
    pins = Pins(Pin(letter, letter, VOUCHER) for letter in LETTERS)
    pins.remove("A")
    pins.add(TOP, "new")
    with pytest.raises(EngagelabError, match="remove one first"):
        pins.put_back()
    assert [pin.name for pin in pins.removed] == ["A"]


@pytest.mark.parametrize("act", ["rename", "remove", "get", "swap"])
def test_a_letter_that_is_not_pinned_is_refused(pins, act):
    given = {"rename": ("H", "x"), "swap": ("A", "H")}.get(act, ("H",))
    with pytest.raises(EngagelabError, match="no plan is pinned as 'H'"):
        getattr(pins, act)(*given)
    assert told(pins) == [("A", "one"), ("B", "two"), ("C", "three")]
