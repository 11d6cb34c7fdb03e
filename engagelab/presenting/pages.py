"""A notebook as a page: from a kernel that waits for it, else cell by cell before one's eyes."""

import asyncio
import json
from contextlib import suppress
from typing import Any, ClassVar

from nbclient.exceptions import CellExecutionError
from voila.configuration import VoilaConfiguration
from voila.execute import VoilaExecutor
from voila.tornado.execution_request_handler import ExecutionRequestHandler
from voila.tornado.handler import TornadoVoilaHandler

from .kernels import is_warm

WIDGET = "application/vnd.jupyter.widget-view+json"
_PATIENCE = 15  # seconds that the next cell waits for a widget to meet its page


class NotebookPage(TornadoVoilaHandler):  # type: ignore[misc]
    """A notebook; without a kernel that waits, its text comes at once and each cell when it is run.

    Voila would show no widget before the last cell is run.
    """

    def initialize(self, **told: Any) -> None:
        """Let what is cold be shown cell by cell."""
        parent = told["voila_configuration"].parent
        cold = VoilaConfiguration(parent=parent, progressive_rendering=True)
        super().initialize(**{**told, "voila_configuration": cold})
        self._asked = ""

    async def get_generator(self, path: str | None = None) -> Any:
        """Give the parts of the page."""
        self._asked = path or ""
        async for part in super().get_generator(path):
            yield part

    def should_use_rendered_notebook(self, *told: Any) -> bool:
        """Use a kernel that waits only once it has nothing left to do."""
        return super().should_use_rendered_notebook(*told) and is_warm(
            self.kernel_manager, self._asked
        )


class RunningPage(ExecutionRequestHandler):  # type: ignore[misc]
    """Runs the cells of a page that is shown cell by cell, each once."""

    _waiting: ClassVar[dict[str, Any]] = ExecutionRequestHandler._execution_data
    _executor: Any = None
    _play: asyncio.Task[None] | None = None

    async def open(self, kernel_id: str) -> None:
        """Let a page follow its cells."""
        self._met = asyncio.Event()
        await super().open(kernel_id)

    async def on_message(self, message: str | bytes) -> None:
        """Run the cells when the page says that it listens; hear that it has met a widget.

        The cells are run in a task: a page is not heard, and is taken for lost, while a message
        is being answered.
        """
        told = json.loads(message)
        if told.get("action") == "met":
            self._met.set()
        elif told.get("action") == "execute" and self._kernel_id in self._waiting:
            self._play = asyncio.create_task(self._run(self._waiting.pop(self._kernel_id)))

    async def _run(self, given: dict[str, Any]) -> None:
        """Run the cells; after one that fails, no other."""
        book, kernel = given["nb"], self.kernel_manager.get_kernel(self._kernel_id)
        self._executor = VoilaExecutor(book, km=kernel, config=given["config"])
        self._executor.kc = await self._executor.async_start_new_kernel_client()
        goes_on = True
        for place, cell in enumerate(book.cells):
            goes_on = goes_on and await self._ran(cell, place)
            self._met.clear()
            await self._tell(place, len(book.cells), cell)
            if any(WIDGET in output.get("data", {}) for output in cell.get("outputs", ())):
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._met.wait(), _PATIENCE)

    async def _ran(self, cell: Any, place: int) -> bool:
        """Run a cell; return whether it went well."""
        try:
            await self._executor.execute_cell(cell, None, place, store_history=False)
        except CellExecutionError:
            self._executor.strip_code_cell_errors(cell)
            return False
        except Exception:  # the kernel is gone, as is the page
            return False
        return True

    async def _tell(self, place: int, count: int, cell: Any) -> None:
        shown = {name: told for name, told in cell.items() if name != "source"}
        result = {"cell_index": place, "total_cell": count, "output_cell": shown}
        with suppress(Exception):  # the page was closed
            await self.write_message({"action": "execution_result", "payload": result})

    def on_close(self) -> None:
        """Leave the kernel; the page's farewell ends it."""
        if self._play is not None:
            self._play.cancel()
        if self._executor is not None and self._executor.kc is not None:
            self._executor.kc.stop_channels()
