"""The slow twins of the classic kernels: each model's docstring once more, in plain Python.

A rule looks at the people who share at the start of a round and says who is reached and because of
whom, who stops, and how many exposures were offered. `play` does the rest, the same for all.
"""

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from engagelab import models
from engagelab.graphs.hashing import hashes_of

from .engagement import below, coin, shared_coin

TIE, CONTACT, GROUP_CONTACT, RECOVER, THRESHOLD, ADOPT, CHOOSE = 4, 14, 15, 16, 17, 18, 19
DELAY, PERIOD = 20, 21
MEASURES = ("readers", "impressions", "shares", "retired", "active", "attributed", "roots")
ALONE = None


@dataclass
class Course:
    """What happens in one run: by person and by round."""

    counts: dict[str, Counter] = field(default_factory=lambda: {m: Counter() for m in MEASURES})
    read_at: dict[int, int] = field(default_factory=dict)
    parent: dict[int, int] = field(default_factory=dict)
    since: dict[int, int] = field(default_factory=dict)  # who shares now, and since which round
    taken: dict[int, str] = field(default_factory=dict)


@dataclass
class World:
    """The network as sets and dictionaries, and the coins of one run."""

    network: Any
    key: int
    run: int

    def __post_init__(self):
        network = self.network
        self.hash = [int(word) for word in network.hashes]
        start, to = network.tie_start.tolist(), network.tie_to.tolist()
        self.ties = {v: to[start[v] : start[v + 1]] for v in range(network.people)}
        self.sources = {v: [s for s in self.ties if v in self.ties[s]] for v in self.ties}
        weights = [1.0] * len(to) if network.weights is None else network.weights.tolist()
        self.weight = {
            (s, to[t]): weights[t] for s in self.ties for t in range(start[s], start[s + 1])
        }
        bounds, people = network.group_start.tolist(), network.group_people.tolist()
        self.groups = {
            int(word): people[bounds[g] : bounds[g + 1]]
            for g, word in enumerate(network.group_hashes)
        }

    def coin(self, kind, *words, post=0):
        drawn = shared_coin if kind == TIE else coin
        return drawn(self.key, self.run, kind, post, *words)

    def smallest(self, people):
        return min(people, key=lambda v: self.hash[v])


def play(network, model, seeds, *, key, run, horizon):
    """Play one run; `seeds` are positions, or for competing contents positions by content."""
    world, course = World(network, key, run), Course()
    if isinstance(model, models.Competing):
        course.taken = {v: name for name, people in seeds.items() for v in people}
        seeds = list(course.taken)
    settle(course, 0, dict.fromkeys(seeds, ALONE), set())
    for r in range(1, horizon + 1):
        reached, stopped, offered = RULES[type(model)](world, model, course, r)
        course.counts["impressions"][r] += offered
        settle(course, r, reached, stopped)
    return course


def settle(course, r, reached, stopped):
    """Note who was reached in round r and who stopped."""
    counts = course.counts
    counts["retired"][r] += len(stopped)
    counts["shares"][r] += len(reached)
    for v, source in reached.items():
        if source is not ALONE:
            counts["attributed"][course.since[source]] += 1
        if v not in course.read_at:
            course.read_at[v] = r
            counts["readers"][r] += 1
            if source is ALONE:
                counts["roots"][r] += 1
            else:
                course.parent[v] = source
    for v in stopped:
        del course.since[v]
    for v in reached:
        course.since[v] = r
    counts["active"][r] = len(course.since)


def by_smallest(world, exposures):
    """Turn who was exposed by whom, with success, into one source each."""
    return {v: world.smallest(sources) for v, sources in exposures.items()}


# --- one exposure can be enough --------------------------------------------------------------


def cascade(world, model, course, r):
    exposures, offered = {}, 0
    for s in course.since:
        offered += len(world.ties[s])
        for v in world.ties[s]:
            drawn = world.coin(TIE, world.hash[s], world.hash[v])
            if v not in course.read_at and below(drawn, chance_of(world, model, s, v)):
                exposures.setdefault(v, []).append(s)
    return by_smallest(world, exposures), set(course.since), offered


def chance_of(world, model, s, v):
    if model.transmissibility == "weights":
        return world.weight[s, v]
    if model.transmissibility == "in-degree":
        return 1 / len(world.sources[v])
    return model.transmissibility


def sir(world, model, course, r):
    stopped = {s for s, since in course.since.items() if r - since >= stay(world, model, s, r)}
    sharing = set(course.since)
    if model.order == "stop, transmit":
        sharing -= stopped
    exposures, offered = {}, 0
    for s in sharing:
        offered += len(world.ties[s])
        for v in world.ties[s]:
            drawn = world.coin(DELAY, world.hash[s], world.hash[v])
            passed_on = course.since[s] + rounds_until(drawn, model.transmissibility, r)
            if v not in course.read_at and passed_on == r:
                exposures.setdefault(v, []).append(s)
    return by_smallest(world, exposures), stopped, offered


def stay(world, model, s, most):
    """Return the rounds from reading to stopping."""
    if model.period is not None:
        return model.period
    return rounds_until(world.coin(PERIOD, world.hash[s]), model.recovery, most)


def rounds_until(drawn, chance, most):
    """Return in which round something happens, `most` + 1 if later."""
    left = 1.0
    for r in range(1, most + 1):
        left *= 1.0 - chance
        if below(drawn, 1.0 - left):
            return r
    return most + 1


def contagion(world, model, course, r):
    """SIS and group contagion."""
    stopped = {s for s in course.since if ends(world, model, s, course.since[s], r)}
    sharing = set(course.since)
    if model.order == "stop, transmit":
        sharing -= stopped
    exposures, offered = {}, 0
    for s in sharing:
        offered += len(world.ties[s])
        for v in world.ties[s]:
            drawn = world.coin(CONTACT, world.hash[s], r, world.hash[v])
            if v not in sharing and below(drawn, model.transmissibility):
                exposures.setdefault(v, []).append(s)
    if isinstance(model, models.GroupContagion):
        for group, members in world.groups.items():
            ready = sharing & set(members)
            needed = len(members) - 1 if model.quorum is None else model.quorum
            if len(members) < 2 or len(ready) < needed:
                continue
            offered += len(members) - len(ready)
            for v in set(members) - ready:
                drawn = world.coin(GROUP_CONTACT, group, r, world.hash[v])
                if below(drawn, model.group_transmissibility):
                    exposures.setdefault(v, []).extend(ready)
    return by_smallest(world, exposures), stopped, offered


def ends(world, model, s, since, r):
    if getattr(model, "period", None) is not None:
        return r - since >= model.period
    return below(world.coin(RECOVER, world.hash[s], r), model.recovery)


def rumour(world, model, course, r):
    exposures, silent, offered = {}, set(), 0
    both = model.variant == "Daley-Kendall"
    for s in course.since:
        for v in world.ties[s]:
            meets_sharer = v in course.since
            mutual = not world.network.directed
            if both and meets_sharer and mutual and world.hash[v] < world.hash[s]:
                continue
            offered += 1
            drawn = world.coin(CONTACT, world.hash[s], r, world.hash[v])
            if v not in course.read_at:
                if below(drawn, model.transmissibility):
                    exposures.setdefault(v, []).append(s)
            elif below(drawn, model.stifling):
                silent |= {s, v} if both and meets_sharer else {s}
    return by_smallest(world, exposures), silent, offered


def competing(world, model, course, r):
    exposures, offered = {}, 0
    post = {name: int(hashes_of([name], "content")[0]) for name in model.contents}
    for s in course.since:
        name = course.taken[s]
        offered += len(world.ties[s])
        for v in world.ties[s]:
            drawn = world.coin(TIE, world.hash[s], world.hash[v], post=post[name])
            if v not in course.read_at and below(drawn, model.transmissibility[name]):
                exposures.setdefault(v, {}).setdefault(name, []).append(s)
    reached = {}
    for v, offers in exposures.items():
        first = min(offers, key=lambda name: world.coin(CHOOSE, world.hash[v], post=post[name]))
        course.taken[v] = first
        reached[v] = world.smallest(offers[first])
    return reached, set(course.since), offered


# --- exposures add up ------------------------------------------------------------------------


def newly_exposed(world, course, r, counts_for=lambda s, v: True):
    """Return for each person who has not read the ties who read in the round before."""
    fresh = [s for s, when in course.read_at.items() if when == r - 1]
    offered = sum(len(world.ties[s]) for s in fresh)
    exposed = {}
    for s in fresh:
        for v in world.ties[s]:
            if v not in course.read_at and counts_for(s, v):
                exposed.setdefault(v, []).append(s)
    return exposed, offered


def linear_threshold(world, model, course, r):
    exposed, offered = newly_exposed(
        world, course, r, lambda s, v: influence(world, model, s, v) > 0
    )
    reached = {}
    for v, fresh in exposed.items():
        known = [s for s in world.sources[v] if s in course.read_at]
        total = sum(units(influence(world, model, s, v)) for s in known)
        if world.coin(THRESHOLD, world.hash[v]) >> 1 < total:
            reached[v] = world.smallest(fresh)
    return reached, set(), offered


def influence(world, model, s, v):
    if model.influence == "in-degree":
        return 1 / len(world.sources[v])
    if model.influence == "weights":
        return world.weight[s, v]
    largest = max(world.weight[u, v] for u in world.sources[v])
    if largest == 0:
        return 0.0
    steps = {u: round(world.weight[u, v] / largest * 2.0**40) for u in world.sources[v]}
    return steps[s] / sum(steps.values())


def units(share):
    return int(share * 2.0**63) + 2**12 if share > 0 else 0


def complex_contagion(world, model, course, r):
    exposed, offered = newly_exposed(world, course, r)
    reached = {}
    for v, fresh in exposed.items():
        known = sum(s in course.read_at for s in world.sources[v])
        if below(world.coin(THRESHOLD, world.hash[v]), met(world, model, v, known)):
            reached[v] = world.smallest(fresh)
    return reached, set(), offered


def met(world, model, v, known):
    """Return the probability that the threshold of v is met by so many readers."""
    exposure = known / len(world.sources[v]) if model.of == "share" else known
    label = world.network.labels[v]
    if label in model.thresholds:
        return float(exposure >= model.thresholds[label])
    away = exposure - model.threshold
    if model.distribution == "fixed":
        return float(away >= 0)
    if model.distribution == "even":
        low = model.threshold - model.deviation
        return min(1.0, max(0.0, (exposure - low) / (2 * model.deviation)))
    return 0.5 * (1 + math.erf(away / (model.deviation * math.sqrt(2))))


def bass(world, model, course, r):
    _, offered = newly_exposed(world, course, r)
    reached = {}
    for v in set(world.ties) - set(course.read_at):
        known = [s for s in world.sources[v] if s in course.read_at]
        share = len(known) / len(world.sources[v]) if world.sources[v] else 0.0
        drawn = world.coin(ADOPT, r, world.hash[v])
        if below(drawn, min(1.0, model.innovation + model.imitation * share)):
            alone = below(drawn, model.innovation)
            reached[v] = ALONE if alone else world.smallest(known)
    return reached, set(), offered


RULES = {
    models.IndependentCascade: cascade,
    models.SIR: sir,
    models.SIS: contagion,
    models.GroupContagion: contagion,
    models.Rumour: rumour,
    models.Competing: competing,
    models.LinearThreshold: linear_threshold,
    models.ComplexContagion: complex_contagion,
    models.Bass: bass,
}
