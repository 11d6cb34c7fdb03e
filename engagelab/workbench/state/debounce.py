"""Debounce work: one call after a burst of requests."""

import asyncio
import threading
from collections.abc import Callable


class Debounce:
    """Call a function once no request has come for a while.

    In a kernel the call is made by a timer of the running event loop, so in the thread that also
    handles the messages of the page. In a script or a test, where no loop runs, it is made by a
    timer thread, or at once.

    Parameters
    ----------
    call : callable
        The function.
    seconds : float
        How long no request must have come.
    wait_without_loop : bool
        Whether to wait as well if no event loop is running; otherwise each request calls at once.

    Examples
    --------
    >>> saved = []
    >>> save = Debounce(lambda: saved.append("plan"), seconds=60)
    >>> save.request(); save.request(); save.flush()
    >>> saved
    ['plan']
    """

    def __init__(
        self, call: Callable[[], None], seconds: float, *, wait_without_loop: bool = True
    ) -> None:
        self._call, self._seconds = call, seconds
        self._wait_without_loop, self._closed = wait_without_loop, False
        self._timer: asyncio.TimerHandle | threading.Timer | None = None
        self._lock = threading.RLock()  # held during a call, so that `flush` and `close` wait

    def request(self) -> None:
        """Call the function when no other request follows."""
        with self._lock:
            self.cancel()
            if self._closed:
                return
            try:
                loop = asyncio.get_running_loop()
            except RuntimeError:
                self._request_without_loop()
            else:
                self._timer = loop.call_later(self._seconds, self.flush)

    def _request_without_loop(self) -> None:
        if not self._wait_without_loop:
            self._call()
            return
        self._timer = timer = threading.Timer(self._seconds, self.flush)
        timer.name, timer.daemon = "engagelab debounce", True
        timer.start()

    def flush(self) -> None:
        """Make the pending call now, if there is one."""
        with self._lock:
            pending = self._timer is not None
            self.cancel()
            if pending:
                self._call()

    def cancel(self) -> None:
        """Drop the pending call."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None

    def close(self) -> None:
        """Drop the pending call and ignore later requests."""
        with self._lock:
            self.cancel()
            self._closed = True
