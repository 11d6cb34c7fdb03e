"""The page "Plan a campaign": options at equal money, their answer, why, and how sure."""

import threading
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from ..errors import EngagelabError
from ..graphs.network import Network
from ..i18n import Texts, language_of, load
from ..simulation.settings import Cancelled
from .browser.campaign_view import PARTS, CampaignView
from .campaign_browser import CampaignBrowser
from .campaign_edits import CampaignEdits
from .campaign_money import MoneyTools
from .campaign_tabs import CampaignTabs
from .compute.campaign_answers import (
    CampaignAnswer,
    CampaignQuestion,
    CampaignSimulator,
    explain,
)
from .compute.jobs import Job
from .compute.worker import Worker
from .controls.widget_helpers import styled
from .fallback import Fallback, marimo_note
from .state.campaign_plan import CampaignPlan
from .state.debounce import Debounce
from .state.parse_input import unexpected
from .view.campaign_answer import answer_html
from .view.campaign_options import audience_html, options_html, top_html
from .view.campaign_values import Shown, option_names
from .view.campaign_warnings import warnings_html
from .view.campaign_why import why_html

_SLOW = 0.8  # seconds without an answer after which the one shown is greyed
_OF_ANSWER = ("options", "answer", "why", "warnings", "tools", "tabs")


class CampaignPage:
    """The page "Plan a campaign"; created by `campaign`.

    Parameters
    ----------
    plan : CampaignPlan
        The document to start with.
    lang : str, optional
        ``"en"`` or ``"fr"``; by default the language of the browser.

    Attributes
    ----------
    widget : ipywidgets.VBox
        The whole page, which a notebook shows at the end of a cell.
    view : CampaignView
        Its part in the browser.
    edits : CampaignEdits
        The document, its history, and what a person types.
    money : MoneyTools
        The money tools and their jobs.
    browser : CampaignBrowser
        What is exchanged with the browser.
    """

    def __init__(self, plan: CampaignPlan, *, lang: str | None = None) -> None:
        self.edits = CampaignEdits(plan)
        self._texts = load(lang or language_of(None), plan.currency)
        self._lock = threading.RLock()
        self._answer: CampaignAnswer | None = None
        self._stale = False
        self._computing = False
        self._simulated = 0
        self._number = 0
        self._explained: dict[str, Any] = {}
        self.money = MoneyTools(self, self.edits)
        self.browser = CampaignBrowser(self, self.edits, lang=lang, set_language=self.set_language)
        self._worker = Worker(
            CampaignSimulator(self._report), self._show, self._fail, self._explain
        )
        self._when_slow = Debounce(self._show_stale, _SLOW)
        self.view = CampaignView()
        self.view.on_msg(lambda _, message, __: self.guarded(self._receive)(message))
        self.browser.page.on_step(self.guarded(lambda step: self._receive({"act": step})))
        self.tabs = CampaignTabs(self)
        self.fallback = Fallback(self)
        body = [self.browser.page, self.view, self.tabs.body, self.fallback.widget]
        self.widget = styled(styled(widgets.VBox(body), "el-workbench"), "el-campaign")
        self.browser.page.use_texts(self._texts)
        self.ask()
        self.render(*PARTS)

    # --- what others read --------------------------------------------------------------------

    @property
    def plan(self) -> CampaignPlan:
        """The document."""
        return self.edits.plan

    @property
    def texts(self) -> Texts:
        """The language, with the currency of the document."""
        return self._texts

    @property
    def answer(self) -> CampaignAnswer | None:
        """The latest answer."""
        return self._answer

    @property
    def is_current(self) -> bool:
        """Whether the latest answer is that of the document."""
        return self._answer is not None and self._answer.question.number == self._number

    @property
    def shown(self) -> Shown:
        """All that the page shows."""
        edits, answer = self.edits, self._answer
        return Shown(
            plan=edits.plan, t=self._texts, names=option_names(edits.plan, self._texts),
            audience=edits.audience, decision=None if answer is None else answer.decision,
            answered=None if answer is None else answer.question.document,
            coarse=answer is not None and answer.coarse, stale=self._stale,
            computing=self._computing, simulated=self._simulated, refused=edits.refused,
            opened=frozenset(edits.opened), notice=edits.notice,
            network=edits.network_shown, **self._explained,
        )  # fmt: skip

    @property
    def address(self) -> str:
        """The address of the page; empty without one."""
        return str(self.browser.page.address)

    @property
    def network(self) -> Network | None:
        """The network of all options."""
        return self.edits.network

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the full answer; return whether it came."""
        return self._worker.wait(timeout)

    def settle(self, timeout: float | None = None) -> bool:
        """Wait for the full answer and its explanation; return whether they came."""
        return self._worker.settle(timeout)

    # --- answers -----------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the answer of the document."""
        self._number += 1
        self._computing, self._simulated = True, 0
        names = option_names(self.plan, self._texts)
        options = self.plan.options(names, self.edits.network)
        self._worker.submit(
            CampaignQuestion(self._number, tuple(options), self.edits.network, self.plan)
        )
        self._when_slow.request()

    def follow(self, *, ask: bool = True) -> None:
        """Show the document after a change, and ask for its answer."""
        self.edits.drop_stale_refusals()
        if self._texts.currency != self.plan.currency:
            self._texts = load(self._texts.lang, self.plan.currency)
        if ask:
            self.ask()
        self.tabs.follow()
        self.render("top", "audience", "options", "tabs", *(() if ask else ("answer",)))
        self.browser.request_save()

    def put(self, plan: CampaignPlan) -> None:
        """Make a document the present one, and show it."""
        self.edits.open(plan)
        self.follow()

    def use_network(self, network: Network | None, name: str) -> None:
        """Simulate all options on a network, or in their own towns again."""
        self.edits.network, self.edits.network_name = network, name if network is not None else ""
        self.follow()
        self.tabs.rebuild()

    def use_tab_option(self, letter: str) -> None:
        """Show another option in the tabs."""
        self.tabs.use_option(letter)

    def set_language(self, lang: str) -> None:
        """Show everything in another language; nothing else changes."""
        if lang != self._texts.lang:
            self._texts = load(lang, self.plan.currency)
            self.browser.page.use_texts(self._texts)
            self.edits.use_language(self)
            self.ask()  # the options of a decision have their names in a language
            self.tabs.rebuild()
            self.render(*PARTS)

    def close(self) -> None:
        """Stop all threads and remove the widget from the page."""
        self._when_slow.close()
        self.browser.close()
        self.money.jobs.close()
        self._worker.close()
        self.tabs.close()
        self.widget.close()

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Show the page as the value of a notebook cell."""
        return self.widget._repr_mimebundle_(**options)

    def _mime_(self) -> tuple[str, str]:
        """Show a note as the value of a cell of marimo."""
        return marimo_note(self._texts)

    # --- in the worker's thread --------------------------------------------------------------

    def _show(self, answer: CampaignAnswer) -> None:
        with self._lock:
            # an answer to an earlier position of a slider is shown too, so that pictures follow it
            same = (
                self._answer is not None and answer.question.number == self._answer.question.number
            )
            self._answer = answer
            self._stale = False
            self._computing, self._simulated = answer.coarse or not self.is_current, 0
            if not same:
                self._explained = {}
            self.render(*_OF_ANSWER)
            self.tabs.show_answer()
            self.fallback.show()
            self.browser.uncover()

    def _report(self, simulated: int) -> None:
        """Show how many simulations of a long answer are done."""
        with self._lock:
            if self._computing:
                self._simulated = simulated
                self.render("answer")

    def _explain(self, question: CampaignQuestion, cancel: threading.Event) -> None:
        def tell(**parts: Any) -> None:
            with self._lock:
                if not cancel.is_set() and question.number == self._number:
                    self._explained = {**self._explained, **parts}
                    self.render("why", *(("answer", "tabs") if "tests" in parts else ()))

        assert self._answer is not None
        try:
            explain(self._answer.decision, cancel, tell, fit=question.document.fit)
        except Cancelled:
            pass
        except Exception as error:  # such as too little memory for the tests
            with self._lock:
                if not cancel.is_set() and question.number == self._number:
                    self.say(self._problem(error))
                    self.render("top")

    def _fail(self, error: Exception) -> None:
        self.say(self._problem(error))
        self._stop()
        self.render("top")

    def _stop(self) -> None:
        """Show that nothing is computed, and the latest answer, if any, as an earlier one."""
        self._computing = False
        self._stale = self._answer is not None
        self.render("answer", "why", "tools", "tabs")

    def _show_stale(self) -> None:
        with self._lock:
            if self._answer is not None and not self.is_current and not self._stale:
                self._stale = True
                self.render("answer", "why", "tools", "tabs")

    # --- messages of the page ----------------------------------------------------------------

    def _receive(self, message: dict[str, Any]) -> None:
        acts: dict[str, Callable[[dict[str, Any]], None]] = {
            "undo": lambda _: self._step(self.edits.history.undo()),
            "redo": lambda _: self._step(self.edits.history.redo()),
            "language": lambda _: self.set_language("fr" if self._texts.lang == "en" else "en"),
            "compute": lambda _: self._compute(),
            "cancel_answer": lambda _: self._cancel_answer(),
            "cancel_job": lambda _: self.money.cancel(),
            "tab": lambda m: self.tabs.open(str(m["value"])),
            "toggle": self._toggle,
            "job": lambda m: self.money.start(str(m["value"])),
            "save": lambda _: self._download(),
            "link": lambda _: self._link(),
            "export": lambda m: self.tabs.export(str(m["value"])),
        }
        act = str(message.get("act", ""))
        self.edits.notice = ""
        if act in acts:
            acts[act](message)
        elif self.edits.apply(message, self):
            self.follow()
        else:
            self.render("top", "audience", "options", "tools", "tabs")

    def _toggle(self, message: dict[str, Any]) -> None:
        self.edits.toggle(str(message["value"]))
        self.render("audience", "options", "answer")

    def _step(self, done: bool) -> None:
        if done:
            self.edits.reset()
            self.follow()

    def _cancel_answer(self) -> None:
        self._worker.drop()
        self._stop()

    def _compute(self) -> None:
        self.ask()
        self.render("top", "answer")

    def last_job(self, kind: str) -> Job | None:
        """Return the last job of a kind."""
        return self.money.last(kind)

    def _download(self) -> None:
        name = self.plan.title or self._texts("campaign.page")
        safe = "".join(c if c.isalnum() or c in " -_" else "" for c in name).strip() or "campaign"
        self.send_file(f"{safe}.yaml", "application/yaml", self.plan.to_text().encode())

    def send_file(self, name: str, mimetype: str, data: bytes) -> None:
        """Offer a file to the browser, which downloads it at once."""
        self.view.send({"download": name, "mimetype": mimetype}, [data])

    def _link(self) -> None:
        self.view.send({"copy": self.browser.link()})
        self.say(self._texts("campaign.link_copied"))
        self.render("top")

    # --- rendering ---------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Show a sentence at the top of the page."""
        self.edits.notice = text

    def render(self, *parts: str) -> None:
        """Render some parts anew."""
        with self._lock, self.view.hold_sync():
            show, view, edits = self.shown, self.view, self.edits
            view.lang = self._texts.lang
            for part in dict.fromkeys(parts):
                if part == "top":
                    history = edits.history
                    html = top_html(show, can_undo=bool(history.past),
                                    can_redo=bool(history.future))  # fmt: skip
                elif part == "tools":
                    html = self.money.html(show)
                elif part == "tabs":
                    html = self.tabs.html(show)
                else:
                    of_document = part in ("audience", "options")
                    html = _HTML[part](show if of_document else show.as_answered)
                setattr(view, part, html)

    def _problem(self, error: Exception) -> str:
        if isinstance(error, EngagelabError):
            return self._texts.mistake(error).splitlines()[0]
        return unexpected(error, self._texts)

    def guarded(self, callback: Callable[..., None]) -> Callable[..., None]:
        """Return a callback that shows its errors at the top instead of raising them."""

        def guarded(*arguments: Any) -> None:
            try:
                callback(*arguments)
            except Exception as error:  # never a traceback in the notebook
                self.say(self._problem(error))
                self.render("top", "audience", "options")

        return guarded


_HTML: dict[str, Callable[[Shown], str]] = {
    "audience": audience_html,
    "options": options_html,
    "answer": answer_html,
    "why": why_html,
    "warnings": warnings_html,
}
