"""People, ties and groups of a network as arrays for the kernels."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ...engine import state
from ...graphs.network import Network
from ...models.sections import ACTIVITIES
from ..class_counts import Classes
from ..outcome import GROUP_SIZES, WAYS
from .cache import cached

_CLASSES = max(len(words) for words in WAYS.values())


def padded(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return values along a list of people, with the padding that kernels need at its end."""
    return np.concatenate([values, np.zeros(state.WIDTH, np.uint64)])


def town_arrays(network: Network) -> state.Town:
    """Return the people, ties and groups of a network for the kernels; cached."""
    return cached(network, "town", lambda: _town_arrays(network))


def _town_arrays(network: Network) -> state.Town:
    start, membership = network.by_person
    traits = network.traits
    cell, cells = _cells(network)
    return state.Town(
        hashes=network.hashes,
        tie_start=network.tie_start,
        tie_to=network.tie_to,
        tie_hash=padded(network.hashes[network.tie_to]),
        group_hashes=network.group_hashes,
        group_start=network.group_start,
        group_people=network.group_people,
        member_hash=padded(network.hashes[network.group_people]),
        person_start=start,
        person_membership=membership,
        person_group=network.membership_group[membership],
        kind=(traits.role * len(ACTIVITIES) + traits.activity).astype(np.int8),
        inviter=traits.inviter,
        cell=cell,
        cells=cells,
        cell_people=np.bincount(cell, minlength=len(cells)),
        members=int(np.count_nonzero(np.diff(start))),
    )


def _cells(network: Network) -> tuple[NDArray[np.int16], NDArray[np.int8]]:
    """Return the cell of each person, and the classes of each cell, shape (cells, ways)."""
    traits = network.traits
    by_size = np.searchsorted(GROUP_SIZES, network.largest_group, side="left")
    ways = np.stack([traits.role, traits.profile, traits.activity, by_size], axis=1)
    code = np.ravel_multi_index(tuple(ways.T), tuple(len(words) for words in WAYS.values()))
    _, first, cell = np.unique(code, return_index=True, return_inverse=True)
    return cell.astype(np.int16), ways[first].astype(np.int8)


def classes_of(network: Network) -> Classes:
    """Return the classes of a network; cached."""
    return cached(network, "classes", lambda: _classes(town_arrays(network)))


def _classes(town: state.Town) -> Classes:
    belongs = town.cells.T[:, None, :] == np.arange(_CLASSES)[:, None]  # ways, classes, cells
    matrix = sparse.csr_array(belongs.reshape(-1, len(town.cells)), dtype=np.int64)
    return Classes(matrix, belongs @ town.cell_people)
