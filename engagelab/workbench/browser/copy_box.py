"""Show a text with a button that copies it."""

import traitlets

from ...i18n import Texts
from . import STATIC
from .widgets import PageWidget


class CopyBox(PageWidget):
    """A text with a copy button; hidden while the text is empty.

    Attributes
    ----------
    text : str
        The text.
    words : dict of str to str
        The ``label``, and the words of the button and of its confirmations.
    """

    _esm = STATIC / "copy.js"
    text = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)


def copy_box(label: str, texts: Texts) -> CopyBox:
    """Return an empty copy box in a language.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> box = copy_box("code", load("en"))
    >>> box.text, box.words["copy"]
    ('', 'Copy')
    """
    words = {name: texts(f"plans.{name}") for name in ("copy", "copied", "selected")}
    return CopyBox(words={"label": label, "tip": texts("plans.copy_tip"), **words})
