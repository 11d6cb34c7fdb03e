"""The independent cascade, sixty-four runs at a time.

What makes it fast:

- A person is one word with a bit for each run, so one visit serves all runs in which a sharer
  shares.
- Once a sharer's ties have been needed in a few rows of runs, the runs in which each is live are
  stored in a word.
- The cost follows the people reached: only what a block of runs has touched is cleared.
- All other data of a person is in one record within one cache line.
- The next sharers are known, so their ties are prefetched.
"""

import numpy as np

from . import coins as c
from .bitplanes import ALL, NONE, ONE, add_in, lowest, popcount
from .cascade_exposure import transmit
from .cascade_state import ALL_DRAWN, FEW, NEXT, NOW, STORE_AFTER, TOUCHED, add
from .coins import fold
from .single_content import forget
from .state import in_place, inlined, kernel

# The measures that are counted; all others follow from the readers, see `implied_counts`.
MEASURES = ("readers", "impressions")
READERS, IMPRESSIONS = range(2)

# In `Block.counted`, readers are in the lower 32 bits and their ties in the upper.
_TIES, _LOWER = np.uint64(32), np.uint64(2**32 - 1)


@kernel
def simulate(town, rules, plan, block, tally, key, runs):
    """Simulate the runs from `runs[0]` to `runs[1]`, in blocks; return the first one not done."""
    first = runs[0]
    while first < runs[1]:
        start = first // 64 * 64
        last = min(runs[1], start + 64)
        begin(plan, block, tally, key, (start, first, last))
        for r in range(plan.horizon + 1):
            if r > 0:
                transmit(town, rules, block, tally, start)
            settle(block, tally, (start, first, last), plan.horizon, r)
            if block.number[NOW] == 0:
                break
        tally.last_rounds[first:last] = r
        record(block, tally, start)
        first = last
    return runs[1]


@in_place
def begin(plan, block, tally, key, part):
    """Compute the addresses of a block's coins, and let its seeds read in round 0."""
    start, first, last = part
    for k in range(8):
        state = c.start(key, np.uint64(c.row_of(start + k)))
        block.rows[k] = fold(fold(state, c.TIE), NONE)
    for i in range(first, last):
        forget(tally, i)
    alike = plan.seeds.shape[0] == 1
    simulated = (ALL << np.uint64(first - start)) & (ALL >> np.uint64(start + 64 - last))
    for i in range(first, first + 1 if alike else last):
        runs = simulated if alike else ONE << np.uint64(i - start)
        for k in range(plan.contents.size):
            add(block, plan.seeds[0 if alike else i, k], runs)


@in_place
def settle(block, tally, part, horizon, r):
    """Count the readers of round r and make them the sharers of the next."""
    start, first, last = part
    block.counted[:] = 0
    sharers = 0
    for k in range(list_new(block)):
        v = block.next[k]
        person = block.people[v]
        ever, before = block.ever[v], person.before
        if ever == before:  # listed twice
            continue
        if before == 0:
            block.touched[block.number[TOUCHED]] = v
            block.number[TOUCHED] += 1
        person.before = ever
        runs = ever & ~before
        block.now[sharers], block.sharing[sharers] = v, runs
        sharers += 1
        add_in(block.counted, runs, np.uint64(person.ties) << _TIES | ONE)
        if tally.adoption.shape[0]:
            while runs:
                tally.adoption[start + lowest(runs), v] = r
                runs &= runs - ONE
    block.number[NOW] = sharers
    block.number[NEXT] = 0
    if sharers:
        count(block.counted[first - start : last - start], tally, first, horizon, r)


@inlined
def list_new(block):
    """Return the length of the list of new readers, which may name a person twice.

    If they are many, the list is made anew from all people. That removes repeats and sorts it, so
    that memory is read in one direction.
    """
    ever, people, next_, n = block.ever, block.people, block.next, block.number[NEXT]
    if n < ever.size >> 4:
        return n
    n = 0
    for v in range(np.uint64(ever.size)):
        next_[n] = v
        n += ever[v] != people[v].before
    return n


@inlined
def count(counted, tally, first, horizon, r):
    """Record for each run who read in round r, and what they will do in the next."""
    counts = tally.counts
    for k in range(counted.size):
        i, new = first + k, np.int64(counted[k] & _LOWER)
        counts[r, READERS, i] = new
        tally.by_post[i, 0] += new
        if r < horizon:
            counts[r + 1, IMPRESSIONS, i] = counted[k] >> _TIES


@in_place
def record(block, tally, start):
    """Record who was reached, in total and by cell, and clear what this block has touched."""
    stored = 0
    for k in range(block.number[TOUCHED]):
        v = block.touched[k]
        runs, person = block.ever[v], block.people[v]
        tally.reached[v] += popcount(runs)
        add_in(tally.by_cell[person.cell, start : start + 64], runs, 1)
        stored += person.drawn == ALL_DRAWN
        block.ever[v] = 0
        person.before = 0
        person.drawn = 0
    block.number[FEW] = 0 if 2 * stored > block.number[TOUCHED] else STORE_AFTER
    block.number[:FEW] = 0
