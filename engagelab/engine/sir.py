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
from .bitplanes import ONE
from .coins import fold, happens, mix
from .prefetch import FAR, LARGE, ask_for, in_order, look_ahead
from .single_content import (
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

# Coins that are tossed before their hits are dealt with: few enough to stay in the nearest cache.
_TOGETHER = 4096

# How many hits ahead what is known of a person is asked for.
_AHEAD = np.uint64(32)

# Entries of a block of a list: so many that the processor sees early where it goes on.
_BLOCK = 512

# Rows of `Outbreak.ending`.
PEOPLE, TIES = range(2)

# Places in `Outbreak.number`.
READ, BLOCKS, TOSSED = range(3)


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


# What is known of somebody's first reading, side by side: its round, so far, and because of which
# reader, by the place in `readers`.
READING = np.dtype([("due", np.int32), ("source", np.int32)])

# What is known of eight coins of one sharer: their address, which reader it is, and how far their
# ties stand from their places among all coins tossed.
EIGHT = np.dtype([("state", np.uint64), ("away", np.int64), ("by", np.int64)])

# One whom a second reader, `by`, would reach in the round in which they are due already.
RIVAL = np.dtype([("over", np.int32), ("due", np.int32), ("by", np.int32)])


class Outbreak(NamedTuple):
    """The state of one run; one set of arrays serves many runs in turn."""

    people: np.ndarray  # READING (people,)
    read: np.ndarray  # uint64 (people / 64,): who has read, a bit each
    readers: np.ndarray  # int32 (people + 1,): who has read, in order of rounds
    rounds: np.ndarray  # int32 (people,): beside `readers`: rounds in which they share
    told: np.ndarray  # int32 (people,): beside `readers`: how many read because of them
    marks: np.ndarray  # uint64 (people / 64,): room to sort readers, a bit each
    entries: np.ndarray  # int32: the lists of those who are due in each round, in blocks
    before: np.ndarray  # int32: the block before each block of the same list, -1 for none
    end: np.ndarray  # int64 (rounds + 1,): where the next entry of each list goes, 0 for none yet
    fell: np.ndarray  # uint8: whether each coin tossed passes the content on in time
    eights: np.ndarray  # EIGHT: beside `fell`
    hit: np.ndarray  # int32: the places of those that do
    whom: np.ndarray  # int32: beside `hit`, on whom
    rivals: np.ndarray  # RIVAL: to be decided between
    lost: np.ndarray  # int32: sources to whom somebody is no longer due, by the place in `readers`
    ending: np.ndarray  # int64 (2, rounds + 2): people who stop, and their ties, by round
    number: np.ndarray  # int64 (3,)


def new_outbreak(people, ties, longest, horizon):
    """Return the arrays of one run."""
    blocks = (people + ties) // _BLOCK + horizon + 2
    room = _TOGETHER + (longest + WIDTH) // WIDTH * WIDTH
    reading = np.empty(people, READING)
    reading["due"] = _NEVER
    return Outbreak(
        people=reading,
        read=np.zeros(people // 64 + 1, np.uint64),
        readers=np.empty(people + 1, np.int32),
        rounds=np.empty(people, np.int32),
        told=np.empty(people, np.int32),
        marks=np.zeros(people // 64 + 1, np.uint64),
        entries=np.empty(blocks * _BLOCK, np.int32),
        before=np.empty(blocks, np.int32),
        end=np.zeros(horizon + 1, np.int64),
        fell=np.empty(room, np.uint8),
        eights=np.empty(room // WIDTH, EIGHT),
        hit=np.empty(room + 1, np.int32),
        whom=np.zeros(room + 1, np.int32),
        rivals=np.empty(room, RIVAL),
        lost=np.empty(room, np.int32),
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
            share(town, rules, outbreak, (contact, recover), (first, plan.horizon, r))
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
def wait(outbreak, v, r, k):
    """Let v be due in round r because of the k-th reader, and not later, if they were."""
    outbreak.people[v].due = r
    outbreak.people[v].source = k
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
    """Put those who read in round r among the readers; who has read before is passed over."""
    first = last = outbreak.number[READ]
    end = outbreak.end[r]
    block = (end - 1) // _BLOCK if end else -1
    while block >= 0:
        for place in range(block * _BLOCK, end):
            v = outbreak.entries[place]
            word = outbreak.read[v >> 6]
            mark = ONE << np.uint64(v & 63)
            outbreak.readers[last] = v
            last += (word & mark) == 0
            outbreak.read[v >> 6] = word | mark
        block = outbreak.before[block]
        end = (block + 1) * _BLOCK
    outbreak.end[r] = 0
    in_order(outbreak.readers, first, last, outbreak.marks)
    outbreak.number[READ] = last


@kernel
def share(town, rules, outbreak, addresses, part):
    """Pass the content on along the ties that succeed while their sharers share."""
    first, horizon, r = part
    last, ties = outbreak.number[READ], 0
    contact, recover = addresses
    for n in range(first - FAR, last):
        look_ahead(town, outbreak.readers, n, (first, last))
        if n < first:
            continue
        k = np.uint64(n)
        stay(town, rules, outbreak, recover, k, (horizon, r))
        ties += toss(town, rules, outbreak, contact, k)
        if outbreak.number[TOSSED] >= _TOGETHER or n + 1 == last:
            pass_on(town, rules, outbreak, r, keep_open(town, outbreak, find(outbreak)))
    outbreak.ending[TIES, r + 1] -= ties


@inlined
def stay(town, rules, outbreak, recover, k, now):
    """Find for how many rounds the k-th reader, of this round, will share."""
    horizon, r = now
    left, s = horizon - r, np.uint64(outbreak.readers[k])
    age = rules.period
    if age == 0:
        age = np.int64(age_of(rules.recover, fold(recover, town.hashes[s]), np.int32(left + 1)))
    rounds = min(age - rules.stop_first, left)
    outbreak.rounds[k] = rounds
    outbreak.told[k] = 0
    outbreak.ending[TIES, np.uint64(r + rounds + 1)] += town.tie_start[s + ONE] - town.tie_start[s]
    if age <= left:
        outbreak.ending[PEOPLE, np.uint64(r + age)] += 1


@inlined
def toss(town, rules, outbreak, contact, k):
    """Write down how the coins of the k-th reader's ties fall, eight at a time in vector registers.

    The last eight are filled up with coins that never pass anything on. Returns how many ties.
    """
    s, limit = np.uint64(outbreak.readers[k]), rules.contact.limits[outbreak.rounds[k]]
    state, first = fold(contact, town.hashes[s]), town.tie_start[s]
    ties, place = town.tie_start[s + ONE] - first, outbreak.number[TOSSED]
    hashes, fell = town.tie_hash[first:], outbreak.fell[place:]
    whole = (ties + WIDTH - 1) & -WIDTH
    for t in range(whole):
        fell[t] = np.uint8(happens(mix(state ^ hashes[t]), limit)) & np.uint8(t < ties)
    for e in range(place // WIDTH, (place + whole) // WIDTH):
        eight = outbreak.eights[e]
        eight.state, eight.away, eight.by = state, first - place, k
    outbreak.number[TOSSED] = place + whole
    return ties


@inlined
def find(outbreak):
    """Write down the places of the coins that fell well, without a branch to be guessed."""
    found = np.uint64(0)
    for place in range(np.uint64(outbreak.number[TOSSED])):
        outbreak.hit[found] = place
        found += np.uint64(outbreak.fell[place])
    return found


@inlined
def keep_open(town, outbreak, hits):
    """Keep the hits on people who have not read."""
    kept = np.uint64(0)
    for h in range(hits):
        place = np.uint64(outbreak.hit[h])
        tie = outbreak.eights[place >> np.uint64(3)].away + np.int64(place)
        v = np.uint64(town.tie_to[np.uint64(tie)])
        outbreak.hit[kept] = place
        outbreak.whom[kept] = v
        kept += ~(outbreak.read[v >> np.uint64(6)] >> (v & np.uint64(63))) & ONE
    return kept


@inlined
def pass_on(town, rules, outbreak, r, hits):
    """Let those hit be due when the content reaches them, if it does not reach them earlier.

    Rivals, and sources that lose somebody, are set aside: what is known of them is far away, and
    one need not be waited for before the next is asked for.
    """
    outbreak.number[TOSSED] = 0
    rivals = lost = np.uint64(0)
    for h in range(hits):
        place, v = np.uint64(outbreak.hit[h]), np.uint64(outbreak.whom[h])
        soon = np.uint64(outbreak.whom[min(h + _AHEAD, hits)])
        ask_for(outbreak.people, soon, outbreak.people.size > LARGE)
        eight = outbreak.eights[place >> np.uint64(3)]
        k = np.uint64(eight.by)
        coin = mix(eight.state ^ town.tie_hash[np.uint64(eight.away + np.int64(place))])
        at = r + age_of(rules.contact, coin, outbreak.rounds[k])
        before = outbreak.people[v]
        if at < before.due:
            outbreak.lost[lost] = before.source
            lost += np.uint64(before.due < _NEVER)
            outbreak.told[k] += 1
            wait(outbreak, v, at, k)
        else:
            rival = outbreak.rivals[rivals]
            rival.over, rival.due, rival.by = v, at, k
            rivals += np.uint64(at == before.due)
    for n in range(decide(town, outbreak, rivals, lost)):
        outbreak.told[np.uint64(outbreak.lost[n])] -= 1


@inlined
def decide(town, outbreak, rivals, lost):
    """Let the rivals with the smallest label hash be the sources; return how many have lost."""
    for n in range(rivals):
        rival = outbreak.rivals[n]
        k, before = np.uint64(rival.by), outbreak.people[np.uint64(rival.over)]
        known = np.uint64(before.source)
        if rival.due == before.due and hash_of(town, outbreak, k) < hash_of(town, outbreak, known):
            outbreak.lost[lost] = known
            lost += ONE
            outbreak.told[k] += 1
            before.source = k
    return lost


@inlined
def hash_of(town, outbreak, k):
    """Return the label hash of the k-th reader."""
    return town.hashes[outbreak.readers[k]]


@kernel
def add_up(outbreak, counts, horizon):
    """Turn beginnings and endings into how many share, and how many ties they expose."""
    active = ties = last = 0
    for r in range(horizon + 1):
        first, last = last, last + counts[READERS, r]
        counts[ATTRIBUTED, r] = outbreak.told[first:last].sum()
        retired = outbreak.ending[PEOPLE, r]
        active += counts[READERS, r] - retired
        ties -= outbreak.ending[TIES, r]
        counts[RETIRED, r] = retired
        counts[ACTIVE, r] = active
        counts[IMPRESSIONS, r] = ties
    outbreak.ending[:] = 0


@kernel
def sum_up(town, outbreak, tally, i):
    """Hand back who read, when and because of whom, and forget the run."""
    readers = outbreak.readers[: outbreak.number[READ]]
    hand_back(town.cell, readers, tally, i)
    for v in readers:
        if tally.adoption.shape[0]:
            tally.adoption[i, v] = outbreak.people[v].due
        if tally.parents.shape[0]:
            k = outbreak.people[v].source
            tally.parents[i, v] = outbreak.readers[k] if k >= 0 else NOBODY
    clear(outbreak, readers)


@inlined
def clear(outbreak, readers):
    """Forget these readers; where they are many, everybody, since that goes in one sweep.

    The sweep writes whole records, as vector registers do; a source without a round says nothing.
    """
    if readers.size > outbreak.people.size >> 3:
        for v in range(outbreak.people.size):
            outbreak.people[v].due = _NEVER
            outbreak.people[v].source = NOBODY
        outbreak.read[:] = 0
    else:
        for v in readers:
            outbreak.people[v].due = _NEVER
            outbreak.read[v >> 6] = 0
    outbreak.number[:] = 0
