"""Where people are drawn: in the disc of a group, prospects around; the same each time."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from ..graphs.network import Network
from ..simulation.adaptors.events import Events
from .packing import pack

NOWHERE = -1  # no group; never

_ASPECT = 1.6  # wider than high, as screens are
_GAP = 0.6  # between discs, and from the outermost person to the rim of the disc
_DENSITY = 0.6  # the n-th person sits this far from the middle of the disc, times the root of n
_GOLDEN = np.pi * (3 - np.sqrt(5))
_RING = 1.25  # between the rings of prospects, and between neighbours in one


@dataclass(frozen=True, eq=False)
class Layout:
    """Places of people and groups; neighbours in a group are about 1 apart.

    Attributes
    ----------
    home : array of float32, shape (people, 2)
        Where each person is at first.
    seat : array of int32, shape (people,)
        In the disc of which group each sits, from the round on in which they have joined one; -1
        for those who never belong to any.
    moves : array of int32, shape (people,)
        The round in which a prospect joins their first group and goes there; -1 for the others.
    goes_to : array of float32, shape (people, 2)
        Where each person is after that.
    discs : array of float32, shape (groups, 3)
        Middle and radius of each group.
    extent : tuple of float
        Half of the width, half of the height of the whole; its middle is (0, 0).
    """

    home: NDArray[np.float32]
    seat: NDArray[np.int32]
    moves: NDArray[np.int32]
    goes_to: NDArray[np.float32]
    discs: NDArray[np.float32]
    extent: tuple[float, float]

    def places(self, after: int) -> NDArray[np.float32]:
        """Return where each person is at the end of a round; shape (people, 2)."""
        gone = (self.moves != NOWHERE) & (self.moves <= after)
        return np.where(gone[:, None], self.goes_to, self.home)


def lay_out(network: Network, events: Events) -> Layout:
    """Place the people and groups of a run.

    A person sits in that one of their groups in which they have the most ties, a prospect around
    the groups, near their ties, until they join a group.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.simulation.adaptors.events import events_of
    >>> plan = el.Scenario(population={"people": 300})
    >>> town, settings = plan.town(), plan.settings_with(runs=1)
    >>> lay_out(town, events_of(town, plan.model, plan.campaign.posts, settings)).home.shape
    (300, 2)
    """
    seat, moves = _seats(network, events)
    discs, goes_to = _discs(network, seat, moves)
    home = goes_to.copy()
    outside = np.flatnonzero((seat == NOWHERE) | (moves != NOWHERE))
    home[outside] = _around(network, discs, goes_to, outside)
    goes_to[seat == NOWHERE] = home[seat == NOWHERE]
    rims = np.abs(discs[:, :2]) + discs[:, 2:]
    far = np.vstack([np.abs(home) + 1, rims]).max(axis=0, initial=1.0)
    single = np.float32
    return Layout(
        home.astype(single), seat, moves, goes_to.astype(single), discs.astype(single),
        (float(far[0]), float(far[1])),
    )  # fmt: skip


def _seats(network: Network, events: Events) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the group each person sits in, and the round in which a prospect goes there."""
    seat = np.full(network.people, NOWHERE, np.int32)
    moves = np.full(network.people, NOWHERE, np.int32)
    person, group = _dearest(network)
    seat[person] = group
    joins = np.flatnonzero(events.of("join"))
    joins = joins[seat[events.person[joins]] == NOWHERE]
    first_last = np.lexsort((network.group_hashes[events.group[joins]], events.round[joins]))[::-1]
    joins = joins[first_last]  # of several the first one is written last
    seat[events.person[joins]] = events.group[joins]
    moves[events.person[joins]] = events.round[joins]
    return seat, moves


def _dearest(network: Network) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return each member, and the group of theirs in which they have the most ties."""
    people, groups = network.people, len(network.group_labels)
    person, group = network.group_people, network.membership_group
    belongs = sp.csr_array((np.ones(person.size), (person, group)), shape=(people, groups))
    ones = np.ones(network.tie_to.size)
    ties = sp.csr_array((ones, network.tie_to, network.tie_start), shape=(people, people))
    inside = ((ties @ belongs).multiply(belongs) + belongs).tocoo()
    person, group = inside.coords
    order = np.lexsort((network.group_hashes[group], -inside.data, person))
    person, group = person[order], group[order]
    first = np.ones(person.size, np.bool_)
    first[1:] = person[1:] != person[:-1]
    return person[first], group[first]


def _discs(
    network: Network, seat: NDArray[np.int32], moves: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the disc of each group, and where each person sits in theirs; joiners at the rim."""
    groups = len(network.group_labels)
    seated = np.flatnonzero(seat != NOWHERE)
    seated = seated[np.lexsort((network.hashes[seated], moves[seated], seat[seated]))]
    counts = np.bincount(seat[seated], minlength=groups)
    radii = _DENSITY * np.sqrt(counts) + _GAP
    largest_first = np.lexsort((network.group_hashes, -counts))
    discs = np.empty((groups, 3))
    discs[largest_first, :2] = pack((radii[largest_first] + _GAP / 2).tolist(), _ASPECT)
    discs[:, 2] = radii
    discs[:, :2] -= _middle(discs)
    place = np.arange(seated.size) - np.repeat(np.cumsum(counts) - counts, counts)
    where = np.zeros((network.people, 2))
    where[seated] = discs[seat[seated], :2] + _sunflower(place)
    return discs, where


def _middle(discs: NDArray[np.float64]) -> NDArray[np.float64]:
    if not len(discs):
        return np.zeros(2)
    low, high = discs[:, :2] - discs[:, 2:], discs[:, :2] + discs[:, 2:]
    return np.asarray((low.min(axis=0) + high.max(axis=0)) / 2)


def _sunflower(place: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return places in a disc, from its middle on, each about as far from the next."""
    radius = _DENSITY * np.sqrt(place + 0.5)
    around = np.column_stack([np.cos(place * _GOLDEN), np.sin(place * _GOLDEN)])
    return np.asarray(radius[:, None] * around, np.float64)


def _around(
    network: Network, discs: NDArray[np.float64], seats: NDArray[np.float64], who: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return places outside the groups, for each near the ties that sit in them."""
    if not len(discs):  # everybody: those with the most ties in the middle
        ties = np.diff(network.tie_start)
        place = np.empty(who.size, np.int64)
        place[np.lexsort((network.hashes[who], -ties[who]))] = np.arange(who.size)
        wide: NDArray[np.float64] = _sunflower(place) * (_ASPECT**0.5, _ASPECT**-0.5)
        return wide
    inner = _rim(discs)
    length = _arc(inner)[1][-1]
    rings = max(1, int(np.ceil(who.size * _RING / length)))
    order = np.lexsort((network.hashes[who], _angles(network, seats, who)))
    places = np.empty((who.size, 2))
    for ring in range(rings):
        rank = np.arange(ring, who.size, rings)
        angles, along = _arc(inner + _RING * (ring + 1))
        angle = np.interp((rank + 0.5) / who.size * along[-1], along, angles)
        axes = inner + _RING * (ring + 1)
        places[order[rank]] = axes * np.column_stack([np.cos(angle), np.sin(angle)])
    return places


def _rim(discs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the half axes of an ellipse around all discs."""
    far = np.hypot(discs[:, 0] / _ASPECT, discs[:, 1]) + discs[:, 2]
    return float(far.max()) * np.array([_ASPECT, 1.0])


def _arc(axes: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return angles around an ellipse, and the length of its line up to each."""
    angles = np.linspace(-np.pi, np.pi, 721)
    points = axes * np.column_stack([np.cos(angles), np.sin(angles)])
    steps = np.hypot(*np.diff(points, axis=0).T)
    return angles, np.concatenate([[0.0], np.cumsum(steps)])


def _angles(
    network: Network, seats: NDArray[np.float64], who: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return in which direction the ties of each sit."""
    ones = np.ones(network.tie_to.size)
    shape = (network.people, network.people)
    ties = sp.csr_array((ones, network.tie_to, network.tie_start), shape=shape)
    # rounded, so that the order in which they are added up does not matter
    x, y = np.round((ties @ seats)[who].T, 6) + 0.0
    return np.asarray(np.round(np.arctan2(y, x / _ASPECT), 6))
