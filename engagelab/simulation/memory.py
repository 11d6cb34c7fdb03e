"""Estimate the memory of a simulation from its sizes, before anything is allocated.

The estimates are upper bounds on what is allocated at the peak, from the sizes of the arrays: at
least what is measured, and at most three times that once it exceeds some 10 MB.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from ..engine import csr
from ..engine.measures import MEASURES
from ..graphs.network import Network
from ..graphs.population import Groups, Population
from ..io.memory import need_memory
from ..models import Engagement, Post
from .adaptors.cache import cached, drop_buffers, held_bytes
from .limits import limits, need_within_limits
from .settings import Settings
from .town_cache import TOWNS

_CELLS = 216  # classes of people at most: role, profile, activity and group size crossed
_POST_MEASURES = 16  # counts of each run and post
_LIST_ITEM = 114  # bytes of a join, a share in a group and an accepted invitation
_CLASS_COUNTS = 60  # counts of each run by class


class Sizes(NamedTuple):
    """The sizes of a network.

    Attributes
    ----------
    people, groups : int
        Number of people and of groups.
    ties : int
        Number of receivers of all people; a mutual tie counts twice.
    memberships : int
        Number of memberships.
    """

    people: int
    ties: int
    memberships: int = 0
    groups: int = 0

    @classmethod
    def of(cls, network: Network) -> "Sizes":
        """Return the sizes of a network."""
        groups = len(network.group_labels)
        return cls(network.people, network.tie_to.size, network.group_people.size, groups)

    @classmethod
    def of_town(cls, population: Population, groups: Groups) -> "Sizes":
        """Return the sizes of a town, without generating it."""
        people = population.people
        seats = round(people * groups.memberships_per_person)
        return cls(people, round(people * population.ties), seats, round(seats / groups.size) + 1)


class Work(NamedTuple):
    """What is simulated on a network.

    Attributes
    ----------
    runs, rounds : int
        Number of runs, and of rounds with round 0.
    measures : int
        Number of measures that are counted.
    posts : int
        Number of posts, or 0 for a classic model, which has no calendar.
    threads : int
        Number of threads.
    records : int
        Bytes that are recorded for each run and person.
    drawn : int
        People who are drawn as seeds and for paid impressions, of all posts and, if they are drawn
        for each run, all runs.
    own_size : int
        Members of the organisation's own space.
    leaving : bool
        Whether members may leave.
    redrawn : bool
        Whether seeds are drawn anew in each run.
    """

    runs: int
    rounds: int
    measures: int
    posts: int = 0
    threads: int = 1
    records: int = 0
    drawn: int = 0
    own_size: int = 0
    leaving: bool = False
    redrawn: bool = False


def town_bytes(sizes: Sizes) -> int:
    """Return the memory for generating a town, at its peak.

    Examples
    --------
    >>> town_bytes(Sizes(people=1_000_000, ties=12_000_000, memberships=3_500_000)) // 10**6
    314
    """
    return 90 * sizes.people + 14 * sizes.ties + 16 * sizes.memberships


def network_bytes(sizes: Sizes) -> int:
    """Return the memory of a network.

    Examples
    --------
    >>> network_bytes(Sizes(people=1_000_000, ties=12_000_000, memberships=3_500_000)) // 10**6
    126
    """
    return 50 * sizes.people + 4 * sizes.ties + 8 * sizes.memberships


@lru_cache(maxsize=64)  # for single runs in a loop
def simulation_bytes(sizes: Sizes, work: Work) -> int:
    """Return the memory of a simulation on an existing network, at its peak.

    Parameters
    ----------
    sizes : Sizes
        The network.
    work : Work
        What is simulated on it.

    Examples
    --------
    >>> small = Sizes(people=10_000, ties=120_000, memberships=35_000, groups=1_400)
    >>> simulation_bytes(small, Work(runs=200, rounds=61, measures=20, posts=1)) < 20e6
    True
    >>> simulation_bytes(small, Work(runs=10**6, rounds=61, measures=20, posts=1)) // 10**9
    19
    """
    return (
        _shared_bytes(sizes, work)
        + min(work.threads, work.runs) * _run_bytes(sizes, work)
        + work.runs * _result_bytes(sizes, work)
    )


def _shared_bytes(sizes: Sizes, work: Work) -> int:
    """Return the memory of what is derived from the network and the rules for all threads."""
    people, ties, memberships, _ = sizes
    drawn = 12 * work.drawn
    if work.posts:
        seats = memberships + work.own_size
        return 60 * people + 16 * ties + 60 * memberships + 90 * people + 30 * seats + drawn
    return 40 * people + 26 * ties + 40 * memberships + drawn


def _run_bytes(sizes: Sizes, work: Work) -> int:
    """Return the memory in which a thread simulates one run after another."""
    people, ties, memberships, groups = sizes
    if not work.posts:
        return 160 * people + 12 * ties
    seats = memberships + work.own_size
    by_post = 32 * people + work.leaving * seats + 4 * groups
    return 180 * people + 9 * seats + work.posts * by_post


def list_bytes(capacity: int) -> int:
    """Return the memory of the lists of a run, such as joins and shares in groups, of a capacity.

    Examples
    --------
    >>> list_bytes(4096) < 10**6
    True
    """
    return _LIST_ITEM * capacity


def _result_bytes(sizes: Sizes, work: Work) -> int:
    """Return the memory of the results of one run."""
    by_round = (work.measures + 1) * work.rounds * 3 // 2  # and a copy up to the last round
    by_class = 2 * min(_CELLS, sizes.people) + _CLASS_COUNTS
    numbers = by_round + by_class + _POST_MEASURES * max(1, work.posts)
    return 8 * numbers + work.records * sizes.people


def work_of(settings: Settings, *, measures: int, posts: int = 0, drawn: int = 0) -> Work:
    """Return the work that settings ask for; `drawn` people of one run start or are shown posts."""
    records = {None: 0, "people": 6, "tree": 10}[settings.record]
    threads = settings.threads or (1 if settings.runs == 1 else csr.processors())
    drawn *= settings.runs if settings.redraw_seeds else 1
    redrawn = settings.redraw_seeds
    return Work(
        settings.runs, settings.horizon + 1, measures, posts, threads, records, drawn,
        redrawn=redrawn,
    )  # fmt: skip


def campaign_work(
    settings: Settings, model: Engagement, posts: Sequence[Post], people: int
) -> Work:
    """Return the work of simulating posts among so many people by the engagement model."""
    drawn = sum(min(len(post.people) or post.seeds, people) + post.paid % people for post in posts)
    work = work_of(settings, measures=len(MEASURES), posts=max(1, len(posts)), drawn=drawn)
    return work._replace(own_size=min(model.own_size, people), leaving=model.leave > 0)


def need_memory_for(network: Network, work: Work) -> None:
    """Raise an error, with the estimate, if a simulation on a network needs too much memory.

    Raises
    ------
    EngagelabError
        If it needs more than there is, or if visitors choose its sizes and one is above its limit.
    """
    need_within_limits(people=network.people, runs=work.runs, posts=work.posts)
    if work.redrawn:
        need_within_limits(draws=network.people * work.runs * max(1, work.posts))
    sizes = cached(network, "sizes", lambda: Sizes.of(network))
    needed = simulation_bytes(sizes, work)
    _need(needed, held=partial(held_bytes, network))


def need_memory_for_town(population: Population, groups: Groups, work: Work | None = None) -> None:
    """Raise an error, with the estimate, if a town, or a simulation in it, needs too much memory.

    Raises
    ------
    EngagelabError
        As for `need_memory_for`.
    """
    need_within_limits(people=population.people)
    sizes = Sizes.of_town(population, groups)
    needed = town_bytes(sizes)
    if work is not None:
        need_within_limits(runs=work.runs, posts=work.posts)
        needed = max(needed, network_bytes(sizes) + simulation_bytes(sizes, work))
    _need(needed)


def _need(needed: int, held: Callable[[], float] = lambda: 0) -> None:
    """Raise an error if more memory is needed than there is, cached towns and buffers aside."""
    need_memory("memory", needed, most=most_bytes(), held=held, release=_release)


def _release() -> None:
    TOWNS.clear()
    drop_buffers()


def most_bytes() -> int | None:
    """Return the most memory that a simulation may take; None if it serves no visitors."""
    of = limits()
    return None if of is None else of.memory
