"""Exposures in the engagement model: a share meets many receivers, and some of them read.

Nearly all the work of a run, so it is done in two steps. The first hashes the coins of up to 64
receivers, eight at a time in vector registers, and makes one word of how they fell. Only the few
whose bit is set are looked at one by one.
"""

import numpy as np

from . import coins as c
from .bitplanes import ALL, EACH, NONE, ONE, lowest
from .coins import fold, happens, happens_in, later, mix
from .state import AT_ONCE, NOBODY, READ, WIDTH, inlined

# How the coin of an exposure fell, where not 0 for "no" or 1 for "yes": its first eight bits leave
# it to the later ones.
_UNSURE = np.uint8(3)

_SIDE_BY_SIDE = np.uint64(0x0102040810204080)


@inlined
def toss(state, hashes, byte, limit, falls, count):
    """Store how the coins fall that end with these hashes, in the run of this byte."""
    shift, first = byte << np.uint64(3), limit >> np.uint64(55)
    for t in range((count + WIDTH - 1) & -WIDTH):
        own = (mix(state ^ hashes[t]) >> shift) & np.uint64(255)
        falls[t] = np.uint8(own <= first) | np.uint8(own == first) << np.uint8(1)


@inlined
def toss_whole(state, hashes, limit, falls, count):
    """Store how coins fall that no other run has a part in."""
    for t in range((count + WIDTH - 1) & -WIDTH):
        falls[t] = np.uint8(happens(mix(state ^ hashes[t]), limit))


@inlined
def fallen(eight, count):
    """Return the places of the coins that did not fall to "no", a bit each.

    The product moves the last bits of eight bytes side by side.
    """
    places = NONE
    for w in range(np.uint64((count + 7) >> 3)):
        marks = ((eight[w] & EACH) * _SIDE_BY_SIDE) >> np.uint64(56)
        places |= marks << (w << np.uint64(3))
    return places & (ALL >> np.uint64(AT_ONCE - count))


@inlined
def offer(scene, s, receivers, hashes, state, limit, left):
    """Offer a post to receivers with these hashes: the share of s, or NOBODY for the organisation.

    `left` is not 0 for members who have left; empty if none has.
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


@inlined
def offer_one(scene, s, v, state, limit):
    """Offer a post to one receiver to whom it can matter."""
    if limit > 0 and happens_in(mix(state ^ scene.town.hashes[v]), scene.byte, limit):
        hear(scene, s, v)


@inlined
def hear(scene, s, v):
    """Let an exposure of v succeed; of several sharers the smallest label hash is the parent.

    Nobody's share, which is the organisation, a seed's start or money, goes before all others.
    """
    run, p = scene.run, scene.post
    at = run.reading[p, v].read_at
    if at == 0:
        read(scene, v, s)
    elif at == scene.round + 1 and run.reading[p, v].parent >= 0:
        if s < 0:
            run.reading[p, v].parent = NOBODY
        elif scene.town.hashes[s] < scene.town.hashes[run.reading[p, v].parent]:
            run.reading[p, v].parent = s


@inlined
def read(scene, v, parent):
    """Record a first reading of this post; `count_reads` counts it."""
    run, p = scene.run, scene.post
    run.reading[p, v].read_at = scene.round + 1
    run.reading[p, v].parent = parent
    run.read_by[p, run.by_post[p, 0]] = v
    run.by_post[p, 0] += 1
    person = run.person[v]
    if person.reads == 0:
        run.readers[run.number[READ]] = v
        run.number[READ] += 1
    if person.read_at != scene.round + 1:
        person.read_at = scene.round + 1
        person.before = person.reads
    person.reads += 1


@inlined
def in_group(scene, g, s):
    """Return the address of the exposures to s in a group; the coin of showing it there, too."""
    town = scene.town
    return fold(fold(scene.base[c.GROUP], town.group_hashes[g]), town.hashes[s])


@inlined
def shows(scene, state):
    """Return whether a sharer shows the share in the group of this address."""
    return happens_in(state, scene.byte, scene.rules.limits.group_share)
