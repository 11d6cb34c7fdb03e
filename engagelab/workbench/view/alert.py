"""The line above the answer that says what is wrong."""

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from ...errors import EngagelabError
from ...i18n import Texts
from ..state.parse_input import unexpected


class Alert:
    """Says what is wrong, and that the answer in view is that of the last plan that works.

    Parameters
    ----------
    texts : callable
        Returns the language.
    failed : callable
        Called after an error has been told.

    Attributes
    ----------
    widget : ipywidgets.HTML
        The line; nothing while nothing is wrong.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> alert = Alert(lambda: load("en"), lambda: None)
    >>> alert.guarded(lambda: 1 / 0)()
    >>> "ZeroDivisionError" in alert.widget.value
    True
    """

    def __init__(self, texts: Callable[[], Texts], failed: Callable[[], None]) -> None:
        self._texts, self._failed = texts, failed
        self.widget = widgets.HTML()
        self.widget.add_class("el-message")

    def tell(self, text: str) -> None:
        """Say a line; an empty one takes it away."""
        stays = escape(self._texts()("workbench.stays"))
        alert = f'<span role="alert">{escape(text)}\n{stays}</span>' if text else ""
        self.widget.value = alert
        self.widget.layout.display = None if text else "none"

    def fail(self, error: Exception) -> None:
        """Say what an error is about."""
        t = self._texts()
        self.tell(t.mistake(error) if isinstance(error, EngagelabError) else unexpected(error, t))
        self._failed()

    def guarded(self, act: Callable[..., None]) -> Callable[..., None]:
        """Return the act; what goes wrong in it is told in one line."""

        def guarded(*given: Any) -> None:
            try:
                act(*given)
            except Exception as error:  # never a traceback in the notebook
                self.fail(error)

        return guarded
