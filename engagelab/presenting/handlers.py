"""Handlers of the application besides the notebooks: home page, messages, template files."""

import asyncio
import time
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, authenticated
from voila.handler import BaseVoilaHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import TemplateStaticFileHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from .languages import texts_for
from .titles import entries


class HomePage(BaseVoilaHandler):  # type: ignore[misc]
    """The list of notebooks by their titles, in the language of the browser."""

    @authenticated
    def get(self) -> None:
        """Render the list."""
        texts = texts_for(self.request.headers.get("Accept-Language", ""))
        self.kernel_manager.languages.add(texts.lang)
        template = self.settings["voila_jinja2_env"].get_template("home.html")
        page = template.render(
            t=lambda row: texts(f"present.{row}"),
            lang=texts.lang,
            base_url=self.base_url,
            entries=entries(Path(self.settings["show"].root_dir), texts.lang),
        )
        self.write(page)


class ShutdownKernel(VoilaShutdownKernelHandler):  # type: ignore[misc]
    """Shuts down the kernel of a page that is closed, whose request has no XSRF cookie."""

    def check_xsrf_cookie(self) -> None:
        """Accept the request: the long id of a kernel is proof enough."""

    @authenticated
    async def post(self, kernel_id: str) -> None:
        """Shut down the kernel of a visitor."""
        if kernel_id not in self.kernel_manager.visits.kernels():
            raise HTTPError(404)
        await super().post(kernel_id)


class TemplateFile(TemplateStaticFileHandler):  # type: ignore[misc]
    """Serves the files of the templates in use; any other path is not found."""

    def parse_url_path(self, url_path: str) -> str:
        """Return the path of a file, refused if it is not ``template/static/file``."""
        template, *rest = url_path.split("/")
        used = [Path(path).name for path in self.settings["show"].template_paths]
        if template not in used or len(rest) < 2 or rest[0] != "static":
            raise HTTPError(404)
        if ".." in rest or not all(rest):
            raise HTTPError(404)
        return str(super().parse_url_path(url_path))


class RateBudget:
    """An allowance that is refilled at a rate; who has spent it waits.

    Parameters
    ----------
    rate : float
        What is added in a second.
    most : float
        What can be saved up.

    Examples
    --------
    >>> budget = RateBudget(rate=1, most=10)
    >>> budget.delay(8), round(budget.delay(8))
    (0.0, 6)
    """

    def __init__(self, rate: float, most: float) -> None:
        self._rate, self._most, self._left, self._at = rate, most, most, time.monotonic()

    def delay(self, cost: float) -> float:
        """Spend from the allowance; return for how many seconds to wait until it is covered."""
        now = time.monotonic()
        self._left = min(self._most, self._left + self._rate * (now - self._at)) - cost
        self._at = now
        return max(0.0, -self._left / self._rate)


class KernelMessages(VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """Passes messages between a page and its kernel; a page that sends too many waits.

    One process passes on the messages of all visitors.
    """

    def initialize(self) -> None:
        """Open the allowances: far more than a person causes by moving sliders."""
        self._messages, self._bytes = RateBudget(300, 3_000), RateBudget(10e6, 50e6)

    async def on_message(self, ws_message: str | bytes) -> None:
        """Pass a message on; the next one is not read before."""
        delay = max(self._messages.delay(1), self._bytes.delay(len(ws_message)))
        if delay:
            await asyncio.sleep(delay)
        if self.connection is not None:
            super().on_message(ws_message)

    def get(self, *arguments: Any, **named: Any) -> Any:
        """Refuse a kernel that does not exist or that no page was given."""
        if named.get("kernel_id", *arguments[:1]) not in self.kernel_manager.visits.kernels():
            raise HTTPError(404)
        return super().get(*arguments, **named)
