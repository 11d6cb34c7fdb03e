"""The engagement model: posts through ties, groups and invitations, one run at a time.

A run costs what its exposures cost: a share visits its receivers once, in the round in which it
becomes visible, and later only those who come to meet it through a new membership. A coin is
drawn only where its outcome can matter; since coins are addressed, what is skipped changes
nothing. Loops over people stand inside functions that are called once a share or a round, since a
call hands over all the arrays.
"""

import numpy as np

from . import coins as c
from .coins import fold, happens, happens_in, mix
from .memberships import (
    added_now,
    circle,
    groups_of,
    have_met,
    is_member,
    join,
    leave,
    open_memberships,
)
from .sharing import decide, publish, share
from .state import (
    ACCEPT,
    ACCEPT_PLAIN,
    AGAIN,
    DISCOUNT_INVITATIONS_ANYWAY,
    EXTRA,
    FULL,
    IMPRESSIONS,
    INVITATIONS,
    INVITE,
    INVITE_PLAIN,
    LEAVE,
    LEAVERS,
    LINKS,
    MEMBERS,
    NEW,
    NOBODY,
    PAID_IMPRESSIONS,
    PAID_READ,
    PENDING,
    READERS,
    READS,
    STANDING,
    TIE_READ,
    Scene,
    inlined,
    kernel,
)


@kernel
def simulate(town, rules, calendar, run, tally, key, runs):
    """Do the runs from `runs[0]` to `runs[1]`; return the first not done.

    It stops early where a list in `run` is full; with longer lists it goes on from there.
    """
    for i in range(runs[0], runs[1]):
        one_run(town, rules, calendar, run, tally, key, i)
        if run.number[FULL]:
            tally.counts[:, :, i] = 0
            return i
        sum_up(town, calendar, run, tally, i)
    return runs[1]


@kernel
def one_run(town, rules, calendar, run, tally, key, i):
    """Play one run from its first round to the horizon, or until a list is full."""
    clear(town, run)
    tally.generations[i] = 0
    limits, bases, posts = rules.limits, run.bases, calendar.first.size
    state, row = c.start(key, np.uint64(i)), c.start(key, np.uint64(c.row_of(i)))
    for p in range(posts):
        for kind in range(14):
            of = row if kind == c.TIE or kind == c.GROUP else state
            bases[p, kind] = fold(fold(of, np.uint64(kind)), np.uint64(p))
    count = tally.counts[:, :, i]
    members = open_memberships(town, run, tally.generations[i])
    for r in range(calendar.horizon + 1):
        for p in range(posts):
            if calendar.first[p] <= r <= calendar.last[p]:
                play(Scene(town, rules, calendar, run, count, p, r, bases[p], c.byte_of(i)), i)
        for p in range(posts):
            if calendar.last[p] == r and limits[LEAVE] > 0:
                gone, lost = leave(town, run, r, bases[p, c.LEAVE], limits[LEAVE])
                count[LEAVERS, r] += gone
                members -= lost
        members += join(town, run, count, tally.generations[i], r)
        count[MEMBERS, r] = members
        if run.number[FULL]:
            return


@kernel
def clear(town, run):
    """Forget the run before."""
    run.read_at[:] = 0
    run.shared_at[:] = 0
    run.queued[:] = 0
    run.heard[:] = NOBODY
    run.standing[:] = NOBODY
    run.heard_count[:] = 0
    run.left[: town.group_people.size] = 0
    run.group_extra[:] = NOBODY
    run.person_extra[:] = NOBODY
    run.inviter_of[:] = NOBODY
    run.answered_at[:] = 0
    run.published_at[:] = 0
    run.joined[:] = False
    run.number[:] = 0


@kernel
def play(scene, i):
    """One round of one post, in the order that the model states."""
    run = scene.run
    run.number[NEW] = 0
    run.number[AGAIN] = 0
    if scene.round == scene.calendar.first[scene.post]:
        begin(scene, i)
    visible = scene.calendar.delay
    queue, queued = run.queue[scene.post], run.queued[scene.post]
    while queued[2] < queued[0]:
        s = queue[queued[2]]
        at = run.shared_at[scene.post, s]
        if abs(at) + visible != scene.round:
            break
        queued[2] += 1
        if at > 0:
            act(scene, s)
    if scene.round > 0:
        meet_joiners(scene)
    decide_all(scene, run.new, run.number[NEW])
    decide_all(scene, run.again, run.number[AGAIN])
    publish(scene)


@kernel
def begin(scene, i):
    """Round 0 of a post: seeds read and share, some who are shown it for money read."""
    run, calendar, p = scene.run, scene.calendar, scene.post
    row = i if calendar.seeds.shape[0] > 1 else 0
    for k in range(calendar.seed_start[p], calendar.seed_start[p + 1]):
        s = calendar.seeds[row, k]
        read(scene, s, NOBODY)
        run.anyway[p, s] = 7
        share(scene, s)
    row = i if calendar.paid.shape[0] > 1 else 0
    for k in range(calendar.paid_start[p], calendar.paid_start[p + 1]):
        v = calendar.paid[row, k]
        scene.tally[IMPRESSIONS, scene.round] += 1
        scene.tally[PAID_IMPRESSIONS, scene.round] += 1
        coin = fold(scene.base[c.PAID_READ], scene.town.hashes[v])
        if run.read_at[p, v] == 0 and happens(coin, scene.rules.limits[PAID_READ]):
            read(scene, v, NOBODY)
            run.new[run.number[NEW]] = v
            run.number[NEW] += 1


@kernel
def read(scene, v, parent):
    """Note a first reading of this post."""
    run, p = scene.run, scene.post
    run.read_at[p, v] = scene.round + 1
    run.parent[p, v] = parent
    scene.tally[READS, scene.round] += 1
    for q in range(run.read_at.shape[0]):
        if q != p and run.read_at[q, v] != 0:
            return
    scene.tally[READERS, scene.round] += 1


@inlined
def act(scene, s):
    """A share becomes visible: ties, fellow members, invitations."""
    town, run, count = scene.town, scene.run, scene.tally[IMPRESSIONS]
    ties = town.tie_to[town.tie_start[s] : town.tie_start[s + 1]]
    count[scene.round] += ties.size
    state = fold(scene.base[c.TIE], town.hashes[s])
    offer(scene, s, ties, state, scene.rules.limits[TIE_READ])
    inviting = town.inviter[s] and scene.rules.limits[INVITE] > 0
    for k in range(groups_of(town, run, s)):
        g = run.own[k]
        count[scene.round] += run.size[g] - 1
        stand_in(scene, g, s)
        limit = scene.rules.group_read[run.size[g]]
        if limit > 0:
            # the sharer is in the circle, but has read: their own coin never matters
            members = run.circle[: circle(town, run, g)]
            state = fold(fold(scene.base[c.GROUP], town.group_hashes[g]), town.hashes[s])
            offer(scene, s, members, state, limit)
        if inviting:
            invite(scene, s, g)


@inlined
def offer(scene, s, receivers, state, limit):
    """Offer the share of s to receivers, by coins that end with their hashes."""
    run, p, hashes = scene.run, scene.post, scene.town.hashes
    if limit == 0:
        return
    rows = run.read_at[p], run.shared_at[p], run.parent[p]
    now = scene.round + 1
    coin = state, scene.byte, limit
    hits = expose(s, receivers, coin, hashes, rows, now, scene.rules.reinforced, run.hits)
    for k in range(hits):
        hear(scene, s, run.hits[k])


@inlined
def expose(s, receivers, coin, hashes, rows, now, reinforced, hits):
    """Write down those whose exposure succeeds and could change anything; return their number."""
    state, byte, limit = coin
    read_at, shared_at, parent = rows
    found = 0
    for v in receivers:
        at = read_at[v]
        if at != 0 and not (reinforced and shared_at[v] == 0):
            # somebody who has read; one who did so in this round may owe it to an earlier sharer
            if at != now or parent[v] < 0 or hashes[parent[v]] <= hashes[s]:
                continue
        if happens_in(mix(state ^ hashes[v]), byte, limit):
            hits[found] = v
            found += 1
    return found


@inlined
def hear(scene, s, v):
    """An exposure of v to the share of s has succeeded; the smallest label hash is the parent."""
    run, p = scene.run, scene.post
    at = run.read_at[p, v]
    if at == 0:
        read(scene, v, s)
        run.new[run.number[NEW]] = v
        run.number[NEW] += 1
    elif at == scene.round + 1 and run.parent[p, v] >= 0:
        if scene.town.hashes[s] < scene.town.hashes[run.parent[p, v]]:
            run.parent[p, v] = s
    if scene.rules.reinforced and run.shared_at[p, v] == 0:
        count_sharer(scene, s, v, 0 < at <= scene.round)


@kernel
def count_sharer(scene, s, v, was_reader):
    """Add s to the distinct sharers that v has read the post from."""
    run, p = scene.run, scene.post
    link = run.heard[p, v]
    while link >= 0:
        if run.link_sharer[link] == s:
            return
        link = run.link_next[link]
    link, repeats = run.number[LINKS], run.number[AGAIN]
    if link == run.link_next.size or repeats == run.again.size:
        run.number[FULL] = 1
        return
    run.link_sharer[link] = s
    run.link_next[link] = run.heard[p, v]
    run.heard[p, v] = link
    run.heard_count[p, v] += 1
    run.number[LINKS] += 1
    if was_reader:
        run.again[repeats] = v
        run.number[AGAIN] += 1


@kernel
def invite(scene, s, g):
    """Invite each tie who is no member into one group."""
    town, run, limits = scene.town, scene.run, scene.rules.limits
    state = fold(fold(scene.base[c.INVITE], town.group_hashes[g]), town.hashes[s])
    accepting = fold(fold(scene.base[c.ACCEPT], town.group_hashes[g]), town.hashes[s])
    for v in town.tie_to[town.tie_start[s] : town.tie_start[s + 1]]:
        coin = mix(state ^ town.hashes[v])
        if not happens(coin, limits[INVITE]) or is_member(town, run, v, g):
            continue
        scene.tally[INVITATIONS, scene.round] += 1
        if scene.rules.rewarded[2] and happens(coin, limits[INVITE_PLAIN]):
            scene.tally[DISCOUNT_INVITATIONS_ANYWAY, scene.round] += 1
        coin = mix(accepting ^ town.hashes[v])
        if happens(coin, limits[ACCEPT]):
            anyway = scene.rules.rewarded[3] and happens(coin, limits[ACCEPT_PLAIN])
            accept(run, s, v, g, anyway)


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


@kernel
def stand_in(scene, g, s):
    """Note that the share of s can be met in g."""
    run, p = scene.run, scene.post
    k = run.number[STANDING]
    if k == run.standing_person.size:
        run.number[FULL] = 1
        return
    run.standing_person[k] = s
    run.standing_next[k] = run.standing[p, g]
    run.standing[p, g] = k
    run.number[STANDING] += 1


@kernel
def stands_in(scene, g, s):
    """Tell whether the share of s has been met in g."""
    run = scene.run
    k = run.standing[scene.post, g]
    while k >= 0:
        if run.standing_person[k] == s:
            return True
        k = run.standing_next[k]
    return False


@kernel
def meet_joiners(scene):
    """Let those who joined in the round before meet the shares that are there."""
    town, run, now = scene.town, scene.run, scene.round
    visible = run.shared_at[scene.post]
    leaving, delay = scene.rules.limits[LEAVE] > 0, scene.calendar.delay
    first = run.number[EXTRA]
    while first > 0 and run.extra_since[first - 1] == now:
        first -= 1
        v, g = run.extra_person[first], run.extra_group[first]
        if visible[v] > 0 and visible[v] + delay < now:
            if not (run.extra_again[first] and stands_in(scene, g, v)):
                stand_in(scene, g, v)
    for x in range(first, run.number[EXTRA]):
        v, g = run.extra_person[x], run.extra_group[x]
        k = run.standing[scene.post, g]
        while k >= 0:
            u = run.standing_person[k]
            if (
                visible[u] + delay < now
                and u != v
                and not (leaving and not is_member(town, run, u, g))
            ):
                meet_share(scene, u, v, g, run.extra_again[x])
            k = run.standing_next[k]
        if visible[v] > 0 and visible[v] + delay < now:
            bring(scene, x)


@kernel
def bring(scene, x):
    """A sharer who joined brings the share along, and invites."""
    town, run = scene.town, scene.run
    v, g, again = run.extra_person[x], run.extra_group[x], run.extra_again[x]
    for k in range(circle(town, run, g)):
        u = run.circle[k]
        # of two who joined at once each meets the other's share as a joiner
        if u != v and added_now(run, u, g, scene.round - 1) < 0:
            meet_share(scene, v, u, g, again)
    visible = run.shared_at[scene.post, v] + scene.calendar.delay
    if town.inviter[v] and scene.rules.limits[INVITE] > 0:
        if not (again and have_met(town, run, (v, v), g, visible, scene.round)):
            invite(scene, v, g)


@kernel
def meet_share(scene, s, v, g, again):
    """Expose v to s in g, unless they met there before in the life of this share."""
    town, run, p = scene.town, scene.run, scene.post
    visible = run.shared_at[p, s] + scene.calendar.delay
    if again and have_met(town, run, (s, v), g, visible, scene.round):
        return
    scene.tally[IMPRESSIONS, scene.round] += 1
    limit = scene.rules.group_read[run.size[g]]
    state = fold(fold(scene.base[c.GROUP], town.group_hashes[g]), town.hashes[s])
    run.own[0] = v
    offer(scene, s, run.own[:1], state, limit)


@kernel
def decide_all(scene, people, count):
    """Let readers decide, those who have not shared yet."""
    for k in range(count):
        if scene.run.shared_at[scene.post, people[k]] == 0:
            decide(scene, people[k])


@kernel
def sum_up(town, calendar, run, tally, i):
    """Hand back who was reached in this run."""
    posts, people = run.read_at.shape
    tally.by_post[i] = 0
    for v in range(people):
        first, parent = 0, NOBODY
        for p in range(posts):
            at = run.read_at[p, v]
            if at:
                tally.by_post[i, p] += 1
                if first == 0 or at < first:
                    first, parent = at, run.parent[p, v]
        if first:
            tally.reached[v] += 1
            tally.by_cell[town.cell[v], i] += 1
        if tally.adoption.shape[0]:
            tally.adoption[i, v] = first - 1
        if tally.parents.shape[0]:
            tally.parents[i, v] = parent
