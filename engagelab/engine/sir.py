"""SIR, from event to event.

Whether and when a sharer would pass the content on along a tie does not depend on when they read.
So one coin a tie says after how many rounds of sharing it is passed on, and one coin a person for
how many rounds they share: a tie is looked at once, and not once a round, and most ties are done
with by comparing their coin with one limit. What is passed on waits in a list of the round in which
it will be read.
"""

from typing import NamedTuple

import numpy as np

from . import coins as c
from .coins import fold, happens, mix
from .memory import look_ahead
from .spread import (
    ACTIVE,
    ATTRIBUTED,
    IMPRESSIONS,
    READERS,
    RETIRED,
    ROOTS,
    SHARES,
    forget,
    hand_back,
)
from .state import NOBODY, inlined, kernel

_NEVER = np.int32(2**31 - 1)
_NOTHING = np.int32(-1)

# Places in `Outbreak.number`.
READ, LISTED, HITS = range(3)


class Ages(NamedTuple):
    """How many rounds something takes that can happen in each with one chance."""

    limits: np.ndarray  # uint64 (rounds + 2,): of its having happened after so many rounds
    guide: np.ndarray  # int32 (257,): the first round whose limit is above each first byte


class Removal(NamedTuple):
    """The rules: how long a tie takes, and how long people share."""

    contact: Ages
    recover: Ages
    period: int  # rounds from reading to stopping, 0 for by chance
    stop_first: int  # 1 where people stop before they would share, so share a round less


class Outbreak(NamedTuple):
    """The state of one run; one set of arrays serves many runs in turn."""

    due: np.ndarray  # int32 (people,): round of first reading, as far as is known
    source: np.ndarray  # int32 (people,): because of whom
    readers: np.ndarray  # int32 (people + 1,): who has read, in order of rounds
    last: np.ndarray  # int32 (rounds + 1,): last entry of the list of each round
    entry_person: np.ndarray  # int32 (people + ties,)
    entry_before: np.ndarray  # int32 (people + ties,): the entry before in the same list
    hits: np.ndarray  # int32 (longest list of ties + 1,): ties that pass the content on
    coins: np.ndarray  # uint64 (longest list of ties + 1,): their coins
    ending: np.ndarray  # int64 (2, rounds + 2): people who stop, and their ties, by round
    number: np.ndarray  # int64 (3,)


def new_outbreak(people, ties, longest, horizon):
    """Return the arrays of one run."""
    return Outbreak(
        due=np.full(people, _NEVER),
        source=np.empty(people, np.int32),
        readers=np.empty(people + 1, np.int32),
        last=np.full(horizon + 1, _NOTHING),
        entry_person=np.empty(people + ties, np.int32),
        entry_before=np.empty(people + ties, np.int32),
        hits=np.empty(longest + 1, np.int32),
        coins=np.empty(longest + 1, np.uint64),
        ending=np.zeros((2, horizon + 2), np.int64),
        number=np.zeros(3, np.int64),
    )


def ages(chance, rounds):
    """Return the limits for something with this chance a round, for up to so many rounds."""
    left = np.cumprod(np.full(rounds + 1, 1.0 - chance))
    limits = np.concatenate([[0], [c.threshold(1.0 - each) for each in left]]).astype(np.uint64)
    firsts = np.arange(257, dtype=np.uint64) << np.uint64(55)
    return Ages(limits, np.searchsorted(limits, firsts, side="right").astype(np.int32))


@inlined
def age_of(ages, coin, most):
    """Return in which round it happens, `most` for that round or later; the first is 1."""
    own = coin >> np.uint64(1)
    first = own >> np.uint64(55)
    low = min(ages.guide[first], most)
    high = min(ages.guide[first + np.uint64(1)], most)
    while low < high:
        middle = (low + high) >> 1
        if own < ages.limits[middle]:
            high = middle
        else:
            low = middle + 1
    return low


@kernel
def simulate(town, rules, plan, outbreak, tally, key, runs):
    """Do the runs from `runs[0]` to `runs[1]`; return the first not done."""
    for i in range(runs[0], runs[1]):
        state = c.start(key, np.uint64(i))
        contact = fold(fold(state, c.DELAY), np.uint64(0))
        recover = fold(fold(state, c.PERIOD), np.uint64(0))
        counts = tally.counts[i]
        begin(plan, outbreak, tally, i)
        for r in range(plan.horizon + 1):
            first = outbreak.number[READ]
            collect(outbreak, r)
            for k in range(first, outbreak.number[READ]):
                look_ahead(town, outbreak.readers, k, outbreak.number[READ])
                s = outbreak.readers[k]
                count(outbreak, counts, s, r)
                share(town, rules, plan, outbreak, (contact, recover), s, r)
        add_up(outbreak, counts, plan.horizon)
        sum_up(town, outbreak, tally, i)
    return runs[1]


@kernel
def begin(plan, outbreak, tally, i):
    """Let the seeds of run i be due in round 0."""
    forget(tally, i)
    row = i if plan.seeds.shape[0] > 1 else 0
    for k in range(plan.contents.size):
        wait(outbreak, plan.seeds[row, k], 0, NOBODY)


@inlined
def wait(outbreak, v, r, s):
    """Let v be due in round r because of s; entries in later lists stay, and will be passed over."""
    k = outbreak.number[LISTED]
    outbreak.due[v] = r
    outbreak.source[v] = s
    outbreak.entry_person[k] = v
    outbreak.entry_before[k] = outbreak.last[r]
    outbreak.last[r] = k
    outbreak.number[LISTED] = k + 1


@kernel
def collect(outbreak, r):
    """Put those who read in round r among the readers."""
    n, k = outbreak.number[READ], outbreak.last[r]
    while k >= 0:
        v = outbreak.entry_person[k]
        outbreak.readers[n] = v
        n += outbreak.due[v] == r
        k = outbreak.entry_before[k]
    outbreak.last[r] = _NOTHING
    outbreak.number[READ] = n


@inlined
def count(outbreak, counts, s, r):
    """Count that s reads in round r."""
    counts[READERS, r] += 1
    if outbreak.source[s] < 0:
        counts[ROOTS, r] += 1
    else:
        counts[ATTRIBUTED, outbreak.due[outbreak.source[s]]] += 1


@inlined
def share(town, rules, plan, outbreak, states, s, r):
    """Pass the content on along those ties of s that succeed before s stops."""
    contact, recover = states
    left = np.int32(plan.horizon - r)
    age = np.int32(rules.period)
    if age == 0:
        age = age_of(rules.recover, fold(recover, town.hashes[s]), left + 1)
    rounds = min(age - rules.stop_first, left)
    first, last = town.tie_start[s], town.tie_start[s + 1]
    if age <= left:
        outbreak.ending[0, r + age] += 1
    outbreak.ending[1, r + 1] -= last - first
    outbreak.ending[1, r + rounds + 1] += last - first
    state, limit = fold(contact, town.hashes[s]), rules.contact.limits[rounds]
    find(town.tie_hash[first:last], state, limit, outbreak)
    for k in range(outbreak.number[HITS]):
        v = town.tie_to[first + outbreak.hits[k]]
        if outbreak.due[v] > r:
            at = r + age_of(rules.contact, outbreak.coins[k], rounds)
            if at < outbreak.due[v]:
                wait(outbreak, v, at, s)
            elif at == outbreak.due[v] and town.hashes[s] < town.hashes[outbreak.source[v]]:
                outbreak.source[v] = s


@inlined
def find(hashes, state, limit, outbreak):
    """Write down the ties whose coin is below the limit, without a branch that would be guessed."""
    found = 0
    hits, kept = outbreak.hits, outbreak.coins
    for t in range(hashes.size):
        coin = mix(state ^ hashes[t])
        hits[found] = t
        kept[found] = coin
        found += happens(coin, limit)
    outbreak.number[HITS] = found


@kernel
def add_up(outbreak, counts, horizon):
    """Turn beginnings and endings into how many share, and how many ties they expose."""
    active = ties = 0
    for r in range(horizon + 1):
        retired = outbreak.ending[0, r]
        active += counts[READERS, r] - retired
        ties -= outbreak.ending[1, r]
        counts[SHARES, r] = counts[READERS, r]
        counts[RETIRED, r] = retired
        counts[ACTIVE, r] = active
        counts[IMPRESSIONS, r] = ties
    outbreak.ending[:] = 0


@kernel
def sum_up(town, outbreak, tally, i):
    """Hand back who read, when and because of whom, and clear what this run touched."""
    readers = outbreak.readers[: outbreak.number[READ]]
    hand_back(town.cell, readers, tally, i)
    for v in readers:
        if tally.adoption.shape[0]:
            tally.adoption[i, v] = outbreak.due[v]
        if tally.parents.shape[0]:
            tally.parents[i, v] = outbreak.source[v]
        outbreak.due[v] = _NEVER
    outbreak.number[:] = 0
