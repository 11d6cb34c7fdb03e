import re

import pytest
from workbench.answers import ENGLISH, preset

from engagelab.workbench.state.pins import Pin
from engagelab.workbench.view.comparison_set import comparison_set
from engagelab.workbench.view.comparison_table import (
    SimulatedPlan,
    compared_with,
    table,
    verdicts,
)

BASE = preset()
PLAN = preset(**{"invitations.invite": 0.9})


@pytest.fixture(scope="module")
def plans():
    pins = [Pin("A", "<b>old</b>", BASE), Pin("B", "same", BASE)]
    compared = comparison_set(pins, PLAN, "mine", BASE, ENGLISH)
    return [SimulatedPlan(**vars(plan), outcome=plan.plan.run()) for plan in compared]


def test_there_is_a_verdict_for_each_plan_but_the_baseline(plans):
    html = verdicts(plans, compared_with(plans, "A"), ENGLISH)
    assert re.findall(r'<li class="el-(\w+)">', html) == ["same", "beats"]
    html = verdicts(plans, compared_with(plans, "plan"), ENGLISH)
    assert re.findall(r'<li class="el-(\w+)">', html) == ["beaten", "beaten"]


def test_the_table_has_the_differing_fields_and_escapes_names(plans):
    html = table(plans, compared_with(plans, "A"), ENGLISH)
    assert "<b>old</b>" not in html
    assert "&lt;b&gt;old&lt;/b&gt;" in html
    row = re.search(r'<th scope="row">invitation rate \(probability\)</th>(.*?)</tr>', html)[1]
    assert re.findall(r"<td(.*?)>(.*?)</td>", row) == [
        ("", f"{BASE.invitations.invite:g}"),
        ("", f"{BASE.invitations.invite:g}"),
        (' class="el-differs"', "0.9"),
    ]
    assert "group size" not in html


def test_equal_plans_have_no_differences(plans):
    html = table(plans[:2], compared_with(plans[:2], "A"), ENGLISH)
    assert f'<td colspan="3">{ENGLISH("compare.no_differences")}</td>' in html
