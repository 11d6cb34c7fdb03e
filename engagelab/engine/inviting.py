"""Invitations: readers ask their ties into groups in which the post is visible.

Somebody invites into a group once, in the first round in which they have read before, are a member
and the post is visible there. So three kinds of people are looked at in each round: those who read
in the round before, the members of groups in which the post has become visible, and those who
have joined. Where members can leave, a mark for each membership says who has invited already.
"""

import numpy as np

from . import coins as c
from .bitplanes import ONE, lowest
from .coins import fold, happens, mix
from .exposure import fallen, toss_whole
from .group_exposure import is_fresh, is_visible_in
from .measures import ACCEPTANCES, DISCOUNT_INVITATIONS_ANYWAY, INVITATIONS
from .memberships import is_member, membership_of, nobody_left, own_space
from .prefetch import ask_for_ties, prefetch
from .state import (
    AT_ONCE,
    CRITICAL,
    EXTRA,
    FRESH,
    FULL,
    INVITED,
    LISTED,
    MOST_LISTED,
    PENDING,
    in_place,
    inlined,
    kernel,
)

_AHEAD = np.uint64(6)  # how far ahead in a list the data of a person are prefetched

_DISCOUNT, _TRIAL = 2, 3  # places in `Rules.rewarded`


@in_place
def invite_all(scene, reads):
    """Let all who can for the first time invite; before this round the post had so many reads."""
    # people who read in the round before are looked at by themselves; with marks twice is no harm
    until = scene.round if scene.run.invited.shape[0] else scene.round - 1
    after_reading(scene, reads)
    for k in range(scene.run.number[FRESH]):
        where_visible(scene, scene.run.fresh[k], until)
    after_joining(scene, until)
    invite_listed(scene)


@inlined
def after_reading(scene, reads):
    """List people who read in the round before, with their groups in which the post is visible.

    Who invites and where the post is visible cannot be predicted; so each candidate is written to
    its list, and stays there if the next does not take its place.
    """
    town, run, stay = scene.town, scene.run, nobody_left(scene.run)
    listed = run.number[LISTED]
    for k in range(inviters(scene, reads)):
        v = np.uint64(run.circle[k])
        ahead = np.uint64(run.circle[k + _AHEAD])
        prefetch(town.person_group, town.person_start[ahead])
        for j in range(np.uint64(town.person_start[v]), np.uint64(town.person_start[v + ONE])):
            present = stay or run.left[town.person_membership[j]] == 0
            listed = list_member(scene, listed, v, town.person_group[j], present)
        x = run.person_extra[v]
        while x >= 0:
            present = stay or run.left[town.group_people.size + x] == 0
            listed = list_member(scene, listed, v, run.extra[x].group, present)
            x = run.extra[x].next_of_person
    run.number[LISTED] = listed


@inlined
def inviters(scene, reads):
    """Write who read in the round before and invites into `Run.circle`; return their number."""
    town, run, p = scene.town, scene.run, scene.post
    count, calm = np.uint64(0), run.number[CRITICAL] == 0
    for k in range(np.uint64(run.by_post[p, 1]), np.uint64(reads)):
        v = np.uint64(run.read_by[p, k])
        run.circle[count] = v
        prefetch(town.person_start, v)
        count += np.uint64(town.inviter[v] and (calm or run.person[v].critic_at == 0))
    return count


@inlined
def list_member(scene, listed, v, g, present):
    """List a present member of a group if the post is visible there; return the list's length."""
    return put(scene, listed, v, g, present and is_visible_in(scene, g))


@inlined
def put(scene, listed, v, g, stays):
    """Write a person and a group to the list; return its length, the same unless they stay.

    A full list is dealt with first.
    """
    run = scene.run
    if listed == run.inviting.shape[0]:
        run.number[LISTED] = listed
        make_room(scene)
        listed = np.int64(0)
    run.inviting[np.uint64(listed), 0] = v
    run.inviting[np.uint64(listed), 1] = g
    return listed + np.int64(stays)


@inlined
def where_visible(scene, g, until):
    """List the members of a group in which the post has become visible."""
    town, run, stay = scene.town, scene.run, nobody_left(scene.run)
    for m in range(np.uint64(town.group_start[g]), np.uint64(town.group_start[g + 1])):
        v = town.group_people[m]
        if not run.open[scene.post, v] and (stay or run.left[m] == 0):
            if can_invite(scene, v, until):
                listed(scene, v, g)
    x = run.group_extra[g]
    while x >= 0:
        v = run.extra[x].person
        if stay or run.left[town.group_people.size + x] == 0:
            if can_invite(scene, v, until):
                listed(scene, v, g)
        x = run.extra[x].next_in_group


@inlined
def after_joining(scene, until):
    """List people who have joined a group in which the post was visible before."""
    town, run = scene.town, scene.run
    x = run.number[EXTRA] - 1
    while x >= 0 and run.extra[x].since == scene.round:
        v, g = run.extra[x].person, run.extra[x].group
        if can_invite(scene, v, until) and not is_fresh(scene, g):
            if is_visible_in(scene, g) and is_member(town, run, v, g):
                listed(scene, v, g)
        x -= 1


@inlined
def can_invite(scene, v, until):
    """Return whether v invites at all and has read the post in a round before `until`."""
    read_at = scene.run.reading[scene.post, v].read_at
    return 0 < read_at <= until and scene.town.inviter[v] and scene.run.person[v].critic_at == 0


@inlined
def listed(scene, v, g):
    """List a person who invites, and the group."""
    scene.run.number[LISTED] = put(scene, scene.run.number[LISTED], v, g, True)


@in_place
def invite_listed(scene):
    """Let each person listed invite each tie who is not a member into the group, once.

    The coins of many are tossed before the first invitation is looked at: the processor cannot
    predict how they fall, and would wait for each.
    """
    town, run, limits = scene.town, scene.run, scene.rules.limits
    tossed = np.uint64(0)
    for k in range(np.uint64(run.number[LISTED])):
        s, g = np.uint64(run.inviting[k, 0]), np.uint64(run.inviting[k, 1])
        if run.invited.shape[0] and is_marked(scene, s, g):
            continue
        first, last = np.uint64(town.tie_start[s]), np.uint64(town.tie_start[s + ONE])
        ahead = np.uint64(run.inviting[(k + _AHEAD) & np.uint64(MOST_LISTED - 1), 0])
        ask_for_ties(town, town.tie_start[ahead], town.tie_hash)
        state = address(scene, c.INVITE, s, g)
        for start in range(first, last, np.uint64(AT_ONCE)):
            count = min(AT_ONCE, np.int64(last - start))
            toss_whole(state, town.tie_hash[start:], limits.invite, run.falls, count)
            places = fallen(run.eight, count)
            run.tossed[tossed, 0] = k
            run.tossed[tossed, 1] = start
            run.tossed[tossed, 2] = places
            tossed += np.uint64(places != 0)
            if tossed == np.uint64(run.tossed.shape[0]):
                invite_tossed(scene, tossed)
                tossed = np.uint64(0)
    invite_tossed(scene, tossed)
    run.number[LISTED] = 0


@kernel
def make_room(scene):
    """Let all who are listed invite, since the list is full."""
    invite_listed(scene)


@inlined
def address(scene, kind, s, g):
    """Return the address of the coins of a kind for invitations of s into g, up to the invitee."""
    return fold(fold(scene.base[kind], scene.town.group_hashes[g]), scene.town.hashes[s])


@inlined
def invite_tossed(scene, tossed):
    """Let people invite whom their coins say, unless they are members."""
    town, run = scene.town, scene.run
    for k in range(tossed):
        listed, start, places = run.tossed[k, 0], run.tossed[k, 1], run.tossed[k, 2]
        s, g = run.inviting[listed, 0], run.inviting[listed, 1]
        while places:
            t = np.uint64(lowest(places))
            places &= places - ONE
            v = np.uint64(town.tie_to[start + t])
            if not is_member(town, run, v, g):
                invite_one(scene, (s, v), g)


@kernel
def is_marked(scene, s, g):
    """Return whether s has invited into g before, in this or an earlier stay; mark that they do."""
    m = membership_of(scene.town, scene.run, s, g)
    marked = scene.run.invited[scene.post, m] != 0
    scene.run.invited[scene.post, m] = 1
    return marked


@inlined
def invite_one(scene, pair, g):
    """Let the first of a pair invite the second into a group."""
    town, limits, (s, v) = scene.town, scene.rules.limits, pair
    scene.tally[INVITATIONS, scene.round] += 1
    own = g == own_space(town)
    coin = mix(address(scene, c.ACCEPT, s, g) ^ town.hashes[v])
    accepts = happens(coin, limits.accept_own if own else limits.accept) and takes_part(scene, v)
    if scene.run.asked.shape[0]:
        record_invitation(scene, s, v, g, accepts)
    if accepts:
        scene.tally[ACCEPTANCES, scene.round] += 1
        if scene.rules.rewarded[_DISCOUNT]:
            coin_of_invitation = mix(address(scene, c.INVITE, s, g) ^ town.hashes[v])
            anyway = happens(coin_of_invitation, limits.invite_plain)
            scene.tally[DISCOUNT_INVITATIONS_ANYWAY, scene.round] += anyway
        plain = limits.accept_own_plain if own else limits.accept_plain
        accept(scene, s, v, g, scene.rules.rewarded[_TRIAL] and happens(coin, plain))


@inlined
def takes_part(scene, v):
    """Return whether v is neither a critic nor kept away from this post by one."""
    run, p, person = scene.run, scene.post, scene.run.person[v]
    if person.critic_at > 0:
        return False
    if not 0 < person.heard_at <= scene.calendar.first[p] or run.reading[p, v].read_at > 0:
        return True
    return happens(fold(scene.base[c.GOODWILL], scene.town.hashes[v]), scene.rules.limits.goodwill)


@kernel
def record_invitation(scene, s, v, g, accepts):
    """Record an invitation, if they are asked for."""
    run = scene.run
    k = run.number[INVITED]
    if k == run.asked.shape[0]:
        run.number[FULL] = 1
        return
    run.asked[k, 0] = scene.round
    run.asked[k, 1] = scene.post
    run.asked[k, 2] = v
    run.asked[k, 3] = s
    run.asked[k, 4] = g
    run.asked[k, 5] = accepts
    run.number[INVITED] += 1


@inlined
def accept(scene, s, v, g, anyway):
    """Record that v joins g at the end of the round."""
    run = scene.run
    k = run.number[PENDING]
    if k == run.pending.size:
        run.number[FULL] = 1
    else:
        run.pending[k].person = v
        run.pending[k].group = g
        run.pending[k].inviter = s
        run.pending[k].post = scene.post
        run.pending[k].anyway = anyway
        run.number[PENDING] += 1
