"""The engagement model, which no other library has: towns of three sizes, and the presets."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import engagelab as el

from .results import Plan

TOWNS = {10_000: 200, 100_000: 64, 1_000_000: 16}  # people, and runs
PRESET_RUNS = 200
THREADS = (1, 2)


@dataclass(frozen=True)
class Played:
    """Something to be played: what it is called, how many people and runs, and how it is done."""

    name: str
    people: int
    runs: int
    play: Callable[[int, int], el.Outcome]  # given a key and a number of threads

    def on(self, threads: int) -> Callable[[int], object]:
        """Return how it is done on so many threads."""
        return lambda key: self.play(key, threads)


def in_turn(works: Sequence[Callable[[int], object]], times: int) -> list[float]:
    """Return the median seconds of each of some works.

    They take turns, with another key in each round, so that a slow moment of the machine meets all
    of them a little and none of them alone. The first round is not counted.
    """
    taken: list[list[float]] = [[] for _ in works]
    for key in range(times + 1):
        for work, seconds in zip(works, taken, strict=True):
            begun = time.perf_counter()
            work(key)
            seconds.append(time.perf_counter() - begun)
    return [median(seconds[1:]) for seconds in taken]


def towns(times: int = 3, most: int = 1_000_000) -> Iterator[Plan]:
    """Yield how long one post takes in towns of up to so many people.

    A thousandth of the people are seeds, so that the larger town does the same, more often.
    """
    sizes = [size for size in TOWNS.items() if size[0] <= most]
    yield from _timed([_town(*size) for size in sizes], times)


def _town(people: int, runs: int) -> Played:
    network, model, seeds = el.graphs.town(people), el.Engagement(), max(1, people // 1000)

    def play(key: int, threads: int) -> el.Outcome:
        return el.simulate(network, model, seeds, runs=runs, key=key, threads=threads)

    return Played(f"town of {people:,}", people, runs, play)


def presets(times: int = 5) -> Iterator[Plan]:
    """Yield how long 200 runs of each preset take, in its own town, which is made before."""
    yield from _timed([_preset(name) for name in el.Scenario.presets()], times)


def _preset(name: str) -> Played:
    plan = el.Scenario.preset(name)
    network = plan.town(key=0)

    def play(key: int, threads: int) -> el.Outcome:
        outcome: el.Outcome = plan.run(runs=PRESET_RUNS, key=key, network=network, threads=threads)
        return outcome

    return Played(name, network.people, PRESET_RUNS, play)


def _timed(played: Sequence[Played], times: int) -> Iterator[Plan]:
    counts = [_counts(each.play(1, 2)) for each in played]
    seconds = iter(in_turn([each.on(n) for each in played for n in THREADS], times))
    for each, count in zip(played, counts, strict=True):
        on = {str(n): next(seconds) for n in THREADS}
        yield Plan(each.name, each.people, each.runs, *count, on)


def _counts(outcome: el.Outcome) -> list[float]:
    """Return the mean exposures, invitations and readings of a run."""
    measures = ("impressions", "invitations", "reads")
    return [float(outcome.total(measure).mean()) for measure in measures]
