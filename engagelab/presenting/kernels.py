"""Kernels of visitors: their number, their limits, and spare ones that are ready for the next."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import ApiPath
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from traitlets import Int

from ..i18n import LANGUAGES
from .files import names_in
from .resources import limit_memory, lower_priority
from .visits import PLACE, Place, Visits

# The slow imports of a new kernel.
_IMPORTS = "import engagelab as _el, engagelab.plots, engagelab.workbench"
_QUIET = 1.0  # seconds without a visitor to serve before a kernel is warmed
# A kernel warns each time that it listens on this machine without encryption.
_ERRORS_ONLY = ["--IPKernelApp.log_level=ERROR"]
# Tells the workbench not to read and write files of this machine. Voila sets it only for a kernel
# that it starts for a page, and the environment may have another value.
_FOR_VISITORS = {"SERVER_SOFTWARE": "voila", "ENGAGELAB_LIMITS": "visitors"}
# Many kernels share the machine: no memory is reserved ahead, matrices use one thread, and freed
# arrays of 1 MB or more go back to the system. By default the C library keeps those of up to 32 MB:
# a kernel that dropped all its towns still counted 800 MB of them against its limit.
_FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 20),
}  # fmt: skip
_MAX_CHECKS = 120  # checks for a quiet moment before a kernel is warmed anyway


class Kernels(AsyncMappingKernelManager):
    """Kernels of visitors up to a number, and a spare one that has imported what notebooks need.

    Attributes
    ----------
    visits : Visits
        The places of the visitors.
    languages : set of str
        The languages that visitors have asked for, in which notebooks are kept warm.
    """

    max_visitors = Int(20, config=True)
    max_memory = Int(3 << 29, config=True)  # bytes that a kernel may write to; idle: 440 MB

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)  # type: ignore[no-untyped-call]
        self._spare: asyncio.Task[str] | None = None
        self.visits = Visits(self.max_visitors)
        self.languages = {LANGUAGES[0]}

    async def start_kernel(self, **options: Any) -> str:  # type: ignore[override]
        """Return the spare kernel for a waiting visitor; otherwise start a new one."""
        is_visit, place = options.get("env", {}).get("VOILA_PREHEAT") == "False", PLACE.get()
        kernel = None if options.get("path") or not is_visit else await self._take_spare()
        kernel = kernel or await self._start(**options)
        if is_visit and place is not None:
            place.kernel = kernel
        return kernel

    async def _take_spare(self) -> str | None:
        """Return the spare kernel, or None if there is none that runs."""
        spare, self._spare = self._spare, None
        with suppress(Exception):  # if the spare failed to start, another kernel may succeed
            if spare is not None and (kernel := await spare) in self:
                return kernel
        return None

    async def _start(self, **options: Any) -> str:
        options["env"] = {**os.environ, **options.get("env", {}), **_FRUGAL, **_FOR_VISITORS}
        kernel = str(await super().start_kernel(**options, extra_arguments=_ERRORS_ONLY))
        limit_memory(self._pid(kernel), self.max_memory)
        return kernel

    async def admit(self, browser: str = "") -> Place | None:
        """Return a place for a page of a browser, or None if the application is full.

        If all places are taken, a kernel ends whose page was left.
        """
        place = self.visits.take(browser)
        if place is None and (left := self.visits.dispensable(browser)) is not None:
            await self._end(left)
            place = self.visits.take(browser)
        return place

    async def look_after(self) -> None:
        """End the kernels that no page uses; let those that computed much yield to the others."""
        for kernel in self.visits.unused():
            await self._end(kernel)
        for kernel in self.visits.kernels():
            lower_priority(self._pid(kernel))

    async def _end(self, kernel: str) -> None:
        self.visits.forget(kernel)
        with suppress(Exception):  # it has ended already
            await self.shutdown_kernel(kernel, now=True)  # type: ignore[no-untyped-call]

    def _pid(self, kernel: str) -> int:
        provisioner = getattr(self._kernels.get(kernel), "provisioner", None)
        return getattr(provisioner, "pid", None) or -1

    def notify_connect(self, kernel_id: str) -> None:
        """Note that a page connected to its kernel."""
        super().notify_connect(kernel_id)  # type: ignore[no-untyped-call]
        self.visits.connect(kernel_id)

    def notify_disconnect(self, kernel_id: str) -> None:
        """Note that the connection of a page ended."""
        super().notify_disconnect(kernel_id)  # type: ignore[no-untyped-call]
        self.visits.disconnect(kernel_id)

    def remove_kernel(self, kernel_id: str) -> Any:
        """Remove a kernel that has ended, and give back the place of its visitor."""
        self.visits.forget(kernel_id)
        return super().remove_kernel(kernel_id)

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
    """Keep `warm` kernels for each notebook and language, with all cells run, and a spare one.

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
        names = (name for lang in sorted(manager.languages) for name in names_in(folder, lang))
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


def warm_kernel(manager: Any, name: str) -> str | None:
    """Return the next kernel that has run all cells of a notebook; None if there is none."""
    pool = getattr(manager, "_pools", {}).get(name, [])
    if not pool or not pool[0].done() or pool[0].cancelled() or pool[0].exception():
        return None
    warmed = pool[0].result()
    return str(warmed["kernel_id"]) if warmed["task"].done() else None
