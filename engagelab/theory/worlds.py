"""Exact reach on small networks, by enumerating all combinations of live ties."""

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import against
from ..graphs.edges import as_list
from ..graphs.network import Network
from ..io.arguments import checked
from .checks import Floats, probabilities
from .reach import ExactReach, Positions, by_person, seed_positions, sources_of

MOST_WORLDS = 2**20

_TOLERANCE = 1e-9  # for influences that add up to 1 with rounding errors


@dataclass(frozen=True, eq=False)
class Ties:
    """The ties of a network with their probabilities, and the seeds."""

    network: Network
    chance: Floats
    seeds: Positions

    @cached_property
    def source(self) -> Positions:
        """Position of the sharer of each tie."""
        return sources_of(self.network)

    @cached_property
    def relevant(self) -> Positions:
        """The ties that can affect reach: possible ones, from reachable people to non-seeds."""
        network = self.network
        reachable = np.zeros(network.people, np.bool_)
        reachable[self.seeds] = True
        to_others = ~reachable[network.tie_to] & (self.chance > 0)
        count = 0
        while reachable.sum() > count:
            count = reachable.sum()
            reachable[network.tie_to[reachable[self.source] & to_others]] = True
        return np.flatnonzero(reachable[self.source] & to_others)

    def reach(self, choices: list[Positions]) -> ExactReach:
        """Return the reach if at most one tie of each choice is live, with its probability."""
        live, weight = worlds([self.chance[ties] for ties in choices])
        ties = np.concatenate([np.zeros(0, np.int64), *choices])
        ends = list(zip(self.source[ties], self.network.tie_to[ties], live, strict=True))
        read = np.zeros((self.network.people, weight.size), np.bool_)
        read[self.seeds] = True
        count = -1
        while read.sum() > count:
            count = read.sum()
            for a, b, happens in ends:
                read[b] |= read[a] & happens
        sizes = _sums(read.sum(axis=0), weight, self.network.people + 1)
        # sums of probabilities may exceed 1 by rounding
        reached = np.minimum(read @ weight, 1.0)
        reached[self.seeds] = 1.0
        return ExactReach(by_person(self.network, reached), sizes)


def worlds(choices: list[Floats]) -> tuple[NDArray[np.bool_], Floats]:
    """Return all combinations of one option from each choice, and their probabilities.

    Parameters
    ----------
    choices : list of array of float
        The probabilities of the options of each choice, above 0; the rest to 1 is "none of them".

    Returns
    -------
    array of bool, shape (options, worlds)
        Whether an option is taken, in the order of all options.
    array of float64, shape (worlds,)
        The probability of each world.
    """
    rest = [1 - chances.sum() for chances in choices]
    counts = [c.size + int(r > _TOLERANCE) for c, r in zip(choices, rest, strict=True)]
    total = math.prod(counts)
    if total > MOST_WORLDS:
        raise against(
            "network",
            f"its ties can be live in about 2**{math.log2(total):.0f} ways that matter, and at "
            "most 2**20 can be enumerated (20 uncertain ties of a cascade, a mutual one counted "
            "twice); use a smaller network, or tree_reach if there is no cycle, or simulate",
        )
    taken, weight, stride = [np.zeros((0, total), np.bool_)], np.ones(total), 1
    for chances, none, count in zip(choices, rest, counts, strict=True):
        option = np.arange(total) // stride % count
        weight *= np.append(chances, none)[option]
        taken.append(option == np.arange(chances.size)[:, None])
        stride *= count
    return np.concatenate(taken), weight


@checked
def cascade_reach(
    network: Network, transmissibility: ArrayLike, seeds: Iterable[Hashable]
) -> ExactReach:
    """Return the exact reach of an independent cascade on a small network.

    Each tie is live with its probability, independently in each direction; readers are the people
    whom live ties connect to a seed. All combinations of uncertain ties are enumerated.

    Parameters
    ----------
    network : Network
        A network with at most 20 uncertain directed ties; a mutual tie counts twice. Ties that are
        certain or impossible, that lead to a seed or that no seed can reach do not count.
    transmissibility : float or array of float, shape (entries of tie_to,)
        The probability that a tie is live: one number for all, or one for each entry of
        `Network.tie_to`, like `Network.weights`.
    seeds : iterable of hashable
        The labels of the people who read in round 0.

    Returns
    -------
    ExactReach
        Probabilities by person and by number of readers.

    Raises
    ------
    EngagelabError
        For an unknown seed, an invalid probability, or too many uncertain ties.

    References
    ----------
    .. [1] D. Kempe, J. Kleinberg and E. Tardos (2003), Maximizing the spread of influence through a
       social network, KDD '03, doi:10.1145/956750.956769

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab import theory
    >>> triangle = el.Network.from_networkx(nx.complete_graph(3))
    >>> reach = theory.cascade_reach(triangle, 0.5, seeds=[0])
    >>> reach.distribution.tolist(), reach.spread
    ([0.0, 0.25, 0.25, 0.5], 2.25)
    """
    chance = probabilities("transmissibility", transmissibility, network.tie_to.size)
    ties = Ties(network, chance, seed_positions(network, seeds))
    return ties.reach([ties.relevant[i : i + 1] for i in range(ties.relevant.size)])


@checked
def threshold_reach(
    network: Network, seeds: Iterable[Hashable], *, influence: ArrayLike | None = None
) -> ExactReach:
    """Return the exact reach of the linear threshold model on a small network.

    With uniform thresholds between 0 and 1, readers have the same distribution as the people whom
    live ties connect to a seed if each person selects at most one of the ties that lead to them,
    with the tie's influence as its probability, as the paper shows. All combinations are
    enumerated.

    Parameters
    ----------
    network : Network
        A network with at most 2**20 combinations: the product, over the people who can be reached,
        of the number of ties that lead to them (plus one if their influences add up to less
        than 1).
    seeds : iterable of hashable
        The labels of the people who read in round 0.
    influence : array of float, shape (entries of tie_to,), optional
        The influence of each tie on its receiver; those on one person add up to at most 1. By
        default 1 over the number of people who can reach the receiver.

    Returns
    -------
    ExactReach
        Probabilities by person and by number of readers.

    Raises
    ------
    EngagelabError
        For an unknown seed, an influence outside 0 to 1, influences on a person that add up to
        more than 1, or too many combinations.

    References
    ----------
    .. [1] D. Kempe, J. Kleinberg and E. Tardos (2003), Maximizing the spread of influence through a
       social network, KDD '03, doi:10.1145/956750.956769

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab import theory
    >>> path = el.Network.from_networkx(nx.path_graph(3))
    >>> theory.threshold_reach(path, seeds=[0]).spread  # 1 + 1/2 + 1/2
    2.0
    """
    to = network.tie_to
    if influence is None:
        influence = 1 / np.bincount(to)[to]
    chance = probabilities("influence", influence, to.size)
    _refuse_sums(network, _sums(to, chance, network.people))
    ties = Ties(network, chance, seed_positions(network, seeds))
    receivers = to[ties.relevant]
    return ties.reach([ties.relevant[receivers == person] for person in np.unique(receivers)])


def _sums(places: NDArray[Any], values: Floats, size: int) -> Floats:
    """Return the sum of the values at each position."""
    return np.bincount(places, values, minlength=size).astype(np.float64)


def _refuse_sums(network: Network, sums: Floats) -> None:
    worst = int(sums.argmax())
    if sums[worst] > 1 + _TOLERANCE:
        raise against(
            "influence",
            f"those on person {as_list(network.labels)[worst]!r} add up to {sums[worst]:g}; "
            "give at most 1 for each person",
        )
