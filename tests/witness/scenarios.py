"""Drawn campaigns on small networks, and the comparison of the engine with the witness.

Own spaces, paid people and drawn seeds are the same in all runs of one key of the engine, so its
standard errors are those of means over keys; the witness draws them anew in each run. Where a rare
event shows on one side only, the variance of both sides together stands in for that of each.
"""

from dataclasses import dataclass

import networkx as nx
import numpy as np
from witness.engagement import STOCKS, Town, Witness, simulate

from engagelab.graphs.network import Network
from engagelab.models import Engagement, Post
from engagelab.models.sections import ACTIVITIES, ORGANISATION, PROFILES, REWARDS, ROLES
from engagelab.simulation.settings import Settings
from engagelab.simulation.simulate import simulate_campaign

LIMIT = 4.5  # standard errors; chance alone passes it in one of 150,000 numbers
TIMED = (
    *("readers", "reads", "impressions", "sharers", "shares", "stopped", "comments", "answers"),
    *("critics", "invitations", "acceptances", "joins", "joiners", "leavers", *STOCKS),
)


@dataclass(frozen=True)
class Scenario:
    """A campaign to be simulated by both sides."""

    network: Network
    model: Engagement
    posts: list
    horizon: int
    seeds: list | None
    redraw_seeds: bool


@dataclass(frozen=True)
class Compared:
    """One quantity: its means on both sides, and their difference in standard errors."""

    name: str
    engine: float
    witness: float
    z: float


# --- drawing


class Draws:
    """Random choices; `extreme` is how often a number is one of the ends of its range."""

    def __init__(self, rng, extreme):
        self.rng, self.extreme = rng, extreme

    def chance(self, probability):
        return bool(self.rng.random() < probability)

    def whole(self, low, high):
        return int(self.rng.integers(low, high + 1))

    def one_of(self, values):
        return values[self.whole(0, len(values) - 1)]

    def some(self, number, most):
        """Return up to `most` of the first numbers, at least one."""
        return np.sort(self.rng.permutation(number)[: self.whole(1, min(number, most))])

    def between(self, low, high, *ends):
        if ends and self.chance(self.extreme):
            return float(self.one_of(ends))
        return float(self.rng.uniform(low, high))

    def sometimes(self, otherwise, low, high, *ends):
        """Return the neutral value in one scenario of three."""
        return otherwise if self.chance(0.35) else self.between(low, high, *ends)


def drawn(number):
    """Return scenario `number` with 40 to 150 people, always the same."""
    return draw(Draws(np.random.default_rng([number, 1975]), 0.1), (40, 150))


def drawn_small(number):
    """Return scenario `number` with a handful of people, in which most things are certain."""
    return draw(Draws(np.random.default_rng([number, 2006]), 0.6), (2, 9))


def draw(draws, people):
    network = draw_network(draws, draws.whole(*people))
    lifetime = draws.whole(0, 10)
    model = draw_model(draws, lifetime, network.people)
    posts, seeds = draw_posts(draws, Town(network), lifetime)
    end = max(post.round for post in posts) + lifetime
    horizon = end + 2 if draws.chance(0.8) else max(0, end - draws.whole(0, 3))
    return Scenario(network, model, posts, horizon, seeds, redraw_seeds=draws.chance(0.3))


def rich():
    """Return one scenario in which every rule matters."""
    draws = Draws(np.random.default_rng(5), 0)
    network = draw_network(draws, 60)
    rewards = dict.fromkeys(REWARDS, 6.0) | dict.fromkeys([f"{r}_gain" for r in REWARDS], 3.0)
    model = Engagement(
        lifetime=5, own_size=12, base_share=0.25, fatigue=0.3, tie_read=0.12, group_share=0.5,
        group_read=0.3, reference_size=5, crowding=1, own_space=0.7, employee_trust=0.4,
        paid_read=0.1, invite=0.3, accept=0.3, leave=0.2, comment=0.25, reply_rate=0.4,
        valued_factor=8, critic=0.9, goodwill=0.4, listening_gain=3, review=True,
        approval_delay=1, approval_rate=0.7, off_message=0.4, catch_rate=0.6, **rewards,
    )  # fmt: skip
    posts = [
        Post(seeds=5),
        Post(round=2, origin=ORGANISATION, paid=90),
        Post(round=6, seeds=5, name="third"),
        Post(round=9, origin=ORGANISATION),
    ]
    people = np.sort(draws.rng.permutation(60)[:5]).astype(np.int32)
    none = np.array([], np.int32)
    return Scenario(network, model, posts, 16, [people, none, people, none], redraw_seeds=False)


def draw_network(draws, people):
    labels = [f"person {i}" if i % 3 else i for i in draws.rng.permutation(people).tolist()]
    graph = nx.DiGraph() if draws.chance(0.3) else nx.Graph()
    graph.add_nodes_from((label, draw_traits(draws)) for label in labels)
    for _ in range(int(people * draws.between(1, 5))):
        a, b = draws.rng.choice(people, 2, replace=False)
        graph.add_edge(labels[a], labels[b])
    groups = {
        f"group {g}": [labels[i] for i in draws.some(people, 30)]
        for g in range(draws.whole(0, min(9, people)))
    }
    return Network.from_networkx(graph, groups=groups)


def draw_traits(draws):
    return {
        "role": draws.one_of(ROLES),
        "profile": draws.one_of(PROFILES),
        "activity": draws.one_of(ACTIVITIES),
        "inviter": draws.chance(0.8),
    }


def draw_model(draws, lifetime, people):
    between, sometimes = draws.between, draws.sometimes
    rewards = {}
    for reward in REWARDS:
        rewards[reward] = sometimes(0.0, 0.5, 20)
        rewards[f"{reward}_gain"] = between(0, 5, 0)
    return Engagement(
        lifetime=lifetime,
        relevance=between(0.2, 0.8, 0.5, 0.5, 0, 1),
        tie_read=between(0.02, 0.5, 0, 1),
        group_share=between(0.1, 0.9, 0, 1, 1),
        group_read=between(0.05, 0.7, 0, 1, 1),
        reference_size=between(1, 20),
        crowding=sometimes(0.0, 0, 1.5),
        own_space=between(0.1, 3, 0),
        employee_trust=between(0.1, 3, 0),
        base_share=between(0.05, 0.5, 1),
        lurker_factor=between(0.05, 1, 0, 1),
        creator_factor=between(1, 10),
        insider_factor=between(0.3, 5, 0),
        customer_factor=between(0.3, 5, 0),
        fatigue=sometimes(1.0, 0.1, 1, 0),
        paid_read=between(0.01, 0.3, 1),
        invite=between(0.1, 0.8, 0, 1, 1),
        accept=between(0.1, 0.8, 0, 1, 1),
        leave=sometimes(0.0, 0.05, 0.5, 1),
        half_amount=between(0.5, 20),
        comment=between(0.02, 0.5, 0, 1),
        reply_rate=between(0.05, 0.8, 0, 1),
        valued_factor=between(1, 8, 20),
        critic=sometimes(0.0, 0.1, 1, 1),
        goodwill=between(0.1, 0.9, 0, 1),
        listening_gain=sometimes(0.0, 0.2, 6, 20),
        review=draws.chance(0.5),
        approval_delay=draws.whole(0, 4),
        approval_rate=between(0.2, 0.9, 0, 1, 1),
        off_message=between(0.1, 0.8, 0, 1),
        catch_rate=between(0.1, 0.9, 0, 1),
        own_size=draws.whole(0, min(24, people)) if draws.chance(0.8) else 0,
        **rewards,
    )  # fmt: skip


def draw_posts(draws, town, lifetime):
    """Return a calendar, and the positions of its seeds where they are not drawn by the engine."""
    gaps = [draws.whole(0, max(2, lifetime)) for _ in range(draws.whole(0, 3))]
    way = draws.one_of(["positions", "positions", "labels", "number", "number"])
    posts, seeds = [], []
    for place, first in enumerate(np.cumsum([0, *gaps]).tolist()):
        some = draws.some(town.people, 6)
        of_organisation = draws.chance(0.35)
        post = draw_post(draws, town, first)
        if of_organisation:
            post["origin"] = ORGANISATION
        elif way == "number":
            post |= draw_origin(draws, town)
        elif way == "labels":
            post["people"] = [town.labels[i] for i in some]
        else:
            post["seeds"] = len(some)
        posts.append(Post(name=f"post {place}" if draws.chance(0.4) else "", **post))
        seeds.append(np.array([] if of_organisation else some, np.int32))
    return posts, seeds if way == "positions" else None


def draw_post(draws, town, first):
    post = {"round": first}
    if draws.chance(0.3):
        post["relevance"] = draws.between(0.2, 0.8, 0, 1)
    if draws.chance(0.5):
        post["paid"] = draws.whole(0, 3 * town.people)
    return post


def draw_origin(draws, town):
    """Draw an origin with as many seeds as it has people for."""
    origin = draws.one_of(["anyone", "members", "prospects", *ROLES])
    chosen = {"origin": origin}
    if town.group_labels and origin != "prospects" and draws.chance(0.3):
        chosen["groups"] = [draws.one_of(town.group_labels)]
    available = sum(map(len, town.of_origin(Post(**chosen, seeds=0))))
    return chosen | {"seeds": min(available, draws.whole(1, 8))}


# --- comparing


def quantities(counts, by_post):
    """Return what is compared, by name; shape (runs,) each."""
    results = {}
    for name, rounds in counts.items():
        results[name] = rounds[:, -1] if name in STOCKS else rounds.sum(axis=1)
        if name in TIMED:
            results[f"{name} by round"] = rounds @ np.arange(1, rounds.shape[1] + 1)
    for name, posts in by_post.items():
        for place, column in enumerate(posts.T):
            results[f"{name} of post {place}"] = column
    return results


def of_engine(scenario, keys, runs):
    """Return each quantity; shape (keys, runs)."""
    results = []
    for key in keys:
        settings = Settings(
            runs=runs,
            key=key,
            horizon=scenario.horizon,
            redraw_seeds=scenario.redraw_seeds,
            threads=1,
        )
        outcome = simulate_campaign(
            scenario.network, scenario.model, scenario.posts, settings, scenario.seeds
        )
        counts = {name: outcome.measure(name) for name in outcome.names}
        by_post = dict(zip(outcome.post_names, outcome.post_counts, strict=True))
        results.append(quantities(counts, by_post))
    return {name: np.array([each[name] for each in results], float) for name in results[0]}


def of_witness(scenario, runs, kind=Witness, seed=1, **changes):
    """Return each quantity; shape (runs,). Another kind or changed fields show that it can fail."""
    counts, by_post = simulate(
        scenario.network,
        scenario.model.model_copy(update=changes),
        scenario.posts,
        runs=runs,
        horizon=scenario.horizon,
        rng=np.random.default_rng(seed),
        seeds=scenario.seeds,
        kind=kind,
    )
    return quantities(counts, by_post)


def agreement(scenario, *, runs, keys, runs_per_key):
    """Simulate on both sides and compare."""
    return compared(of_engine(scenario, range(keys), runs_per_key), of_witness(scenario, runs))


def compared(engine, witness):
    """Return the comparison of each quantity; one that a side never counted is 0 there."""
    names = sorted(engine.keys() | witness.keys())
    nothing = [np.zeros_like(next(iter(side.values()))) for side in (engine, witness)]
    sides = [(engine.get(name, nothing[0]), witness.get(name, nothing[1])) for name in names]
    return [
        Compared(name, float(ours.mean()), float(theirs.mean()), z_score(ours, theirs))
        for name, (ours, theirs) in zip(names, sides, strict=True)
    ]


def z_score(engine, witness):
    """Return the difference in Welch's standard errors; infinite where nothing varies."""
    difference = engine.mean() - witness.mean()
    pooled = np.concatenate([engine.ravel(), witness]).var()
    if pooled == 0 or difference == 0:
        return 0.0
    if not engine.var() and not witness.var():
        return float(np.copysign(np.inf, difference))
    keys = engine.mean(axis=1)
    of_engine = max(keys.var(ddof=1) / keys.size, pooled / engine.size)
    of_witness = max(witness.var(ddof=1), pooled) / witness.size
    return float(difference / np.sqrt(of_engine + of_witness))
