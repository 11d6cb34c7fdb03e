"""SIR, from event to event.

Whether and when a sharer would pass the content on along a tie does not depend on when they read.
So one coin a tie says after how many rounds of sharing it is passed on, and one coin a person for
how many rounds they share: a tie is looked at once, and not once a round, and most ties are done
with by comparing their coin with one limit, eight at a time in vector registers. Who has read is
known by a bit, so near by that asking costs nothing. What is passed on waits in a list of the round
in which it will be read.
"""

from typing import NamedTuple

import numpy as np

from . import coins as c
from .coins import fold, happens, mix
from .lanes import ONE
from .memory import FAR, in_order, look_ahead, prefetch
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
from .state import NOBODY, WIDTH, inlined, kernel

_NEVER = np.int32(2**31 - 1)

# How many first bits of a coin lead to its age, and how many of its 63 follow.
_GUIDED, _UNGUIDED = 11, np.uint64(52)

# Hits that are dealt with together: few enough to stay in the nearest cache.
_TOGETHER = 512

# Entries of a block of a list.
_BLOCK = 32

# Rows of `Outbreak.ending`.
PEOPLE, TIES = range(2)

# Places in `Outbreak.number`.
READ, BLOCKS, HITS = range(3)


class Ages(NamedTuple):
    """How many rounds something takes that can happen in each with one chance."""

    limits: np.ndarray  # uint64 (rounds + 2,): of its having happened after so many rounds
    guide: np.ndarray  # int32 (2049,): the first round whose limit is above each first eleven bits


class Removal(NamedTuple):
    """The rules: how long a tie takes, and how long people share."""

    contact: Ages
    recover: Ages
    period: int  # rounds from reading to stopping, 0 for by chance
    stop_first: int  # 1 where people stop before they would share, so share a round less


# What is known of somebody's first reading, side by side: its round, so far, and because of whom.
READING = np.dtype([("due", np.int32), ("source", np.int32)])


class Outbreak(NamedTuple):
    """The state of one run; one set of arrays serves many runs in turn."""

    people: np.ndarray  # READING (people,)
    read: np.ndarray  # uint64 (people / 64,): who has read, a bit each
    readers: np.ndarray  # int32 (people + 1,): who has read, in order of rounds
    rounds: np.ndarray  # int32 (people,): beside `readers`: rounds in which they share
    marks: np.ndarray  # uint64 (people / 64,): room to sort readers, a bit each
    entries: np.ndarray  # int32: the lists of those who are due in each round, in blocks
    before: np.ndarray  # int32: the block before each block of the same list, -1 for none
    end: np.ndarray  # int64 (rounds + 1,): where the next entry of each list goes, 0 for none yet
    coins: np.ndarray  # uint64 (longest list of ties, rounded up,): those of one sharer's ties
    fell: np.ndarray  # uint8: beside `coins`, whether the tie passes the content on in time
    hit: np.ndarray  # int64: ties that succeed, of the sharers dealt with together; then who is hit
    hit_by: np.ndarray  # int64: the places of these sharers in `readers`
    hit_coin: np.ndarray  # uint64: the coins of the ties between them
    ending: np.ndarray  # int64 (2, rounds + 2): people who stop, and their ties, by round
    number: np.ndarray  # int64 (3,)


def new_outbreak(people, ties, longest, horizon):
    """Return the arrays of one run."""
    blocks = (people + ties) // _BLOCK + horizon + 2
    hits = _TOGETHER + longest + 1
    fell = np.zeros((longest + WIDTH) // WIDTH * WIDTH, np.uint8)
    reading = np.empty(people, READING)
    reading["due"] = _NEVER
    return Outbreak(
        people=reading,
        read=np.zeros(people // 64 + 1, np.uint64),
        readers=np.empty(people + 1, np.int32),
        rounds=np.empty(people, np.int32),
        marks=np.zeros(people // 64 + 1, np.uint64),
        entries=np.empty(blocks * _BLOCK, np.int32),
        before=np.empty(blocks, np.int32),
        end=np.zeros(horizon + 1, np.int64),
        coins=np.empty(fell.size, np.uint64),
        fell=fell,
        hit=np.empty(hits, np.int64),
        hit_by=np.empty(hits, np.int64),
        hit_coin=np.empty(hits, np.uint64),
        ending=np.zeros((2, horizon + 2), np.int64),
        number=np.zeros(3, np.int64),
    )


def ages(chance, rounds):
    """Return the limits for something with this chance a round, for up to so many rounds."""
    left = np.cumprod(np.full(rounds + 1, 1.0 - chance))
    limits = np.concatenate([[0], [c.threshold(1.0 - each) for each in left]]).astype(np.uint64)
    firsts = np.arange((1 << _GUIDED) + 1, dtype=np.uint64) << _UNGUIDED
    return Ages(limits, np.searchsorted(limits, firsts, side="right").astype(np.int32))


@inlined
def age_of(ages, coin, most):
    """Return in which round it happens, `most` for that round or later; the first is 1.

    The first bits of a coin nearly always tell, so that nothing is left to search.
    """
    own = coin >> np.uint64(1)
    first = own >> _UNGUIDED
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
        counts = tally.counts[:, :, i]
        begin(plan, outbreak, tally, i)
        for r in range(plan.horizon + 1):
            first = outbreak.number[READ]
            collect(outbreak, r)
            counts[READERS, r] = counts[SHARES, r] = outbreak.number[READ] - first
            part = first, plan.horizon, r
            share(town, rules, outbreak, (contact, recover), counts[ATTRIBUTED], part)
        counts[ROOTS, 0] = plan.contents.size
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
    """Let v be due in round r because of s; an entry in a later list will be passed over."""
    outbreak.people[v].due = r
    outbreak.people[v].source = s
    place = outbreak.end[r]
    if place % _BLOCK == 0:  # no block yet, or a full one
        block = outbreak.number[BLOCKS]
        outbreak.before[block] = place // _BLOCK - 1
        outbreak.number[BLOCKS] = block + 1
        place = block * _BLOCK
    outbreak.entries[place] = v
    outbreak.end[r] = place + 1


@kernel
def collect(outbreak, r):
    """Put those who read in round r among the readers."""
    first = last = outbreak.number[READ]
    end = outbreak.end[r]
    block = (end - 1) // _BLOCK if end else -1
    while block >= 0:
        for place in range(block * _BLOCK, end):
            v = outbreak.entries[place]
            outbreak.readers[last] = v
            last += outbreak.people[v].due == r
        block = outbreak.before[block]
        end = (block + 1) * _BLOCK
    outbreak.end[r] = 0
    last = in_order(outbreak.readers, first, last, outbreak.marks)
    for v in outbreak.readers[first:last]:
        outbreak.read[v >> 6] |= ONE << np.uint64(v & 63)
    outbreak.number[READ] = last


@kernel
def share(town, rules, outbreak, addresses, attributed, part):
    """Pass the content on along the ties that succeed while their sharers share."""
    first, horizon, r = part
    last = outbreak.number[READ]
    contact, recover = addresses
    for k in range(first - FAR, last):
        look_ahead(town, outbreak.readers, k, (first, last))
        if k < first:
            continue
        stay(town, rules, outbreak, recover, k, (horizon, r))
        find(town, rules, outbreak, contact, k)
        if outbreak.number[HITS] >= _TOGETHER or k + 1 == last:
            keep_open(town, outbreak)
            pass_on(town, rules, outbreak, attributed, r)


@inlined
def stay(town, rules, outbreak, recover, k, now):
    """Find for how many rounds the k-th reader, of this round, will share."""
    horizon, r = now
    left, s = np.int32(horizon - r), outbreak.readers[k]
    age = np.int32(rules.period)
    if age == 0:
        age = age_of(rules.recover, fold(recover, town.hashes[s]), left + 1)
    rounds = min(age - rules.stop_first, left)
    outbreak.rounds[k] = rounds
    ties = town.tie_start[s + 1] - town.tie_start[s]
    outbreak.ending[TIES, r + 1] -= ties
    outbreak.ending[TIES, r + rounds + 1] += ties
    if age <= left:
        outbreak.ending[PEOPLE, r + age] += 1


@inlined
def find(town, rules, outbreak, contact, k):
    """Write down the ties that succeed in time, without a branch that would have to be guessed.

    All coins are tossed first, eight at a time in vector registers.
    """
    s, limit = outbreak.readers[k], rules.contact.limits[outbreak.rounds[k]]
    state, first = fold(contact, town.hashes[s]), town.tie_start[s]
    ties, hashes = town.tie_start[s + 1] - first, town.tie_hash[first:]
    for t in range((ties + WIDTH - 1) & -WIDTH):
        coin = mix(state ^ hashes[t])
        outbreak.coins[t] = coin
        outbreak.fell[t] = np.uint8(happens(coin, limit))
    found = np.uint64(outbreak.number[HITS])
    for t in range(np.uint64(ties)):
        outbreak.hit[found] = first + t
        outbreak.hit_by[found] = k
        outbreak.hit_coin[found] = outbreak.coins[t]
        found += np.uint64(outbreak.fell[t])
    outbreak.number[HITS] = found


@inlined
def keep_open(town, outbreak):
    """Keep the hits on people who have not read; from here on `hit` says whom."""
    kept = np.uint64(0)
    for h in range(np.uint64(outbreak.number[HITS])):
        v = np.uint64(town.tie_to[outbreak.hit[h]])
        outbreak.hit[kept] = v
        outbreak.hit_by[kept] = outbreak.hit_by[h]
        outbreak.hit_coin[kept] = outbreak.hit_coin[h]
        prefetch(outbreak.people, v)
        kept += ~(outbreak.read[v >> np.uint64(6)] >> (v & np.uint64(63))) & ONE
    outbreak.number[HITS] = kept


@inlined
def pass_on(town, rules, outbreak, attributed, r):
    """Let those hit be due when the content reaches them, if it does not reach them earlier."""
    for h in range(outbreak.number[HITS]):
        v, k = outbreak.hit[h], outbreak.hit_by[h]
        at = r + age_of(rules.contact, outbreak.hit_coin[h], outbreak.rounds[k])
        s, before = outbreak.readers[k], outbreak.people[v]
        if at > before.due:
            continue
        if before.due < _NEVER:
            known = before.source
            if at == before.due and town.hashes[s] >= town.hashes[known]:
                continue
            attributed[outbreak.people[known].due] -= 1
        attributed[r] += 1
        if at < before.due:
            wait(outbreak, v, at, s)
        else:
            before.source = s
    outbreak.number[HITS] = 0


@kernel
def add_up(outbreak, counts, horizon):
    """Turn beginnings and endings into how many share, and how many ties they expose."""
    active = ties = 0
    for r in range(horizon + 1):
        retired = outbreak.ending[PEOPLE, r]
        active += counts[READERS, r] - retired
        ties -= outbreak.ending[TIES, r]
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
            tally.adoption[i, v] = outbreak.people[v].due
        if tally.parents.shape[0]:
            tally.parents[i, v] = outbreak.people[v].source
        outbreak.people[v].due = _NEVER
        outbreak.read[v >> 6] = 0
    outbreak.number[:] = 0
