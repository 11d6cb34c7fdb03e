"""What many widgets share, so that a page is told of a workbench in few messages."""

from typing import Any

import ipywidgets as widgets


class WidgetPool:
    """Makes widgets that share layouts and styles; each is told to a page in one message.

    A widget of its own takes three (itself, its layout, its style) and one more for every class
    that is added and every value that is set afterwards. A workbench has some 300 widgets, and
    what lies between a kernel and a page drops messages that come too many at a time.

    Examples
    --------
    >>> pool = WidgetPool()
    >>> one, other = (pool.made(widgets.Text, ["el-number"], value=text) for text in "ab")
    >>> one.style is other.style, one.layout is other.layout, other.value
    (True, True, 'b')
    """

    def __init__(self) -> None:
        self._plain, self._wide = widgets.Layout(), widgets.Layout(width="auto")
        self._styles: dict[type, Any] = {}

    def made(
        self, kind: Any, classes: list[str], *given: Any, wide: bool = False, **traits: Any
    ) -> Any:
        """Return a widget; nothing may be changed in its layout or its style.

        Parameters
        ----------
        kind : type
            The class of the widget.
        classes : list of str
            Its classes in the page.
        wide : bool
            Whether it takes all the width there is, whatever is usual for its kind.
        given, traits : object
            As the class takes them.
        """
        if kind in self._styles:
            traits["style"] = self._styles[kind]
        layout = self._wide if wide else self._plain
        made = kind(*given, layout=layout, _dom_classes=classes, **traits)
        if made.has_trait("style"):
            self._styles[kind] = made.style
        return made
