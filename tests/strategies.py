"""Small networks and rules, drawn."""

import types
import typing

import networkx as nx
import numpy as np
from hypothesis import reject
from hypothesis import strategies as st

from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network
from engagelab.graphs.traits import Traits
from engagelab.models import Competing, Engagement, Post

CHANCE = st.sampled_from([0.0, 0.1, 0.3, 0.6, 0.9, 1.0])
FACTOR = st.sampled_from([0.0, 0.3, 1.0, 3.0])


@st.composite
def networks(draw, least=2, most=14, aside=0):
    """A network of a few people with ties, groups and traits, and others who know nobody."""
    people = draw(st.integers(least, most))
    draw_seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(draw_seed)
    directed = bool(rng.random() < 0.3)
    graph = nx.gnp_random_graph(people, rng.uniform(0.05, 0.6), seed=draw_seed, directed=directed)
    groups = {
        f"g{g}": [v for v in range(people) if rng.random() < rng.uniform(0.1, 0.7)]
        for g in range(draw(st.integers(0, 4)))
    }
    graph.add_nodes_from(range(people, people + aside))
    people += aside
    network = Network.from_networkx(graph, groups=groups)
    traits = Traits(
        role=rng.integers(0, 4, people).astype(np.int8),
        profile=rng.integers(0, 3, people).astype(np.int8),
        activity=rng.integers(0, 3, people).astype(np.int8),
        inviter=rng.random(people) < 0.7,
    )
    return with_traits(network, traits)


def with_traits(network, traits):
    """The same network with other traits."""
    from dataclasses import replace

    return replace(network, traits=traits)


@st.composite
def models(draw, people=2):
    """Rules of every sort, certain and impossible ones included."""
    chances = ("tie_read", "group_share", "group_read", "base_share", "invite", "accept", "leave",
               "comment", "reply_rate", "critic", "goodwill", "off_message", "catch_rate",
               "approval_rate", "fatigue", "paid_read", "relevance")  # fmt: skip
    fields = {name: draw(CHANCE) for name in chances}
    factors = ("lurker_factor", "creator_factor", "insider_factor", "customer_factor",
               "employee_trust", "own_space")  # fmt: skip
    fields |= {name: draw(FACTOR) for name in factors}
    fields |= {
        name: draw(st.sampled_from([0.0, 0.0, 3.0]))
        for name in ("recognition", "loyalty", "discount", "trial")
    }
    return Engagement(
        **fields,
        reference_size=draw(st.sampled_from([1, 3, 50])),
        crowding=draw(st.sampled_from([0.0, 0.5, 1.0])),
        valued_factor=draw(st.sampled_from([1.0, 4.0])),
        listening_gain=draw(st.sampled_from([0.0, 0.5, 8.0])),
        review=draw(st.booleans()),
        approval_delay=draw(st.integers(0, 3)),
        lifetime=draw(st.integers(0, 12)),
        own_size=draw(st.integers(0, min(5, people))),
    )


@st.composite
def calendars(draw, people):
    """Up to four posts, which may overlap; some of the organisation, some paid several times."""
    posts = []
    for name in ["", "", "spring", "autumn"][: draw(st.integers(1, 4))]:
        origin = draw(st.sampled_from(["anyone", "anyone", "organisation"]))
        most = 0 if origin == "organisation" else min(3, people)
        posts.append(
            Post(
                name=draw(st.sampled_from(["", name])),
                round=draw(st.integers(0, 8)),
                origin=origin,
                seeds=draw(st.integers(0, most)),
                paid=draw(st.sampled_from([0, 0, min(4, people), people + 1, 3 * people])),
                relevance=draw(st.none() | CHANCE),
            )
        )
    return posts


def reordered(network, rng):
    """The same people, ties and groups in another order."""
    people, groups = rng.permutation(network.people), rng.permutation(len(network.group_labels))
    graph = network.to_networkx()
    shuffled = type(graph)()
    shuffled.add_nodes_from((network.labels[v], graph.nodes[network.labels[v]]) for v in people)
    ends = list(graph.edges(data=True))
    shuffled.add_edges_from(ends[i] for i in rng.permutation(len(ends)))
    names = list(network.groups)
    members = {names[g]: network.groups[names[g]] for g in groups}
    return Network.from_networkx(shuffled, groups=members)


# --- the classic models, drawn from their declarations -----------------------------------------


@st.composite
def classic_models(draw, rule):
    """A declaration of any classic model, each field drawn from what its declaration allows."""
    fields = {each.name: draw(values_of(each)) for each in rule.parameters()}
    try:
        return rule(**fields)
    except EngagelabError:
        # fields that contradict each other
        reject()


def values_of(parameter):
    """Return a strategy for one field, from its type and bounds."""
    if parameter.name == "thresholds":
        return st.dictionaries(st.integers(0, 1), st.sampled_from([0.0, 0.5, 1.0]), max_size=2)
    return of_type(parameter.type, parameter)


def of_type(kind, parameter):
    origin = typing.get_origin(kind)
    if origin is typing.Literal:
        return st.sampled_from(typing.get_args(kind))
    if origin in (types.UnionType, typing.Union):
        return st.one_of(*(of_type(each, parameter) for each in typing.get_args(kind)))
    if origin is dict:
        return st.tuples(CHANCE, CHANCE, CHANCE).map(lambda c: dict(zip("abc", c, strict=True)))
    if kind is type(None):
        return st.none()
    if kind is int:
        return st.integers(int(parameter.low), int(parameter.low) + 3)
    low, high = parameter.low, parameter.high
    few = [0.0, 0.1, 0.18, 0.3, 0.6, 0.9, 1.0, 1.5, 2.0]
    return st.sampled_from([value for value in few if low <= value <= high])


@st.composite
def classic_networks(draw, most=12):
    """A network of a few people with weighted ties that no weighted model refuses, and groups."""
    people = draw(st.integers(2, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    directed = bool(rng.random() < 0.4)
    graph = nx.gnp_random_graph(
        people, rng.uniform(0.1, 0.6), seed=int(rng.integers(2**31)), directed=directed
    )
    if not graph.number_of_edges():
        graph.add_edge(0, 1)
    for a, b in graph.edges:
        # at most eleven ties on a person, so that weights add up to less than 1
        graph[a][b]["weight"] = float(rng.choice([0.0, 0.05, 0.09, rng.uniform(0, 0.09)]))
    groups = {
        f"g{g}": [v for v in range(people) if rng.random() < 0.4]
        for g in range(draw(st.integers(0, 3)))
    }
    return Network.from_networkx(graph, groups=groups)


@st.composite
def seeds_for(draw, model, people):
    """Positions of seeds; for competing contents by content, nobody twice."""
    order = draw(st.permutations(range(people)))
    count = draw(st.integers(0, min(3, people)))
    chosen = list(order[:count])
    if not isinstance(model, Competing):
        return chosen
    return {name: chosen[place :: len(model.contents)] for place, name in enumerate(model.contents)}
