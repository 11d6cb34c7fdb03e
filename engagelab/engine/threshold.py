"""Linear threshold and complex contagion: exposures add up.

A person's coin lies below the limit that the exposure so far gives, or does not. For the linear
threshold the exposure is itself the limit; for complex contagion it is a number of people, and the
limit stands in a table.
"""

from typing import NamedTuple

import numpy as np

from . import coins as c
from .coins import fold, happens
from .spread import IMPRESSIONS, OLD, admit, begin, reach, settle, sum_up
from .state import NOBODY, kernel


class Thresholds(NamedTuple):
    """The rules: what a tie adds, and the limit that this gives."""

    adds: np.ndarray  # uint64 (ties or 0,): units of each tie; none: one each
    row: np.ndarray  # int64 (people or 0,): where a person's limits begin; none: the sum is it
    limits: np.ndarray  # uint64: limits by exposure, row by row


@kernel
def simulate(town, rules, plan, course, tally, key, runs):
    """Do the runs from `runs[0]` to `runs[1]`; return the first not done."""
    for i in range(runs[0], runs[1]):
        state = c.start(key, np.uint64(i))
        base = fold(fold(state, c.THRESHOLD), np.uint64(0))
        counts = tally.counts[i]
        begin(plan, course, counts, i)
        settled = 0
        for r in range(1, plan.horizon + 1):
            admit(course, counts, r - 1)
            if course.number[OLD] > settled:
                touched = add_up(town, rules, course, counts, settled, r)
                settled = course.number[OLD]
                decide(town, rules, course, base, touched, r)
                settle(course, counts, r)
        admit(course, counts, plan.horizon)
        sum_up(town.cell, course, tally, i)
    return runs[1]


@kernel
def add_up(town, rules, course, counts, settled, r):
    """Add the exposure by those who read in the round before; return how many are touched.

    The sharer with the smallest hash waits in `source`, and the round in `parent` (negative), both
    free until somebody reads.
    """
    count = 0
    for k in range(settled, course.number[OLD]):
        s = course.sharers[k]
        first, last = town.tie_start[s], town.tie_start[s + 1]
        counts[IMPRESSIONS, r] += last - first
        for t in range(first, last):
            v = town.tie_to[t]
            more = rules.adds[t] if rules.adds.size else np.uint64(1)
            if course.since[v] != 0 or more == 0:
                continue
            course.exposure[v] += more
            if course.parent[v] != NOBODY - r:
                course.parent[v] = NOBODY - r
                course.source[v] = s
                course.touched[count] = v
                count += 1
            elif town.hashes[s] < town.hashes[course.source[v]]:
                course.source[v] = s
    return count


@kernel
def decide(town, rules, course, base, touched, r):
    """Let those who were touched read where the exposure so far is enough."""
    for k in range(touched):
        v = course.touched[k]
        limit = course.exposure[v]
        if rules.row.size:
            limit = rules.limits[rules.row[v] + np.int64(limit)]
        if happens(fold(base, town.hashes[v]), limit):
            reach(course, course.source[v], v, r)
