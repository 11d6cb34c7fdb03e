"""The bar of the parts below the answer; a part is made when it is first opened."""

import ipywidgets as widgets

from ...i18n import Texts
from ..compute.answer import Answer
from . import TABS, made
from .context import Context, Following, Tab


class TabBar:
    """Buttons, one for each part, and the part that is open.

    Parameters
    ----------
    context : Context
        What the parts see.

    Attributes
    ----------
    widget : ipywidgets.VBox
        The buttons and the open part.
    opened : dict of str to Tab
        The parts that have been made.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._answer: Answer | None = None
        self.opened: dict[str, Tab] = {}
        self._buttons = widgets.ToggleButtons(
            options=titles(context.texts), value=None, tooltips=tips(context.texts)
        )
        self._buttons.add_class("el-tab-bar")
        self._place = widgets.VBox()
        self._place.add_class("el-tab")
        self.widget = widgets.VBox([self._buttons, self._place])
        self.widget.add_class("el-tabs")
        show = context.guarded(lambda change: self._bring(change["new"]))
        self._buttons.observe(show, "value")

    @property
    def key(self) -> str | None:
        """The key of the part that is in view."""
        key: str | None = self._buttons.value
        return key

    @property
    def tab(self) -> Tab | None:
        """The part that is in view."""
        return self.opened.get(self._buttons.value)

    def open(self, key: str) -> None:
        """Bring a part into view."""
        self._buttons.value = key

    def _bring(self, key: str) -> None:
        """Show a part; it is made the first time."""
        if key not in self.opened:
            self.opened[key] = made(key, self._context)
            self.opened[key].widget.add_class(f"el-tab-{key}")
        self._place.children = (self.opened[key].widget,)
        self.follow()
        if self._answer is not None:
            self.opened[key].show(self._answer)

    def show(self, answer: Answer) -> None:
        """Pass an answer on to the part that is in view."""
        self._answer = answer
        if self.tab is not None:
            self.tab.show(answer)

    def follow(self) -> None:
        """Let the part that is in view follow the plan, where it does."""
        if isinstance(self.tab, Following):
            self.tab.follow()

    def close(self) -> None:
        """Stop what the parts do in the background."""
        for tab in self.opened.values():
            tab.close()


def titles(t: Texts) -> list[tuple[str, str]]:
    """Return the title and the key of each part."""
    return [(t(f"tabs.{key}"), key) for key in TABS]


def tips(t: Texts) -> list[str]:
    """Return what each part is for, in one sentence."""
    return [t(f"tabs.{key}_tip") for key in TABS]
