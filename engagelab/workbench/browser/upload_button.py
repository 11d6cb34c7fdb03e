"""Upload a file from the page to the kernel, in pieces."""

from collections.abc import Callable
from typing import Any

import traitlets

from . import STATIC
from .widgets import PageWidget

MAX_BYTES = 50 << 20


class UploadButton(PageWidget):
    """A button that uploads one file.

    Parameters
    ----------
    on_upload : callable
        Receives the name of a file and its content, as bytes.

    Attributes
    ----------
    texts : dict
        ``choose`` and ``too_large``, and optionally ``label``, ``none`` and ``tip``.
    accept : str
        The file extensions to choose from.
    shown : str
        The file name beside the button.
    max_bytes : int
        The largest size; the page refuses larger files itself.
    out_of_use : bool
        Whether the button is disabled.
    """

    _esm = STATIC / "upload.js"
    texts = traitlets.Dict().tag(sync=True)
    accept = traitlets.Unicode(".csv,.tsv,.txt,.dat").tag(sync=True)
    shown = traitlets.Unicode().tag(sync=True)
    max_bytes = traitlets.Int(MAX_BYTES).tag(sync=True)
    out_of_use = traitlets.Bool(False).tag(sync=True)

    def __init__(self, on_upload: Callable[[str, bytes], None], **traits: Any) -> None:
        super().__init__(**traits)
        self._on_upload, self._pieces, self._bytes = on_upload, list[bytes](), 0
        self.on_msg(self._receive)

    def _receive(self, _: Any, message: dict[str, Any], buffers: list[Any]) -> None:
        """Store a piece; the last one completes the file."""
        if message["place"] == 0:
            self._forget()
        if message["place"] != len(self._pieces) or len(buffers) != 1:
            return  # a piece of an upload that was abandoned
        self._bytes += len(buffers[0])
        if self._bytes > self.max_bytes:
            self._forget()
            return
        self._pieces.append(bytes(buffers[0]))
        if message["last"]:
            content = b"".join(self._pieces)
            self._forget()
            self.shown = str(message["name"])
            self._on_upload(self.shown, content)

    def _forget(self) -> None:
        self._pieces, self._bytes = [], 0
