"""The campaign page in the browser: parts as HTML, and what a person does as messages."""

import anywidget
import traitlets

from . import STATIC

PARTS = ("top", "audience", "options", "answer", "why", "warnings", "tools", "tabs")


class CampaignView(anywidget.AnyWidget):
    """The view of the campaign page.

    The page sends ``{"act": ..., "value": ..., "name": ..., "option": ...}`` for everything that a
    person does, and ``{"act": "ping"}`` from time to time, which is answered, so that it knows
    whether the kernel is there.

    Attributes
    ----------
    top, audience, options, answer, why, warnings, tools, tabs : str
        The parts of the page as HTML, from top to bottom.
    lang : str
        The language.
    texts : dict of str to str
        What the page says when the kernel is gone.
    """

    _esm = STATIC / "campaign.js"
    _css = STATIC / "campaign.css"
    top = traitlets.Unicode().tag(sync=True)
    audience = traitlets.Unicode().tag(sync=True)
    options = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Unicode().tag(sync=True)
    why = traitlets.Unicode().tag(sync=True)
    warnings = traitlets.Unicode().tag(sync=True)
    tools = traitlets.Unicode().tag(sync=True)
    tabs = traitlets.Unicode().tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
