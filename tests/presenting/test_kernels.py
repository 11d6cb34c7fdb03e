import ast
import asyncio
import os
import platform
from typing import ClassVar

import pytest
from jupyter_client import KernelClient

from engagelab.presenting import resources
from engagelab.presenting.kernels import Kernels, warm_kernel
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
            slow = "{'engagelab.workbench', 'matplotlib', 'scipy.stats'}"
            missing = f"{slow} - {{*__import__('sys').modules}}"
            assert await answer(manager, first, missing) == "set()"
            names = "[name for name in dir() if name in ('engagelab', 'matplotlib', 'scipy')]"
            assert await answer(manager, first, names) == "[]"
            second = await manager.start_kernel(kernel_name="python3", path="", env=VISIT)
            assert len({warming, first, second}) == 3
        finally:
            await manager.shutdown_all(now=True)

    asyncio.run(told())


LARGE_TOWNS = """
import gc
import engagelab as el
from engagelab.io.memory import available_memory
from engagelab.simulation import memory
free = available_memory()
plan = el.Scenario(population={"people": 200_000})
for size in range(10, 18):
    plan.replace({"groups.size": size}).run(runs=20)
held = free - available_memory()
memory._release()
gc.collect()
lost = free - available_memory()
"""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="memory as the GNU library keeps it")
def test_a_kernel_gets_back_the_memory_of_large_towns(tmp_path):
    async def figures():
        manager = Kernels(root_dir=str(tmp_path))
        try:
            kernel = await manager.start_kernel(kernel_name="python3", path="", env=VISIT)
            code = f"(ns := {{}}, exec({LARGE_TOWNS!r}, ns), ns['held'], ns['lost'])[2:]"
            return ast.literal_eval(await answer(manager, kernel, code))
        finally:
            await manager.shutdown_all(now=True)

    held, lost = asyncio.run(figures())
    assert lost < 0.5 * held


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
