"""Show the glossary, which the page filters and cross-links."""

import traitlets

from . import STATIC
from .widgets import PageWidget


class GlossaryView(PageWidget):
    """The list of terms, with a search box.

    Attributes
    ----------
    html : str
        All terms, as an HTML list.
    links : dict of str to str
        The anchor of each term, to which its uses elsewhere in the list link.
    texts : dict of str to str
        The words around the list.
    target : str
        The anchor to scroll to, and a number so that it can be repeated.
    """

    _esm = STATIC / "glossary.js"
    html = traitlets.Unicode().tag(sync=True)
    links = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
    target = traitlets.Unicode().tag(sync=True)
