"""Linear threshold and complex contagion: exposures add up.

A person's coin lies below the limit that the exposure so far gives, or does not. For the linear
threshold the exposure is itself the limit; for complex contagion it is a number of people, and the
limit stands in a table.

What a person has been exposed to, and whether they have read, is one word: the only thing that an
exposure looks up at a place that cannot be foreseen. Only the words of those who were exposed are
cleared after a run.
"""

from typing import NamedTuple

import numpy as np

from . import coins as c
from .coins import fold, happens, mix
from .prefetch import FAR, NEAR, SOON, ask_for_ties, look_ahead, prefetch
from .single_content import (
    ACTIVE,
    ATTRIBUTED,
    IMPRESSIONS,
    READERS,
    ROOTS,
    SHARES,
    forget,
    hand_back,
)
from .state import NOBODY, inlined, kernel

NONE, ONE = np.uint64(0), np.uint64(1)
READ = np.uint64(2**63)  # in the exposure of those who have read

_ASKED = 16  # ties of one sharer whose other ends are asked for ahead

# Places in `Pressure.number`.
LISTED, EXPOSED = range(2)


class Thresholds(NamedTuple):
    """The rules: what a tie adds, and the limit that this gives."""

    adds: np.ndarray  # uint64 (ties or 0,): units of each tie; none: one each
    row: np.ndarray  # int64 (people or 0,): where a person's limits begin; none: the sum is it
    limits: np.ndarray  # uint64: limits by exposure, row by row


class Pressure(NamedTuple):
    """The state of one run; one set of arrays serves many runs in turn."""

    exposure: np.ndarray  # uint64 (people,): what has added up, or READ
    exposed: np.ndarray  # int32 (people + 1,): whose is not 0
    readers: np.ndarray  # int32 (people + 1,): who has read, in order of rounds
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
    """Do the runs from `runs[0]` to `runs[1]`; return the first not done."""
    for i in range(runs[0], runs[1]):
        base = fold(fold(c.start(key, np.uint64(i)), c.THRESHOLD), NONE)
        begin(plan, pressure, tally, i)
        first = last = 0
        for r in range(plan.horizon + 1):
            for k in range(first - FAR, last):
                look_ahead(town, pressure.readers, k, (first, last))
                ask_for_exposures(town, rules, pressure, k, (first, last))
                if k >= first:
                    s = pressure.readers[k]
                    expose(town, rules, pressure, base, s)
                    tally.counts[IMPRESSIONS, r, i] += town.tie_start[s + 1] - town.tie_start[s]
            sharers = pressure.readers[first:last]
            first, last = last, pressure.number[LISTED]
            count(pressure.readers[first:last], tally, i, r)
            tally.counts[ACTIVE, r, i] = last
            if tally.parents.shape[0]:
                note_parents(town, rules, sharers, tally, i, r)
            if first == last:
                break
        sum_up(town, pressure, tally, i)
    stay_active(tally.counts[ACTIVE, :, runs[0] : runs[1]])
    return runs[1]


@kernel
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
def ask_for_exposures(town, rules, pressure, k, part):
    """Ask memory for what the ties of sharers some places further on add, and to what."""
    people = pressure.readers
    first, last = part
    if rules.adds.size and first <= k + NEAR < last:
        ask_for_ties(town, town.tie_start[people[k + NEAR]], rules.adds)
    if first <= k + SOON < last:
        s = people[k + SOON]
        start = town.tie_start[s]
        for t in range(start, min(start + _ASKED, town.tie_start[s + 1])):
            prefetch(pressure.exposure, town.tie_to[t])


@inlined
def expose(town, rules, pressure, base, s):
    """Add what the ties of s add, and let those read for whom it is enough.

    It never branches on what it finds: a branch that cannot be foretold costs more than a write
    that changes nothing.
    """
    exposure, exposed, readers = pressure.exposure, pressure.exposed, pressure.readers
    found, read = pressure.number[EXPOSED], pressure.number[LISTED]
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
        exposed[found] = v
        found += (before == NONE) & (more != NONE)
        readers[read] = v
        read += np.int64(reads)
    pressure.number[EXPOSED], pressure.number[LISTED] = found, read


@inlined
def count(new, tally, i, r):
    """Count those who read in round r."""
    counts = tally.counts[:, :, i]
    counts[READERS, r] = counts[SHARES, r] = new.size
    if r == 0:
        counts[ROOTS, 0] = new.size
    else:
        counts[ATTRIBUTED, r - 1] = new.size
    if tally.adoption.shape[0]:
        for v in new:
            tally.adoption[i, v] = r


@kernel
def stay_active(active):
    """Let those who share do so to the horizon, also in the rounds that were not played.

    Done for many runs together, since their numbers of one round lie side by side.
    """
    for r in range(1, active.shape[0]):
        for k in range(active.shape[1]):
            active[r, k] = max(active[r, k], active[r - 1, k])


@kernel
def note_parents(town, rules, sharers, tally, i, r):
    """Note of several who exposed a new reader the one with the smallest label hash."""
    for s in sharers:
        for t in range(town.tie_start[s], town.tie_start[s + 1]):
            v = town.tie_to[t]
            if tally.adoption[i, v] == r and (rules.adds.size == 0 or rules.adds[t] > NONE):
                known = tally.parents[i, v]
                if known == NOBODY or town.hashes[s] < town.hashes[known]:
                    tally.parents[i, v] = s


@kernel
def sum_up(town, pressure, tally, i):
    """Hand back who read, and clear what this run touched."""
    readers = pressure.readers[: pressure.number[LISTED]]
    hand_back(town.cell, readers, tally, i)
    for v in readers:
        pressure.exposure[v] = NONE
    for v in pressure.exposed[: pressure.number[EXPOSED]]:
        pressure.exposure[v] = NONE
    pressure.number[:] = 0
