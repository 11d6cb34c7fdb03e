"""Memory asked for before it is needed, so that its way is not waited for.

Where people are visited in an order that no processor can foresee, most of the time goes by in
waiting for memory. The list of those who are next is known, so what they need can be on its way
while others are dealt with.
"""

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from .bitplanes import lowest
from .state import inlined

_BYTE = ir.IntType(8).as_pointer()
_WORD = ir.IntType(32)

# How many sharers ahead the place of their ties, then these ties, then what stands at their other
# ends is asked for. A loop over sharers begins FAR before the first, to ask for the first ones too.
FAR, NEAR, SOON = 24, 10, 3

# From so many people on their ties do not stay in the second cache. What is asked for then goes to
# it, since more can be on its way there at a time than to the nearest.
LARGE = 20_000

# Ties of a sharer whose hashes are asked for ahead; further on the processor sees where it goes.
ASKED = 64

_READ, _DATA = 0, 1  # to be read, as data
_NEAREST, _SECOND = 3, 2  # which cache


def _asker(cache):
    """Return a function for kernels that asks for one element of an array to be in a cache."""

    @intrinsic
    def ask(typingctx, array, index):
        def code(context, builder, signature, given):
            data = context.make_array(signature.args[0])(context, builder, given[0]).data
            place = context.cast(builder, given[1], signature.args[1], types.intp)
            kind = ir.FunctionType(ir.VoidType(), [_BYTE, _WORD, _WORD, _WORD])
            prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
            where = builder.bitcast(builder.gep(data, [place]), _BYTE)
            builder.call(prefetch, [where, _WORD(_READ), _WORD(cache), _WORD(_DATA)])
            return context.get_dummy_value()

        return types.void(array, index), code

    return ask


# They take an array, of one dimension and in one piece, and an index, and change nothing.
prefetch = _asker(_NEAREST)
_prefetch_second = _asker(_SECOND)


@inlined
def ask_for(array, index, large):
    """Ask for one element of an array; `large` says that much else is asked for at the time."""
    if large:
        _prefetch_second(array, index)
    else:
        prefetch(array, index)


@inlined
def look_ahead(town, people, k, part):
    """Ask for what the sharers some places after the k-th will need to expose others.

    `part` is where in `people` the sharers begin and end.
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
def ask_for_ties(town, t, beside):
    """Ask for some ties from the t-th on, and for what stands beside them in another array."""
    for line in (t, t + 8):
        prefetch(town.tie_to, line)
        prefetch(beside, line)


@inlined
def ask_for_all_ties(town, s):
    """Ask for each line that the ties of s and their hashes reach into, up to `ASKED` ties.

    Most people have few ties. Asking for the lines of 17 of them, always, costs less than a branch
    that cannot be foretold.
    """
    first, last = town.tie_start[s], town.tie_start[s + np.uint64(1)]
    _prefetch_second(town.tie_hash, first)
    _prefetch_second(town.tie_hash, first + 8)
    _prefetch_second(town.tie_hash, first + 16)
    _prefetch_second(town.tie_to, first)
    _prefetch_second(town.tie_to, first + 16)
    if last > first + 17:
        for t in range(first + 24, min(first + ASKED, last + 7), 8):
            _prefetch_second(town.tie_hash, t)
        for t in range(first + 32, min(first + ASKED, last + 15), 16):
            _prefetch_second(town.tie_to, t)


@inlined
def in_order(people, first, last, marks):
    """Put many different people into their order, so that memory is read in one direction.

    `marks` is a bit for each person, none of them set; `people` has room for one more at its end.
    """
    if last - first < marks.size >> 4:
        return
    one = np.uint64(1)
    for k in range(first, last):
        v = people[k]
        marks[v >> 6] |= one << np.uint64(v & 63)
    last = first
    for place in range(marks.size):
        word = marks[place]
        marks[place] = 0
        for _ in range(2):  # rarely more, so two are taken without a branch to be guessed
            people[last] = place * 64 + lowest(word)
            last += word != 0
            word &= word - one
        while word:
            people[last] = place * 64 + lowest(word)
            last += 1
            word &= word - one
