"""How a simulation is to be done: runs, key, horizon."""

import threading
from dataclasses import dataclass
from typing import Literal

from ..errors import EngagelabError
from ..models.declaration import LARGEST_KEY, whole_number

Record = Literal["people", "tree"] | None


class Cancelled(Exception):  # noqa: N818 - it is no error: somebody asked for it
    """A simulation was told to stop before it was done."""


@dataclass(frozen=True)
class Settings:
    """How many runs, of which chance, until when, and how they are done.

    Attributes
    ----------
    runs, key, horizon : int
        Number of runs, the integer that fixes all chance, the last round.
    redraw_seeds : bool
        Draw other seeds in each run instead of the same in all.
    record : "people", "tree" or None
        Whether to keep for each run when each person first read; and from whom.
    threads : int, optional
        Threads to share the runs among; none: one for each processor. It cannot change a result.
    cancel : threading.Event, optional
        Set from elsewhere, it ends the simulation with `Cancelled`.
    """

    runs: int = 200
    key: int = 0
    horizon: int = 60
    redraw_seeds: bool = False
    record: Record = None
    threads: int | None = None
    cancel: threading.Event | None = None

    def __post_init__(self) -> None:
        """Refuse numbers out of bounds; hold whole numbers as Python's."""
        bounds = {"runs": (1, 10_000_000), "key": (0, LARGEST_KEY), "horizon": (0, 100_000)}
        for name, (low, high) in bounds.items():
            whole_number(name, getattr(self, name), low, high)
            # numpy's integers would compile other kernels and cannot be saved
            object.__setattr__(self, name, int(getattr(self, name)))
        if self.threads is not None:
            whole_number("threads", self.threads, 1, 1024)
        if self.record not in (None, "people", "tree"):
            raise EngagelabError(
                f"record: {self.record!r} is not known; allowed are None, 'people', 'tree'"
            )
