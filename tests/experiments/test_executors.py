"""Blocks cover all plans; a pool shares one network and stops its blocks when it closes."""

import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

import engagelab as el
from engagelab.experiments.executors import (
    _read,
    _write,
    check_executor,
    load_network,
    split_into_blocks,
    worker_pool,
)

pytestmark = pytest.mark.process

NETWORK = el.graphs.town(people=100)


def test_what_is_not_an_executor_is_refused():
    with pytest.raises(el.EngagelabError, match="executor: 4 is not allowed; give an executor"):
        check_executor(4)


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_blocks_contain_each_plan_once_and_in_order(workers):
    blocks = split_into_blocks([0.01, 3.0, 0.2] * 30, workers)
    assert [index for block in blocks for index in block] == list(range(90))
    assert len(blocks) >= min(4 * workers, 30)


def test_threads_share_the_network_and_stop_when_cancelled_or_closed():
    cancel = threading.Event()
    with ThreadPoolExecutor(3) as executor:
        with worker_pool(executor, NETWORK, cancel) as pool:
            assert (pool.workers, load_network(pool.network)) == (3, NETWORK)
            assert not pool.cancel.is_set()
            cancel.set()
            assert pool.cancel.is_set()
        with worker_pool(executor, NETWORK, None) as pool:
            assert not pool.cancel.is_set()
        assert pool.cancel.is_set()


def test_processes_read_the_network_from_a_file_and_stop_when_closed():
    with ProcessPoolExecutor(2) as executor:
        with worker_pool(executor, NETWORK, None) as pool:
            assert load_network(pool.network).fingerprint == NETWORK.fingerprint
            assert not pool.cancel.is_set()
        assert pool.cancel.is_set()


def test_a_network_file_holds_the_network(tmp_path):
    assert _read(_write(NETWORK, tmp_path)).fingerprint == NETWORK.fingerprint
