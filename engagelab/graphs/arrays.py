"""The frozen arrays behind a `Network`, and the quantities derived from them."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ..engine import csr
from ..errors import EngagelabError, listed
from ..io.arguments import checked
from .edges import Labels, as_list, nearest_label
from .traits import Traits


@dataclass(frozen=True, eq=False)
class NetworkArrays:
    """People, ties and groups as arrays; `Network` documents the fields and builds them."""

    labels: Labels
    hashes: NDArray[np.uint64]
    tie_start: NDArray[np.int64]
    tie_to: NDArray[np.int32]
    weights: NDArray[np.float64] | None
    directed: bool
    group_labels: Labels
    group_hashes: NDArray[np.uint64]
    group_start: NDArray[np.int64]
    group_people: NDArray[np.int32]
    traits: Traits
    attributes: Mapping[Hashable, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    notes: tuple[str, ...] = field(default=(), repr=False)

    @property
    def people(self) -> int:
        """Number of people."""
        return len(self.labels)

    @property
    def ties(self) -> int:
        """Number of ties; a mutual one counts once."""
        return int(self.tie_to.size) if self.directed else int(self.tie_to.size) // 2

    @cached_property
    def most_ties(self) -> int:
        """Largest number of people that one person can reach directly."""
        return int(np.diff(self.tie_start).max())

    @cached_property
    def index(self) -> Mapping[Hashable, int]:
        """Position of each person by label."""
        return {label: i for i, label in enumerate(as_list(self.labels))}

    @cached_property
    def membership_group(self) -> NDArray[np.int32]:
        """Group of each membership, in the order of `group_people`; shape (memberships,)."""
        return cast("NDArray[np.int32]", csr.row_of(self.group_start))

    @cached_property
    def by_person(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Memberships of each person, in compressed rows."""
        place = np.arange(self.group_people.size, dtype=np.int32)
        start, entries, _ = csr.rows(self.group_people, place, self.people, max(1, place.size))
        return start, entries

    @cached_property
    def group_sizes(self) -> NDArray[np.int64]:
        """Number of members of each group; shape (groups,)."""
        return np.diff(self.group_start)

    @cached_property
    def largest_group(self) -> NDArray[np.int64]:
        """Size of the largest group of each person, 0 for prospects; shape (people,)."""
        out = np.zeros(self.people, np.int64)
        np.maximum.at(out, self.group_people, self.group_sizes[self.membership_group])
        return out

    @cached_property
    def prospects(self) -> NDArray[np.bool_]:
        """Whether each person belongs to no group; shape (people,)."""
        return np.asarray(self.largest_group == 0, np.bool_)

    @property
    def groups(self) -> dict[Hashable, list[Hashable]]:
        """Labels of the members of each group, by the group's label."""
        people, start = as_list(self.labels), self.group_start
        return {
            label: [people[i] for i in self.group_people[start[g] : start[g + 1]]]
            for g, label in enumerate(as_list(self.group_labels))
        }

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change with any person, tie, weight, membership or trait.

        The order of people, ties and groups does not matter.
        """
        weights = np.ones(self.tie_to.size) if self.weights is None else self.weights
        ties = csr.fingerprint(
            self.tie_start, self.tie_to, self.hashes, self.hashes, weights.view(np.uint64)
        )
        ones = np.ones(self.group_people.size, np.uint64)
        groups = csr.fingerprint(
            self.group_start, self.group_people, self.group_hashes, self.hashes, ones
        )
        person = np.arange(self.people, dtype=np.int32)
        traits = self.traits
        codes = traits.role * 64 + traits.profile * 16 + traits.activity * 4 + traits.inviter
        people = csr.fingerprint(
            np.arange(self.people + 1), person, self.hashes, self.hashes, codes.astype(np.uint64)
        )
        mixed = (int(ties) * 3 + int(groups) * 5 + int(people) * 7 + self.directed) % 2**64
        return f"{mixed:016x}"

    def __eq__(self, other: object) -> bool:
        """Return whether two networks have the same people, ties, weights, groups and traits."""
        if self is other:
            return True
        if not isinstance(other, NetworkArrays) or hash(self) != hash(other):
            return False
        return self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        """Return a hash of the sizes, which equal networks share."""
        return hash((self.people, self.tie_to.size, self.group_people.size, self.directed))

    @checked
    def positions(self, people: Iterable[Any], what: str = "seeds") -> NDArray[np.int32]:
        """Return the positions of people given by label, sorted and without repeats.

        Parameters
        ----------
        people : iterable of hashable
            Labels of people.
        what : str
            The argument that the error message names.

        Raises
        ------
        EngagelabError
            For a label that is not in the network.
        """
        index, positions = self.index, set()
        for label in people:
            try:  # asking first whether each can be hashed would take as long again
                position = index.get(label)
            except TypeError:
                position = None
            if position is None:
                raise EngagelabError(
                    f"{what}: {label!r} is not a person of the network; its {self.people:,} people "
                    f"are {listed(map(repr, as_list(self.labels[:5])), 5)}"
                    f"{' ...' if self.people > 5 else ''}{nearest_label(label, index)}"
                )
            positions.add(position)
        return np.array(sorted(positions), np.int32)
