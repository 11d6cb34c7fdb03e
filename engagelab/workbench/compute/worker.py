"""One thread that answers the latest question: coarsely at once, in full when questions rest.

An afterthought may follow a full answer, for as long as nobody asks anything new.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from ...simulation.settings import Cancelled

Question = TypeVar("Question")
Answer = TypeVar("Answer")

REST = 0.2  # seconds without a new question after which the full answer is made
PATIENCE = 0.5  # seconds that a coarse answer may take while a newer question waits


class Worker(Generic[Question, Answer]):
    """Answer questions in a thread of its own; the latest wins.

    A coarse answer that is under way is finished when a newer question comes, so that the picture
    follows a slider; a full one, or a slow one, is cancelled. The thread lives only while there is
    something to answer.

    Parameters
    ----------
    ask : callable
        Takes a question, whether the answer may be coarse, and the event that cancels it.
    show : callable
        Takes each answer, in the thread.
    fail : callable
        Takes the exception that an answer ended with, in the thread; not for stale questions.
    after : callable, optional
        Takes a question that was answered in full, and the event that cancels it, in the thread:
        what may be worked out while nothing is asked. A newer question cancels it at once, and
        what goes wrong in it is told to nobody, as it was not asked for.

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
        self._begun: float | None = None  # when the coarse answer under way began
        self._thread: threading.Thread | None = None
        self._thinks = False  # whether all is answered, and the afterthought is under way
        self._closed = False

    def submit(self, question: Question) -> None:
        """Ask; what is still to be answered of former questions is dropped."""
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
        """Wait until the latest question is answered in full; return whether it is."""
        with self._changed:
            return self._changed.wait_for(self._is_done, timeout)

    def settle(self, timeout: float | None = None) -> bool:
        """Wait until the afterthought is over as well; return whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self._thread is None, timeout)

    def drop(self) -> None:
        """Forget what is still to be answered."""
        with self._changed:
            self._waiting = []
            self._cancel.set()
            self._changed.notify_all()

    def turn_to(self, ask: Callable[[Question, bool, threading.Event], Answer]) -> None:
        """Ask somebody else from now on; what is under way is dropped."""
        self.drop()
        self._ask = ask

    def close(self, timeout: float = 5.0) -> None:
        """Drop everything, take no more questions, and wait for the thread to end."""
        with self._changed:
            self._closed = True
        self.drop()
        if threading.current_thread() is not self._thread:
            self.settle(timeout)

    # --- in the thread -----------------------------------------------------------------------

    def _work(self) -> None:
        while (question := self._next()) is not None:
            whole = self._answer(question[0], coarse=True) and self._rests()
            if whole and self._answer(question[0], coarse=False):
                self._think(question[0])

    def _next(self) -> tuple[Question] | None:
        """Take the latest question; without one the thread ends."""
        with self._changed:
            if not self._waiting:
                self._thread = None
                self._changed.notify_all()
                return None
            self._cancel.clear()
            return (self._waiting.pop(),)

    def _answer(self, question: Question, *, coarse: bool) -> bool:
        """Make and show one answer; return whether that went well."""
        self._begun = time.monotonic() if coarse else None
        try:
            answer = self._ask(question, coarse, self._cancel)
            if not self._is_dropped():
                self._show(answer)
        except Cancelled:
            return False
        except Exception as error:  # whatever it is, the person is told and goes on
            if not (self._is_dropped() or self._waiting):
                with suppress(Exception):  # or the thread would end and nothing be answered again
                    self._fail(error)
            return False
        finally:
            self._begun = None
        return True

    def _think(self, question: Question) -> None:
        """Work out the afterthought, unless there is something to answer."""
        with self._changed:
            if self._after is None or self._has_news():
                return
            self._thinks = True
            self._changed.notify_all()
        try:
            with suppress(Exception):  # nobody asked for it
                self._after(question, self._cancel)
        finally:
            with self._changed:
                self._thinks = False

    def _is_done(self) -> bool:
        return self._thread is None or (self._thinks and not self._waiting)

    def _is_dropped(self) -> bool:
        return self._cancel.is_set()

    def _rests(self) -> bool:
        """Wait until questions rest; return whether no newer one came."""
        with self._changed:
            left = self._asked + REST - time.monotonic()
            moved = self._changed.wait_for(self._has_news, max(0.0, left))
            return not moved

    def _has_news(self) -> bool:
        return bool(self._waiting) or self._cancel.is_set()
