"""The lines of Python that make the numbers of the view."""

import anywidget
import traitlets

from ..browser.answer_view import STATIC
from ..compute.answer import Answer
from ..view.python_export import export_python
from .context import Context


class CodeView(anywidget.AnyWidget):
    """Lines of Python, and a button that copies them.

    Attributes
    ----------
    code : str
        The lines.
    texts : dict of str to str
        What stands around them.
    """

    _esm = STATIC / "code.js"
    code = traitlets.Unicode().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)


class CodeTab:
    """The code of the present view; it follows the plan, the pins and what they are held against.

    Attributes
    ----------
    widget : CodeView
        What is shown.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        words = ("copy", "copied", "says", "label")
        self.widget = CodeView(texts={name: context.texts(f"code.{name}") for name in words})
        self.follow()

    def show(self, answer: Answer) -> None:
        """Do nothing: the plan is followed itself."""

    def follow(self) -> None:
        """Write the lines of the plan as it stands."""
        session = self._context.session
        self.widget.code = export_python(
            session.plan,
            session.draft.base,
            pins=session.suited_pins,
            against=session.against,
            network=self._context.network,
            files=session.network_files,
        )

    def close(self) -> None:
        """Take it from the page."""
        self.widget.close()
