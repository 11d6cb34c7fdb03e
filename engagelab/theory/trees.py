"""Exact reach of a cascade on trees and forests of any size."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ..errors import EngagelabError, against
from ..graphs.edges import as_list
from ..graphs.network import Network
from ..io.arguments import checked
from .checks import Floats, probabilities
from .reach import ExactReach, Positions, by_person, seed_positions, sources_of


@dataclass(frozen=True, eq=False)
class Forest:
    """A forest as arrays of shape (people,), with people in an order from roots to leaves.

    Attributes
    ----------
    order : array of int64
        Positions of people, parents before their children.
    parent : array of int64
        The parent of each person, -1 for roots.
    down, up : array of float64
        The probability that a person reads from the parent, and the parent from the person.
    """

    order: Positions
    parent: Positions
    down: Floats
    up: Floats

    def upwards(self) -> Iterator[tuple[int, int]]:
        """Yield each person and parent, children before their parents."""
        for person in self.order[::-1].tolist():
            yield person, int(self.parent[person])


def forest_of(network: Network, transmissibility: ArrayLike) -> Forest:
    """Return the forest of a network with the probabilities of its ties.

    Raises
    ------
    EngagelabError
        For a network with a cycle.
    """
    chance = probabilities("transmissibility", transmissibility, network.tie_to.size)
    rows = _neighbours(network, chance)
    parent = np.full(network.people, -1, np.int64)
    down, up = np.zeros(network.people), np.zeros(network.people)
    order: list[int] = []
    visited = np.zeros(network.people, np.bool_)
    for root in range(network.people):
        if visited[root]:
            continue
        visited[root] = True
        stack = [root]
        while stack:
            person = stack.pop()
            order.append(person)
            for other, (to, back) in rows[person].items():
                if other == parent[person]:
                    continue
                if visited[other]:
                    raise _cycle(network, other)
                visited[other], parent[other] = True, person
                down[other], up[other] = to, back
                stack.append(other)
    return Forest(np.array(order, np.int64), parent, down, up)


def _neighbours(network: Network, chance: Floats) -> list[dict[int, tuple[float, float]]]:
    """Return, for each person, the probabilities to and from each neighbour in either direction."""
    rows: list[dict[int, tuple[float, float]]] = [{} for _ in range(network.people)]
    ends = zip(sources_of(network).tolist(), network.tie_to.tolist(), chance.tolist(), strict=True)
    for a, b, to in ends:
        rows[a][b] = (to, rows[a].get(b, (0.0, 0.0))[1])
        rows[b][a] = (rows[b].get(a, (0.0, 0.0))[0], to)
    return rows


def _cycle(network: Network, person: int) -> EngagelabError:
    label = as_list(network.labels)[person]
    return against(
        "network",
        f"person {label!r} is on a cycle of ties; a tree or forest has none. "
        "Use cascade_reach for a small network, or simulate",
    )


@checked
def tree_reached(
    network: Network, transmissibility: ArrayLike, seeds: Iterable[Hashable]
) -> pd.Series:
    """Return the exact probability that each person reads, for a cascade on a tree or forest.

    Without cycles, each tie of a person leads to a separate part of the tree, so the events of
    reading through each of them are independent. Two passes over the ties suffice, for a tree of
    any size. The sum of the series is the expected reach.

    Parameters
    ----------
    network : Network
        A network without cycles of ties, whatever their direction; a mutual tie is not a cycle.
    transmissibility : float or array of float, shape (entries of tie_to,)
        As for `cascade_reach`.
    seeds : iterable of hashable
        The labels of the people who read in round 0.

    Returns
    -------
    Series of float, by person
        The probability of reading; 1 for seeds.

    Raises
    ------
    EngagelabError
        For a cycle, an unknown seed or an invalid probability.

    References
    ----------
    .. [1] D. Kempe, J. Kleinberg and E. Tardos (2003), Maximizing the spread of influence through a
       social network, KDD '03, doi:10.1145/956750.956769 (the process; live ties)

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab import theory
    >>> path = el.Network.from_networkx(nx.path_graph(4))
    >>> theory.tree_reached(path, 0.5, seeds=[0]).tolist()
    [1.0, 0.5, 0.25, 0.125]
    """
    forest = forest_of(network, transmissibility)
    start = np.ones(network.people)
    start[seed_positions(network, seeds)] = 0
    # the probability of not reading from the subtree below; then from the parent
    below = start.copy()
    for person, parent in forest.upwards():
        if parent >= 0:
            below[parent] *= 1 - forest.up[person] * (1 - below[person])
    above = _without_each(forest, start, below)
    return by_person(network, 1 - above * below)


def _without_each(forest: Forest, start: Floats, below: Floats) -> Floats:
    """Return each person's probability of not reading from the parent.

    It needs the parent's probability of not reading without this child: a product over the other
    children, computed as those before it times those after it, since a factor may be 0.
    """
    children: list[list[int]] = [[] for _ in start]
    for person, parent in forest.upwards():
        if parent >= 0:
            children[parent].append(person)
    above = np.ones(start.size)
    factor = 1 - forest.up * (1 - below)
    for parent in forest.order.tolist():
        own = np.array(children[parent], np.int64)
        if own.size:
            before = np.concatenate([[1.0], np.cumprod(factor[own])[:-1]])
            after = np.concatenate([np.cumprod(factor[own][::-1])[-2::-1], [1.0]])
            unread = start[parent] * above[parent] * before * after
            above[own] = 1 - forest.down[own] * (1 - unread)
    return above


class Part(NamedTuple):
    """The reach in the subtree of a person, as polynomials: the term x**k stands for k readers.

    `reads`: the person reads from below or is a seed. `spared`: the person does not. `pushed`: the
    person does not, but then reads from above; the readers that follow are counted.
    """

    reads: Floats
    spared: Floats
    pushed: Floats


@checked
def tree_reach(
    network: Network, transmissibility: ArrayLike, seeds: Iterable[Hashable]
) -> ExactReach:
    """Return the exact reach of an independent cascade on a tree or forest.

    From the leaves to the roots, the number of readers in the subtree of each person has one
    distribution for each of three cases: the person reads from below, does not, or reads from
    above. All terms are positive, so no digits are lost to cancellation.

    Parameters
    ----------
    network : Network
        A network without cycles of ties, whatever their direction; a mutual tie is not a cycle. The
        cost grows with the square of the number of people, that of `tree_reached` linearly.
    transmissibility : float or array of float, shape (entries of tie_to,)
        As for `cascade_reach`.
    seeds : iterable of hashable
        The labels of the people who read in round 0.

    Returns
    -------
    ExactReach
        Probabilities by person and by number of readers.

    Raises
    ------
    EngagelabError
        For a cycle, an unknown seed or an invalid probability.

    References
    ----------
    .. [1] D. Kempe, J. Kleinberg and E. Tardos (2003), Maximizing the spread of influence through a
       social network, KDD '03, doi:10.1145/956750.956769 (the process; live ties)

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab import theory
    >>> star = el.Network.from_networkx(nx.star_graph(2))
    >>> theory.tree_reach(star, 0.5, seeds=[0]).distribution.tolist()
    [0.0, 0.25, 0.5, 0.25]
    """
    forest = forest_of(network, transmissibility)
    starts = np.zeros(network.people, np.bool_)
    starts[seed_positions(network, seeds)] = True
    parts: dict[int, Part] = {}
    whole = np.ones(1)
    for person, parent in forest.upwards():
        part = _closed(parts.pop(person, _EMPTY), starts[person])
        if parent >= 0:
            siblings = parts.get(parent, _EMPTY)
            parts[parent] = _joined(siblings, part, forest.up[person], forest.down[person])
        else:
            whole = np.convolve(whole, _plus(part.reads, part.spared))
    sizes = np.zeros(network.people + 1)
    sizes[: whole.size] = whole
    return ExactReach(tree_reached(network, transmissibility, seeds), sizes)


_EMPTY = Part(reads=np.zeros(1), spared=np.ones(1), pushed=np.ones(1))


def _joined(siblings: Part, child: Part, up: float, down: float) -> Part:
    """Return the part of a person's first children with one more child.

    In `spared` and `pushed` no child makes the person read, in `reads` one does; the person reads
    in `reads` and `pushed`, and is not counted yet.
    """
    quiet = (1 - up) * child.reads
    # if the person reads, a child that does not read from below may read from the person
    after = _plus(quiet, _plus(down * child.pushed, (1 - down) * child.spared))
    lifted = up * child.reads
    return Part(
        reads=_plus(
            np.convolve(siblings.reads, _plus(after, lifted)),
            np.convolve(siblings.pushed, lifted),
        ),
        spared=np.convolve(siblings.spared, _plus(quiet, child.spared)),
        pushed=np.convolve(siblings.pushed, after),
    )


def _closed(part: Part, seed: bool) -> Part:
    """Return the part of a person with all children joined, the person included."""
    reads, pushed = np.append(0.0, part.reads), np.append(0.0, part.pushed)
    if seed:
        return Part(_plus(reads, pushed), np.zeros(1), np.zeros(1))
    return Part(reads, part.spared, pushed)


def _plus(a: Floats, b: Floats) -> Floats:
    """Return the sum of two polynomials, whose degrees may differ."""
    if a.size < b.size:
        a, b = b, a
    total = a.copy()
    total[: b.size] += b
    return total
