"""Answer a page that displays the workbench: its link, its saved state, its languages."""

from collections.abc import Callable

from ..i18n import language_of
from .autosave import Autosave
from .browser.page import BrowserPage
from .state.session import Session
from .state.share_link import LinkRequest, parse_link
from .view.notice import Notice


class Handshake:
    """Applies what pages report when they display the workbench; only the first has a request.

    Parameters
    ----------
    page : BrowserPage
        The browser's side.
    session : Session
        The session of the workbench.
    autosave : Autosave
        Reads and restores the saved state.
    notice : Notice
        Shows what is wrong with a link.
    set_language : callable
        Receives the language of the link, or None, and the preferred one.
    follow : callable
        Called after the link has replaced the plan.
    """

    def __init__(
        self,
        page: BrowserPage,
        session: Session,
        *,
        autosave: Autosave,
        notice: Notice,
        set_language: Callable[[str | None, str], None],
        follow: Callable[[], None],
    ) -> None:
        self._page, self._session = page, session
        self._autosave, self._notice = autosave, notice
        self._set_language, self._follow = set_language, follow
        self._is_first = True

    def meet(self) -> None:
        """Apply the request of a page: a saved state wins over a link."""
        is_first, self._is_first = self._is_first, False
        link = parse_link(self._page.address) if is_first else LinkRequest()
        if link.plan is not None:
            self._session.begin_with(link.plan, link.pins)
        saved = self._autosave.load()
        if is_first:
            preferred = saved.lang if saved else language_of(self._page.languages)
            self._set_language(link.lang, preferred)
        if saved:
            self._autosave.restore(saved)
        elif link.plan is not None:
            self._follow()
        if link.problem is not None:
            self._notice.show("plans.bad_link", problem=link.problem)
