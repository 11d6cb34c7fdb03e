"""A file for the person at the page: sent as one message, offered by the browser as a download."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import anywidget
import ipywidgets as widgets

from ...i18n import Texts
from .answer_view import STATIC


@dataclass(frozen=True)
class DownloadFile:
    """A file to be offered.

    Attributes
    ----------
    filename : str
        What it is called.
    mimetype : str
        What it holds, such as ``"text/csv"``.
    data : bytes
        What is in it.
    """

    filename: str
    mimetype: str
    data: bytes


class Link(anywidget.AnyWidget):
    """The page's side: starts the download, and shows a link to take the file again."""

    _esm = STATIC / "download.js"


class Download:
    """The place where files are offered; no file lies on the server.

    Parameters
    ----------
    texts : Texts
        The language.

    Attributes
    ----------
    widget : ipywidgets.HBox
        The buttons, and what was offered last with a link to take it again.

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
        self.link = Link()
        self.widget = widgets.HBox([self.link])
        self.widget.add_class("el-downloads")

    def send(self, filename: str, mimetype: str, data: bytes) -> None:
        """Offer a file: the page begins the download at once.

        Parameters
        ----------
        filename : str
            What it is called; what no file system takes is left out.
        mimetype : str
            What it holds, such as ``"text/csv"``.
        data : bytes
            What is in it.
        """
        file = DownloadFile(tidy(filename), mimetype, bytes(data))
        self.last, t = file, self.texts
        told = {
            "filename": file.filename,
            "mimetype": mimetype,
            "ready": t("plans.ready", name=file.filename, size=self._size(len(file.data))),
            "again": t("plans.again"),
        }
        self.link.send(told, [file.data])

    def button(
        self,
        label: str,
        tip: str,
        make: Callable[[], DownloadFile],
        guarded: Callable[[Callable[..., None]], Callable[..., None]],
    ) -> Any:
        """Return a new button, before the link, that makes a file and offers it.

        Parameters
        ----------
        label, tip : str
            What stands on it, and what it does.
        make : callable
            Makes the file when the button is pressed.
        guarded : callable
            As `Context.guarded`: what goes wrong is told.
        """
        button = widgets.Button(description=label, tooltip=tip)

        def offer(_: Any) -> None:
            file = make()
            self.send(file.filename, file.mimetype, file.data)

        button.on_click(guarded(offer))
        self.widget.children = (*self.widget.children[:-1], button, self.link)
        return button

    def _size(self, count: int) -> str:
        small = count < 1_000_000
        share, unit = (
            (count / 1e3, "plans.kilobytes") if small else (count / 1e6, "plans.megabytes")
        )
        return self.texts(unit, size=self.texts.decimal(share, 1))


def tidy(filename: str) -> str:
    """Return a file's name without what a file system or a page would take for something else.

    Examples
    --------
    >>> tidy("custom (from Voucher).yaml"), tidy("../<b>.yaml"), tidy("...")
    ('custom (from Voucher).yaml', 'b.yaml', 'file')
    """
    kept = "".join(sign for sign in filename if sign.isprintable() and sign not in '/\\:*?"<>|')
    return kept.strip(" .")[-120:] or "file"
