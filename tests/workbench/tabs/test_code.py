import pytest

import engagelab as el
from engagelab import workbench

PLAN = el.Scenario.preset("voucher").replace({"population.people": 300, "settings.runs": 3})


@pytest.fixture
def bench():
    made = workbench.open(PLAN, lang="en")
    made.tabs.open("code")
    yield made
    made.close()


def played(code):
    """Return the names that the lines leave behind."""
    names = {}
    exec(compile(code, "code", "exec"), names)
    return names


def test_the_lines_follow_the_plan_and_the_pins_and_make_the_same_numbers(bench):
    before = bench.tabs.tab.widget.code
    bench.tools.pin.click()
    bench.panel.controls["invitations.invite"].widget.children[0].value = "0.35"
    code = bench.tabs.tab.widget.code
    assert code != before
    assert '"invitations.invite": 0.35' in code
    assert "compare" in code
    assert bench.wait(120)
    names = played(code.partition("compared")[0])
    assert names["plan"] == bench.plan
    assert names["reach"].mean() == bench.answer.numbers["reach"]["mean"]
    bench.tools.undo.click()
    assert '"invitations.invite": 0.35' not in bench.tabs.tab.widget.code


def test_the_lines_hold_the_plans_against_the_one_that_is_chosen(bench):
    bench.tools.pin.click()
    bench.panel.controls["invitations.invite"].widget.children[0].value = "0.35"
    assert "el.compare(reference, {" in bench.tabs.tab.widget.code
    bench.session.against = "plan"
    bench.tabs.follow()
    assert "el.compare(plan, {" in bench.tabs.tab.widget.code


def test_on_a_network_of_files_the_lines_read_them(bench, tmp_path):
    ties = tmp_path / "ties.csv"
    ties.write_text("source,target\n" + "".join(f"{at},{(at + 1) % 60}\n" for at in range(60)))
    bench.tabs.open("network")
    bench.tabs.tab.rows["ties"].path.value = str(ties)
    bench.tabs.tab.play.click()
    bench.tabs.open("code")
    assert bench.wait(120)
    names = played(bench.tabs.tab.widget.code)
    assert names["network"].fingerprint == bench.network.fingerprint
    assert names["reach"].mean() == bench.answer.numbers["reach"]["mean"]
