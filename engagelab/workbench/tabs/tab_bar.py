"""Switch between the tabs below the answer; a tab is created when it is first opened."""

from ...i18n import Texts
from ..browser import widgets
from ..compute.answer import Answer
from ..controls.widget_helpers import styled
from . import TABS, create_tab
from .context import Context, FollowsPlan, Tab


class TabBar:
    """A button for each tab, and the open tab.

    Parameters
    ----------
    context : Context
        What the tabs know of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        The buttons and the open tab.
    opened : dict of str to Tab
        The tabs that have been created, by key.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._answer: Answer | None = None
        self.opened: dict[str, Tab] = {}
        buttons = widgets.ToggleButtons(
            options=titles(context.texts), value=None, tooltips=tooltips(context.texts)
        )
        self._buttons = styled(buttons, "el-tab-bar")
        self._body = styled(widgets.VBox(), "el-tab")
        self.widget = styled(widgets.VBox([self._buttons, self._body]), "el-tabs")
        select = context.guarded(lambda change: self._select(change["new"]))
        self._buttons.observe(select, "value")

    @property
    def key(self) -> str | None:
        """The key of the open tab."""
        key: str | None = self._buttons.value
        return key

    @property
    def tab(self) -> Tab | None:
        """The open tab."""
        return self.opened.get(self._buttons.value)

    def open(self, key: str) -> None:
        """Open a tab."""
        self._buttons.value = key

    def _select(self, key: str) -> None:
        """Show a tab, and create it the first time."""
        if key not in self.opened:
            self.opened[key] = create_tab(key, self._context)
            styled(self.opened[key].widget, f"el-tab-{key}")
        self._body.children = (self.opened[key].widget,)
        self.follow()
        if self._answer is not None:
            self.opened[key].show(self._answer)

    def show(self, answer: Answer) -> None:
        """Pass an answer to the open tab."""
        self._answer = answer
        if self.tab is not None:
            self.tab.show(answer)

    def follow(self) -> None:
        """Let the open tab follow the plan, if it does."""
        if isinstance(self.tab, FollowsPlan):
            self.tab.follow()

    def close(self) -> None:
        """Close all tabs, with their widgets."""
        for tab in self.opened.values():
            tab.close()
        widgets.close_all(*(tab.widget for tab in self.opened.values()))


def titles(t: Texts) -> list[tuple[str, str]]:
    """Return the title and the key of each tab."""
    return [(t(f"tabs.{key}"), key) for key in TABS]


def tooltips(t: Texts) -> list[str]:
    """Return the purpose of each tab in one sentence."""
    return [t(f"tabs.{key}_tip") for key in TABS]
