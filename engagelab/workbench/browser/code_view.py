"""Show lines of Python with a button that copies them."""

import traitlets

from . import STATIC
from .widgets import PageWidget


class CodeView(PageWidget):
    """Lines of Python with a copy button.

    Attributes
    ----------
    code : str
        The lines.
    texts : dict of str to str
        The words around them.
    """

    _esm = STATIC / "code.js"
    code = traitlets.Unicode().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
