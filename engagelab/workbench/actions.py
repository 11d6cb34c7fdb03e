"""Apply what a person does to the plan, and update everything that depends on it."""

from collections.abc import Mapping
from typing import Any

from ..errors import EngagelabError
from ..simulation.scenario import Scenario
from .autosave import Autosave
from .browser.page import BrowserPage
from .compute.answer import Answer, Question
from .compute.fitted_band import FITTED, FittedPlan
from .compute.worker import Worker
from .display import AnswerDisplay
from .layout import WorkbenchLayout
from .state.debounce import Debounce
from .state.draft_plan import as_run
from .state.every_post import EVERY_POST, POSTS, with_every
from .state.session import Session
from .view.alert import Alert

_SLOW = 0.8  # seconds without an answer after which the page says so
_REPAINT = 0.15  # seconds after a change in which only the answer is computed


class PlanActions:
    """The actions of a person on the plan.

    Parameters
    ----------
    session : Session
        The present plan, its history and the pins.
    display : AnswerDisplay
        Shows the answer.
    worker : Worker
        Computes the answer.
    alert : Alert
        Shows the contradictions of a plan.
    page : BrowserPage
        Shows the cards of fields.
    autosave : Autosave
        Saves the state.

    Attributes
    ----------
    layout : WorkbenchLayout
        The controls and tabs; replaced with the language.
    held : bool
        Whether simulation is on hold.
    """

    layout: WorkbenchLayout

    def __init__(
        self,
        session: Session,
        display: AnswerDisplay,
        *,
        worker: Worker[Question, Answer],
        alert: Alert,
        page: BrowserPage,
        autosave: Autosave,
    ) -> None:
        self._session, self._display, self._worker = session, display, worker
        self._alert, self._page, self._autosave = alert, page, autosave
        self.held = False
        # in a page, the answer comes first; in a script, everything follows at once
        settled = alert.guarded(self._settled)
        self._after_repaint = Debounce(settled, _REPAINT, wait_without_loop=False)
        self._when_slow = Debounce(alert.guarded(self._show_slow), _SLOW)

    def change(self, values: Mapping[str, Any], what: str = "history.changed") -> None:
        """Set values of fields, whose controls show them; a contradiction is refused."""
        try:
            self._session.change(values, what)
        except EngagelabError as error:
            self._alert.show_error(error)
            self.layout.update_names()
            return
        self._alert.show("")
        self.submit()
        if not self._session.pressed:
            self._after_repaint.request()

    def move(self, name: str, value: Any) -> None:
        """Set the field of a control that a person moved; fields of posts are set in all posts."""
        if name not in EVERY_POST:
            self.change({name: value})
            return
        posts = with_every(self._session.plan, name, value, self._session.draft.base)
        self.change({POSTS: posts}, f"history.{name.replace('.', '_')}")
        self.layout.panel.show_posts(self._session.plan)

    def set(self, values: Mapping[str, Any], what: str = "history.changed") -> None:
        """Set values of fields whose controls do not show them yet."""
        self.change(values, what)
        self.layout.panel.show(self._session.plan)

    def start_from(self, plan: Scenario, what: str = "history.started") -> None:
        """Start from another plan; its runs and key are not used."""
        self._session.start_from(self._session.suited(plan), what)
        self.follow_plan()

    def open(self, plan: Scenario, name: str, what: str = "history.read") -> None:
        """Open a plan with its runs and key."""
        self._follow_if(self._session.open(self._session.suited(plan), name, what))

    def undo(self) -> None:
        """Undo the last change."""
        self._follow_if(self._session.undo())

    def redo(self) -> None:
        """Redo the change that was undone last."""
        self._follow_if(self._session.redo())

    def go(self, place: int) -> None:
        """Go to a position in the history."""
        self._follow_if(self._session.go(place))

    def pin(self) -> None:
        """Pin the present plan."""
        self._session.pins.add(self._session.plan, self.layout.plan_name())
        self.follow_session()

    def hold(self, held: bool) -> None:
        """Put simulation on hold, or continue it."""
        self.held = held
        self.submit()

    def press(self, pressed: bool) -> None:
        """Note whether the pointer is pressed on a slider."""
        self._session.press(pressed)
        if not pressed:
            self._after_repaint.request()

    # --- updates -----------------------------------------------------------------------------

    def follow_plan(self) -> None:
        """Update everything after the plan was replaced."""
        self._display.reset_axis()
        self.layout.panel.show(self._session.plan)
        self.follow_session()

    def follow_session(self) -> None:
        """Update everything but the controls, which show the plan already."""
        self._alert.show("")
        self.submit()
        self._settled()

    def submit(self) -> None:
        """Ask for the answer of the plan, unless simulation is on hold."""
        if self.held:
            self._display.show_status("workbench.held")
            return
        session = self._session
        pinned = tuple(as_run(pin.plan, session.plan) for pin in session.suited_pins)
        fitted = session.notes.get(FITTED)
        self._worker.submit(
            Question(session.plan, session.baseline, pinned,
                     fitted if isinstance(fitted, FittedPlan) else None)
        )  # fmt: skip
        self._when_slow.request()

    def close(self) -> None:
        """Drop all pending updates."""
        self._after_repaint.close()
        self._when_slow.close()

    def _follow_if(self, changed: bool) -> None:
        if changed:
            self.follow_plan()

    def _settled(self) -> None:
        """Update what need not follow a slider while it is dragged."""
        self.layout.update_names()
        self.layout.update_cards(self._page)
        self.layout.tabs.follow()
        self._autosave.request()

    def _show_slow(self) -> None:
        """Say that the answer shown is an earlier one, if the present one takes long."""
        display = self._display
        with display.lock:
            if not (display.answer is None or display.is_current or self.held or self._alert.html):
                display.show_status("workbench.slow")
