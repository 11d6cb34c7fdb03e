"""Serve the notebooks as an application: Voila with its own home page, template and limits."""

import asyncio
from pathlib import Path
from typing import Any

from tornado.ioloop import IOLoop
from tornado.web import authenticated
from traitlets import Int
from traitlets.config import Config
from voila.app import Voila
from voila.handler import BaseVoilaHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from ..i18n import language_of, load
from .kernels import Kernels, keep_warm
from .pages import NotebookPage, RunningPage
from .titles import entries, translated

TEMPLATE = "engagelab"
JUPYTER = Path(__file__).parent / "jupyter"  # where Voila finds the template
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# A page loads only these of the JupyterLab extensions that are installed here.
EXTENSIONS = [
    "@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget",
]  # fmt: skip


class HomePage(BaseVoilaHandler):  # type: ignore[misc]
    """The list of notebooks by their titles, in the language of the browser."""

    @authenticated
    def get(self) -> None:
        """Render the list."""
        texts = load(language_of(_language_tags(self.request.headers.get("Accept-Language", ""))))
        listed = entries(Path(self.settings["show"].root_dir))
        template = self.settings["voila_jinja2_env"].get_template("home.html")
        page = template.render(
            t=lambda row: texts(f"present.{row}"),
            lang=texts.lang,
            base_url=self.base_url,
            entries=[translated(entry, texts) for entry in listed],
        )
        self.write(page)


class ShutdownKernel(VoilaShutdownKernelHandler):  # type: ignore[misc]
    """Shuts down the kernel of a page that is closed, whose request has no XSRF cookie."""

    def check_xsrf_cookie(self) -> None:
        """Accept the request: the long id of a kernel is proof enough."""


class Show(Voila):  # type: ignore[misc]
    """The application.

    Attributes
    ----------
    announce : callable
        Receives the address once the application listens.
    warm : int
        The number of warm kernels for each notebook.
    """

    announce: Any = staticmethod(lambda address: None)
    warm = Int(0, config=True)

    def init_settings(self) -> dict[str, Any]:
        """Add the application to the settings, for the home page."""
        return {**super().init_settings(), "show": self}

    def init_handlers(self) -> list[Any]:
        """Return the handlers: the home page, but no list of files and no contents API."""
        hidden = ("/voila/tree", "/voila/api/contents")
        replaced = {VoilaShutdownKernelHandler: ShutdownKernel, TornadoVoilaHandler: NotebookPage}
        handlers = [
            (handler[0], replaced.get(handler[1], handler[1]), *handler[2:])
            for handler in super().init_handlers()
            if handler[0] != self.server_url and not any(part in handler[0] for part in hidden)
        ]
        options = {"voila_configuration": self.voila_configuration}
        execution = f"{self.server_url}voila/execution/(?P<kernel_id>[0-9a-f-]+)"
        return [(self.server_url, HomePage, options), (execution, RunningPage), *handlers]

    def listen(self) -> None:
        """Listen, announce the address once the port is known, and then warm the kernels."""
        loop = IOLoop.current()
        loop.call_later(0.1, lambda: self.announce(self.display_url))
        if self.warm:
            loop.call_later(0.2, self._warm_up)
        super().listen()

    def _warm_up(self) -> None:
        manager, folder = self.kernel_manager, Path(self.root_dir)
        self._warming = asyncio.ensure_future(keep_warm(manager, folder, self.warm))


def arguments(
    folder: Path, *, host: str = "127.0.0.1", port: int = 8866, open_browser: bool = True,
    warm: int = 1,
) -> Config:  # fmt: skip
    """Return the configuration of the application.

    On a loopback address it is open to this machine; on any other one it requires a token. Sources
    and tracebacks are stripped, and no file of the folder is served.

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
    config.Voila.auto_token = host not in LOOPBACK
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
    config.MappingKernelManager.cull_idle_timeout = 1_800
    config.MappingKernelManager.cull_interval = 60
    return config


def _language_tags(header: str) -> list[str]:
    """Return the language tags of a header, the preferred ones first."""
    parts = (part.split(";q=") for part in header.split(",") if part.strip())
    return [tag.strip() for tag, *_ in sorted(parts, key=_weight, reverse=True)]


def _weight(part: list[str]) -> float:
    try:
        return float(part[1]) if len(part) > 1 else 1.0
    except ValueError:
        return 0.0
