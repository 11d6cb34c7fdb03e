"""Cache of what is derived from a network, and of the arrays of its runs."""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, finalize, ref

import numpy as np
from numpy.typing import NDArray

from ...graphs.network import Network

_MOST_SPARE = 64 << 20  # bytes
_MOST_BUFFERS = 128 << 20  # bytes of the runs of all networks; those of the last one stay anyway
_Value = TypeVar("_Value")
_CACHE: dict[
    int, dict[Hashable, Any]
] = {}  # by identity: equal networks may order people differently


def cached(network: Network, key: Hashable, make: Callable[[], _Value]) -> _Value:
    """Return a value derived from a network, computed once in the network's lifetime.

    Deriving the weights of a million ties takes longer than simulating a thousand small cascades.
    """
    values = _CACHE.get(id(network))
    if values is None:
        values = _CACHE.setdefault(id(network), {})
        finalize(network, _CACHE.pop, id(network), None).atexit = False
    if key not in values:
        values[key] = make()
    value: _Value = values[key]
    return value


class BufferPool:
    """Arrays of finished runs, reused by the next simulation of the same kind on the same network.

    A small cascade among a million people takes less time than fresh memory for a million people.
    The arrays take up to ten times the memory of their network, so the networks that were simulated
    on longest ago give theirs up.
    """

    def __init__(self) -> None:
        self._kind: Hashable = None
        self._runs: list[tuple[int, Any]] = []
        self._lock = threading.Lock()

    def clear(self) -> None:
        """Drop all arrays that are stored."""
        with self._lock:
            self._runs = []

    @property
    def runs(self) -> tuple[Any, ...]:
        """The arrays that are stored."""
        with self._lock:
            return tuple(run for _, run in self._runs)

    def take(self, kind: Hashable) -> tuple[int, Any] | None:
        """Return the capacity and the arrays of a run of this kind, or None if there are none."""
        _POOLS.use(self)
        with self._lock:
            return self._runs.pop() if kind == self._kind and self._runs else None

    def put(self, kind: Hashable, capacity: int, run: Any) -> None:
        """Store the arrays of a finished run, and drop those of any other kind."""
        with self._lock:
            if kind != self._kind:
                self._kind, self._runs = kind, []
            self._runs.append((capacity, run))


class _Pools:
    """The pools of all networks, the one used last at the end."""

    def __init__(self) -> None:
        self._bytes: WeakKeyDictionary[BufferPool, int] = WeakKeyDictionary()
        self._last: Callable[[], BufferPool | None] = lambda: None  # a weak reference
        self._lock = threading.Lock()

    def use(self, pool: BufferPool) -> None:
        """Note that a pool is used, and clear others until all take little memory."""
        if pool is self._last():
            return
        with self._lock:
            last, self._last = self._last(), ref(pool)
            if last is not None:
                self._bytes[last] = _array_bytes(last)
            self._bytes.pop(pool, None)
            held = sum(self._bytes.values())
            for other in tuple(self._bytes) if held > _MOST_BUFFERS else ():
                if held > _MOST_BUFFERS:
                    held -= self._bytes.pop(other)
                    other.clear()

    def clear(self) -> None:
        """Clear all pools."""
        with self._lock:
            for pool in (*self._bytes, self._last()):
                if pool is not None:
                    pool.clear()
            self._bytes.clear()


_POOLS = _Pools()


def buffers_of(network: Network) -> BufferPool:
    """Return the buffer pool of a network."""
    return cached(network, "buffers", BufferPool)


@dataclass
class SpareCounts:
    """The counts of a simulation, zero before it starts, whose memory the next one reuses.

    Few runs reach the horizon: fresh memory for all rounds would take longer than short runs.
    """

    shape: tuple[int, ...]
    stored: dict[tuple[int, ...], NDArray[np.int64]]

    def take(self) -> NDArray[np.int64]:
        """Return an array of zeros; its first axis is rounds."""
        spare = self.stored.pop(self.shape, None)
        return np.zeros(self.shape, np.int64) if spare is None else spare

    def put(self, counts: NDArray[np.int64], last_rounds: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the counts up to the last round of all runs, and store the array for later."""
        rounds = int(last_rounds.max()) + 1
        if 2 * rounds > len(counts) or counts.nbytes > _MOST_SPARE:
            return counts[:rounds]
        used = counts[:rounds].copy()
        counts[:rounds] = 0
        self.stored.clear()
        self.stored[self.shape] = counts
        return used


def counts_of(network: Network, shape: tuple[int, ...]) -> SpareCounts:
    """Return the spare counts of a network."""
    return SpareCounts(shape, cached(network, "spare counts", dict))


def held_bytes(network: Network) -> int:
    """Return the memory of what is cached for a network."""
    values = list(_CACHE.get(id(network), {}).values())
    return sum(map(_array_bytes, values))


def drop_buffers() -> None:
    """Drop the arrays of finished runs of all networks."""
    _POOLS.clear()


def _array_bytes(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, BufferPool):
        value = value.runs
    if isinstance(value, dict):
        value = tuple(value.values())
    return sum(map(_array_bytes, value)) if isinstance(value, (tuple, list)) else 0
