"""What can wait until the answer has been painted."""

import asyncio
from collections.abc import Callable

_PAINTED = 0.15  # seconds after a change in which the worker should not be disturbed


class Later:
    """Do something when the answer has probably been painted; at once where nothing is shown.

    Parameters
    ----------
    act : callable
        What is done; once, for all changes that come before it.

    Examples
    --------
    >>> done = []
    >>> later = Later(lambda: done.append(1))
    >>> later.soon(); done
    [1]
    """

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self._due: asyncio.TimerHandle | None = None

    def soon(self) -> None:
        """Do it after this change; another change puts it off."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._act()
            return
        self.drop()
        self._due = loop.call_later(_PAINTED, self._act)

    def drop(self) -> None:
        """Do nothing after all."""
        if self._due is not None:
            self._due.cancel()
