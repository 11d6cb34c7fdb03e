"""Small networks and rules, drawn."""

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from engagelab.models import Engagement, Post
from engagelab.network import Network, Traits

CHANCE = st.sampled_from([0.0, 0.1, 0.3, 0.6, 0.9, 1.0])
FACTOR = st.sampled_from([0.0, 0.3, 1.0, 3.0])


@st.composite
def networks(draw, most=14):
    """A network of a few people with ties, groups and traits."""
    people = draw(st.integers(2, most))
    draw_seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(draw_seed)
    directed = bool(rng.random() < 0.3)
    graph = nx.gnp_random_graph(people, rng.uniform(0.05, 0.6), seed=draw_seed, directed=directed)
    groups = {
        f"g{g}": [v for v in range(people) if rng.random() < rng.uniform(0.1, 0.7)]
        for g in range(draw(st.integers(0, 4)))
    }
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
def models(draw):
    """Rules of every sort, certain and impossible ones included."""
    chances = ("tie_read", "group_read", "base_share", "invite", "accept", "leave", "reply_rate",
               "off_message", "catch_rate", "approval_rate", "fatigue", "unanswered_factor",
               "paid_read", "relevance")  # fmt: skip
    fields = {name: draw(CHANCE) for name in chances}
    fields |= {f"{name}_factor": draw(FACTOR) for name in ("lurker", "contributor", "creator")}
    fields |= {
        name: draw(st.sampled_from([0.0, 0.0, 3.0]))
        for name in ("recognition", "loyalty", "discount", "trial")
    }
    return Engagement(
        **fields,
        relevance_by_role=draw(st.dictionaries(st.sampled_from(["employee", "public"]), CHANCE)),
        reference_size=draw(st.sampled_from([1, 3, 50])),
        crowding=draw(st.sampled_from([0.0, 0.5, 1.0])),
        reinforcement=draw(st.sampled_from([1.0, 1.0, 2.0])),
        valued_factor=draw(st.sampled_from([1.0, 4.0])),
        review=draw(st.booleans()),
        approval_delay=draw(st.integers(0, 3)),
        lifetime=draw(st.integers(0, 12)),
    )


@st.composite
def calendars(draw, people):
    """Up to four posts, which may overlap."""
    return [
        Post(
            round=draw(st.integers(0, 8)),
            seeds=draw(st.integers(0, min(3, people))),
            paid=draw(st.integers(0, min(4, people))),
            relevance=draw(st.none() | CHANCE),
        )
        for _ in range(draw(st.integers(1, 4)))
    ]
