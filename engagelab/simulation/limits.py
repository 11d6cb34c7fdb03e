"""VisitorLimits on a simulation where visitors choose its sizes, as in ``engagelab present``."""

import os
from dataclasses import dataclass

from ..errors import refused

_VARIABLE = "ENGAGELAB_LIMITS"


@dataclass(frozen=True)
class VisitorLimits:
    """What a simulation may take.

    Attributes
    ----------
    people, runs, posts : int
        Number of people, runs and posts.
    exposures : int
        Number of exposures in all runs; the simulation is stopped when it has evaluated more.
    memory : int
        Bytes, as estimated before the simulation.
    draws : int
        People among whom seeds are drawn, added up over posts and runs; a few seconds of work.
    """

    people: int = 200_000
    runs: int = 1_000
    posts: int = 100
    exposures: int = 2_000_000_000
    memory: int = 1_000_000_000
    draws: int = 200_000_000


VISITORS = VisitorLimits()
# set before a process starts; looking it up for every simulation would take as long as a small one
_PROCESS_LIMITS = VISITORS if os.environ.get(_VARIABLE) == "visitors" else None


def limits() -> VisitorLimits | None:
    """Return the limits of this process; None if it serves no visitors.

    Examples
    --------
    >>> limits() is None
    True
    """
    return _PROCESS_LIMITS


def need_within_limits(**sizes: int) -> None:
    """Raise an error if a size is above the limit of this process.

    Parameters
    ----------
    sizes : int
        Some of ``people``, ``runs``, ``posts`` and ``draws``.

    Raises
    ------
    EngagelabError
        If it is; the message has the size and the limit.

    Examples
    --------
    >>> need_within_limits(people=5_000_000)
    """
    of = limits()
    if of is None:
        return
    for name, size in sizes.items():
        most = getattr(of, name)
        if size > most:
            if name == "draws":
                raise refused(_FIELDS[name], "too_many_draws", value=size, most=most)
            raise refused(_FIELDS[name], "above_limit", value=size, most=most)


_FIELDS = {
    "people": "population.people",
    "runs": "settings.runs",
    "posts": "campaign.posts",
    "draws": "campaign.redraw_seeds",
}
