"""The page "Plan a campaign": options at equal money, their answer, why, and how sure."""

import threading
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from ..errors import EngagelabError
from ..graphs.network import Network
from ..i18n import LANGUAGES, Texts, language_of, load
from .browser.campaign_view import PARTS, CampaignView
from .browser.page import BrowserPage
from .campaign_edits import CampaignEdits
from .campaign_tabs import CampaignTabs
from .compute.campaign_answers import (
    CampaignAnswer,
    CampaignQuestion,
    CampaignSimulator,
    explain,
)
from .compute.jobs import Job, Jobs
from .compute.worker import Worker
from .controls.widget_helpers import styled
from .fallback import Fallback
from .state.campaign_code import link_to, linked_campaign
from .state.campaign_plan import CampaignPlan
from .state.debounce import Debounce
from .state.parse_input import unexpected
from .view.campaign_answer import answer_html
from .view.campaign_options import audience_html, options_html, top_html
from .view.campaign_tools import KINDS, default_target, findable, tools_html
from .view.campaign_values import Shown, option_names
from .view.campaign_warnings import warnings_html
from .view.campaign_why import why_html

_SLOW = 0.8  # seconds without an answer after which the one shown is greyed
_QUIET = 0.4  # seconds without a change after which the document is saved
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
    jobs : Jobs
        The money tools.
    """

    def __init__(self, plan: CampaignPlan, *, lang: str | None = None) -> None:
        self._lang = lang
        self.edits = CampaignEdits(plan)
        self._texts = load(lang or language_of(None), plan.currency)
        self._lock = threading.RLock()
        self._answer: CampaignAnswer | None = None
        self._stale = False
        self._number = 0
        self._explained: dict[str, Any] = {}
        self._met = False
        self.jobs = Jobs()
        self.jobs.watch(lambda job: self._job_changed())
        self._worker = Worker(CampaignSimulator(), self._show, self._fail, self._explain)
        self._when_slow = Debounce(self._show_stale, _SLOW)
        self._saving = Debounce(self._save, _QUIET)
        opening = {code: load(code)("workbench.opening") for code in LANGUAGES}
        self.page = BrowserPage(
            storage_key="campaign", any_language=lang is None, opening=opening
        )  # fmt: skip
        self.view = CampaignView()
        self.view.on_msg(lambda _, message, __: self.guarded(self._receive)(message))
        self.page.observe(lambda _: self.guarded(self._meet)(), "views")
        self.page.on_msg(
            lambda _, message, __: self.guarded(self._receive)({"act": message.get("step", "")})
        )
        self.tabs = CampaignTabs(self)
        self.fallback = Fallback(self)
        body = [self.page, self.view, self.tabs.body, self.fallback.widget]
        self.widget = styled(styled(widgets.VBox(body), "el-workbench"), "el-campaign")
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
            coarse=answer is not None and answer.coarse, stale=self._stale,
            refused=edits.refused, opened=frozenset(edits.opened), notice=edits.notice,
            network=edits.network_shown, **self._explained,
        )  # fmt: skip

    @property
    def address(self) -> str:
        """The address of the page; empty without one."""
        return str(self.page.address)

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
        names = option_names(self.plan, self._texts)
        options = self.plan.options(names, self.edits.network)
        self._worker.submit(CampaignQuestion(self._number, tuple(options), self.edits.network))
        self._when_slow.request()

    def follow(self, *, ask: bool = True) -> None:
        """Show the document after a change, and ask for its answer."""
        self.edits.drop_stale_refusals()
        if self._texts.currency != self.plan.currency:
            self._texts = load(self._texts.lang, self.plan.currency)
        if ask:
            self.ask()
        self.render("top", "audience", "options", "tabs", *(() if ask else ("answer",)))
        self._saving.request()

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
            self.tabs.rebuild()
            self.render(*PARTS)

    def close(self) -> None:
        """Stop all threads and remove the widget from the page."""
        for timer in (self._when_slow, self._saving):
            timer.close()
        self.jobs.close()
        self._worker.close()
        self.tabs.close()
        self.widget.close()

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Show the page as the value of a notebook cell."""
        return self.widget._repr_mimebundle_(**options)

    # --- in the worker's thread --------------------------------------------------------------

    def _show(self, answer: CampaignAnswer) -> None:
        with self._lock:
            # an answer to an earlier position of a slider is shown too, so that pictures follow it
            same = (
                self._answer is not None and answer.question.number == self._answer.question.number
            )
            self._answer = answer
            self._stale = False
            if not same:
                self._explained = {}
            self.render(*_OF_ANSWER)
            self.tabs.show_answer()
            self.fallback.show()
            self._uncover()

    def _explain(self, question: CampaignQuestion, cancel: threading.Event) -> None:
        def tell(**parts: Any) -> None:
            with self._lock:
                if not cancel.is_set() and question.number == self._number:
                    self._explained = {**self._explained, **parts}
                    self.render("why", *(("answer", "tabs") if "tests" in parts else ()))

        assert self._answer is not None
        explain(self._answer.decision, cancel, tell)

    def _fail(self, error: Exception) -> None:
        self.say(self._problem(error))
        self._stale = True
        self.render("top", "answer", "why")

    def _show_stale(self) -> None:
        with self._lock:
            if self._answer is not None and not self.is_current and not self._stale:
                self._stale = True
                self.render("answer", "why", "tools", "tabs")

    # --- messages of the page ----------------------------------------------------------------

    def _receive(self, message: dict[str, Any]) -> None:
        if message.get("act") == "ping":
            self.view.send({"pong": True})
            return
        acts: dict[str, Callable[[dict[str, Any]], None]] = {
            "undo": lambda _: self._step(self.edits.history.undo()),
            "redo": lambda _: self._step(self.edits.history.redo()),
            "language": lambda _: self.set_language("fr" if self._texts.lang == "en" else "en"),
            "compute": lambda _: self.ask(),
            "cancel_answer": lambda _: self._cancel_answer(),
            "cancel_job": lambda _: self._cancel_job(),
            "tab": lambda m: self.tabs.open(str(m["value"])),
            "toggle": self._toggle,
            "job": lambda m: self._start(str(m["value"])),
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
        self._stale = self._answer is not None
        self.render("answer", "why", "tools", "tabs")

    def _cancel_job(self) -> None:
        if self.jobs.now is not None:
            self.jobs.now.cancel()

    def _start(self, kind: str) -> None:
        if self.is_current and self._answer is not None and not self._answer.coarse:
            self.jobs.start(self.edits.job(kind, self._answer.decision, self.shown))

    def _job_changed(self) -> None:
        with self._lock:
            self.render("tools")

    def last_job(self, kind: str) -> Job | None:
        """Return the last job of a kind."""
        return self.jobs.of(kind)

    def _download(self) -> None:
        name = self.plan.title or self._texts("campaign.page")
        safe = "".join(c if c.isalnum() or c in " -_" else "" for c in name).strip() or "campaign"
        self.send_file(f"{safe}.yaml", "application/yaml", self.plan.to_text().encode())

    def send_file(self, name: str, mimetype: str, data: bytes) -> None:
        """Offer a file to the browser, which downloads it at once."""
        self.view.send({"download": name, "mimetype": mimetype}, [data])

    def _link(self) -> None:
        self.view.send({"copy": link_to(self.page.address, self.plan, self._texts.lang)})
        self.say(self._texts("campaign.link_copied"))
        self.render("top")

    # --- the browser -------------------------------------------------------------------------

    def _meet(self) -> None:
        """Apply what a browser reports; only the first that shows the page has a request."""
        first, self._met = not self._met, True
        if first:
            lang, linked, problem = linked_campaign(self.page.address)
            if problem is not None:
                self.say(self._problem(problem))
            elif linked is not None:
                self.edits.open(linked)
            elif self.page.stored and not self.edits.history.past:
                self._restore(self.page.stored)
            self.set_language(self._lang or lang or language_of(self.page.languages))
            self.follow()
        self._uncover()

    def _restore(self, stored: str) -> None:
        try:
            plan = CampaignPlan.from_text(stored, "state")
        except EngagelabError:
            return  # of an earlier version: start afresh
        if plan != self.plan:
            self.edits.open(plan)
            self.say(self._texts("campaign.restored"))

    def _uncover(self) -> None:
        if self.page.views:
            self.page.ready_view = self.page.views

    def _save(self) -> None:
        self.page.saved_state = self.plan.to_text()

    # --- rendering ---------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Show a sentence at the top of the page."""
        self.edits.notice = text

    def render(self, *parts: str) -> None:
        """Render some parts anew."""
        with self._lock, self.view.hold_sync():
            show, view, edits = self.shown, self.view, self.edits
            view.lang = self._texts.lang
            view.texts = {key: self._texts(f"campaign.{key}")
                          for key in ("lost", "restarted", "reload")}  # fmt: skip
            for part in dict.fromkeys(parts):
                if part == "top":
                    history = edits.history
                    html = top_html(show, can_undo=bool(history.past),
                                    can_redo=bool(history.future))  # fmt: skip
                elif part == "tools":
                    html = tools_html(show, self._jobs_by_kind(), self._asked(show))
                elif part == "tabs":
                    html = self.tabs.html(show)
                else:
                    html = _HTML[part](show)
                setattr(view, part, html)

    def _jobs_by_kind(self) -> dict[str, Job]:
        known = ((kind, self.jobs.of(kind)) for kind in KINDS)
        return {kind: job for kind, job in known if job is not None}

    def _asked(self, show: Shown) -> dict[str, Any]:
        asked = dict(self.edits.asked)
        if show.decision is not None:
            letters = [each.letter for each in show.decision.options]
            if asked["letter"] not in letters:
                asked["letter"] = show.decision.order[0]
            fields = findable(show, asked["letter"])
            if asked["field"] not in fields:
                asked["field"] = fields[0]
            if not asked["target"]:
                asked["target"] = default_target(show, asked["letter"])
        self.edits.asked_now = asked
        return asked

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
