"""Create styled widgets and buttons, and set widgets without their callbacks."""

from collections.abc import Callable, MutableMapping
from typing import Any

from ..browser import widgets


def styled(widget: Any, *classes: str) -> Any:
    """Add CSS classes to a widget, and return it."""
    for name in classes:
        widget.add_class(name)
    return widget


def button(label: str, act: Callable[[], None], *classes: str, tooltip: str = "") -> Any:
    """Return a button that calls `act`."""
    widget = styled(widgets.Button(description=label, tooltip=tooltip or None), *classes)
    widget.on_click(lambda _: act())
    return widget


def remembered(box: Any, notes: MutableMapping[str, Any], key: str) -> Any:
    """Return a text box whose text survives it in `notes`, for the box that replaces it.

    Examples
    --------
    >>> notes = {"title": "Spring"}
    >>> box = remembered(widgets.Text(), notes, "title")
    >>> box.value
    'Spring'
    >>> box.value = "Summer"
    >>> notes["title"]
    'Summer'
    """
    box.value = notes.get(key, "")
    box.observe(lambda change: notes.__setitem__(key, change["new"]), "value")
    return box


class Silence:
    """A context in which a program sets widgets; it is true inside, so that callbacks can return.

    Examples
    --------
    >>> silence = Silence()
    >>> with silence:
    ...     bool(silence)
    True
    >>> bool(silence)
    False
    """

    def __init__(self) -> None:
        self._depth = 0

    def __bool__(self) -> bool:
        return self._depth > 0

    def __enter__(self) -> None:
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
