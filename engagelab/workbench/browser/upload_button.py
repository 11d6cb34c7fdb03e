"""Upload a file from the page to the kernel, in pieces."""

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from . import STATIC

MAX_BYTES = 50 << 20


class UploadButton(anywidget.AnyWidget):
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
        self._on_upload, self._pieces = on_upload, list[bytes]()
        self.on_msg(self._receive)

    def _receive(self, _: Any, message: dict[str, Any], buffers: list[Any]) -> None:
        """Store a piece; the last one completes the file."""
        if message["place"] == 0:
            self._pieces = []
        if message["place"] != len(self._pieces):
            return  # a piece of an upload that was abandoned
        self._pieces += [bytes(piece) for piece in buffers]
        if sum(map(len, self._pieces)) > self.max_bytes:
            self._pieces = []
        elif message["last"]:
            content, self._pieces = b"".join(self._pieces), []
            self.shown = str(message["name"])
            self._on_upload(self.shown, content)
