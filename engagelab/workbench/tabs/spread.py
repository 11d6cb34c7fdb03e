"""See it spread: one run of the plan, played round by round."""

from collections.abc import Callable

import ipywidgets as widgets

from ...player import spread
from ...simulation.scenario import Scenario
from ..browser.player import PlayerWidget
from ..compute.answer import Answer
from .context import Context


class SpreadTab:
    """The player of the plan, and what may be done with it.

    The player does not follow the sliders, so that nobody is interrupted while watching: it says
    when the plan has changed, and a button plays the plan as it stands.

    Parameters
    ----------
    context : Context
        The rest of the workbench.

    Attributes
    ----------
    widget : ipywidgets.VBox
        What is shown.
    player : PlayerWidget or None
        The player, once there has been a full answer.
    again, another, save : ipywidgets.Button
        Play the plan as it stands; play another run of it; save the player as a page.
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
        tools.add_class("el-spread-tools")
        self.widget = widgets.VBox([tools])

    def show(self, answer: Answer) -> None:
        """Play the first full answer; of later ones say that the plan has changed."""
        if answer.coarse:
            return
        self._latest = answer.plan
        if self.player is None:
            self._context.guarded(self._play)(0)
        self._tell_whether_it_is_old()

    def close(self) -> None:
        """Nothing runs in the background."""

    def _button(self, name: str, act: Callable[[], None]) -> widgets.Button:
        t = self._context.texts
        made = widgets.Button(description=t(f"player.{name}"), tooltip=t(f"player.{name}_tip"))
        made.layout.width = "auto"
        made.add_class(f"el-{name.replace('_', '-')}")
        made.on_click(self._context.guarded(lambda _: act()))
        return made

    def _play(self, run: int) -> None:
        plan = self._latest
        if plan is None:
            return
        context = self._context
        named = (
            plan.model_copy(update={"name": context.called()}) if context.session.custom else plan
        )
        seen = spread(named, run=run, network=context.network)
        self._plan, self._run = plan, run
        if self.player is None:
            self.player = PlayerWidget(seen, self._context.texts)
            self.widget.children = (*self.widget.children, self.player)
        else:
            self.player.show(seen)
        self._tell_whether_it_is_old()

    def _save(self) -> None:
        if self.player is not None:
            self.player.save()

    def _tell_whether_it_is_old(self) -> None:
        old = self._plan is not None and self._plan != self._latest
        told = self._context.texts("player.plan_changed") if old else ""
        self._note.value = f'<span role="status">{told}</span>'
        self.again.button_style = "primary" if old else ""
