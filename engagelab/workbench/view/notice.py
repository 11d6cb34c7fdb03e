"""Show a dismissible line, with at most one action, at the top of the workbench."""

from collections.abc import Callable

from ...errors import EngagelabError
from ...i18n import Texts
from ..browser import widgets
from ..state.plan_files import one_line
from ..templates import element

Action = tuple[str, Callable[[], None]]


class Notice:
    """A line with at most one action button, and a button to dismiss it.

    Parameters
    ----------
    texts : Texts
        The language.

    Attributes
    ----------
    widget : ipywidgets.HBox
        The line and its buttons; hidden without a text.
    key : str
        The key of the text that is shown; empty for none.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> notice = Notice(load("en"))
    >>> notice.show("plans.restored")
    >>> notice.text
    'Your last state is back.'
    """

    def __init__(self, texts: Texts) -> None:
        self.key = ""
        self._texts = texts
        self._values: dict[str, str | EngagelabError] = {}
        self._action: Action | None = None
        self._line = widgets.HTML()
        self._button = widgets.Button()
        self._close = widgets.Button(style=self._button.style)
        self._button.on_click(lambda _: self._act())
        self._close.on_click(lambda _: self.hide())
        self.widget = widgets.HBox([self._line, self._button, self._close])
        self.widget.add_class("el-notice")
        self._close.add_class("el-close")
        self.hide()

    @property
    def text(self) -> str:
        """The line that is shown, in the current language; empty for none."""
        t = self._texts
        values = {
            name: one_line(value, t) if isinstance(value, EngagelabError) else value
            for name, value in self._values.items()
        }
        return t(self.key, **values) if self.key else ""

    def show(self, key: str, action: Action | None = None, **values: str | EngagelabError) -> None:
        """Show a line.

        Parameters
        ----------
        key : str
            The key of its text.
        action : (str, callable), optional
            The text key of a button, and the function that it calls.
        values : str or EngagelabError
            The values of the text; an error is shortened to one line.
        """
        self.key, self._action, self._values = key, action, values
        self.set_language(self._texts)
        self.widget.layout.display = None

    def hide(self) -> None:
        """Hide the line."""
        self.key, self._action = "", None
        self.widget.layout.display = "none"

    def set_language(self, texts: Texts) -> None:
        """Show the line and its buttons in another language."""
        self._texts = texts
        self._line.value = element("span", self.text, role="status")
        self._close.description = texts("plans.put_away")
        self._button.layout.display = None if self._action else "none"
        if self._action:
            self._button.description = texts(self._action[0])
            self._button.tooltip = texts(f"{self._action[0]}_tip")

    def _act(self) -> None:
        if self._action:
            self._action[1]()
