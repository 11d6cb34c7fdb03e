"""Show the Python code that reproduces the numbers on the screen."""

from ..browser.code_view import CodeView
from ..compute.answer import Answer
from ..view.python_export import export_python
from .context import Context

_WORDS = ("copy", "copied", "says", "label")


class CodeTab:
    """The code of the present plan, its pins and their comparison.

    Attributes
    ----------
    widget : CodeView
        The lines of code.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.widget = CodeView(texts={name: context.texts(f"code.{name}") for name in _WORDS})
        self.follow()

    def show(self, answer: Answer) -> None:
        """Do nothing: the tab follows the plan, not its answer."""

    def follow(self) -> None:
        """Write the code of the present plan."""
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
        """Remove the widget from the page."""
        self.widget.close()
