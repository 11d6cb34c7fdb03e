"""Broadcast or chain: the shape of a tree of who brought whom."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ..errors import EngagelabError
from ..simulation.cascades import cascades_of


def structural_virality(parents: ArrayLike) -> pd.DataFrame:
    """Return the mean distance between two people of each tree of a diffusion.

    It is 1 for two people, near 2 for a broadcast from one to many, and grows with the length of
    chains. Time and memory grow with the number of people alone.

    Parameters
    ----------
    parents : array of int, shape (people,)
        The position of the person who brought each person, -1 for nobody: a root, or somebody who
        took no part.

    Returns
    -------
    DataFrame
        One row for each tree of at least two people, by root: ``root`` (position), ``size``
        (people), ``virality`` (steps). One person alone is no tree.

    Raises
    ------
    EngagelabError
        For positions that are no whole numbers or that there are none of, or a ring of people who
        brought each other.

    References
    ----------
    .. [1] S. Goel, A. Anderson, J. Hofman, D. J. Watts (2016), The structural virality of online
       diffusion, Management Science 62(1), doi:10.1287/mnsc.2015.2158

    Examples
    --------
    A star of five people, then a chain of three, then somebody alone:

    >>> structural_virality([-1, 0, 0, 0, 0, -1, 5, 6, -1])
       root  size  virality
    0     0     5  1.600000
    1     5     3  1.333333
    """
    found = cascades_of(_checked(parents))
    several = found[found["size"] > 1].reset_index(drop=True)
    return several[["root", "size", "virality"]]


def _checked(parents: ArrayLike) -> NDArray[np.int64]:
    above = np.asarray(parents)
    if above.ndim != 1 or (above.size and above.dtype.kind not in "iu"):
        raise EngagelabError(
            f"parents: an array of {above.dtype} with {above.ndim} dimensions is not allowed; give "
            "one position for each person, as a whole number"
        )
    wrong = np.flatnonzero((above < -1) | (above >= above.size))
    if wrong.size:
        raise EngagelabError(
            f"parents of person {wrong[0]}: {above[wrong[0]]} is no position; give one from 0 to "
            f"{above.size - 1}, or -1 for nobody"
        )
    return above.astype(np.int64)
