"""What the page does beside the widgets: it knows the browser, and keeps the state."""

import anywidget
import traitlets

from .answer_view import STATIC


class BrowserPage(anywidget.AnyWidget):
    """The browser's side of the workbench; takes no room.

    Attributes
    ----------
    languages : list of str
        What the browser's person reads, the dearest first; from the page.
    address : str
        The address of the page; from the page.
    stored : str
        The state that was kept by an earlier page or kernel; from the page.
    seen : int
        How often a page has shown the workbench; from the page.
    met : int
        The latest of these that has been answered: what the page asks for is shown.
    free : bool
        Whether the browser's language is taken.
    opening : dict of str to str
        What is said in each language until then.
    pressed : bool
        Whether the pointer is pressed on a slider; from the page.
    kept : str
        The state to keep; empty: forget it.
    place : str
        Under which name it is kept, beside the path of the page.
    cards : dict of str to str
        The card of each field, by dotted name, as HTML.
    fresh : dict of str to str
        The cards that have changed since.
    outside : list of str
        Fields whose value leaves what evidence supports.
    lang, about, explain : str
        The language, what the button that opens a card is called, and what the one in it is called
        that leads to the glossary.
    asked : str
        The field whose word a person wants explained, and a number; from the page.

    The page also sends ``{"step": "undo"}`` or ``{"step": "redo"}`` as a message, each for one
    press of a key: a trait would merge those that come in a row.
    """

    _esm = STATIC / "page.js"
    _css = STATIC / "workbench.css"
    languages = traitlets.List(traitlets.Unicode()).tag(sync=True)
    address = traitlets.Unicode().tag(sync=True)
    stored = traitlets.Unicode().tag(sync=True)
    seen = traitlets.Int().tag(sync=True)
    met = traitlets.Int().tag(sync=True)
    free = traitlets.Bool().tag(sync=True)
    opening = traitlets.Dict().tag(sync=True)
    pressed = traitlets.Bool(False).tag(sync=True)
    kept = traitlets.Unicode().tag(sync=True)
    place = traitlets.Unicode().tag(sync=True)
    cards = traitlets.Dict().tag(sync=True)
    fresh = traitlets.Dict().tag(sync=True)
    outside = traitlets.List(traitlets.Unicode()).tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)
    about = traitlets.Unicode("{label}").tag(sync=True)
    explain = traitlets.Unicode().tag(sync=True)
    asked = traitlets.Unicode().tag(sync=True)
