"""Network: the frozen array view of people, ties and groups."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..engine import csr
from ..errors import EngagelabError, listed, nearest
from ..io.lazy import late
from ..models.sections import ACTIVITIES, PROFILES, ROLES
from .edges import (
    Groups,
    Labels,
    Memberships,
    Pairs,
    as_list,
    factorise,
    label_array,
    need_column,
    pairs_of,
    some_of,
    ties_of,
    weight_column,
)
from .hashing import hashes_of

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
else:
    nx = late("networkx")
    pd = late("pandas")

Codes = NDArray[np.int8]

_TRAITS = {"role": ROLES, "profile": PROFILES, "activity": ACTIVITIES}
_PLAIN = {"role": "public", "profile": "none", "activity": "contributor"}


@dataclass(frozen=True)
class Traits:
    """What people are, as codes into `ROLES`, `PROFILES` and `ACTIVITIES`; shape (people,) each."""

    role: Codes
    profile: Codes
    activity: Codes
    inviter: NDArray[np.bool_]

    @classmethod
    def plain(cls, people: int) -> Traits:
        """Everybody is public, a contributor and an inviter."""
        codes = {
            name: np.full(people, words.index(_PLAIN[name]), np.int8)
            for name, words in _TRAITS.items()
        }
        return cls(**codes, inviter=np.ones(people, np.bool_))

    @classmethod
    def of(cls, labels: Labels, attributes: Mapping[Hashable, Mapping[str, Any]]) -> Traits:
        """Read role, profile, activity and inviter where people have them."""
        traits = cls.plain(len(labels))
        for i, label in enumerate(labels):
            own = attributes.get(label, {})
            for name in own.keys() & _TRAITS.keys():
                getattr(traits, name)[i] = _code(name, own[name], label)
            if "inviter" in own:
                traits.inviter[i] = _yes_or_no(own["inviter"], label)
        return traits

    def words(self, person: int) -> dict[str, Any]:
        """Return one person's traits as words."""
        found: dict[str, Any] = {
            name: words[getattr(self, name)[person]] for name, words in _TRAITS.items()
        }
        return found | {"inviter": bool(self.inviter[person])}


def _code(name: str, word: Any, label: Hashable) -> int:
    if word not in _TRAITS[name]:
        raise EngagelabError(
            f"{name} of person {label!r}: {word!r} is not known; "
            f"allowed are {listed(_TRAITS[name])}{nearest(word, _TRAITS[name])}"
        )
    return _TRAITS[name].index(word)


def _yes_or_no(word: Any, label: Hashable) -> bool:
    if not isinstance(word, (bool, int, np.bool_, np.integer)) or word not in (0, 1):
        raise EngagelabError(
            f"inviter of person {label!r}: {word!r} is not known; allowed are True and False"
        )
    return bool(word)


@dataclass(frozen=True, eq=False)
class Network:
    """People, ties and groups as arrays, frozen.

    Made by `from_networkx`, `from_frame`, `from_arrays` or `graphs.town`.

    Attributes
    ----------
    labels : sequence of hashable, length people
        What the people are called.
    hashes : array of uint64, shape (people,)
        Stable hashes of the labels: the addresses of chance.
    tie_start, tie_to : arrays, shapes (people + 1,) and (ties,)
        Whom each person's shares can reach, in compressed rows; a mutual tie stands twice.
    weights : array of float64, shape (ties,), or None
        A weight for each entry of `tie_to`.
    directed : bool
        Whether a tie reaches one way only.
    group_labels, group_hashes : length groups
        The same for groups.
    group_start, group_people : arrays, shapes (groups + 1,) and (memberships,)
        The members of each group, in compressed rows.
    traits : Traits
        Role, profile, activity class and whether a person invites.
    attributes : mapping of person label to dict
        What the caller's graph said of people besides.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(4), groups={"choir": [0, 3]})
    >>> network
    Network(people=4, ties=3, groups=1, memberships=2)
    """

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

    def __repr__(self) -> str:
        return (
            f"Network(people={self.people}, ties={self.ties}, groups={len(self.group_labels)}, "
            f"memberships={self.group_people.size})"
        )

    @classmethod
    def from_networkx(cls, graph: nx.Graph, groups: Groups | None = None) -> Network:
        """Take any networkx graph; a mutual tie works both ways, parallel ties become one.

        Parameters
        ----------
        graph : networkx graph
            Directed or not, multigraph or not. An edge attribute ``weight`` is kept (1 where some
            edges have none; parallel ties add up). Node attributes ``role``, ``profile``,
            ``activity`` and ``inviter`` become traits; the others are kept as they are.
        groups : mapping, bipartite graph or frame, optional
            Group label to members; or a graph whose nodes with ``bipartite=1`` are groups; or a
            frame with the columns ``person`` and ``group``.

        Raises
        ------
        EngagelabError
            For an empty graph, a self-loop, a weight that is no number of at least 0, an unknown
            trait, a group with an unknown member, or labels that cannot be hashed.

        Examples
        --------
        >>> import networkx as nx, engagelab as el
        >>> club = nx.karate_club_graph()
        >>> el.Network.from_networkx(club, groups={"board": [0, 33], "youth": [4, 5, 6]})
        Network(people=34, ties=78, groups=2, memberships=5)
        """
        if not isinstance(graph, nx.Graph):
            raise EngagelabError(
                f"graph: {type(graph).__name__} is not allowed; give a networkx graph, or make a "
                "network of a frame by from_frame"
            )
        index = {label: i for i, label in enumerate(graph)}
        labels = label_array(index)
        pairs = ties_of(graph, index, labels)
        told = {label: own for label, own in graph.nodes(data=True) if own}
        traits = Traits.of(list(index), told) if told else None
        return cls.build(labels, pairs, groups, traits=traits, attributes=told)

    @classmethod
    def from_frame(
        cls,
        ties: pd.DataFrame,
        groups: Groups | None = None,
        *,
        people: Iterable[Hashable] | None = None,
        columns: tuple[str, str] = ("source", "target"),
        weight: str | None = None,
        directed: bool = False,
    ) -> Network:
        """Take a frame with one tie a row.

        Parameters
        ----------
        ties : DataFrame
            Two columns of people, and one of weights where `weight` names it.
        groups : mapping, bipartite graph or frame, optional
            As for `from_networkx`.
        people : iterable of hashable, optional
            All people; where given, a tie to anybody else is refused. People without ties belong
            here too.
        columns : tuple of (str, str)
            The two columns of people.
        weight : str, optional
            The column of weights.
        directed : bool
            Whether a tie reaches from the first column to the second only.

        Raises
        ------
        EngagelabError
            For a missing column, a tie to an unknown person, a self-loop or a bad weight.

        Examples
        --------
        >>> import pandas as pd, engagelab as el
        >>> ties = pd.DataFrame({"source": ["Ann", "Bo"], "target": ["Bo", "Cy"]})
        >>> el.Network.from_frame(ties, groups={"choir": ["Ann", "Cy"]})
        Network(people=3, ties=2, groups=1, memberships=2)
        """
        for name in (*columns, weight):
            need_column(ties, name, "ties")
        source, target, labels = factorise(ties, columns, people)
        weights = None if weight is None else weight_column(ties, weight, columns)
        return cls.build(labels, Pairs(source, target, weights, directed), groups)

    @classmethod
    def from_arrays(
        cls,
        source: ArrayLike,
        target: ArrayLike,
        groups: Groups | None = None,
        *,
        people: int | None = None,
        weights: ArrayLike | None = None,
        directed: bool = False,
    ) -> Network:
        """Take two arrays of numbered people, with one tie at each place; the fastest way in.

        Parameters
        ----------
        source, target : arrays of integers, shape (ties,)
            The two people of each tie, who are numbered 0, 1, ..., which are their labels too.
            Repeated ties become one.
        groups : mapping, bipartite graph or frame, optional
            As for `from_networkx`.
        people : int, optional
            How many people there are, those without ties included; where it is not given, one more
            than the greatest number in the arrays.
        weights : array of numbers, shape (ties,), optional
            A weight for each tie, finite and at least 0; those of repeated ties add up.
        directed : bool
            Whether a tie reaches from source to target only.

        Raises
        ------
        EngagelabError
            For arrays that are not of whole numbers, or not of one length, a number that is no
            person's, a self-loop, or a bad weight.

        Examples
        --------
        >>> import numpy as np, engagelab as el
        >>> source, target = np.array([0, 1, 2]), np.array([1, 2, 0])
        >>> el.Network.from_arrays(source, target, groups={"choir": [0, 3]}, people=4)
        Network(people=4, ties=3, groups=1, memberships=2)
        """
        count, pairs = pairs_of(source, target, people, weights, directed)
        return cls.build(np.arange(count), pairs, groups)

    @classmethod
    def build(
        cls,
        labels: Labels,
        pairs: Pairs,
        groups: Groups | Memberships | None = None,
        *,
        traits: Traits | None = None,
        attributes: Mapping[Hashable, Mapping[str, Any]] | None = None,
    ) -> Network:
        """Build from people and pairs of their positions; the other makers end here."""
        if not len(labels):
            raise EngagelabError("graph: has no people; give a graph with at least one node")
        pairs.check(labels)
        start, to, weights = pairs.rows(len(labels))
        belong = groups if isinstance(groups, Memberships) else Memberships.of(groups, labels)
        count = len(belong.labels)
        group_start, group_people, _ = csr.rows(belong.group, belong.person, count, len(labels))
        return cls(
            labels=labels,
            hashes=hashes_of(labels, "person"),
            tie_start=start,
            tie_to=to,
            weights=weights,
            directed=pairs.directed,
            group_labels=belong.labels,
            group_hashes=hashes_of(belong.labels, "group"),
            group_start=group_start,
            group_people=group_people,
            traits=Traits.plain(len(labels)) if traits is None else traits,
            attributes=attributes or {},
        )

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
        """How many people the one with the most ties can reach directly."""
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
        """The memberships of each person, in compressed rows."""
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
        """Who belongs to no group; shape (people,)."""
        return np.asarray(self.largest_group == 0, np.bool_)

    @property
    def groups(self) -> dict[Hashable, list[Hashable]]:
        """The members of each group, by label."""
        people, start = as_list(self.labels), self.group_start
        return {
            label: [people[i] for i in self.group_people[start[g] : start[g + 1]]]
            for g, label in enumerate(as_list(self.group_labels))
        }

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen digits that change with any person, tie, weight, membership or trait.

        The order of people, ties and groups does not matter.
        """
        weights = np.ones(self.tie_to.size) if self.weights is None else self.weights
        ties = csr.fingerprint(
            self.tie_start, self.tie_to, self.hashes, self.hashes, weights.view(np.uint64)
        )
        once = np.ones(self.group_people.size, np.uint64)
        groups = csr.fingerprint(
            self.group_start, self.group_people, self.group_hashes, self.hashes, once
        )
        person = np.arange(self.people, dtype=np.int32)
        traits = self.traits
        codes = traits.role * 64 + traits.profile * 16 + traits.activity * 4 + traits.inviter
        each = csr.fingerprint(
            np.arange(self.people + 1), person, self.hashes, self.hashes, codes.astype(np.uint64)
        )
        mixed = (int(ties) * 3 + int(groups) * 5 + int(each) * 7 + self.directed) % 2**64
        return f"{mixed:016x}"

    def positions(self, people: Iterable[Any], what: str = "seeds") -> NDArray[np.int32]:
        """Return the positions of people by their labels.

        Raises
        ------
        EngagelabError
            Where somebody is not in the network.
        """
        index, found = self.index, []
        for label in people:
            if not isinstance(label, Hashable) or label not in index:
                raise EngagelabError(
                    f"{what}: {label!r} is not a person of the network; its {self.people:,} people "
                    f"are {listed(map(repr, as_list(self.labels[:5])), 5)}"
                    f"{' ...' if self.people > 5 else ''}{nearest(label, some_of(index))}"
                )
            found.append(index[label])
        return np.array(sorted(set(found)), np.int32)

    def to_networkx(self) -> nx.Graph:
        """Return the people and ties as a networkx graph, with traits as node attributes.

        Examples
        --------
        >>> import networkx as nx, engagelab as el
        >>> network = el.Network.from_networkx(nx.path_graph(3))
        >>> network.to_networkx().edges
        EdgeView([(0, 1), (1, 2)])
        """
        graph = nx.DiGraph() if self.directed else nx.Graph()
        people = as_list(self.labels)
        graph.add_nodes_from(
            (label, dict(self.attributes.get(label, {})) | self.traits.words(i))
            for i, label in enumerate(people)
        )
        source = csr.row_of(self.tie_start)
        once = np.ones(source.size, bool) if self.directed else source < self.tie_to
        ends = zip(source[once].tolist(), self.tie_to[once].tolist(), strict=True)
        if self.weights is None:
            graph.add_edges_from((people[a], people[b]) for a, b in ends)
        else:
            values = zip(ends, self.weights[once].tolist(), strict=True)
            graph.add_weighted_edges_from((people[a], people[b], w) for (a, b), w in values)
        return graph


def need_network(value: object) -> None:
    """Refuse what is no network.

    Raises
    ------
    EngagelabError
        With what makes a network of it.
    """
    if isinstance(value, Network):
        return
    is_name = isinstance(value, (str, os.PathLike))
    shown = repr(str(value)) if is_name else type(value).__name__
    advice = f"graphs.read_edges({shown})" if is_name else "Network.from_networkx(graph)"
    raise EngagelabError(f"network: {shown} is not allowed; give a Network, such as {advice}")
