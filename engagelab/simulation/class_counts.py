"""ClassCounts: people reached, and shares, by class, added up when they are first asked for."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_Counts = NDArray[np.int64]


class Classes(NamedTuple):
    """Which cells of a town make up each class.

    Attributes
    ----------
    matrix : sparse array of int64, shape (ways * classes, cells)
        1 where a cell belongs to a class. It is sparse since a product of dense matrices wakes the
        threads of BLAS, which then wait in a loop on a core that the next simulation needs.
    sizes : array of int64, shape (ways, classes)
        People in each class.
    """

    matrix: sparse.csr_array
    sizes: _Counts

    def add_up(self, by_cell: _Counts) -> _Counts:
        """Add up counts by cell to counts by class; shape (cells, runs) to (runs, ways, classes).

        Examples
        --------
        >>> import numpy as np
        >>> from scipy import sparse
        >>> classes = Classes(sparse.csr_array([[1, 1], [0, 1]]), np.array([[9, 4]]))
        >>> classes.add_up(np.array([[5], [2]])).tolist()
        [[[7, 2]]]
        """
        if not by_cell.size:
            return np.zeros((0, *self.sizes.shape), np.int64)
        by_class: _Counts = self.matrix @ by_cell
        return by_class.T.reshape(-1, *self.sizes.shape)

    @property
    def is_small(self) -> bool:
        """Whether counts by cell take no more memory than those by class."""
        classes, cells = self.matrix.shape
        return bool(cells <= classes)


@dataclass(frozen=True, eq=False)
class ClassCounts:
    """The counts of the runs by class, or by cell until those by class are read.

    A run of a small cascade takes less time than adding up its classes.

    Attributes
    ----------
    classes : Classes or None
        How cells make up the classes; None if the counts are by class.
    reached, shares : array of int64, shape (cells, runs) or (runs, ways, classes)
        People reached and shares; empty shares if the model does not count them.
    """

    classes: Classes | None
    reached: _Counts
    shares: _Counts

    @classmethod
    def of_cells(cls, classes: Classes, reached: _Counts, shares: _Counts) -> "ClassCounts":
        """Return counts by cell, added up at once if they would take more memory."""
        if classes.is_small:
            return cls(classes, reached, shares)
        return cls(None, classes.add_up(reached), classes.add_up(shares))

    @cached_property
    def reached_by_class(self) -> _Counts:
        """People reached; shape (runs, ways, classes)."""
        return self.reached if self.classes is None else self.classes.add_up(self.reached)

    @cached_property
    def shares_by_class(self) -> _Counts:
        """Shares; shape (runs or 0, ways, classes)."""
        return self.shares if self.classes is None else self.classes.add_up(self.shares)
