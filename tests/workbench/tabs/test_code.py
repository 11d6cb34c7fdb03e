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
    """Run the code and return its variables."""
    names = {}
    exec(compile(code, "code", "exec"), names)
    return names


def test_the_code_follows_plan_and_pins_and_gives_the_same_numbers(bench):
    before = bench.tabs.tab.widget.code
    bench.toolbar.pin.click()
    bench.panel.controls["invitations.invite"].widget.children[0].value = "0.35"
    code = bench.tabs.tab.widget.code
    assert code != before
    assert '"invitations.invite": 0.35' in code
    assert "compare" in code
    assert bench.wait(120)
    names = played(code.partition("compared")[0])
    assert names["plan"] == bench.plan
    assert names["reach"].mean() == bench.answer.numbers["reach"]["mean"]
    bench.toolbar.undo.click()
    assert '"invitations.invite": 0.35' not in bench.tabs.tab.widget.code


def test_the_code_compares_with_the_chosen_plan(bench):
    bench.toolbar.pin.click()
    bench.panel.controls["invitations.invite"].widget.children[0].value = "0.35"
    assert "el.compare(reference, {" in bench.tabs.tab.widget.code
    bench.session.against = "plan"
    bench.tabs.follow()
    assert "el.compare(plan, {" in bench.tabs.tab.widget.code


@pytest.mark.slow
def test_the_code_reads_the_files_of_the_network(bench, tmp_path):
    ties = tmp_path / "ties.csv"
    ties.write_text("source,target\n" + "".join(f"{at},{(at + 1) % 60}\n" for at in range(60)))
    bench.tabs.open("network")
    bench.tabs.tab.rows["ties"].path.value = str(ties)
    bench.tabs.tab.use.click()
    bench.tabs.open("code")
    assert bench.wait(120)
    names = played(bench.tabs.tab.widget.code)
    assert names["network"].fingerprint == bench.network.fingerprint
    assert names["reach"].mean() == bench.answer.numbers["reach"]["mean"]
