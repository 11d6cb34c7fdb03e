"""The comparisons: a model, a peer, the same network, numbers and seeds."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any

import networkx as nx
import numpy as np
from peers import adaptors_of_peers as peers

import engagelab as el

HORIZON = 12
ROUNDS = (1, 2, 4, 8, 12)  # where curves are compared


@dataclass(frozen=True)
class Case:
    """One comparison: who is asked, on which network, and how often."""

    model: str
    peer: str
    says: str
    ours: Callable[[], np.ndarray]
    theirs: Callable[[], np.ndarray]

    @property
    def counts(self) -> str:
        """What is compared."""
        return "people sharing" if self.model == "SIS" else "people reached"

    @property
    def version(self) -> str:
        return metadata.version(self.peer)


def weight(a, b):
    """A probability for a tie, the same in both directions."""
    return 0.05 + 0.1 * ((a + b) % 4)


def with_weights(graph, worth):
    marked = graph.copy()
    for a, b in marked.edges:
        marked[a][b]["weight"] = worth(a, b)
    return marked


WS = nx.watts_strogatz_graph(200, 6, 0.2, seed=1)
BA = nx.barabasi_albert_graph(200, 3, seed=1)
ER = nx.gnp_random_graph(150, 0.03, seed=2, directed=True)
CLUB = nx.karate_club_graph()
for _, _, notes in CLUB.edges(data=True):
    notes.pop("weight")
SMALL = nx.watts_strogatz_graph(60, 4, 0.2, seed=3)
SEEDS = [0, 33]


def in_degree(graph):
    ways = nx.DiGraph(graph)
    return lambda a, b: 1 / ways.in_degree(b)


def ours(graph, model, runs, measure="readers", horizon=HORIZON):
    """Return people reached so far, or a stock, by run and round."""
    network = el.Network.from_networkx(graph)
    outcome = el.simulate(network, model, SEEDS, runs=runs, key=11, horizon=horizon)
    found = outcome.measure(measure)
    return found.cumsum(axis=1) if measure == "readers" else found


def case(model, peer, says, mine, other, *more):
    return Case(type(model).__name__, peer, says, cache(mine), cache(lambda: other(*more)))


def cascade_cases():
    for name, graph in {"small world": WS, "hubs": BA, "directed": ER, "club": CLUB}.items():
        for p in (0.1, 0.25):
            rule: Any = el.IndependentCascade(transmissibility=p)
            mine = cache(lambda graph=graph, rule=rule: ours(graph, rule, 20_000))
            for peer, other, runs in (
                ("cynetdiff", peers.cynetdiff_cascade, 20_000),
                ("EoN", peers.eon_cascade, 1_500),
            ):
                asked = graph, SEEDS, runs, HORIZON, p
                yield case(rule, peer, f"{name}, {p:g} a tie", mine, other, *asked)
    rule = el.IndependentCascade(transmissibility="weights")
    marked = with_weights(WS, weight)
    mine = cache(lambda rule=rule: ours(marked, rule, 20_000))
    asked = WS, SEEDS, 20_000, HORIZON, weight
    yield case(rule, "cynetdiff", "small world, weights", mine, peers.cynetdiff_cascade, *asked)
    few = with_weights(SMALL, weight)
    mine = cache(lambda rule=rule: ours(few, rule, 20_000))
    yield case(
        rule, "ndlib", "60 people, weights", mine, peers.ndlib_cascade,
        SMALL, SEEDS, 1_500, HORIZON, weight,
    )  # fmt: skip
    rule = el.IndependentCascade(transmissibility="in-degree")
    directed = nx.DiGraph(BA)
    mine = cache(lambda rule=rule: ours(directed, rule, 20_000))
    asked = directed, SEEDS, 20_000, HORIZON, in_degree(BA)
    yield case(rule, "cynetdiff", "hubs, 1 / in-degree", mine, peers.cynetdiff_cascade, *asked)


def threshold_cases():
    rule: Any = el.LinearThreshold()
    for name, graph in {"small world": WS, "hubs": BA, "directed": ER}.items():
        mine = cache(lambda graph=graph: ours(graph, el.LinearThreshold(), 20_000))
        asked = graph, SEEDS, 20_000, HORIZON, in_degree(graph)
        yield case(
            rule, "cynetdiff", f"{name}, 1 / in-degree", mine, peers.cynetdiff_threshold, *asked
        )
    # the peer's thresholds are met at a share equal to them, as ours are
    for name, graph, level in (("small world", WS, 1 / 6), ("hubs", BA, 0.25), ("club", CLUB, 0.2)):
        rule = el.ComplexContagion(threshold=level)
        mine = cache(lambda graph=graph, rule=rule: ours(graph, rule, 1))
        asked = graph, SEEDS, 1, HORIZON, level
        yield case(
            rule, "ndlib", f"{name}, a share of {level:.2f}", mine, peers.ndlib_thresholds, *asked
        )


def epidemic_cases():
    rule: Any = el.SIR(transmissibility=0.2, period=1)
    mine = cache(lambda rule=rule: ours(WS, rule, 20_000))
    yield case(
        rule,
        "EoN",
        "small world, one round",
        mine,
        peers.eon_cascade,
        WS,
        SEEDS,
        1_500,
        HORIZON,
        0.2,
    )
    for p, g in ((0.1, 0.3), (0.25, 0.6)):
        rule = el.SIR(transmissibility=p, recovery=g)
        mine = cache(lambda rule=rule: ours(SMALL, rule, 20_000))
        asked = SMALL, SEEDS, 1_500, HORIZON, p, g
        yield case(rule, "ndlib", f"60 people, {p:g} and {g:g}", mine, peers.ndlib_sir, *asked)
    for p, g in ((0.1, 0.3), (0.2, 0.6)):
        rule = el.SIS(transmissibility=p, recovery=g)
        mine = cache(lambda rule=rule: ours(SMALL, rule, 20_000, "active"))
        asked = SMALL, SEEDS, 1_500, HORIZON, p, g
        yield case(rule, "ndlib", f"60 people, {p:g} and {g:g}", mine, peers.ndlib_sis, *asked)
    rule = el.SIS(transmissibility=0.3, period=1)
    mine = cache(lambda rule=rule: ours(SMALL, rule, 20_000, "active"))
    asked = SMALL, SEEDS, 3_000, HORIZON, 0.3
    yield case(rule, "EoN", "60 people, one round", mine, peers.eon_again, *asked)


def rumour_cases():
    # continuous time: our rounds are made short, so that the difference drowns in chance
    rule = el.Rumour(transmissibility=0.004, stifling=0.006)
    mine = cache(lambda: ours(SMALL, rule, 20_000, horizon=6_000)[:, -1:])
    asked = SMALL, SEEDS, 1_000, 0.4, 0.6
    yield case(rule, "EoN", "60 people, continuous time", mine, peers.eon_rumour, *asked)


CASES = [*cascade_cases(), *threshold_cases(), *epidemic_cases(), *rumour_cases()]


def compared(each):
    """Return quantity, ours, theirs and z: the mean at the end, and at some rounds before."""
    one, two = each.ours(), each.theirs()
    last = one.shape[1] - 1
    for r in [r for r in ROUNDS if r < last] + [last]:
        a, b = one[:, r], two[:, r]
        error = np.sqrt(a.var() / a.size + b.var() / b.size)
        away = a.mean() - b.mean()
        z = away / error if error else (0.0 if away == 0 else np.inf)
        yield ("at the end" if r == last else f"round {r}", a.mean(), b.mean(), z)
