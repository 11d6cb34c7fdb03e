"""Save the state of a workbench in the browser, and restore it in a new kernel."""

from collections.abc import Callable
from dataclasses import dataclass

from ..errors import EngagelabError
from ..graphs.network import Network
from .browser.page import BrowserPage
from .state.debounce import Debounce
from .state.network_files import LoadedFiles
from .state.plan_files import in_voila
from .state.saved_state import SavedState
from .state.session import Session
from .view.notice import Notice

_QUIET = 0.6  # seconds without a change after which the state is saved


@dataclass(frozen=True)
class Hooks:
    """The functions of the workbench that saving and restoring need.

    Attributes
    ----------
    lang : callable
        Returns the language.
    follow : callable
        Shows a session that has changed altogether.
    guarded : callable
        As `Context.guarded`.
    use_network : callable
        As `Context.use_network`.
    """

    lang: Callable[[], str]
    follow: Callable[[], None]
    guarded: Callable[[Callable[..., None]], Callable[..., None]]
    use_network: Callable[[Network | None, str], None]


class Autosave:
    """Save the state after each burst of changes; restore it when a page meets a new kernel.

    Parameters
    ----------
    session : Session
        The session to save, as it was opened.
    page : BrowserPage
        The browser's side.
    notice : Notice
        The line that reports that a state was restored.
    hooks : Hooks
        The workbench.
    """

    def __init__(self, session: Session, page: BrowserPage, notice: Notice, hooks: Hooks) -> None:
        self._session, self._page, self._notice, self._hooks = session, page, notice, hooks
        self._opened_on = session.network
        self._loaded = False
        self._saving = Debounce(hooks.guarded(self._save), _QUIET)

    def request(self) -> None:
        """Save the state when no other change follows."""
        self._saving.request()

    def close(self) -> None:
        """Save what is not saved yet, and stop."""
        self._saving.flush()
        self._saving.close()

    def load(self) -> SavedState | None:
        """Return the state that the page has stored; None if there is nothing to restore.

        Only the first page that is met counts: when a page is loaded again, the kernel is ahead.
        """
        first, self._loaded = not self._loaded, True
        if not (first and self._page.stored and self._session.fresh):
            return None
        try:
            return SavedState.from_json(self._page.stored)
        except EngagelabError as error:
            self._notice.show("plans.not_restored", problem=error)
            return None

    def restore(self, state: SavedState) -> None:
        """Restore a state, with its network if that can be read again, and report it."""
        # in Voila, what a visitor's browser stores must not open files of the server
        state = state.without_files(uploaded=False) if in_voila() else state
        if state.is_empty:
            return
        problem = self._apply(state)
        offer = ("plans.afresh", self._hooks.guarded(self._start_afresh))
        if state.lost:
            self._notice.show("plans.restored_without", offer, files=", ".join(state.lost))
        elif problem is not None:
            self._notice.show("plans.restored_unread", offer, problem=problem)
        else:
            self._notice.show("plans.restored", offer)

    def _apply(self, state: SavedState) -> EngagelabError | None:
        """Take over a state; return why its network could not be read, if it could not."""
        session = self._session
        session.restore(state.history, state.place, state.pins)
        session.against, session.network_files = state.against, None
        problem = None
        if state.files is not None:
            loaded = LoadedFiles.of(state.files)
            session.loaded_files, session.plan_before_network = loaded, state.before
            problem = loaded.problem
            if loaded.read is not None and not state.lost:
                session.network_files = state.files
                self._hooks.use_network(loaded.read.network, loaded.read.name)
        self._hooks.follow()
        return problem

    def _start_afresh(self) -> None:
        """Go back to the plan as it was opened, and offer to restore the present state."""
        session = self._session
        state = SavedState.of(session, self._hooks.lang())
        session.restart()
        session.against = ""
        if session.network_files is not None:
            session.network_files = session.plan_before_network = None
            self._hooks.use_network(self._opened_on, "")
        self._hooks.follow()
        restore = self._hooks.guarded(lambda: self.restore(state))
        self._notice.show("plans.is_afresh", ("plans.bring_back", restore))

    def _save(self) -> None:
        self._page.saved_state = SavedState.of(self._session, self._hooks.lang()).to_json()
