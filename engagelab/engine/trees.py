"""Who read from whom, as trees."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def trace(order, parents):
    """Follow parents to the roots.

    `order` lists the people of the trees, each after their parent. Returns for each person the
    root, the steps from it, and how many people are in the subtree, themselves included; -1, -1
    and 0 for people in no tree.
    """
    root = np.full(parents.size, -1, np.int64)
    depth = np.full(parents.size, -1, np.int64)
    size = np.zeros(parents.size, np.int64)
    for v in order:
        p = parents[v]
        root[v] = v if p < 0 else root[p]
        depth[v] = 0 if p < 0 else depth[p] + 1
    for k in range(order.size - 1, -1, -1):
        v = order[k]
        size[v] += 1
        if parents[v] >= 0:
            size[parents[v]] += size[v]
    return root, depth, size
