"""The state of one SIR run: who has read, and who is due to read in which round.

Due people are kept in one list for each round. The lists grow in blocks of a common array, so that
they need no more memory than the people and ties together.
"""

from typing import NamedTuple

import numpy as np

from .bitplanes import ONE, lowest
from .state import NOBODY, WIDTH, in_place, inlined

NEVER = np.int32(2**31 - 1)

# Coins tossed before their hits are processed: few enough to stay in the nearest cache.
BATCH = 4096

# Entries in a block of a list: enough for the processor to prefetch along it.
_BLOCK = 512

# Rows of `Outbreak.ending`.
PEOPLE, TIES = range(2)

# Indices into `Outbreak.number`: readers, blocks in use, coins tossed, entries of due people that
# have not been collected, and the last round in which a reader so far shares or stops.
READ, BLOCKS, TOSSED, DUE, LAST = range(5)

# A person's first reading as scheduled so far: its round, and the index in `readers` of the reader
# who causes it. Both in one record, since they are looked up together.
READING = np.dtype([("due", np.int32), ("source", np.int32)])

# Eight coins of one sharer: their address, the offset from their place among all coins tossed to
# their tie, and the sharer's index in `readers`.
EIGHT = np.dtype([("state", np.uint64), ("offset", np.int64), ("by", np.int64)])

# A person whom a second reader, `by`, would reach in the round in which they are due already.
RIVAL = np.dtype([("person", np.int32), ("due", np.int32), ("by", np.int32)])


class Outbreak(NamedTuple):
    """The arrays of one run, reused by the next.

    Arrays of readers are parallel to `readers`; arrays of hits are parallel to `hits`.
    """

    people: np.ndarray  # READING (people,)
    read: np.ndarray  # uint64 (people / 64,): who has read, one bit each
    readers: np.ndarray  # int32 (people + 1,): who has read, by round
    rounds: np.ndarray  # int32 (people,): for how many rounds each reader shares
    caused: np.ndarray  # int32 (people,): how many people read because of each reader
    marks: np.ndarray  # uint64 (people / 64,): scratch space to sort readers, one bit each
    entries: np.ndarray  # int32: the lists of due people, in blocks
    previous: np.ndarray  # int32 (blocks,): the block before each block of a list, -1 for none
    end: np.ndarray  # int64 (rounds + 1,): where each list continues, 0 if it is empty
    passed: np.ndarray  # uint8: whether each coin tossed passes the content on in time
    eights: np.ndarray  # EIGHT: one record for each eight elements of `passed`
    hits: np.ndarray  # int32: the places of the coins that pass it on
    targets: np.ndarray  # int32: the person each hit reaches
    rivals: np.ndarray  # RIVAL: hits to be decided by label hash
    lost: np.ndarray  # int32: readers who lose a person to an earlier one, by index in `readers`
    ending: np.ndarray  # int64 (2, rounds + 2): people who stop, and their ties, by round
    number: np.ndarray  # int64 (5,): counters


def new_outbreak(people, ties, longest, horizon):
    """Return the arrays of one run; `longest` is the largest number of ties of one person."""
    blocks = (people + ties) // _BLOCK + horizon + 2
    room = BATCH + (longest + WIDTH) // WIDTH * WIDTH
    reading = np.empty(people, READING)
    reading["due"] = NEVER
    return Outbreak(
        people=reading,
        read=np.zeros(people // 64 + 1, np.uint64),
        readers=np.empty(people + 1, np.int32),
        rounds=np.empty(people, np.int32),
        caused=np.empty(people, np.int32),
        marks=np.zeros(people // 64 + 1, np.uint64),
        entries=np.empty(blocks * _BLOCK, np.int32),
        previous=np.empty(blocks, np.int32),
        end=np.zeros(horizon + 1, np.int64),
        passed=np.empty(room, np.uint8),
        eights=np.empty(room // WIDTH, EIGHT),
        hits=np.empty(room + 1, np.int32),
        targets=np.zeros(room + 1, np.int32),
        rivals=np.empty(room, RIVAL),
        lost=np.empty(room, np.int32),
        ending=np.zeros((2, horizon + 2), np.int64),
        number=np.zeros(5, np.int64),
    )


@inlined
def schedule(outbreak, v, r, k):
    """Schedule v to read in round r because of the k-th reader, and no longer in a later round."""
    outbreak.people[v].due = r
    outbreak.people[v].source = k
    place = outbreak.end[r]
    if place % _BLOCK == 0:  # no block yet, or a full one
        block = outbreak.number[BLOCKS]
        outbreak.previous[block] = place // _BLOCK - 1
        outbreak.number[BLOCKS] = block + 1
        place = block * _BLOCK
    outbreak.entries[place] = v
    outbreak.end[r] = place + 1
    outbreak.number[DUE] += 1


@in_place
def collect_due(outbreak, r):
    """Append those due in round r to the readers, except those who have read before."""
    first = last = outbreak.number[READ]
    end = outbreak.end[r]
    block = (end - 1) // _BLOCK if end else -1
    while block >= 0:
        outbreak.number[DUE] -= end - block * _BLOCK
        for place in range(block * _BLOCK, end):
            v = outbreak.entries[place]
            word = outbreak.read[v >> 6]
            mark = ONE << np.uint64(v & 63)
            outbreak.readers[last] = v
            last += (word & mark) == 0
            outbreak.read[v >> 6] = word | mark
        block = outbreak.previous[block]
        end = (block + 1) * _BLOCK
    outbreak.end[r] = 0
    sort_people(outbreak.readers, first, last, outbreak.marks)
    outbreak.number[READ] = last


@inlined
def sort_people(people, first, last, marks):
    """Sort distinct people if they are many, so that memory is read in one direction.

    `marks` has one bit for each person, all clear; `people` has room for one more at its end.
    """
    if last - first < marks.size >> 4:
        return
    for k in range(first, last):
        v = people[k]
        marks[v >> 6] |= ONE << np.uint64(v & 63)
    last = first
    for place in range(marks.size):
        word = marks[place]
        marks[place] = 0
        for _ in range(2):  # rarely more, so two are taken without an unpredictable branch
            people[last] = place * 64 + lowest(word)
            last += word != 0
            word &= word - ONE
        while word:
            people[last] = place * 64 + lowest(word)
            last += 1
            word &= word - ONE


@inlined
def clear(outbreak, readers):
    """Reset the state of these readers, or of all people in one sweep if they are many.

    The sweep writes whole records, as vector registers do; a source without a round means nothing.
    """
    if readers.size > outbreak.people.size >> 3:
        for v in range(outbreak.people.size):
            outbreak.people[v].due = NEVER
            outbreak.people[v].source = NOBODY
        outbreak.read[:] = 0
    else:
        for v in readers:
            outbreak.people[v].due = NEVER
            outbreak.read[v >> 6] = 0
    outbreak.number[:] = 0
