import pytest
from workbench.driver import TIMEOUT, closed, enter, opened

import engagelab as el
from engagelab import workbench


@pytest.fixture
def bench():
    bench = opened()
    yield bench
    closed(bench)


@pytest.mark.slow
def test_a_changed_plan_is_custom_and_its_preset_can_be_chosen_again(bench):
    bench.picker.widget.value = "voucher"
    enter(bench, "population.people", "500")
    assert bench.picker.widget.label == "custom (from Voucher)"
    assert bench.picker.widget.options[0][0] == "custom (from Voucher)"
    bench.picker.widget.value = "voucher"
    assert bench.plan.population.people == el.Scenario().population.people
    assert bench.picker.widget.label == "Voucher"
    assert len(bench.picker.widget.options) == len(el.Scenario.presets()) + 1  # and as opened
    enter(bench, "population.people", "500")
    assert bench.wait(TIMEOUT)


def test_the_opened_plan_is_in_the_list_unless_it_is_a_preset(bench):
    assert bench.picker.widget.value == "as opened"
    other = workbench.open(el.Scenario.preset("voucher").replace({"settings.runs": 5}))
    assert other.picker.widget.value == "voucher"
    other.close()


@pytest.mark.parametrize(
    ("lang", "label"), [("en", "custom (from {name})"), ("fr", "modifié (d’après {name})")]
)
def test_a_changed_preset_is_custom_wherever_it_comes_from(lang, label):
    bench = workbench.open(el.Scenario.preset("voucher"), lang=lang)
    name = bench.texts.preset("voucher")[0]
    assert bench.picker.widget.label == name
    enter(bench, "groups.size", "60")
    assert bench.picker.widget.label == label.format(name=name)
    bench.toolbar.pin.click()
    assert next(iter(bench.session.pins)).name == label.format(name=name)
    enter(bench, "settings.runs", "20")
    bench.toolbar.undo.click()
    bench.toolbar.undo.click()
    assert bench.picker.widget.label == name
    bench._actions.open(el.Scenario.preset("voucher").replace({"groups.size": 44}), "a.yaml")
    assert bench.picker.widget.label == label.format(name=name)
    bench.close()


def test_another_plan_is_in_the_list(bench):
    other = el.Scenario(name="mine", groups={"size": 70}, population={"people": 300})
    bench._actions.open(other, "mine.yaml")
    assert bench.picker.widget.label == "mine"
    enter(bench, "groups.size", "60")
    assert bench.picker.widget.label == "custom (from mine)"
    bench.picker.widget.value = "base"
    assert bench.plan.groups.size == 70
    assert bench.picker.widget.label == "mine"
