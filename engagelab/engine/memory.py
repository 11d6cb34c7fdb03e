"""Memory asked for before it is needed, so that its way is not waited for.

Where people are visited in an order that no processor can foresee, most of the time goes by in
waiting for memory. The list of those who are next is known, so what they need can be on its way
while others are dealt with.
"""

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from .state import inlined

_BYTE = ir.IntType(8).as_pointer()
_WORD = ir.IntType(32)

# How many sharers ahead the place of their ties, and then these ties, are asked for.
FAR, NEAR = 16, 6

_READ, _KEEP, _DATA = 0, 3, 1  # to be read, into the nearest cache, as data


@intrinsic
def prefetch(typingctx, array, index):
    """Ask for one element of an array, of one dimension and in one piece; changes nothing."""

    def code(context, builder, signature, given):
        data = context.make_array(signature.args[0])(context, builder, given[0]).data
        place = context.cast(builder, given[1], signature.args[1], types.intp)
        kind = ir.FunctionType(ir.VoidType(), [_BYTE, _WORD, _WORD, _WORD])
        ask = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        where = builder.bitcast(builder.gep(data, [place]), _BYTE)
        builder.call(ask, [where, _WORD(_READ), _WORD(_KEEP), _WORD(_DATA)])
        return context.get_dummy_value()

    return types.void(array, index), code


@inlined
def look_ahead(town, people, k, end):
    """Ask for what the sharers some places after the k-th of a list will need to expose others."""
    if k + FAR < end:
        ask_for_place(town, people[k + FAR])
    if k + NEAR < end:
        ask_for_ties(town, people[k + NEAR], town.tie_hash)


@inlined
def ask_for_place(town, s):
    """Ask for where the ties of s stand."""
    prefetch(town.tie_start, s)
    prefetch(town.hashes, s)


@inlined
def ask_for_ties(town, s, beside):
    """Ask for the first ties of s, and for what stands beside them in another array."""
    t = town.tie_start[s]
    for line in (t, t + 8):
        prefetch(town.tie_to, line)
        prefetch(beside, line)
