"""What the campaign page exchanges with the browser: link, stored document, language, files."""

from collections.abc import Callable

from ..errors import EngagelabError
from ..i18n import LANGUAGES, language_of, load
from .browser.page import BrowserPage
from .campaign_edits import CampaignEdits
from .campaign_host import CampaignHost
from .state.campaign_code import link_to, linked_campaign
from .state.campaign_plan import CampaignPlan
from .state.debounce import Debounce

_QUIET = 0.4  # seconds without a change after which the document is saved


class CampaignBrowser:
    """The browser's side of the campaign page.

    Parameters
    ----------
    host : CampaignHost
        The page.
    edits : CampaignEdits
        The document.
    lang : str, optional
        The language; None: that of the browser.
    set_language : callable
        Shows everything in another language.

    Attributes
    ----------
    page : BrowserPage
        The widget that exchanges messages.
    """

    def __init__(
        self,
        host: CampaignHost,
        edits: CampaignEdits,
        *,
        lang: str | None,
        set_language: Callable[[str], None],
    ) -> None:
        self._host, self._edits, self._lang = host, edits, lang
        self._set_language, self._met = set_language, False
        opening = {code: load(code)("workbench.opening") for code in LANGUAGES}
        self.page = BrowserPage(storage_key="campaign", any_language=lang is None, opening=opening)
        self.page.observe(lambda _: host.guarded(self._meet)(), "views")
        self._saving = Debounce(self.save, _QUIET)

    def request_save(self) -> None:
        """Save the document when no other change follows."""
        self._saving.request()

    def save(self) -> None:
        """Save the document in the browser."""
        self.page.saved_state = self._host.plan.to_text()

    def close(self) -> None:
        """Save what is not saved yet, and stop."""
        self._saving.flush()
        self._saving.close()

    def uncover(self) -> None:
        """Let the browser show the page."""
        if self.page.views:
            self.page.ready_view = self.page.views

    def link(self) -> str:
        """Return a link that opens the document."""
        return link_to(str(self.page.address), self._host.plan, self._host.texts.lang)

    def _meet(self) -> None:
        """Apply what a browser reports; only the first that shows the page has a request."""
        first, self._met = not self._met, True
        if first:
            lang, linked, problem = linked_campaign(self.page.address)
            self._set_language(self._lang or lang or language_of(self.page.languages))
            if problem is not None:
                self._host.say(self._host.texts.mistake(problem))
            elif linked is not None:
                self._host.put(linked)
            elif self.page.stored and not self._edits.history.past:
                self._restore(self.page.stored)
            self._host.render("top")
        self.uncover()

    def _restore(self, stored: str) -> None:
        try:
            plan = CampaignPlan.from_text(stored, "state")
        except EngagelabError:
            return  # of an earlier version: start afresh
        if plan != self._host.plan:
            self._host.say(self._host.texts("campaign.restored"))
            self._host.put(plan)
