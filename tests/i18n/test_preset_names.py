"""Presets found by their names."""

import engagelab as el
from engagelab.i18n.preset_names import preset_called


def test_every_preset_is_found_by_its_name_and_summary():
    for name in el.Scenario.presets():
        plan = el.Scenario.preset(name)
        assert preset_called(plan.name) == preset_called(plan.name, plan.summary) == name
        assert preset_called(plan.name, "another summary") is None
    assert preset_called("") is None
