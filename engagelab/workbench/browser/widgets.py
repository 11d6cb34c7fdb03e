"""Widgets of which a page can set only what a person sets in it.

A page can send any value for any synchronised attribute, such as the upper end of a box for numbers
or the largest size of an upload. These classes accept only the attributes that their own views set;
everything else is the kernel's.
"""

from typing import Any, ClassVar

import anywidget
import ipywidgets
from ipywidgets import Layout, Widget

__all__ = [
    "HTML", "Accordion", "BoundedIntText", "Button", "Checkbox", "Dropdown", "FloatProgress",
    "FloatSlider", "FloatText", "FromPage", "HBox", "Layout", "PageWidget", "SelectMultiple",
    "Text", "ToggleButton", "ToggleButtons", "VBox", "Widget",
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
    """A widget with JavaScript of its own."""


def _closed(kind: type, *from_page: str) -> Any:
    """Return a class like another, of which a page can set only some attributes."""
    return type(kind.__name__, (FromPage, kind), {"from_page": from_page, "__module__": __name__})


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
