"""Play: one model on one network, made ready for its kernel."""

import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from ...engine import state
from ...graphs.network import Network


class BufferPool:
    """Arrays of runs that wait for the next simulation of the same kind on the same network.

    A small cascade among a million people takes less time than fresh memory for a million people.
    """

    def __init__(self) -> None:
        self._kind: Hashable = None
        self._runs: list[tuple[int, Any]] = []
        self._turn = threading.Lock()

    def take(self, kind: Hashable) -> tuple[int, Any] | None:
        """Return the capacity and the arrays of a run of this kind, if there are any."""
        with self._turn:
            return self._runs.pop() if kind == self._kind and self._runs else None

    def put(self, kind: Hashable, capacity: int, run: Any) -> None:
        """Keep the arrays of a run that is over; those of another kind go."""
        with self._turn:
            if kind != self._kind:
                self._kind, self._runs = kind, []
            self._runs.append((capacity, run))


_KEPT: WeakKeyDictionary[Network, dict[Hashable, Any]] = WeakKeyDictionary()
_Made = TypeVar("_Made")


def kept(network: Network, what: Hashable, make: Callable[[], _Made]) -> _Made:
    """Return what is made of a network alone: once, and kept as long as the network.

    What a million ties are worth takes longer to work out than a thousand small cascades to play.
    """
    made = _KEPT.setdefault(network, {})
    if what not in made:
        made[what] = make()
    found: _Made = made[what]
    return found


def buffers_of(network: Network) -> BufferPool:
    """Return the shelf of a network."""
    return kept(network, "shelf", BufferPool)


@dataclass(frozen=True, eq=False)
class Play:
    """What a kernel needs, and what its counts mean.

    Attributes
    ----------
    kernel : function
        ``kernel(town, rules, plan, run, tally, key, (first, last))`` does the runs from first to
        last and returns the first not done, where a list of the run was full.
    town, rules, plan : NamedTuple
        People, rules and seeds as the kernel takes them.
    new_run : function of capacity
        Makes the arrays of one run; a kernel whose lists grow asks again for more capacity.
    shelf : BufferPool
        Where the arrays of a run come from, if there are any, and go afterwards.
    kind : hashable
        What else than the network decides on the shapes of these arrays.
    posts : list of dict
        The contents, for the provenance.
    measures : sequence of str
        What the kernel counts.
    post_measures : sequence of str
        What it counts for each post too.
    batch : int
        How many runs the kernel does at once.
    generations : bool
        Whether it counts generations of joiners.
    costs, values : mapping of measure to money
    contents : bool
        Whether people take one of several contents.
    notes : sequence of str
        What the reader of an outcome should know.
    interrupt : function of the arrays of a run, optional
        Ends a run that another thread plays; none where a single run never takes long.
    """

    kernel: Callable[..., int]
    town: state.Town
    rules: Any
    plan: Any
    new_run: Callable[[int], Any]
    shelf: BufferPool
    kind: Hashable
    posts: list[dict[str, Any]]
    measures: Sequence[str]
    post_measures: Sequence[str] = ()
    batch: int = 1
    generations: bool = False
    costs: Mapping[str, float] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    contents: bool = False
    notes: Sequence[str] = ()
    interrupt: Callable[[Any], None] | None = None
