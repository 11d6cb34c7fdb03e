"""Groups: shares shown there, people who join and meet them, and the own space."""

import numpy as np

from . import coins as c
from .exposure import in_group, offer, offer_one, shows
from .measures import IMPRESSIONS, OWN_IMPRESSIONS
from .memberships import (
    added_now,
    circle,
    have_met,
    is_member,
    joined_circle,
    nobody_left,
    own_space,
    stays_of,
)
from .state import EMPLOYEE, EXTRA, FRESH, FULL, NOBODY, SHOWN, in_place, inlined, kernel


@inlined
def trust_in(town, s):
    """Return the row of the limits for the shares of s: 1 for an employee's."""
    return 1 if town.kind[s] // 3 == EMPLOYEE else 0


@in_place
def show_in(scene, g, s, state):
    """Record that the share of s is shown in g, and where the coins of its exposures begin."""
    run, p = scene.run, scene.post
    k = run.number[SHOWN]
    if k == run.shares.size:
        run.number[FULL] = 1
        return
    if run.shown[p, g] < 0 or run.invited.shape[0]:
        note_fresh(scene, g)
    run.shares[k].person = s
    run.shares[k].visible = visible_from(scene, s)
    run.shares[k].coins = state
    run.shares[k].next = run.shown[p, g]
    run.shown[p, g] = k
    run.number[SHOWN] += 1


@inlined
def note_fresh(scene, g):
    """Record, once a round, that the post has become visible in g, or may have."""
    run = scene.run
    mark = scene.round * scene.calendar.first.size + scene.post + 1
    if run.fresh_mark[g] != mark:
        run.fresh_mark[g] = mark
        run.fresh[run.number[FRESH]] = g
        run.number[FRESH] += 1


@inlined
def is_fresh(scene, g):
    """Return whether the post has become visible in g in this round, or may have."""
    mark = scene.round * scene.calendar.first.size + scene.post + 1
    return scene.run.fresh_mark[g] == mark


@inlined
def visible_from(scene, s):
    """Return the round from which the share of s is visible."""
    return scene.run.reading[scene.post, s].shared_at + delay_of(scene, s)


@inlined
def delay_of(scene, s):
    """Return how many rounds the share of s waits for an approval."""
    return scene.rules.review_delay * trust_in(scene.town, s)


@inlined
def is_visible_in(scene, g):
    """Return whether a present member, or the organisation, shows the post in g."""
    if g == own_space(scene.town):
        visible = scene.calendar.own[scene.post]
    else:
        visible = scene.run.shown[scene.post, g] >= 0
    # without leaving, sharers stay
    return visible and (scene.run.invited.shape[0] == 0 or has_present_sharer(scene, g))


@kernel
def has_present_sharer(scene, g):
    """Return whether somebody who shows a share in g is still a member; true of the own space."""
    town, run = scene.town, scene.run
    if g == own_space(town):
        return True
    k = run.shown[scene.post, g]
    while k >= 0:
        if is_member(town, run, run.shares[k].person, g):
            return True
        k = run.shares[k].next
    return False


@inlined
def is_shown_in(scene, g, s):
    """Return whether the share of s has been shown in g."""
    run = scene.run
    k = run.shown[scene.post, g]
    while k >= 0 and run.shares[k].person != s:
        k = run.shares[k].next
    return k >= 0


@inlined
def offer_in_group(scene, s, g, state, limit):
    """Offer a post to the members of a group: those of the beginning, then joiners.

    The sharer is among them, but has read: their own coin never matters.
    """
    town, run = scene.town, scene.run
    first, last = town.group_start[g], town.group_start[g + 1]
    left = run.left[first : first if nobody_left(run) else last]
    offer(scene, s, town.group_people[first:last], town.member_hash[first:], state, limit, left)
    joined = joined_circle(town, run, g, 0)
    offer(scene, s, run.circle[:joined], run.circle_hash, state, limit, run.left[:0])


@in_place
def show_in_own_space(scene):
    """Show a post of the organisation to the members of its own space, in its first round."""
    g = own_space(scene.town)
    size = scene.run.size[g]
    scene.tally[IMPRESSIONS, scene.round] += size
    scene.tally[OWN_IMPRESSIONS, scene.round] += size
    limit = scene.rules.own[size]
    if limit > 0:
        offer_in_group(scene, NOBODY, g, scene.base[c.OWN_READ], limit)


@in_place
def meet_joiners(scene):
    """Show people who joined in the round before what is shown in their new groups."""
    town, run, now = scene.town, scene.run, scene.round
    first = run.number[EXTRA]
    while first > 0 and run.extra[first - 1].since == now:
        first -= 1
        if run.extra[first].group == own_space(town):
            meet_in_own_space(scene, first)
        elif not has_left(run, first):
            bring_along(scene, first)
    for x in range(first, run.number[EXTRA]):
        if run.number[FULL]:
            return
        if run.extra[x].group != own_space(town) and not has_left(run, x):
            meet_in_group(scene, x)


@inlined
def bring_along(scene, x):
    """Show the share of somebody who joined in the group, if they show it there."""
    run, v, g = scene.run, scene.run.extra[x].person, scene.run.extra[x].group
    if is_sharing(scene, v):
        state = in_group(scene, g, v)
        if shows(scene, state):
            if run.extra[x].again and is_shown_in(scene, g, v):
                note_fresh(scene, g)
            else:
                show_in(scene, g, v, state)


@inlined
def is_sharing(scene, v):
    """Return whether the share of v was visible before this round."""
    shared_at = scene.run.reading[scene.post, v].shared_at
    return shared_at > 0 and visible_from(scene, v) < scene.round


@in_place
def meet_in_own_space(scene, x):
    """Show a post of the organisation to somebody who joined the own space, once."""
    town, run, p, now = scene.town, scene.run, scene.post, scene.round
    first, v = scene.calendar.first[p], run.extra[x].person
    if not scene.calendar.own[p] or first == now or has_left(run, x):
        return
    if run.extra[x].again:
        stays = run.stays[0]
        for k in range(stays_of(town, run, v, own_space(town), now, stays)):
            if max(stays[k, 0], first) <= min(stays[k, 1], now - 1):
                return
    scene.tally[IMPRESSIONS, now] += 1
    scene.tally[OWN_IMPRESSIONS, now] += 1
    if run.open[p, v]:
        offer_one(
            scene, NOBODY, v, scene.base[c.OWN_READ], scene.rules.own[run.size[own_space(town)]]
        )


@inlined
def has_left(run, x):
    """Return whether an added membership has ended."""
    return run.left[run.left.size - run.extra.size + x] != 0


@inlined
def meet_in_group(scene, x):
    """Let somebody who joined a group meet the shares that are shown there, and bring their own."""
    town, run, stay = scene.town, scene.run, nobody_left(scene.run)
    v, g, again = run.extra[x].person, run.extra[x].group, run.extra[x].again
    k, brings, state = run.shown[scene.post, g], False, np.uint64(0)
    while k >= 0:
        share = run.shares[k]
        u = share.person
        if u == v:
            brings, state = share.visible < scene.round, share.coins
        elif share.visible < scene.round and (stay or is_member(town, run, u, g)):
            meet_share(scene, (u, v), (g, share.coins), again)
        k = share.next
    if brings:
        for k in range(circle(town, run, g)):
            u = run.circle[k]
            # of two who joined at once each meets the other's share as a joiner
            if u != v and added_now(run, u, g, scene.round - 1) < 0:
                meet_share(scene, (v, u), (g, state), again)


@in_place
def meet_share(scene, pair, group, again):
    """Expose the second of a pair to the share of the first, once in the life of this share.

    `group` is where they meet, with the address of the coins of this share there.
    """
    town, run, p, (s, v), (g, state) = scene.town, scene.run, scene.post, pair, group
    if again and have_met(town, run, pair, g, visible_from(scene, s), scene.round):
        return
    scene.tally[IMPRESSIONS, scene.round] += 1
    if run.open[p, v]:
        offer_one(scene, s, v, state, scene.rules.group[trust_in(town, s), run.size[g]])
