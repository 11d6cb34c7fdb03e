import threading

import pytest

import engagelab as el
from engagelab.experiments import sweep
from engagelab.workbench.compute.exploration import Exploration, cells_of
from engagelab.workbench.compute.jobs import Job

SOON = 60.0
PLAN = el.Scenario.preset("invite-a-friend").replace(
    {"population.people": 400, "settings.runs": 12, "settings.horizon": 30}
)
FIELDS = {"groups.size": [10.0, 25.0], "invitations.invite": [0.0, 0.2, 0.5]}


def played(explored, plans):
    job = Job("sweep", PLAN, lambda job: explored.simulate(plans, None, job))
    explored.jobs.start(job)
    assert explored.jobs.wait(SOON)
    assert job.error is None
    return job


@pytest.fixture
def explored():
    made = Exploration()
    yield made
    made.close()


def test_the_cells_are_those_of_a_sweep_to_the_digit(explored):
    cells = cells_of(PLAN, FIELDS)
    job = played(explored, [plan for _, plan in cells])
    assert (job.state, job.done, job.total) == ("done", 6, 6)
    assert explored.frame(cells).equals(sweep(PLAN, FIELDS))


def test_a_simulated_plan_is_not_simulated_again(explored, monkeypatch):
    cells = cells_of(PLAN, FIELDS)
    played(explored, [plan for _, plan in cells[:4]])
    assert explored.frame(cells).equals(sweep(PLAN, FIELDS).iloc[:4])
    runs = []
    simulate = el.Scenario.simulate
    monkeypatch.setattr(
        el.Scenario, "simulate", lambda self, *how: runs.append(self) or simulate(self, *how)
    )
    job = played(explored, [plan for _, plan in cells])
    assert runs == [plan for _, plan in cells[4:]]
    assert job.done == 6


@pytest.mark.slow
def test_a_cancelled_sweep_continues_where_it_ended(explored):
    plan = PLAN.replace({"settings.runs": 300})
    cells = cells_of(plan, FIELDS)
    plans, two = [one for _, one in cells], threading.Event()
    job = Job("sweep", plan, lambda job: explored.simulate(plans, None, job))

    def stop(job):
        if job.done == 2 and not two.is_set():
            two.set()
            job.cancel()

    explored.jobs.watch(stop)
    explored.jobs.start(job)
    assert two.wait(SOON)
    assert explored.jobs.wait(SOON)
    assert (job.state, job.done) == ("cancelled", 2)
    assert explored.frame(cells).equals(sweep(plan, FIELDS).iloc[:2])
    assert played(explored, plans).state == "done"
    assert explored.frame(cells).equals(sweep(plan, FIELDS))


def test_too_many_cells_and_wrong_values_are_refused_before_the_first_run():
    with pytest.raises(el.EngagelabError, match="900 are too many"):
        cells_of(PLAN, {"groups.size": range(2, 32), "campaign.lifetime": range(30)})
    with pytest.raises(el.EngagelabError, match="is above the highest value"):
        cells_of(PLAN, {"invitations.invite": [0.5, 1.5]})
