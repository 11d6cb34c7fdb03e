import threading

import networkx as nx
import pytest

import engagelab as el
from engagelab.simulation.plan_fields import OF_THE_TOWN
from engagelab.simulation.settings import Cancelled
from engagelab.workbench.compute import local_sensitivity as module
from engagelab.workbench.compute.local_sensitivity import (
    LocalSensitivity,
    local_effects,
    movable,
    steps,
)

pytestmark = pytest.mark.slow

PLAN = el.Scenario.preset("invite-a-friend").replace(
    {"population.people": 600, "settings.runs": 40, "settings.horizon": 30}
)


def test_each_lift_is_that_of_paired_runs_of_the_scenario():
    found = local_effects(PLAN, runs=10)
    assert 0 < len(found) <= 3
    before = el.reach(PLAN.run(runs=10))
    for effect in found:
        assert effect.runs == 10
        for move in effect.moves:
            paired = el.reach(PLAN.replace({effect.field: move.to}).run(runs=10)) - before
            assert move.lift == paired.mean()
            assert move.standard_error == pytest.approx(paired.std(ddof=1) / 10**0.5)


def test_the_strongest_effect_is_first_and_all_are_significant():
    found = local_effects(PLAN, runs=20, most=8)
    assert [one.size for one in found] == sorted((one.size for one in found), reverse=True)
    assert all(one.sure for one in found)
    assert local_effects(PLAN, runs=20) == local_effects(PLAN, runs=20)


def test_it_can_be_cancelled():
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        local_effects(PLAN, cancel=cancel)


def test_the_town_of_the_plan_stays_cached():
    town = PLAN.town()
    local_effects(PLAN, runs=2)
    assert PLAN.town() is town


def test_on_a_network_the_fields_of_the_town_are_left_out():
    network = el.Network.from_networkx(nx.karate_club_graph(), groups={"club": list(range(20))})
    plan = el.Scenario(campaign={"posts": [{"seeds": 2}]}, run={"runs": 30})
    played = el.reach(plan.run(runs=5, network=network))
    assert (module._Probe(plan, network, None)._reach(plan, network, 5) == played).all()
    names = list(movable(plan, network))
    assert not [name for name in names if name.startswith(OF_THE_TOWN)]
    # this network has contributors of the public only, and one post says nothing of a second
    assert "engagement.tie_read" in names
    assert "engagement.lurker_factor" in set(movable(plan)) - set(names)
    assert len(names) < len(list(movable(plan)))


def test_only_fields_that_can_matter_are_moved():
    names = set(movable(PLAN))
    assert not [name for name in names if name.startswith(("money.", "settings.", "control."))]
    assert "population.people" not in names
    assert "rewards.discount" in names
    assert "engagement.fatigue" in names
    assert "rewards.discount_gain" not in names
    assert "engagement.own_space" not in names
    on = {"rewards.discount": 5.0, "control.review": True}
    rewarded = PLAN.replace(on)
    assert {"rewards.discount_gain", "control.approval_delay"} <= set(movable(rewarded))
    assert "rewards.recognition_gain" not in movable(rewarded)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("invitations.invite", 1.0, (0.9,)),
        ("invitations.invite", 0.0, (0.05,)),
        ("answers.valued_factor", 1.0, (1.1,)),
        ("answers.valued_factor", 1.05, (1.155, 1.0)),
        ("campaign.lifetime", 4, (5, 3)),
        ("campaign.lifetime", 40, (44, 36)),
        ("rewards.trial", 0.0, (0.5,)),
    ],
)
def test_steps_stay_within_the_bounds(name, value, expected):
    assert steps(PLAN.replace({name: value}), name) == expected


def test_a_step_that_contradicts_another_field_is_left_out():
    plan = PLAN.replace({"population.employees": 0.7, "population.customers": 0.25})
    found = module._Probe(plan, None, None).effects(["population.employees"], 2)
    assert [move.to for effect in found for move in effect.moves] == [0.63]


def test_a_plan_without_posts_depends_on_nothing():
    assert local_effects(PLAN.replace({"campaign.posts": []}), runs=3) == ()


def test_the_same_plan_is_computed_once(monkeypatch):
    computed = []
    monkeypatch.setattr(module, "local_effects", lambda plan, *_: computed.append(plan) or ())
    sensitivity = LocalSensitivity()
    sensitivity.compute(PLAN, threading.Event())
    sensitivity.compute(PLAN, threading.Event())
    assert computed == [PLAN]
    assert sensitivity.is_of(PLAN)
    assert not sensitivity.is_of(PLAN.replace({"invitations.invite": 0.9}))
