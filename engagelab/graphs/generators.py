"""Synthetic towns: networks of people and groups generated from a recipe."""

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ..engine import coins, csr
from ..engine import town as kernel
from ..errors import EngagelabError, refused
from ..io.arguments import checked
from ..models.declaration import LARGEST_KEY, Declaration, whole_number
from .edges import Labels, Pairs
from .hashing import hashes_of
from .memberships import Memberships
from .network import Network
from .population import Groups, Population
from .traits import Traits

# Share of online adults active in groups, by profile: pew-2011, P03 and P04. The middle value
# follows from both: (0.62 * 82 - 0.12 * 85) / 0.50.
_ACTIVE = (0.77, 0.8128, 0.85)


@checked
def town(
    people: int = 10_000,
    ties: float = 12,
    group_size: float = 25,
    groups_per_person: float = 3.5,
    prospects: float = 0.20,
    *,
    key: int = 0,
    population: Mapping[str, Any] | None = None,
    groups: Mapping[str, Any] | None = None,
) -> Network:
    """Generate a synthetic town: people with traits, ties and groups.

    Shares of people are exact up to rounding, not random: 20 % prospects of 100 people are 20.
    With the same key, traits and ties outside groups do not change with the group size.

    Parameters
    ----------
    people : int
        Number of people, labelled 0, 1, ...
    ties : float
        Mean number of ties of a person, half of them inside groups unless `population` sets
        ``ties_in_groups``.
    group_size : float
        Mean number of members of a group; sizes are log-normal.
    groups_per_person : float
        Mean number of groups of a person, prospects included.
    prospects : float
        Share of people in no group.
    key : int
        The integer that fixes all random choices.
    population, groups : mapping, optional
        Other fields of `engagelab.population.Population` and `Groups`.

    Returns
    -------
    Network

    Raises
    ------
    EngagelabError
        For values out of bounds, given twice, or shares that contradict each other.

    Notes
    -----
    Profiles, inviters and activity in groups follow Rainie, Purcell and Smith 2011 (data set
    pew-2011) and Nielsen 2006 (data set studies); each field of `Population` cites its row.

    Examples
    --------
    >>> import engagelab as el
    >>> el.graphs.town(people=1_000, key=1)
    Network(people=1000, ties=5970, groups=140, memberships=3500)
    """
    fields = {"people": people, "ties": ties, "prospects": prospects}
    sizes = {"size": group_size, "per_person": groups_per_person}
    for name, known, others in (("population", fields, population), ("groups", sizes, groups)):
        for field in _USUAL[name].parameters():
            stated, other = known.get(field.name), (others or {}).get(field.name)
            if None not in (stated, other) and stated not in (other, field.default):
                raise EngagelabError(
                    f"{name}: {field.name} is {other!r} here and {stated!r} as an argument; give "
                    "it once"
                )
        known |= others or {}
    return town_of(Population(**fields), Groups(**sizes), key)


_USUAL: Mapping[str, type[Declaration]] = {"population": Population, "groups": Groups}


def town_of(population: Population, groups: Groups, key: int) -> Network:
    """Generate the town that two declarations describe; see `town`."""
    whole_number("key", key, 0, LARGEST_KEY)
    recipe = _Recipe(population, groups, int(key))
    traits, prospects = recipe.traits()
    memberships, ties = recipe.groups_and_ties(~prospects, traits)
    return Network.build(recipe.labels, ties, memberships, traits=traits)


class _Recipe:
    """The steps that generate one town."""

    def __init__(self, population: Population, groups: Groups, key: int) -> None:
        self.population, self.groups = population, groups
        self.labels = np.arange(population.people)
        self.hashes = hashes_of(self.labels, "person")
        self.key = key

    def state(self, kind: int) -> np.uint64:
        return cast("np.uint64", coins.address(self.key, coins.EVERY_RUN, kind))

    def coins(self, kind: int) -> NDArray[np.uint64]:
        return cast("NDArray[np.uint64]", coins.coins(self.state(kind), self.hashes))

    def traits(self) -> tuple[Traits, NDArray[np.bool_]]:
        """Return the traits of all people, and whether each is a prospect."""
        of = self.population
        profile = _split(self.coins(kernel.PROFILE), (of.social, of.microblog), (1, 2), 0)
        role = _split(
            self.coins(kernel.ROLE), (of.employees, of.customers, of.partners), (0, 1, 2), 3
        )
        activity = _split(self.coins(kernel.ACTIVITY), (of.contributors, of.creators), (1, 2), 0)
        prospects = self._prospects(profile)
        inviter = np.zeros(self.labels.size, np.bool_)
        shares = (of.inviters_none, of.inviters_social, of.inviters_microblog)
        drawn = self.coins(kernel.INVITER)
        for code, share in enumerate(shares):
            for side in (prospects, ~prospects):
                cell = (profile == code) & side
                _mark(inviter, cell, drawn, round(share * np.count_nonzero(cell)))
        return Traits(role, profile, activity, inviter), prospects

    def _prospects(self, profile: NDArray[np.int8]) -> NDArray[np.bool_]:
        """Choose the prospects of each profile, in the survey's proportions between profiles."""
        people = np.bincount(profile, minlength=3)
        wanted = round(self.population.prospects * profile.size)
        exact = _filled(people * (1 - np.array(_ACTIVE)), people, wanted)
        counts = np.diff(np.round(np.cumsum(exact)), prepend=0).astype(int)
        chosen = np.zeros(profile.size, np.bool_)
        drawn = self.coins(kernel.PROSPECT)
        for code in range(3):
            _mark(chosen, profile == code, drawn, int(counts[code]))
        return chosen

    def groups_and_ties(
        self, members: NDArray[np.bool_], traits: Traits
    ) -> tuple[Memberships, Pairs]:
        of = self.population
        order = np.flatnonzero(members).astype(np.int32)
        order = order[np.argsort(self.coins(kernel.FIRST_SEAT)[order])]
        sizes = _sizes(self.groups, of.people, order.size)
        start, people = kernel.seats(sizes, order, of.people, self.state(kernel.SEAT))
        group = csr.row_of(start)
        within = round(of.people * of.ties * of.ties_in_groups / 2)
        outside = round(of.people * of.ties / 2) - within
        sides = [
            kernel.pairs(of.people, outside, self.state(kernel.OUTSIDE)),
            kernel.inside(start, people, group, within, self.state(kernel.INSIDE)),
        ]
        labels: Labels = np.arange(sizes.size)
        source, target = (np.concatenate(side) for side in zip(*sides, strict=True))
        return Memberships(labels, group, people), Pairs(source, target, None, False)


def _split(
    drawn: NDArray[np.uint64], shares: tuple[float, ...], codes: tuple[int, ...], rest: int
) -> NDArray[np.int8]:
    """Assign codes to exact shares of the people, in the order of their random numbers."""
    out = np.full(drawn.size, rest, np.int8)
    cuts = np.round(np.cumsum((0.0, *shares)) * drawn.size).astype(int)
    order = np.argsort(drawn)
    for code, low, high in zip(codes, cuts, cuts[1:], strict=False):
        out[order[low:high]] = code
    return out


def _mark(
    out: NDArray[np.bool_], cell: NDArray[np.bool_], drawn: NDArray[np.uint64], count: int
) -> None:
    """Mark `count` people of a cell, those with the smallest random numbers."""
    people = np.flatnonzero(cell)
    if count:
        out[people[np.argpartition(drawn[people], count - 1)[:count]]] = True


def _sizes(groups: Groups, people: int, members: int) -> NDArray[np.int64]:
    """Return log-normal group sizes between 2 and the number of members, with the wanted sum."""
    seats = round(people * groups.memberships_per_person)
    if seats < members:
        raise refused(
            "groups.per_person",
            "too_few_groups",
            groups=float(f"{groups.memberships_per_person:.3g}"),
            members=members,
            people=people,
            least=math.ceil(1e3 * members / people) / 1e3,
        )
    if members < 2:
        raise refused("population.prospects", "too_few_members", members=members, people=people)
    count = max(1, round(seats / min(groups.size, members)))
    normal = NormalDist()
    scores = [normal.inv_cdf((i + 0.5) / count) for i in range(count)]
    shape = np.exp(groups.spread * np.array(scores))
    exact = _filled(shape, np.full(count, members), seats, least=2)
    sizes = np.diff(np.round(np.cumsum(exact)), prepend=0).astype(np.int64)
    return np.clip(sizes, 2, members)


def _filled(
    shape: NDArray[np.float64], most: NDArray[np.int64], total: float, least: float = 0
) -> NDArray[np.float64]:
    """Scale a shape to the sum `total`, each part clipped to `least` and `most`."""
    low, high = 0.0, max(1.0, float(np.max(most / np.maximum(shape, 1e-12))))
    for _ in range(80):
        middle = (low + high) / 2
        enough = np.clip(shape * middle, least, most).sum() >= total
        low, high = (low, middle) if enough else (middle, high)
    return np.clip(shape * high, least, most)
