import threading

import numpy as np
import pytest

import engagelab as el
from engagelab.simulation.settings import Cancelled
from engagelab.workbench.compute import answer as module
from engagelab.workbench.compute.answer import Question, Simulator

PLAN = el.Scenario.preset("invite-a-friend").replace(
    {"population.people": 800, "settings.runs": 60, "settings.horizon": 40}
)
CHANGED = PLAN.replace({"invitations.invite": 0.9})
OTHER = PLAN.replace({"groups.size": 60})


def full(simulator, *question):
    return simulator(Question(*question), False, threading.Event())


def coarse(simulator, *question):
    return simulator(Question(*question), True, threading.Event())


def test_a_coarse_answer_has_the_first_runs_of_the_full_one():
    answer = coarse(Simulator(), PLAN, PLAN)
    assert (answer.coarse, answer.runs) == (True, 20)
    assert answer.numbers["reach"]["mean"] == el.reach(PLAN.run())[: answer.runs].mean()


def test_a_slow_run_makes_coarse_answers_of_fewer_runs():
    simulator = Simulator()
    assert simulator.coarse_runs(PLAN) == 20
    simulator._pace = module._QUICK / (10 * PLAN.population.people)
    assert simulator.coarse_runs(PLAN) == 10
    simulator._pace = 1e9
    assert simulator.coarse_runs(PLAN) == 5
    assert simulator.coarse_runs(PLAN.replace({"settings.runs": 3})) == 3


def test_a_full_answer_has_the_numbers_of_the_scenario():
    answer, outcome = full(Simulator(), PLAN, PLAN), PLAN.run()
    assert (answer.coarse, answer.runs, answer.people) == (False, 60, 800)
    assert answer.numbers["reach"]["mean"] == el.reach(outcome).mean()
    assert answer.numbers["cost_per_reader"] == el.cost_per_reader(outcome)
    assert answer.curve.equals(el.curve(outcome, ["reach"]))
    assert "lift" not in answer.numbers  # it is the baseline


@pytest.mark.slow
def test_lifts_are_paired_and_other_plans_are_simulated_with_the_full_answer():
    simulator = Simulator()
    assert coarse(simulator, CHANGED, PLAN, (OTHER,)).baseline is None
    answer = full(simulator, CHANGED, PLAN, (OTHER,))
    before = el.reach(PLAN.run())
    assert answer.numbers["lift"]["mean"] == (el.reach(CHANGED.run()) - before).mean()
    assert [known.plan for known in answer.pinned] == [OTHER]
    assert np.array_equal(answer.pinned[0].median, el.curve(OTHER.run(), ["reach"])["median"])
    again = coarse(simulator, CHANGED, PLAN, (OTHER,))
    assert again.numbers["lift"]["mean"] == (el.reach(CHANGED.run()) - before)[: again.runs].mean()


@pytest.mark.slow
def test_a_plan_that_is_known_is_not_simulated_again(monkeypatch):
    simulator, simulated = Simulator(), []
    simulate = el.Scenario.simulate
    monkeypatch.setattr(
        el.Scenario, "simulate", lambda self, *how: simulated.append(self) or simulate(self, *how)
    )
    full(simulator, PLAN, PLAN)
    full(simulator, CHANGED, PLAN)
    assert simulated == [PLAN, CHANGED]
    full(simulator, OTHER, CHANGED)
    full(simulator, CHANGED, PLAN)  # not in view meanwhile
    assert simulated == [PLAN, CHANGED, OTHER, PLAN, CHANGED]


def test_a_pinned_plan_that_the_network_refuses_is_left_out():
    network = el.Network.from_arrays(range(29), range(1, 30), people=30)
    plan = el.Scenario(campaign={"posts": [{"seeds": 2}]}, run={"runs": 5})
    customers = plan.replace({"campaign.posts": [el.Post(origin="customer")]})
    answer = full(Simulator(network), plan, customers, (customers,))
    assert (answer.baseline, answer.pinned, answer.people) == (None, (), 30)


def test_it_can_be_cancelled():
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        Simulator()(Question(PLAN, PLAN), False, cancel)
