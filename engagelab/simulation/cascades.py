"""Cascades, the trees of who read from whom: size, depth and structural virality."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..engine import trees
from ..errors import EngagelabError
from ..graphs.edges import as_list
from ..io.arguments import checked
from ..io.lazy import late
from .outcome import Outcome
from .ratios import divide

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = late("pandas")

Parents = NDArray[np.integer]


def cascades_of(parents: Parents, took_part: NDArray[np.bool_] | None = None) -> pd.DataFrame:
    """Return the cascades of one diffusion, one row each.

    Parameters
    ----------
    parents : array of int, shape (people,)
        Position of the person whom each person read from, -1 for none.
    took_part : array of bool, shape (people,), optional
        Who took part; people who did not are not roots. By default all people did.

    Returns
    -------
    DataFrame
        Columns ``root`` (position), ``size`` (people), ``depth`` (most steps from the root) and
        ``virality`` (mean steps between two people of the tree, missing for a root alone).

    Raises
    ------
    EngagelabError
        If the parents form a cycle.

    References
    ----------
    Goel, Anderson, Hofman and Watts 2016, The structural virality of online diffusion, Management
    Science 62(1), doi 10.1287/mnsc.2015.2158.

    Examples
    --------
    >>> import numpy as np
    >>> from engagelab.simulation.cascades import cascades_of
    >>> cascades_of(np.array([-1, 0, 0, 0]))
       root  size  depth  virality
    0     0     4      1       1.5
    >>> cascades_of(np.array([-1, 0, 1, 2]))["virality"].round(3).tolist()
    [1.667]
    """
    people = parents.size
    order = trees.upwards(parents)
    if order.size < people:
        person = int(np.setdiff1d(np.arange(people), order)[0])
        raise EngagelabError(
            f"parents: person {person} is on or below a cycle; give the root of each tree the "
            "parent -1"
        )
    root, depth, size = trees.trace(order, parents)
    alone = parents < 0
    roots = np.flatnonzero(alone if took_part is None else alone & took_part)
    deepest = np.zeros(people, np.int64)
    np.maximum.at(deepest, root, depth)
    # the tie above a subtree separates its people from the rest of the tree
    crossed = np.where(alone, 0, size * (size[root] - size))
    between = np.bincount(root, crossed, minlength=people)[roots]
    count = size[roots]
    pairs = count * (count - 1) / 2
    virality = np.divide(between, pairs, out=np.full(roots.size, np.nan), where=pairs > 0)
    return pd.DataFrame(
        {"root": roots, "size": count, "depth": deepest[roots], "virality": virality}
    )


@checked
def cascades(outcome: Outcome) -> pd.DataFrame:
    """Return the cascades of all runs, one row for each run and root.

    Parameters
    ----------
    outcome : Outcome
        Simulated with ``record="tree"``.

    Returns
    -------
    DataFrame
        Columns ``run``, ``root`` (label), ``size`` (people), ``depth`` (most steps from the root),
        ``virality`` (structural virality: mean steps between two people of the tree; missing for a
        root alone).

    Raises
    ------
    EngagelabError
        If the trees were not recorded.

    References
    ----------
    Goel, Anderson, Hofman and Watts 2016, Management Science 62(1), doi 10.1287/mnsc.2015.2158.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.star_graph(3))
    >>> certain = el.IndependentCascade(transmissibility=1)
    >>> el.cascades(el.simulate(network, certain, seeds=[0], runs=1, record="tree"))
       run  root  size  depth  virality
    0    0     0     4      1       1.5
    """
    parts = [
        cascades_of(parents, when >= 0).assign(run=run)
        for run, (parents, when) in enumerate(zip(outcome.parents, outcome.adoption, strict=True))
    ]
    frame = pd.concat(parts, ignore_index=True)
    labels = as_list(outcome.labels)
    frame["root"] = [labels[place] for place in frame["root"]]
    return frame[["run", "root", "size", "depth", "virality"]]


@checked
def cascade_depth(outcome: Outcome) -> NDArray[np.int64]:
    """Return the largest depth of a cascade in each run, 0 without readers; shape (runs,).

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(5))
    >>> certain = el.IndependentCascade(transmissibility=1)
    >>> el.cascade_depth(el.simulate(network, certain, [0], runs=2, record="tree")).tolist()
    [4, 4]
    """
    deepest = cascades(outcome).groupby("run")["depth"].max()
    return deepest.reindex(range(outcome.runs), fill_value=0).to_numpy(np.int64)


@checked
def structural_virality(outcome: Outcome) -> NDArray[np.float64]:
    """Return the structural virality of each run; shape (runs,).

    It is the mean number of steps between two people of the same tree (Goel et al. 2016, doi
    10.1287/mnsc.2015.2158): near 2 for a broadcast, large for a chain. All pairs of all trees have
    the same weight. Missing if no tree has two people.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> certain = el.IndependentCascade(transmissibility=1)
    >>> outcome = el.simulate(network, certain, [0], runs=1, record="tree")
    >>> el.structural_virality(outcome).round(3).tolist()
    [1.667]
    """
    frame = cascades(outcome)
    pairs = (frame["size"] * (frame["size"] - 1) / 2).rename("pairs")
    steps = (frame["virality"].fillna(0) * pairs).rename("steps")
    sums = pd.concat([frame["run"], pairs, steps], axis=1).groupby("run").sum()
    sums = sums.reindex(range(outcome.runs), fill_value=0)
    return divide(sums["steps"].to_numpy(), sums["pairs"].to_numpy())
