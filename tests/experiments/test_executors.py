"""Who plays the plans cannot change an answer; a worker that dies is survived or told."""

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

import engagelab as el
from engagelab.experiments.executors import Filed, _read, blocks
from engagelab.experiments.runner import Execution, played, summary_row
from engagelab.simulation.settings import Cancelled

PLAN = el.Scenario(population={"people": 400}, run={"runs": 6, "key": 3})
PLANS = [PLAN.replace({"invitations.invite": i / 40}) for i in range(40)]
NETWORK = PLAN.town()


def reads(outcome):
    """Return who played, and how often this process has read a network so far."""
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
    """A network that leaves a line behind wherever it is unpacked."""

    def __setstate__(self, state):
        with open(os.environ["ENGAGELAB_TEST_LOG"], "a") as file:  # noqa: PTH123 - in any process
            file.write(f"{os.getpid()}\n")
        self.__dict__.update(state)


@pytest.fixture(scope="module")
def serial():
    return played(PLANS, summary_row, Execution())


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
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_threads_give_the_same(serial):
    with ThreadPoolExecutor(2) as executor:
        assert played(PLANS, summary_row, Execution(executor=executor)) == serial


def test_processes_give_the_same_and_read_the_network_once_each(serial, processes):
    assert played(PLANS, summary_row, Execution(executor=processes)) == serial
    seen = played(PLANS, reads, Execution(executor=processes, network=NETWORK))
    assert {misses for _, misses in seen} == {1}


def test_a_killed_process_is_told_and_what_is_finished_was_handed_over():
    kept = {}
    spawn = multiprocessing.get_context("spawn")
    with (
        ProcessPoolExecutor(1, mp_context=spawn) as executor,
        pytest.raises(el.EngagelabError, match="executor: a worker died") as told,
    ):
        played(PLANS, deadly, Execution(executor=executor), done=kept.__setitem__)
    assert f"{len(kept)} of 40 plans are done" in str(told.value)
    assert 0 < len(kept) < 40
    assert set(kept) <= set(range(20))


def test_dask_gives_the_same_and_sends_the_network_once_a_worker(client, tmp_path):
    network = Logged(**{f: getattr(NETWORK, f) for f in el.Network.__dataclass_fields__})
    how = Execution(executor=client, network=network)
    assert played(PLANS, summary_row, how) == played(PLANS, summary_row, Execution(network=NETWORK))
    assert len((tmp_path / "log").read_text().split()) <= 2


@pytest.mark.parametrize("network", [None, NETWORK])
def test_dask_survives_a_killed_worker(client, network, tmp_path):
    question = Once(tmp_path / "killed")
    found = played(PLANS, question, Execution(executor=client, network=network))
    assert question.path.exists()
    assert found == played(PLANS, summary_row, Execution(network=network))


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
    told = el.compare(PLAN, more, runs=30, executor=client).table
    assert told.equals(el.compare(PLAN, more, runs=30).table)


def test_cancel_acts_within_a_plan_of_threads():
    cancel = threading.Event()
    long = PLAN.replace({"settings.runs": 100_000})
    with ThreadPoolExecutor(1) as executor:
        threading.Timer(0.3, cancel.set).start()
        with pytest.raises(Cancelled):
            played([long], summary_row, Execution(executor=executor, cancel=cancel))


def test_cancel_acts_within_a_plan_of_dask(client):
    cancel = threading.Event()
    long = PLAN.replace({"settings.runs": 100_000})
    threading.Timer(2, cancel.set).start()
    with pytest.raises(Cancelled):
        played([long] * 2, summary_row, Execution(executor=client, cancel=cancel))
    until = time.monotonic() + 10
    while any(client.run(busy).values()) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(client.run(busy).values())


def busy(dask_worker):
    return len(dask_worker.active_threads)


def test_a_question_that_cannot_be_sent_is_refused(processes):
    with pytest.raises(el.EngagelabError, match=r"question: .* cannot be sent to another process"):
        played(PLANS, lambda outcome: 1, Execution(executor=processes))


def test_who_cannot_play_is_refused():
    with pytest.raises(el.EngagelabError, match="executor: 4 is not allowed; give an executor"):
        Execution(executor=4)


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_blocks_hold_each_plan_once_and_in_order(workers):
    costs = [0.01, 3.0, 0.2] * 30
    found = blocks(costs, workers)
    assert [place for block in found for place in block] == list(range(90))
    assert len(found) >= min(4 * workers, 30)


def test_a_filed_network_is_the_network(tmp_path):
    assert _read(Filed.of(NETWORK, str(tmp_path)).path).fingerprint == NETWORK.fingerprint
