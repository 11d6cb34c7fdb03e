"""Show an answer: status, headline, picture and sentences, painted by the page at once."""

from typing import Any

import traitlets

from . import STATIC
from .widgets import PageWidget


class AnswerView(PageWidget):
    """The view of an answer: picture and numbers in one message, explanations in another.

    Attributes
    ----------
    content : dict
        ``number``, which counts up; ``status`` and ``headline`` as HTML; ``picture`` from
        `Picture.of`.
    details : dict
        ``depends`` and ``words`` as HTML, which may come a moment later.
    """

    _esm = STATIC / "answer.js"
    content = traitlets.Dict().tag(sync=True)
    details = traitlets.Dict().tag(sync=True)

    def show(self, **parts: Any) -> None:
        """Replace some parts of the content; the others stay."""
        number = self.content.get("number", 0) + 1
        self.content = {**self.content, **parts, "number": number}

    def show_details(self, **parts: str) -> None:
        """Replace some details; the others stay."""
        self.details = {**self.details, **parts}
