"""The right side: status, headline, picture and words of an answer, painted by the page at once."""

from pathlib import Path
from typing import Any

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"


class AnswerView(anywidget.AnyWidget):
    """Shows an answer: the picture and its numbers in one message, what is said of them in another.

    Attributes
    ----------
    told : dict
        ``number``, counting up; ``status`` and ``headline`` as HTML; ``picture`` as `Picture.of`
        makes it.
    beside : dict
        ``depends`` and ``words`` as HTML; they may come a moment later.
    """

    _esm = STATIC / "answer.js"
    told = traitlets.Dict().tag(sync=True)
    beside = traitlets.Dict().tag(sync=True)

    def tell(self, **parts: Any) -> None:
        """Show some parts; the others stay as they are."""
        number = self.told.get("number", 0) + 1
        self.told = {**self.told, **parts, "number": number}

    def say(self, **parts: str) -> None:
        """Say something of the answer that is shown."""
        self.beside = {**self.beside, **parts}
