"""Keeps the state of a workbench in the browser, and brings it back to a new kernel."""

from collections.abc import Callable
from typing import Any

from ..errors import EngagelabError
from .kept import AtRest, Kept, read_state, state_of
from .notice import Notice
from .page import Page
from .session import Session


class Keeper:
    """Writes the state when changes rest; restores it when a page meets a new kernel.

    Parameters
    ----------
    session : Session
        What is kept.
    page : Page
        The browser's side.
    notice : Notice
        Where it is said that a state came back.
    lang : callable
        Returns the language.
    follow : callable
        Called when the session has become another one altogether.
    guarded : callable
        As `Stage.guarded`.
    """

    def __init__(
        self,
        session: Session,
        page: Page,
        notice: Notice,
        lang: Callable[[], str],
        follow: Callable[[], None],
        guarded: Callable[[Callable[..., None]], Callable[..., None]],
    ) -> None:
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

    def meet(self) -> Kept | None:
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

    def restore(self, kept: Kept) -> None:
        """Bring a state back, and say so."""
        if kept.is_something:
            self._session.restore(kept.steps, kept.place, kept.pins)
            self._follow()
            self._show("plans.restored", "plans.afresh", self._afresh)

    def _afresh(self) -> None:
        """Go back to the plan as it was opened; what was there can be brought back."""
        session = self._session
        before = Kept(self._lang(), session.steps, session.place, tuple(session.pins))
        session.restart()
        self._follow()
        self._show("plans.is_afresh", "plans.bring_back", lambda: self.restore(before))

    def _show(self, key: str, do: str, act: Callable[[], Any]) -> None:
        self._notice.show(key, (do, self._guarded(act)))

    def _keep(self) -> None:
        self._page.kept = state_of(self._session, self._lang())
