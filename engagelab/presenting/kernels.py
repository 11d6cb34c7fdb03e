"""Keep kernels ready: some that have run a notebook, and a spare one with the imports done."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import ApiPath
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from .titles import entries

# The slow imports of a new kernel.
_IMPORTS = "import engagelab as _el, engagelab.plots, engagelab.workbench"
_QUIET = 1.0  # seconds without a visitor to serve before a kernel is warmed
# A kernel warns each time that it listens on this machine without encryption.
_ERRORS_ONLY = ["--IPKernelApp.log_level=ERROR"]
# Tells the workbench not to read and write files of this machine. Voila sets it only for a kernel
# that it starts for a page, and the environment may have another value.
_FOR_VISITORS = {"SERVER_SOFTWARE": "voila"}
_MAX_CHECKS = 120  # checks for a quiet moment before a kernel is warmed anyway


class Kernels(AsyncMappingKernelManager):
    """Kernels, with a spare one that has imported what the notebooks need."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)  # type: ignore[no-untyped-call]
        self._spare: asyncio.Task[str] | None = None

    async def start_kernel(self, **options: Any) -> str:  # type: ignore[override]
        """Return the spare kernel for a waiting visitor; otherwise start a new one."""
        spare, is_visit = self._spare, options.get("env", {}).get("VOILA_PREHEAT") == "False"
        if is_visit and spare is not None and not options.get("path"):
            self._spare = None
            with suppress(Exception):  # if the spare failed to start, another kernel may succeed
                kernel = await spare
                if kernel in self:
                    return kernel
        options["env"] = {**os.environ, **options.get("env", {}), **_FOR_VISITORS}
        return str(await super().start_kernel(**options, extra_arguments=_ERRORS_ONLY))

    def keep_spare(self) -> asyncio.Task[str]:
        """Start the spare kernel, unless it exists."""
        if self._spare is None:
            self._spare = asyncio.create_task(self._start_spare())
        return self._spare

    async def _start_spare(self) -> str:
        kernel = await self.start_kernel(path=ApiPath(""), kernel_name="python3")
        book = new_notebook(cells=[new_code_cell(_IMPORTS)])
        client = NotebookClient(book, km=self.get_kernel(kernel), allow_errors=True)
        client.kc = await client.async_start_new_kernel_client()
        await client.async_execute_cell(book.cells[0], 0, store_history=False)
        client.kc.stop_channels()
        return kernel

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """Shut down an idle kernel, except the spare one."""
        spare = self._spare
        if spare is None or not spare.done() or spare.exception() or spare.result() != kernel_id:
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]

    @property
    def busy(self) -> bool:
        """Whether a kernel is busy."""
        return any(kernel.execution_state == "busy" for kernel in self._kernels.values())


async def keep_warm(manager: Any, folder: Path, warm: int) -> None:
    """Keep `warm` kernels for each notebook, with all its cells run, and a spare one.

    Kernels are warmed one after the other, so that the first is ready early, and only while no
    visitor is served, who would have to wait.

    Parameters
    ----------
    manager : kernel manager
        Voila's, based on `Kernels`.
    folder : Path
        The folder of the notebooks.
    warm : int
        The number of warm kernels for each notebook.
    """
    while True:
        await asyncio.wait([manager.keep_spare()])
        names = (entry.name for entry in entries(folder))
        cold = next((name for name in names if manager.get_pool_size(name) < warm), None)
        if cold is not None:
            await _until_quiet(manager)
            await _warm(manager, cold, warm)
        await asyncio.sleep(_QUIET)


async def _until_quiet(manager: Any) -> None:
    quiet = 0
    for _ in range(_MAX_CHECKS):
        quiet = 0 if manager.busy else quiet + 1
        if quiet > 2:
            return
        await asyncio.sleep(_QUIET / 2)


async def _warm(manager: Any, name: str, warm: int) -> None:
    """Run a notebook in its waiting kernels."""
    manager.kernel_pools_config = {"default": {"pool_size": 0}, name: {"pool_size": warm}}
    manager.fill_if_needed(delay=0, notebook_name=name)
    manager.kernel_pools_config = {"default": {"pool_size": 0}}  # or Voila warms others by itself
    for kernel in list(manager._pools[name]):
        with suppress(Exception):  # a visitor of the notebook sees the error
            started = await asyncio.shield(kernel)
            await asyncio.shield(started["task"])


def is_warm(manager: Any, name: str) -> bool:
    """Return whether a kernel waits that has run all cells of a notebook."""
    pool = getattr(manager, "_pools", {}).get(name, [])
    if not pool or not pool[0].done() or pool[0].cancelled() or pool[0].exception():
        return False
    return bool(pool[0].result()["task"].done())
