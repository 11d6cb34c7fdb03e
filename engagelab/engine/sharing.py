"""Who shares, and what becomes of it: deciding, review, publishing, answers, rewards."""

import numpy as np

from . import coins as c
from .coins import fold, happens
from .state import (
    ANSWER,
    ANSWERS,
    APPROVE,
    ATTRIBUTED,
    CATCH,
    COUNT,
    NEED,
    NEVER,
    OFF,
    OFF_MESSAGE,
    RECOGNITION_ANYWAY,
    SHARERS,
    SHARES,
    STOPPED,
    inlined,
    kernel,
    share_limit,
)


@inlined
def decide(scene, v):
    """A reader shares where their coin lies below the probability that their odds give."""
    run, p, rules = scene.run, scene.post, scene.rules
    heard = max(1, run.heard[p, v, COUNT]) if rules.reinforced else 1
    standing = standing_of(run, v, scene.calendar.first[p])
    place = p, scene.town.kind[v], standing, read_before(run, p, v)
    coin = fold(scene.base[c.SHARE], scene.town.hashes[v])
    if not happens(coin, limit_of(rules, 0, place, heard)):
        if rules.reinforced:
            run.heard[p, v, NEED] = max(run.heard[p, v, COUNT] + 1, needed(rules, place, coin))
        return
    anyway = 0
    for reward in range(3):
        anyway |= np.int64(happens(coin, limit_of(rules, reward + 1, place, heard))) << reward
    run.reading[p, v].anyway = anyway
    share(scene, v)


@inlined
def needed(rules, place, coin):
    """Return how many sharers a reader has to hear to share, or one too few; never too many.

    So it is worked out once how often reading again cannot matter, and not asked each time.
    """
    p, kind, standing, before = place
    odds = rules.odds[0, p, kind, standing] * rules.fatigue[before]
    threshold = np.float64(coin >> np.uint64(1)) / 2.0**63
    if odds == 0.0 or threshold == 1.0:
        return NEVER
    further = np.log(threshold / (1.0 - threshold) / odds) / np.log(rules.reinforcement[1])
    return np.int32(1.0 + further) if further < rules.reinforcement.size else NEVER


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


@inlined
def limit_of(rules, without, place, heard):
    """Return the limit for the coin of sharing, all factors in (0) or without one reward."""
    p, kind, standing, before = place
    if heard == 1:
        return rules.share[without, p, kind, standing, before]
    odds, more = rules.odds[without, p, kind, standing], rules.reinforcement[heard - 1]
    return share_limit(odds, rules.fatigue[before], more)


@inlined
def standing_of(run, v, first):
    """Tell what the organisation is to v at the start of a post: 0, 1 valued, 2 unanswered."""
    if 0 < run.person[v].answered_at <= first:
        return 1
    return 2 if 0 < run.person[v].published_at <= first else 0


@kernel
def share(scene, s):
    """Take the decision to share into the queue; review may stop it."""
    run, town, p = scene.run, scene.town, scene.post
    at = scene.round + 1
    if scene.rules.review:
        off = happens(fold(scene.base[c.OFF_MESSAGE], town.hashes[s]), scene.rules.limits[OFF])
        if off:
            passes = not happens(
                fold(scene.base[c.CATCH], town.hashes[s]), scene.rules.limits[CATCH]
            )
        else:
            passes = happens(
                fold(scene.base[c.APPROVE], town.hashes[s]), scene.rules.limits[APPROVE]
            )
        at = at if passes else -at
    run.reading[p, s].shared_at = at
    run.open[p, s] = 0
    run.queue[p, run.queued[p, 0]] = s
    run.queued[p, 0] += 1


@kernel
def publish(scene):
    """Publish the shares whose delay is over: count, answer, reward."""
    run, p, r = scene.run, scene.post, scene.round
    queued = run.queued[p]
    while queued[1] < queued[0]:
        s = run.queue[p, queued[1]]
        at = run.reading[p, s].shared_at
        if abs(at) - 1 + scene.calendar.delay != r:
            return
        queued[1] += 1
        if at > 0:
            publish_one(scene, s)
        else:
            scene.tally[STOPPED, r] += 1


@inlined
def publish_one(scene, s):
    """Publish one share."""
    run, town, p, r, count = scene.run, scene.town, scene.post, scene.round, scene.tally
    count[SHARES, r] += 1
    if run.person[s].published_at == 0:
        run.person[s].published_at = r + 1
        count[SHARERS, r] += 1
    if happens(fold(scene.base[c.OFF_MESSAGE], town.hashes[s]), scene.rules.limits[OFF]):
        count[OFF_MESSAGE, r] += 1
    if happens(fold(scene.base[c.ANSWER], town.hashes[s]), scene.rules.limits[ANSWER]):
        count[ANSWERS, r] += 1
        if run.person[s].answered_at == 0:
            run.person[s].answered_at = r + 1
    parent = run.reading[p, s].parent
    if parent >= 0:
        count[ATTRIBUTED, run.reading[p, parent].shared_at - 1 + scene.calendar.delay] += 1
    for reward in range(3):
        if scene.rules.rewarded[reward]:
            count[RECOGNITION_ANYWAY + reward, r] += run.reading[p, s].anyway >> reward & 1
