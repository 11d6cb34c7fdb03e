"""Cache of towns, so that plans with the same people, ties and groups build them once."""

import threading
from collections import OrderedDict

from ..graphs.generators import town_of
from ..graphs.network import Network
from ..graphs.population import Groups, Population
from ..io.memory import available_memory

_PEOPLE = 1_500_000  # of all cached towns together: 700 MB to 1 GB with what is derived from them
_LARGE = 20_000  # people of a town that is worth a look at the memory that is left
_SPARE = 384 << 20  # bytes left for simulations, threads and files: with less, no town is added
_RECENT = 4  # towns that are cached whatever their size

Recipe = tuple[Population, Groups]


class TownCache:
    """Towns by their recipe and key; it holds many small towns or a few large ones.

    A set of towns that is too large to be cached as a whole is cached in part: its first towns stay
    when it is gone through again and again. The towns of an earlier recipe make room for a new one.
    Large towns are added only while the process has memory to spare.

    Parameters
    ----------
    people : int
        The most people of all cached towns together.

    Examples
    --------
    >>> from engagelab.graphs.population import Groups, Population
    >>> towns = TownCache(1000)
    >>> one = towns.get(Population(people=400), Groups(), 7)
    >>> towns.get(Population(people=400), Groups(), 7) is one
    True
    """

    def __init__(self, people: int = _PEOPLE) -> None:
        self._most, self._lock = people, threading.Lock()
        self._towns: OrderedDict[tuple[Recipe, int], Network] = OrderedDict()
        self._recent: OrderedDict[tuple[Recipe, int], Network] = OrderedDict()

    def get(self, population: Population, groups: Groups, key: int) -> Network:
        """Return the town of a recipe and a key; it is built if it is not cached."""
        address = ((population, groups), key)
        with self._lock:
            town = self._towns.get(address, self._recent.get(address))
            if town is not None:
                if address in self._towns:
                    self._towns.move_to_end(address)
                return town
        town = town_of(population, groups, key)  # outside the lock: towns are built in parallel
        with self._lock:
            self._store(address, town)
        return town

    def clear(self) -> None:
        """Forget all towns."""
        with self._lock:
            self._towns.clear()
            self._recent.clear()

    def _store(self, address: tuple[Recipe, int], town: Network) -> None:
        self._recent[address] = town
        while len(self._recent) > _RECENT:
            self._recent.popitem(last=False)
        while self._people + town.people > self._most:
            other = next((each for each in self._towns if each[0] != address[0]), None)
            if other is None:
                return
            del self._towns[other]
        if town.people < _LARGE or not _is_memory_short():
            self._towns[address] = town

    @property
    def _people(self) -> int:
        return sum(town.people for town in self._towns.values())


def _is_memory_short() -> bool:
    free = available_memory()
    return free is not None and free < _SPARE


TOWNS = TownCache()
"""The towns of all plans of this process."""
