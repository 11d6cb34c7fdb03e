"""Counts that follow from the readers where everybody who reads shares once, in the next round."""

import numpy as np
from numpy.typing import NDArray

from ..errors import EngagelabError

Counts = NDArray[np.int64]


def implied(name: str, readers: Counts) -> Counts:
    """Return a measure of a cascade by its readers; both have the shape (runs, rounds).

    Raises
    ------
    EngagelabError
        If the measure does not follow from the readers.

    Examples
    --------
    >>> import numpy as np
    >>> readers = np.array([[2, 3, 0]])
    >>> {name: implied(name, readers).tolist()[0] for name in ("shares", "retired", "attributed")}
    {'shares': [2, 3, 0], 'retired': [0, 2, 3], 'attributed': [3, 0, 0]}
    """
    counts = np.zeros_like(readers)
    if name in ("shares", "active"):
        return readers
    if name == "retired":
        counts[:, 1:] = readers[:, :-1]
    elif name == "attributed":
        counts[:, :-1] = readers[:, 1:]
    elif name == "roots":
        counts[:, 0] = readers[:, 0]
    else:
        raise EngagelabError(f"measure: {name!r} does not follow from the readers")
    return counts
