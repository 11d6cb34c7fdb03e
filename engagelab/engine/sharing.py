"""Readers' acts: commenting, deciding to share, review, publishing, answers; and critics."""

import numpy as np

from . import coins as c
from .coins import fold, happens
from .group_exposure import delay_of, trust_in
from .measures import (
    ANSWERS,
    ATTRIBUTED,
    COMMENTS,
    CRITICS,
    CUSTOMER_SHARES,
    OFF_MESSAGE,
    POST_ANSWERS,
    POST_COMMENTS,
    POST_SHARES,
    RECOGNISED_SHARES,
    RECOGNITION_ANYWAY,
    SHARERS,
    SHARES,
    STOPPED,
)
from .memberships import membership_of, own_space, part
from .state import (
    ACTIVITIES_PER_ROLE,
    CONTRIBUTOR,
    CRITICAL,
    CUSTOMER,
    HEARD,
    LURKER,
    in_place,
    inlined,
    share_limit,
)

_IMMEDIATE, _REVIEWED = 0, 1  # rows of `Run.queued`
_DECIDED, _PUBLISHED, _VISIBLE = 0, 1, 2  # its columns


@in_place
def comment_and_decide(scene, people):
    """Let people who read in this round comment, and decide unless they share for sure."""
    run, p, limits = scene.run, scene.post, scene.rules.limits
    for k in range(people.size):
        v = np.uint64(people[k])
        run.open[p, v] = 0  # further sharers do not matter
        if limits.comment > 0:
            if happens(fold(scene.base[c.COMMENT], scene.town.hashes[v]), limits.comment):
                scene.tally[COMMENTS, scene.round] += 1
                run.post_counts[POST_COMMENTS, p] += 1
                contribute(scene, v)
        if run.reading[p, v].shared_at == 0:
            decide(scene, v)


@inlined
def decide(scene, v):
    """Let a reader share if their coin lies below the probability that their odds give."""
    run, p, rules = scene.run, scene.post, scene.rules
    valued = np.int64(0 < run.person[v].answered_at <= scene.calendar.first[p])
    place = scene.town.kind[v], valued, rules.fatigue[read_before(run, p, v)]
    coin = fold(scene.base[c.SHARE], scene.town.hashes[v])
    if happens(coin, limit_of(scene, 0, place)):
        anyway = 0
        for reward in range(3):
            if rules.rewarded[reward]:
                anyway |= np.int64(happens(coin, limit_of(scene, reward + 1, place))) << reward
        run.reading[p, v].marks |= anyway
        share(scene, v)


@inlined
def limit_of(scene, without, place):
    """Return the limit for the coin of sharing, all factors in (0) or without one reward."""
    kind, valued, fatigue = place
    odds = scene.rules.odds[without, scene.post, kind, valued]
    return share_limit(odds, scene.run.learned[scene.post], fatigue)


@inlined
def read_before(run, p, v):
    """Return how many posts v has read in rounds before reading this one."""
    at = run.reading[p, v].read_at
    if at == run.person[v].read_at:
        return run.person[v].before
    before = np.int32(0)
    for q in range(run.reading.shape[0]):
        before += 0 < run.reading[q, v].read_at < at
    return before


@in_place
def share(scene, s):
    """Take the decision to share into the queue; review may stop it."""
    run, p, limits = scene.run, scene.post, scene.rules.limits
    at, reviewed = scene.round + 1, _IMMEDIATE
    if scene.rules.review and trust_in(scene.town, s):
        reviewed = _REVIEWED
        approved = limits.approve_off if is_off_message(scene, s) else limits.approve_sound
        if not happens(fold(scene.base[c.APPROVE], scene.town.hashes[s]), approved):
            at = -at
    run.reading[p, s].shared_at = at
    run.open[p, s] = 0
    put_in_queue(run, p, reviewed, s)


@inlined
def put_in_queue(run, p, row, s):
    """Add a decision; those that wait for an approval come from the end of the list."""
    k = run.queued[p, row, _DECIDED]
    run.queue[p, run.queue.shape[1] - 1 - k if row == _REVIEWED else k] = s
    run.queued[p, row, _DECIDED] += 1


@inlined
def next_due(scene, row, stage, delay):
    """Return who reaches a stage of sharing in this round, by the delay from deciding; else -1."""
    run, p = scene.run, scene.post
    k = run.queued[p, row, stage]
    if k == run.queued[p, row, _DECIDED]:
        return np.int64(-1)
    s = run.queue[p, run.queue.shape[1] - 1 - k if row == _REVIEWED else k]
    if abs(run.reading[p, s].shared_at) - 1 + delay != scene.round:
        return np.int64(-1)
    run.queued[p, row, stage] += 1
    return np.int64(s)


@inlined
def next_visible(scene, row):
    """Return whose share of a queue becomes visible in this round, stopped or not; else -1."""
    delay = scene.rules.review_delay if row == _REVIEWED else 0
    return next_due(scene, row, _VISIBLE, delay + 1)


@in_place
def publish(scene):
    """Publish the shares that are due: count, reward, answer."""
    run, p = scene.run, scene.post
    for row in range(2):
        delay = scene.rules.review_delay if row == _REVIEWED else 0
        s = next_due(scene, row, _PUBLISHED, delay)
        while s >= 0:
            if run.reading[p, s].shared_at > 0:
                publish_one(scene, s)
            else:
                scene.tally[STOPPED, scene.round] += 1
            s = next_due(scene, row, _PUBLISHED, delay)


@inlined
def is_off_message(scene, s):
    """Return whether an employee's share says something the organisation would rather not."""
    coin = fold(scene.base[c.OFF_MESSAGE], scene.town.hashes[s])
    return happens(coin, scene.rules.limits.off_message)


@inlined
def publish_one(scene, s):
    """Publish one share."""
    run, p, r, count = scene.run, scene.post, scene.round, scene.tally
    count[SHARES, r] += 1
    run.post_counts[POST_SHARES, p] += 1
    run.share_cells[scene.town.cell[s]] += 1
    if run.person[s].published_at == 0:
        run.person[s].published_at = r + 1
        count[SHARERS, r] += 1
    if trust_in(scene.town, s):
        count[OFF_MESSAGE, r] += is_off_message(scene, s)
    parent = run.reading[p, s].parent
    if parent >= 0:
        visible = run.reading[p, parent].shared_at - 1 + delay_of(scene, parent)
        count[ATTRIBUTED, visible] += 1
    reward(scene, s)
    contribute(scene, s)


@inlined
def reward(scene, s):
    """Count what a published share is rewarded with, and what it would have been done without."""
    kind, r, count = scene.town.kind[s], scene.round, scene.tally
    recognised = kind % ACTIVITIES_PER_ROLE != LURKER
    loyal = kind // ACTIVITIES_PER_ROLE == CUSTOMER
    count[RECOGNISED_SHARES, r] += recognised
    count[CUSTOMER_SHARES, r] += loyal
    marks = scene.run.reading[scene.post, s].marks
    for each, paid in ((0, recognised), (1, loyal), (2, True)):
        if paid and scene.rules.rewarded[each]:
            count[RECOGNITION_ANYWAY + each, r] += marks >> each & 1


@inlined
def contribute(scene, v):
    """Make v a contributor of the post, whom the organisation may answer, once."""
    run, p = scene.run, scene.post
    if run.reading[p, v].marks & CONTRIBUTOR:
        return
    run.reading[p, v].marks |= CONTRIBUTOR
    if happens(fold(scene.base[c.ANSWER], scene.town.hashes[v]), scene.rules.limits.answer):
        scene.tally[ANSWERS, scene.round] += 1
        run.post_counts[POST_ANSWERS, p] += 1
        if run.person[v].answered_at == 0:
            run.person[v].answered_at = scene.round + 1


@in_place
def turn_away(town, run, count, p, r, base, limit):
    """Let contributors of a post that has ended, whom nothing answered, become critics.

    Returns nothing; critics leave the own space and do not read any more, and their ties hear.
    """
    for k in range(run.by_post[p, 0]):
        v = run.read_by[p, k]
        person = run.person[v]
        if not run.reading[p, v].marks & CONTRIBUTOR or person.answered_at or person.critic_at:
            continue
        if happens(fold(base, town.hashes[v]), limit):
            criticise(town, run, count, v, r)


@inlined
def criticise(town, run, count, v, r):
    """Make v a critic from the next round on; their ties have heard it."""
    count[CRITICS, r] += 1
    run.person[v].critic_at = r + 1
    run.critics[run.number[CRITICAL]] = v
    run.number[CRITICAL] += 1
    run.open[:, v] = 0
    m = membership_of(town, run, v, own_space(town))
    if m >= 0:
        part(town, run, count, (v, own_space(town), m), r)
    for t in range(town.tie_start[v], town.tie_start[v + 1]):
        u = town.tie_to[t]
        if run.person[u].heard_at == 0:
            run.person[u].heard_at = r + 1
            run.heard[run.number[HEARD]] = u
            run.number[HEARD] += 1
