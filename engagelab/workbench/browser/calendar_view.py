"""Show the posts of a campaign as rows to edit, and over time."""

import traitlets

from . import STATIC
from .widgets import PageWidget


class CalendarView(PageWidget):
    """The rows of the calendar and the posts over time, as the page draws them.

    Attributes
    ----------
    content : dict
        Texts, columns, rows, refusals and the posts over time.
    """

    _esm = STATIC / "calendar.js"
    content = traitlets.Dict().tag(sync=True)
