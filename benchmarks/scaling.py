"""How time grows with people, ties, runs and threads."""

from collections.abc import Callable, Iterator, Sequence

import networkx as nx

import engagelab as el

from .engagement import in_turn
from .results import Curve

PEOPLE = (1_000, 10_000, 100_000, 1_000_000)
NEW_TIES = (2, 5, 10, 20)  # of each newcomer; the mean number of ties is twice as many
TIES = (4, 10, 20, 40)  # the mean number in a town
RUNS = (64, 256, 1024, 4096)
THREADS = (1, 2)
MIDDLE = 100_000  # people, where ties grow

Play = Callable[..., object]


def hubs(people: int, new_ties: int = 5) -> el.Network:
    """Make a graph of Barabási and Albert."""
    return el.Network.from_networkx(nx.barabasi_albert_graph(people, new_ties, seed=1))


def player(model: el.IndependentCascade | el.Engagement, network: el.Network) -> Play:
    """Return a function that simulates on a network, given key, runs and threads."""

    def play(key: int, runs: int = 64, threads: int = 1) -> object:
        return el.simulate(network, model, 10, runs=runs, key=key, threads=threads)

    return play


def curves(most: int = PEOPLE[-1], times: int = 3) -> Iterator[Curve]:
    """Yield all curves, on networks of up to so many people."""
    people = tuple(size for size in PEOPLE if size <= most)
    middle = min(MIDDLE, most)
    cascade, engagement = el.IndependentCascade(transmissibility=0.1), el.Engagement()
    yield from _curves("independent cascade", cascade, people, times, hubs, {
        2 * m: hubs(middle, m) for m in NEW_TIES
    })  # fmt: skip
    yield from _curves("engagement", engagement, people, times, el.graphs.town, {
        ties: el.graphs.town(middle, ties) for ties in TIES
    })  # fmt: skip


def _curves(
    name: str,
    model: el.IndependentCascade | el.Engagement,
    people: Sequence[int],
    times: int,
    make: Callable[[int], el.Network],
    by_ties: dict[int, el.Network],
) -> Iterator[Curve]:
    networks = {size: make(size) for size in people}
    yield _grown(name, "people", networks, lambda each: player(model, each), times)
    yield _grown(name, "ties of a person", by_ties, lambda each: player(model, each), times)
    play = player(model, networks[min(10_000, max(people))])
    sizes = {runs: runs for runs in RUNS}
    yield _grown(name, "runs", sizes, lambda runs: lambda key: play(key, runs), times)
    sizes = {threads: threads for threads in THREADS}
    yield _grown(name, "threads", sizes, lambda n: lambda key: play(key, RUNS[-1], n), times)


def _grown(
    model: str, size: str, stages: dict[int, object], play_of: Callable[..., Play], times: int
) -> Curve:
    seconds = tuple(in_turn([play_of(stage) for stage in stages.values()], times))
    return Curve(model, size, tuple(stages), seconds)
