"""The engagement model: posts through ties, groups and invitations, one run at a time.

A run costs what its exposures cost: a share visits its receivers once, in the round in which it
becomes visible, and later only those who come to meet it through a new membership. A coin is
drawn only where its outcome can matter; since coins are addressed, what is skipped changes
nothing. What is called for each share or round is compiled in place, since a call copies the
descriptions of all arrays.
"""

import numpy as np

from . import coins as c
from . import state as arrays
from .bitplanes import ONE, lowest
from .coins import fold, happens
from .exposure import fallen, in_group, offer, read, shows, toss_whole
from .group_exposure import meet_joiners, offer_in_group, show_in, show_in_own_space, trust_in
from .inviting import invite_all
from .measures import (
    ANSWERS,
    BOUGHT_MEMBERS,
    EMPLOYEE_SEEDS,
    IMPRESSIONS,
    MEMBERS,
    OWN_MEMBERS,
    PAID_IMPRESSIONS,
    POST_IMPRESSIONS,
    POST_READS,
    POSTS,
    READERS,
    READS,
)
from .memberships import (
    groups_of,
    join,
    leave,
    open_memberships,
    own_space,
    reopen_memberships,
    set_first_bits,
)
from .prefetch import ask_for_ties, prefetch
from .sharing import comment_and_decide, next_visible, publish, share, turn_away
from .single_content import forget
from .state import (
    ACTIVITIES_PER_ROLE,
    ANSWERED,
    ANYWAY,
    AT_ONCE,
    CRITICAL,
    FRESH,
    FULL,
    HEARD,
    NOBODY,
    READ,
    Scene,
    in_place,
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

    It stops early if a list in `run` is full; with longer lists it goes on from there.
    """
    for i in range(runs[0], runs[1]):
        one_run(town, rules, calendar, run, tally, key, i)
        if run.number[FULL]:
            return i
        sum_up(town, calendar, run, tally, i)
        clear(town, run)
    return runs[1]


@in_place
def one_run(town, rules, calendar, run, tally, key, i):
    """Simulate one run from its first round to the horizon, or until a list is full."""
    tally.generations[i] = 0
    tally.generations[i, 0] = members = town.members
    posts, count = calendar.first.size, run.counts
    set_addresses(calendar, run, key, i)
    last = last_round(calendar)
    run.post_counts[:] = 0
    run.share_cells[:] = 0
    run.fresh_mark[:] = 0
    count[BOUGHT_MEMBERS, 0] = run.size[own_space(town)]
    for r in range(last + 1):
        for p in range(posts):
            if calendar.first[p] <= r <= calendar.last[p]:
                byte = c.byte_of(i)
                one_round(Scene(town, rules, calendar, run, count, p, r, run.bases[p], byte), i)
        members += join(town, calendar, run, count, tally.generations[i], r)
        members -= end_posts(town, rules, calendar, run, r)
        run.number[ANSWERED] += count[ANSWERS, r]
        count[MEMBERS, r] = members
        count[OWN_MEMBERS, r] = run.size[own_space(town)]
        if run.number[FULL]:
            return


@inlined
def last_round(calendar):
    """Return the round with which the last post ends: nothing happens after it."""
    last = 0
    for p in range(calendar.first.size):
        last = max(last, calendar.last[p])
    return min(last, calendar.horizon)


@inlined
def set_addresses(calendar, run, key, i):
    """Store where the coins of each kind begin for each post; exposures share words of a row."""
    state, row = c.start(key, np.uint64(i)), c.start(key, np.uint64(c.row_of(i)))
    for p in range(calendar.first.size):
        for kind in range(run.bases.shape[1]):
            shared = kind == c.TIE or kind == c.GROUP or kind == c.OWN_READ
            of = row if shared else state
            run.bases[p, kind] = fold(fold(of, np.uint64(kind)), calendar.word[p])


@in_place
def end_posts(town, rules, calendar, run, r):
    """At the end of a round, let critics turn away and members leave; return the members lost."""
    limits, lost = rules.limits, 0
    if limits.critic > 0:
        for p in range(calendar.first.size):
            if calendar.last[p] == r:
                turn_away(town, run, run.counts, p, r, run.bases[p, c.CRITIC], limits.critic)
    if limits.leave > 0:
        for p in range(calendar.first.size):
            if calendar.last[p] == r:
                lost += leave(town, run, run.counts, r, run.bases[p, c.LEAVE], limits.leave)
    return lost


@in_place
def one_round(scene, i):
    """Simulate one round of one post, in the order that the model states."""
    run, p = scene.run, scene.post
    run.number[FRESH] = 0
    readers, reads, seen = (
        run.number[READ],
        run.by_post[p, 0],
        scene.tally[IMPRESSIONS, scene.round],
    )
    if scene.round == scene.calendar.first[p]:
        begin(scene, i)
    if scene.round > 0:
        meet_joiners(scene)
    for row in range(2):
        s = next_visible(scene, row)
        while s >= 0:
            if run.number[FULL]:
                return
            if run.reading[p, s].shared_at > 0:
                look_ahead(scene, row)
                act(scene, s)
            s = next_visible(scene, row)
    if scene.rules.limits.invite > 0:
        invite_all(scene, reads)
    run.by_post[p, 1] = reads
    count_reads(scene, readers, reads)
    comment_and_decide(scene, run.read_by[p, reads : run.by_post[p, 0]])
    publish(scene)
    run.post_counts[POST_IMPRESSIONS, p] += scene.tally[IMPRESSIONS, scene.round] - seen


@inlined
def look_ahead(scene, row):
    """Prefetch the next sharer's ties and groups."""
    run, p, town = scene.run, scene.post, scene.town
    k = run.queued[p, row, 2]
    if k < run.queued[p, row, 0]:
        s = run.queue[p, run.queue.shape[1] - 1 - k if row else k]
        ask_for_ties(town, town.tie_start[s], town.tie_hash)
        for k in range(town.person_start[s], town.person_start[s + 1]):
            first = town.group_start[town.person_group[k]]
            for m in (first, first + 8, first + 16, first + 24):
                prefetch(town.member_hash, m)
            prefetch(town.group_people, first)
            prefetch(town.group_people, first + 16)


@in_place
def begin(scene, i):
    """First round of a post: who takes part, seeds, paid impressions, the own space."""
    run, calendar, p, town = scene.run, scene.calendar, scene.post, scene.town
    heard = run.number[ANSWERED] * 1000.0 / town.hashes.size
    run.learned[p] = 1.0 + scene.rules.listening_gain * heard / (heard + 5.0)
    keep_away(scene)
    scene.tally[POSTS, scene.round] += 1
    row = i if calendar.seeds.shape[0] > 1 else 0
    for k in range(calendar.seed_start[p], calendar.seed_start[p + 1]):
        s = calendar.seeds[row, k]
        if run.person[s].critic_at == 0:
            read(scene, s, NOBODY)
            run.reading[p, s].marks = ANYWAY
            share(scene, s)
            role = town.kind[s] // ACTIVITIES_PER_ROLE
            scene.tally[EMPLOYEE_SEEDS + role, scene.round] += 1
    show_paid(scene, i)
    if calendar.own[p]:
        show_in_own_space(scene)


@inlined
def keep_away(scene):
    """Close the post to people who have heard a critic and have not the goodwill to take part."""
    run, p, limit = scene.run, scene.post, scene.rules.limits.goodwill
    for k in range(run.number[HEARD]):
        v = run.heard[k]
        if not happens(fold(scene.base[c.GOODWILL], scene.town.hashes[v]), limit):
            run.open[p, v] = 0


@inlined
def show_paid(scene, i):
    """Show the post for money: some people have one impression more than the others."""
    calendar, p = scene.calendar, scene.post
    first, last = calendar.paid_start[p], calendar.paid_start[p + 1]
    bought = calendar.paid_rounds[p] * scene.town.hashes.size + last - first
    scene.tally[IMPRESSIONS, scene.round] += bought
    scene.tally[PAID_IMPRESSIONS, scene.round] += bought
    if calendar.paid_rounds[p]:
        show_paid_to_all(scene, calendar.paid_limits[p, 0])
    row = i if calendar.paid.shape[0] > 1 else 0
    for k in range(first, last):
        see_paid(scene, calendar.paid[row, k], calendar.paid_limits[p, 1])


@inlined
def show_paid_to_all(scene, limit):
    """Show the post for money to everybody: 64 people at a time, and the rest one by one."""
    town, run, rest = scene.town, scene.run, scene.town.hashes.size % AT_ONCE
    whole = town.hashes.size - rest
    for first in range(0, whole, AT_ONCE):
        toss_whole(scene.base[c.PAID_READ], town.hashes[first:], limit, run.falls, AT_ONCE)
        places = fallen(run.eight, AT_ONCE)
        while places:
            t = np.int64(lowest(places))
            places &= places - ONE
            if is_open(scene, first + t):
                read(scene, first + t, NOBODY)
    for v in range(whole, town.hashes.size):
        see_paid(scene, v, limit)


@inlined
def see_paid(scene, v, limit):
    """Let somebody who is shown the post for money read it."""
    if is_open(scene, v):
        if happens(fold(scene.base[c.PAID_READ], scene.town.hashes[v]), limit):
            read(scene, v, NOBODY)


@inlined
def is_open(scene, v):
    """Return whether v has not read the post and would."""
    return scene.run.open[scene.post, v] and scene.run.reading[scene.post, v].read_at == 0


@inlined
def count_reads(scene, readers, reads):
    """Count what was read in this round; before it so many had read anything, and this post."""
    run, p, r = scene.run, scene.post, scene.round
    scene.tally[READERS, r] += run.number[READ] - readers
    scene.tally[READS, r] += run.by_post[p, 0] - reads
    run.post_counts[POST_READS, p] += run.by_post[p, 0] - reads


@inlined
def act(scene, s):
    """Let a share that becomes visible expose ties and the groups in which it is shown."""
    town, run, rules, count = scene.town, scene.run, scene.rules, scene.tally[IMPRESSIONS]
    trust = trust_in(town, s)
    first, last = town.tie_start[s], town.tie_start[s + 1]
    count[scene.round] += last - first
    limit = rules.tie[trust]
    if limit > 0:
        state = fold(scene.base[c.TIE], town.hashes[s])
        offer(scene, s, town.tie_to[first:last], town.tie_hash[first:], state, limit, run.left[:0])
    for k in range(groups_of(town, run, s)):
        g = run.own[k]
        state = in_group(scene, g, s)
        if g != own_space(town) and shows(scene, state):
            count[scene.round] += run.size[g] - 1
            show_in(scene, g, s, state)
            limit = rules.group[trust, run.size[g]]
            if limit > 0:
                offer_in_group(scene, s, g, state, limit)


@in_place
def sum_up(town, calendar, run, tally, i):
    """Store the results of this run; only its readers are looked at."""
    forget(tally, i)
    run.cells[:] = 0
    readers = run.readers[: run.number[READ]]
    for v in readers:
        tally.reached[v] += 1
        run.cells[town.cell[v]] += 1
    if tally.adoption.shape[0]:
        note_first(run, readers, tally, i)
    for p in range(run.by_post.shape[0]):
        tally.by_post[i, p] = run.by_post[p, 0]
        for measure in range(run.post_counts.shape[0]):
            tally.post_counts[i, measure, p] = run.post_counts[measure, p]
    tally.last_rounds[i] = last = last_round(calendar)
    hand_over(run.counts[:, : last + 1], tally.counts, i)
    run.counts[:, : last + 1] = 0
    for cell in range(run.cells.size):
        tally.by_cell[cell, i] = run.cells[cell]
        tally.shares_by_cell[cell, i] = run.share_cells[cell]


@in_place
def note_first(run, readers, tally, i):
    """Record when each reader read first, and from whom."""
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
    """Copy the counts of one run among those of all, whose rounds lie far apart; zeros are there.

    They are not counted there in the first place since other runs, of other workers, lie beside.
    """
    for measure in range(counts.shape[0]):
        for r in range(counts.shape[1]):
            if counts[measure, r]:
                all_counts[r, measure, i] = counts[measure, r]


@in_place
def clear(town, run):
    """Reset this run: what its readers, joiners and critics touched is as it was before."""
    reopen_memberships(town, run)
    for v in run.readers[: run.number[READ]]:
        reset_person(run, v)
    for v in run.heard[: run.number[HEARD]]:
        reset_person(run, v)
        run.open[:, v] = 1
    for v in run.critics[: run.number[CRITICAL]]:
        run.open[:, v] = 1
    for p in range(run.by_post.shape[0]):
        for v in run.read_by[p, : run.by_post[p, 0]]:
            run.reading[p, v].read_at = 0
            run.reading[p, v].shared_at = 0
            run.reading[p, v].marks = 0
            run.open[p, v] = 1
    run.shown[:] = NOBODY
    run.queued[:] = 0
    run.by_post[:] = 0
    run.number[:] = 0


@inlined
def reset_person(run, v):
    """Reset what a person has done and heard."""
    run.person[v].reads = 0
    run.person[v].read_at = 0
    run.person[v].answered_at = 0
    run.person[v].published_at = 0
    run.person[v].critic_at = 0
    run.person[v].heard_at = 0
