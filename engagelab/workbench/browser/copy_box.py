"""A text to be copied, with the button that does it in the page."""

import anywidget
import traitlets

from ...i18n import Texts
from .answer_view import STATIC


class CopyBox(anywidget.AnyWidget):
    """A text to be copied; nothing is shown of an empty one.

    Attributes
    ----------
    text : str
        The text.
    words : dict of str to str
        ``label``, and what the button and its answers say.
    """

    _esm = STATIC / "copy.js"
    text = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)


def copy_box(label: str, texts: Texts) -> CopyBox:
    """Return a box for a text to be copied, in a language.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> box = copy_box("code", load("en"))
    >>> box.text, box.words["copy"]
    ('', 'Copy')
    """
    said = {name: texts(f"plans.{name}") for name in ("copy", "copied", "selected")}
    return CopyBox(words={"label": label, "tip": texts("plans.copy_tip"), **said})
