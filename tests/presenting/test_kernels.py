import asyncio
import os
from typing import ClassVar

import pytest
from jupyter_client import KernelClient

from engagelab.presenting.kernels import Kernels, is_warm

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
        assert not is_warm(Manager, "a.ipynb")
        Manager._pools["a.ipynb"] = [begun]
        assert not is_warm(Manager, "a.ipynb")
        begun.set_result({"task": cells})
        assert not is_warm(Manager, "a.ipynb")
        cells.set_result(None)
        assert is_warm(Manager, "a.ipynb")
        assert not is_warm(object(), "a.ipynb")

    asyncio.run(told())
