"""Places for visitors: how many there are, and which kernels no visitor uses any more."""

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

UNMET = 60.0  # seconds after which the kernel of a page that never connected ends
AWAY = 600.0  # seconds after which the kernel of a page that lost its connection ends


@dataclass(eq=False)
class Place:
    """The place of one visitor.

    Attributes
    ----------
    since : float
        When the place was taken, the page was sent or the last connection ended.
    kernel : str, optional
        The kernel that serves the page, once there is one.
    connections : int
        Open connections of the page.
    was_met : bool
        Whether the page has ever connected.
    browser : str
        A name that the pages of one browser share.
    """

    since: float
    browser: str = ""
    kernel: str | None = None
    connections: int = 0
    was_met: bool = False


# The place of the visitor whose page is being made, for the kernel that is started for it.
PLACE: ContextVar[Place | None] = ContextVar("PLACE", default=None)


class Visits:
    """The places that are taken.

    Parameters
    ----------
    most : int
        The number of places.
    clock : callable
        Returns the present time in seconds.

    Examples
    --------
    >>> visits = Visits(1)
    >>> first = visits.take()
    >>> visits.take() is None
    True
    >>> visits.release(first)
    >>> visits.take() is None
    False
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self._clock = most, clock
        self._places: list[Place] = []

    def __len__(self) -> int:
        return len(self._places)

    def take(self, browser: str = "") -> Place | None:
        """Return a new place, or None if all are taken."""
        if len(self._places) >= self.most:
            return None
        self._places.append(Place(self._clock(), browser))
        return self._places[-1]

    def release(self, place: Place) -> None:
        """Give a place back."""
        if place in self._places:
            self._places.remove(place)

    def sent(self, place: Place) -> None:
        """Note that the page was sent; a place without a kernel is given back."""
        place.since = self._clock()
        if place.kernel is None:
            self.release(place)

    def forget(self, kernel: str) -> None:
        """Give back the place of a kernel that has ended."""
        self._places = [place for place in self._places if place.kernel != kernel]

    def connect(self, kernel: str) -> None:
        """Note that a page connected to its kernel."""
        for place in self._of(kernel):
            place.connections, place.was_met = place.connections + 1, True

    def disconnect(self, kernel: str) -> None:
        """Note that a connection ended."""
        for place in self._of(kernel):
            place.connections = max(0, place.connections - 1)
            place.since = self._clock()

    def unused(self) -> list[str]:
        """Return the kernels to end: never connected for a minute, or away for ten."""
        return [
            place.kernel
            for place in self._places
            if place.kernel and self._absence(place) > (AWAY if place.was_met else UNMET)
        ]

    def dispensable(self, browser: str = "") -> str | None:
        """Return the kernel to end if a browser needs a place and there is none.

        That of a page of the same browser that was loaded again before it connected, otherwise that
        of the page that has been away longest, for a minute at least.
        """
        left = [place for place in self._places if place.kernel and not place.connections]
        again = [place for place in left if not place.was_met and place.browser == browser]
        away = [place for place in left if self._absence(place) > UNMET]
        first = max((browser and again) or away, key=self._absence, default=None)
        return first.kernel if first is not None else None

    def kernels(self) -> list[str]:
        """Return the kernels of all visitors."""
        return [place.kernel for place in self._places if place.kernel]

    def _of(self, kernel: str) -> list[Place]:
        return [place for place in self._places if place.kernel == kernel]

    def _absence(self, place: Place) -> float:
        """Return for how many seconds no page has been connected."""
        return 0.0 if place.connections else self._clock() - place.since
