"""Small networks, and what several tests ask of a network."""

import datetime
import enum
import uuid

import networkx as nx
import numpy as np
import pytest

from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network

Colour = enum.Enum("Colour", "RED GREEN")
LABELS = [0, -3, 2**70, "Ann", "0", b"Ann", 1.5, ("Ann", 1), ("Ann", ("Bo", 2)),
          frozenset({"Ann", 2}), Colour.RED, datetime.date(2011, 1, 18), uuid.UUID(int=5), True,
          "Zoé"]  # fmt: skip


def refusal(graph: nx.Graph, groups: object = None) -> str:
    with pytest.raises(EngagelabError) as caught:
        Network.from_networkx(graph, groups=groups)
    return str(caught.value)


def ties_of(network: Network) -> dict[tuple[object, object], float]:
    """Each tie with its weight, as labels."""
    start, labels = network.tie_start, list(network.labels)
    weights = np.ones(network.tie_to.size) if network.weights is None else network.weights
    return {
        (labels[a], labels[network.tie_to[k]]): float(weights[k])
        for a in range(network.people)
        for k in range(start[a], start[a + 1])
    }


def weighted(kind: type[nx.Graph], *edges: tuple[object, object, object]) -> nx.Graph:
    """A graph of edges with their weights; None for an edge without."""
    graph = kind()
    for a, b, weight in edges:
        graph.add_edge(a, b, **({} if weight is None else {"weight": weight}))
    return graph


def example(order: np.random.Generator | None = None, kind: type[nx.Graph] = nx.Graph) -> Network:
    """Karate club with weights, traits and groups; people, ties and groups in the order given."""
    club = nx.karate_club_graph()
    people, edges = list(club), list(club.edges(data="weight"))
    groups = [("a", [0, 1, 2, 3]), ("b", [3, 8, 30, 33]), ("c", [5, 6])]
    if order is not None:
        for things in (people, edges, groups, *(members for _, members in groups)):
            order.shuffle(things)
    graph = kind()
    graph.add_nodes_from(people)
    graph.add_weighted_edges_from(edges)
    graph.nodes[3].update(role="employee", activity="creator", inviter=False)
    return Network.from_networkx(graph, groups=dict(groups))
