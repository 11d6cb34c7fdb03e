"""Exact reach of a cascade on trees and forests of any size."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ..errors import EngagelabError
from ..graphs.network import Network
from .checks import Floats, probabilities
from .reach import ExactReach, Places, by_person, places_of, sources_of


@dataclass(frozen=True, eq=False)
class Forest:
    """People in an order in which all come after their parent; shape (people,) each.

    Attributes
    ----------
    order : array of int64
        Positions of people, roots and parents first.
    parent : array of int64
        The parent of each person, -1 for roots.
    down, up : array of float64
        The chance that a person reads from the parent, and the parent from the person.
    """

    order: Places
    parent: Places
    down: Floats
    up: Floats

    def upwards(self) -> Iterator[tuple[int, int]]:
        """Yield people with their parents, children first."""
        for person in self.order[::-1].tolist():
            yield person, int(self.parent[person])


def forest_of(network: Network, transmissibility: ArrayLike) -> Forest:
    """Return a forest with the chances of its ties; refuse what has a cycle."""
    chance = probabilities("transmissibility", transmissibility, network.tie_to.size)
    rows = _neighbours(network, chance)
    parent = np.full(network.people, -1, np.int64)
    down, up = np.zeros(network.people), np.zeros(network.people)
    order: list[int] = []
    met = np.zeros(network.people, np.bool_)
    for root in range(network.people):
        if met[root]:
            continue
        met[root] = True
        waiting = [root]
        while waiting:
            person = waiting.pop()
            order.append(person)
            for other, (there, back) in rows[person].items():
                if other == parent[person]:
                    continue
                if met[other]:
                    _refuse_cycle(network, other)
                met[other], parent[other] = True, person
                down[other], up[other] = there, back
                waiting.append(other)
    return Forest(np.array(order, np.int64), parent, down, up)


def _neighbours(network: Network, chance: Floats) -> list[dict[int, tuple[float, float]]]:
    """Return for each person the chances to and from each person tied to them, either way."""
    rows: list[dict[int, tuple[float, float]]] = [{} for _ in range(network.people)]
    ends = zip(sources_of(network).tolist(), network.tie_to.tolist(), chance.tolist(), strict=True)
    for a, b, there in ends:
        rows[a][b] = (there, rows[a].get(b, (0.0, 0.0))[1])
        rows[b][a] = (rows[b].get(a, (0.0, 0.0))[0], there)
    return rows


def _refuse_cycle(network: Network, person: int) -> None:
    text = (
        f"person {network.labels[person]!r} is on a cycle of ties; a tree or forest has none. "
        "Take cascade_reach for a small network, or simulate"
    )
    raise EngagelabError(f"network: {text}", (("network", text),))


def tree_reached(
    network: Network, transmissibility: ArrayLike, seeds: Iterable[Hashable]
) -> pd.Series:
    """Return the exact probability of each person to read, for a cascade on a tree or forest.

    Whether somebody reads through one tie does not depend on the others: without cycles, each tie
    has its own part of the tree behind it. Two passes over the ties suffice, so any size will do.
    The sum of the series is the reach to be expected.

    Parameters
    ----------
    network : Network
        Without a cycle of ties, their direction left aside; a mutual tie is none.
    transmissibility : float or array of float, shape (entries of tie_to,)
        As for `cascade_reach`.
    seeds : iterable of hashable
        The labels of those who read in round 0.

    Returns
    -------
    Series of float, by person
        The probability to read; 1 for seeds.

    Raises
    ------
    EngagelabError
        For a cycle, an unknown seed or a number that is no probability.

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
    start[places_of(network, seeds)] = 0
    # the chance not to read through what is below; then through the parent
    below = start.copy()
    for person, parent in forest.upwards():
        if parent >= 0:
            below[parent] *= 1 - forest.up[person] * (1 - below[person])
    above = _without_each(forest, start, below)
    return by_person(network, 1 - above * below)


def _without_each(forest: Forest, start: Floats, below: Floats) -> Floats:
    """Return each person's chance not to read from the parent, whatever is below the person.

    A parent's chance without one child is a product over the other children: those before it
    times those after it, since nothing can be divided by a factor of 0.
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
            first = np.concatenate([[1.0], np.cumprod(factor[own])[:-1]])
            last = np.concatenate([np.cumprod(factor[own][::-1])[-2::-1], [1.0]])
            unread = start[parent] * above[parent] * first * last
            above[own] = 1 - forest.down[own] * (1 - unread)
    return above


class Part(NamedTuple):
    """A person and what is below, as polynomials in x: the coefficient of x**k is for k readers.

    `reads`: the person reads from below or is a seed. `spared`: does not. `pushed`: does not, but
    is then made to read from above; it counts the readers that this leaves.
    """

    reads: Floats
    spared: Floats
    pushed: Floats


def tree_reach(
    network: Network, transmissibility: ArrayLike, seeds: Iterable[Hashable]
) -> ExactReach:
    """Return the exact reach of an independent cascade on a tree or forest.

    From the leaves to the roots, the distribution of the number of readers below each person is
    kept apart by whether the person reads from below, does not, or is made to from above. All
    terms are positive, so nothing is lost to rounding.

    Parameters
    ----------
    network : Network
        Without a cycle of ties, their direction left aside; a mutual tie is none. The cost grows
        with the square of the number of people, that of `tree_reached` with the number.
    transmissibility : float or array of float, shape (entries of tie_to,)
        As for `cascade_reach`.
    seeds : iterable of hashable
        The labels of those who read in round 0.

    Returns
    -------
    ExactReach
        Probabilities by person and by number of readers.

    Raises
    ------
    EngagelabError
        For a cycle, an unknown seed or a number that is no probability.

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
    starts[places_of(network, seeds)] = True
    parts: dict[int, Part] = {}
    whole = np.ones(1)
    for person, parent in forest.upwards():
        part = _closed(parts.pop(person, _EMPTY), starts[person])
        if parent >= 0:
            held = parts.get(parent, _EMPTY)
            parts[parent] = _joined(held, part, forest.up[person], forest.down[person])
        else:
            whole = np.convolve(whole, _plus(part.reads, part.spared))
    sizes = np.zeros(network.people + 1)
    sizes[: whole.size] = whole
    return ExactReach(tree_reached(network, transmissibility, seeds), sizes)


_EMPTY = Part(reads=np.zeros(1), spared=np.ones(1), pushed=np.ones(1))


def _joined(held: Part, child: Part, up: float, down: float) -> Part:
    """Return a person's children so far with one more.

    While children are joined, `spared` and `pushed` say that no child makes the person read, and
    `reads` that one does; the person reads in `reads` and `pushed`, and is not counted yet.
    """
    quiet = (1 - up) * child.reads
    # where the person reads, a child that does not may be made to
    given = _plus(quiet, _plus(down * child.pushed, (1 - down) * child.spared))
    lifted = up * child.reads
    return Part(
        reads=_plus(
            np.convolve(held.reads, _plus(given, lifted)), np.convolve(held.pushed, lifted)
        ),
        spared=np.convolve(held.spared, _plus(quiet, child.spared)),
        pushed=np.convolve(held.pushed, given),
    )


def _closed(part: Part, seed: bool) -> Part:
    """Return a person with all children joined: now the person is counted too."""
    reads, pushed = np.append(0.0, part.reads), np.append(0.0, part.pushed)
    if seed:
        return Part(_plus(reads, pushed), np.zeros(1), np.zeros(1))
    return Part(reads, part.spared, pushed)


def _plus(a: Floats, b: Floats) -> Floats:
    """Add polynomials of different degrees."""
    if a.size < b.size:
        a, b = b, a
    total = a.copy()
    total[: b.size] += b
    return total
