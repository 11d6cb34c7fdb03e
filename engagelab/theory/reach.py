"""Exact reach, and helpers of the methods that compute it."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import against
from ..graphs.network import Network
from .checks import Floats
from .series import mean

Positions = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ExactReach:
    """The exact probabilities of reading and of each reach.

    Attributes
    ----------
    reached : Series of float, by person
        The probability that a person reads; 1 for seeds.
    distribution : array of float64, shape (people + 1,)
        The probability that exactly 0, 1, 2, ... people read, including seeds.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab import theory
    >>> pair = el.Network.from_networkx(nx.path_graph(2))
    >>> reach = theory.cascade_reach(pair, 0.5, seeds=[0])
    >>> reach.reached.tolist(), reach.distribution.tolist(), reach.spread, reach.deviation
    ([1.0, 0.5], [0.0, 0.5, 0.5], 1.5, 0.5)
    """

    reached: pd.Series
    distribution: Floats

    @property
    def spread(self) -> float:
        """The expected reach, in people."""
        return mean(self.distribution)

    @property
    def deviation(self) -> float:
        """The standard deviation of reach, in people."""
        difference = np.arange(self.distribution.size) - self.spread
        return float(np.sqrt(self.distribution @ difference**2))


def seed_positions(network: Network, seeds: Iterable[Hashable]) -> Positions:
    """Return the positions of seeds.

    Raises
    ------
    EngagelabError
        If `seeds` is not a list of labels, or one of them is not in the network.
    """
    if isinstance(seeds, (str, bytes)) or not isinstance(seeds, Iterable):
        raise against("seeds", f"{seeds!r} is not allowed; give a list of labels of people")
    return network.positions(seeds).astype(np.int64)


def sources_of(network: Network) -> Positions:
    """Return the position of the sharer of each entry of `Network.tie_to`; shape (entries,)."""
    return np.repeat(np.arange(network.people), np.diff(network.tie_start))


def by_person(network: Network, values: Floats) -> pd.Series:
    """Return values, given in the order of people, as a series by label."""
    index = pd.Index(network.labels, name="person", tupleize_cols=False)
    return pd.Series(values, index=index, name="reached")
