"""The glossary: every word explained, found by typing a part of it."""

import anywidget
import traitlets

from ..browser.answer_view import STATIC
from ..compute.answer import Answer
from ..view.glossary import as_html, entries
from .context import Context

_WORDS = ("find", "found", "nothing")


class GlossaryView(anywidget.AnyWidget):
    """The words, as the page shows, filters and links them.

    Attributes
    ----------
    html : str
        All words, as a list of terms.
    links : dict of str to str
        Where each word stands, so that it leads there wherever it is used.
    texts : dict of str to str
        What stands around the words.
    at : str
        The word that is pointed at, and a number so that it can be pointed at again.
    """

    _esm = STATIC / "glossary.js"
    html = traitlets.Unicode().tag(sync=True)
    links = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
    at = traitlets.Unicode().tag(sync=True)


class GlossaryTab:
    """All words of the workbench, with a box to find one; made once for a language.

    Attributes
    ----------
    widget : GlossaryView
        What is shown.
    """

    def __init__(self, context: Context) -> None:
        t = context.texts
        listed = entries(t)
        self._keys = {entry.field: entry.key for entry in listed if entry.field}
        self._pointed = 0
        self.widget = GlossaryView(
            html=as_html(listed, t),
            links={entry.word: f"el-{entry.key}" for entry in listed if not entry.field},
            texts={name: t(f"find.{name}", n="{n}") for name in _WORDS},
        )

    def show(self, answer: Answer) -> None:
        """Do nothing: words do not depend on an answer."""

    def point(self, name: str) -> None:
        """Point at the word of a field, by its dotted name."""
        if name in self._keys:
            self._pointed += 1
            self.widget.at = f"el-{self._keys[name]} {self._pointed}"

    def close(self) -> None:
        """Take it from the page."""
        self.widget.close()
