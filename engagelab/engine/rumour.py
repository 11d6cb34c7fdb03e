"""Rumours: sharers tell their ties, and stop when they meet people who know already."""

from typing import NamedTuple

import numpy as np

from . import coins as c
from .coins import fold, happens, mix
from .single_content import (
    IMPRESSIONS,
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


class Stifling(NamedTuple):
    """The rules, as limits for coins."""

    tell: np.uint64
    stifle: np.uint64
    both: bool  # whether both stop when two sharers meet
    mutual: bool  # whether ties go both ways


@kernel
def simulate(town, rules, plan, course, tally, key, runs):
    """Simulate the runs from `runs[0]` to `runs[1]`; return the first one not done."""
    for i in range(runs[0], runs[1]):
        contact = fold(fold(c.start(key, np.uint64(i)), c.CONTACT), np.uint64(0))
        counts = tally.counts[:, :, i].T
        begin(plan, course, counts, i)
        for r in range(1, plan.horizon + 1):
            admit(course, counts, r - 1)
            if course.number[OLD] == 0:
                tally.last_rounds[i] = r - 1
                break
            meet(town, rules, course, counts, contact, r)
            settle(course, counts, r)
            stop(course, counts, r)
        else:
            admit(course, counts, plan.horizon)
        record_run(town.cell, course, tally, i)
    return runs[1]


@in_place
def meet(town, rules, course, counts, contact, r):
    """Let each sharer meet each of their ties; an exposure of r marks the sharers who will stop."""
    hashes, now = town.hashes, np.uint64(r)
    for k in range(course.number[OLD]):
        s = course.sharers[k]
        state = fold(fold(contact, hashes[s]), now)
        for t in range(town.tie_start[s], town.tie_start[s + 1]):
            v = town.tie_to[t]
            shares = 0 < course.since[v] <= r
            if shares and rules.both and rules.mutual and hashes[v] < hashes[s]:
                continue  # a pair meets once, with the coin of the smaller label hash
            counts[IMPRESSIONS, r] += 1
            coin = mix(state ^ hashes[v])
            if course.read_at[v] == 0:
                if happens(coin, rules.tell):
                    tell(town, course, s, v, r)
            elif happens(coin, rules.stifle):
                course.exposure[s] = now
                if shares and rules.both:
                    course.exposure[v] = now


@in_place
def tell(town, course, s, v, r):
    """Let v hear the rumour from s."""
    if course.since[v] == 0:
        reach(course, s, v, r)
    elif town.hashes[s] < town.hashes[course.source[v]]:
        course.source[v] = s


@in_place
def stop(course, counts, r):
    """Remove the sharers who stop in this round."""
    staying = 0
    for k in range(course.number[OLD]):
        s = course.sharers[k]
        if course.exposure[s] == np.uint64(r):
            course.since[s] = 0
            counts[RETIRED, r] += 1
        else:
            course.sharers[staying] = s
            staying += 1
    keep_sharers(course, staying)
