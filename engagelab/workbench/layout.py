"""Lay out everything around the answer; it is created anew for each language."""

from collections.abc import Callable, Mapping
from typing import Any

from ..simulation.scenario import Scenario
from .browser import widgets
from .browser.page import BrowserPage
from .controls.panel import Panel
from .controls.picker import Picker
from .controls.toolbar import Toolbar, name_of
from .controls.widget_helpers import styled
from .tabs.context import Context, PointsAtField
from .tabs.tab_bar import TabBar
from .view.cards import Cards


class WorkbenchLayout:
    """The list of presets, the toolbar, the controls and the tabs.

    Parameters
    ----------
    opened : Scenario
        The plan that the workbench was opened with.
    context : Context
        The session, the language, and the functions of the workbench.
    on_change : callable
        Receives the dotted name and the value of a control that a person has moved.
    actions : mapping of str to callable
        The actions of the toolbar; see `Toolbar`.
    hold : bool
        Whether simulation is on hold.

    Attributes
    ----------
    picker, toolbar, panel, tabs : Picker, Toolbar, Panel, TabBar
        The parts.
    """

    def __init__(
        self,
        opened: Scenario,
        context: Context,
        *,
        on_change: Callable[[str, Any], None],
        actions: Mapping[str, Callable[..., None]],
        hold: bool,
    ) -> None:
        self._session, self._texts = context.session, context.texts
        plan, t, guarded = context.session.plan, context.texts, context.guarded
        self.picker = Picker(
            opened, guarded(lambda base: context.adopt(base, "history.started")), t
        )
        network = context.network
        self.panel = Panel(plan, on_change, t, people=network.people if network else None)
        self.toolbar = Toolbar(t, {name: guarded(act) for name, act in actions.items()})
        self.toolbar.hold.value = hold
        self.tabs = TabBar(context)
        self._cards = Cards(plan, t, network)

    def around(self, *answer: Any, above: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return all widgets from top to bottom, with the answer on the right.

        Parameters
        ----------
        answer : widgets
            The widgets on the right.
        above : tuple of widgets
            The widgets above the controls and the answer.
        """
        panel = self.panel
        head = [self.picker.widget, self.picker.summary, panel.runs]
        left = styled(widgets.VBox([panel.main, panel.note, panel.more]), "el-left")
        right = styled(widgets.VBox([*answer]), "el-right")
        columns = styled(widgets.HBox([left, right]), "el-columns")
        return (
            styled(widgets.HBox(head), "el-head"),
            self.toolbar.widget,
            *above,
            columns,
            self.tabs.widget,
        )

    def plan_name(self) -> str:
        """Return the name of the plan, such as "custom (from Voucher)"."""
        base = self._session.draft.base
        if self._session.custom:
            return self.picker.custom_name(base)
        return self.picker.name_and_summary(base)[0]

    def update_names(self) -> None:
        """Show the name of the plan and the history."""
        draft = self._session.draft
        self.picker.show(draft.base, custom=draft.custom)
        self.toolbar.show(self._session, lambda step: name_of(step, self._texts))

    def update_cards(self, page: BrowserPage) -> None:
        """Send the page the cards and marks that have changed."""
        page.changed_cards = self._cards.changed(self._session.plan)
        page.outside = self._cards.outside(self._session.plan)
        page.idle = self._cards.idle(self._session.plan)

    def introduce(self, page: BrowserPage) -> None:
        """Send the page all its texts in the language."""
        t = self._texts
        with page.hold_sync():
            page.use_texts(t)
            page.explain = t("workbench.explain")
            page.about = t("workbench.about", label="{label}")
            page.cards = self._cards.all
            self.update_cards(page)

    def explain(self, field: str) -> None:
        """Open the glossary at a field."""
        self.tabs.open("glossary")
        if isinstance(self.tabs.tab, PointsAtField):
            self.tabs.tab.point(field)
