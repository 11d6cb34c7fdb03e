"""Trees of who read from whom: their size, depth and structural virality."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .engine import trees


def cascades_of(when: NDArray[Any], parents: NDArray[Any]) -> pd.DataFrame:
    """Return the trees of one run, one row each.

    Parameters
    ----------
    when : array of int, shape (people,)
        Round of reading, -1 for never; a parent reads before.
    parents : array of int, shape (people,)
        Position of the person each read from, -1 for nobody.

    Returns
    -------
    DataFrame
        Columns ``root`` (position), ``size`` (people), ``depth`` (most steps from the root) and
        ``virality`` (mean steps between two people of the tree, missing for a root alone).

    References
    ----------
    Goel, Anderson, Hofman and Watts 2016, The structural virality of online diffusion, Management
    Science 62(1), doi 10.1287/mnsc.2015.2158.

    Examples
    --------
    >>> import numpy as np
    >>> from engagelab.trees import cascades_of
    >>> star, chain = np.array([-1, 0, 0, 0]), np.array([-1, 0, 1, 2])
    >>> cascades_of(np.array([0, 1, 1, 1]), star)
       root  size  depth  virality
    0     0     4      1       1.5
    >>> cascades_of(np.array([0, 1, 2, 3]), chain)["virality"].round(3).tolist()
    [1.667]
    """
    order = np.argsort(when, kind="stable")[np.count_nonzero(when < 0) :]
    root, depth, size = trees.trace(order, parents)
    roots = order[parents[order] < 0]
    count, people = size[roots], parents.size
    deepest = np.zeros(people, np.int64)
    np.maximum.at(deepest, root[order], depth[order])
    # the tie above a subtree lies between its people and the rest of the tree
    below = order[parents[order] >= 0]
    crossed = size[below] * (size[root[below]] - size[below])
    between = np.bincount(root[below], crossed, minlength=people)[roots]
    pairs = count * (count - 1) / 2
    virality = np.divide(between, pairs, out=np.full(roots.size, np.nan), where=pairs > 0)
    return pd.DataFrame(
        {"root": roots, "size": count, "depth": deepest[roots], "virality": virality}
    )
