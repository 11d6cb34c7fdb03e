"""Effects of levers on the way from one plan to another."""

import pytest

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments import Option, compare_options, explain_lead
from engagelab.experiments.lead import levers_between

PLAN = el.Scenario(population={"people": 600})


def decide(*plans):
    return compare_options([Option(f"plan {n}", plan) for n, plan in enumerate(plans)], towns=4)


@pytest.mark.parametrize(
    "changes",
    [
        {"invitations.invite": 0.5},
        {"invitations.invite": 0.5, "groups.size": 40, "engagement.base_share": 0.1},
        {
            "invitations.invite": 0.5,
            "groups.size": 40,
            "engagement.base_share": 0.1,
            "engagement.tie_read": 0.2,
            "engagement.group_share": 0.5,
            "rewards.trial": 9.0,
            "content.relevance": 0.6,
        },
    ],
)
def test_effects_add_up_to_the_lead(changes):
    decision = decide(PLAN, PLAN.replace(changes))
    found = explain_lead(decision, "A", "B")
    assert found.start == pytest.approx(decision.summary["reach"]["A"])
    assert found.end == pytest.approx(decision.summary["reach"]["B"])
    assert found.start + found.effects["effect"].sum() == pytest.approx(found.end)
    assert len(found.effects) == len(changes)
    assert found.exact == (len(changes) <= 6)


def test_way_back_has_the_opposite_effects():
    decision = decide(PLAN, PLAN.replace({"invitations.invite": 0.5, "groups.size": 40}))
    there, back = (
        explain_lead(decision, *way).effects.set_index("lever")["effect"]
        for way in (("A", "B"), ("B", "A"))
    )
    assert there.sort_index().tolist() == pytest.approx((-back.sort_index()).tolist())


def test_two_levers_by_hand():
    one, two = {"invitations.invite": 0.5}, {"groups.size": 40}
    decision = decide(PLAN, PLAN.replace(one | two), PLAN.replace(one), PLAN.replace(two))
    zero, both, first, second = decision.summary["reach"]
    effects = explain_lead(decision, "A", "B").effects.set_index("lever")["effect"]
    assert effects["invitations.invite"] == pytest.approx((first - zero + both - second) / 2)
    assert effects["groups.size"] == pytest.approx((second - zero + both - first) / 2)


def test_same_plan_has_no_lever():
    found = explain_lead(decide(PLAN, PLAN), "A", "B")
    assert found.effects.empty
    assert found.start == found.end


@pytest.mark.parametrize("other", el.Scenario.presets())
def test_presets_differ_in_few_levers_that_can_be_simulated(other):
    people = {"population.people": 2500}
    plans = [el.Scenario.preset(name).replace(people) for name in ("go-to-them", other)]
    decision = compare_options([Option(f"plan {n}", plan) for n, plan in enumerate(plans)], towns=2)
    found = explain_lead(decision, "A", "B")
    assert len(found.effects) <= 3


def test_starters_and_seeds_are_one_lever_if_there_are_too_few_people():
    many = el.Scenario.preset("go-to-them").replace({"population.people": 500})
    few = el.Scenario.preset("empowered-employees").replace(
        {"population.people": 500, "campaign.posts": [{"origin": "employee", "seeds": 5}] * 4}
    )
    few = few.replace(
        {
            "campaign.posts": [
                post.replace(origin="employee", seeds=5) for post in many.campaign.posts
            ]
        }
    )
    assert list(levers_between(many, few)) == ["starters"]


def test_unknown_letter():
    with pytest.raises(EngagelabError, match="'Z' is not known"):
        explain_lead(decide(PLAN), "A", "Z")
