"""Sixty-four runs in one word: bit k of a word is run k of the block.

The coins of a tie for all runs of a block are eight words (see `coins`), each with a byte for each
of eight runs. Compared with the limit byte by byte, inside the words, they become one word: the
runs in which the tie is *live*.
"""

import numpy as np

from .coins import later, mix
from .state import inlined

HIGH = np.uint64(0x8080808080808080)
LOW = np.uint64(0x7F7F7F7F7F7F7F7F)
EACH = np.uint64(0x0101010101010101)
NONE = np.uint64(0)
ONE = np.uint64(1)
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)

MANY = 8  # runs from which it is quicker to do all 64 in vector registers


@inlined
def live_runs(rows, hashes, limits, live, unsure):
    """Write down the runs in which the exposure of each receiver happens.

    `rows` are the addresses of a sharer's exposures, one for each of the eight rows. The first loop
    has no branch, so that it is done for eight receivers at once, in vector registers.
    """
    for t in range(hashes.size):
        bound = ((limits[t] >> np.uint64(55)) & np.uint64(255)) * EACH
        happens, doubt = NONE, NONE
        for k in (0, 1, 2, 3, 4, 5, 6, 7):
            word = mix(rows[k] ^ hashes[t])
            happens = (happens >> ONE) | less(word, bound)
            doubt = (doubt >> ONE) | same(word, bound)
        certain = NONE - (limits[t] >> np.uint64(63))
        live[t] = happens | certain
        unsure[t] = doubt & ~certain
    for t in range(hashes.size):
        doubt = unsure[t]
        while doubt:
            run = lowest(doubt)
            doubt &= doubt - ONE
            word = mix(rows[run & 7] ^ hashes[t])
            happens = later(word, np.uint64(run >> 3), limits[t])
            live[t] |= np.uint64(happens) << np.uint64(run)


@inlined
def live_row(word, limit):
    """Return the runs of a row, the lowest bit of a byte each, in which an exposure happens."""
    if limit >> np.uint64(63):
        return EACH
    bound = (limit >> np.uint64(55)) * EACH
    happens, doubt = less(word, bound) >> np.uint64(7), same(word, bound)
    while doubt:
        byte = np.uint64(lowest(doubt)) >> np.uint64(3)
        doubt &= doubt - ONE
        happens |= np.uint64(later(word, byte, limit)) << (byte << np.uint64(3))
    return happens


@inlined
def not_above(word, bound):
    """Mark, by its highest bit, each byte of a word that is less than its bound or equal to it."""
    high = (bound | HIGH) - (word & LOW)
    return ((~word & bound) | (~(word ^ bound) & high)) & HIGH


@inlined
def rows_of(runs):
    """Return the rows that these runs are in, a bit each."""
    runs |= runs >> np.uint64(32)
    runs |= runs >> np.uint64(16)
    runs |= runs >> np.uint64(8)
    return runs & np.uint64(255)


@inlined
def less(word, bound):
    """Mark, by its highest bit, each byte of a word that is less than its bound."""
    low = (word | HIGH) - (bound & LOW)
    return ((~word & bound) | (~(word ^ bound) & ~low)) & HIGH


@inlined
def same(word, bound):
    """Mark, by its highest bit, each byte of a word that equals its bound."""
    other = word ^ bound
    return ~(((other & LOW) + LOW) | other) & HIGH


@inlined
def number_of(runs):
    """Return how many runs a word has; compiles to one instruction."""
    runs = runs - ((runs >> ONE) & np.uint64(0x5555555555555555))
    pairs = np.uint64(0x3333333333333333)
    runs = (runs & pairs) + ((runs >> np.uint64(2)) & pairs)
    runs = (runs + (runs >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((runs * EACH) >> np.uint64(56))


@inlined
def lowest(runs):
    """Return the first run of a word that has one."""
    return number_of(~runs & (runs - ONE))


@inlined
def count_in(counts, runs, amount):
    """Add an amount in each of these runs: one by one or, where they are many, all 64 at once."""
    if number_of(runs) < MANY:
        while runs:
            counts[lowest(runs)] += amount
            runs &= runs - ONE
    else:
        for run in range(64):
            counts[run] += amount & (NONE - ((runs >> np.uint64(run)) & ONE))
