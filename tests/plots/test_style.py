"""Labels come from the declarations, and results of another type are refused."""

import pytest

import engagelab as el
from engagelab.experiments import Budget
from engagelab.plots.style import field_label, need, number


def test_a_field_has_its_label_and_unit():
    assert field_label("groups.size") == "group size (people)"
    assert field_label("groups.size", unit=False) == "group size"
    assert field_label("cost_per_reader") == "cost per reader"


def test_a_value_as_text():
    assert [number(value) for value in (0.5, 3.0, 10, "groups")] == ["0.5", "3", "10", "groups"]


def test_another_type_is_refused():
    with pytest.raises(el.EngagelabError) as error:
        need(3, Budget, "budget")
    assert str(error.value) == "budget: 3 is not of type Budget; give the result of budget"
