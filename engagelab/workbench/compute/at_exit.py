"""Close what computes in a thread when the interpreter ends.

A thread that is inside compiled code then would abort the whole process.
"""

import atexit
from typing import Protocol
from weakref import WeakSet


class Closable(Protocol):
    """What computes in a thread until it is closed."""

    def close(self) -> None:
        """Stop computing, and wait for the thread to end."""


_OPENED: WeakSet[Closable] = WeakSet()


def close_at_exit(owner: Closable) -> None:
    """Close an object at exit, if it still exists then.

    Examples
    --------
    >>> from engagelab.workbench.compute.at_exit import close_at_exit
    >>> from engagelab.workbench.compute.worker import Worker
    >>> close_at_exit(Worker(print, print, print))
    """
    _OPENED.add(owner)


@atexit.register
def _close_all() -> None:
    for owner in tuple(_OPENED):
        owner.close()
