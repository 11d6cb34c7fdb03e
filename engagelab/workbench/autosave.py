"""Keeps the state of a workbench in the browser, and brings it back to a new kernel."""

from collections.abc import Callable
from typing import Any

from ..errors import EngagelabError
from ..graphs.network import Network
from .browser.page import BrowserPage
from .state.network_files import BEFORE, HANDED, LoadedFiles
from .state.plan_files import in_voila
from .state.saved_state import AtRest, SavedState, read_state, state_of
from .state.session import Session
from .view.notice import Notice


class Autosave:
    """Writes the state when changes rest; restores it when a page meets a new kernel.

    Parameters
    ----------
    session : Session
        What is kept.
    page : BrowserPage
        The browser's side.
    notice : Notice
        Where it is said that a state came back.
    lang : callable
        Returns the language.
    follow : callable
        Called when the session has become another one altogether.
    guarded : callable
        As `Context.guarded`.
    play_on : callable
        As `Context.play_on`.
    opened_on : Network or None
        Where plans were played when the workbench was opened.
    """

    def __init__(
        self,
        session: Session,
        page: BrowserPage,
        notice: Notice,
        *,
        lang: Callable[[], str],
        follow: Callable[[], None],
        guarded: Callable[[Callable[..., None]], Callable[..., None]],
        play_on: Callable[[Network | None, str], None],
        opened_on: Network | None,
    ) -> None:
        self._play_on, self._opened_on = play_on, opened_on
        self._session, self._page, self._notice = session, page, notice
        self._lang, self._follow, self._guarded = lang, follow, guarded
        self._met = False
        self._rest = AtRest(guarded(self._keep))

    def soon(self) -> None:
        """Keep the state when changes rest."""
        self._rest.soon()

    def close(self) -> None:
        """Keep what is still to be kept."""
        self._rest.close()

    def meet(self) -> SavedState | None:
        """Read what the page has stored, at the first meeting; None for nothing of use.

        A later meeting is with a page that was loaded again; the kernel knows better then.
        """
        first, self._met = not self._met, True
        if not (first and self._page.stored and self._session.fresh):
            return None
        try:
            return read_state(self._page.stored)
        except EngagelabError as error:
            self._notice.show("plans.not_restored", problem=error)
            return None

    def restore(self, kept: SavedState) -> None:
        """Bring a state back, its network too where that can be read again, and say so."""
        kept = kept.for_visitors() if in_voila() else kept
        if kept.is_something:
            problem = self._put(kept)
            said: dict[str, str | EngagelabError] = {}
            key = "plans.restored"
            if kept.lost:
                key, said = "plans.restored_without", {"files": ", ".join(kept.lost)}
            elif problem is not None:
                key, said = "plans.restored_unread", {"problem": problem}
            self._show(key, "plans.afresh", self._afresh, **said)

    def _put(self, kept: SavedState) -> EngagelabError | None:
        """Take a state; return why its network could not be read, nothing where it could."""
        session, files, lost = self._session, kept.files, kept.lost
        session.restore(kept.steps, kept.place, kept.pins)
        session.against = kept.against
        session.network_files = None
        problem = None
        if files is not None:
            handed = LoadedFiles.of(files)
            session.notes |= {HANDED: handed, BEFORE: kept.before}
            problem = handed.problem
            if handed.read is not None and not lost:
                session.network_files = files
                self._play_on(handed.read.network, handed.read.name)
        self._follow()
        return problem

    def _afresh(self) -> None:
        """Go back to the plan as it was opened; what was there can be brought back."""
        session = self._session
        before = SavedState.of(session, self._lang())
        session.restart()
        session.against = ""
        if session.network_files is not None:
            session.network_files = None
            session.notes.pop(BEFORE, None)
            self._play_on(self._opened_on, "")
        self._follow()
        self._show("plans.is_afresh", "plans.bring_back", lambda: self.restore(before))

    def _show(
        self, key: str, do: str, act: Callable[[], Any], **said: str | EngagelabError
    ) -> None:
        self._notice.show(key, (do, self._guarded(act)), **said)

    def _keep(self) -> None:
        self._page.saved_state = state_of(self._session, self._lang())
