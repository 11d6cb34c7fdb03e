"""The kernels of the application: some with a notebook run, and one that has only been started."""

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

# What takes seconds in a kernel that has just been started.
_BEGIN = "import engagelab as _el, engagelab.plots, engagelab.workbench"
_QUIET = 1.0  # seconds that nobody has to be served before a kernel is warmed
# A kernel warns each time that it listens on this machine without encryption.
_ERRORS_ONLY = ["--IPKernelApp.log_level=ERROR"]
# By this the workbench knows that it must not read and write files of this machine; Voila says it
# only to a kernel that it starts for a page, and the machine may say something else.
_FOR_VISITORS = {"SERVER_SOFTWARE": "voila"}
_PATIENCE = 120  # looks at whether it is quiet, before a kernel is warmed all the same


class Kernels(AsyncMappingKernelManager):
    """Kernels, with one that has imported what the notebooks need and waits to be asked for."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**told)  # type: ignore[no-untyped-call]
        self._spare: asyncio.Task[str] | None = None

    async def start_kernel(self, **told: Any) -> str:  # type: ignore[override]
        """Give the spare kernel to a visitor who is there; start one for all else."""
        spare, visited = self._spare, told.get("env", {}).get("VOILA_PREHEAT") == "False"
        if visited and spare is not None and not told.get("path"):
            self._spare = None
            with suppress(Exception):  # if it could not be started, another one may
                kernel = await spare
                if kernel in self:
                    return kernel
        told["env"] = {**os.environ, **told.get("env", {}), **_FOR_VISITORS}
        return str(await super().start_kernel(**told, extra_arguments=_ERRORS_ONLY))

    def keep_spare(self) -> asyncio.Task[str]:
        """Start the spare kernel, unless there is one."""
        if self._spare is None:
            self._spare = asyncio.create_task(self._begun())
        return self._spare

    async def _begun(self) -> str:
        kernel = await self.start_kernel(path=ApiPath(""), kernel_name="python3")
        book = new_notebook(cells=[new_code_cell(_BEGIN)])
        client = NotebookClient(book, km=self.get_kernel(kernel), allow_errors=True)
        client.kc = await client.async_start_new_kernel_client()
        await client.async_execute_cell(book.cells[0], 0, store_history=False)
        client.kc.stop_channels()
        return kernel

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that nobody uses, but not the spare one."""
        spare = self._spare
        if spare is None or not spare.done() or spare.exception() or spare.result() != kernel_id:
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]

    @property
    def serving(self) -> bool:
        """Whether a kernel is at work."""
        return any(kernel.execution_state == "busy" for kernel in self._kernels.values())


async def keep_warm(manager: Any, folder: Path, warm: int) -> None:
    """Keep `warm` kernels for each notebook, with all its cells run, and a spare one.

    They are warmed one after the other, so that the first is ready soon, and while no visitor is
    served, who would have to wait for it.

    Parameters
    ----------
    manager : kernel manager
        Voila's, over `Kernels`.
    folder : Path
        The folder with the notebooks.
    warm : int
        How many kernels wait for each notebook.
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
    for _ in range(_PATIENCE):
        quiet = 0 if manager.serving else quiet + 1
        if quiet > 2:
            return
        await asyncio.sleep(_QUIET / 2)


async def _warm(manager: Any, name: str, warm: int) -> None:
    """Run a notebook in kernels that wait for it."""
    manager.kernel_pools_config = {"default": {"pool_size": 0}, name: {"pool_size": warm}}
    manager.fill_if_needed(delay=0, notebook_name=name)
    manager.kernel_pools_config = {"default": {"pool_size": 0}}  # Voila is to warm none by itself
    for kernel in list(manager._pools[name]):
        with suppress(Exception):  # a notebook that fails tells its visitors
            begun = await asyncio.shield(kernel)
            await asyncio.shield(begun["task"])


def is_warm(manager: Any, name: str) -> bool:
    """Return whether a kernel waits in which all cells of this notebook have been run."""
    pool = getattr(manager, "_pools", {}).get(name, [])
    if not pool or not pool[0].done() or pool[0].cancelled() or pool[0].exception():
        return False
    return bool(pool[0].result()["task"].done())
