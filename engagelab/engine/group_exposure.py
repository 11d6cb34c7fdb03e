"""Who meets whose share in a group, and who is invited to it."""

import numpy as np

from . import coins as c
from .bitplanes import ONE, lowest
from .coins import fold, happens, mix
from .exposure import count_sharer, fallen, in_group, offer_one, toss_whole
from .memberships import added_now, circle, have_met, is_member, nobody_left
from .state import (
    ACCEPT,
    ACCEPT_PLAIN,
    AS_READER,
    AS_SHARER,
    ASKED,
    AT_ONCE,
    BEFORE_OF_READER,
    BEFORE_OF_SHARER,
    DISCOUNT_INVITATIONS_ANYWAY,
    EXTRA,
    FULL,
    IMPRESSIONS,
    INVITATIONS,
    INVITE,
    INVITE_PLAIN,
    LINK_READER,
    LINK_SHARER,
    PENDING,
    STANDING,
    inlined,
    kernel,
)


@kernel
def stand_in(scene, g, s, state):
    """Note that the share of s can be met in g, and where the coins of its exposures begin."""
    run, p = scene.run, scene.post
    k = run.number[STANDING]
    if k == run.stood.size:
        run.number[FULL] = 1
        return
    run.stood[k].person = s
    run.stood[k].visible = run.reading[p, s].shared_at + scene.calendar.delay
    run.stood[k].coins = state
    run.stood[k].next = run.standing[p, g]
    run.standing[p, g] = k
    run.number[STANDING] += 1


@kernel
def stands_in(scene, g, s):
    """Tell whether the share of s has been met in g."""
    run = scene.run
    k = run.standing[scene.post, g]
    while k >= 0:
        if run.stood[k].person == s:
            return True
        k = run.stood[k].next
    return False


@kernel
def meet_joiners(scene):
    """Let those who joined in the round before meet the shares that are there."""
    town, run, now = scene.town, scene.run, scene.round
    readings = run.reading[scene.post]
    stay, delay = nobody_left(run), scene.calendar.delay
    first = run.number[EXTRA]
    while first > 0 and run.extra[first - 1].since == now:
        first -= 1
        v, g = run.extra[first].person, run.extra[first].group
        if readings[v].shared_at > 0 and readings[v].shared_at + delay < now:
            if not (run.extra[first].again and stands_in(scene, g, v)):
                stand_in(scene, g, v, in_group(scene, g, v))
    for x in range(first, run.number[EXTRA]):
        if run.number[FULL]:
            return
        v, g = run.extra[x].person, run.extra[x].group
        mark_heard(scene, v, True)
        k = run.standing[scene.post, g]
        while k >= 0:
            share = run.stood[k]
            u = share.person
            if share.visible < now and u != v and (stay or is_member(town, run, u, g)):
                meet_share(scene, (u, v), u, (g, share.coins), run.extra[x].again)
            k = share.next
        mark_heard(scene, v, False)
        if readings[v].shared_at > 0 and readings[v].shared_at + delay < now:
            bring(scene, x)


@kernel
def bring(scene, x):
    """A sharer who joined brings the share along, and invites."""
    town, run = scene.town, scene.run
    v, g, again = run.extra[x].person, run.extra[x].group, run.extra[x].again
    state = in_group(scene, g, v)
    mark_told(scene, v, True)
    for k in range(circle(town, run, g)):
        u = run.circle[k]
        # of two who joined at once each meets the other's share as a joiner
        if u != v and added_now(run, u, g, scene.round - 1) < 0:
            meet_share(scene, (v, u), u, (g, state), again)
    mark_told(scene, v, False)
    visible = run.reading[scene.post, v].shared_at + scene.calendar.delay
    if town.inviter[v] and scene.rules.limits[INVITE] > 0:
        if not (again and have_met(town, run, (v, v), g, visible, scene.round)):
            invite(scene, v, g)


@kernel
def meet_share(scene, pair, u, group, again):
    """Expose the second of a pair to the share of the first, once in the life of this share.

    `u` is the one of them whom the joiner meets, marked if the two are linked already. `group` is
    where they meet, with the address of the coins of this share there.
    """
    town, run, p, (s, v), (g, state) = scene.town, scene.run, scene.post, pair, group
    if again:
        visible = run.reading[p, s].shared_at + scene.calendar.delay
        if have_met(town, run, pair, g, visible, scene.round):
            return
    scene.tally[IMPRESSIONS, scene.round] += 1
    if not run.open[p, v]:
        return
    happened = offer_one(scene, s, v, state, scene.rules.group_read[run.size[g]])
    if happened and scene.rules.reinforced and not run.known[u]:
        count_sharer(scene, s, v)
        run.known[u] = True


@kernel
def mark_heard(scene, v, mark):
    """Mark whom v has heard, or take the marks away, so that each is known at a look.

    Nobody asks about a person to whom one more sharer does not matter.
    """
    if scene.rules.reinforced and scene.run.open[scene.post, v]:
        mark_linked(scene, v, AS_READER, LINK_SHARER, BEFORE_OF_READER, mark)


@kernel
def mark_told(scene, s, mark):
    """Mark who has heard s, or take the marks away."""
    if scene.rules.reinforced:
        mark_linked(scene, s, AS_SHARER, LINK_READER, BEFORE_OF_SHARER, mark)


@inlined
def mark_linked(scene, person, own, other, before, mark):
    """Go through the links of a person, by the columns they stand in, and mark the other end."""
    run = scene.run
    k = run.heard[scene.post, person, own]
    while k >= 0:
        run.known[run.links[k, other]] = mark
        k = run.links[k, before]


@kernel
def invite(scene, s, g):
    """Invite each tie who is no member into one group."""
    town, run, limits = scene.town, scene.run, scene.rules.limits
    first, last = town.tie_start[s], town.tie_start[s + 1]
    state = fold(fold(scene.base[c.INVITE], town.group_hashes[g]), town.hashes[s])
    accepting = fold(fold(scene.base[c.ACCEPT], town.group_hashes[g]), town.hashes[s])
    for start in range(first, last, AT_ONCE):
        count = min(AT_ONCE, last - start)
        toss_whole(state, town.tie_hash[start:], limits[INVITE], run.falls, count)
        places = fallen(run.eight, count)
        while places:
            t = np.uint64(lowest(places))
            places &= places - ONE
            v = np.uint64(town.tie_to[np.uint64(start) + t])
            if not is_member(town, run, v, g):
                invite_one(scene, (s, v), g, (state, accepting))


@inlined
def invite_one(scene, pair, g, addresses):
    """Let the first of a pair invite the second into a group.

    `addresses` are those of the coins of inviting and of accepting.
    """
    town, run, limits = scene.town, scene.run, scene.rules.limits
    (s, v), (state, accepting) = pair, addresses
    scene.tally[INVITATIONS, scene.round] += 1
    coin = mix(state ^ town.hashes[v])
    if scene.rules.rewarded[2] and happens(coin, limits[INVITE_PLAIN]):
        scene.tally[DISCOUNT_INVITATIONS_ANYWAY, scene.round] += 1
    coin = mix(accepting ^ town.hashes[v])
    accepts = happens(coin, limits[ACCEPT])
    if run.asked.shape[0]:
        note_invitation(scene, s, v, g, accepts)
    if accepts:
        anyway = scene.rules.rewarded[3] and happens(coin, limits[ACCEPT_PLAIN])
        accept(run, s, v, g, anyway)


@kernel
def note_invitation(scene, s, v, g, accepts):
    """Note an invitation, where they are asked for."""
    run = scene.run
    k = run.number[ASKED]
    if k == run.asked.shape[0]:
        run.number[FULL] = 1
        return
    run.asked[k, 0] = scene.round
    run.asked[k, 1] = scene.post
    run.asked[k, 2] = v
    run.asked[k, 3] = s
    run.asked[k, 4] = g
    run.asked[k, 5] = accepts
    run.number[ASKED] += 1


@kernel
def accept(run, s, v, g, anyway):
    """Note that v joins g at the end of the round; the sign of the inviter says "anyway"."""
    k = run.number[PENDING]
    if k == run.pending_person.size:
        run.number[FULL] = 1
        return
    run.pending_person[k] = v
    run.pending_group[k] = g
    run.pending_inviter[k] = s if anyway else ~s
    run.number[PENDING] += 1
