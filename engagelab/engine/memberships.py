"""Who belongs where in one run: joining, leaving, and who has met whom."""

import numpy as np

from .coins import fold, happens, mix
from .state import EXTRA, FULL, JOINERS, JOINS, LEFT, NOBODY, PENDING, TRIAL_ANYWAY, inlined, kernel


@kernel
def set_first_bits(town, run):
    """Set the bits of the groups that each person is a member of before the first round."""
    for v in range(run.first_bits.size):
        for k in range(town.person_start[v], town.person_start[v + 1]):
            run.first_bits[v] |= bit_of(town.person_group[k])


@kernel
def open_memberships(town, run):
    """Set sizes and memberships as they are before the first round."""
    run.left[: town.group_people.size] = 0
    for g in range(run.size.size):
        run.group_extra[g] = NOBODY
        run.size[g] = town.group_start[g + 1] - town.group_start[g]
    for v in range(run.generation.size):
        open_person(town, run, v)


@inlined
def open_person(town, run, v):
    """Set what one person belongs to as it is before the first round."""
    groups = town.person_start[v + 1] - town.person_start[v]
    run.group_count[v] = groups
    run.generation[v] = 0 if groups else -1
    run.person_extra[v] = NOBODY
    run.inviter_of[v] = NOBODY
    run.joined[v] = False
    run.bits[v] = run.first_bits[v]


@inlined
def bit_of(g):
    """Return the bit that tells of a group; others have the same."""
    return np.uint64(1) << (np.uint64(g) & np.uint64(63))


@kernel
def reopen_memberships(town, run):
    """Undo the joins of a run, and all that it changed where members may have left."""
    if run.number[LEFT]:
        open_memberships(town, run)
    for x in range(run.number[EXTRA]):
        g = run.extra[x].group
        open_person(town, run, run.extra[x].person)
        run.group_extra[g] = NOBODY
        run.size[g] = town.group_start[g + 1] - town.group_start[g]


@inlined
def nobody_left(run):
    """Tell whether nobody can have left so far, so that no membership has to be looked up."""
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
    """Write those who joined a group, from a place on, into `run.circle`; return the end.

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


@kernel
def is_member(town, run, v, g):
    """Tell whether v is a member of g in this round; the bits nearly always tell that not."""
    if not run.bits[v] & bit_of(g):
        return False
    stay = nobody_left(run)
    for k in range(np.uint64(town.person_start[v]), np.uint64(town.person_start[v + 1])):
        if town.person_group[k] == g and (stay or run.left[town.person_membership[k]] == 0):
            return True
    x = run.person_extra[v]
    while x >= 0:
        if run.extra[x].group == g and (stay or run.left[town.group_people.size + x] == 0):
            return True
        x = run.extra[x].next_of_person
    return False


@kernel
def have_met(town, run, pair, g, visible, r):
    """Tell whether both were members of g together in a round from `visible` to before r."""
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
    """Write down the first and last round of each stay of v in g; return their number."""
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


@kernel
def leave(town, run, r, base, limit):
    """After a post each member may leave; return the memberships and the members lost."""
    leavers, members = 0, 0
    run.number[LEFT] = 1
    for g in range(run.size.size):
        state = fold(base, town.group_hashes[g])
        for m in range(town.group_start[g], town.group_start[g + 1]):
            if leaves(town, run, town.group_people[m], m, r, state, limit):
                leavers += 1
                members += part(run, town.group_people[m], g, m, r)
        x = run.group_extra[g]
        while x >= 0:
            m = town.group_people.size + x
            if leaves(town, run, run.extra[x].person, m, r, state, limit):
                leavers += 1
                members += part(run, run.extra[x].person, g, m, r)
            x = run.extra[x].next_in_group
    return leavers, members


@inlined
def leaves(town, run, v, m, r, state, limit):
    """Tell whether v leaves: a member still there whom nobody answered before this round."""
    if run.left[m] != 0 or 0 < run.person[v].answered_at <= r:
        return False
    return happens(mix(state ^ town.hashes[v]), limit)


@inlined
def part(run, v, g, m, r):
    """End a membership; return 1 where it was the person's last."""
    run.left[m] = r + 1
    run.size[g] -= 1
    run.group_count[v] -= 1
    return 1 if run.group_count[v] == 0 else 0


@kernel
def join(town, run, count, generations, r):
    """Make those who accepted members from the next round on; return the members won."""
    members = 0
    for k in range(run.number[PENDING]):
        v, inviter = run.pending_person[k], run.pending_inviter[k]
        inviter = max(inviter, ~inviter)
        known = run.inviter_of[v]
        if run.generation[v] < 0 and (known < 0 or town.hashes[inviter] < town.hashes[known]):
            run.inviter_of[v] = inviter
    for k in range(run.number[PENDING]):
        v, g = run.pending_person[k], run.pending_group[k]
        x = added_now(run, v, g, r)
        if x < 0:
            x = run.number[EXTRA]
            if x == run.extra.size:
                run.number[FULL] = 1
                return members
            members += add_membership(town, run, v, g, r)
            welcome(run, count, generations, v, r)
        if run.pending_inviter[k] >= 0 and not run.extra[x].anyway:
            run.extra[x].anyway = True
            count[TRIAL_ANYWAY, r] += 1
    run.number[PENDING] = 0
    return members


@kernel
def added_now(run, v, g, r):
    """Return the membership of v in g that this round has added already, or nothing.

    The newest come first, so that the older ones are not looked at.
    """
    x = run.person_extra[v]
    while x >= 0 and run.extra[x].since > r:
        if run.extra[x].group == g:
            return x
        x = run.extra[x].next_of_person
    return NOBODY


@kernel
def add_membership(town, run, v, g, r):
    """Add a membership; return 1 where it is the person's only one."""
    x = run.number[EXTRA]
    run.extra[x].again = was_member(town, run, v, g)
    run.extra[x].anyway = False
    run.extra[x].hash = town.hashes[v]
    run.extra[x].person = v
    run.extra[x].group = g
    run.extra[x].since = r + 1
    run.extra[x].next_in_group = run.group_extra[g]
    run.group_extra[g] = x
    run.extra[x].next_of_person = run.person_extra[v]
    run.person_extra[v] = x
    run.left[town.group_people.size + x] = 0
    run.bits[v] |= bit_of(g)
    run.number[EXTRA] += 1
    run.size[g] += 1
    run.group_count[v] += 1
    return 1 if run.group_count[v] == 1 else 0


@kernel
def was_member(town, run, v, g):
    """Tell whether v has ever been a member of g."""
    if not run.bits[v] & bit_of(g):
        return False
    for k in range(town.person_start[v], town.person_start[v + 1]):
        if town.person_group[k] == g:
            return True
    x = run.person_extra[v]
    while x >= 0:
        if run.extra[x].group == g:
            return True
        x = run.extra[x].next_of_person
    return False


@kernel
def welcome(run, count, generations, v, r):
    """Count a join, and the joiner where it is their first."""
    count[JOINS, r] += 1
    if not run.joined[v]:
        run.joined[v] = True
        count[JOINERS, r] += 1
    if run.generation[v] < 0:
        run.generation[v] = run.generation[run.inviter_of[v]] + 1
        generations[run.generation[v]] += 1
