"""All that stands around the answer, made anew for each language."""

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets

from ..simulation.scenario import Scenario
from .browser.page import BrowserPage
from .controls.panel import Panel
from .controls.picker import Picker
from .controls.toolbar import Toolbar, name_of
from .tabs.context import Context, Pointing
from .tabs.tab_bar import TabBar
from .view.cards import Cards


class WorkbenchLayout:
    """The list of presets, the tools of the head, the controls and the parts below the answer.

    Parameters
    ----------
    opened : Scenario
        The plan that the workbench was opened with.
    context : Context
        The session, the language, and what may be asked of the workbench.
    move : callable
        Takes the dotted name and the value of a control that a person has moved.
    acts : dict of str to callable
        What the tools do; see `Toolbar`.
    hold : bool
        Whether nothing is played for now.

    Attributes
    ----------
    picker, tools, panel, tabs : Picker, Toolbar, Panel, TabBar
        The parts.
    """

    def __init__(
        self,
        opened: Scenario,
        context: Context,
        move: Callable[[str, Any], None],
        acts: Mapping[str, Callable[..., None]],
        *,
        hold: bool,
    ) -> None:
        self._session, self._texts = context.session, context.texts
        plan, t, guarded = context.session.plan, context.texts, context.guarded
        self.picker = Picker(
            opened, guarded(lambda base: context.adopt(base, "history.started")), t
        )
        self.panel = Panel(plan, move, t, own_town=context.network is None)
        self.tools = Toolbar(t, {name: guarded(act) for name, act in acts.items()})
        self.tools.hold.value = hold
        self.tabs = TabBar(context)
        self._cards = Cards(plan, t)

    def around(self, *answer: Any, above: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return everything from top to bottom, with the answer on the right side.

        Parameters
        ----------
        answer : widgets
            What stands on the right side.
        above : tuple of widgets
            What stands above the controls and the answer.
        """
        panel = self.panel
        head = [self.picker.widget, self.picker.summary, panel.runs]
        left = box("left", widgets.VBox, [panel.main, panel.note, panel.more])
        columns = box("columns", widgets.HBox, [left, box("right", widgets.VBox, [*answer])])
        return (
            box("head", widgets.HBox, head),
            self.tools.widget,
            *above,
            columns,
            self.tabs.widget,
        )

    def called(self) -> str:
        """Return what the plan is called, such as "custom (from Voucher)"."""
        base = self._session.draft.base
        return self.picker.changed(base) if self._session.custom else self.picker.called(base)[0]

    def renamed(self) -> None:
        """Follow the name of the plan and the history."""
        draft = self._session.draft
        self.picker.show(draft.base, custom=draft.custom)
        self.tools.show(self._session, lambda step: name_of(step, self._texts))

    def tell(self, page: BrowserPage) -> None:
        """Bring the cards of fields that have changed, and the marks, to the plan."""
        page.fresh = self._cards.changed(self._session.plan)
        page.outside = self._cards.outside(self._session.plan)

    def introduce(self, page: BrowserPage) -> None:
        """Tell a page all that it says in the language."""
        t = self._texts
        with page.hold_sync():
            page.lang, page.explain = t.lang, t("workbench.explain")
            page.about = t("workbench.about", label="{label}")
            page.cards = self._cards.all
            self.tell(page)

    def explain(self, field: str) -> None:
        """Open the glossary at the word of a field."""
        self.tabs.open("glossary")
        if isinstance(self.tabs.tab, Pointing):
            self.tabs.tab.point(field)


def box(name: str, kind: Any, children: list[Any]) -> Any:
    """Return a box of a class of our own."""
    made = kind(children)
    made.add_class(f"el-{name}")
    return made
