"""The right side: status, headline, picture and words of an answer, painted by the page at once."""

from pathlib import Path
from typing import Any

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"


class AnswerView(anywidget.AnyWidget):
    """Shows an answer; all of it travels in one message, and is painted in one go.

    Attributes
    ----------
    told : dict
        ``number``, counting up; ``status``, ``headline``, ``depends`` and ``words`` as HTML;
        ``picture`` as `Picture.of` makes it.
    """

    _esm = STATIC / "answer.js"
    told = traitlets.Dict().tag(sync=True)

    def tell(self, **parts: Any) -> None:
        """Show some parts; the others stay as they are."""
        number = self.told.get("number", 0) + 1
        self.told = {**self.told, **parts, "number": number}
