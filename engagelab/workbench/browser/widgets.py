"""Widgets of which a page can set only what a person sets in it.

A page can send any value for any synchronised attribute, such as the upper end of a box for numbers
or the largest size of an upload. These classes accept only the attributes that their own views set;
everything else is the kernel's.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import ipywidgets
from ipywidgets import Layout, Widget

__all__ = [
    "HTML", "Accordion", "BoundedIntText", "Button", "Checkbox", "Dropdown", "FloatProgress",
    "FloatSlider", "FloatText", "FromPage", "HBox", "Layout", "PageWidget", "SelectMultiple",
    "Text", "ToggleButton", "ToggleButtons", "VBox", "Widget", "close_all",
]  # fmt: skip


class FromPage:
    """A mixin that drops the attributes in a page's message that are not the page's to set.

    Attributes
    ----------
    from_page : tuple of str
        The attributes that a page may set.
    """

    from_page: ClassVar[tuple[str, ...]] = ()

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Set the attributes of a page's message that it may set."""
        allowed = {name: value for name, value in sync_data.items() if name in self.from_page}
        super().set_state(allowed)  # type: ignore[misc]


class PageWidget(FromPage, anywidget.AnyWidget):
    """A widget with JavaScript of its own, given as text or as the path of a file."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Read files once: anywidget would watch them, and hold each widget to update it."""
        for name in ("_esm", "_css"):
            if isinstance(source := cls.__dict__.get(name), Path):
                setattr(cls, name, source.read_text(encoding="utf-8"))
        super().__init_subclass__(**options)


def _closed(kind: type, *from_page: str) -> Any:
    """Return a class like another, of which a page can set only some attributes."""
    return type(kind.__name__, (FromPage, kind), {"from_page": from_page, "__module__": __name__})


def close_all(*roots: Any, keep: Iterable[Any] = ()) -> None:
    """Close widgets with all that belongs to them: children, layouts and styles.

    The kernel and the page hold every widget until it is closed.

    Parameters
    ----------
    roots : widgets
        The widgets to close.
    keep : iterable of widgets
        Widgets that stay, with all that belongs to them.

    Examples
    --------
    >>> text, box = Text(), VBox()
    >>> box.children = [text]
    >>> close_all(box)
    >>> box.comm is text.comm is text.layout.comm is None
    True
    """
    stay = _with_parts(keep)
    for widget in _with_parts(roots) - stay:
        widget.close()


def _with_parts(roots: Iterable[Any]) -> set[Any]:
    """Return widgets and, recursively, those that they hold."""
    seen: set[Any] = set()
    waiting = list(roots)
    while waiting:
        item = waiting.pop()
        if isinstance(item, (tuple, list)):
            waiting += item
        elif isinstance(item, Widget) and item not in seen:
            seen.add(item)
            waiting += [getattr(item, name) for name in item.keys if item.trait_has_value(name)]
    return seen


Accordion = _closed(ipywidgets.Accordion, "selected_index")
BoundedIntText = _closed(ipywidgets.BoundedIntText, "value")
Button = _closed(ipywidgets.Button)
Checkbox = _closed(ipywidgets.Checkbox, "value")
Dropdown = _closed(ipywidgets.Dropdown, "index")
FloatProgress = _closed(ipywidgets.FloatProgress)
FloatSlider = _closed(ipywidgets.FloatSlider, "value")
FloatText = _closed(ipywidgets.FloatText, "value")
HBox = _closed(ipywidgets.HBox)
HTML = _closed(ipywidgets.HTML)
SelectMultiple = _closed(ipywidgets.SelectMultiple, "index")
Text = _closed(ipywidgets.Text, "value")
ToggleButton = _closed(ipywidgets.ToggleButton, "value")
ToggleButtons = _closed(ipywidgets.ToggleButtons, "index")
VBox = _closed(ipywidgets.VBox)
