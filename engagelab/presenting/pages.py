"""Serve a notebook as a page: from a warm kernel at once, otherwise cell by cell as it runs."""

import asyncio
import json
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from nbclient.exceptions import CellExecutionError
from tornado.web import HTTPError, authenticated
from voila.configuration import VoilaConfiguration
from voila.execute import VoilaExecutor
from voila.request_info_handler import RequestInfoSocketHandler
from voila.tornado.execution_request_handler import ExecutionRequestHandler
from voila.tornado.handler import TornadoVoilaHandler

from .files import name_in
from .kernels import warm_kernel
from .languages import texts_for
from .titles import entry_of
from .visits import PLACE

WIDGET = "application/vnd.jupyter.widget-view+json"
_WIDGET_TIMEOUT = 15  # seconds that the next cell waits for a page to display a widget


class NotebookPage(TornadoVoilaHandler):  # type: ignore[misc]
    """A notebook; without a warm kernel, its text comes at once and each cell when it has run.

    Voila alone would show no widget before the last cell has run.
    """

    def initialize(self, **options: Any) -> None:
        """Enable progressive rendering for notebooks without a warm kernel."""
        parent = options["voila_configuration"].parent
        progressive = VoilaConfiguration(parent=parent, progressive_rendering=True)
        super().initialize(**{**options, "voila_configuration": progressive})
        self._path = ""

    @authenticated
    async def get(self, path: str | None = None) -> None:
        """Show a notebook of the list, if there is a place for one more visitor."""
        if path is None or entry_of(Path(self.settings["show"].root_dir), path) is None:
            raise HTTPError(404)
        place = await self.kernel_manager.admit(self.current_user.username)
        if place is None:
            self._show_full()
            return
        PLACE.set(place)
        try:
            await super().get(path)
        finally:
            self.kernel_manager.visits.sent(place)
            RequestInfoSocketHandler._cache.clear()  # no page of ours asks for it

    async def get_generator(self, path: str | None = None) -> Any:
        """Yield the parts of the page, in the language of the browser."""
        lang = texts_for(self.request.headers.get("Accept-Language", "")).lang
        self.kernel_manager.languages.add(lang)
        self._path = name_in(Path(self.settings["show"].root_dir), path or "", lang)
        async for part in super().get_generator(self._path):
            yield part

    def should_use_rendered_notebook(self, *options: Any) -> bool:
        """Return whether a warm kernel has run all cells of the notebook, and note which one."""
        kernel = warm_kernel(self.kernel_manager, self._path)
        place = PLACE.get()
        if kernel is None or not super().should_use_rendered_notebook(*options):
            return False
        if place is not None:
            place.kernel = kernel
        return True

    def _show_full(self) -> None:
        """Say that the application is full."""
        texts = texts_for(self.request.headers.get("Accept-Language", ""))
        template = self.settings["voila_jinja2_env"].get_template("full.html")
        self.set_status(503)
        self.set_header("Retry-After", "60")
        self.write(
            template.render(
                t=lambda row: texts(f"present.{row}"), lang=texts.lang, base_url=self.base_url
            )
        )


class RunningPage(ExecutionRequestHandler):  # type: ignore[misc]
    """Runs the cells of a page that is shown cell by cell, each once."""

    _waiting: ClassVar[dict[str, Any]] = ExecutionRequestHandler._execution_data
    _executor: Any = None
    _running: asyncio.Task[None] | None = None

    async def open(self, kernel_id: str) -> None:
        """Open the connection to a page; its cells run only in the kernel that it was given."""
        if kernel_id not in self.kernel_manager.visits.kernels():
            self.close(reason="no such page")
            return
        self._displayed = asyncio.Event()
        await super().open(kernel_id)

    async def on_message(self, message: str | bytes) -> None:
        """Run the cells when the page is ready, and note when it has displayed a widget.

        The cells run in a task: while a message is being answered, the page is not heard, and
        counts as lost.
        """
        action = _action_in(message)
        if action == "displayed":
            self._displayed.set()
        elif action == "execute" and self._kernel_id in self._waiting:
            self._running = asyncio.create_task(self._run(self._waiting.pop(self._kernel_id)))

    async def _run(self, request: dict[str, Any]) -> None:
        """Run the cells up to the first one that fails."""
        book, kernel = request["nb"], self.kernel_manager.get_kernel(self._kernel_id)
        self._executor = VoilaExecutor(book, km=kernel, config=request["config"])
        self._executor.kc = await self._executor.async_start_new_kernel_client()
        succeeded = True
        for place, cell in enumerate(book.cells):
            succeeded = succeeded and await self._run_cell(cell, place)
            self._displayed.clear()
            await self._send(place, len(book.cells), cell)
            if any(WIDGET in output.get("data", {}) for output in cell.get("outputs", ())):
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._displayed.wait(), _WIDGET_TIMEOUT)

    async def _run_cell(self, cell: Any, place: int) -> bool:
        """Run a cell; return whether it succeeded."""
        try:
            await self._executor.execute_cell(cell, None, place, store_history=False)
        except CellExecutionError:
            self._executor.strip_code_cell_errors(cell)
            return False
        except Exception:  # the kernel is gone, as is the page
            return False
        return True

    async def _send(self, place: int, count: int, cell: Any) -> None:
        output = {name: part for name, part in cell.items() if name != "source"}
        result = {"cell_index": place, "total_cell": count, "output_cell": output}
        with suppress(Exception):  # the page was closed
            await self.write_message({"action": "execution_result", "payload": result})

    def on_close(self) -> None:
        """Stop running cells; the shutdown request of the page ends the kernel."""
        if self._running is not None:
            self._running.cancel()
        if self._executor is not None and self._executor.kc is not None:
            self._executor.kc.stop_channels()


def _action_in(message: str | bytes) -> Any:
    """Return what a page asks for; None if it is not a message of our page."""
    try:
        return json.loads(message).get("action")
    except (ValueError, AttributeError, RecursionError):
        return None
