"""Share Layout and Style models among widgets, to cut comm messages."""

from typing import Any

from ..browser import widgets


class WidgetPool:
    """Creates widgets that share layouts and styles, so that each takes one comm message.

    Otherwise a widget takes three messages (itself, its layout, its style), and one more for each
    class and value that is set afterwards. A workbench has some 300 widgets, and a kernel drops
    messages when too many of them wait.

    Examples
    --------
    >>> pool = WidgetPool()
    >>> first, second = (pool.create(widgets.Text, ["el-number"], value=text) for text in "ab")
    >>> first.style is second.style, first.layout is second.layout, second.value
    (True, True, 'b')
    """

    def __init__(self) -> None:
        self._plain, self._wide = widgets.Layout(), widgets.Layout(width="auto")
        self._styles: dict[type, Any] = {}

    def create(
        self, kind: Any, classes: list[str], *arguments: Any, wide: bool = False, **traits: Any
    ) -> Any:
        """Return a widget, whose layout and style must not be changed.

        Parameters
        ----------
        kind : type
            The class of the widget.
        classes : list of str
            Its CSS classes.
        wide : bool
            Whether it takes the full width, whatever is usual for its kind.
        arguments, traits : object
            The arguments of the class.
        """
        if kind in self._styles:
            traits["style"] = self._styles[kind]
        layout = self._wide if wide else self._plain
        widget = kind(*arguments, layout=layout, _dom_classes=classes, **traits)
        if widget.has_trait("style"):
            self._styles[kind] = widget.style
        return widget
