"""Plans of version 1 of the engagement model are read, with a note on each field that is gone."""

from typing import Any

import pytest

from engagelab.errors import EngagelabError
from engagelab.simulation.old_plans import brought_up_to_date
from engagelab.simulation.scenario import Scenario

OLD = """
name: An older plan
groups: {size: 40, own_size: 300}
content: {relevance: 0.6, relevance_by_role: {employee: 0.9}}
engagement: {tie_read: 0.2, contributor_factor: 1, reinforcement: 2}
rewards: {trial: 3, trial_price: 2.5, trial_half: 4, loyalty_half: 6, recognition_price: 1}
answers: {reply_rate: 0.3, unanswered_factor: 0.9}
money: {cost_seed: 15}
campaign:
  posts:
  - {seeds: 9, origin: own group, relevance_by_role: {public: 0.2}}
  - {round: 4, seeds: 5, origin: customer}
run: {runs: 20}
"""
NOTES = {
    "groups.own_size": "now called campaign.own_size",
    "content.relevance_by_role": "left out",
    "engagement.contributor_factor": "left out",
    "engagement.reinforcement": "left out",
    "rewards.trial_price": "the amount is 7.5",
    "rewards.trial_half": "rewards.half_amount",
    "rewards.loyalty_half": "rewards.half_amount",
    "rewards.recognition_price": "the amount is 0",
    "answers.unanswered_factor": "left out",
    "money.cost_seed": "now called money.cost_employee",
    "campaign.posts.0.relevance_by_role": "left out",
    "campaign.posts.0.origin": "its 9 seeds were left out",
}


def test_an_old_plan_is_read_with_a_note_on_each_field_that_is_gone() -> None:
    plan, notes = Scenario.from_old_text(OLD, "old.yaml")
    said = dict(str(note).split(": ", 1) for note in notes)
    assert said.keys() == NOTES.keys()
    assert [name for name, words in NOTES.items() if words not in said[name]] == []
    assert (plan.campaign.own_size, plan.money.cost_employee) == (300, 15)
    assert (plan.rewards.trial, plan.rewards.half_amount) == (7.5, 4)
    first, second = plan.campaign.posts
    assert (first.origin, first.seeds) == ("organisation", 0)
    assert (second.origin, second.seeds, second.round) == ("customer", 5, 4)
    assert (plan.groups.size, plan.engagement.tie_read, plan.settings.runs) == (40, 0.2, 20)


def test_reading_an_old_plan_warns_and_a_present_one_does_not(
    recwarn: pytest.WarningsRecorder,
) -> None:
    Scenario.from_text(Scenario.preset("voucher").to_text(), "new.yaml")
    assert not recwarn
    with pytest.warns(UserWarning, match=r"old\.yaml: engagement\.reinforcement: no longer part"):
        Scenario.from_text(OLD, "old.yaml")


@pytest.mark.parametrize(
    "document",
    [
        {"rewards": {"trial": "much", "trial_price": 2}},
        {"campaign": {"posts": 3}},
        {"campaign": {"posts": [3]}},
        {"groups": 3},
        {"groups": {"own_size": 4}, "campaign": 3},
        {"money": None},
    ],
    ids=str,
)
def test_what_is_wrong_in_an_old_plan_is_refused_as_in_a_new_one(document: dict[str, Any]) -> None:
    with pytest.raises(EngagelabError):
        Scenario(**brought_up_to_date(document)[0])


def test_a_document_is_not_changed() -> None:
    document = {"campaign": {"posts": [{"origin": "own group", "seeds": 3}]}}
    brought_up_to_date(document)
    assert document == {"campaign": {"posts": [{"origin": "own group", "seeds": 3}]}}
