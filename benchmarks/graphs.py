"""The graphs that all libraries play on, made once and handed to each in its own form."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

import engagelab as el

RECIPES = {
    "ws-50": lambda: nx.watts_strogatz_graph(50, 6, 0.1, seed=1),
    "ws-10k": lambda: nx.watts_strogatz_graph(10_000, 10, 0.1, seed=1),
    "ba-100k": lambda: nx.barabasi_albert_graph(100_000, 5, seed=1),
    "ba-1m": lambda: nx.barabasi_albert_graph(1_000_000, 5, seed=1),
}
GRAPHS = ("ws-10k", "ba-100k", "ba-1m")
SAYS = {
    "ws-50": "Watts and Strogatz, 50 people, 6 ties each, a tenth of them rewired",
    "ws-10k": "Watts and Strogatz, 10,000 people, 10 ties each, a tenth of them rewired",
    "ba-100k": "Barabási and Albert, 100,000 people, 5 new ties each",
    "ba-1m": "Barabási and Albert, 1,000,000 people, 5 new ties each",
}
SEEDS = 10


@dataclass(frozen=True)
class Arena:
    """One graph, in the forms that libraries take; people are called 0, 1, ..."""

    name: str
    graph: nx.Graph

    @classmethod
    def named(cls, name: str) -> "Arena":
        """Make a graph by its recipe."""
        return cls(name, RECIPES[name]())

    @property
    def people(self) -> int:
        """Number of people."""
        return self.graph.number_of_nodes()

    @cached_property
    def network(self) -> el.Network:
        """The graph as we take it."""
        return el.Network.from_networkx(self.graph)

    @cached_property
    def seeds(self) -> list[int]:
        """Who starts: drawn once, evenly, the same for all libraries."""
        drawn = np.random.default_rng(1).choice(self.people, SEEDS, replace=False)
        return [int(person) for person in drawn]

    @cached_property
    def rows(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The ties in compressed rows, without the end of the last row; a mutual tie twice."""
        degrees = np.array([degree for _, degree in self.graph.degree], np.int64)
        start = np.concatenate([[0], np.cumsum(degrees)[:-1]]).astype(np.uint32)
        to = (v for u in self.graph for v in self.graph.adj[u])
        return start, np.fromiter(to, np.uint32, int(degrees.sum()))

    @cached_property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The ties as pairs, each once."""
        return list(self.graph.edges())
