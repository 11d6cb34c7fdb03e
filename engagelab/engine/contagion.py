"""SIS and group contagion: one exposure can be enough, and people who stopped can start again.

Both are one process that differs in how long people share, whether groups act as one, and in which
order people transmit and stop. The cost of a run grows with the exposures of its sharers.
"""

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
from .state import in_place, inlined, kernel


class Contagion(NamedTuple):
    """The rules, as limits for coins."""

    limit: np.uint64  # of each tie
    group_limit: np.uint64
    quorum: np.ndarray  # int32 (groups,): sharers that a group needs; empty if groups do not act
    recover: np.uint64
    period: int  # rounds from reading to stopping, 0 if chance decides
    stop_first: bool


@kernel
def simulate(town, rules, plan, course, tally, key, runs):
    """Simulate the runs from `runs[0]` to `runs[1]`; return the first one not done."""
    for i in range(runs[0], runs[1]):
        state = c.start(key, np.uint64(i))
        begin(plan, course, tally.counts[:, :, i].T, i)
        counts = tally.counts[:, :, i].T
        tally.last_rounds[i] = run_rounds(town, rules, plan.horizon, course, counts, state)
        record_run(town.cell, course, tally, i)
    return runs[1]


@in_place
def run_rounds(town, rules, horizon, course, counts, state):
    """Simulate one run, round by round, until no one shares; return the last round."""
    contact = fold(fold(state, c.CONTACT), np.uint64(0))
    group = fold(fold(state, c.GROUP_CONTACT), np.uint64(0))
    recover = fold(fold(state, c.RECOVER), np.uint64(0))
    admit(course, counts, 0)
    grouped = rules.quorum.size > 0
    if grouped:
        join_groups(town, course, 0)
    for r in range(1, horizon + 1):
        if course.number[OLD] == 0:
            return r - 1
        if rules.stop_first:
            stop(town, rules, course, counts, recover, r)
        transmit(town, rules, course, counts, contact, r)
        if grouped:
            act_as_groups(town, rules, course, counts, group, r)
        settle(course, counts, r)
        if not rules.stop_first:
            stop(town, rules, course, counts, recover, r)
        first = course.number[OLD]
        admit(course, counts, r)
        if grouped:
            join_groups(town, course, first)
    return horizon


@in_place
def transmit(town, rules, course, counts, contact, r):
    """Let each sharer expose each of their ties."""
    hashes, since, source = town.hashes, course.since, course.source
    limit = rules.limit
    if limit == 0:
        for k in range(course.number[OLD]):
            s = course.sharers[k]
            counts[IMPRESSIONS, r] += town.tie_start[s + 1] - town.tie_start[s]
        return
    for k in range(course.number[OLD]):
        s = course.sharers[k]
        state = fold(fold(contact, hashes[s]), np.uint64(r))
        first, last = town.tie_start[s], town.tie_start[s + 1]
        counts[IMPRESSIONS, r] += last - first
        for t in range(first, last):
            v = town.tie_to[t]
            if not open_to(course, v, r):
                continue
            new = since[v] == r + 1
            if new and hashes[source[v]] <= hashes[s]:
                continue
            if happens(mix(state ^ hashes[v]), limit):
                if new:
                    source[v] = s
                else:
                    reach(course, s, v, r)


@inlined
def open_to(course, v, r):
    """Return whether an exposure of v in round r can change anything."""
    return course.since[v] == 0 or course.since[v] == r + 1


@in_place
def act_as_groups(town, rules, course, counts, group, r):
    """Let each group with enough sharers reach its other members."""
    for g in range(town.group_hashes.size):
        if course.group_sharers[g] < rules.quorum[g]:
            continue
        first, last = town.group_start[g], town.group_start[g + 1]
        counts[IMPRESSIONS, r] += last - first - course.group_sharers[g]
        s = smallest_sharer(town, course, first, last, r)
        state = fold(fold(group, town.group_hashes[g]), np.uint64(r))
        for k in range(first, last):
            v = town.group_people[k]
            if not open_to(course, v, r):
                continue
            new = course.since[v] == r + 1
            if new and town.hashes[course.source[v]] <= town.hashes[s]:
                continue
            if happens(mix(state ^ town.hashes[v]), rules.group_limit):
                if new:
                    course.source[v] = s
                else:
                    reach(course, s, v, r)


@inlined
def smallest_sharer(town, course, first, last, r):
    """Return the sharing member with the smallest label hash."""
    smallest = np.int32(-1)
    for k in range(first, last):
        v = town.group_people[k]
        if 0 < course.since[v] <= r:
            if smallest < 0 or town.hashes[v] < town.hashes[smallest]:
                smallest = v
    return smallest


@in_place
def stop(town, rules, course, counts, recover, r):
    """Let those who shared at the start of the round stop, by chance or after their period."""
    staying = 0
    for k in range(course.number[OLD]):
        s = course.sharers[k]
        if rules.period:
            ends = r - course.since[s] + 1 >= rules.period
        else:
            coin = fold(fold(recover, town.hashes[s]), np.uint64(r))
            ends = happens(coin, rules.recover)
        if ends:
            course.since[s] = 0
            counts[RETIRED, r] += 1
            if rules.quorum.size > 0:
                count_in_groups(town, course, s, -1)
        else:
            course.sharers[staying] = s
            staying += 1
    keep_sharers(course, staying)


@in_place
def join_groups(town, course, first):
    """Count the new sharers in each of their groups."""
    for k in range(first, course.number[OLD]):
        count_in_groups(town, course, course.sharers[k], 1)


@inlined
def count_in_groups(town, course, s, change):
    """Change the number of sharers in each group of s."""
    for k in range(town.person_start[s], town.person_start[s + 1]):
        course.group_sharers[town.person_group[k]] += change
