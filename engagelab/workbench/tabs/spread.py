"""Play back one run of the plan, round by round."""

from collections.abc import Callable
from typing import Any

from ...player import spread
from ...simulation.scenario import Scenario
from ..browser import widgets
from ..browser.player import PlayerWidget
from ..compute.answer import Answer
from ..controls.widget_helpers import button, styled
from ..templates import element
from .context import Context


class SpreadTab:
    """The player of the plan, and its buttons.

    The player does not follow the sliders, so that nothing interrupts it: the tab says when the
    plan has changed, and a button plays the present plan.

    Parameters
    ----------
    context : Context
        What the tab knows of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        Buttons and player.
    player : PlayerWidget or None
        The player, from the first full answer on.
    again, another, save : ipywidgets.Button
        Play the present plan; play another run of it; save the player as a page.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._plan: Scenario | None = None
        self._latest: Scenario | None = None
        self._run = 0
        self.player: PlayerWidget | None = None
        self.again = self._button("play_plan", lambda: self._play(0))
        self.another = self._button("another_run", lambda: self._play(self._run + 1))
        self.save = self._button("save_page", self._save)
        self._note = widgets.HTML()
        tools = widgets.HBox([self.again, self.another, self.save, self._note])
        self.widget = widgets.VBox([styled(tools, "el-spread-tools")])

    def show(self, answer: Answer) -> None:
        """Play the first full answer; after later ones, say that the plan has changed."""
        if answer.coarse:
            return
        self._latest = answer.plan
        if self.player is None:
            self._context.guarded(self._play)(0)
        self._show_whether_outdated()

    def close(self) -> None:
        """Do nothing: there is no work in the background."""

    def _button(self, name: str, act: Callable[[], None]) -> Any:
        t, act = self._context.texts, self._context.guarded(act)
        css_class, tooltip = f"el-{name.replace('_', '-')}", t(f"player.{name}_tip")
        widget = button(t(f"player.{name}"), act, css_class, tooltip=tooltip)
        widget.layout.width = "auto"
        return widget

    def _play(self, run: int) -> None:
        plan, context = self._latest, self._context
        if plan is None:
            return
        named = plan
        if context.session.custom:
            named = plan.model_copy(update={"name": context.plan_name()})
        played = spread(named, run=run, network=context.network)
        self._plan, self._run = plan, run
        if self.player is None:
            self.player = PlayerWidget(played, context.texts)
            self.widget.children = (*self.widget.children, self.player)
        else:
            self.player.show(played)
        self._show_whether_outdated()

    def _save(self) -> None:
        if self.player is not None:
            self.player.save()

    def _show_whether_outdated(self) -> None:
        outdated = self._plan is not None and self._plan != self._latest
        text = self._context.texts("player.plan_changed") if outdated else ""
        self._note.value = element("span", text, role="status")
        self.again.button_style = "primary" if outdated else ""
