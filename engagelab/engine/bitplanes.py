"""Sixty-four runs in one word: bit k of a word is run k of the block.

The coins of a tie for all runs of a block are eight words (see `coins`), each with one byte for
each of eight runs. They are compared with the limit byte by byte, inside the words, which gives one
word: the runs in which the tie is *live*.
"""

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from .coins import later, mix
from .state import WIDTH, inlined

HIGH = np.uint64(0x8080808080808080)
LOW = np.uint64(0x7F7F7F7F7F7F7F7F)
EACH = np.uint64(0x0101010101010101)
NONE = np.uint64(0)
ONE = np.uint64(1)
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)

_RUNS = ir.VectorType(ir.IntType(64), 64)
_BITS = ir.VectorType(ir.IntType(1), 64)
_FIRST = ir.VectorType(ir.IntType(32), 64)


@inlined
def live_runs(rows, hashes, limits, live, scratch):
    """Fill `live` with the runs in which the exposure of each receiver happens.

    `rows` are the addresses of a sharer's exposures, one for each of the eight rows. `hashes`,
    `limits` and `scratch` are up to `WIDTH` elements longer than `live`. The first loop has no
    branch, so that it runs for eight receivers at once, in vector registers.
    """
    likely, unsure = scratch
    for t in range((live.size + WIDTH - 1) & -WIDTH):
        bound = ((limits[t] >> np.uint64(55)) & np.uint64(255)) * EACH
        happens, doubt = NONE, NONE
        for k in (0, 1, 2, 3, 4, 5, 6, 7):
            word = mix(rows[k] ^ hashes[t])
            happens = (happens >> ONE) | less(word, bound)
            doubt = (doubt >> ONE) | same(word, bound)
        certain = NONE - (limits[t] >> np.uint64(63))
        likely[t] = happens | certain
        unsure[t] = doubt & ~certain
    for t in range(live.size):
        runs, doubt = likely[t], unsure[t]
        while doubt:
            run = lowest(doubt)
            doubt &= doubt - ONE
            word = mix(rows[run & 7] ^ hashes[t])
            happens = later(word, np.uint64(run >> 3), limits[t])
            runs |= np.uint64(happens) << np.uint64(run)
        live[t] = runs


@inlined
def live_row(word, limit):
    """Return the runs of a row in which an exposure happens, as the lowest bit of each byte."""
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
    """Set the highest bit of each byte that is at most its bound."""
    high = (bound | HIGH) - (word & LOW)
    return ((~word & bound) | (~(word ^ bound) & high)) & HIGH


@inlined
def rows_of(runs):
    """Return the rows of these runs, one bit each."""
    runs |= runs >> np.uint64(32)
    runs |= runs >> np.uint64(16)
    runs |= runs >> np.uint64(8)
    return runs & np.uint64(255)


@inlined
def less(word, bound):
    """Set the highest bit of each byte that is less than its bound."""
    low = (word | HIGH) - (bound & LOW)
    return ((~word & bound) | (~(word ^ bound) & ~low)) & HIGH


@inlined
def same(word, bound):
    """Set the highest bit of each byte that equals its bound."""
    other = word ^ bound
    return ~(((other & LOW) + LOW) | other) & HIGH


@inlined
def popcount(runs):
    """Return how many runs a word contains; compiles to one instruction."""
    runs = runs - ((runs >> ONE) & np.uint64(0x5555555555555555))
    pairs = np.uint64(0x3333333333333333)
    runs = (runs & pairs) + ((runs >> np.uint64(2)) & pairs)
    runs = (runs + (runs >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((runs * EACH) >> np.uint64(56))


@inlined
def lowest(runs):
    """Return the lowest run of a word that is not 0."""
    return popcount(~runs & (runs - ONE))


@intrinsic
def add_in(typingctx, counts, runs, amount):
    """Add an amount to the counts of the runs in a word, without a loop over them.

    The word is used as the mask of a vector operation, which numba itself cannot express.
    """

    def code(context, builder, signature, arguments):
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        runs, amount = (
            context.cast(builder, value, kind, types.uint64)
            for value, kind in zip(arguments[1:], signature.args[1:], strict=True)
        )
        place = builder.bitcast(data, _RUNS.as_pointer())
        zeros = ir.Constant(_RUNS, None)
        single = builder.insert_element(zeros, amount, ir.IntType(32)(0))
        each = builder.shuffle_vector(single, zeros, ir.Constant(_FIRST, [0] * 64))
        more = builder.select(builder.bitcast(runs, _BITS), each, zeros)
        before = builder.load(place)
        before.align = 8
        builder.store(builder.add(before, more), place).align = 8
        return context.get_dummy_value()

    return types.void(counts, runs, amount), code
