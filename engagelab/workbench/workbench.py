"""The workbench itself: ties the controls to the worker, and its answers to the picture."""

import threading
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import ipywidgets as widgets

from ..errors import EngagelabError
from ..graphs.network import Network
from ..i18n import LANGUAGES, Texts, language_of, load
from ..simulation.scenario import Scenario
from .autosave import Autosave, Hooks
from .browser.answer_view import AnswerView
from .browser.page import BrowserPage
from .compute.answer import Answer, Question, Simulator
from .compute.exploration import Exploration
from .compute.local_sensitivity import LocalSensitivity
from .compute.worker import Worker
from .layout import WorkbenchLayout, box
from .state.debounce import Debounce
from .state.draft_plan import as_run
from .state.saved_state import state_key
from .state.session import Session
from .state.share_link import LinkRequest, parse_link
from .tabs.context import Context
from .view import in_words
from .view.alert import Alert
from .view.effects import sensitivity_html
from .view.headline import headline, status
from .view.notice import Notice
from .view.picture import Picture

_LONG = 0.8  # seconds after which a person wants to know that something is under way
_REPAINT = 0.15  # seconds after a change in which only the answer is worked on


class Workbench:
    """Sliders on a plan, and at once what they do; made by `open`.

    Parameters
    ----------
    scenario : Scenario
        The plan to start with.
    network : Network, optional
        Where it is played, instead of its own town.
    lang : str, optional
        ``"en"`` or ``"fr"``; without it the language of the browser.
    currency : str
        Three letters, such as ``"EUR"``.

    Attributes
    ----------
    widget : ipywidgets.VBox
        What is shown at the end of a cell.
    answer : Answer or None
        The latest answer.
    session : Session
        The plan under change, its history, the pins.
    notice : Notice
        The line above everything.
    panel, picker, tools, tabs, view : Panel, Picker, Toolbar, TabBar, AnswerView
        The controls, the list of presets, the tools of the head, the parts below, the answer.
    """

    def __init__(
        self,
        scenario: Scenario,
        network: Network | None = None,
        *,
        lang: str | None = None,
        currency: str = "",
    ) -> None:
        self.answer: Answer | None = None
        self.session = Session(scenario)
        self.session.network = network
        self.explored = Exploration()
        self._opened, self._lang = scenario, lang
        self._texts = load(lang or language_of(None), currency)
        self._hold, self._unmet = False, True
        self._picture = Picture(self._texts)
        self._alert = Alert(lambda: self._texts, self._uncover)
        # in a script everything follows at once; in a page the answer comes first
        settled = self._alert.guarded(self._settled)
        self._after_repaint = Debounce(settled, _REPAINT, wait_without_loop=False)
        self._slow = Debounce(self._alert.guarded(self._tell_slow), _LONG)
        self._local_sensitivity = LocalSensitivity(network)
        self._worker = Worker(Simulator(network), self._show, self._alert.fail, self._think)
        self.view, self._turn = AnswerView(), threading.RLock()  # whose turn it is to show
        opening = {one: load(one)("workbench.opening") for one in LANGUAGES}
        place = state_key(scenario, network)
        self.page = BrowserPage(place=place, free=lang is None, opening=opening)
        self.page.observe(self._alert.guarded(lambda _: self._meet()), "seen")
        self.page.observe(
            self._alert.guarded(lambda told: self._layout.explain(told["new"].split()[0])), "asked"
        )
        self.page.observe(self._alert.guarded(lambda told: self._press(told["new"])), "pressed")
        steps = {"undo": self._undo, "redo": self._redo}
        self.page.on_msg(self._alert.guarded(lambda _, told, __: steps[told["step"]]()))
        self.notice = Notice(self._texts)
        hooks = Hooks(lambda: self._texts.lang, self._reset, self._alert.guarded, self.play_on)
        self._autosave = Autosave(self.session, self.page, self.notice, hooks)
        self.widget = box("workbench", widgets.VBox, [])
        self.widget.layout.visibility = "hidden"  # until the page has looked at what is asked for
        self._lay_out()
        self._submit()

    @property
    def plan(self) -> Scenario:
        """The plan as the controls say; the last one that fits together."""
        return self.session.plan

    @property
    def network(self) -> Network | None:
        """Where plans are played; none: in their own towns."""
        return self.session.network

    @property
    def texts(self) -> Texts:
        """The language."""
        return self._texts

    @property
    def message(self) -> str:
        """What stands above the answer when something is wrong; empty otherwise."""
        return str(self._alert.widget.value)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the plan is answered in full; return whether it is."""
        return self._worker.wait(timeout)

    def speak(self, lang: str) -> None:
        """Say everything in another language; nothing else changes."""
        if lang == self._texts.lang:
            return
        self._texts = load(lang, self._texts.currency)
        self._picture.texts = self._texts
        self.notice.speak(self._texts)
        self._lay_out()
        self._autosave.request()
        with self._turn:
            answer = self.answer
            if answer is not None:
                self._paint(answer)
        if answer is not None:
            self.tabs.show(answer)

    def play_on(self, network: Network | None, name: str = "") -> None:
        """Play plans on a network, or on their own towns again; the plan is suited to it."""
        self.explored.close()  # results on other people do not apply
        self.explored = Exploration()
        self.session.play_on(network, name)
        self._worker.answer_with(Simulator(network))
        self._local_sensitivity = LocalSensitivity(network)
        self._picture.reset()
        self._lay_out()
        self._submit()

    def settle(self, timeout: float | None = None) -> bool:
        """Wait until it is known, too, what the answer depends on most; return whether it is."""
        return self._worker.settle(timeout)

    def close(self) -> None:
        """Stop answering and take the controls from the page."""
        self._after_repaint.close()
        self._slow.close()
        self._worker.close()
        self._autosave.close()
        self.tabs.close()
        self.explored.close()
        self.widget.close()

    def _repr_mimebundle_(self, **told: Any) -> Any:
        """Show the controls where a notebook shows the value of a cell."""
        return self.widget._repr_mimebundle_(**told)

    # --- what a person does ------------------------------------------------------------------

    def _change(self, values: Mapping[str, Any], what: str = "history.changed") -> None:
        """Take other values of some fields; what contradicts is said, and the last plan stays."""
        try:
            self.session.change(values, what)
        except EngagelabError as error:
            self._alert.tell(self._texts.mistake(error))
            self._layout.renamed()
            return
        self._follow_a_control()

    def _move(self, name: str, value: Any) -> None:
        """Take the value of a control, which shows it already."""
        self._change({name: value})

    def _set(self, values: Mapping[str, Any], what: str = "history.changed") -> None:
        """Take values that come from elsewhere than the controls, which then follow."""
        self._change(values, what)
        self.panel.show(self.plan)

    def _start_from(self, plan: Scenario, what: str = "history.started") -> None:
        """Take a whole plan as a new base: all controls are set to it."""
        self.session.start_from(self.session.suited(plan), what)
        self._reset()

    def _open(self, plan: Scenario, name: str, what: str = "history.read") -> None:
        """Take a whole plan as it is, its runs and key too: all controls are set to it."""
        if self.session.open(self.session.suited(plan), name, what):
            self._reset()

    def _go(self, place: int) -> None:
        if self.session.go(place):
            self._reset()

    def _undo(self) -> None:
        if self.session.undo():
            self._reset()

    def _redo(self) -> None:
        if self.session.redo():
            self._reset()

    def _pin(self) -> None:
        self.session.pins.add(self.plan, self._layout.called())
        self._follow()

    def _set_hold(self, hold: bool) -> None:
        self._hold = hold
        self._submit()

    def _reset(self) -> None:
        """Follow a plan that is another one altogether."""
        self._picture.reset()
        self.panel.show(self.plan)
        self._follow()

    def _follow(self) -> None:
        """Follow the session: its plan, its name, its history."""
        self._alert.tell("")
        self._submit()
        self._settled()

    def _follow_a_control(self) -> None:
        """Follow the session, the answer first: a control shows its own value already."""
        self._alert.tell("")
        self._submit()
        if not self.session.pressed:
            self._after_repaint.request()

    def _settled(self) -> None:
        """Bring to the session what need not follow a slider that is dragged."""
        self._layout.renamed()
        self._layout.tell(self.page)
        self.tabs.follow()
        self._autosave.request()

    def _press(self, pressed: bool) -> None:
        """Hear that the pointer is pressed on a slider or let go."""
        self.session.press(pressed)
        if not pressed:
            self._after_repaint.request()

    def _submit(self) -> None:
        if self._hold:
            with self._turn:
                self._say_beside("workbench.held")
            return
        pinned = tuple(as_run(pin.plan, self.plan) for pin in self.session.suited_pins)
        self._worker.submit(Question(self.plan, self.session.baseline, pinned))
        self._slow.request()

    def _tell_slow(self) -> None:
        """Say that the answer in view is an earlier one, where the present one takes long."""
        with self._turn:
            if not (self.answer is None or self._answered or self._hold or self.message):
                self._say_beside("workbench.slow")

    def _say_beside(self, key: str) -> None:
        """Say why the answer in view is not that of the plan."""
        text = escape(self._texts(key))
        self.view.tell(status=f"<span class='el-coarse' role='status'>{text}</span>")

    # --- the page ----------------------------------------------------------------------------

    def _meet(self) -> None:
        """Take up what a page tells of its browser: its link, the state it kept, its languages."""
        first, self._unmet = self._unmet, False
        link = parse_link(self.page.address) if first else LinkRequest()
        if link.plan is not None:
            self.session.begin_with(link.plan, link.pins)
        state = self._autosave.load()
        if first:
            stored = state.lang if state else language_of(self.page.languages)
            self.speak(link.lang or self._lang or stored)
        if state:
            self._autosave.restore(state)
        elif link.plan is not None:
            self._reset()
        if link.problem is not None:
            self.notice.show("plans.bad_link", problem=link.problem)
        self._lift()

    def _lift(self) -> None:
        """Let the page show the workbench, once the answer is that of the plan."""
        if self._answered:
            self._uncover()

    def _uncover(self) -> None:
        if self.page.seen:
            self.page.met, self.widget.layout.visibility = self.page.seen, None

    @property
    def _answered(self) -> bool:
        """Whether the answer in view is that of the plan."""
        return self.answer is not None and self.answer.plan == self.plan

    # --- what the worker says, in its thread -------------------------------------------------

    def _show(self, answer: Answer) -> None:
        with self._turn:
            self._paint(answer)
        self.tabs.show(answer)

    def _paint(self, answer: Answer) -> None:
        """Show an answer, the picture and its numbers first."""
        self.view.tell(
            status=status(answer, self._texts),
            headline=headline(answer, self._texts),
            picture=self._picture.of(answer, self.session.suited_pins),
        )
        self.answer = answer
        self._lift()
        self.view.say(
            depends=sensitivity_html(self._local_sensitivity, answer.plan, self._texts),
            words=in_words.as_html(in_words.summary(answer, self._texts), self._texts),
        )

    def _think(self, question: Question, cancel: threading.Event) -> None:
        """Say beside a full answer what it depends on most."""
        self._local_sensitivity.compute(question.plan, cancel)
        with self._turn:
            html = sensitivity_html(self._local_sensitivity, question.plan, self._texts)
            self.view.say(depends=html)

    # --- how it is laid out ------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Make all controls anew, in the language, around the answer; an open part stays open."""
        former = getattr(self, "tabs", None)
        acts: dict[str, Callable[..., None]] = {
            "undo": self._undo,
            "redo": self._redo,
            "pin": self._pin,
            "go": self._go,
            "hold": self._set_hold,
            "speak": self.speak,
        }
        layout = WorkbenchLayout(self._opened, self._context(), self._move, acts, hold=self._hold)
        self._layout = layout
        self.picker, self.panel, self.tools = layout.picker, layout.panel, layout.tools
        self.tabs = layout.tabs
        if former is not None:
            former.close()
            if former.key is not None:
                layout.tabs.open(former.key)
        layout.introduce(self.page)
        around = layout.around(self.view, above=(self._alert.widget,))
        self.widget.children = (self.page, self.notice.widget, *around)
        self._alert.tell("")
        layout.renamed()

    def _context(self) -> Context:
        return Context(
            session=self.session,
            explored=self.explored,
            texts=self._texts,
            network=self.session.network,
            change=self._set,
            adopt=self._start_from,
            open=self._open,
            called=lambda: self._layout.called(),
            address=lambda: str(self.page.address),
            repaint=self._follow,
            tell=self._alert.tell,
            guarded=self._alert.guarded,
            play_on=self.play_on,
        )
