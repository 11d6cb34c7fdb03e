"""Exchange messages with the page around the widgets: its address, languages and storage."""

from typing import Any

import anywidget
import traitlets

from . import STATIC
from .confirmation import confirm_messages


class BrowserPage(anywidget.AnyWidget):
    """The browser's side of the workbench; it takes no space in the page.

    Attributes
    ----------
    languages : list of str
        The preferred languages of the browser, best first; from the page.
    address : str
        The address of the page; from the page.
    stored : str
        The state that an earlier page or kernel saved; from the page.
    views : int
        How often a page has displayed the workbench; from the page.
    ready_view : int
        The latest of these displays for which the requested plan is shown.
    any_language : bool
        Whether the language of the browser is used.
    opening : dict of str to str
        The text shown until then, in each language.
    pressed : bool
        Whether the pointer is pressed on a slider; from the page.
    saved_state : str
        The state to save; empty to delete it.
    storage_key : str
        The name under which the state is saved, together with the path of the page.
    cards : dict of str to str
        The card of each field, by dotted name, as HTML.
    changed_cards : dict of str to str
        The cards whose fields have changed since.
    outside, idle : list of str
        Fields whose value lies outside the supported range, and fields that change nothing.
    lang, about, explain : str
        The language, the label of the button that opens a card, and the label of the button in a
        card that leads to the glossary.
    explain_request : str
        The field to look up in the glossary, and a number; from the page.

    The page also sends ``{"step": "undo"}`` or ``{"step": "redo"}`` as a message, one for each key
    press: a trait would merge consecutive ones.
    """

    _esm = STATIC / "page.js"
    _css = STATIC / "workbench.css"
    languages = traitlets.List(traitlets.Unicode()).tag(sync=True)
    address = traitlets.Unicode().tag(sync=True)
    stored = traitlets.Unicode().tag(sync=True)
    views = traitlets.Int().tag(sync=True)
    ready_view = traitlets.Int().tag(sync=True)
    any_language = traitlets.Bool().tag(sync=True)
    opening = traitlets.Dict().tag(sync=True)
    pressed = traitlets.Bool(False).tag(sync=True)
    saved_state = traitlets.Unicode().tag(sync=True)
    storage_key = traitlets.Unicode().tag(sync=True)
    cards = traitlets.Dict().tag(sync=True)
    changed_cards = traitlets.Dict().tag(sync=True)
    outside = traitlets.List(traitlets.Unicode()).tag(sync=True)
    idle = traitlets.List(traitlets.Unicode()).tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)
    about = traitlets.Unicode("{label}").tag(sync=True)
    explain = traitlets.Unicode().tag(sync=True)
    explain_request = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        confirm_messages()
        super().__init__(**traits)
