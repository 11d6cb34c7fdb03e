"""Show the current error in a line above the answer."""

from collections.abc import Callable
from typing import Any

from ...errors import EngagelabError
from ...i18n import Texts
from ..browser import widgets
from ..state.parse_input import unexpected
from ..templates import element


class Alert:
    """A line that names the error, and says that the answer shown belongs to the last valid plan.

    Parameters
    ----------
    texts : callable
        Returns the texts in the current language.
    on_error : callable
        Called after an error has been shown.

    Attributes
    ----------
    widget : ipywidgets.HTML
        The line; hidden without an error.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> alert = Alert(lambda: load("en"), lambda: None)
    >>> alert.guarded(lambda: 1 / 0)()
    >>> "ZeroDivisionError" in alert.widget.value
    True
    """

    def __init__(self, texts: Callable[[], Texts], on_error: Callable[[], None]) -> None:
        self._texts, self._on_error = texts, on_error
        self.widget = widgets.HTML()
        self.widget.add_class("el-message")

    @property
    def html(self) -> str:
        """The line as HTML; empty without an error."""
        return str(self.widget.value)

    def show(self, text: str) -> None:
        """Show a text; an empty one hides the line."""
        if text:
            text = f"{text}\n{self._texts()('workbench.stays')}"
        self.widget.value = element("span", text, role="alert")
        self.widget.layout.display = None if text else "none"

    def show_error(self, error: Exception) -> None:
        """Show an error in one line."""
        t = self._texts()
        self.show(t.mistake(error) if isinstance(error, EngagelabError) else unexpected(error, t))
        self._on_error()

    def guarded(self, callback: Callable[..., None]) -> Callable[..., None]:
        """Return a callback that shows its errors here instead of raising them."""

        def guarded(*arguments: Any) -> None:
            try:
                callback(*arguments)
            except Exception as error:  # never a traceback in the notebook
                self.show_error(error)

        return guarded
