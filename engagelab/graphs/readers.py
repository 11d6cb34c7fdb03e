"""Ties or memberships read from one file, for those who build a network step by step."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Unpack

import numpy as np

from ..errors import EngagelabError
from ..io.arguments import checked
from ..io.content import Source
from ..io.lazy import late
from ..io.tables import read_table
from .edges import as_list, nearest_label
from .memberships import Groups
from .network import Network
from .reading.labels import number
from .reading.members import members_in
from .reading.options import Stated, options_of
from .reading.read import read_network
from .reading.vocabulary import is_known

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = late("pandas")


@checked
def read_edges(
    path: Source,
    groups: Groups | None = None,
    *,
    people: Iterable[Hashable] | None = None,
    **stated: Unpack[Stated],
) -> Network:
    r"""Read a network from a file of ties, as `read_network` does.

    Parameters
    ----------
    path : path or open file
        The file.
    groups : mapping, bipartite graph or frame, optional
        As for `Network.from_networkx`; a member who is not in the file is an error.
    people : iterable of hashable, optional
        All people, including those without ties; a tie to anyone else is an error.
    **stated
        Further arguments of `read_network`, such as ``columns``, ``weight`` and ``directed``.

    Raises
    ------
    EngagelabError
        As for `read_network`, and for a tie or a group with an unknown person.

    Examples
    --------
    >>> import pathlib, tempfile, engagelab as el
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "ties.csv"
    >>> _ = path.write_text("source,target\nAnn,Bo\nBo,Cy\n")
    >>> el.graphs.read_edges(path)
    Network(people=3, ties=2, groups=0, memberships=0)
    """
    listed = None if people is None else list(people)
    network = read_network(path, None, listed, **stated)
    if listed is not None:
        _refuse_strangers(network, listed)
    return network if groups is None else network.with_groups(groups)


def _refuse_strangers(network: Network, people: list[Hashable]) -> None:
    names = {str(label) for label in people}
    for label in as_list(network.labels):
        if str(label) not in names:
            raise EngagelabError(
                f"ties: {label!r} is not among the people given; add them to people or remove the "
                f"tie{nearest_label(label, people)}"
            )


@checked
def read_memberships(path: Source, **stated: Unpack[Stated]) -> pd.DataFrame:
    r"""Read memberships from a file with one person and group a row, as `read_network` does.

    Parameters
    ----------
    path : path or open file
        The file.
    **stated
        Further arguments of `read_network`, such as ``columns=("name", "club")``.

    Returns
    -------
    DataFrame
        The columns ``person`` and ``group``, as the argument ``groups`` of `read_edges` and of the
        constructors of `Network` accepts them.

    Raises
    ------
    EngagelabError
        As for `read_network`.

    Examples
    --------
    >>> import pathlib, tempfile, engagelab as el
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "members.tsv"
    >>> _ = path.write_text("person\tgroup\nAnn\tchoir\n")
    >>> el.graphs.read_memberships(path).to_dict("records")
    [{'person': 'Ann', 'group': 'choir'}]
    """
    options = options_of(stated)
    members = members_in(read_table(path, is_known, options.asked("groups")), options)
    people, groups = (number([each], options.missing) for each in (members.person, members.group))
    both = (people.codes[0] >= 0) & (groups.codes[0] >= 0)
    columns = {
        name: np.array(
            as_list(each.labels), None if isinstance(each.labels, np.ndarray) else object
        )[each.codes[0][both]]
        for name, each in (("person", people), ("group", groups))
    }
    return pd.DataFrame(columns)
