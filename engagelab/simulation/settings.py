"""Settings of a simulation: runs, key, horizon and how the runs are executed."""

import threading
from dataclasses import dataclass
from typing import Literal

from ..errors import EngagelabError
from ..models.declaration import LARGEST_KEY, whole_number

Record = Literal["people", "tree"] | None


class Cancelled(Exception):  # noqa: N818 - a request, not an error
    """Raised when a simulation is cancelled before it is done."""


@dataclass(frozen=True)
class Settings:
    """The number of runs, their chance and length, and how they are executed.

    Attributes
    ----------
    runs, key, horizon : int
        Number of runs, the integer that fixes all chance, and the last round.
    redraw_seeds : bool
        Draw other seeds in each run instead of the same for all.
    record : "people", "tree" or None
        "people" records when each person first read in each run; "tree" also from whom.
    threads : int, optional
        Number of threads, by default one for each processor; it cannot change a result.
    cancel : threading.Event, optional
        When another thread sets it, the simulation raises `Cancelled`.
    """

    runs: int = 200
    key: int = 0
    horizon: int = 60
    redraw_seeds: bool = False
    record: Record = None
    threads: int | None = None
    cancel: threading.Event | None = None

    def __post_init__(self) -> None:
        """Raise for values out of bounds, and convert integers to Python's."""
        bounds = {"runs": (1, 10_000_000), "key": (0, LARGEST_KEY), "horizon": (0, 100_000)}
        for name, (low, high) in bounds.items():
            whole_number(name, getattr(self, name), low, high)
            # NumPy integers would compile other kernels and cannot be saved
            if type(getattr(self, name)) is not int:
                object.__setattr__(self, name, int(getattr(self, name)))
        if self.threads is not None:
            whole_number("threads", self.threads, 1, 1024)
        if self.record not in (None, "people", "tree"):
            raise EngagelabError(
                f"record: {self.record!r} is not known; allowed are None, 'people', 'tree'"
            )
