"""The engagement model: posts through ties, groups and invitations, one run at a time.

A run costs what its exposures cost: a share visits its receivers once, in the round in which it
becomes visible, and later only those who come to meet it through a new membership. A coin is
drawn only where its outcome can matter; since coins are addressed, what is skipped changes
nothing. Loops over people stand inside functions that are called once a share or a round, since a
call hands over all the arrays.
"""

import numpy as np

from . import coins as c
from . import state as arrays
from .coins import fold, happens
from .exposure import in_group, offer, read
from .group_exposure import invite, meet_joiners, stand_in
from .memberships import (
    groups_of,
    join,
    joined_circle,
    leave,
    nobody_left,
    open_memberships,
    reopen_memberships,
    set_first_bits,
)
from .prefetch import ask_for_ties, prefetch
from .sharing import decide, publish, share
from .single_content import forget
from .state import (
    ACT,
    AGAIN,
    AS_READER,
    AS_SHARER,
    COUNT,
    FULL,
    IMPRESSIONS,
    INVITE,
    LEAVE,
    LEAVERS,
    LINKS,
    MEMBERS,
    NEED,
    NEVER,
    NOBODY,
    PAID_IMPRESSIONS,
    PAID_READ,
    READ,
    READERS,
    READS,
    TIE_READ,
    Scene,
    inlined,
    kernel,
)


def new_run(town, calendar, rules, capacity):
    """Return the arrays of one run, ready for the first."""
    run = arrays.new_run(town, calendar, rules, capacity)
    set_first_bits(town, run)
    open_memberships(town, run)
    return run


@kernel
def simulate(town, rules, calendar, run, tally, key, runs):
    """Do the runs from `runs[0]` to `runs[1]`; return the first not done.

    It stops early where a list in `run` is full; with longer lists it goes on from there.
    """
    for i in range(runs[0], runs[1]):
        one_run(town, rules, calendar, run, tally, key, i)
        if run.number[FULL]:
            return i
        sum_up(town, run, tally, i)
        clear(town, run)
    return runs[1]


@kernel
def one_run(town, rules, calendar, run, tally, key, i):
    """Play one run from its first round to the horizon, or until a list is full."""
    tally.generations[i] = 0
    tally.generations[i, 0] = members = town.members
    limits, bases, posts = rules.limits, run.bases, calendar.first.size
    state, row = c.start(key, np.uint64(i)), c.start(key, np.uint64(c.row_of(i)))
    for p in range(posts):
        for kind in range(14):
            of = row if kind == c.TIE or kind == c.GROUP else state
            bases[p, kind] = fold(fold(of, np.uint64(kind)), np.uint64(p))
    count = run.counts
    count[:] = 0
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
def play(scene, i):
    """One round of one post, in the order that the model states."""
    run = scene.run
    run.number[AGAIN] = 0
    readers, reads = run.number[READ], run.by_post[scene.post]
    if scene.round == scene.calendar.first[scene.post]:
        begin(scene, i)
    visible = scene.calendar.delay
    queue, queued = run.queue[scene.post], run.queued[scene.post]
    while queued[2] < queued[0]:
        s = queue[queued[2]]
        at = run.reading[scene.post, s].shared_at
        if abs(at) + visible != scene.round:
            break
        if run.number[FULL]:
            return
        queued[2] += 1
        if queued[2] < queued[0]:
            look_ahead(scene.town, queue[queued[2]])
        if at > 0:
            act(scene, s)
    if scene.round > 0:
        meet_joiners(scene)
    count_reads(scene, readers, reads)
    new = run.read_by[scene.post, reads : run.by_post[scene.post]]
    decide_all(scene, new)
    if not scene.rules.reinforced:
        for v in new:
            run.open[scene.post, v] = 0  # further sharers do not matter
    decide_all(scene, run.again[: run.number[AGAIN]])
    publish(scene)


@inlined
def look_ahead(town, s):
    """Ask memory for whom the next sharer will expose."""
    ask_for_ties(town, town.tie_start[s], town.tie_hash)
    for k in range(town.person_start[s], town.person_start[s + 1]):
        first = town.group_start[town.person_group[k]]
        for m in (first, first + 8, first + 16, first + 24):
            prefetch(town.member_hash, m)
        prefetch(town.group_people, first)
        prefetch(town.group_people, first + 16)


@kernel
def begin(scene, i):
    """Round 0 of a post: seeds read and share, some who are shown it for money read."""
    run, calendar, p = scene.run, scene.calendar, scene.post
    row = i if calendar.seeds.shape[0] > 1 else 0
    for k in range(calendar.seed_start[p], calendar.seed_start[p + 1]):
        s = calendar.seeds[row, k]
        read(scene, s, NOBODY)
        run.reading[p, s].anyway = 7
        share(scene, s)
    row = i if calendar.paid.shape[0] > 1 else 0
    for k in range(calendar.paid_start[p], calendar.paid_start[p + 1]):
        v = calendar.paid[row, k]
        scene.tally[IMPRESSIONS, scene.round] += 1
        scene.tally[PAID_IMPRESSIONS, scene.round] += 1
        coin = fold(scene.base[c.PAID_READ], scene.town.hashes[v])
        if run.reading[p, v].read_at == 0 and happens(coin, scene.rules.limits[PAID_READ]):
            read(scene, v, NOBODY)


@inlined
def count_reads(scene, readers, reads):
    """Count what was read in this round; before it so many had read anything, and this post."""
    run, r = scene.run, scene.round
    scene.tally[READERS, r] += run.number[READ] - readers
    scene.tally[READS, r] += run.by_post[scene.post] - reads


@inlined
def act(scene, s):
    """A share becomes visible: ties, fellow members, invitations."""
    town, run, count = scene.town, scene.run, scene.tally[IMPRESSIONS]
    run.number[ACT] = run.number[LINKS]
    first, last = town.tie_start[s], town.tie_start[s + 1]
    count[scene.round] += last - first
    limit = scene.rules.limits[TIE_READ]
    if limit > 0:
        state = fold(scene.base[c.TIE], town.hashes[s])
        offer(scene, s, town.tie_to[first:last], town.tie_hash[first:], state, limit, run.left[:0])
    inviting = town.inviter[s] and scene.rules.limits[INVITE] > 0
    for k in range(groups_of(town, run, s)):
        g = run.own[k]
        count[scene.round] += run.size[g] - 1
        state = in_group(scene, g, s)
        stand_in(scene, g, s, state)
        limit = scene.rules.group_read[run.size[g]]
        if limit > 0:
            offer_in_group(scene, s, g, state, limit)
        if inviting:
            invite(scene, s, g)


@inlined
def offer_in_group(scene, s, g, state, limit):
    """Offer the share of s to the members of a group: those of the beginning, then joiners.

    The sharer is among them, but has read: their own coin never matters.
    """
    town, run = scene.town, scene.run
    first, last = town.group_start[g], town.group_start[g + 1]
    left = run.left[first : first if nobody_left(run) else last]
    offer(scene, s, town.group_people[first:last], town.member_hash[first:], state, limit, left)
    joined = joined_circle(town, run, g, 0)
    offer(scene, s, run.circle[:joined], run.circle_hash, state, limit, run.left[:0])


@kernel
def decide_all(scene, people):
    """Let readers decide, those who have not shared yet."""
    for k in range(people.size):
        v = np.uint64(people[k])
        if scene.run.reading[scene.post, v].shared_at == 0:
            decide(scene, v)


@kernel
def sum_up(town, run, tally, i):
    """Hand back who was reached in this run; nobody else is looked at."""
    forget(tally, i)
    run.cells[:] = 0
    readers = run.readers[: run.number[READ]]
    for v in readers:
        tally.reached[v] += 1
        run.cells[town.cell[v]] += 1
    if tally.adoption.shape[0]:
        note_first(run, readers, tally, i)
    for p in range(run.by_post.size):
        tally.by_post[i, p] = run.by_post[p]
    hand_over(run.counts, tally.counts, i)
    for cell in range(run.cells.size):
        tally.by_cell[cell, i] = run.cells[cell]


@kernel
def note_first(run, readers, tally, i):
    """Note when each reader read first, and from whom."""
    for v in readers:
        first, parent = 0, NOBODY
        for p in range(run.reading.shape[0]):
            at = run.reading[p, v].read_at
            if at and (first == 0 or at < first):
                first, parent = at, run.reading[p, v].parent
        tally.adoption[i, v] = first - 1
        if tally.parents.shape[0]:
            tally.parents[i, v] = parent


@inlined
def hand_over(counts, all_counts, i):
    """Put the counts of one run among those of all, whose rounds lie far apart; zeros are there.

    They are not counted there in the first place since other runs, of other workers, lie beside.
    """
    for measure in range(counts.shape[0]):
        for r in range(counts.shape[1]):
            if counts[measure, r]:
                all_counts[measure, r, i] = counts[measure, r]


@kernel
def clear(town, run):
    """Forget this run: what its readers and joiners touched is as it was before."""
    reopen_memberships(town, run)
    for v in run.readers[: run.number[READ]]:
        run.person[v].reads = 0
        run.person[v].read_at = 0
        run.person[v].answered_at = 0
        run.person[v].published_at = 0
    for p in range(run.by_post.size):
        for v in run.read_by[p, : run.by_post[p]]:
            unread(run, p, v)
    run.standing[:] = NOBODY
    run.queued[:] = 0
    run.by_post[:] = 0
    run.number[:] = 0


@inlined
def unread(run, p, v):
    """Forget what somebody did with a post."""
    run.reading[p, v].read_at = 0
    run.reading[p, v].shared_at = 0
    run.open[p, v] = 1
    if run.heard.shape[1]:
        heard = run.heard[p, v]
        heard[AS_READER] = heard[AS_SHARER] = NOBODY
        heard[COUNT], heard[NEED] = 0, NEVER
