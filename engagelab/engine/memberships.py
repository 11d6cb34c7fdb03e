"""Memberships in one run: joining, leaving, and whether two people have met in a group."""

import numpy as np

from .coins import fold, happens, mix
from .measures import (
    JOINERS,
    JOINS,
    LEAVERS,
    OWN_JOINS,
    POST_JOINS,
    SECONDARY_JOINS,
    TRIAL_ANYWAY,
)
from .state import EXTRA, FULL, LEFT, NOBODY, PENDING, in_place, inlined, kernel


@inlined
def own_space(town):
    """Return the number of the group that is the organisation's own space: the last."""
    return town.group_hashes.size - 1


@kernel
def set_first_bits(town, run):
    """Set the bits of the groups that each person is a member of before the first round."""
    for v in range(run.first_bits.size):
        for k in range(town.person_start[v], town.person_start[v + 1]):
            run.first_bits[v] |= bit_of(town.person_group[k])


@kernel
def open_memberships(town, run):
    """Set sizes and memberships of new arrays as they are before the first round."""
    for g in range(run.size.size):
        open_group(town, run, g)
    for v in range(run.generation.size):
        open_person(town, run, v)


@inlined
def open_group(town, run, g):
    """Set who belongs to one group as it is before the first round."""
    run.group_extra[g] = NOBODY
    run.size[g] = town.group_start[g + 1] - town.group_start[g]


@inlined
def open_person(town, run, v):
    """Set what one person belongs to as it is before the first round."""
    first, last, groups = town.person_start[v], town.person_start[v + 1], 0
    for k in range(first, last):
        groups += town.person_group[k] != own_space(town)
    run.group_count[v] = groups
    run.generation[v] = 0 if groups else -1
    run.person_extra[v] = NOBODY
    run.inviter_of[v] = NOBODY
    run.person[v].joined_at = 0
    run.bits[v] = run.first_bits[v]


@inlined
def bit_of(g):
    """Return the bit of a group; other groups share it."""
    return np.uint64(1) << (np.uint64(g) & np.uint64(63))


@in_place
def reopen_memberships(town, run):
    """Undo what the joins, the leaving and the invitations of a run changed."""
    if run.invited.shape[0]:
        run.invited[:] = 0
    for x in range(run.number[EXTRA]):
        open_person(town, run, run.extra[x].person)
        open_group(town, run, run.extra[x].group)
    for k in range(run.number[LEFT]):
        m = run.ended[k]
        run.left[m] = 0
        if m < town.group_people.size:  # the others are undone as joins
            open_person(town, run, town.group_people[m])
    if run.number[LEFT]:
        for g in range(run.size.size):
            open_group(town, run, g)


@inlined
def nobody_left(run):
    """Return whether no member has left so far, so that no membership has to be looked up."""
    return run.number[LEFT] == 0


@inlined
def circle(town, run, g):
    """Write the members of a group into `run.circle`; return their number."""
    people, out, count, stay = town.group_people, run.circle, 0, nobody_left(run)
    for m in range(town.group_start[g], town.group_start[g + 1]):
        out[count] = people[m]
        count += stay or run.left[m] == 0
    return joined_circle(town, run, g, count)


@inlined
def joined_circle(town, run, g, count):
    """Write the people who joined a group, from a place on, into `run.circle`; return the end.

    Their label hashes go beside them.
    """
    x, first, stay = run.group_extra[g], town.group_people.size, nobody_left(run)
    while x >= 0:
        run.circle[count] = run.extra[x].person
        run.circle_hash[count] = run.extra[x].hash
        count += stay or run.left[first + x] == 0
        x = run.extra[x].next_in_group
    return count


@inlined
def groups_of(town, run, v):
    """Write the groups of a person into `run.own`; return their number."""
    out, count, stay = run.own, 0, nobody_left(run)
    for k in range(np.uint64(town.person_start[v]), np.uint64(town.person_start[v + 1])):
        out[count] = town.person_group[k]
        count += stay or run.left[town.person_membership[k]] == 0
    x = run.person_extra[v]
    while x >= 0:
        out[count] = run.extra[x].group
        count += stay or run.left[town.group_people.size + x] == 0
        x = run.extra[x].next_of_person
    return count


@inlined
def is_member(town, run, v, g):
    """Return whether v is a member of g; the bits nearly always say no, without a call."""
    return run.bits[v] & bit_of(g) != 0 and membership_of(town, run, v, g) >= 0


@kernel
def membership_of(town, run, v, g):
    """Return the present membership of v in g, or NOBODY."""
    stay = nobody_left(run)
    for k in range(np.uint64(town.person_start[v]), np.uint64(town.person_start[v + 1])):
        if town.person_group[k] == g and (stay or run.left[town.person_membership[k]] == 0):
            return np.int64(town.person_membership[k])
    x = run.person_extra[v]
    while x >= 0:
        m = town.group_people.size + x
        if run.extra[x].group == g and (stay or run.left[m] == 0):
            return np.int64(m)
        x = run.extra[x].next_of_person
    return np.int64(NOBODY)


@kernel
def have_met(town, run, pair, g, visible, r):
    """Return whether both were members of g together in a round from `visible` to before r."""
    mine, theirs = run.stays[0], run.stays[1]
    my_stays = stays_of(town, run, pair[0], g, r, mine)
    their_stays = stays_of(town, run, pair[1], g, r, theirs)
    for i in range(my_stays):
        for j in range(their_stays):
            first = max(mine[i, 0], theirs[j, 0], visible)
            if first <= min(mine[i, 1], theirs[j, 1], r - 1):
                return True
    return False


@kernel
def stays_of(town, run, v, g, r, stays):
    """Store the first and last round of each stay of v in g; return their number."""
    found = 0
    for k in range(town.person_start[v], town.person_start[v + 1]):
        m = town.person_membership[k]
        if town.person_group[k] == g:
            stays[found, 0] = 0
            stays[found, 1] = run.left[m] - 1 if run.left[m] else r
            found += 1
    x = run.person_extra[v]
    while x >= 0:
        if run.extra[x].group == g:
            left = run.left[town.group_people.size + x]
            stays[found, 0] = run.extra[x].since
            stays[found, 1] = left - 1 if left else r
            found += 1
        x = run.extra[x].next_of_person
    return found


@in_place
def leave(town, run, count, r, base, limit):
    """Let each member leave when a post has ended; return the members lost."""
    members = 0
    for g in range(run.size.size):
        state = fold(base, town.group_hashes[g])
        for m in range(town.group_start[g], town.group_start[g + 1]):
            if leaves(town, run, town.group_people[m], m, state, limit):
                members += part(town, run, count, (town.group_people[m], g, m), r)
        x = run.group_extra[g]
        while x >= 0:
            m = town.group_people.size + x
            if leaves(town, run, run.extra[x].person, m, state, limit):
                members += part(town, run, count, (run.extra[x].person, g, m), r)
            x = run.extra[x].next_in_group
    return members


@inlined
def leaves(town, run, v, m, state, limit):
    """Return whether v leaves: a member still there who was never answered."""
    if run.left[m] != 0 or run.person[v].answered_at > 0:
        return False
    return happens(mix(state ^ town.hashes[v]), limit)


@inlined
def part(town, run, count, membership, r):
    """End a membership (person, group, number); return 1 if it was the person's last group."""
    v, g, m = membership
    count[LEAVERS, r] += 1
    run.ended[run.number[LEFT]] = m
    run.number[LEFT] += 1
    run.left[m] = r + 1
    run.size[g] -= 1
    if g == own_space(town):
        return 0
    run.group_count[v] -= 1
    return 1 if run.group_count[v] == 0 else 0


@in_place
def join(town, calendar, run, count, generations, r):
    """Make the people who accepted members from the next round on; return the members won."""
    note_first_inviters(town, run)
    first, members = run.number[EXTRA], 0
    for k in range(run.number[PENDING]):
        accepted = run.pending[k]
        x = added_now(run, accepted.person, accepted.group, r)
        if x < 0:
            x = run.number[EXTRA]
            if x == run.extra.size:
                run.number[FULL] = 1
                return members
            members += add_membership(town, run, k, r)
        elif goes_before(town, calendar, accepted, run.extra[x]):
            run.extra[x].inviter = accepted.inviter
            run.extra[x].post = accepted.post
        run.extra[x].anyway |= accepted.anyway != 0
    run.number[PENDING] = 0
    for x in range(first, run.number[EXTRA]):
        welcome(town, run, count, generations, x, r)
    return members


@inlined
def note_first_inviters(town, run):
    """Record by whom a person comes to their first group; of several the smallest label hash."""
    for k in range(run.number[PENDING]):
        v, s = run.pending[k].person, run.pending[k].inviter
        if run.generation[v] < 0 and run.pending[k].group != own_space(town):
            known = run.inviter_of[v]
            if known < 0 or town.hashes[s] < town.hashes[known]:
                run.inviter_of[v] = s


@inlined
def goes_before(town, calendar, accepted, member):
    """Return whether an acceptance comes before the one that is noted: by inviter, then post."""
    if accepted.inviter != member.inviter:
        return town.hashes[accepted.inviter] < town.hashes[member.inviter]
    return calendar.word[accepted.post] < calendar.word[member.post]


@inlined
def added_now(run, v, g, r):
    """Return the membership of v in g that this round has added already, or NOBODY.

    The newest come first, so that the older ones are not looked at.
    """
    x = run.person_extra[v]
    while x >= 0 and run.extra[x].since > r:
        if run.extra[x].group == g:
            break
        x = run.extra[x].next_of_person
    return x if x >= 0 and run.extra[x].since > r else NOBODY


@inlined
def add_membership(town, run, k, r):
    """Add the membership of an acceptance; return 1 if it is the person's only group."""
    v, g, x = run.pending[k].person, run.pending[k].group, run.number[EXTRA]
    m = town.group_people.size + x
    extra = run.extra[x]
    extra.again = run.bits[v] & bit_of(g) != 0 and was_member(town, run, v, g)
    extra.anyway = False
    extra.hash = town.hashes[v]
    extra.person = v
    extra.group = g
    extra.since = r + 1
    extra.inviter = run.pending[k].inviter
    extra.post = run.pending[k].post
    if run.invited.shape[0]:
        carry_invitations(town, run, v, g, m)
    extra.next_in_group = run.group_extra[g]
    run.group_extra[g] = x
    extra.next_of_person = run.person_extra[v]
    run.person_extra[v] = x
    run.left[m] = 0
    run.bits[v] |= bit_of(g)
    run.number[EXTRA] += 1
    run.size[g] += 1
    counts = g != own_space(town)
    run.group_count[v] += counts
    return 1 if counts and run.group_count[v] == 1 else 0


@kernel
def carry_invitations(town, run, v, g, m):
    """Mark a new membership with the posts for which v has invited into g in an earlier one."""
    run.invited[:, m] = 0
    for k in range(town.person_start[v], town.person_start[v + 1]):
        if town.person_group[k] == g:
            copy_marks(run, town.person_membership[k], m)
    x = run.person_extra[v]
    while x >= 0:
        if run.extra[x].group == g:
            copy_marks(run, town.group_people.size + x, m)
        x = run.extra[x].next_of_person


@inlined
def copy_marks(run, former, m):
    """Add the marks of a former membership to those of another."""
    for p in range(run.invited.shape[0]):
        run.invited[p, m] |= run.invited[p, former]


@kernel
def was_member(town, run, v, g):
    """Return whether v has ever been a member of g."""
    for k in range(town.person_start[v], town.person_start[v + 1]):
        if town.person_group[k] == g:
            return True
    x = run.person_extra[v]
    while x >= 0:
        if run.extra[x].group == g:
            return True
        x = run.extra[x].next_of_person
    return False


@inlined
def welcome(town, run, count, generations, x, r):
    """Count a new membership, and its person if it is their first group."""
    v, extra = run.extra[x].person, run.extra[x]
    count[JOINS, r] += 1
    run.post_counts[POST_JOINS, extra.post] += 1
    count[TRIAL_ANYWAY, r] += extra.anyway
    count[OWN_JOINS, r] += extra.group == own_space(town)
    if 0 < run.person[extra.inviter].joined_at <= r:
        count[SECONDARY_JOINS, r] += 1
    if run.person[v].joined_at == 0:
        run.person[v].joined_at = r + 1
    if extra.group != own_space(town) and run.generation[v] < 0:
        run.generation[v] = run.generation[run.inviter_of[v]] + 1
        generations[run.generation[v]] += 1
        count[JOINERS, r] += 1
