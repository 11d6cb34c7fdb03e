"""Exposures in the engagement model: a share meets many receivers, and some of them read.

Nearly all the work of a run, so it is done in two loops. The first hashes the coins of all
receivers, eight at a time in vector registers; the second writes down those whom it could matter
to, without a branch that would have to be guessed. Only these few are looked at one by one.
"""

import numpy as np

from . import coins as c
from .coins import fold, happens, happens_in, later, mix
from .state import (
    ACT,
    AGAIN,
    AS_READER,
    AS_SHARER,
    BEFORE_OF_READER,
    BEFORE_OF_SHARER,
    COUNT,
    FULL,
    LINK_READER,
    LINK_SHARER,
    LINKS,
    NEED,
    NEVER,
    READ,
    WIDTH,
    inlined,
    kernel,
)

# How the coin of an exposure fell, where not 0 for "no" or 1 for "yes": its first eight bits leave
# it to the later ones.
_UNSURE = np.uint8(3)


@inlined
def toss(state, hashes, byte, limit, falls, count):
    """Write down how the coins fall that end with these hashes, in the run of this byte."""
    shift, first = byte << np.uint64(3), limit >> np.uint64(55)
    for t in range((count + WIDTH - 1) & -WIDTH):
        own = (mix(state ^ hashes[t]) >> shift) & np.uint64(255)
        falls[t] = np.uint8(own <= first) | np.uint8(own == first) << np.uint8(1)


@kernel
def toss_whole(state, hashes, limit, falls, count):
    """Write down how coins fall that no other run has a part in."""
    for t in range((count + WIDTH - 1) & -WIDTH):
        falls[t] = np.uint8(happens(mix(state ^ hashes[t]), limit))


@kernel
def fallen(falls, count, hits):
    """Write down the places of the coins that did not fall to "no"; return their number."""
    found = np.uint64(0)
    for t in range(np.uint64(count)):
        hits[found] = t
        found += np.uint64(falls[t] != 0)
    return found


@inlined
def offer(scene, s, receivers, state, limit):
    """Offer the share of s, as it becomes visible, to receivers whose coins have been tossed."""
    run, p = scene.run, scene.post
    found = open_ones(receivers, run.falls, run.open[p], run.hits)
    for k in range(found):
        t = np.uint64(run.hits[k])
        v = np.uint64(receivers[t])
        if run.falls[t] == _UNSURE:
            if not later(mix(state ^ scene.town.hashes[v]), scene.byte, limit):
                continue
        hear(scene, s, v)
        # Nobody has heard s before this act: a link from before it tells of another sharer.
        if scene.rules.reinforced and run.heard[p, v, AS_READER] < run.number[ACT]:
            count_sharer(scene, s, v)


@inlined
def open_ones(receivers, falls, is_open, hits):
    """Write down the places of receivers whose coins fell well and to whom it could matter."""
    found = np.uint64(0)
    for t in range(np.uint64(receivers.size)):
        hits[found] = t
        found += np.uint64(is_open[np.uint64(receivers[t])] & falls[t])
    return found


@inlined
def offer_one(scene, s, v, state, limit):
    """Offer the share of s to one receiver; tell whether they read it."""
    happened = limit > 0 and happens_in(mix(state ^ scene.town.hashes[v]), scene.byte, limit)
    if happened:
        hear(scene, s, v)
    return happened


@inlined
def hear(scene, s, v):
    """An exposure of v to the share of s has succeeded; the smallest label hash is the parent."""
    run, p = scene.run, scene.post
    at = run.reading[p, v].read_at
    if at == 0:
        read(scene, v, s)
    elif at == scene.round + 1 and run.reading[p, v].parent >= 0:
        if scene.town.hashes[s] < scene.town.hashes[run.reading[p, v].parent]:
            run.reading[p, v].parent = s


@inlined
def read(scene, v, parent):
    """Note a first reading of this post; `count_reads` counts it."""
    run, p = scene.run, scene.post
    run.reading[p, v].read_at = scene.round + 1
    run.reading[p, v].parent = parent
    run.read_by[p, run.by_post[p]] = v
    run.by_post[p] += 1
    if run.person[v].reads == 0:
        run.readers[run.number[READ]] = v
        run.number[READ] += 1
    run.person[v].reads += 1


@inlined
def count_sharer(scene, s, v):
    """Add s to the distinct sharers that v has read the post from; known to be none of them."""
    run = scene.run
    reader, sharer = run.heard[scene.post, v], run.heard[scene.post, s]
    if run.reading[scene.post, v].shared_at != 0:
        return
    k = run.number[LINKS]
    if k == run.links.shape[0]:
        run.number[FULL] = 1
        return
    link = run.links[k]
    link[LINK_READER], link[LINK_SHARER] = v, s
    link[BEFORE_OF_READER], link[BEFORE_OF_SHARER] = reader[AS_READER], sharer[AS_SHARER]
    reader[AS_READER] = sharer[AS_SHARER] = k
    run.number[LINKS] += 1
    reader[COUNT] += 1
    if reader[COUNT] >= reader[NEED]:
        reader[NEED] = NEVER  # once a round
        run.again[run.number[AGAIN]] = v
        run.number[AGAIN] += 1


@inlined
def in_group(scene, g):
    """Return where the coins of exposures in a group begin; the sharer is folded in next."""
    return fold(scene.base[c.GROUP], scene.town.group_hashes[g])
