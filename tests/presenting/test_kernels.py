import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest
from jupyter_client import KernelClient

from engagelab.presenting import resources
from engagelab.presenting.kernels import _FRUGAL, Kernels, warm_kernel
from engagelab.presenting.visits import PLACE, UNMET, Visits

pytestmark = pytest.mark.process

VISIT = {**os.environ, "VOILA_PREHEAT": "False"}


async def answer(manager, kernel, code):
    """Return the value of an expression in a kernel."""
    client: KernelClient = manager.get_kernel(kernel).client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=120)
        told = await client.execute_interactive(
            "pass", user_expressions={"it": code}, timeout=120, output_hook=lambda message: None
        )
    finally:
        client.stop_channels()
    return told["content"]["user_expressions"]["it"]["data"]["text/plain"]


@pytest.mark.filterwarnings("ignore")  # of the sockets that Jupyter leaves to the collector
def test_the_spare_kernel_is_ready_and_serves_one_visitor(tmp_path):
    async def told():
        manager = Kernels(root_dir=str(tmp_path))
        try:
            spare = manager.keep_spare()
            assert manager.keep_spare() is spare
            warming = await manager.start_kernel(kernel_name="python3", path="")
            first = await manager.start_kernel(kernel_name="python3", path="", env=VISIT)
            assert first == spare.result() != warming
            begun = "'engagelab.workbench' in __import__('sys').modules"
            assert await answer(manager, first, begun) == "True"
            second = await manager.start_kernel(kernel_name="python3", path="", env=VISIT)
            assert len({warming, first, second}) == 3
        finally:
            await manager.shutdown_all(now=True)

    asyncio.run(told())


def test_a_notebook_is_warm_after_all_its_cells():
    async def told():
        class Manager:
            _pools: ClassVar[dict] = {}

        cells, begun = asyncio.Future(), asyncio.Future()
        assert warm_kernel(Manager, "a.ipynb") is None
        Manager._pools["a.ipynb"] = [begun]
        assert warm_kernel(Manager, "a.ipynb") is None
        begun.set_result({"task": cells, "kernel_id": "k"})
        assert warm_kernel(Manager, "a.ipynb") is None
        cells.set_result(None)
        assert warm_kernel(Manager, "a.ipynb") == "k"
        assert warm_kernel(object(), "a.ipynb") is None

    asyncio.run(told())


@pytest.mark.filterwarnings("ignore")  # of the sockets that Jupyter leaves to the collector
def test_the_kernel_of_a_visitor_is_limited_and_ends_if_no_page_connects(tmp_path, monkeypatch):
    psutil = pytest.importorskip("psutil")
    monkeypatch.setattr(resources, "nice_after", lambda seconds: psutil.Process().nice() + 1)

    async def visit():
        manager = Kernels(root_dir=str(tmp_path), max_visitors=1)
        clock = Clock()
        manager.visits = Visits(1, clock)
        try:
            place = await manager.admit()
            PLACE.set(place)
            kernel = await manager.start_kernel(kernel_name="python3", path="", env=VISIT)
            manager.visits.sent(place)
            assert place.kernel == kernel
            process = psutil.Process(manager.get_kernel(kernel).provisioner.pid)
            limits = "__import__('os').environ['ENGAGELAB_LIMITS']"
            assert await answer(manager, kernel, limits) == "'visitors'"
            if hasattr(process, "rlimit"):
                assert process.rlimit(psutil.RLIMIT_DATA)[0] == manager.max_memory
            await manager.look_after()
            assert process.nice() > psutil.Process().nice()
            assert kernel in manager
            assert await manager.admit() is None
            clock.now = UNMET + 1
            await manager.look_after()
            assert kernel not in manager
            assert not process.is_running() or process.status() == "zombie"
            assert await manager.admit() is not None
        finally:
            await manager.shutdown_all(now=True)

    asyncio.run(visit())


@pytest.mark.filterwarnings("ignore")
def test_who_is_away_yields_to_the_next_visitor_who_is_connected_does_not(tmp_path):
    async def visit():
        manager, clock = Kernels(root_dir=str(tmp_path)), Clock()
        manager.visits = Visits(1, clock)
        try:
            place = await manager.admit()
            PLACE.set(place)
            kernel = await manager.start_kernel(kernel_name="python3", path="", env=VISIT)
            manager.visits.sent(place)
            manager.notify_connect(kernel)
            clock.now = 10_000.0
            assert await manager.admit() is None
            manager.notify_disconnect(kernel)
            clock.now += UNMET
            assert await manager.admit() is None
            assert kernel in manager
            clock.now += 1
            assert await manager.admit() is not None
            assert kernel not in manager
        finally:
            await manager.shutdown_all(now=True)

    asyncio.run(visit())


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


FREED = """
import numpy as np

def used():
    lines = open("/proc/self/status")
    return next(int(line.split()[1]) for line in lines if line.startswith("VmData")) / 1024

del [np.zeros(30 << 20, np.uint8) for _ in range(2)][:]  # from now on 30 MB come from the heap
before, arrays = used(), []
for number in range(400):
    arrays.append((np.zeros(1 << 20, np.uint8), np.zeros(8 << 10, np.uint8)))
full, small = used(), [small for _, small in arrays]
del arrays
print(full - before, used() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory as Linux counts it")
def test_arrays_that_a_kernel_drops_do_not_count_against_its_limit():
    ran = subprocess.run(
        [sys.executable, "-c", FREED], capture_output=True, text=True, check=True,
        env={**os.environ, **_FRUGAL},
    )  # fmt: skip
    full, after = map(float, ran.stdout.split())
    assert full > 390
    assert after < 50
