import pytest

import engagelab as el
from engagelab import workbench

pytestmark = pytest.mark.slow

SOON = 120.0
SMALL = {"population.people": 400, "settings.runs": 20, "settings.horizon": 20}
PLAN = el.Scenario.preset("invite-a-friend").replace(
    {**SMALL, "campaign.posts": [el.Post(seeds=5)]}
)


@pytest.fixture
def bench():
    made = workbench.open(PLAN, lang="en")
    assert made.wait(SOON)
    yield made
    made.close()


@pytest.fixture
def tab(bench):
    bench.tabs.open("spread")
    return bench.tabs.opened["spread"]


def test_it_plays_the_first_run_of_the_plan(tab):
    seen = tab.player.spread
    assert seen.plan == PLAN
    assert seen.counts["readers"].tolist() == PLAN.run(runs=1).measure("readers")[0].tolist()
    assert tab.widget.children[-1] is tab.player


def test_a_changed_plan_is_reported_and_played_on_request(bench, tab):
    before = tab.player.spread
    bench.panel.controls["invitations.invite"].widget.children[1].value = 0.9
    assert bench.wait(SOON)
    assert tab.player.spread is before
    assert "The plan has changed" in tab._note.value
    tab.again.click()
    assert tab.player.spread.plan.hash == bench.plan.hash
    assert tab.player.spread.plan.name.startswith("custom (from ")
    assert tab.player.spread.plan.invitations.invite == 0.9
    assert "changed" not in tab._note.value


def test_another_run_can_be_played(tab):
    first = tab.player
    tab.another.click()
    assert tab.player is first
    assert tab.player.spread.run == 1
    outcome = PLAN.run(runs=2)
    assert tab.player.spread.counts["readers"].tolist() == outcome.measure("readers")[1].tolist()
    tab.again.click()
    assert tab.player.spread.run == 0


def test_it_saves_the_page(tab, monkeypatch):
    saved = []
    monkeypatch.setattr(tab.player, "send", lambda content, buffers: saved.append(content))
    tab.save.click()
    assert saved == [{"save": f"player-{PLAN.hash}-0.html"}]
