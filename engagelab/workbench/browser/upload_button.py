"""A file that a person chooses in the page, brought to the kernel piece by piece."""

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from .answer_view import STATIC

MOST = 50 << 20  # bytes that the button takes


class Upload(anywidget.AnyWidget):
    """A button that takes one file.

    Parameters
    ----------
    took : callable
        Takes the name of a file and what is in it, as bytes.

    Attributes
    ----------
    texts : dict
        ``choose`` and ``too_large``; ``label``, ``none`` and ``tip`` where they are wanted.
    accept : str
        The endings that are offered.
    shown : str
        The name that stands beside the button.
    most : int
        Bytes that are taken; the page refuses larger files itself.
    """

    _esm = STATIC / "upload.js"
    texts = traitlets.Dict().tag(sync=True)
    accept = traitlets.Unicode(".csv,.tsv,.txt,.dat").tag(sync=True)
    shown = traitlets.Unicode().tag(sync=True)
    most = traitlets.Int(MOST).tag(sync=True)
    out_of_use = traitlets.Bool(False).tag(sync=True)

    def __init__(self, took: Callable[[str, bytes], None], **given: Any) -> None:
        super().__init__(**given)
        self._took, self._parts = took, list[bytes]()
        self.on_msg(self._hear)

    def _hear(self, _: Any, told: dict[str, Any], buffers: list[Any]) -> None:
        """Take a piece; the last one makes it whole."""
        if told["place"] == 0:
            self._parts = []
        if told["place"] != len(self._parts):
            return  # a piece of a file that was given up
        self._parts += [bytes(piece) for piece in buffers]
        if sum(map(len, self._parts)) > self.most:
            self._parts = []
        elif told["last"]:
            content, self._parts = b"".join(self._parts), []
            self.shown = str(told["name"])
            self._took(self.shown, content)
