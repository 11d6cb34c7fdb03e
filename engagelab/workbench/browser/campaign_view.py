"""The campaign page in the browser: parts as HTML, and what a person does as messages."""

import traitlets

from . import STATIC
from .widgets import PageWidget

PARTS = ("top", "audience", "options", "answer", "why", "warnings", "tools", "tabs")


class CampaignView(PageWidget):
    """The view of the campaign page.

    The page sends ``{"act": ..., "value": ..., "name": ..., "option": ...}`` for everything that a
    person does.

    Attributes
    ----------
    top, audience, options, answer, why, warnings, tools, tabs : str
        The parts of the page as HTML, from top to bottom.
    lang : str
        The language.
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
