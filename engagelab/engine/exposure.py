"""Exposures in the engagement model: a share meets many receivers, and some of them read.

Nearly all the work of a run, so it is done in two steps. The first hashes the coins of up to 64
receivers, eight at a time in vector registers, and makes one word of how they fell. Only the few
whose bit is set are looked at one by one.
"""

import numpy as np

from . import coins as c
from .bitplanes import ALL, EACH, NONE, ONE, lowest
from .coins import fold, happens, happens_in, later, mix
from .state import (
    ACT,
    AGAIN,
    AS_READER,
    AS_SHARER,
    AT_ONCE,
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
)

# How the coin of an exposure fell, where not 0 for "no" or 1 for "yes": its first eight bits leave
# it to the later ones.
_UNSURE = np.uint8(3)

_SIDE_BY_SIDE = np.uint64(0x0102040810204080)


@inlined
def toss(state, hashes, byte, limit, falls, count):
    """Write down how the coins fall that end with these hashes, in the run of this byte."""
    shift, first = byte << np.uint64(3), limit >> np.uint64(55)
    for t in range((count + WIDTH - 1) & -WIDTH):
        own = (mix(state ^ hashes[t]) >> shift) & np.uint64(255)
        falls[t] = np.uint8(own <= first) | np.uint8(own == first) << np.uint8(1)


@inlined
def toss_whole(state, hashes, limit, falls, count):
    """Write down how coins fall that no other run has a part in."""
    for t in range((count + WIDTH - 1) & -WIDTH):
        falls[t] = np.uint8(happens(mix(state ^ hashes[t]), limit))


@inlined
def fallen(eight, count):
    """Return the places of the coins that did not fall to "no", a bit each.

    The product moves the last bits of eight bytes side by side.
    """
    places = NONE
    for w in range(np.uint64(AT_ONCE // 8)):
        marks = ((eight[w] & EACH) * _SIDE_BY_SIDE) >> np.uint64(56)
        places |= marks << (w << np.uint64(3))
    return places & (ALL >> np.uint64(AT_ONCE - count))


@inlined
def offer(scene, s, receivers, hashes, state, limit, left):
    """Offer the share of s, as it becomes visible, to receivers with these hashes.

    `left` is not 0 for members who have left; empty where nobody has.
    """
    run, p = scene.run, scene.post
    for start in range(np.uint64(0), np.uint64(receivers.size), np.uint64(AT_ONCE)):
        count = min(AT_ONCE, receivers.size - np.int64(start))
        toss(state, hashes[start:], scene.byte, limit, run.falls, count)
        places = fallen(run.eight, count)
        while places:
            t = np.uint64(lowest(places))
            places &= places - ONE
            v = np.uint64(receivers[start + t])
            if not run.open[p, v] or (left.size and left[start + t]):
                continue
            if run.falls[t] == _UNSURE:
                if not later(mix(state ^ hashes[start + t]), scene.byte, limit):
                    continue
            hear(scene, s, v)
            # Nobody has heard s before this act: a link from before it tells of another sharer.
            if scene.rules.reinforced and run.heard[p, v, AS_READER] < run.number[ACT]:
                count_sharer(scene, s, v)


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
    person = run.person[v]
    if person.reads == 0:
        run.readers[run.number[READ]] = v
        run.number[READ] += 1
    if person.read_at != scene.round + 1:
        person.read_at = scene.round + 1
        person.before = person.reads
    person.reads += 1


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
def in_group(scene, g, s):
    """Return where the coins of exposures to s in a group begin."""
    town = scene.town
    return fold(fold(scene.base[c.GROUP], town.group_hashes[g]), town.hashes[s])
