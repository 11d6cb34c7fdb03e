"""While a slider is dragged only the answer follows; the rest when it is let go."""

import engagelab as el
from engagelab import workbench

PLAN = el.Scenario.preset("voucher").replace({"population.people": 300, "settings.runs": 10})


def test_names_and_cards_follow_when_the_slider_is_let_go():
    bench = workbench.open(PLAN, lang="en")
    bench.page.pressed = True
    for place in (0.5, 0.6, 0.7):
        bench.panel.controls["invitations.invite"].widget.children[1].value = place
    assert bench.plan.invitations.invite == 0.7
    assert len(bench.tools.history.options) == 1
    assert bench.wait(120)
    assert bench.answer.plan == bench.plan
    bench.page.pressed = False
    assert bench.tools.history.label == "2. invitation rate: 0.7"
    assert bench.picker.widget.label == "custom (from Voucher)"
    bench.close()
