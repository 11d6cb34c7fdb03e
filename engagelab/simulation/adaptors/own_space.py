"""The organisation's own space: one more group, whose first members are drawn by their coins."""

import numpy as np
from numpy.typing import NDArray

from ...engine import coins, state
from ...errors import refused
from ...graphs.network import Network
from .cache import cached
from .town import padded

# The address of the own space among the groups; no label has this hash but by chance.
_HASH = coins.address(coins.OWN_SEAT)


def with_own_space(network: Network, town: state.Town, size: int, key: int) -> state.Town:
    """Return the arrays of a town with the own space as its last group.

    The arrays of the last size and key are cached for the network's next simulation.
    """
    last: dict[tuple[int, int | None], state.Town] = cached(network, "own space", dict)
    address = (size, key if size else None)
    if address not in last:
        last.clear()
        last[address] = _with_group(town, members_of(network, size, key))
    return last[address]


def members_of(network: Network, size: int, key: int) -> NDArray[np.int32]:
    """Return the first members of the own space: people of any role with the smallest coins.

    Raises
    ------
    EngagelabError
        For more members than there are people.
    """
    if size > network.people:
        raise refused("own_size", "own_space_too_big", wanted=size, people=network.people)
    drawn = coins.coins(coins.address(key, coins.EVERY_RUN, coins.OWN_SEAT), network.hashes)
    return np.sort(np.argsort(drawn)[:size]).astype(np.int32)


def _with_group(town: state.Town, members: NDArray[np.int32]) -> state.Town:
    """Add a group after the others; each member's list of groups grows by one at its end."""
    group, first = town.group_hashes.size, town.group_people.size
    more = np.zeros(town.hashes.size + 1, np.int64)
    more[members + 1] = 1
    places = town.person_start[members + 1]
    numbers = np.arange(first, first + members.size, dtype=town.person_membership.dtype)
    return town._replace(
        group_hashes=np.append(town.group_hashes, _HASH),
        group_start=np.append(town.group_start, first + members.size),
        group_people=np.concatenate([town.group_people, members]),
        member_hash=padded(np.concatenate([town.member_hash[:first], town.hashes[members]])),
        person_start=town.person_start + np.cumsum(more),
        person_membership=np.insert(town.person_membership, places, numbers),
        person_group=np.insert(town.person_group, places, group).astype(town.person_group.dtype),
    )
