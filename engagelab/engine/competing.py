"""Competing contents: each person takes the first that reaches them."""

from typing import NamedTuple

import numpy as np

from . import coins as c
from .coins import byte_of, fold, happens_in, mix, row_of
from .single_content import (
    IMPRESSIONS,
    MEASURES,
    NEW,
    OLD,
    RETIRED,
    admit,
    begin,
    keep_sharers,
    reach,
    record_run,
    settle,
)
from .state import in_place, kernel

FIRST = len(MEASURES)  # index of the first content's readers, after the common measures


class Rivals(NamedTuple):
    """The contents: the hashes of their names, and their limits for coins."""

    hashes: np.ndarray  # uint64 (contents,)
    limits: np.ndarray  # uint64 (contents,)


@kernel
def simulate(town, rules, plan, course, tally, key, runs):
    """Simulate the runs from `runs[0]` to `runs[1]`; return the first one not done."""
    for i in range(runs[0], runs[1]):
        ties = fold(c.start(key, np.uint64(row_of(i))), c.TIE)
        chosen = fold(c.start(key, np.uint64(i)), c.CHOOSE)
        counts = tally.counts[:, :, i].T
        begin(plan, course, counts, i)
        count_contents(course, counts, 0)
        for r in range(1, plan.horizon + 1):
            admit(course, counts, r - 1)
            if course.number[OLD] == 0:
                tally.last_rounds[i] = r - 1
                break
            expose(town, rules, course, counts, (ties, chosen, byte_of(i)), r)
            settle(course, counts, r)
            count_contents(course, counts, r)
            retire(course, counts, r)
        else:
            admit(course, counts, plan.horizon)
        record_run(town.cell, course, tally, i)
    return runs[1]


@in_place
def expose(town, rules, course, counts, chance, r):
    """Let those who took a content in the previous round expose their ties to it."""
    ties, chosen, byte = chance
    hashes = town.hashes
    for k in range(course.number[OLD]):
        s = course.sharers[k]
        content = course.taken[s]
        state = fold(fold(ties, rules.hashes[content]), hashes[s])
        first, last = town.tie_start[s], town.tie_start[s + 1]
        counts[IMPRESSIONS, r] += last - first
        for t in range(first, last):
            v = town.tie_to[t]
            word = mix(state ^ town.tie_hash[t])
            if course.read_at[v] == 0 and happens_in(word, byte, rules.limits[content]):
                if course.since[v] == 0:
                    course.taken[v] = content
                    reach(course, s, v, r)
                elif prefers(rules, course, hashes, chosen, (s, v)):
                    course.taken[v] = content
                    course.source[v] = s


@in_place
def prefers(rules, course, hashes, chosen, pair):
    """Return whether v takes the content of s instead of the one taken so far in this round."""
    s, v = pair
    ours, theirs = course.taken[s], course.taken[v]
    if ours == theirs:
        return hashes[s] < hashes[course.source[v]]
    new = fold(fold(chosen, rules.hashes[ours]), hashes[v])
    present = fold(fold(chosen, rules.hashes[theirs]), hashes[v])
    return new < present


@in_place
def count_contents(course, counts, r):
    """Count the new readers of each content."""
    for k in range(course.number[OLD], course.number[OLD] + course.number[NEW]):
        counts[FIRST + course.taken[course.sharers[k]], r] += 1


@in_place
def retire(course, counts, r):
    """Let the old sharers stop after their one round of sharing."""
    old = course.number[OLD]
    for k in range(old):
        course.since[course.sharers[k]] = 0
    counts[RETIRED, r] += old
    keep_sharers(course, 0)
