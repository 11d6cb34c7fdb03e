"""Lay out people deterministically: members in the places of their groups, prospects around."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from ..graphs.network import Network
from ..simulation.adaptors.events import Events
from .packing import pack

NOWHERE = -1  # no group, or no round

_ASPECT = 1.6  # wider than high, as screens are
_GAP = 0.6  # between discs, and from the outermost person to the rim of the disc
_DENSITY = 0.6  # distance of the n-th person from the centre of the disc, over the root of n
_GOLDEN = np.pi * (3 - np.sqrt(5))
_RING = 1.25  # between rings of prospects, and between neighbours in a ring
_SEAT = 1.06  # between the seats of the own space, which are as dense as those in a disc
_CORNER = 1.21  # reach of the own space's round corners, of a quarter of its side, over half of it

_LAST = np.uint64(2**64 - 1)  # the own space comes after all groups


@dataclass(frozen=True, eq=False)
class Layout:
    """Positions of people and places; neighbours in a place are about 1 apart.

    The places are the groups, drawn as discs, and after them the organisation's own space, a
    square, if it has members.

    Attributes
    ----------
    home : array of float32, shape (people, 2)
        Initial position of each person.
    seat : array of int32, shape (people,)
        Place of each person, for prospects once they have joined one; -1 for people who never
        belong to any.
    moves : array of int32, shape (people,)
        Round in which a prospect joins their first place and moves there; -1 for the others.
    goes_to : array of float32, shape (people, 2)
        Position of each person after that.
    discs : array of float32, shape (places, 3)
        Centre and radius of each group; of the own space its centre and half its side.
    own : int
        Number of the own space among the places; -1 if it has no members.
    extent : tuple of float
        Half the width and half the height of the layout, whose centre is (0, 0).
    """

    home: NDArray[np.float32]
    seat: NDArray[np.int32]
    moves: NDArray[np.int32]
    goes_to: NDArray[np.float32]
    discs: NDArray[np.float32]
    own: int
    extent: tuple[float, float]

    def places(self, after: int) -> NDArray[np.float32]:
        """Return the positions of all people at the end of a round; shape (people, 2)."""
        gone = (self.moves != NOWHERE) & (self.moves <= after)
        return np.where(gone[:, None], self.goes_to, self.home)


def lay_out(network: Network, events: Events, own: ArrayLike = ()) -> Layout:
    """Lay out the people, groups and own space of a run.

    First members of the own space are placed there, in the centre; other members in the group in
    which they have most ties; prospects around the groups, near their ties, until they join one.

    Parameters
    ----------
    network : Network
        People, ties and groups.
    events : Events
        The events of the run.
    own : array of int
        First members of the own space, by position.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.simulation.adaptors.events import events_of
    >>> plan = el.Scenario(population={"people": 300})
    >>> town, settings = plan.town(), plan.settings_with(runs=1)
    >>> lay_out(town, events_of(town, plan.model, plan.campaign.posts, settings)).home.shape
    (300, 2)
    """
    owned = np.asarray(own, np.intp)
    places = len(network.group_labels) + bool(owned.size)
    seat, moves = _seats(network, events, owned)
    discs, goes_to = _discs(network, seat, moves, places)
    home = goes_to.copy()
    outside = np.flatnonzero((seat == NOWHERE) | (moves != NOWHERE))
    home[outside] = _around(network, discs, goes_to, outside)
    goes_to[seat == NOWHERE] = home[seat == NOWHERE]
    rims = np.abs(discs[:, :2]) + discs[:, 2:]
    far = np.vstack([np.abs(home) + 1, rims]).max(axis=0, initial=1.0)
    single = np.float32
    return Layout(
        home.astype(single), seat, moves, goes_to.astype(single), discs.astype(single),
        len(network.group_labels) if owned.size else NOWHERE, (float(far[0]), float(far[1])),
    )  # fmt: skip


def _seats(
    network: Network, events: Events, own: NDArray[np.intp]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the place of each person, and the round in which a prospect moves there."""
    seat = np.full(network.people, NOWHERE, np.int32)
    moves = np.full(network.people, NOWHERE, np.int32)
    person, group = _main_groups(network)
    seat[person] = group
    seat[own] = len(network.group_labels)
    joins = np.flatnonzero(events.of("join"))
    joins = joins[seat[events.person[joins]] == NOWHERE]
    order = np.lexsort((_hashes(network)[events.group[joins]], events.round[joins]))
    joins = joins[order[::-1]]  # in reverse, so that the first of several overwrites the others
    seat[events.person[joins]] = events.group[joins]
    moves[events.person[joins]] = events.round[joins]
    return seat, moves


def _hashes(network: Network) -> NDArray[np.uint64]:
    """Return the hash of each place, by which ties are broken."""
    return np.append(network.group_hashes, _LAST)


def _main_groups(network: Network) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return each member, and their group in which they have most ties."""
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
    network: Network, seat: NDArray[np.int32], moves: NDArray[np.int32], places: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the disc of each place and the position of its people; joiners are at the rim."""
    groups = len(network.group_labels)
    seated = np.flatnonzero(seat != NOWHERE)
    seated = seated[np.lexsort((network.hashes[seated], moves[seated], seat[seated]))]
    counts = np.bincount(seat[seated], minlength=places)
    rank = np.arange(seated.size) - np.repeat(np.cumsum(counts) - counts, counts)
    discs, where = np.empty((places, 3)), np.zeros((network.people, 2))
    discs[:groups, 2] = _DENSITY * np.sqrt(counts[:groups]) + _GAP
    owned = seat[seated] == groups
    square = _square(np.count_nonzero(owned))
    discs[groups:, 2] = np.abs(square).max(initial=0.0) + _SEAT / 2 + _GAP
    discs[:, :2] = _packed(discs[:, 2], _hashes(network)[:places], counts, groups)
    where[seated[~owned]] = _sunflower(rank[~owned])
    where[seated[owned]] = square
    where[seated] += discs[seat[seated], :2]
    return discs, where


def _packed(
    radii: NDArray[np.float64], hashes: NDArray[np.uint64], counts: NDArray[np.intp], groups: int
) -> NDArray[np.float64]:
    """Return the centre of each place: the own space in the middle, large groups around it."""
    inward = np.lexsort((hashes, -counts, np.arange(counts.size) < groups))
    reach = np.where(np.arange(counts.size) < groups, radii, radii * _CORNER) + _GAP / 2
    centres = np.empty((counts.size, 2))
    centres[inward] = pack(reach[inward].tolist(), _ASPECT)
    return centres - _centre(np.column_stack([centres, radii]))


def _centre(discs: NDArray[np.float64]) -> NDArray[np.float64]:
    if not len(discs):
        return np.zeros(2)
    low, high = discs[:, :2] - discs[:, 2:], discs[:, :2] + discs[:, 2:]
    return np.asarray((low.min(axis=0) + high.max(axis=0)) / 2)


def _sunflower(place: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return evenly spread positions in a disc, from its centre outwards."""
    radius = _DENSITY * np.sqrt(place + 0.5)
    around = np.column_stack([np.cos(place * _GOLDEN), np.sin(place * _GOLDEN)])
    return np.asarray(radius[:, None] * around, np.float64)


def _square(count: int | np.integer[Any]) -> NDArray[np.float64]:
    """Return positions on a grid in a square with round corners, from its centre outwards."""
    side = int(np.ceil(np.sqrt(count) * 1.1)) + 1
    x, y = (np.indices((side, side)).reshape(2, -1) - (side - 1) / 2) * _SEAT
    outward = np.lexsort((np.arctan2(y, x), np.round(x**4 + y**4, 6)))[:count]
    return np.column_stack([x, y])[outward]


def _around(
    network: Network, discs: NDArray[np.float64], seats: NDArray[np.float64], who: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return positions outside the places, each near the person's ties in them."""
    if not len(discs):  # all people, those with most ties in the centre
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
    """Return the half axes of an ellipse that surrounds all discs."""
    far = np.hypot(discs[:, 0] / _ASPECT, discs[:, 1]) + discs[:, 2]
    return float(far.max()) * np.array([_ASPECT, 1.0])


def _arc(axes: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return angles around an ellipse, and the arc length up to each."""
    angles = np.linspace(-np.pi, np.pi, 721)
    points = axes * np.column_stack([np.cos(angles), np.sin(angles)])
    steps = np.hypot(*np.diff(points, axis=0).T)
    return angles, np.concatenate([[0.0], np.cumsum(steps)])


def _angles(
    network: Network, seats: NDArray[np.float64], who: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the direction in which each person's ties lie."""
    ones = np.ones(network.tie_to.size)
    shape = (network.people, network.people)
    ties = sp.csr_array((ones, network.tie_to, network.tie_start), shape=shape)
    # rounded, so that the order of summation does not matter
    x, y = np.round((ties @ seats)[who].T, 6) + 0.0
    return np.asarray(np.round(np.arctan2(y, x / _ASPECT), 6))
