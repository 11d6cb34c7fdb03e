import threading

import numpy as np
import pytest

import engagelab as el
from engagelab.experiments import sweep
from engagelab.workbench.compute.exploration import (
    Exploration,
    cells_of,
    levers,
    moved_last,
    range_of,
    response_of,
    values_in,
)
from engagelab.workbench.compute.jobs import Job
from engagelab.workbench.state.session import Session

SOON = 60.0
PLAN = el.Scenario.preset("invite-a-friend").replace(
    {"population.people": 400, "settings.runs": 12, "settings.horizon": 30}
)
FIELDS = {"groups.size": [10.0, 25.0], "invitations.invite": [0.0, 0.2, 0.5]}


def played(explored, plans):
    job = Job("sweep", PLAN, lambda job: explored.play(plans, None, job))
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


def test_what_was_played_is_not_played_again(explored, monkeypatch):
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


def test_a_cancelled_sweep_keeps_what_is_done_and_goes_on_from_there(explored):
    plan = PLAN.replace({"settings.runs": 300})
    cells = cells_of(plan, FIELDS)
    plans, two = [one for _, one in cells], threading.Event()
    job = Job("sweep", plan, lambda job: explored.play(plans, None, job))

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


def test_levers_are_numbers_and_choices_and_no_chance():
    found = set(levers())
    assert {"groups.hold", "control.review", "campaign.lifetime"} <= found
    assert not found & {
        "settings.key",
        "settings.runs",
        "campaign.posts",
        "content.relevance_by_role",
    }
    assert not [name for name in levers(on_network=True) if name.startswith("groups.")]


def test_the_field_moved_last_is_the_first_choice():
    session = Session(PLAN)
    assert moved_last(session.steps) == "invitations.invite"
    session.change({"groups.size": 40.0})
    session.change({"settings.key": 5})
    assert moved_last(session.steps) == "groups.size"
    assert moved_last(session.steps, on_network=True) == "invitations.invite"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("invitations.invite", 0.3, (0.0, 1.0)),
        ("groups.size", 40.0, (10.0, 160.0)),
        ("rewards.discount", 0.0, (0.0, 20.0)),
        ("population.people", 400, (100, 1600)),
        ("campaign.lifetime", 14, (4, 56)),
    ],
)
def test_wide_ranges_are_looked_at_near_the_value(name, value, expected):
    assert range_of(PLAN.replace({name: value}), name) == expected


def test_values_fit_the_kind_of_field():
    assert values_in("control.review", 0, 0, 5) == [False, True]
    assert values_in("campaign.lifetime", 1, 3, 9) == [1, 2, 3]
    assert values_in("invitations.invite", 0, 1, 3) == [0.0, 0.5, 1.0]
    with pytest.raises(el.EngagelabError, match=r"0\.5 is not below 0\.2"):
        values_in("invitations.invite", 0.5, 0.2, 3)


def test_the_best_of_a_curve_is_told_from_today_in_paired_runs():
    noise = 50 * np.sin(np.arange(40))
    runs = [noise + level for level in (0, 10, 30, 30, 20)]
    runs[3] = runs[3] + np.resize([-1.0, 1.0], 40)
    found = response_of([1, 2, 3, 4, 5], runs, 1, more=True)
    assert found.best in (2, 3)
    assert found.alike == (2, 3)
    assert found.gain[0] == pytest.approx(30, abs=0.5)
    assert found.gain[1] > 0  # though each mean alone is not told from another
    assert found.low[0] < found.mean[2]
    lowest = response_of([1, 2, 3, 4, 5], runs, 3, more=False)
    assert (lowest.best, lowest.now) == (0, 2)


def test_one_run_tells_nothing_apart_and_a_missing_measure_has_no_best():
    found = response_of([1, 2], [np.array([1.0]), np.array([2.0])], 1, more=True)
    assert found.alike == (0, 1)
    missing = [np.full(3, np.nan)] * 2
    assert response_of([1, 2], missing, 1, more=True) is None


def test_choices_have_no_neighbours():
    runs = [np.ones(4), np.ones(4)]
    assert response_of([False, True], runs, False, more=True, ordered=False).alike == (0, 0)
