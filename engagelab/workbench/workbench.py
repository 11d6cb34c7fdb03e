"""Connect the controls to the worker, and its answers to the page."""

from typing import Any

from ..graphs.network import Network
from ..i18n import LANGUAGES, Texts, language_of, load
from ..simulation.scenario import Scenario
from .actions import PlanActions
from .autosave import Autosave, Hooks
from .browser import widgets
from .browser.answer_view import AnswerView
from .browser.page import BrowserPage
from .compute.answer import Answer, Simulator
from .compute.exploration import Exploration
from .compute.worker import Worker
from .controls.panel import Panel
from .controls.widget_helpers import styled
from .display import AnswerDisplay
from .fallback import WAITING, marimo_note, plain_answer
from .handshake import Handshake
from .layout import WorkbenchLayout
from .state.saved_state import state_key
from .state.session import Session
from .tabs.context import Context
from .view import in_words
from .view.alert import Alert
from .view.notice import Notice


class Workbench:
    """Sliders on a plan, and its answer; created by `open`.

    Parameters
    ----------
    scenario : Scenario
        The initial plan.
    network : Network, optional
        The network on which plans run, instead of their own towns.
    lang : str, optional
        ``"en"`` or ``"fr"``; by default the language of the browser.
    currency : str
        A code of three letters, such as ``"EUR"``.

    Attributes
    ----------
    widget : ipywidgets.VBox
        The whole workbench, which a notebook shows at the end of a cell.
    session : Session
        The present plan, its history and the pins.
    exploration : Exploration
        Plans simulated in the background.
    page, notice : BrowserPage, Notice
        The browser's side, and the line at the top.
    picker, toolbar, panel, tabs : Picker, Toolbar, Panel, TabBar
        The list of presets, the toolbar, the controls and the tabs, in the present language.
    """

    def __init__(
        self,
        scenario: Scenario,
        network: Network | None = None,
        *,
        lang: str | None = None,
        currency: str = "",
    ) -> None:
        self.session = Session(scenario)
        self.session.network = network
        self.exploration = Exploration()
        self._opened = scenario
        self._texts = load(lang or language_of(None), currency)
        self._alert = Alert(lambda: self._texts, self._uncover)
        self._display = AnswerDisplay(self.session, self._texts, self._uncover)
        self._worker = Worker(
            Simulator(network), self._show, self._alert.show_error, self._display.explain
        )
        opening = {code: load(code)("workbench.opening") for code in LANGUAGES}
        self.page = BrowserPage(
            storage_key=state_key(scenario, network), any_language=lang is None, opening=opening
        )
        self.notice = Notice(self._texts)
        hooks = Hooks(
            lang=lambda: self._texts.lang,
            follow=lambda: self._actions.follow_plan(),
            guarded=self._alert.guarded,
            use_network=self.use_network,
        )
        self._autosave = Autosave(self.session, self.page, self.notice, hooks)
        self._actions = PlanActions(
            self.session,
            self._display,
            worker=self._worker,
            alert=self._alert,
            page=self.page,
            autosave=self._autosave,
        )
        self._handshake = Handshake(
            self.page,
            self.session,
            autosave=self._autosave,
            notice=self.notice,
            set_language=lambda linked, other: self.set_language(linked or lang or other),
            follow=self._actions.follow_plan,
        )
        self._observe_page()
        self.fallback = widgets.HTML(
            plain_answer(self._texts), layout=self.page.layout, style=self._alert.widget.style
        )
        self.widget = styled(widgets.VBox(), "el-workbench", WAITING)
        self._build_layout()
        self._actions.submit()

    @property
    def plan(self) -> Scenario:
        """The plan of the controls; the last valid one."""
        return self.session.plan

    @property
    def network(self) -> Network | None:
        """The network on which plans run; None for their own towns."""
        return self.session.network

    @property
    def answer(self) -> Answer | None:
        """The latest answer."""
        return self._display.answer

    @property
    def view(self) -> AnswerView:
        """The view of the answer."""
        return self._display.widget

    @property
    def texts(self) -> Texts:
        """The language."""
        return self._texts

    @property
    def message(self) -> str:
        """The error above the answer, as HTML; empty for none."""
        return self._alert.html

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the full answer of the plan; return whether it came."""
        return self._worker.wait(timeout)

    def settle(self, timeout: float | None = None) -> bool:
        """Wait for the full answer and its explanation; return whether they came."""
        return self._worker.settle(timeout)

    def set_language(self, lang: str) -> None:
        """Show everything in another language; nothing else changes."""
        if lang == self._texts.lang:
            return
        self._texts = load(lang, self._texts.currency)
        self._display.set_language(self._texts)
        self.notice.set_language(self._texts)
        former = self.panel
        self._build_layout()
        self._show_inputs(former)
        self._autosave.request()
        answer = self._display.refresh()
        if answer is not None:
            self._show_fallback(answer)
            self.tabs.show(answer)

    def _show_inputs(self, former: Panel) -> None:
        """Show inputs again that contradict each other or were refused, and why."""
        draft = self.session.draft
        self.panel.show_inputs({} if draft.fits else draft.wanted, former)
        if not draft.fits:
            self._actions.change({})

    def use_network(self, network: Network | None, name: str = "") -> None:
        """Run plans on a network, or on their own towns again; the plan is adapted to it."""
        self.exploration.close()  # results on other people do not apply
        self.exploration = Exploration()
        self.session.play_on(network, name)
        self._worker.answer_with(Simulator(network))
        self._display.use_network(network)
        self._build_layout()
        self._actions.submit()

    def close(self) -> None:
        """Stop all threads, and remove all widgets from the page and the memory."""
        self._actions.close()
        self._worker.close()
        self._autosave.close()
        self.tabs.close()
        self.exploration.close()
        widgets.close_all(self.widget)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Show the workbench as the value of a notebook cell."""
        return self.widget._repr_mimebundle_(**options)

    def _mime_(self) -> tuple[str, str]:
        """Show a note as the value of a cell of marimo."""
        return marimo_note(self._texts)

    def _show(self, answer: Answer) -> None:
        """Show an answer, in the worker's thread."""
        self._show_fallback(answer)
        self._display.show(answer)
        self.tabs.show(answer)

    def _show_fallback(self, answer: Answer) -> None:
        """Show an answer in words as long as the scripts of the page have not come."""
        if not self.page.views:
            words = in_words.as_html(in_words.summary(answer, self._texts), self._texts)
            self.fallback.value = plain_answer(self._texts, words)

    # --- the page ----------------------------------------------------------------------------

    def _observe_page(self) -> None:
        guarded, actions = self._alert.guarded, self._actions
        steps = {"undo": actions.undo, "redo": actions.redo}
        self.page.observe(guarded(lambda _: self._meet()), "views")
        self.page.observe(
            guarded(lambda change: actions.layout.explain(change["new"].split()[0])),
            "explain_request",
        )
        self.page.observe(guarded(lambda change: actions.press(change["new"])), "pressed")
        self.page.on_step(guarded(lambda step: steps[step]()))

    def _meet(self) -> None:
        """Apply the request of a page, and let it show the answer."""
        self._handshake.meet()
        if self._display.is_current:
            self._uncover()

    def _uncover(self) -> None:
        """Let a page that displays the workbench show it."""
        if self.page.views:
            self.page.ready_view = self.page.views
            self.widget.remove_class(WAITING)

    # --- the layout --------------------------------------------------------------------------

    def _build_layout(self) -> None:
        """Create all widgets around the answer in the present language; an open tab stays open."""
        former, actions = getattr(self, "tabs", None), self._actions
        names = ("undo", "redo", "pin", "go", "hold")
        actions.layout = layout = WorkbenchLayout(
            self._opened,
            self._context(),
            on_change=actions.move,
            actions={name: getattr(actions, name) for name in names}
            | {"set_language": self.set_language, "pin": self._pin},
            hold=actions.held,
        )
        self.picker, self.panel, self.toolbar = layout.picker, layout.panel, layout.toolbar
        self.tabs = layout.tabs
        if former is not None:
            former.close()
            if former.key is not None:
                layout.tabs.open(former.key)
        layout.introduce(self.page)
        around = layout.around(self.view, above=(self._alert.widget,))
        replaced = self.widget.children
        self.widget.children = (self.page, self.fallback, self.notice.widget, *around)
        widgets.close_all(*replaced, keep=[self.widget])
        self._alert.show("")
        layout.update_names()

    def _pin(self) -> None:
        """Pin the plan, or say under which letter it is pinned already."""
        same = self.session.pins.same_as(self.plan)
        if same is None:
            self._actions.pin()
        else:
            self.notice.show("compare.pinned_already", pin=same.called(self._texts))

    def _context(self) -> Context:
        return Context(
            session=self.session,
            exploration=self.exploration,
            texts=self._texts,
            network=self.session.network,
            change=self._actions.set,
            adopt=self._actions.start_from,
            open=self._actions.open,
            plan_name=lambda: self._actions.layout.plan_name(),
            address=lambda: str(self.page.address),
            refresh=self._actions.follow_session,
            guarded=self._alert.guarded,
            use_network=self.use_network,
        )
