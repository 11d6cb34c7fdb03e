"""Random graphs with given degrees, and the components of their live ties."""

import networkx as nx
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

MIXED = np.array([0.1, 0.5, 0.1, 0.0, 0.0, 0.3])


def random_ends(degrees, people, draw):
    """The ends of the ties of a random graph with these degrees (networkx)."""
    rng = np.random.default_rng(draw)
    counts = rng.choice(degrees.size, people, p=degrees)
    counts[0] += counts.sum() % 2  # the ends of ties come in pairs
    graph = nx.configuration_model(counts.tolist(), seed=draw)
    return np.array(list(graph.edges())).T


def components(ends, people, kept):
    ties = coo_array((np.ones(kept.sum()), ends[:, kept]), shape=(people, people))
    return np.bincount(connected_components(ties, directed=False)[1])
