"""Network: the frozen array view of people, ties and groups."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ..engine import csr
from ..errors import EngagelabError
from ..io.lazy import late
from .arrays import NetworkArrays
from .edges import Labels, Pairs, as_list, label_array
from .from_arrays import pairs_of
from .from_frame import factorise, need_column, weight_column
from .from_networkx import ties_of
from .hashing import hashes_of
from .memberships import Groups, Memberships
from .traits import Traits

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
else:
    nx = late("networkx")


@dataclass(frozen=True, eq=False)
class Network(NetworkArrays):
    """People, ties and groups as frozen arrays.

    Build one with `from_networkx`, `from_frame`, `from_arrays` or `graphs.town`.

    Attributes
    ----------
    labels : sequence of hashable, length people
        Labels of the people.
    hashes : array of uint64, shape (people,)
        Stable hashes of the labels, which address all random choices.
    tie_start, tie_to : arrays, shapes (people + 1,) and (ties,)
        The people whom each person's shares can reach, in compressed rows; a mutual tie has two
        entries.
    weights : array of float64, shape (ties,), or None
        A weight for each entry of `tie_to`.
    directed : bool
        Whether a tie reaches one way only.
    group_labels, group_hashes : length groups
        Labels of the groups and their hashes.
    group_start, group_people : arrays, shapes (groups + 1,) and (memberships,)
        The members of each group, in compressed rows.
    traits : Traits
        Role, profile, activity class and whether a person invites.
    attributes : mapping of person label to dict
        Node attributes of the graph that the network was made from.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(4), groups={"choir": [0, 3]})
    >>> network
    Network(people=4, ties=3, groups=1, memberships=2)
    """

    def __repr__(self) -> str:
        return (
            f"Network(people={self.people}, ties={self.ties}, groups={len(self.group_labels)}, "
            f"memberships={self.group_people.size})"
        )

    @classmethod
    def from_networkx(cls, graph: nx.Graph, groups: Groups | None = None) -> Network:
        """Build a network from a networkx graph; parallel edges become one tie.

        Parameters
        ----------
        graph : networkx graph
            Directed or not, multigraph or not. The edges of an undirected graph are mutual ties.
            The edge attribute ``weight`` becomes the weight of a tie (1 if only some edges have
            one; those of parallel edges add up). The node attributes ``role``, ``profile``,
            ``activity`` and ``inviter`` become traits; all attributes are stored in `attributes`.
        groups : mapping, bipartite graph or frame, optional
            A mapping of group label to members; or a graph whose nodes with ``bipartite=1`` are
            groups; or a frame with the columns ``person`` and ``group``.

        Raises
        ------
        EngagelabError
            For an empty graph, a self-loop, a weight that is not a number of at least 0, an unknown
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
                f"graph: {type(graph).__name__} is not allowed; give a networkx graph, or use "
                "from_frame for a frame"
            )
        index = {label: i for i, label in enumerate(graph)}
        labels = label_array(index)
        pairs = ties_of(graph, index, labels)
        attributes = {label: own for label, own in graph.nodes(data=True) if own}
        traits = Traits.of(list(index), attributes) if attributes else None
        return cls.build(labels, pairs, groups, traits=traits, attributes=attributes)

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
        """Build a network from a frame with one tie a row.

        Parameters
        ----------
        ties : DataFrame
            Two columns of people, and one of weights if `weight` names it.
        groups : mapping, bipartite graph or frame, optional
            As for `from_networkx`.
        people : iterable of hashable, optional
            All people, including those without ties; a tie to anyone else is an error.
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
        """Build a network from two arrays of numbered people; the fastest constructor.

        Parameters
        ----------
        source, target : arrays of integers, shape (ties,)
            The two people of each tie. People are numbered 0, 1, ..., and these numbers are their
            labels. Repeated ties become one.
        groups : mapping, bipartite graph or frame, optional
            As for `from_networkx`.
        people : int, optional
            Number of people, including those without ties; by default one more than the largest
            number in the arrays.
        weights : array of numbers, shape (ties,), optional
            A weight for each tie, finite and at least 0; those of repeated ties add up.
        directed : bool
            Whether a tie reaches from source to target only.

        Raises
        ------
        EngagelabError
            For arrays that are not integers or differ in length, a number that is not a person's, a
            self-loop, or a bad weight.

        Examples
        --------
        >>> import numpy as np, engagelab as el
        >>> source, target = np.array([0, 1, 2]), np.array([1, 2, 0])
        >>> el.Network.from_arrays(source, target, groups={"choir": [0, 3]}, people=4)
        Network(people=4, ties=3, groups=1, memberships=2)
        """
        count, pairs = pairs_of(source, target, people=people, weights=weights, directed=directed)
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
        """Build a network from labels and pairs of positions, as all constructors do in the end.

        Raises
        ------
        EngagelabError
            For no people, bad ties, or a group with an unknown member.
        """
        if not len(labels):
            raise EngagelabError("graph: has no people; give a graph with at least one node")
        pairs.check(labels)
        start, to, weights = pairs.rows(len(labels))
        members = groups if isinstance(groups, Memberships) else Memberships.of(groups, labels)
        count = len(members.labels)
        group_start, group_people, _ = csr.rows(members.group, members.person, count, len(labels))
        return cls(
            labels=labels,
            hashes=hashes_of(labels, "person"),
            tie_start=start,
            tie_to=to,
            weights=weights,
            directed=pairs.directed,
            group_labels=members.labels,
            group_hashes=hashes_of(members.labels, "group"),
            group_start=group_start,
            group_people=group_people,
            traits=Traits.plain(len(labels)) if traits is None else traits,
            attributes=attributes or {},
        )

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
    """Raise `EngagelabError` for anything but a `Network`, naming the function that makes one."""
    if isinstance(value, Network):
        return
    is_name = isinstance(value, (str, os.PathLike))
    shown = repr(str(value)) if is_name else type(value).__name__
    advice = f"graphs.read_edges({shown})" if is_name else "Network.from_networkx(graph)"
    raise EngagelabError(f"network: {shown} is not allowed; give a Network, such as {advice}")
