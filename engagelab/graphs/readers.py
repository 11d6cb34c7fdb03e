"""Networks read from files with one tie or one membership a row."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from ..io.columns import Kind
from ..io.lazy import late
from ..io.tables import read_table
from .memberships import Groups
from .network import Network

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = late("pandas")


def read_edges(
    path: str | os.PathLike[str],
    groups: Groups | None = None,
    *,
    people: Iterable[Hashable] | None = None,
    columns: tuple[str, str] = ("source", "target"),
    weight: str | None = None,
    directed: bool = False,
    encoding: str = "utf-8",
) -> Network:
    r"""Read a network from a CSV, TSV or Parquet file with one tie a row.

    Parameters
    ----------
    path : path
        The file; its suffix selects the format.
    groups : mapping, bipartite graph or frame, optional
        As for `Network.from_networkx`; `read_memberships` reads them from a file.
    people : iterable of hashable, optional
        All people, including those without ties; a tie to anyone else is an error.
    columns : tuple of (str, str)
        The two columns of people.
    weight : str, optional
        The column of weights.
    directed : bool
        Whether a tie reaches from the first column to the second only.
    encoding : str
        Character encoding of a text file.

    Raises
    ------
    EngagelabError
        For a missing or malformed file (with the line), a missing column, a bad weight, a self-loop
        or a tie to an unknown person.

    Examples
    --------
    >>> import pathlib, tempfile, engagelab as el
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "ties.csv"
    >>> _ = path.write_text("source,target\nAnn,Bo\nBo,Cy\n")
    >>> el.graphs.read_edges(path)
    Network(people=3, ties=2, groups=0, memberships=0)
    """
    kinds: dict[str, Kind] = {columns[0]: "label", columns[1]: "label"}
    if weight:
        kinds[weight] = "number"
    ties = read_table(path, kinds, encoding=encoding)
    return Network.from_frame(
        ties, groups, people=people, columns=columns, weight=weight, directed=directed
    )


def read_memberships(
    path: str | os.PathLike[str],
    *,
    columns: tuple[str, str] = ("person", "group"),
    encoding: str = "utf-8",
) -> pd.DataFrame:
    r"""Read memberships from a CSV, TSV or Parquet file with one person and group a row.

    Parameters
    ----------
    path : path
        The file; its suffix selects the format.
    columns : tuple of (str, str)
        The columns of people and of groups.
    encoding : str
        Character encoding of a text file.

    Returns
    -------
    DataFrame
        The columns ``person`` and ``group``, as the argument ``groups`` of `read_edges` and of the
        constructors of `Network` accepts them.

    Raises
    ------
    EngagelabError
        For a missing or malformed file, with the line.

    Examples
    --------
    >>> import pathlib, tempfile, engagelab as el
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "members.tsv"
    >>> _ = path.write_text("person\tgroup\nAnn\tchoir\n")
    >>> el.graphs.read_memberships(path).to_dict("records")
    [{'person': 'Ann', 'group': 'choir'}]
    """
    person = read_table(path, {columns[0]: "label"}, encoding=encoding)
    group = read_table(path, {columns[1]: "label"}, encoding=encoding)
    return pd.DataFrame({"person": person[columns[0]], "group": group[columns[1]]})
