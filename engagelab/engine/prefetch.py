"""Prefetching: requests for memory before it is needed.

People are visited in an order that no processor can predict, so most of the time would be spent
waiting for memory. The list of the next people is known, so their data can be on its way while
others are processed.
"""

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from .state import inlined

_BYTE = ir.IntType(8).as_pointer()
_WORD = ir.IntType(32)

# How many sharers ahead to prefetch the start of their ties (FAR), then these ties (NEAR), then the
# data of their receivers (CLOSE). A loop over sharers begins FAR before the first one.
FAR, NEAR, CLOSE = 24, 10, 3

# With more people than this, their ties do not stay in the second-level cache. Prefetches then go
# to that cache, which can have more of them under way than the nearest.
LARGE = 20_000

# Ties of a sharer that are prefetched; beyond them the processor prefetches along the list itself.
PREFETCHED = 64

_READ, _DATA = 0, 1  # for reading, as data
_NEAREST, _SECOND = 3, 2  # cache levels, as LLVM numbers them


def _prefetch_to(cache):
    """Return an intrinsic that prefetches one element of an array into a cache."""

    @intrinsic
    def prefetch_element(typingctx, array, index):
        def code(context, builder, signature, arguments):
            data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
            place = context.cast(builder, arguments[1], signature.args[1], types.intp)
            kind = ir.FunctionType(ir.VoidType(), [_BYTE, _WORD, _WORD, _WORD])
            prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
            where = builder.bitcast(builder.gep(data, [place]), _BYTE)
            builder.call(prefetch, [where, _WORD(_READ), _WORD(cache), _WORD(_DATA)])
            return context.get_dummy_value()

        return types.void(array, index), code

    return prefetch_element


# Both take a contiguous array of one dimension and an index, and change nothing.
prefetch = _prefetch_to(_NEAREST)
_prefetch_second = _prefetch_to(_SECOND)


@inlined
def ask_for(array, index, large):
    """Prefetch one element of an array, into the second-level cache if `large`."""
    if large:
        _prefetch_second(array, index)
    else:
        prefetch(array, index)


@inlined
def look_ahead(town, people, k, part):
    """Prefetch what the sharers some places after the k-th will need to expose others.

    `part` holds the first index of the sharers in `people` and the one after their last.
    """
    first, last = part
    large = town.hashes.size > LARGE
    if k + FAR < last:
        s = np.uint64(people[np.uint64(k + FAR)])
        ask_for(town.tie_start, s, large)
        ask_for(town.hashes, s, large)
    if first <= k + NEAR < last:
        s = np.uint64(people[np.uint64(k + NEAR)])
        if large:
            ask_for_all_ties(town, s)
        else:
            ask_for_ties(town, town.tie_start[s], town.tie_hash)


@inlined
def ask_for_ties(town, t, parallel):
    """Prefetch some ties from the t-th on, and the same places of a parallel array."""
    for line in (t, t + 8):
        prefetch(town.tie_to, line)
        prefetch(parallel, line)


@inlined
def ask_for_all_ties(town, s):
    """Prefetch the ties of s and their hashes, up to `PREFETCHED` ties.

    Most people have few ties. Always prefetching 17 of them costs less than a mispredicted branch.
    """
    first, last = town.tie_start[s], town.tie_start[s + np.uint64(1)]
    _prefetch_second(town.tie_hash, first)
    _prefetch_second(town.tie_hash, first + 8)
    _prefetch_second(town.tie_hash, first + 16)
    _prefetch_second(town.tie_to, first)
    _prefetch_second(town.tie_to, first + 16)
    if last > first + 17:
        for t in range(first + 24, min(first + PREFETCHED, last + 7), 8):
            _prefetch_second(town.tie_hash, t)
        for t in range(first + 32, min(first + PREFETCHED, last + 15), 16):
            _prefetch_second(town.tie_to, t)
