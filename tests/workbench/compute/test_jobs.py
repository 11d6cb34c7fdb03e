import threading

import pytest

import engagelab as el
from engagelab.experiments import sweep
from engagelab.simulation.settings import Cancelled
from engagelab.workbench.compute.jobs import Gate, Job, Jobs

SOON = 30.0
PLAN = el.Scenario(population={"people": 300}, run={"runs": 20})


@pytest.fixture
def jobs():
    made = Jobs()
    yield made
    made.close()
    assert [t for t in threading.enumerate() if t.name == "engagelab job"] == []


class Steps:
    """Work whose steps a test lets go one by one."""

    def __init__(self, total=5):
        self.total, self.allowed = total, threading.Semaphore(0)
        self.made = []
        self.moved = threading.Condition()

    def __call__(self, job):
        for step in range(self.total):
            assert self.allowed.acquire(timeout=SOON)
            if job.gate.is_set():
                raise Cancelled
            with self.moved:
                self.made.append(step)
                self.moved.notify_all()
            job.report(step + 1, self.total)
        return list(self.made)

    def let(self, steps):
        self.allowed.release(steps)

    def wait(self, steps):
        with self.moved:
            return self.moved.wait_for(lambda: len(self.made) >= steps, SOON)


def started(jobs, work):
    job = Job("steps", PLAN, work)
    jobs.start(job)
    return job


def seen(jobs, condition):
    """Return an event that is set when a job is seen to be so."""
    event = threading.Event()
    jobs.watch(lambda job: event.set() if condition(job) else None)
    return event


def test_a_job_tells_how_far_it_is_and_keeps_its_result(jobs):
    work, told = Steps(3), []
    jobs.watch(lambda job: told.append((job.state, job.done, job.total)))
    job = started(jobs, work)
    work.let(3)
    assert jobs.wait(SOON)
    assert told[0] == ("running", 0, 0)
    assert [("running", step, 3) for step in (1, 2, 3)] == told[1:4]
    assert (job.state, job.result, job.over) == ("done", [0, 1, 2], True)
    assert jobs.of("steps") is job
    assert jobs.now is None


def test_a_pause_holds_the_work_until_it_goes_on(jobs):
    work = Steps()
    job = started(jobs, work)
    work.let(2)
    assert work.wait(2)
    job.pause()
    work.let(3)
    assert job.state == "paused"
    assert job.gate.closed
    assert jobs.now is job
    assert len(work.made) == 2
    job.go_on()
    assert jobs.wait(SOON)
    assert job.result == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("paused", [False, True])
def test_a_cancel_ends_it_and_keeps_what_is_done(jobs, paused):
    work = Steps()
    job = started(jobs, work)
    work.let(2)
    assert work.wait(2)
    if paused:
        job.pause()
    job.cancel()
    work.let(1)
    assert jobs.wait(SOON)
    assert (job.state, job.done) == ("cancelled", 2)


def test_a_pause_takes_hold_within_a_simulation_and_a_cancel_ends_it(jobs):
    plan = PLAN.replace({"settings.runs": 100_000})
    job = Job("sweep", plan, lambda job: sweep(plan, {"groups.size": [10, 20]}, cancel=job.gate))
    running = seen(jobs, lambda job: job.state == "running")
    jobs.start(job)
    assert running.wait(SOON)
    job.pause()
    job.cancel()
    assert jobs.wait(SOON)
    assert job.state == "cancelled"


def test_there_is_one_job_at_a_time(jobs):
    work = Steps(1)
    started(jobs, work)
    with pytest.raises(el.EngagelabError, match="one long job at a time"):
        started(jobs, Steps())
    work.let(1)
    assert jobs.wait(SOON)
    another = Steps(1)
    another.let(1)
    started(jobs, another)
    assert jobs.wait(SOON)


def test_an_error_is_kept_and_another_job_can_begin(jobs):
    def broken(job):
        raise ZeroDivisionError("inside")

    job = started(jobs, broken)
    assert jobs.wait(SOON)
    assert (job.state, type(job.error)) == ("failed", ZeroDivisionError)
    assert jobs.now is None


def test_a_watcher_that_fails_does_not_end_the_work(jobs):
    jobs.watch(lambda job: 1 / 0)
    work = Steps(2)
    job = started(jobs, work)
    work.let(2)
    assert jobs.wait(SOON)
    assert job.state == "done"


def test_who_has_left_is_told_nothing(jobs):
    told = []
    leave = jobs.watch(told.append)
    leave()
    leave()
    work = Steps(1)
    work.let(1)
    started(jobs, work)
    assert jobs.wait(SOON)
    assert told == []


def test_the_time_left_follows_the_pace(jobs):
    work = Steps(4)
    reported = seen(jobs, lambda job: job.done == 1)
    job = started(jobs, work)
    assert job.left is None
    work.let(1)
    assert reported.wait(SOON)
    job.pause()
    left = job.left
    assert left == pytest.approx(3 * job._spent)
    assert job.left == left  # a pause does not count
    job.cancel()
    work.let(1)
    assert jobs.wait(SOON)
    assert job.left is None


def test_closing_ends_a_paused_job(jobs):
    gate = Gate()
    gate.close()
    job = Job("held", PLAN, lambda job: job.gate.is_set())
    job.gate = gate
    jobs.start(job)
    jobs.close()
    assert gate.is_set()
    assert jobs.wait(SOON)
