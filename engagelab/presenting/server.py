"""The notebooks as an application: Voila, with a home page, a template and limits of our own."""

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
from .titles import entries, said

TEMPLATE = "engagelab"
JUPYTER = Path(__file__).parent / "jupyter"  # where Voila finds the template
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# What a page loads; other extensions of JupyterLab that are installed here have no place in it.
EXTENSIONS = [
    "@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget",
]  # fmt: skip


class Home(BaseVoilaHandler):  # type: ignore[misc]
    """The list of the notebooks by their questions, in the language of the browser."""

    @authenticated
    def get(self) -> None:
        """Show the list."""
        texts = load(language_of(_tags(self.request.headers.get("Accept-Language", ""))))
        template = self.settings["voila_jinja2_env"].get_template("home.html")
        page = template.render(
            t=lambda row: texts(f"present.{row}"),
            lang=texts.lang,
            base_url=self.base_url,
            entries=[said(one, texts) for one in entries(Path(self.settings["show"].root_dir))],
        )
        self.write(page)


class Goodbye(VoilaShutdownKernelHandler):  # type: ignore[misc]
    """Ends the kernel of a page that is closed; its farewell carries no cookie of a form."""

    def check_xsrf_cookie(self) -> None:
        """Let it pass: who knows the long name of a kernel may end it."""


class Show(Voila):  # type: ignore[misc]
    """The application; says where it listens by `announce`.

    Attributes
    ----------
    announce : callable
        Takes the address, once it listens.
    warm : int
        How many kernels wait for each notebook.
    """

    announce: Any = staticmethod(lambda address: None)
    warm = Int(0, config=True)

    def init_settings(self) -> dict[str, Any]:
        """Add what the home page needs."""
        return {**super().init_settings(), "show": self}

    def init_handlers(self) -> list[Any]:
        """Serve our home page; no list of files, and nothing of the contents."""
        hidden = ("/voila/tree", "/voila/api/contents")
        ours = {VoilaShutdownKernelHandler: Goodbye, TornadoVoilaHandler: NotebookPage}
        kept = [
            (handler[0], ours.get(handler[1], handler[1]), *handler[2:])
            for handler in super().init_handlers()
            if handler[0] != self.server_url and not any(part in handler[0] for part in hidden)
        ]
        told = {"voila_configuration": self.voila_configuration}
        playing = f"{self.server_url}voila/execution/(?P<kernel_id>[0-9a-f-]+)"
        return [(self.server_url, Home, told), (playing, RunningPage), *kept]

    def listen(self) -> None:
        """Listen; the address is told once the port is known, and then the kernels are warmed."""
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
    """Return how the application is set up.

    On the loopback address it is open to this machine; on any other, a token is made and asked for.
    Sources are stripped, no file of the folder is served, tracebacks are held back.

    Parameters
    ----------
    folder : Path
        The folder with the notebooks.
    host : str
        The address to listen on.
    port : int
        The port; the next free one is taken if it is in use.
    open_browser : bool
        Whether to open a browser.
    warm : int
        How many kernels wait for each notebook, with all its cells run.

    Examples
    --------
    >>> from pathlib import Path
    >>> told = arguments(Path("notebooks")), arguments(Path("notebooks"), host="0.0.0.0")
    >>> [one.Voila.auto_token for one in told]
    [False, True]
    """
    told = Config()
    told.Voila.ip = host
    told.Voila.port = port
    told.Voila.port_retries = 20
    told.Voila.root_dir = str(folder.resolve())
    told.Voila.open_browser = open_browser
    told.Voila.auto_token = host not in LOOPBACK
    told.Voila.log_level = "ERROR"
    told.Voila.config_file_paths = []
    told.VoilaConfiguration.template = TEMPLATE
    told.VoilaConfiguration.classic_tree = True
    told.VoilaConfiguration.strip_sources = True
    told.VoilaConfiguration.show_tracebacks = False
    told.VoilaConfiguration.allow_template_override = "NO"
    told.VoilaConfiguration.allow_theme_override = "NO"
    told.VoilaConfiguration.file_allowlist = []
    told.VoilaConfiguration.extension_allowlist = EXTENSIONS
    told.VoilaConfiguration.multi_kernel_manager_class = Kernels
    # A workbench is a thousand messages; what a busy server has not read in 4 s would be left out.
    told.VoilaExecutor.iopub_timeout = 300
    told.VoilaConfiguration.preheat_kernel = warm > 0
    told.VoilaConfiguration.default_pool_size = 0  # see `Show.warm`
    told.Show.warm = warm
    told.MappingKernelManager.cull_idle_timeout = 1_800
    told.MappingKernelManager.cull_interval = 60
    return told


def _tags(header: str) -> list[str]:
    """Return the languages of a header, the dearest first."""
    parts = (part.split(";q=") for part in header.split(",") if part.strip())
    return [tag.strip() for tag, *_ in sorted(parts, key=_weight, reverse=True)]


def _weight(part: list[str]) -> float:
    try:
        return float(part[1]) if len(part) > 1 else 1.0
    except ValueError:
        return 0.0
