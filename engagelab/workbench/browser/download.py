"""Offer files as downloads: each is sent to the page in one message."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...i18n import Texts
from . import STATIC, widgets
from .widgets import PageWidget


@dataclass(frozen=True)
class DownloadFile:
    """A file to download.

    Attributes
    ----------
    filename : str
        Its name.
    mimetype : str
        Its media type, such as ``"text/csv"``.
    data : bytes
        Its content.
    """

    filename: str
    mimetype: str
    data: bytes


class DownloadLink(PageWidget):
    """Start a download in the page, and show a link to repeat it."""

    _esm = STATIC / "download.js"


class Download:
    """Buttons that create files and offer them; no file is stored on the server.

    Parameters
    ----------
    texts : Texts
        The language.

    Attributes
    ----------
    widget : ipywidgets.HBox
        The buttons, and a link to the last file.
    last : DownloadFile or None
        The last file that was offered.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> download = Download(load("en"))
    >>> download.send("plan.yaml", "application/yaml", b"name: Voucher")
    >>> download.last.filename
    'plan.yaml'
    """

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.last: DownloadFile | None = None
        self.link = DownloadLink()
        self.widget = widgets.HBox([self.link])
        self.widget.add_class("el-downloads")

    def send(self, filename: str, mimetype: str, data: bytes) -> None:
        """Offer a file: the page starts the download at once.

        Parameters
        ----------
        filename : str
            Its name; characters that no file system accepts are left out.
        mimetype : str
            Its media type, such as ``"text/csv"``.
        data : bytes
            Its content.
        """
        file = DownloadFile(safe_filename(filename), mimetype, bytes(data))
        self.last, t = file, self.texts
        message = {
            "filename": file.filename,
            "mimetype": mimetype,
            "ready": t("plans.ready", name=file.filename, size=self._size(len(file.data))),
            "again": t("plans.again"),
        }
        self.link.send(message, [file.data])

    def button(
        self,
        label: str,
        tip: str,
        make: Callable[[], DownloadFile],
        guarded: Callable[[Callable[..., None]], Callable[..., None]],
    ) -> Any:
        """Add a button before the link that creates a file and offers it; return the button.

        Parameters
        ----------
        label, tip : str
            Its label and its tooltip.
        make : callable
            Creates the file when the button is pressed.
        guarded : callable
            As `Context.guarded`: shows errors.
        """
        button = widgets.Button(description=label, tooltip=tip)

        def offer(_: Any) -> None:
            file = make()
            self.send(file.filename, file.mimetype, file.data)

        button.on_click(guarded(offer))
        self.widget.children = (*self.widget.children[:-1], button, self.link)
        return button

    def _size(self, count: int) -> str:
        size, unit = count / 1e3, "plans.kilobytes"
        if count >= 1_000_000:
            size, unit = count / 1e6, "plans.megabytes"
        return self.texts(unit, size=self.texts.decimal(size, 1))


def safe_filename(filename: str) -> str:
    """Return a file name without characters that have a meaning for a file system or a page.

    Examples
    --------
    >>> safe_filename("custom (from Voucher).yaml"), safe_filename("../<b>.yaml")
    ('custom (from Voucher).yaml', 'b.yaml')
    >>> safe_filename("...")
    'file'
    """
    allowed = (sign for sign in filename if sign.isprintable() and sign not in '/\\:*?"<>|')
    return "".join(allowed).strip(" .")[-120:] or "file"
