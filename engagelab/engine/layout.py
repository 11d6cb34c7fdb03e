"""Order in memory: pairs of people, or of groups and people, in compressed rows."""

import numpy as np
from numba import njit

from .coins import START, fold


@njit(cache=True, nogil=True)
def _order(keys, count, before):
    """Return `before` sorted by key, stably, in time proportional to pairs and keys."""
    place = np.zeros(count + 1, np.int64)
    for key in keys:
        place[key + 1] += 1
    for i in range(count):
        place[i + 1] += place[i]
    out = np.empty(before.size, before.dtype)
    for pair in before:
        key = keys[pair]
        out[place[key]] = pair
        place[key] += 1
    return out


@njit(cache=True, nogil=True)
def rows(first, second, first_count, second_count):
    """Sort pairs by first and second and drop repeats.

    Returns the start of each row (first_count + 1), the seconds in order, and for each pair given
    the place where it went (repeats share one).
    """
    order = _order(first, first_count, _order(second, second_count, np.arange(first.size)))
    start = np.zeros(first_count + 1, np.int64)
    entries = np.empty(first.size, np.int32)
    place = np.empty(first.size, np.int64)
    count = 0
    for i in range(order.size):
        pair = order[i]
        repeat = (
            i > 0 and first[order[i - 1]] == first[pair] and second[order[i - 1]] == second[pair]
        )
        if not repeat:
            entries[count] = second[pair]
            count += 1
            start[first[pair] + 1] += 1
        place[pair] = count - 1
    for i in range(first_count):
        start[i + 1] += start[i]
    return start, entries[:count].copy(), place


@njit(cache=True, nogil=True)
def row_of(start):
    """Return for each entry of compressed rows the row it stands in."""
    out = np.empty(start[-1], np.int32)
    for i in range(start.size - 1):
        out[start[i] : start[i + 1]] = i
    return out


@njit(cache=True, nogil=True)
def fingerprint(start, entries, row_hashes, entry_hashes, values):
    """Return one number for all the pairs with their values, whatever their order."""
    total = np.uint64(0)
    for i in range(start.size - 1):
        state = fold(START, row_hashes[i])
        for j in range(start[i], start[i + 1]):
            total += fold(fold(state, entry_hashes[entries[j]]), values[j])
    return total
