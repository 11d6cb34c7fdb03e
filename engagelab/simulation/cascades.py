"""Trees of who read from whom: their size, depth and structural virality."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..engine import trees
from ..errors import EngagelabError
from ..io.lazy import late

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = late("pandas")

Parents = NDArray[np.integer]


def cascades_of(parents: Parents, took_part: NDArray[np.bool_] | None = None) -> pd.DataFrame:
    """Return the trees of one diffusion, one row each.

    Parameters
    ----------
    parents : array of int, shape (people,)
        Position of the person each read from, -1 for nobody.
    took_part : array of bool, shape (people,), optional
        Who took part; the others, whose parent is -1, are no roots. None: everybody.

    Returns
    -------
    DataFrame
        Columns ``root`` (position), ``size`` (people), ``depth`` (most steps from the root) and
        ``virality`` (mean steps between two people of the tree, missing for a root alone).

    Raises
    ------
    EngagelabError
        For a ring of people who read from each other.

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
        ring = int(np.setdiff1d(np.arange(people), order)[0])
        raise EngagelabError(
            f"parents: person {ring} is on, or below, a ring of people who brought each other; "
            "give each tree a root, with -1"
        )
    root, depth, size = trees.trace(order, parents)
    alone = parents < 0
    roots = np.flatnonzero(alone if took_part is None else alone & took_part)
    deepest = np.zeros(people, np.int64)
    np.maximum.at(deepest, root, depth)
    # the tie above a subtree lies between its people and the rest of the tree
    crossed = np.where(alone, 0, size * (size[root] - size))
    between = np.bincount(root, crossed, minlength=people)[roots]
    count = size[roots]
    pairs = count * (count - 1) / 2
    virality = np.divide(between, pairs, out=np.full(roots.size, np.nan), where=pairs > 0)
    return pd.DataFrame(
        {"root": roots, "size": count, "depth": deepest[roots], "virality": virality}
    )
