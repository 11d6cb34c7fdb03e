"""Ties and groups of a synthetic town, drawn by addressed coins."""

import numpy as np
from numba import njit

from .coins import fold, mix

# The kinds of coins of a town; `coins` has those of the runs.
PROFILE, PROSPECT, INVITER, ROLE, ACTIVITY, OUTSIDE, SEAT, FIRST_SEAT, INSIDE = range(100, 109)


@njit(inline="always", cache=True)
def below(coin, count):
    """Turn a coin into a whole number below `count`."""
    return np.int64(coin % np.uint64(count))


@njit(cache=True, nogil=True)
def pairs(people, count, state):
    """Draw pairs of distinct people; a pair can be drawn more than once."""
    source, target = np.empty(count, np.int32), np.empty(count, np.int32)
    for i in range(count):
        coin = fold(state, np.uint64(i))
        a = below(coin, people)
        b = below(mix(coin), people - 1)
        source[i] = a
        target[i] = b + (b >= a)
    return source, target


@njit(cache=True, nogil=True)
def seats(sizes, order, people, state):
    """Fill groups with distinct people so that each person of `order` is in at least one.

    Each group takes its share of the next people in `order`; its other seats go to people drawn
    from all of `order`.
    """
    start = np.zeros(sizes.size + 1, np.int64)
    start[1:] = np.cumsum(sizes)
    out = np.empty(start[-1], np.int32)
    mark = np.full(people, -1, np.int64)
    taken = 0
    for g in range(sizes.size):
        until = order.size * start[g + 1] // start[-1]
        place = start[g]
        while taken < until:
            out[place] = order[taken]
            mark[order[taken]] = g
            place += 1
            taken += 1
        coin = fold(state, np.uint64(g))
        while place < start[g + 1]:
            coin = mix(coin + np.uint64(1))
            v = order[below(coin, order.size)]
            if mark[v] != g:
                mark[v] = g
                out[place] = v
                place += 1
    return start, out


@njit(cache=True, nogil=True)
def inside(start, members, group_of, wanted, state):
    """Draw distinct pairs within groups, fewer than `wanted` if the groups have no more."""
    source, target = np.empty(wanted, np.int32), np.empty(wanted, np.int32)
    table = np.zeros(1 << (2 + int(np.log2(wanted + 1))), np.uint64)
    count = 0
    for i in range(4 * wanted):
        coin = fold(state, np.uint64(i))
        a = below(coin, members.size)
        g = group_of[a]
        b = start[g] + below(mix(coin), start[g + 1] - start[g] - 1)
        v, w = members[a], members[b + (b >= a)]
        if is_new(table, np.uint64(min(v, w)) << np.uint64(32) | np.uint64(max(v, w))):
            source[count] = v
            target[count] = w
            count += 1
            if count == wanted:
                break
    return source[:count], target[:count]


@njit(inline="always", cache=True)
def is_new(table, word):
    """Add a word other than 0 to a hash table; return whether it was not in it."""
    place = np.int64(mix(word) & np.uint64(table.size - 1))
    while table[place] != 0:
        if table[place] == word:
            return False
        place = (place + 1) & (table.size - 1)
    table[place] = word
    return True
