"""Serve the notebooks as an application: Voila with its own home page, template and limits."""

import asyncio
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.routing import Rule
from traitlets import Int, List, Unicode
from traitlets.config import Config
from voila.app import Voila
from voila.request_info_handler import RequestInfoSocketHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from .files import NotebookFiles
from .guard import LOOPBACK, Guard, RefusedRequest, is_loopback, parse_host
from .handlers import HomePage, KernelMessages, ShutdownKernel, TemplateFile
from .kernels import Kernels, keep_warm
from .pages import NotebookPage, RunningPage

TEMPLATE = "engagelab"
JUPYTER = Path(__file__).parent / "jupyter"  # where Voila finds the template
_LOOK_AFTER = 5.0  # seconds between two looks at the kernels of the visitors
# A page loads only these of the JupyterLab extensions that are installed here.
EXTENSIONS = [
    "@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget",
]  # fmt: skip


_REPLACED = {
    VoilaShutdownKernelHandler: ShutdownKernel,
    VoilaKernelWebsocketHandler: KernelMessages,
    TornadoVoilaHandler: NotebookPage,
    TemplateStaticFileHandler: TemplateFile,
}


class Show(Voila):  # type: ignore[misc]
    """The application.

    Attributes
    ----------
    announce : callable
        Receives the address once the application listens.
    warm : int
        The number of warm kernels for each notebook.
    names : list of str
        Host names under which visitors open the application, besides its address.
    """

    announce: Any = staticmethod(lambda address: None)
    warm = Int(0, config=True)
    names = List(Unicode(), config=True)

    def init_settings(self) -> dict[str, Any]:
        """Add the application to the settings, for the home page, and the notebooks' languages."""
        settings = super().init_settings()
        self.contents_manager = NotebookFiles(parent=self)
        return {**settings, "contents_manager": self.contents_manager, "show": self}

    def init_handlers(self) -> list[Any]:
        """Return the handlers, after the guard: the home page, but no list of files."""
        self.app.default_router.rules.insert(0, Rule(self._guard(), RefusedRequest))
        handlers = [
            (pattern, _REPLACED.get(handler, handler), *options)
            for pattern, handler, *options in super().init_handlers()
            if not self._is_hidden(pattern, handler)
        ]
        options = {"voila_configuration": self.voila_configuration}
        execution = f"{self.server_url}voila/execution/(?P<kernel_id>[0-9a-f-]+)"
        return [(self.server_url, HomePage, options), (execution, RunningPage), *handlers]

    def _is_hidden(self, pattern: str, handler: Any) -> bool:
        """Return whether one of Voila's handlers is left out."""
        if handler is RequestInfoSocketHandler or pattern in (self.server_url, "/logout"):
            return True
        return any(part in pattern for part in ("/voila/tree", "/voila/api/contents"))

    def _guard(self) -> Guard:
        """Return the guard, which accepts the names of this machine on all addresses only."""
        if self._listens_on_all:
            return Guard(self.names, lambda: self.port, machine=socket.gethostname())
        return Guard(self.names, lambda: self.port, machine=self.ip)

    @property
    def _listens_on_all(self) -> bool:
        return self.ip in ("", "0.0.0.0", "::")

    @property
    def connection_url(self) -> str:
        """The address to open on this machine."""
        return self._url("127.0.0.1" if self._listens_on_all else self.ip)

    def _url(self, ip: str) -> str:
        return str(super()._url(f"[{ip}]" if ":" in ip else ip))

    def listen(self) -> None:
        """Listen, announce the address once the port is known, and then warm the kernels."""
        loop = IOLoop.current()
        loop.call_later(0.1, lambda: self.announce(self.display_url))
        if self.warm:
            loop.call_later(0.2, self._warm_up)
        PeriodicCallback(self.kernel_manager.look_after, 1_000 * _LOOK_AFTER).start()
        super().listen()

    def _warm_up(self) -> None:
        manager, folder = self.kernel_manager, Path(self.root_dir)
        self._warming = asyncio.ensure_future(keep_warm(manager, folder, self.warm))


def arguments(
    folder: Path, *, host: str = "127.0.0.1", port: int = 8866, open_browser: bool = True,
    warm: int = 1, names: Sequence[str] = (), max_visitors: int = 20,
) -> Config:  # fmt: skip
    """Return the configuration of the application.

    On a loopback address it is open to this machine; on any other one, and under any other name, it
    requires a token. Sources and tracebacks are stripped, and no file of the folder is served.

    Parameters
    ----------
    folder : Path
        The folder of the notebooks.
    host : str
        The address to listen on.
    port : int
        The port; the next free one is taken if it is in use.
    open_browser : bool
        Whether to open a browser.
    warm : int
        The number of kernels for each notebook that have run all its cells.
    names : sequence of str
        Host names under which visitors open the application, besides its address.
    max_visitors : int
        The number of visitors at a time.

    Examples
    --------
    >>> from pathlib import Path
    >>> arguments(Path("notebooks")).Voila.auto_token
    False
    >>> arguments(Path("notebooks"), host="0.0.0.0").Voila.auto_token
    True
    """
    config = Config()
    config.Voila.ip = host
    config.Voila.port = port
    config.Voila.port_retries = 20
    config.Voila.root_dir = str(folder.resolve())
    config.Voila.open_browser = open_browser
    config.Voila.auto_token = not (is_loopback(host) and all(map(_is_loopback_name, names)))
    config.Voila.log_level = "ERROR"
    config.Voila.config_file_paths = []
    config.VoilaConfiguration.template = TEMPLATE
    config.VoilaConfiguration.classic_tree = True
    config.VoilaConfiguration.strip_sources = True
    config.VoilaConfiguration.show_tracebacks = False
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.file_allowlist = []
    config.VoilaConfiguration.extension_allowlist = EXTENSIONS
    config.VoilaConfiguration.multi_kernel_manager_class = Kernels
    # A workbench takes hundreds of messages; by default, those not read within 4 s are dropped.
    config.VoilaExecutor.iopub_timeout = 300
    config.VoilaConfiguration.preheat_kernel = warm > 0
    config.VoilaConfiguration.default_pool_size = 0  # see `Show.warm`
    config.Show.warm = warm
    config.Show.names = list(names)
    config.Kernels.max_visitors = max_visitors
    config.MappingKernelManager.cull_idle_timeout = 1_800
    config.MappingKernelManager.cull_interval = 60
    return config


def _is_loopback_name(name: str) -> bool:
    host = parse_host(name)
    return host is not None and host.name in LOOPBACK
