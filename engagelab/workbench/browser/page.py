"""Exchange messages with the page around the widgets: its address, languages and storage."""

from collections.abc import Callable
from typing import Any

import traitlets

from ...i18n import Texts
from . import STATIC
from .confirmation import confirm_messages
from .widgets import PageWidget


class BrowserPage(PageWidget):
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
    lost : dict of str to str
        The sentences that the page shows if the kernel or the server is gone, and its button.

    The page also sends ``{"step": "undo"}`` or ``{"step": "redo"}`` as a message, one for each key
    press: a trait would merge consecutive ones. ``{"ping": True}`` comes from time to time and is
    answered, so that the page knows whether the kernel is there.
    """

    from_page = ("languages", "address", "stored", "views", "pressed", "explain_request")
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
    lost = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        confirm_messages()
        super().__init__(**traits)
        self.on_msg(self._answer_ping)

    def use_texts(self, t: Texts) -> None:
        """Use the language of some texts, also when no kernel is there to be asked."""
        with self.hold_sync():
            self.lang = t.lang
            self.lost = {key: t(f"workbench.{key}") for key in ("lost", "restarted", "reload")}

    def on_step(self, act: Callable[[str], None]) -> None:
        """Call `act` with ``"undo"`` or ``"redo"`` for each such key press."""
        self.on_msg(lambda _, message, __: act(message["step"]) if "step" in message else None)

    def _answer_ping(self, _: object, message: dict[str, Any], __: object) -> None:
        if "ping" in message:
            self.send({"pong": True})
