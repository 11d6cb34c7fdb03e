"""Seeds: the people who start a content, named by label or drawn by the smallest coins."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from ...engine import coins
from ...engine.single_content import SeedPlan
from ...errors import EngagelabError, listed, nearest, refused
from ...graphs.edges import as_list
from ...graphs.hashing import hashes_of
from ...graphs.network import Network
from ..settings import Settings

Seeds = int | Iterable[Hashable] | Mapping[str, Any]

_FIRST_POST = 0


def draw(
    network: Network,
    candidates: NDArray[np.int32],
    count: int,
    settings: Settings,
    address: tuple[np.uint64, int, str],
) -> NDArray[np.int32]:
    """Draw people by the smallest coins, once or for each run; shape (1 or runs, count).

    `address` is the kind of coin, the post, and the field that an error names.
    """
    kind, post, field = address
    if count == 0:
        return np.empty((len(_drawn_runs(settings)), 0), np.int32)
    rows = []
    for run in _drawn_runs(settings):
        state = coins.address(settings.key, run, kind, post)
        rows.append(_draw_row(network, candidates, count, state, field))
    return np.stack(rows)


def _drawn_runs(settings: Settings) -> Sequence[Any]:
    """Return the runs for which seeds are drawn: each of them, or one address for all."""
    return range(settings.runs) if settings.redraw_seeds else [coins.EVERY_RUN]


def _draw_row(
    network: Network, candidates: NDArray[np.int32], count: int, state: np.uint64, field: str
) -> NDArray[np.int32]:
    """Draw people by the smallest coins at one address."""
    if count > candidates.size:
        raise refused(field, "too_few_people", wanted=count, able=candidates.size)
    return candidates[_smallest(network.hashes[candidates], count, state)].astype(np.int32)


def _smallest(hashes: NDArray[np.uint64], count: int, state: np.uint64) -> NDArray[np.intp]:
    drawn = coins.coins(state, hashes)
    if count in (0, hashes.size):
        return np.arange(count)
    few = np.argpartition(drawn, count - 1)[:count]
    return few[np.argsort(drawn[few])]


def is_number(seeds: object) -> TypeGuard[int]:
    """Return whether seeds are a number of people."""
    return isinstance(seeds, (int, np.integer)) and not isinstance(seeds, bool)


def positions_of(network: Network, seeds: object, field: str = "seeds") -> NDArray[np.int32]:
    """Return the positions of seeds named by label.

    Raises
    ------
    EngagelabError
        If `seeds` is not a list of labels, or names people who are not in the network.
    """
    if isinstance(seeds, Mapping):
        raise EngagelabError(
            f"{field}: a mapping is not allowed with this model; give a number of people or a list "
            "of their labels"
        )
    if _is_list(seeds):
        return network.positions(seeds, field)
    raise EngagelabError(
        f"{field}: {seeds!r} is not allowed; give a number of people or a list of their labels"
    )


def _is_list(seeds: object) -> TypeGuard[Iterable[Hashable]]:
    if isinstance(seeds, (str, bytes)) or not isinstance(seeds, Iterable):
        return False
    return getattr(seeds, "ndim", 1) > 0


def seed_plan(network: Network, seeds: Seeds, settings: Settings) -> SeedPlan:
    """Return the seeds of a single content, named or drawn."""
    if is_number(seeds):
        count = _not_negative(int(seeds), "seeds")
        all_people = np.arange(network.people, dtype=np.int32)
        rows = draw(network, all_people, count, settings, (coins.SEED, _FIRST_POST, "seeds"))
    else:
        rows = positions_of(network, seeds)[None, :]
    return SeedPlan(rows, np.zeros(rows.shape[1], np.int16), settings.horizon)


def _not_negative(count: int, field: str) -> int:
    if count < 0:
        raise EngagelabError(f"{field}: {count} is not allowed; give a number of at least 0")
    return count


def competing_seed_plan(
    network: Network, contents: tuple[str, ...], seeds: Seeds, settings: Settings
) -> SeedPlan:
    """Return the seeds of each of several contents; no one starts more than one.

    Raises
    ------
    EngagelabError
        If `seeds` is not a mapping of all contents, names an unknown content or person, gives one
        person two contents, or asks for more people than there are.
    """
    by_content = _by_content(seeds, contents)
    taken = np.full(network.people, -1, np.int64)
    for place, (name, wanted) in enumerate(by_content.items()):
        if not is_number(wanted):
            people = positions_of(network, wanted, f"seeds of {name!r}")
            _assign(network, taken, people, place, contents)
    rows = [
        _competing_row(network, by_content, taken.copy(), settings.key, run)
        for run in _drawn_runs(settings)
    ]
    numbers = [int((rows[0][1] == place).sum()) for place in range(len(contents))]
    return SeedPlan(
        np.stack([row for row, _ in rows]),
        np.repeat(np.arange(len(contents)), numbers).astype(np.int16),
        settings.horizon,
    )


def _competing_row(
    network: Network, by_content: Mapping[str, Any], taken: NDArray[np.int64], key: int, run: Any
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the seeds of one run, content by content, and the content that each starts."""
    posts = hashes_of(list(by_content), "content")
    for place, (name, wanted) in enumerate(by_content.items()):
        if is_number(wanted):
            field = f"seeds of {name!r}"
            free = np.flatnonzero(taken < 0).astype(np.int32)
            state = coins.address(key, run, coins.SEED, posts[place])
            count = _not_negative(int(wanted), field)
            taken[_draw_row(network, free, count, state, field)] = place
    ordered = np.argsort(taken, kind="stable")[np.count_nonzero(taken < 0) :]
    return ordered.astype(np.int32), taken[ordered]


def _by_content(seeds: Seeds, contents: tuple[str, ...]) -> dict[str, Any]:
    """Return the seeds of each content, in the order of the model's contents."""
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
                f"seeds: content {name!r} has no seeds; give a number of people (0 for none) or a "
                "list of their labels"
            )
    return {name: seeds[name] for name in contents}


def _assign(
    network: Network,
    taken: NDArray[np.int64],
    people: NDArray[np.int32],
    place: int,
    contents: tuple[str, ...],
) -> None:
    """Assign people to a content; raise if one of them starts another content already."""
    for v in people[taken[people] >= 0]:
        person = as_list(network.labels)[v]
        other = contents[taken[v]]
        raise EngagelabError(
            f"seeds: {person!r} would start both {other!r} and {contents[place]!r}; a person takes "
            "only one content, so give each person to one of them"
        )
    taken[people] = place
