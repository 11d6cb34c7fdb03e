"""SIR, event by event.

Whether and when a sharer passes the content on along a tie does not depend on when they read. So
one coin for each tie gives the number of rounds of sharing until the content is passed on, and one
coin for each person the number of rounds in which they share. A tie is looked at once instead of
once a round, and most ties are settled by comparing their coin with one limit, eight at a time in
vector registers. One bit for each person says whether they have read, and these bits stay in a
near cache. Content that is under way waits in a list of the round in which it will be read.
"""

from typing import NamedTuple

import numpy as np

from . import coins as c
from .bitplanes import ONE
from .coins import fold, happens, mix
from .prefetch import FAR, LARGE, ask_for, look_ahead
from .single_content import (
    ACTIVE,
    ATTRIBUTED,
    IMPRESSIONS,
    READERS,
    RETIRED,
    ROOTS,
    SHARES,
    forget,
    record_readers,
)
from .sir_state import (
    BATCH,
    DUE,
    LAST,
    NEVER,
    PEOPLE,
    READ,
    TIES,
    TOSSED,
    clear,
    collect_due,
    schedule,
)
from .state import NOBODY, WIDTH, in_place, inlined, kernel
from .waiting_times import WaitingTimes, first_round

# How many hits ahead a person's record is prefetched.
_AHEAD = np.uint64(32)


class Removal(NamedTuple):
    """The rules: how long a tie takes, and how long people share."""

    contact: WaitingTimes
    recover: WaitingTimes
    period: int  # rounds from reading to stopping, 0 if chance decides
    stop_first: int  # 1 if people stop before they would share, so share one round less


@kernel
def simulate(town, rules, plan, outbreak, tally, key, runs):
    """Simulate the runs from `runs[0]` to `runs[1]`; return the first one not done."""
    for i in range(runs[0], runs[1]):
        state = c.start(key, np.uint64(i))
        contact = fold(fold(state, c.DELAY), np.uint64(0))
        recover = fold(fold(state, c.PERIOD), np.uint64(0))
        counts = tally.counts[:, :, i].T
        begin(plan, outbreak, tally, i)
        for r in range(plan.horizon + 1):
            first = outbreak.number[READ]
            collect_due(outbreak, r)
            counts[READERS, r] = counts[SHARES, r] = outbreak.number[READ] - first
            transmit(town, rules, outbreak, (contact, recover), (first, plan.horizon, r))
            if outbreak.number[DUE] == 0:
                break
        counts[ROOTS, 0] = plan.contents.size
        tally.last_rounds[i] = count_rounds(outbreak, counts, plan.horizon)
        record(town, outbreak, tally, i)
    return runs[1]


@in_place
def begin(plan, outbreak, tally, i):
    """Schedule the seeds of run i for round 0."""
    forget(tally, i)
    row = i if plan.seeds.shape[0] > 1 else 0
    for k in range(plan.contents.size):
        schedule(outbreak, plan.seeds[row, k], 0, NOBODY)


@in_place
def transmit(town, rules, outbreak, addresses, part):
    """Pass the content on along the ties that succeed while the new readers share."""
    first, horizon, r = part
    last, ties = outbreak.number[READ], 0
    contact, recover = addresses
    for n in range(first - FAR, last):
        look_ahead(town, outbreak.readers, n, (first, last))
        if n < first:
            continue
        k = np.uint64(n)
        set_period(town, rules, outbreak, recover, k, (horizon, r))
        ties += toss_coins(town, rules, outbreak, contact, k)
        if outbreak.number[TOSSED] >= BATCH or n + 1 == last:
            hits = drop_readers(town, outbreak, list_hits(outbreak))
            pass_on(town, rules, outbreak, r, hits)
    outbreak.ending[TIES, r + 1] -= ties


@inlined
def set_period(town, rules, outbreak, recover, k, now):
    """Set for how many rounds the k-th reader, who reads in this round, will share."""
    horizon, r = now
    left, s = horizon - r, np.uint64(outbreak.readers[k])
    period = rules.period
    if period == 0:
        coin = fold(recover, town.hashes[s])
        period = np.int64(first_round(rules.recover, coin, np.int32(left + 1)))
    rounds = min(period - rules.stop_first, left)
    outbreak.rounds[k] = rounds
    outbreak.caused[k] = 0
    outbreak.number[LAST] = max(outbreak.number[LAST], r + max(period, rounds + 1))
    outbreak.ending[TIES, np.uint64(r + rounds + 1)] += town.tie_start[s + ONE] - town.tie_start[s]
    if period <= left:
        outbreak.ending[PEOPLE, np.uint64(r + period)] += 1


@inlined
def toss_coins(town, rules, outbreak, contact, k):
    """Toss the coins of the k-th reader's ties, eight at a time; return the number of ties.

    The last eight are filled up with coins that never pass anything on.
    """
    s, limit = np.uint64(outbreak.readers[k]), rules.contact.limits[outbreak.rounds[k]]
    state, first = fold(contact, town.hashes[s]), town.tie_start[s]
    ties, place = town.tie_start[s + ONE] - first, outbreak.number[TOSSED]
    hashes, passed = town.tie_hash[first:], outbreak.passed[place:]
    whole = (ties + WIDTH - 1) & -WIDTH
    for t in range(whole):
        passed[t] = np.uint8(happens(mix(state ^ hashes[t]), limit)) & np.uint8(t < ties)
    for e in range(place // WIDTH, (place + whole) // WIDTH):
        eight = outbreak.eights[e]
        eight.state, eight.offset, eight.by = state, first - place, k
    outbreak.number[TOSSED] = place + whole
    return ties


@inlined
def list_hits(outbreak):
    """List the places of the coins that pass the content on, without an unpredictable branch."""
    count = np.uint64(0)
    for place in range(np.uint64(outbreak.number[TOSSED])):
        outbreak.hits[count] = place
        count += np.uint64(outbreak.passed[place])
    return count


@inlined
def drop_readers(town, outbreak, hits):
    """Drop the hits on people who have read and list the other targets; return their number."""
    count = np.uint64(0)
    for h in range(hits):
        place = np.uint64(outbreak.hits[h])
        tie = outbreak.eights[place >> np.uint64(3)].offset + np.int64(place)
        v = np.uint64(town.tie_to[np.uint64(tie)])
        outbreak.hits[count] = place
        outbreak.targets[count] = v
        count += ~(outbreak.read[v >> np.uint64(6)] >> (v & np.uint64(63))) & ONE
    return count


@inlined
def pass_on(town, rules, outbreak, r, hits):
    """Schedule the people hit for the round in which the content reaches them first.

    Rivals, and readers who lose a person, are set aside and settled together: their records are far
    away in memory, and processing them in one loop overlaps the waits.
    """
    outbreak.number[TOSSED] = 0
    rivals = lost = np.uint64(0)
    for h in range(hits):
        place, v = np.uint64(outbreak.hits[h]), np.uint64(outbreak.targets[h])
        ahead = np.uint64(outbreak.targets[min(h + _AHEAD, hits)])
        ask_for(outbreak.people, ahead, outbreak.people.size > LARGE)
        eight = outbreak.eights[place >> np.uint64(3)]
        k = np.uint64(eight.by)
        coin = mix(eight.state ^ town.tie_hash[np.uint64(eight.offset + np.int64(place))])
        due = r + first_round(rules.contact, coin, outbreak.rounds[k])
        before = outbreak.people[v]
        if due < before.due:
            outbreak.lost[lost] = before.source
            lost += np.uint64(before.due < NEVER)
            outbreak.caused[k] += 1
            schedule(outbreak, v, due, k)
        else:
            rival = outbreak.rivals[rivals]
            rival.person, rival.due, rival.by = v, due, k
            rivals += np.uint64(due == before.due)
    for n in range(settle_rivals(town, outbreak, rivals, lost)):
        outbreak.caused[np.uint64(outbreak.lost[n])] -= 1


@inlined
def settle_rivals(town, outbreak, rivals, lost):
    """Make the rival with the smallest label hash the source; return the length of `lost`."""
    for n in range(rivals):
        rival = outbreak.rivals[n]
        k, before = np.uint64(rival.by), outbreak.people[np.uint64(rival.person)]
        source = np.uint64(before.source)
        if rival.due == before.due and hash_of(town, outbreak, k) < hash_of(town, outbreak, source):
            outbreak.lost[lost] = source
            lost += ONE
            outbreak.caused[k] += 1
            before.source = k
    return lost


@inlined
def hash_of(town, outbreak, k):
    """Return the label hash of the k-th reader."""
    return town.hashes[outbreak.readers[k]]


@in_place
def count_rounds(outbreak, counts, horizon):
    """Count sharers and the ties that they expose in each round, from when they begin and end.

    Return the round in which the last of them stops: after it all counts are 0.
    """
    active = ties = last = 0
    rounds = min(outbreak.number[LAST], horizon) + 1
    for r in range(rounds):
        first, last = last, last + counts[READERS, r]
        counts[ATTRIBUTED, r] = outbreak.caused[first:last].sum()
        retired = outbreak.ending[PEOPLE, r]
        active += counts[READERS, r] - retired
        ties -= outbreak.ending[TIES, r]
        counts[RETIRED, r] = retired
        counts[ACTIVE, r] = active
        counts[IMPRESSIONS, r] = ties
    outbreak.ending[:, : rounds + 1] = 0
    return rounds - 1


@in_place
def record(town, outbreak, tally, i):
    """Record who read, when and because of whom, and clear the state of the run."""
    readers = outbreak.readers[: outbreak.number[READ]]
    record_readers(town.cell, readers, tally, i)
    for v in readers:
        if tally.adoption.shape[0]:
            tally.adoption[i, v] = outbreak.people[v].due
        if tally.parents.shape[0]:
            k = outbreak.people[v].source
            tally.parents[i, v] = outbreak.readers[k] if k >= 0 else NOBODY
    clear(outbreak, readers)
