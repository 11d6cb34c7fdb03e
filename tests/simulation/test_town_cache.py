"""The cache of towns: same town, bounded size."""

from engagelab.graphs.generators import town_of
from engagelab.graphs.population import Groups, Population
from engagelab.simulation import town_cache
from engagelab.simulation.town_cache import TownCache

SMALL, OTHER = Population(people=100), Population(people=120)


def test_a_cached_town_is_the_town():
    assert (
        TownCache().get(SMALL, Groups(), 4).fingerprint == town_of(SMALL, Groups(), 4).fingerprint
    )


def test_the_first_towns_of_a_large_set_stay():
    cache = TownCache(people=1000)
    towns = [cache.get(SMALL, Groups(), key) for key in range(30)]
    assert [cache.get(SMALL, Groups(), key) is towns[key] for key in range(10)] == [True] * 10
    assert cache.get(SMALL, Groups(), 20) is not towns[20]


def test_an_earlier_recipe_makes_room():
    cache = TownCache(people=1000)
    for key in range(10):
        cache.get(SMALL, Groups(), key)
    towns = [cache.get(OTHER, Groups(), key) for key in range(8)]
    assert all(cache.get(OTHER, Groups(), key) is towns[key] for key in range(8))


def test_a_town_larger_than_the_cache_is_cached_for_its_plans():
    cache = TownCache(people=50)
    assert cache.get(SMALL, Groups(), 1) is cache.get(SMALL, Groups(), 1)


def test_large_towns_are_cached_only_while_memory_is_spare(monkeypatch):
    free = [town_cache._SPARE]
    monkeypatch.setattr(town_cache, "available_memory", lambda: free[0])
    monkeypatch.setattr(town_cache, "_LARGE", 100)
    cache = TownCache(people=10_000)
    first = [cache.get(SMALL, Groups(), key) for key in range(6)]
    free[0] -= 1
    last = [cache.get(SMALL, Groups(), key) for key in range(6, 12)]
    assert all(cache.get(SMALL, Groups(), key) is town for key, town in enumerate(first))
    assert cache.get(SMALL, Groups(), 6) is not last[0]
    assert cache.get(SMALL, Groups(), 11) is last[-1]  # the last ones are shared by their plans
