"""Network: the frozen array view of people, ties and groups."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from ..engine import csr
from ..errors import EngagelabError
from ..io.arguments import checked
from ..io.lazy import late
from .arrays import NetworkArrays
from .edges import Labels, Pairs, as_list, label_array
from .from_arrays import pairs_of
from .from_frame import factorise, need_column, need_frame, weight_column
from .from_networkx import refuse_missing, ties_of
from .hashing import hashes_of
from .memberships import Groups, Memberships, group_arrays
from .repeats import Repeats
from .traits import Traits
from .writing import write_network

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
        Node attributes of the graph, or further columns of the file, that it was made from.
    notes : tuple of str
        What `graphs.read_network` decided and left out, one sentence each; empty for a network
        that was not read from files.

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
    @checked
    def from_networkx(
        cls,
        graph: nx.Graph,
        groups: Groups | None = None,
        *,
        weight: str | None = "weight",
        repeats: Repeats = "auto",
        traits: bool = True,
    ) -> Network:
        """Build a network from a networkx graph; parallel edges become one tie.

        Parameters
        ----------
        graph : networkx graph
            Directed or not, multigraph or not. The edges of an undirected graph are mutual ties.
            All node attributes are stored in `attributes`.
        groups : mapping, bipartite graph or frame, optional
            A mapping of group label to members; or a graph whose nodes with ``bipartite=1`` are
            groups; or a frame with the columns ``person`` and ``group``.
        weight : str or None
            The edge attribute that holds the weight of a tie, 1 if only some edges have one; None
            for no weights.
        repeats : {"auto", "chances", "sum", "max", "refuse"}
            How to combine the weights of parallel edges; see `graphs.read_network`.
        traits : bool
            Whether the node attributes ``role``, ``profile``, ``activity`` and ``inviter`` are
            traits of the model. False keeps them as plain attributes, such as a job title.

        Raises
        ------
        EngagelabError
            For an empty graph, a node that is NaN, a self-loop, a weight that is not a number of at
            least 0, an unknown trait, a group with an unknown member, or labels that cannot be
            hashed.

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
        refuse_missing(graph)
        index = {label: i for i, label in enumerate(graph)}
        labels = label_array(index)
        pairs = replace(ties_of(graph, index, labels, weight), repeats=repeats)
        attributes = {label: own for label, own in graph.nodes(data=True) if own}
        own_traits = Traits.of(list(index), attributes) if attributes and traits else None
        return cls.build(labels, pairs, groups, traits=own_traits, attributes=attributes)

    @classmethod
    @checked
    def from_frame(
        cls,
        ties: pd.DataFrame,
        groups: Groups | None = None,
        *,
        people: Iterable[Hashable] | None = None,
        columns: tuple[str, str] = ("source", "target"),
        weight: str | None = None,
        directed: bool = False,
        repeats: Repeats = "auto",
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
        repeats : {"auto", "chances", "sum", "max", "refuse"}
            How to combine the weights of repeated ties; see `graphs.read_network`.

        Raises
        ------
        EngagelabError
            For a missing column, a tie to an unknown person, a self-loop, a bad weight, a mutual
            tie listed with two weights, or labels that are text in one place and the same number
            in another.

        Examples
        --------
        >>> import pandas as pd, engagelab as el
        >>> ties = pd.DataFrame({"source": ["Ann", "Bo"], "target": ["Bo", "Cy"]})
        >>> el.Network.from_frame(ties, groups={"choir": ["Ann", "Cy"]})
        Network(people=3, ties=2, groups=1, memberships=2)
        """
        need_frame(ties)
        for name in (*columns, weight):
            need_column(ties, name, "ties")
        source, target, labels = factorise(ties, columns, people)
        weights = None if weight is None else weight_column(ties, weight, columns)
        pairs = Pairs(source, target, weights, directed, repeats)
        return cls.build(labels, pairs, groups)

    @classmethod
    @checked
    def from_arrays(
        cls,
        source: ArrayLike,
        target: ArrayLike,
        groups: Groups | None = None,
        *,
        people: int | None = None,
        weights: ArrayLike | None = None,
        directed: bool = False,
        repeats: Repeats = "auto",
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
            A weight for each tie, finite and at least 0.
        directed : bool
            Whether a tie reaches from source to target only.
        repeats : {"auto", "chances", "sum", "max", "refuse"}
            How to combine the weights of repeated ties; see `graphs.read_network`.

        Raises
        ------
        EngagelabError
            For arrays that are not integers or differ in length, a number that is not a person's, a
            self-loop, a bad weight, or a mutual tie listed with two weights.

        Examples
        --------
        >>> import numpy as np, engagelab as el
        >>> source, target = np.array([0, 1, 2]), np.array([1, 2, 0])
        >>> el.Network.from_arrays(source, target, groups={"choir": [0, 3]}, people=4)
        Network(people=4, ties=3, groups=1, memberships=2)
        """
        count, pairs = pairs_of(source, target, people=people, weights=weights, directed=directed)
        return cls.build(np.arange(count), replace(pairs, repeats=repeats), groups)

    @classmethod
    @checked
    def build(
        cls,
        labels: Labels,
        pairs: Pairs,
        groups: Groups | Memberships | None = None,
        *,
        traits: Traits | None = None,
        attributes: Mapping[Hashable, Mapping[str, Any]] | None = None,
        notes: tuple[str, ...] = (),
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
        start, to, weights = pairs.rows(labels)
        members = groups if isinstance(groups, Memberships) else Memberships.of(groups, labels)
        return cls(
            labels=labels,
            hashes=hashes_of(labels, "person"),
            tie_start=start,
            tie_to=to,
            weights=weights,
            directed=pairs.directed,
            **group_arrays(members, len(labels)),
            traits=Traits.plain(len(labels)) if traits is None else traits,
            attributes=attributes or {},
            notes=notes,
        )

    @checked
    def with_groups(self, groups: Groups | None) -> Network:
        """Return the network with other groups.

        Parameters
        ----------
        groups : mapping, bipartite graph or frame, optional
            As for `from_networkx`; None for no groups.

        Raises
        ------
        EngagelabError
            For a group with an unknown member.

        Examples
        --------
        >>> import networkx as nx, engagelab as el
        >>> el.Network.from_networkx(nx.path_graph(3)).with_groups({"choir": [0, 2]})
        Network(people=3, ties=2, groups=1, memberships=2)
        """
        return replace(self, **group_arrays(Memberships.of(groups, self.labels), self.people))

    @checked
    def write(self, path: str | os.PathLike[str]) -> list[Path]:
        """Write the network to files that `graphs.read_network`, Gephi and XGI read.

        Parameters
        ----------
        path : path
            A name that ends in .csv, .graphml, .gexf or .json. CSV gives a file of ties, one of
            memberships (``.groups.csv``) and, if people have traits, attributes, or neither ties
            nor groups, one of people (``.people.csv``). JSON is HIF, the hypergraph interchange
            format: groups as hyperedges and mutual ties as edges of two. In GraphML and GEXF the
            groups of a person are a node attribute, as a JSON list.

        Returns
        -------
        list of pathlib.Path
            The files written: those of ties, memberships and people, as far as there are any.

        Raises
        ------
        EngagelabError
            For another ending, a folder that is not writable, labels that are neither texts nor
            whole numbers or would be read as others, and a directed network in HIF.

        Notes
        -----
        What is read again equals what was written, except that groups without members, ties of
        weight 0 and the order of people are lost, and that texts which are all whole numbers come
        back as numbers. CSV, GraphML and GEXF keep attributes that are texts, numbers or bools.

        Examples
        --------
        >>> import pathlib, tempfile, networkx as nx, engagelab as el
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> network = el.Network.from_networkx(nx.path_graph(4), groups={"choir": [0, 3]})
        >>> files = network.write(folder / "club.csv")
        >>> [file.name for file in files]
        ['club.csv', 'club.groups.csv']
        >>> el.graphs.read_network(*files) == network
        True
        """
        return write_network(self, path)

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
    advice = f"graphs.read_network({shown})" if is_name else "Network.from_networkx(graph)"
    raise EngagelabError(f"network: {shown} is not allowed; give a Network, such as {advice}")
