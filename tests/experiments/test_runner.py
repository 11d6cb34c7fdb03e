"""Threads, processes and Dask give the same answers; dead workers are replaced or reported."""

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments import open_study, sweep
from engagelab.experiments.executors import _read
from engagelab.experiments.runner import Execution, run_plans, summary_row
from engagelab.simulation.settings import Cancelled

pytestmark = pytest.mark.process

PLAN = el.Scenario(population={"people": 400}, run={"runs": 6, "key": 3})
PLANS = [PLAN.replace({"invitations.invite": i / 40}) for i in range(40)]
NETWORK = PLAN.town()
# takes minutes unless it is cancelled, between batches of about a second
LONG = el.Scenario(
    population={"people": 4_000},
    engagement={"tie_read": 0.9, "group_read": 0.9, "base_share": 0.9, "crowding": 0, "fatigue": 1},
    run={"runs": 13_000},
)


def reads(outcome):
    """Return the process, and how often it has read a network so far."""
    return os.getpid(), _read.cache_info().misses


def deadly(outcome):
    """Kill the worker at the middle plan."""
    if outcome.provenance["scenario"]["invitations"]["invite"] == 0.5:
        os.kill(os.getpid(), signal.SIGKILL)
    return outcome.people


class Once:
    """A question that kills the first worker to reach the middle plan, and no other."""

    def __init__(self, path):
        self.path = path

    def __call__(self, outcome):
        if (
            outcome.provenance["scenario"]["invitations"]["invite"] == 0.5
            and not self.path.exists()
        ):
            self.path.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return summary_row(outcome)


class Logged(el.Network):
    """A network that writes a line to a log whenever it is unpickled."""

    def __setstate__(self, state):
        with open(os.environ["ENGAGELAB_TEST_LOG"], "a") as file:  # noqa: PTH123 - in any process
            file.write(f"{os.getpid()}\n")
        self.__dict__.update(state)


@pytest.fixture(scope="module")
def serial():
    return run_plans(PLANS, summary_row, Execution())


@pytest.fixture(scope="module")
def processes():
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as executor:
        yield executor


@pytest.fixture
def client(tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setenv("ENGAGELAB_TEST_LOG", str(tmp_path / "log"))
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_threads_give_the_same(serial):
    with ThreadPoolExecutor(2) as executor:
        assert run_plans(PLANS, summary_row, Execution(executor=executor)) == serial


def test_processes_give_the_same_and_read_the_network_once_each(serial, processes):
    assert run_plans(PLANS, summary_row, Execution(executor=processes)) == serial
    seen = run_plans(PLANS, reads, Execution(executor=processes, network=NETWORK))
    assert {misses for _, misses in seen} == {1}


def test_a_killed_process_is_reported_after_the_finished_answers():
    kept = {}
    spawn = multiprocessing.get_context("spawn")
    with (
        ProcessPoolExecutor(1, mp_context=spawn) as executor,
        pytest.raises(el.EngagelabError, match="executor: a worker died") as told,
    ):
        run_plans(PLANS, deadly, Execution(executor=executor), on_answer=kept.__setitem__)
    assert f"{len(kept)} of 40 plans are done" in str(told.value)
    assert 0 < len(kept) < 40
    assert set(kept) <= set(range(20))


def test_dask_gives_the_same_and_sends_the_network_once_a_worker(client, tmp_path):
    network = Logged(**{f: getattr(NETWORK, f) for f in el.Network.__dataclass_fields__})
    how = Execution(executor=client, network=network)
    assert run_plans(PLANS, summary_row, how) == run_plans(
        PLANS, summary_row, Execution(network=NETWORK)
    )
    assert len((tmp_path / "log").read_text().split()) <= 2


@pytest.mark.parametrize("network", [None, NETWORK])
def test_dask_survives_a_killed_worker(client, network, tmp_path):
    question = Once(tmp_path / "killed")
    found = run_plans(PLANS, question, Execution(executor=client, network=network))
    assert question.path.exists()
    assert found == run_plans(PLANS, summary_row, Execution(network=network))


def test_a_sweep_and_a_comparison_on_dask_survive_a_killed_worker(client, tmp_path):
    fields, victims = {"invitations.invite": [i / 40 for i in range(40)]}, []

    def kill_one(done, plans):
        if not victims:
            victims.append(next(iter(client.run(os.getpid).values())))
            os.kill(victims[0], signal.SIGKILL)

    how = {"executor": client, "store": tmp_path / "study", "progress": kill_one}
    found = el.sweep(PLAN, fields, **how)
    assert victims
    assert found.equals(el.sweep(PLAN, fields, progress=False))
    assert el.open_study(tmp_path / "study").missing == 0
    more = {"more": PLAN.replace({"invitations.invite": 0.5})}
    table = el.compare(PLAN, more, runs=30, executor=client, towns=1).table
    assert table.equals(el.compare(PLAN, more, runs=30, towns=1).table)


def test_cancel_acts_within_a_plan_of_threads():
    cancel = threading.Event()
    with ThreadPoolExecutor(1) as executor:
        threading.Timer(0.3, cancel.set).start()
        with pytest.raises(Cancelled):
            run_plans([LONG], summary_row, Execution(executor=executor, cancel=cancel))


def test_cancel_acts_within_a_plan_of_dask(client):
    run_plans(PLANS, summary_row, Execution(executor=client))  # workers load what they need
    cancel = threading.Event()
    threading.Timer(2, cancel.set).start()
    with pytest.raises(Cancelled):
        run_plans([LONG] * 2, summary_row, Execution(executor=client, cancel=cancel))
    until = time.monotonic() + 60
    while any(client.run(busy).values()) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(client.run(busy).values())


def busy(dask_worker):
    return len(dask_worker.active_threads)


def test_a_question_that_cannot_be_sent_is_refused(processes):
    with pytest.raises(el.EngagelabError, match=r"question: .* cannot be sent to another process"):
        run_plans(PLANS, lambda outcome: 1, Execution(executor=processes))


@pytest.mark.parametrize(
    "ask",
    [
        lambda plan: el.sweep(plan, {"groups.size": [10]}),
        lambda plan: el.find(plan, "invitations.invite", reach=3),
        lambda plan: el.budget(plan, 5),
        lambda plan: el.sensitivity(plan, ["groups.size"]),
        lambda plan: el.propagate(plan, {"groups.size": el.uncertainty.uniform(5, 10)}),
        lambda plan: el.compare(plan, {"other": PLAN}, towns=1),
    ],
)
@pytest.mark.parametrize("plan", ["top-down", None, {}])
def test_all_experiments_refuse_what_is_not_a_scenario(ask, plan):
    with pytest.raises(el.EngagelabError, match=r"is not a Scenario; give a Scenario"):
        ask(plan)


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_a_closed_pool_is_reported_with_what_is_done(kind):
    pool = kind(1)
    pool.shutdown()
    plan = el.Scenario(population={"people": 60}, settings={"runs": 2, "horizon": 5})
    refusal = "executor: it is closed or cannot be reached .*; 0 of 2 plans are done, and saved if"
    with pytest.raises(EngagelabError, match=refusal):
        sweep(plan, {"groups.size": [10, 20]}, executor=pool)


@pytest.mark.process
def test_a_closed_client_and_a_dead_scheduler_are_reported_and_the_study_goes_on(tmp_path):
    distributed = pytest.importorskip("distributed")
    plan = el.Scenario(population={"people": 2_000}, settings={"runs": 200, "horizon": 20})
    fields = {"groups.size": list(range(5, 105))}
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": False}
    cluster = distributed.LocalCluster(**options, dashboard_address=None)
    client = distributed.Client(cluster)
    with pytest.raises(EngagelabError, match=r"executor: it is closed or cannot be .*saved"):
        sweep(plan, fields, executor=client, store=tmp_path / "study",
              progress=lambda done, total: client.close() if done == 2 else None)  # fmt: skip
    with pytest.raises(EngagelabError, match="executor: it is closed or cannot be reached"):
        sweep(plan, fields, executor=client, store=tmp_path / "study")
    cluster.close()
    assert open_study(tmp_path / "study").missing < 100


def test_workers_of_another_version_are_refused():
    class Client:
        status = "running"

        def scheduler_info(self):
            return {"workers": {"a": {"nthreads": 1}}}

        def get_versions(self, packages):
            return {"workers": {"a": {"packages": {"engagelab": "9.9"}}}}

        def scatter(self, *_, **__):
            raise AssertionError

        def get_executor(self, **_):
            raise AssertionError

    plan = el.Scenario(population={"people": 60}, settings={"runs": 2})
    with pytest.raises(EngagelabError, match=r"executor: workers have engagelab 9\.9, but"):
        sweep(plan, {"groups.size": [10, 20]}, executor=Client())
