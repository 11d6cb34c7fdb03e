"""Pin the same plan twice, and type a decimal comma, as a person does."""

import pytest

import engagelab as el
from engagelab import workbench

pytestmark = pytest.mark.slow

SMALL = el.Scenario.preset("voucher").replace({"population.people": 100, "settings.runs": 5})


@pytest.fixture
def bench():
    opened = workbench.open(SMALL, lang="en")
    yield opened
    opened.close()


def test_the_same_plan_is_not_pinned_twice(bench):
    bench.toolbar.pin.click()
    bench.toolbar.pin.click()
    assert [pin.letter for pin in bench.session.pins] == ["A"]
    assert "pinned already, as A" in bench.notice.text
    bench.panel.controls["invitations.invite"].widget.children[0].value = "0.4"
    bench.toolbar.pin.click()
    assert [pin.letter for pin in bench.session.pins] == ["A", "B"]


def test_a_decimal_comma_is_refused_with_the_remedy_and_the_last_valid_value(bench):
    control = bench.panel.controls["invitations.invite"]
    control.widget.children[0].value = "0.3"
    control.widget.children[0].value = "0,4"
    assert control.refusal == "a comma is not a decimal point; write 0.4 with a point"
    assert 'data-valid="0.3"' in control._refusal.value
    assert bench.plan.invitations.invite == 0.3
