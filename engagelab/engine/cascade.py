"""The independent cascade, sixty-four runs at a time.

Five things make it fast. A person is one word in which each run has a bit, so a visit to a person
serves all runs in which they share at once. Whether a tie is live does not depend on when it is
asked, so the runs in which it is are kept in a word, made once a sharer's ties have been needed for
a few rows of runs. The cost follows the people who are reached: what a block of runs touched is
listed, and only that is cleared. What is looked up of a person besides their word stands in one
line of memory. And since the next sharers are known, their ties are asked from memory before they
are needed.
"""

from typing import NamedTuple

import numpy as np

from . import coins as c
from .bitplanes import (
    ALL,
    EACH,
    NONE,
    ONE,
    add_in,
    live_row,
    live_runs,
    lowest,
    not_above,
    number_of,
    rows_of,
)
from .coins import fold, mix
from .prefetch import ASKED, FAR, NEAR, SOON, ask_for, ask_for_ties, prefetch
from .single_content import ACTIVE, ATTRIBUTED, IMPRESSIONS, READERS, RETIRED, ROOTS, SHARES, forget
from .state import NOBODY, WIDTH, in_lines, inlined, kernel

# Rows for which a sharer's ties are drawn on the spot, before all eight are drawn and kept: to keep
# them costs what three or four rows cost on the spot. Where the block before kept those of most,
# this one keeps them at once; neither changes a coin.
_FEW = 3
ALL_DRAWN = np.uint8(255)

# Where there are more people than that, their words lie so far away that those whom a sharer will
# visit are asked for too, up to so many; where many share at once, that is much.
NEAR_BY, _VISITED, _CROWD = 200_000, 32, 1000

# Places in `Block.number`.
NOW, NEXT, TOUCHED, TOLD, FEW = range(5)

# People told on the spot who are dealt with together, after memory has been asked for their words.
_TOGETHER = 512


class Chances(NamedTuple):
    """The rules, as limits for coins."""

    each: bool  # whether each tie has its own limit
    limits: np.ndarray  # uint64 (ties + WIDTH,) or, alike, (longest list of ties + WIDTH,)


# What is looked up of somebody who reads, side by side: one way to memory instead of six.
PERSON = np.dtype(
    [
        ("before", np.uint64),  # runs in which they had read before this round
        ("hash", np.uint64),  # the same as in the town, as are the three that follow
        ("first", np.int64),  # their first tie
        ("ties", np.int32),
        ("cell", np.int16),
        ("drawn", np.uint8),  # rows for which their ties were drawn, ALL_DRAWN for all
    ],
    align=True,
)


class Block(NamedTuple):
    """The state of 64 runs; one set of arrays serves many blocks in turn."""

    ever: np.ndarray  # uint64 (people,): runs in which each person has read
    people: np.ndarray  # PERSON (people,)
    now: np.ndarray  # int32 (people,): who shares in this round, in any run
    sharing: np.ndarray  # uint64 (people,): in which runs, beside `now`
    next: np.ndarray  # int32 (people + ties + 1,): who may share in the next round, some twice
    touched: np.ndarray  # int32 (people,): who has read in any run
    live: np.ndarray  # uint64 (ties,): the runs in which each tie is live, where all are drawn
    room: np.ndarray  # uint64 (2, longest list of ties + WIDTH): for `live_runs`
    marks: np.ndarray  # uint8 (longest list of ties, rounded up,): room for `visit_row`
    eight: np.ndarray  # uint64: the same, eight marks in a word
    told: np.ndarray  # int64 (_TOGETHER + longest list of ties,): ties that were kept, then to whom
    told_in: np.ndarray  # uint64: beside it, in which runs
    rows: np.ndarray  # uint64 (8,): where the coins of the block begin
    own_rows: np.ndarray  # uint64 (8,): where those of one sharer begin
    counted: np.ndarray  # uint64 (64,): by run, readers of this round and the ties that they have
    number: np.ndarray  # int64 (5,): how much of the lists is in use, and rows on the spot


def new_block(town, longest):
    """Return the arrays of 64 runs in a town whose longest list of ties is so long."""
    people, ties = town.hashes.size, town.tie_to.size
    known = in_lines(people, PERSON)
    known["hash"], known["cell"] = town.hashes, town.cell
    known["first"], known["ties"] = town.tie_start[:-1], np.diff(town.tie_start)
    marks = np.zeros((longest + WIDTH) // WIDTH * WIDTH, np.uint8)
    return Block(
        ever=np.zeros(people, np.uint64),
        people=known,
        now=np.empty(people, np.int32),
        sharing=np.empty(people, np.uint64),
        next=np.empty(people + ties + 1, np.int32),
        touched=np.empty(people, np.int32),
        live=np.empty(ties, np.uint64),
        room=np.zeros((2, longest + WIDTH), np.uint64),
        marks=marks,
        eight=marks.view(np.uint64),
        told=np.empty(_TOGETHER + longest, np.int64),
        told_in=np.empty(_TOGETHER + longest, np.uint64),
        rows=np.zeros(8, np.uint64),
        own_rows=np.zeros(8, np.uint64),
        counted=np.zeros(64, np.uint64),
        number=np.array([0, 0, 0, 0, _FEW]),
    )


@kernel
def simulate(town, rules, plan, block, tally, key, runs):
    """Do the runs from `runs[0]` to `runs[1]`, a block at a time; return the first not done."""
    first = runs[0]
    while first < runs[1]:
        start = first // 64 * 64
        last = min(runs[1], start + 64)
        begin(town, plan, block, tally, key, (start, first, last))
        for r in range(plan.horizon + 1):
            if r > 0:
                transmit(town, rules, block, tally, start)
            settle(town, block, tally, (start, first, last), plan.horizon, r)
            if block.number[NOW] == 0:
                break
        sum_up(town, block, tally, start)
        first = last
    return runs[1]


@kernel
def begin(town, plan, block, tally, key, part):
    """Address the coins of a block, and let its seeds read in round 0."""
    start, first, last = part
    for k in range(8):
        state = c.start(key, np.uint64(c.row_of(start + k)))
        block.rows[k] = fold(fold(state, c.TIE), NONE)
    for i in range(first, last):
        forget(tally, i)
    alike = plan.seeds.shape[0] == 1
    asked = (ALL << np.uint64(first - start)) & (ALL >> np.uint64(start + 64 - last))
    for i in range(first, first + 1 if alike else last):
        runs = asked if alike else ONE << np.uint64(i - start)
        for k in range(plan.contents.size):
            add(block, plan.seeds[0 if alike else i, k], runs)


@inlined
def add(block, v, runs):
    """Let v read in these runs."""
    if block.ever[v] == block.people[v].before:
        block.next[block.number[NEXT]] = v
        block.number[NEXT] += 1
    block.ever[v] |= runs


@kernel
def transmit(town, rules, block, tally, start):
    """Let each sharer expose each tie, in all runs in which they share."""
    noting = tally.parents.shape[0] > 0
    for k in range(-FAR, block.number[NOW]):
        look_ahead(town, block, k)
        if k < 0:
            continue
        s, runs = block.now[k], block.sharing[k]
        person = block.people[s]
        if person.drawn != ALL_DRAWN:
            rows = rows_of(runs)
            few = person.drawn + number_of(rows)
            if few <= block.number[FEW] and not noting:
                person.drawn = few
                while rows:
                    visit_row(town, rules, block, s, np.uint64(lowest(rows)), runs)
                    rows &= rows - ONE
                continue
            draw(town, rules, block, s)
        if noting:
            note_parents(town, block, tally, start, (s, runs))
        visit(town, block, s, runs)
    tell(town, block)


@inlined
def look_ahead(town, block, k):
    """Ask memory for what the sharers some places further on will need."""
    if k + FAR < block.number[NOW]:
        prefetch(block.people, block.now[k + FAR])
    if 0 <= k + NEAR < block.number[NOW]:
        person = block.people[block.now[k + NEAR]]
        if person.drawn == ALL_DRAWN:
            ask_for_ties(town, person.first, block.live)
        elif block.number[FEW] == 0:
            ask_for_ties(town, person.first, town.tie_hash)
        else:
            for t in range(person.first, person.first + min(ASKED, np.int64(person.ties)), 8):
                prefetch(town.tie_hash, t)
    if block.ever.size > NEAR_BY and 0 <= k + SOON < block.number[NOW]:
        person = block.people[block.now[k + SOON]]
        if person.drawn == ALL_DRAWN:
            for t in range(person.first, person.first + min(_VISITED, np.int64(person.ties))):
                ask_for(block.ever, town.tie_to[t], block.number[NOW] > _CROWD)


@inlined
def visit_row(town, rules, block, s, row, sharing):
    """Expose the ties of s in those of the runs that are in one row, drawing only its coins."""
    person = block.people[s]
    state, first, ties = fold(block.rows[row], person.hash), person.first, np.int64(person.ties)
    hashes = town.tie_hash[first:]
    limits = rules.limits[first if rules.each else 0 :]
    sharing = (sharing >> row) & EACH
    sides, marks = sharing << np.uint64(7), block.marks
    whole = (ties + WIDTH - 1) & -WIDTH
    for t in range(whole):
        bound = ((limits[t] >> np.uint64(55)) & np.uint64(255)) * EACH
        certain = NONE - (limits[t] >> np.uint64(63))
        word = mix(state ^ hashes[t])
        marks[t] = np.uint8(((not_above(word, bound) | certain) & sides) != 0)
    for t in range(ties, whole):
        marks[t] = 0
    for w in range(whole // WIDTH):
        word = block.eight[w]
        while word:
            t = WIDTH * w + lowest(word) // 8
            word &= word - ONE
            runs = live_row(mix(state ^ hashes[t]), limits[t]) & sharing
            if runs:
                k = block.number[TOLD]
                block.told[k], block.told_in[k] = first + t, runs << row
                block.number[TOLD] = k + 1
                prefetch(town.tie_to, first + t)
    if block.number[TOLD] >= _TOGETHER:
        tell(town, block)


@inlined
def tell(town, block):
    """Let those read whom the ties that were kept lead to.

    Each step asks memory for what the next one will need.
    """
    told = block.told[: block.number[TOLD]]
    for k in range(told.size):
        v = town.tie_to[told[k]]
        told[k] = v
        prefetch(block.ever, v)
        prefetch(block.people, v)
    for k in range(told.size):
        add(block, told[k], block.told_in[k])
    block.number[TOLD] = 0


@inlined
def draw(town, rules, block, s):
    """Find the runs in which each tie of s is live."""
    person = block.people[s]
    first, last = person.first, person.first + person.ties
    limits = rules.limits[first if rules.each else 0 :]
    for row in range(8):
        block.own_rows[row] = fold(block.rows[row], person.hash)
    room = block.room[0], block.room[1]
    live_runs(block.own_rows, town.tie_hash[first:], limits, block.live[first:last], room)
    person.drawn = ALL_DRAWN


@inlined
def visit(town, block, s, sharing):
    """Expose the ties of s that are live.

    Nearly all the work of large cascades, so it never branches on what it finds: a branch that
    cannot be foretold costs more than a write that changes nothing.
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


@kernel
def note_parents(town, block, tally, start, sharer):
    """Note of several who reach somebody in one round the one with the smallest label hash."""
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


@kernel
def settle(town, block, tally, part, horizon, r):
    """Count those who read in round r, and let them be the sharers of the next."""
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
    """Return the end of the list of those who are new in some run, some of them listed twice.

    Where they are many, all people are looked through instead: that drops those listed twice, and
    puts them into order, so that memory is read in one direction.
    """
    ever, people, next_, n = block.ever, block.people, block.next, block.number[NEXT]
    if n < ever.size >> 4:
        return n
    n = 0
    for v in range(np.uint64(ever.size)):
        next_[n] = v
        n += ever[v] != people[v].before
    return n


# In `Block.counted` readers have the lower 32 bits, and their ties the upper.
_TIES, _LOWER = np.uint64(32), np.uint64(2**32 - 1)


@inlined
def count(counted, tally, first, horizon, r):
    """Put down for each run who read in round r, and what they will do in the next."""
    counts = tally.counts
    for k in range(counted.size):
        i, new = first + k, np.int64(counted[k] & _LOWER)
        counts[READERS, r, i] = counts[SHARES, r, i] = counts[ACTIVE, r, i] = new
        counts[ROOTS if r == 0 else ATTRIBUTED, max(r - 1, 0), i] = new
        tally.by_post[i, 0] += new
        if r < horizon:
            counts[RETIRED, r + 1, i] = new
            counts[IMPRESSIONS, r + 1, i] = counted[k] >> _TIES


@kernel
def sum_up(town, block, tally, start):
    """Hand back who was reached, by class, and clear what this block touched."""
    kept = 0
    for k in range(block.number[TOUCHED]):
        v = block.touched[k]
        runs, person = block.ever[v], block.people[v]
        tally.reached[v] += number_of(runs)
        add_in(tally.by_cell[person.cell, start : start + 64], runs, 1)
        kept += person.drawn == ALL_DRAWN
        block.ever[v] = 0
        person.before = 0
        person.drawn = 0
    block.number[FEW] = 0 if 2 * kept > block.number[TOUCHED] else _FEW
    block.number[:FEW] = 0
