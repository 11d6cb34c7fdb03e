"""Traversal of the trees of who read from whom."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def upwards(parents):
    """Return people with each before their parent, without those on or below a cycle.

    `parents` are positions, -1 for none.
    """
    children = np.zeros(parents.size, np.int64)
    for p in parents:
        if p >= 0:
            children[p] += 1
    order = np.empty(parents.size, np.int64)
    count = 0
    for v in range(parents.size):
        if children[v] == 0:
            order[count] = v
            count += 1
    done = 0
    while done < count:
        p = parents[order[done]]
        done += 1
        if p >= 0:
            children[p] -= 1
            if children[p] == 0:
                order[count] = p
                count += 1
    return order[:count]


@njit(cache=True, nogil=True)
def trace(order, parents):
    """Return for each person the root, the steps from it, and the number of people in the subtree.

    `order` comes from `upwards` and contains all people.
    """
    root = np.arange(parents.size)
    depth = np.zeros(parents.size, np.int64)
    size = np.ones(parents.size, np.int64)
    for v in order:
        if parents[v] >= 0:
            size[parents[v]] += size[v]
    for k in range(order.size - 1, -1, -1):
        v = order[k]
        if parents[v] >= 0:
            root[v] = root[parents[v]]
            depth[v] = depth[parents[v]] + 1
    return root, depth, size
