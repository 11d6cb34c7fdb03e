"""The engagement model, which no other library has: towns of three sizes, and the presets."""

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import engagelab as el

from .results import Plan

TOWNS = {10_000: 200, 100_000: 64, 1_000_000: 16}  # people, and runs
PRESET_RUNS = 200
THREADS = (1, 2)


def seconds_of(work: Callable[[int], object], times: int) -> float:
    """Return the median seconds of a work done with other keys, after one that is not counted."""
    work(0)
    taken = []
    for key in range(1, times + 1):
        begun = time.perf_counter()
        work(key)
        taken.append(time.perf_counter() - begun)
    return median(taken)


def towns(times: int = 3, most: int = 1_000_000) -> Iterator[Plan]:
    """Yield how long one post takes in towns of up to so many people.

    A thousandth of the people are seeds, so that the larger town does the same, more often.
    """
    for people, runs in TOWNS.items():
        if people <= most:
            network = el.graphs.town(people)
            yield measured(f"town of {people:,}", network, people, runs, times)


def measured(name: str, network: el.Network, people: int, runs: int, times: int) -> Plan:
    """Measure one post in a town."""

    def play(key: int, threads: int) -> el.Outcome:
        seeds = max(1, people // 1000)
        return el.simulate(network, el.Engagement(), seeds, runs=runs, key=key, threads=threads)

    return _timed(name, people, runs, times, play)


def presets(times: int = 5) -> Iterator[Plan]:
    """Yield how long 200 runs of each preset take, in its own town.

    The town is made before, once; each round plays with another key.
    """
    for name in el.Scenario.presets():
        plan = el.Scenario.preset(name)
        network = plan.town(key=0)

        def play(key: int, threads: int, plan: Any = plan, network: Any = network) -> el.Outcome:
            outcome: el.Outcome = plan.run(
                runs=PRESET_RUNS, key=key, network=network, threads=threads
            )
            return outcome

        yield _timed(name, network.people, PRESET_RUNS, times, play)


def _timed(
    name: str, people: int, runs: int, times: int, play: Callable[[int, int], el.Outcome]
) -> Plan:
    exposures = float(play(1, 2).total("impressions").mean())
    seconds = {
        str(n): seconds_of(lambda key, n=n: play(key, n), times)  # type: ignore[misc]
        for n in THREADS
    }
    return Plan(name, people, runs, exposures, seconds)
