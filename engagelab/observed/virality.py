"""Structural virality: whether a diffusion tree is a broadcast or a chain."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ..errors import EngagelabError
from ..io.arguments import checked
from ..simulation.cascades import cascades_of


@checked
def structural_virality(parents: ArrayLike) -> pd.DataFrame:
    """Return the mean distance between two people in each tree of a diffusion.

    It is 1 for two people, near 2 for a broadcast from one to many, and grows with the length of
    chains. Time and memory grow linearly with the number of people.

    Parameters
    ----------
    parents : array of int, shape (people,)
        The position of the person from whom each person adopted; -1 for roots and for people who
        did not adopt.

    Returns
    -------
    DataFrame
        One row for each tree of at least two people, sorted by root: ``root`` (position), ``size``
        (people), ``virality`` (steps).

    Raises
    ------
    EngagelabError
        For positions that are not whole numbers or out of range, or a cycle of parents.

    References
    ----------
    .. [1] S. Goel, A. Anderson, J. Hofman, D. J. Watts (2016), The structural virality of online
       diffusion, Management Science 62(1), doi:10.1287/mnsc.2015.2158

    Examples
    --------
    A star of five people, then a chain of three, then a single person:

    >>> structural_virality([-1, 0, 0, 0, 0, -1, 5, 6, -1])
       root  size  virality
    0     0     5  1.600000
    1     5     3  1.333333
    """
    trees = cascades_of(_checked(parents))
    trees = trees[trees["size"] > 1].reset_index(drop=True)
    return trees[["root", "size", "virality"]]


def _checked(parents: ArrayLike) -> NDArray[np.int64]:
    positions = np.asarray(parents)
    if positions.ndim != 1 or (positions.size and positions.dtype.kind not in "iu"):
        raise EngagelabError(
            f"parents: an array of {positions.dtype} with {positions.ndim} dimensions is not "
            "allowed; give one position for each person, as a whole number"
        )
    wrong = np.flatnonzero((positions < -1) | (positions >= positions.size))
    if wrong.size:
        raise EngagelabError(
            f"parents of person {wrong[0]}: {positions[wrong[0]]} is not a position; give a number "
            f"from 0 to {positions.size - 1}, or -1 for a person without a parent"
        )
    return positions.astype(np.int64)
