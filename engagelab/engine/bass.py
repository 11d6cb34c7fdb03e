"""Bass: people read on their own, or by the share of readers among their ties."""

from typing import NamedTuple

import numpy as np

from . import coins as c
from .coins import fold, happens, threshold
from .single_content import IMPRESSIONS, NEW, OLD, admit, begin, reach, record_run, settle
from .state import NOBODY, in_place, kernel


class Hazard(NamedTuple):
    """The rules: the hazard of reading in a round."""

    innovation: float
    imitation: float
    degree: np.ndarray  # int64 (people,): in-degree of each person


@kernel
def simulate(town, rules, plan, course, tally, key, runs):
    """Simulate the runs from `runs[0]` to `runs[1]`; return the first one not done."""
    for i in range(runs[0], runs[1]):
        base = fold(fold(c.start(key, np.uint64(i)), c.ADOPT), np.uint64(0))
        counts = tally.counts[:, :, i].T
        begin(plan, course, counts, i)
        left = list_unread(course)
        settled = 0
        for r in range(1, plan.horizon + 1):
            admit(course, counts, r - 1)
            expose(town, course, counts, settled, r)
            settled = course.number[OLD]
            left = decide(town, rules, course, fold(base, np.uint64(r)), left, r)
            settle(course, counts, r)
            if left == 0 and course.number[NEW] == 0:
                tally.last_rounds[i] = r
                break
        admit(course, counts, tally.last_rounds[i])
        record_run(town.cell, course, tally, i)
    return runs[1]


@in_place
def list_unread(course):
    """List the people who have not read; return their number."""
    left = 0
    for v in range(course.since.size):
        if course.since[v] == 0:
            course.source[v] = NOBODY
            course.touched[left] = v
            left += 1
    return left


@in_place
def expose(town, course, counts, settled, r):
    """Count for each person who has not read the ties that read in the previous round."""
    for k in range(settled, course.number[OLD]):
        s = course.sharers[k]
        first, last = town.tie_start[s], town.tie_start[s + 1]
        counts[IMPRESSIONS, r] += last - first
        for t in range(first, last):
            v = town.tie_to[t]
            if course.since[v] == 0:
                course.exposure[v] += np.uint64(1)
                if course.source[v] < 0 or town.hashes[s] < town.hashes[course.source[v]]:
                    course.source[v] = s


@in_place
def decide(town, rules, course, base, left, r):
    """Let people read with their hazard; return how many are left."""
    alone = threshold(rules.innovation)
    unread = 0
    for k in range(left):
        v = course.touched[k]
        chance = rules.innovation
        if rules.degree[v] > 0:
            share = np.float64(course.exposure[v]) / rules.degree[v]
            chance = min(1.0, chance + rules.imitation * share)
        coin = fold(base, town.hashes[v])
        if happens(coin, threshold(chance)):
            reach(course, NOBODY if happens(coin, alone) else course.source[v], v, r)
        else:
            course.touched[unread] = v
            unread += 1
    return unread
