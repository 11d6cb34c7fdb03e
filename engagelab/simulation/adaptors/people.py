"""People as the kernels take them, and who starts."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from ...engine import coins, single_content, state
from ...errors import EngagelabError, listed, nearest, refused
from ...graphs.edges import as_list
from ...graphs.hashing import hashes_of
from ...graphs.network import Network
from ...models.sections import ACTIVITIES
from ..outcome import GROUP_SIZES, WAYS
from ..settings import Settings
from .play import kept

Seeds = int | Iterable[Hashable] | Mapping[str, Any]

_FIRST_POST = 0


_CLASSES = max(len(words) for words in WAYS.values())


def roomy(along: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return what is read along a list of people with the room that kernels want at its end."""
    return np.concatenate([along, np.zeros(state.WIDTH, np.uint64)])


def town_arrays(network: Network) -> state.Town:
    """Return the people, ties and groups as the kernels take them; made once for a network."""
    return kept(network, "town", lambda: _town_arrays(network))


def _town_arrays(network: Network) -> state.Town:
    start, membership = network.by_person
    traits = network.traits
    cell, cells = _cells(network)
    return state.Town(
        hashes=network.hashes,
        tie_start=network.tie_start,
        tie_to=network.tie_to,
        tie_hash=roomy(network.hashes[network.tie_to]),
        group_hashes=network.group_hashes,
        group_start=network.group_start,
        group_people=network.group_people,
        member_hash=roomy(network.hashes[network.group_people]),
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


def by_class(by_cell: NDArray[np.int64], cells: NDArray[np.int8]) -> NDArray[np.int64]:
    """Return people by class from people by cell; shape (ways, classes) after those given."""
    people = np.zeros((cells.shape[1], _CLASSES, *by_cell.shape[1:]), np.int64)
    for way, of_cell in enumerate(cells.T):
        for each in np.unique(of_cell):
            people[way, each] = by_cell[of_cell == each].sum(axis=0)
    return np.moveaxis(people, (0, 1), (-2, -1))


def draw(
    network: Network,
    candidates: NDArray[np.int32],
    count: int,
    settings: Settings,
    address: tuple[np.uint64, int, str],
) -> NDArray[np.int32]:
    """Draw people by the smallest coins; shape (1 or runs, count)."""
    kind, post, what = address
    rows = [draw_row(network, candidates, count, coins.address(settings.key, run, kind, post), what)
            for run in runs_of(settings)]  # fmt: skip
    return np.stack(rows)


def runs_of(settings: Settings) -> Sequence[Any]:
    """Return the runs for which seeds are drawn: each, or one for all."""
    return range(settings.runs) if settings.redraw_seeds else [coins.EVERY_RUN]


def draw_row(
    network: Network, candidates: NDArray[np.int32], count: int, state: np.uint64, what: str
) -> NDArray[np.int32]:
    """Draw people by the smallest coins at one address."""
    if count > candidates.size:
        raise refused(what, "too_few_people", wanted=count, able=candidates.size)
    return candidates[_smallest(network.hashes[candidates], count, state)].astype(np.int32)


def _smallest(hashes: NDArray[np.uint64], count: int, state: np.uint64) -> NDArray[np.intp]:
    drawn = coins.coins(state, hashes)
    if count in (0, hashes.size):
        return np.arange(count)
    few = np.argpartition(drawn, count - 1)[:count]
    return few[np.argsort(drawn[few])]


# --- seeds -----------------------------------------------------------------------------------


def is_number(seeds: object) -> TypeGuard[int]:
    """Tell whether seeds are given as a number of people."""
    return isinstance(seeds, (int, np.integer)) and not isinstance(seeds, bool)


def named(network: Network, seeds: object, what: str = "seeds") -> NDArray[np.int32]:
    """Return the positions of seeds who are given by label.

    Raises
    ------
    EngagelabError
        For what is no list, and for people who are not in the network.
    """
    if isinstance(seeds, Mapping):
        raise EngagelabError(
            f"{what}: a mapping is not allowed with this model; give a number of people or a list "
            "of their labels"
        )
    if _is_list(seeds):
        return network.positions(seeds, what)
    raise EngagelabError(
        f"{what}: {seeds!r} is not allowed; give a number of people or a list of their labels"
    )


def _is_list(seeds: object) -> TypeGuard[Iterable[Hashable]]:
    if isinstance(seeds, (str, bytes)) or not isinstance(seeds, Iterable):
        return False
    return getattr(seeds, "ndim", 1) > 0


def plan_of(network: Network, seeds: Seeds, settings: Settings) -> single_content.SeedPlan:
    """Return who starts a single content: the people named, or drawn by their coins."""
    if is_number(seeds):
        count = _no_negative(int(seeds), "seeds")
        everybody = np.arange(network.people, dtype=np.int32)
        rows = draw(network, everybody, count, settings, (coins.SEED, _FIRST_POST, "seeds"))
    else:
        rows = named(network, seeds)[None, :]
    return single_content.SeedPlan(rows, np.zeros(rows.shape[1], np.int16), settings.horizon)


def _no_negative(count: int, what: str) -> int:
    if count < 0:
        raise EngagelabError(f"{what}: {count} is not allowed; give a number of at least 0")
    return count


def rival_plan(
    network: Network, contents: tuple[str, ...], seeds: Seeds, settings: Settings
) -> single_content.SeedPlan:
    """Return who starts each of several contents; nobody starts two.

    Raises
    ------
    EngagelabError
        For seeds that are no mapping, contents without seeds, unknown ones, people who would start
        two contents, or more people than there are.
    """
    given = _by_content(seeds, contents)
    taken = np.full(network.people, -1, np.int64)
    for place, name in enumerate(contents):
        if not is_number(given[name]):
            found = named(network, given[name], f"seeds of {name!r}")
            _claim(network, taken, found, place, contents)
    rows = [
        _rival_row(network, given, taken.copy(), settings.key, run) for run in runs_of(settings)
    ]
    numbers = [int((rows[0][1] == place).sum()) for place in range(len(contents))]
    return single_content.SeedPlan(
        np.stack([row for row, _ in rows]),
        np.repeat(np.arange(len(contents)), numbers).astype(np.int16),
        settings.horizon,
    )


def _rival_row(
    network: Network, given: Mapping[str, Any], taken: NDArray[np.int64], key: int, run: Any
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the seeds of one run, content by content, and which content each starts."""
    posts = hashes_of(list(given), "content")
    for place, (name, wanted) in enumerate(given.items()):
        if is_number(wanted):
            what = f"seeds of {name!r}"
            free = np.flatnonzero(taken < 0).astype(np.int32)
            where = coins.address(key, run, coins.SEED, posts[place])
            count = _no_negative(int(wanted), what)
            taken[draw_row(network, free, count, where, what)] = place
    ordered = np.argsort(taken, kind="stable")[np.count_nonzero(taken < 0) :]
    return ordered.astype(np.int32), taken[ordered]


def _by_content(seeds: Seeds, contents: tuple[str, ...]) -> dict[str, Any]:
    names = listed(map(repr, contents))
    if not isinstance(seeds, Mapping):
        raise EngagelabError(
            f"seeds: {type(seeds).__name__} is not allowed with competing contents; give a mapping "
            f"with seeds for each of {names}"
        )
    for name in seeds:
        if name not in contents:
            raise EngagelabError(
                f"seeds: content {name!r} is not known{nearest(name, contents)}; allowed are "
                f"{names}"
            )
    for name in contents:
        if name not in seeds:
            raise EngagelabError(
                f"seeds: content {name!r} has none; give a number of people (0 for nobody) or a "
                "list of their labels"
            )
    return {name: seeds[name] for name in contents}


def _claim(
    network: Network,
    taken: NDArray[np.int64],
    found: NDArray[np.int32],
    place: int,
    contents: tuple[str, ...],
) -> None:
    """Note the people who start a content; refuse one who starts another already."""
    for v in found[taken[found] >= 0]:
        person = as_list(network.labels)[v]
        other = contents[taken[v]]
        raise EngagelabError(
            f"seeds: {person!r} would start both {other!r} and {contents[place]!r}; a person takes "
            "one content, so give each person to one of them"
        )
    taken[found] = place
