"""Answer the latest question in a thread: coarsely at once, in full when no other question follows.

A full answer may have a follow-up, which the next question cancels.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from ...simulation.settings import Cancelled
from .at_exit import close_at_exit

Question = TypeVar("Question")
Answer = TypeVar("Answer")

QUIET = 0.2  # seconds without a question after which the full answer is made
PATIENCE = 0.5  # seconds that a coarse answer may take while a newer question waits


class Worker(Generic[Question, Answer]):
    """Answer questions in a separate thread; a newer question replaces an older one.

    When a newer question comes, a coarse answer in progress is finished, so that the picture
    follows a slider; a full or a slow one is cancelled. The thread ends when there is nothing left
    to answer. All callables are called in it.

    Parameters
    ----------
    ask : callable
        The answer function: takes a question, whether the answer may be coarse, and the event that
        cancels it.
    show : callable
        Takes each answer.
    fail : callable
        Takes the exception that an answer ended with, unless a newer question waits.
    after : callable, optional
        The follow-up: takes a question that was answered in full, and the event that cancels it.
        A newer question cancels it at once. Its errors are ignored, as no one asked for it.

    Examples
    --------
    >>> shown = []
    >>> worker = Worker(lambda number, coarse, cancel: (number, coarse), shown.append, print)
    >>> worker.submit(1)
    >>> worker.wait(5), shown
    (True, [(1, True), (1, False)])
    """

    def __init__(
        self,
        ask: Callable[[Question, bool, threading.Event], Answer],
        show: Callable[[Answer], None],
        fail: Callable[[Exception], None],
        after: Callable[[Question, threading.Event], None] | None = None,
    ) -> None:
        self._ask, self._show, self._fail, self._after = ask, show, fail, after
        self._changed = threading.Condition()
        self._waiting: list[Question] = []  # one at most
        self._asked = 0.0
        self._cancel = threading.Event()
        self._begun: float | None = None  # the start of the coarse answer in progress
        self._thread: threading.Thread | None = None
        self._follows_up = False
        self._closed = False
        close_at_exit(self)

    def submit(self, question: Question) -> None:
        """Ask a question; earlier ones that are not answered yet are dropped."""
        with self._changed:
            if self._closed:
                return
            self._waiting, self._asked = [question], time.monotonic()
            if self._begun is None or self._asked - self._begun > PATIENCE:
                self._cancel.set()
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="engagelab workbench", daemon=True
                )
                self._thread.start()
            self._changed.notify_all()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the full answer to the latest question; return whether it came in time."""
        with self._changed:
            return self._changed.wait_for(self._is_done, timeout)

    def settle(self, timeout: float | None = None) -> bool:
        """Wait for the follow-up as well; return whether it ended in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._thread is None, timeout)

    def drop(self) -> None:
        """Drop the questions that are not answered yet."""
        with self._changed:
            self._waiting = []
            self._cancel.set()
            self._changed.notify_all()

    def answer_with(self, ask: Callable[[Question, bool, threading.Event], Answer]) -> None:
        """Replace the answer function and cancel the running answer."""
        self.drop()
        self._ask = ask

    def close(self, timeout: float = 5.0) -> None:
        """Drop all questions, ignore later ones, and wait for the thread to end."""
        with self._changed:
            self._closed = True
        self.drop()
        if threading.current_thread() is not self._thread:
            self.settle(timeout)

    # --- in the thread -----------------------------------------------------------------------

    def _work(self) -> None:
        while (question := self._next()) is not None:
            refine = self._answer(question[0], coarse=True) and self._is_quiet()
            if refine and self._answer(question[0], coarse=False):
                self._follow_up(question[0])

    def _next(self) -> tuple[Question] | None:
        """Return the latest question; if there is none, the thread ends."""
        with self._changed:
            if not self._waiting:
                self._thread = None
                self._changed.notify_all()
                return None
            self._cancel.clear()
            return (self._waiting.pop(),)

    def _answer(self, question: Question, *, coarse: bool) -> bool:
        """Make and show an answer; return whether that succeeded."""
        self._begun = time.monotonic() if coarse else None
        try:
            answer = self._ask(question, coarse, self._cancel)
            if not self._is_dropped():
                self._show(answer)
        except Cancelled:
            return False
        except Exception as error:  # whatever it is, the person sees it and goes on
            if not (self._is_dropped() or self._waiting):
                with suppress(Exception):  # or the thread would end and never answer again
                    self._fail(error)
            return False
        finally:
            self._begun = None
        return True

    def _follow_up(self, question: Question) -> None:
        """Run the follow-up, unless there is a question to answer."""
        with self._changed:
            if self._after is None or self._has_news():
                return
            self._follows_up = True
            self._changed.notify_all()
        try:
            with suppress(Exception):  # no one asked for it
                self._after(question, self._cancel)
        finally:
            with self._changed:
                self._follows_up = False

    def _is_done(self) -> bool:
        return self._thread is None or (self._follows_up and not self._waiting)

    def _is_dropped(self) -> bool:
        return self._cancel.is_set()

    def _is_quiet(self) -> bool:
        """Wait for the quiet period; return False if a newer question comes before."""
        with self._changed:
            left = self._asked + QUIET - time.monotonic()
            return not self._changed.wait_for(self._has_news, max(0.0, left))

    def _has_news(self) -> bool:
        return bool(self._waiting) or self._cancel.is_set()
