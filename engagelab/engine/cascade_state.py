"""The state of 64 runs of the independent cascade; bit k of a word belongs to run k."""

from typing import NamedTuple

import numpy as np

from .state import WIDTH, in_lines, inlined

# Rows for which a sharer's ties are drawn on the spot, before all eight rows are drawn and stored:
# storing them costs as much as three or four rows on the spot. If the previous block stored the
# ties of most people, this block stores them at once. Neither choice changes a coin.
STORE_AFTER = 3
ALL_DRAWN = np.uint8(255)

# Pending exposures that are processed together, after their words have been prefetched.
BATCH = 512

# Indices into `Block.number`: lengths of the lists, and the rows to draw on the spot.
NOW, NEXT, TOUCHED, PENDING, TOSSES, FEW = range(6)

# The data of a person that is looked up when they read, in one record to cost one cache line.
PERSON = np.dtype(
    [
        ("before", np.uint64),  # runs in which they had read before this round
        ("hash", np.uint64),  # label hash, as in the town; so are the next three
        ("first", np.int64),  # their first tie
        ("ties", np.int32),
        ("cell", np.int16),
        ("drawn", np.uint8),  # rows for which their ties were drawn, ALL_DRAWN for all
    ],
    align=True,
)

# The coins of one sharer in the runs of one row.
TOSS = np.dtype(
    [
        ("state", np.uint64),  # where their addresses begin
        ("sharing", np.uint64),  # the runs of the row in which they share, the lowest bit of a byte
        ("row", np.uint64),
    ]
)


class Block(NamedTuple):
    """The arrays of 64 runs, reused by the next 64."""

    ever: np.ndarray  # uint64 (people,): runs in which each person has read
    people: np.ndarray  # PERSON (people,)
    now: np.ndarray  # int32 (people,): who shares in this round, in any run
    sharing: np.ndarray  # uint64 (people,): the runs in which they do, parallel to `now`
    next: np.ndarray  # int32 (people + ties + 1,): who may share in the next round, with repeats
    touched: np.ndarray  # int32 (people,): who has read in any run
    live: np.ndarray  # uint64 (ties,): the runs in which each tie is live, if all rows are drawn
    scratch: np.ndarray  # uint64 (2, longest list of ties + WIDTH): for `live_runs`
    marks: np.ndarray  # uint8 (longest list of ties, rounded up,): scratch space for `expose_row`
    eight: np.ndarray  # uint64: a view of `marks`, eight in a word
    pending: np.ndarray  # uint64 (BATCH + longest list of ties + WIDTH,): ties that may be live,
    # with their place in `tosses`; later the people they lead to
    pending_runs: np.ndarray  # uint64: the runs in which they are live, parallel to `pending`
    tosses: np.ndarray  # TOSS (BATCH + 1,)
    rows: np.ndarray  # uint64 (8,): addresses of the coins of the block's rows
    sharer_rows: np.ndarray  # uint64 (8,): the same for one sharer
    counted: np.ndarray  # uint64 (64,): by run, readers of this round and the number of their ties
    number: np.ndarray  # int64 (6,): counters


def new_block(town, longest):
    """Return the arrays of 64 runs; `longest` is the largest number of ties of one person."""
    people, ties = town.hashes.size, town.tie_to.size
    records = in_lines(people, PERSON)
    records["hash"], records["cell"] = town.hashes, town.cell
    records["first"], records["ties"] = town.tie_start[:-1], np.diff(town.tie_start)
    marks = np.zeros((longest + WIDTH) // WIDTH * WIDTH, np.uint8)
    return Block(
        ever=np.zeros(people, np.uint64),
        people=records,
        now=np.empty(people, np.int32),
        sharing=np.empty(people, np.uint64),
        next=np.empty(people + ties + 1, np.int32),
        touched=np.empty(people, np.int32),
        live=np.empty(ties, np.uint64),
        scratch=np.zeros((2, longest + WIDTH), np.uint64),
        marks=marks,
        eight=marks.view(np.uint64),
        pending=np.empty(BATCH + longest + WIDTH, np.uint64),
        pending_runs=np.empty(BATCH + longest, np.uint64),
        tosses=np.zeros(BATCH + 1, TOSS),
        rows=np.zeros(8, np.uint64),
        sharer_rows=np.zeros(8, np.uint64),
        counted=np.zeros(64, np.uint64),
        number=np.array([0, 0, 0, 0, 0, STORE_AFTER]),
    )


@inlined
def add(block, v, runs):
    """Let v read in these runs, which may be none; list them once, without a branch."""
    before, ever, n = block.people[v].before, block.ever[v], np.uint64(block.number[NEXT])
    block.next[n] = v
    block.number[NEXT] = n + (np.uint64(ever == before) & np.uint64((ever | runs) != ever))
    block.ever[v] = ever | runs
