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
from .memberships import groups_of, is_member, membership_of, nobody_left, own_space
from .state import AT_ONCE, EXTRA, FRESH, FULL, INVITED, LISTED, PENDING, inlined, kernel

_DISCOUNT, _TRIAL = 2, 3  # places in `Rules.rewarded`


@kernel
def invite_all(scene):
    """Let all who can for the first time invite into their groups."""
    # people who read in the round before are looked at by themselves; with marks twice is no harm
    until = scene.round if scene.run.invited.shape[0] else scene.round - 1
    after_reading(scene)
    for k in range(scene.run.number[FRESH]):
        where_visible(scene, scene.run.fresh[k], until)
    after_joining(scene, until)
    invite_listed(scene)


@inlined
def after_reading(scene):
    """List people who read in the round before, with their groups in which the post is visible."""
    run, p = scene.run, scene.post
    for k in range(run.by_post[p, 1], run.by_post[p, 0]):
        v = run.read_by[p, k]
        if run.reading[p, v].read_at == scene.round and can_invite(scene, v, scene.round):
            for j in range(groups_of(scene.town, run, v)):
                if is_visible_in(scene, run.own[j]):
                    listed(scene, v, run.own[j])


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
    """List a person who invites, and the group; a full list is dealt with."""
    run = scene.run
    if run.number[LISTED] == run.inviting.shape[0]:
        invite_listed(scene)
    run.inviting[run.number[LISTED], 0] = v
    run.inviting[run.number[LISTED], 1] = g
    run.number[LISTED] += 1


@kernel
def invite_listed(scene):
    """Let each person listed invite each tie who is not a member into the group, once."""
    town, run, limits = scene.town, scene.run, scene.rules.limits
    for k in range(run.number[LISTED]):
        s, g = run.inviting[k, 0], run.inviting[k, 1]
        if run.invited.shape[0] and is_marked(scene, s, g):
            continue
        first, last = town.tie_start[s], town.tie_start[s + 1]
        state = fold(fold(scene.base[c.INVITE], town.group_hashes[g]), town.hashes[s])
        for start in range(first, last, AT_ONCE):
            count = min(AT_ONCE, last - start)
            toss_whole(state, town.tie_hash[start:], limits.invite, run.falls, count)
            places = fallen(run.eight, count)
            while places:
                t = np.uint64(lowest(places))
                places &= places - ONE
                v = np.uint64(town.tie_to[np.uint64(start) + t])
                if not is_member(town, run, v, g):
                    invite_one(scene, (s, v), g, state)
    run.number[LISTED] = 0


@kernel
def is_marked(scene, s, g):
    """Return whether s has invited into g before, in this or an earlier stay; mark that they do."""
    m = membership_of(scene.town, scene.run, s, g)
    marked = scene.run.invited[scene.post, m] != 0
    scene.run.invited[scene.post, m] = 1
    return marked


@inlined
def invite_one(scene, pair, g, state):
    """Let the first of a pair invite the second into a group; `state` addresses their coin."""
    town, limits, (s, v) = scene.town, scene.rules.limits, pair
    scene.tally[INVITATIONS, scene.round] += 1
    own = g == own_space(town)
    accepting = fold(fold(scene.base[c.ACCEPT], town.group_hashes[g]), town.hashes[s])
    coin = mix(accepting ^ town.hashes[v])
    accepts = happens(coin, limits.accept_own if own else limits.accept) and takes_part(scene, v)
    if scene.run.asked.shape[0]:
        record_invitation(scene, s, v, g, accepts)
    if accepts:
        scene.tally[ACCEPTANCES, scene.round] += 1
        if scene.rules.rewarded[_DISCOUNT]:
            anyway = happens(mix(state ^ town.hashes[v]), limits.invite_plain)
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
