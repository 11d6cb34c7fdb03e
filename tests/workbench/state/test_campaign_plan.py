"""The document of the campaign page: strategies, audience and money, files and links."""

import pytest

from engagelab.errors import EngagelabError
from engagelab.workbench.state.audience import Audience
from engagelab.workbench.state.campaign_code import code_of, link_to, linked_campaign, plan_of
from engagelab.workbench.state.campaign_plan import LETTERS, STRATEGIES, CampaignPlan, History

START = CampaignPlan.start()


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_another_strategy_keeps_audience_money_and_prices(strategy):
    audience = Audience(people=5000, groups=200, size=30, outside=0)
    plan = START.with_audience(audience).with_(money=9000.0)
    plan = plan.with_field("money.value_reader", 2.5)
    changed = plan.with_strategy("B", strategy)
    assert (changed.audience, changed.money) == (audience, 9000.0)
    other = changed.choices[1].plan
    assert other.population == plan.choices[0].plan.population
    assert other.groups == plan.choices[0].plan.groups
    assert other.money.value_reader == 2.5


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_is_written_and_read(strategy):
    plan = START.with_strategy("A", strategy).with_(title="été", same_money=False)
    assert CampaignPlan.from_text(plan.to_text(), "x.yaml") == plan
    assert plan_of(code_of(plan)) == plan


def test_a_link_opens_the_document():
    link = link_to("http://127.0.0.1:8866/voila/render/a.ipynb?token=secret", START, "fr")
    assert "secret" not in link
    assert linked_campaign(link) == ("fr", START, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [("a: [", "yaml"), ("engagelab_campaign: 2\nchoices: []", "engagelab_campaign"),
     (START.to_text().replace("trial: 5", "trial: -5"), "trial"),
     (START.to_text() + "more: 1\n", "more"), ("x" * 500_000, "large"),
     ("a: &b [1]\nc: *b", "refer")],
)  # fmt: skip
def test_a_refused_document(text, says):
    with pytest.raises(EngagelabError, match=f"(?i){says}|x.yaml"):
        CampaignPlan.from_text(text, "x.yaml")


@pytest.mark.parametrize("code", ["", "a", "????", code_of(START)[:-9], "eJwDAAAAAAE"])
def test_a_damaged_code_is_refused(code):
    with pytest.raises(EngagelabError):
        plan_of(code)


def test_fewer_people_lower_the_seeds():
    plan = START.with_audience(Audience(people=100, groups=14, size=25, employees=3))
    assert max(post.seeds for post in plan.choices[2].plan.campaign.posts) == 3


def test_the_same_option_is_found():
    assert START.same_as(START.choices[1]) == "B"
    assert START.same_as(START.another()) is None


def test_four_options_are_the_most():
    plan = START.added(START.another())
    assert [letter for letter, _ in plan.lettered()] == list(LETTERS)
    with pytest.raises(EngagelabError):
        plan.added(plan.another())


def test_history_joins_a_gesture_and_goes_both_ways():
    history = History(START)
    for money in (1.0, 2.0, 3.0):
        history.add(START.with_(money=money), "drag")
    assert len(history.past) == 1
    assert history.undo()
    assert history.now == START
    assert history.redo()
    assert history.now.money == 3
    assert not history.redo()
