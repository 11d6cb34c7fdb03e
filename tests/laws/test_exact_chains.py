"""Exact Markov chains on small networks, above all for models without a peer.

A chain goes through all states of four or five people, round by round; given the state at the start
of a round, what becomes of one person does not depend on the others.
"""

import itertools
import math
from collections import defaultdict

import networkx as nx
import numpy as np
import pytest

import engagelab as el

RUNS = 40_000
HORIZON = 6
GRAPH = nx.Graph([(0, 1), (1, 2), (2, 0), (2, 3), (3, 4)])
TRIOS = {"a": [0, 1, 2], "b": [1, 2, 3], "c": [2, 3, 4]}
LIMIT = 4.3  # of |z|, with some sixty numbers

UNAWARE, SHARING, DONE = 0, 1, 2


def chain(step, start):
    """Return the distribution over states by round; `step` gives for a state each one's chances."""
    weights, course = {start: 1.0}, []
    for _ in range(HORIZON + 1):
        course.append(weights)
        following = defaultdict(float)
        for state, weight in weights.items():
            for chances in step(state):
                for each in itertools.product(*(c.items() for c in chances[1])):
                    p = chances[0] * math.prod(part[1] for part in each)
                    if p:
                        following[tuple(part[0] for part in each)] += weight * p
        weights = following
    return course


def expected(course, what):
    return np.array([sum(w * what(state) for state, w in weights.items()) for weights in course])


def assert_on_chain(outcome, measure, course, what):
    found = outcome.measure(measure)
    found = found.cumsum(axis=1) if measure.startswith("readers") else found
    error = np.maximum(found.std(axis=0), 1e-12) / math.sqrt(RUNS)
    z = (found.mean(axis=0) - expected(course, what)) / error
    assert np.abs(z[1:]).max() < LIMIT
    assert found.std(axis=0)[-1] > 0


def play(model, seeds, groups=None):
    network = el.Network.from_networkx(GRAPH, groups=groups)
    return el.simulate(network, model, seeds, runs=RUNS, horizon=HORIZON, key=21)


def escape(state, v, tie, group):
    """Return the chance that v is not reached by those who share in this state."""
    sharing = sum(state[u] == SHARING for u in GRAPH[v])
    ready = sum(
        v in trio and all(state[u] == SHARING for u in trio if u != v) for trio in TRIOS.values()
    )
    return (1 - tie) ** sharing * (1 - group) ** ready


@pytest.mark.parametrize("order", ["transmit, stop", "stop, transmit"])
@pytest.mark.parametrize("group", [0.0, 0.5])
def test_contagion_that_comes_back(order, group):
    tie, stops = 0.3, 0.4

    def transmit(state, kept):
        """One state's chances; `kept` says what a sharer's chances to go on are."""
        return [
            kept if state[v] == SHARING else {
                UNAWARE: escape(state, v, tie, group),
                SHARING: 1 - escape(state, v, tie, group),
            }
            for v in GRAPH
        ]  # fmt: skip

    def step(state):
        if order == "transmit, stop":
            yield 1.0, transmit(state, {SHARING: 1 - stops, UNAWARE: stops})
            return
        sharing = [v for v in GRAPH if state[v] == SHARING]
        for left in itertools.product((True, False), repeat=len(sharing)):
            gone = {v for v, stays in zip(sharing, left, strict=True) if not stays}
            weight = stops ** len(gone) * (1 - stops) ** (len(sharing) - len(gone))
            after = tuple(UNAWARE if v in gone else state[v] for v in GRAPH)
            yield weight, transmit(after, {SHARING: 1.0})

    course = chain(step, (1, 1, 0, 0, 0))
    plain = {"transmissibility": tie, "recovery": stops, "order": order}
    if group:
        outcome = play(el.GroupContagion(**plain, group_transmissibility=group), [0, 1], TRIOS)
    else:
        outcome = play(el.SIS(**plain), [0, 1])
    assert_on_chain(outcome, "active", course, lambda state: state.count(SHARING))


@pytest.mark.parametrize("variant", ["Maki-Thompson", "Daley-Kendall"])
def test_rumours(variant):
    tell, stifle = 0.3, 0.4

    def meetings(state, v):
        """Return how many meetings can silence a sharer v."""
        aware = sum(state[u] != UNAWARE for u in GRAPH[v])
        return aware

    def step(state):
        if variant == "Maki-Thompson":
            yield (
                1.0,
                [
                    {UNAWARE: escape(state, v, tell, 0), SHARING: 1 - escape(state, v, tell, 0)}
                    if state[v] == UNAWARE
                    else alone(state, v)
                    for v in GRAPH
                ],
            )
            return
        # both stop: the meetings of two sharers are gone through together
        pairs = [(u, v) for u, v in GRAPH.edges if state[u] == state[v] == SHARING]
        for met in itertools.product((True, False), repeat=len(pairs)):
            weight = math.prod(stifle if each else 1 - stifle for each in met)
            silent = {v for pair, each in zip(pairs, met, strict=True) if each for v in pair}
            chances = []
            for v in GRAPH:
                if state[v] == UNAWARE:
                    stays = escape(state, v, tell, 0)
                    chances.append({UNAWARE: stays, SHARING: 1 - stays})
                elif state[v] == DONE or v in silent:
                    chances.append({DONE: 1.0})
                else:
                    done = sum(state[u] == DONE for u in GRAPH[v])
                    goes_on = (1 - stifle) ** done
                    chances.append({SHARING: goes_on, DONE: 1 - goes_on})
            yield weight, chances

    def alone(state, v):
        if state[v] == DONE:
            return {DONE: 1.0}
        goes_on = (1 - stifle) ** meetings(state, v)
        return {SHARING: goes_on, DONE: 1 - goes_on}

    course = chain(step, (1, 1, 0, 0, 0))
    outcome = play(el.Rumour(transmissibility=tell, stifling=stifle, variant=variant), [0, 1])
    assert_on_chain(outcome, "active", course, lambda state: state.count(SHARING))
    assert_on_chain(outcome, "readers", course, lambda state: 5 - state.count(UNAWARE))


def test_bass_on_a_network():
    alone, more = 0.05, 0.6

    def step(state):
        chances = []
        for v in GRAPH:
            share = sum(state[u] for u in GRAPH[v]) / len(GRAPH[v])
            reads = 1.0 if state[v] else alone + more * share
            chances.append({SHARING: reads, UNAWARE: 1 - reads})
        yield 1.0, chances

    course = chain(step, (0,) * 5)
    outcome = play(el.Bass(innovation=alone, imitation=more), 0)
    assert_on_chain(outcome, "readers", course, sum)


def test_competing_contents():
    """States: unaware, or (content, whether it is shared in the next round)."""
    chance = {"a": 0.5, "b": 0.3}

    def step(state):
        chances = []
        for v in GRAPH:
            if state[v] != UNAWARE:
                chances.append({(state[v][0], False): 1.0})
                continue
            comes = {
                name: 1 - (1 - p) ** sum(state[u] == (name, True) for u in GRAPH[v])
                for name, p in chance.items()
            }
            both = comes["a"] * comes["b"] / 2  # the smaller coin takes it: either as likely
            chances.append({
                UNAWARE: (1 - comes["a"]) * (1 - comes["b"]),
                ("a", True): comes["a"] * (1 - comes["b"]) + both,
                ("b", True): comes["b"] * (1 - comes["a"]) + both,
            })  # fmt: skip
        yield 1.0, chances

    course = chain(step, (("a", True), UNAWARE, UNAWARE, UNAWARE, ("b", True)))
    outcome = play(el.Competing(transmissibility=chance), {"a": [0], "b": [4]})
    for name in chance:
        assert_on_chain(
            outcome,
            f"readers of {name}",
            course,
            lambda state, name=name: sum(one != UNAWARE and one[0] == name for one in state),
        )
