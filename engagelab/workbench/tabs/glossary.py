"""Explain every term of the workbench, with a search box."""

from ..browser.glossary_view import GlossaryView
from ..compute.answer import Answer
from ..view.glossary import as_html, entries
from .context import Context

_WORDS = ("find", "found", "nothing")


class GlossaryTab:
    """The glossary, created once for a language.

    Attributes
    ----------
    widget : GlossaryView
        The list of terms.
    """

    def __init__(self, context: Context) -> None:
        t = context.texts
        listed = entries(t)
        self._keys = {entry.field: entry.key for entry in listed if entry.field}
        self._requests = 0
        self.widget = GlossaryView(
            html=as_html(listed, t),
            links={entry.word: f"el-{entry.key}" for entry in listed if not entry.field},
            texts={name: t(f"find.{name}", n="{n}") for name in _WORDS},
        )

    def show(self, answer: Answer) -> None:
        """Do nothing: terms do not depend on an answer."""

    def point(self, name: str) -> None:
        """Scroll to a field, by its dotted name."""
        if name in self._keys:
            self._requests += 1
            self.widget.target = f"el-{self._keys[name]} {self._requests}"

    def close(self) -> None:
        """Remove the widget from the page."""
        self.widget.close()
