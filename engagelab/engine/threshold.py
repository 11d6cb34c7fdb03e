"""Linear threshold and complex contagion: exposures add up.

A person reads once their coin lies below the limit for their exposure so far. For the linear
threshold the exposure itself is the limit; for complex contagion it is a number of people, whose
limit is in a table.

One word holds a person's exposure and whether they have read, so an exposure costs one random
access to memory. Only the words of exposed people are cleared after a run.
"""

from typing import NamedTuple

import numpy as np

from . import coins as c
from .coins import fold, happens, mix
from .prefetch import CLOSE, FAR, NEAR, ask_for_ties, look_ahead, prefetch
from .single_content import (
    ACTIVE,
    ATTRIBUTED,
    IMPRESSIONS,
    READERS,
    ROOTS,
    SHARES,
    forget,
    record_readers,
)
from .state import NOBODY, in_place, inlined, kernel

NONE, ONE = np.uint64(0), np.uint64(1)
READ = np.uint64(2**63)  # set in the exposure of people who have read

_PREFETCHED = 16  # ties of one sharer whose receivers are prefetched

# Indices into `Pressure.number`: lengths of its two lists.
LISTED, EXPOSED = range(2)


class Thresholds(NamedTuple):
    """The rules: what each tie adds to the exposure, and the limit of each exposure."""

    adds: np.ndarray  # uint64 (ties or 0,): units of each tie; if empty, one each
    row: np.ndarray  # int64 (people or 0,): start of a person's limits; if empty, the sum is it
    limits: np.ndarray  # uint64: limits by exposure, row by row


class Pressure(NamedTuple):
    """The arrays of one run, reused by the next."""

    exposure: np.ndarray  # uint64 (people,): exposure so far, with READ
    exposed: np.ndarray  # int32 (people + 1,): whose exposure is not 0
    readers: np.ndarray  # int32 (people + 1,): who has read, by round
    number: np.ndarray  # int64 (2,)


def new_pressure(people):
    """Return the arrays of one run."""
    return Pressure(
        exposure=np.zeros(people, np.uint64),
        exposed=np.empty(people + 1, np.int32),
        readers=np.empty(people + 1, np.int32),
        number=np.zeros(2, np.int64),
    )


@kernel
def simulate(town, rules, plan, pressure, tally, key, runs):
    """Simulate the runs from `runs[0]` to `runs[1]`; return the first one not done."""
    for i in range(runs[0], runs[1]):
        base = fold(fold(c.start(key, np.uint64(i)), c.THRESHOLD), NONE)
        begin(plan, pressure, tally, i)
        first = last = 0
        for r in range(plan.horizon + 1):
            for k in range(first - FAR, last):
                look_ahead(town, pressure.readers, k, (first, last))
                prefetch_exposures(town, rules, pressure, k, (first, last))
                if k >= first:
                    s = pressure.readers[k]
                    expose(town, rules, pressure, base, s)
                    tally.counts[r, IMPRESSIONS, i] += town.tie_start[s + 1] - town.tie_start[s]
            sharers = pressure.readers[first:last]
            first, last = last, pressure.number[LISTED]
            count(pressure.readers[first:last], tally, i, r)
            tally.counts[r, ACTIVE, i] = last
            if tally.parents.shape[0]:
                set_parents(town, rules, sharers, tally, i, r)
            if first == last:
                break
        tally.last_rounds[i] = r
        record(town, pressure, tally, i)
    return runs[1]


@in_place
def begin(plan, pressure, tally, i):
    """Let the seeds of run i read."""
    forget(tally, i)
    row = i if plan.seeds.shape[0] > 1 else 0
    for k in range(plan.contents.size):
        v = plan.seeds[row, k]
        pressure.exposure[v] = READ
        pressure.readers[k] = v
    pressure.number[LISTED] = plan.contents.size


@inlined
def prefetch_exposures(town, rules, pressure, k, part):
    """Prefetch the weights of the ties of the sharers some places ahead, and the exposures."""
    people = pressure.readers
    first, last = part
    if rules.adds.size and first <= k + NEAR < last:
        ask_for_ties(town, town.tie_start[people[k + NEAR]], rules.adds)
    if first <= k + CLOSE < last:
        s = people[k + CLOSE]
        start = town.tie_start[s]
        for t in range(start, min(start + _PREFETCHED, town.tie_start[s + 1])):
            prefetch(pressure.exposure, town.tie_to[t])


@inlined
def expose(town, rules, pressure, base, s):
    """Add the ties of s to the exposures, and let the people read who reach their threshold.

    The loop has no branch on its data: a mispredicted branch costs more than a write that changes
    nothing.
    """
    exposure, exposed, readers = pressure.exposure, pressure.exposed, pressure.readers
    listed, read = pressure.number[EXPOSED], pressure.number[LISTED]
    for t in range(np.uint64(town.tie_start[s]), np.uint64(town.tie_start[s + 1])):
        v = np.uint64(town.tie_to[t])
        before = exposure[v]
        unread = (before >> np.uint64(63)) - ONE  # all bits, or none
        more = (rules.adds[t] if rules.adds.size else ONE) & unread
        after = before + more
        limit = after
        if rules.row.size:
            limit = rules.limits[rules.row[v] + np.int64(after & ~READ)]
        reads = np.uint64((more != NONE) & happens(mix(base ^ town.tie_hash[t]), limit))
        exposure[v] = after | reads << np.uint64(63)
        exposed[listed] = v
        listed += (before == NONE) & (more != NONE)
        readers[read] = v
        read += np.int64(reads)
    pressure.number[EXPOSED], pressure.number[LISTED] = listed, read


@inlined
def count(new, tally, i, r):
    """Count the new readers of round r."""
    counts = tally.counts[:, :, i].T
    counts[READERS, r] = counts[SHARES, r] = new.size
    if r == 0:
        counts[ROOTS, 0] = new.size
    else:
        counts[ATTRIBUTED, r - 1] = new.size
    if tally.adoption.shape[0]:
        for v in new:
            tally.adoption[i, v] = r


@in_place
def set_parents(town, rules, sharers, tally, i, r):
    """Set as parent of a new reader the exposing sharer with the smallest label hash."""
    for s in sharers:
        for t in range(town.tie_start[s], town.tie_start[s + 1]):
            v = town.tie_to[t]
            if tally.adoption[i, v] == r and (rules.adds.size == 0 or rules.adds[t] > NONE):
                parent = tally.parents[i, v]
                if parent == NOBODY or town.hashes[s] < town.hashes[parent]:
                    tally.parents[i, v] = s


@in_place
def record(town, pressure, tally, i):
    """Record who read, and clear what this run has touched."""
    readers = pressure.readers[: pressure.number[LISTED]]
    record_readers(town.cell, readers, tally, i)
    for v in readers:
        pressure.exposure[v] = NONE
    for v in pressure.exposed[: pressure.number[EXPOSED]]:
        pressure.exposure[v] = NONE
    pressure.number[:] = 0
