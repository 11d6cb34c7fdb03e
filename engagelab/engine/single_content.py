"""State of one run and recording of its results, shared by the kernels of the classic models.

A `Course` stores for each person the first reading, the present sharing and who caused both. If
several sharers reach a person in the same round, the one with the smallest label hash counts, so
the order in which a kernel visits them does not matter.
"""

from typing import NamedTuple

import numpy as np

from .state import NOBODY, in_place, inlined

# The measures, and their indices in `Tally.counts`.
MEASURES = ("readers", "impressions", "shares", "retired", "active", "attributed", "roots")
READERS, IMPRESSIONS, SHARES, RETIRED, ACTIVE, ATTRIBUTED, ROOTS = range(7)

# Indices into `Course.number`: sharers from earlier rounds, and sharers new in this round.
OLD, NEW = range(2)


class SeedPlan(NamedTuple):
    """Seeds, the content that each starts, and the last round."""

    seeds: np.ndarray  # int32 (runs or 1, seeds)
    contents: np.ndarray  # int16 (seeds,): which content each seed starts
    horizon: int


class Course(NamedTuple):
    """The arrays of one run, reused by the next."""

    read_at: np.ndarray  # int32 (people,): round of first reading + 1, 0 for never
    since: np.ndarray  # int32 (people,): round in which the present sharing began + 1, 0 for none
    parent: np.ndarray  # int32 (people,): whose share was read first
    source: np.ndarray  # int32 (people,): whose share began the present sharing
    sharers: np.ndarray  # int32 (people,): who shares, the new ones last
    exposure: np.ndarray  # uint64 (people,): exposure so far
    touched: np.ndarray  # int32 (people,): scratch list of people
    taken: np.ndarray  # int16 (people,): the content taken
    group_sharers: np.ndarray  # int32 (groups,): sharers in each group
    number: np.ndarray  # int64 (2,): old and new sharers


def new_course(people, groups):
    """Return the arrays of one run."""
    return Course(
        read_at=np.zeros(people, np.int32),
        since=np.zeros(people, np.int32),
        parent=np.zeros(people, np.int32),
        source=np.zeros(people, np.int32),
        sharers=np.zeros(people, np.int32),
        exposure=np.zeros(people, np.uint64),
        touched=np.zeros(people, np.int32),
        taken=np.zeros(people, np.int16),
        group_sharers=np.zeros(groups, np.int32),
        number=np.zeros(2, np.int64),
    )


@in_place
def begin(plan, course, counts, i):
    """Clear the previous run, and let the seeds of run i read and share in round 0."""
    course.read_at[:] = 0
    course.since[:] = 0
    course.parent[:] = NOBODY
    course.exposure[:] = 0
    course.group_sharers[:] = 0
    course.number[:] = 0
    row = i if plan.seeds.shape[0] > 1 else 0
    for k in range(plan.contents.size):
        v = plan.seeds[row, k]
        course.taken[v] = plan.contents[k]
        reach(course, NOBODY, v, 0)
    settle(course, counts, 0)


@inlined
def reach(course, s, v, r):
    """Let v share from the next round on, because of s (`NOBODY` for a root)."""
    course.since[v] = r + 1
    course.source[v] = s
    course.sharers[course.number[OLD] + course.number[NEW]] = v
    course.number[NEW] += 1


@in_place
def settle(course, counts, r):
    """Count the people reached in round r, and store their first readings."""
    for k in range(course.number[OLD], course.number[OLD] + course.number[NEW]):
        v = course.sharers[k]
        s = course.source[v]
        counts[SHARES, r] += 1
        if s >= 0:
            counts[ATTRIBUTED, course.since[s] - 1] += 1
        if course.read_at[v] == 0:
            course.read_at[v] = r + 1
            course.parent[v] = s
            counts[READERS, r] += 1
            counts[ROOTS, r] += s < 0


@inlined
def admit(course, counts, r):
    """Turn new sharers into old ones at the end of round r."""
    course.number[OLD] += course.number[NEW]
    course.number[NEW] = 0
    counts[ACTIVE, r] = course.number[OLD]


@inlined
def keep_sharers(course, count):
    """Keep the first `count` of the old sharers, and move the new ones behind them."""
    old = course.number[OLD]
    for k in range(course.number[NEW]):
        course.sharers[count + k] = course.sharers[old + k]
    course.number[OLD] = count


@inlined
def forget(tally, i):
    """Reset the recorded readings of run i, if they are recorded."""
    if tally.adoption.shape[0]:
        tally.adoption[i] = -1
    if tally.parents.shape[0]:
        tally.parents[i] = NOBODY


@inlined
def record_readers(cell, readers, tally, i):
    """Count the readers of run i by person and by cell."""
    tally.by_post[i, 0] = readers.size
    for v in readers:
        tally.reached[v] += 1
        tally.by_cell[cell[v], i] += 1


@in_place
def record_run(cell, course, tally, i):
    """Record who was reached in run i, when, by whom, and by which content."""
    tally.by_post[i] = 0
    several = tally.by_post.shape[1] > 1
    for v in range(course.read_at.size):
        at = course.read_at[v]
        if at:
            tally.reached[v] += 1
            tally.by_post[i, course.taken[v] if several else 0] += 1
            tally.by_cell[cell[v], i] += 1
        if tally.adoption.shape[0]:
            tally.adoption[i, v] = at - 1
        if tally.parents.shape[0]:
            tally.parents[i, v] = course.parent[v] if at else NOBODY
        if tally.taken.shape[0]:
            tally.taken[i, v] = course.taken[v] if at else NOBODY
