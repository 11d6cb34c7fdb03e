"""A line above everything, with something to do about it; it stays until it is put away."""

from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from ...errors import EngagelabError
from ...i18n import Texts
from ..state.plan_files import one_line


class Notice:
    """One line with at most one button, and a button to put it away.

    Parameters
    ----------
    texts : Texts
        The language.

    Attributes
    ----------
    widget : ipywidgets.HBox
        What is shown; nothing while there is nothing to say.
    said : str
        The key of the text that is shown; empty: nothing.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> notice = Notice(load("en"))
    >>> notice.show("plans.restored")
    >>> notice.text
    'Your last state is back.'
    """

    def __init__(self, texts: Texts) -> None:
        self.said = ""
        self._texts = texts
        self._values: dict[str, str | EngagelabError] = {}
        self._do: tuple[str, Callable[[], None]] | None = None
        self._line = widgets.HTML()
        self._button, self._close = widgets.Button(), widgets.Button()
        self._button.on_click(lambda _: self._act())
        self._close.on_click(lambda _: self.hide())
        self.widget = widgets.HBox([self._line, self._button, self._close])
        self.widget.add_class("el-notice")
        self._close.add_class("el-close")
        self.hide()

    @property
    def text(self) -> str:
        """The line that is shown, in the language."""
        t = self._texts
        told = {
            name: one_line(value, t) if isinstance(value, EngagelabError) else value
            for name, value in self._values.items()
        }
        return t(self.said, **told) if self.said else ""

    def show(
        self,
        key: str,
        do: tuple[str, Callable[[], None]] | None = None,
        **values: str | EngagelabError,
    ) -> None:
        """Show a line.

        Parameters
        ----------
        key : str
            The key of its text.
        do : (str, callable), optional
            The key of the text of a button, and what it does.
        values : str or EngagelabError
            What the text names; a mistake is told in one line.
        """
        self.said, self._do, self._values = key, do, values
        self.speak(self._texts)
        self.widget.layout.display = None

    def hide(self) -> None:
        """Put the line away."""
        self.said, self._do = "", None
        self.widget.layout.display = "none"

    def _act(self) -> None:
        if self._do:
            self._do[1]()

    def speak(self, texts: Texts) -> None:
        """Say it in another language."""
        self._texts = texts
        self._line.value = f'<span role="status">{escape(self.text)}</span>'
        self._close.description = texts("plans.put_away")
        self._button.layout.display = None if self._do else "none"
        if self._do:
            self._button.description = texts(self._do[0])
            self._button.tooltip = texts(f"{self._do[0]}_tip")
