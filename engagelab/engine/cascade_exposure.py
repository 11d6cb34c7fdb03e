"""Exposures of the independent cascade: which ties of a sharer are live, and whom they reach.

Whether a tie is live does not depend on the round. While a sharer is needed in few rows of runs,
their ties are drawn on the spot; after that they are drawn for all runs and stored.
"""

from typing import NamedTuple

import numpy as np

from .bitplanes import EACH, NONE, ONE, live_row, live_runs, lowest, not_above, popcount, rows_of
from .cascade_state import ALL_DRAWN, BATCH, FEW, NEXT, NOW, PENDING, TOSSES, add
from .coins import fold, mix
from .prefetch import CLOSE, FAR, NEAR, PREFETCHED, ask_for, ask_for_ties, prefetch
from .state import NOBODY, WIDTH, in_place, inlined

# With more people than `NEAR_BY`, their words no longer stay in the cache, so the first `_VISITED`
# people whom a sharer will visit are prefetched too. `_CROWD` sharers fill the nearest cache.
NEAR_BY, _VISITED, _CROWD = 200_000, 32, 1000

# A pending tie and its toss are in one word, the tie in the lower bits.
_TIE_BITS = np.uint64(40)
_TIE = (ONE << _TIE_BITS) - ONE


class Chances(NamedTuple):
    """The rules, as limits for coins."""

    each: bool  # whether each tie has its own limit
    limits: np.ndarray  # uint64 (ties + WIDTH,), or if not (longest list of ties + WIDTH,)


@in_place
def transmit(town, rules, block, tally, start):
    """Let each sharer expose each of their ties, in all runs in which they share."""
    with_parents = tally.parents.shape[0] > 0
    for k in range(-FAR, block.number[NOW]):
        look_ahead(town, block, k)
        if k < 0:
            continue
        s, runs = block.now[k], block.sharing[k]
        person = block.people[s]
        if person.drawn != ALL_DRAWN:
            rows = rows_of(runs)
            few = person.drawn + popcount(rows)
            if few <= block.number[FEW] and not with_parents:
                person.drawn = few
                while rows:
                    expose_row(town, rules, block, s, np.uint64(lowest(rows)), runs)
                    rows &= rows - ONE
                continue
            draw(town, rules, block, s)
        if with_parents:
            set_parents(town, block, tally, start, (s, runs))
        expose(town, block, s, runs)
    expose_pending(town, rules, block)


@inlined
def look_ahead(town, block, k):
    """Prefetch what the sharers some places after the k-th will need."""
    if k + FAR < block.number[NOW]:
        prefetch(block.people, block.now[k + FAR])
    if 0 <= k + NEAR < block.number[NOW]:
        person = block.people[block.now[k + NEAR]]
        if person.drawn == ALL_DRAWN:
            ask_for_ties(town, person.first, block.live)
        elif block.number[FEW] == 0:
            ask_for_ties(town, person.first, town.tie_hash)
        else:
            for t in range(person.first, person.first + min(PREFETCHED, np.int64(person.ties)), 8):
                prefetch(town.tie_hash, t)
    if block.ever.size > NEAR_BY and 0 <= k + CLOSE < block.number[NOW]:
        person = block.people[block.now[k + CLOSE]]
        if person.drawn == ALL_DRAWN:
            for t in range(person.first, person.first + min(_VISITED, np.int64(person.ties))):
                ask_for(block.ever, town.tie_to[t], block.number[NOW] > _CROWD)


@inlined
def expose_row(town, rules, block, s, row, sharing):
    """Expose the ties of s in the runs of one row, drawing only the coins of that row."""
    person = block.people[s]
    state, first, ties = fold(block.rows[row], person.hash), person.first, np.int64(person.ties)
    hashes = town.tie_hash[first:]
    limits = rules.limits[first if rules.each else 0 :]
    sharing = (sharing >> row) & EACH
    sides, marks = sharing << np.uint64(7), block.marks
    for t in range((ties + WIDTH - 1) & -WIDTH):
        bound = ((limits[t] >> np.uint64(55)) & np.uint64(255)) * EACH
        certain = NONE - (limits[t] >> np.uint64(63))
        word = mix(state ^ hashes[t])
        likely = ((not_above(word, bound) | certain) & sides) != 0
        marks[t] = np.uint8(likely) & np.uint8(t < ties)
    toss = block.tosses[np.uint64(block.number[TOSSES])]
    toss.state, toss.sharing, toss.row = state, sharing, row
    before = n = np.uint64(block.number[PENDING])
    start = np.uint64(block.number[TOSSES]) << _TIE_BITS | np.uint64(first)
    for eight in range(np.uint64((ties + WIDTH - 1) // WIDTH)):
        if block.eight[eight]:
            prefetch(town.tie_to, np.uint64(first) + eight * np.uint64(WIDTH))
            for t in range(eight * np.uint64(WIDTH), (eight + ONE) * np.uint64(WIDTH)):
                block.pending[n] = start + t
                n += np.uint64(marks[t])
    block.number[TOSSES] += n != before
    block.number[PENDING] = n
    if n >= np.uint64(BATCH):
        expose_pending(town, rules, block)


@inlined
def expose_pending(town, rules, block):
    """Let the people read whom the pending ties lead to; each step prefetches for the next.

    Ties are pending whose coin may have fallen to "yes" in a run that shares: the rest of the coin
    is looked at here, for many at once, since a processor cannot predict which of them do.
    """
    count = np.uint64(block.number[PENDING])
    for k in range(count):
        tie, toss = block.pending[k] & _TIE, block.tosses[block.pending[k] >> _TIE_BITS]
        v = np.uint64(town.tie_to[tie])
        prefetch(block.ever, v)
        prefetch(block.people, v)
        limit = rules.limits[tie if rules.each else NONE]
        runs = live_row(mix(toss.state ^ town.tie_hash[tie]), limit) & toss.sharing
        block.pending[k], block.pending_runs[k] = v, runs << toss.row
    for k in range(count):
        add(block, block.pending[k], block.pending_runs[k])
    block.number[PENDING] = block.number[TOSSES] = 0


@inlined
def draw(town, rules, block, s):
    """Draw and store the runs in which each tie of s is live."""
    person = block.people[s]
    first, last = person.first, person.first + person.ties
    limits = rules.limits[first if rules.each else 0 :]
    for row in range(8):
        block.sharer_rows[row] = fold(block.rows[row], person.hash)
    scratch = block.scratch[0], block.scratch[1]
    live_runs(block.sharer_rows, town.tie_hash[first:], limits, block.live[first:last], scratch)
    person.drawn = ALL_DRAWN


@inlined
def expose(town, block, s, sharing):
    """Expose the ties of s that are live.

    Nearly all the work of large cascades happens here, so the loop has no branch on its data: a
    mispredicted branch costs more than a write that changes nothing.
    """
    tie_to, live, ever, next_, n = (
        town.tie_to,
        block.live,
        block.ever,
        block.next,
        block.number[NEXT],
    )
    person = block.people[s]
    for t in range(np.uint64(person.first), np.uint64(person.first + person.ties)):
        v = np.uint64(tie_to[t])
        before = ever[v]
        after = before | (live[t] & sharing)
        ever[v] = after
        next_[n] = v
        n += after != before
    block.number[NEXT] = n


@in_place
def set_parents(town, block, tally, start, sharer):
    """Make s the parent of those reached, unless one of smaller label hash reaches them too."""
    s, sharing = sharer
    for t in range(town.tie_start[s], town.tie_start[s + 1]):
        v = town.tie_to[t]
        runs = block.live[t] & sharing & ~block.people[v].before
        while runs:
            i = start + lowest(runs)
            before = tally.parents[i, v]
            if before == NOBODY or town.hashes[s] < town.hashes[before]:
                tally.parents[i, v] = s
            runs &= runs - ONE
