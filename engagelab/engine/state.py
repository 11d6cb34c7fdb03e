"""What the kernel of the engagement model works on: network, rules, calendar, one run, its tally.

Memberships are numbered: first those of the network, group by group, then those that invitations
add, in the order in which they come.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from .coins import threshold

# Without reference counts: the kernels allocate nothing, and counting the references to some
# seventy arrays at every call would cost a hundred times what the work costs.
kernel = njit(cache=True, nogil=True, _nrt=False)
inlined = njit(inline="always", cache=True, nogil=True, _nrt=False)

# What is counted, per run and round; the places in `Tally.counts`.
MEASURES = (
    "readers",
    "reads",
    "impressions",
    "paid_impressions",
    "sharers",
    "shares",
    "stopped",
    "off_message",
    "answers",
    "attributed",
    "invitations",
    "joiners",
    "joins",
    "leavers",
    "members",
    "recognition_anyway",
    "loyalty_anyway",
    "discount_shares_anyway",
    "discount_invitations_anyway",
    "trial_anyway",
)
(
    READERS,
    READS,
    IMPRESSIONS,
    PAID_IMPRESSIONS,
    SHARERS,
    SHARES,
    STOPPED,
    OFF_MESSAGE,
    ANSWERS,
    ATTRIBUTED,
    INVITATIONS,
    JOINERS,
    JOINS,
    LEAVERS,
    MEMBERS,
    RECOGNITION_ANYWAY,
    LOYALTY_ANYWAY,
    DISCOUNT_SHARES_ANYWAY,
    DISCOUNT_INVITATIONS_ANYWAY,
    TRIAL_ANYWAY,
) = range(20)

# Places in `Run.number`. FULL may be set from another thread, too: the run ends soon.
EXTRA, LINKS, PENDING, AGAIN, STANDING, READ, LEFT, FULL, ASKED, ACT = range(10)

# Columns of `Run.heard`: the last links of a person as reader and as sharer, how many sharers they
# have heard, and from how many on they decide again.
AS_READER, AS_SHARER, COUNT, NEED = range(4)
# Columns of `Run.links`: who read from whom, and for each of the two the link before.
LINK_READER, LINK_SHARER, BEFORE_OF_READER, BEFORE_OF_SHARER = range(4)

NOBODY = np.int32(-1)
NEVER = np.int32(2**31 - 1)

# Receivers done at once. What is read along a list of people has as many elements more at its end,
# so that the last of them, too, are done together with others instead of one by one.
WIDTH = 8

# Receivers of whom one word tells how their coins fell.
AT_ONCE = 64

_LINE = 64  # bytes


class Town(NamedTuple):
    """People, ties and groups."""

    hashes: np.ndarray  # uint64 (people,)
    tie_start: np.ndarray  # int64 (people + 1,)
    tie_to: np.ndarray  # int32 (ties,)
    tie_hash: np.ndarray  # uint64 (ties + WIDTH,): the label hash of each receiver
    group_hashes: np.ndarray  # uint64 (groups,)
    group_start: np.ndarray  # int64 (groups + 1,)
    group_people: np.ndarray  # int32 (memberships,)
    member_hash: np.ndarray  # uint64 (memberships + WIDTH,): the label hash of each member
    person_start: np.ndarray  # int64 (people + 1,)
    person_membership: np.ndarray  # int32 (memberships,)
    person_group: np.ndarray  # int32 (memberships,): the groups of these
    kind: np.ndarray  # int8 (people,): role and activity, the row of `Rules.odds`
    inviter: np.ndarray  # bool (people,)
    cell: np.ndarray  # int16 (people,): the cell of each person, all ways to classify crossed
    cells: np.ndarray  # int8 (cells, ways): the classes of each cell
    cell_people: np.ndarray  # int64 (cells,): people in each cell
    members: int  # people who belong to a group at first


class Rules(NamedTuple):
    """The model's probabilities, as limits for coins and as odds."""

    limits: np.ndarray  # uint64: tie_read, paid_read, invite, accept, leave, answer, off_message,
    # catch, approve, invite without discount, accept without trial
    group_read: np.ndarray  # uint64 (largest possible size + 1,): limits by group size
    odds: np.ndarray  # float64 (4, posts, kinds, 3): full, without each reward on sharing
    fatigue: np.ndarray  # float64 (posts + 1,): factor by posts read before
    share: np.ndarray  # uint64 (4, posts, kinds, 3, posts + 1): limits of these odds and fatigue
    reinforcement: np.ndarray  # float64 (people + 1 or 1,): factor by further sharers
    reinforced: bool
    review: bool
    rewarded: np.ndarray  # bool (4,): recognition, loyalty, discount, trial


TIE_READ, PAID_READ, INVITE, ACCEPT, LEAVE, ANSWER, OFF, CATCH, APPROVE = range(9)
INVITE_PLAIN, ACCEPT_PLAIN = 9, 10


class Calendar(NamedTuple):
    """The posts: when they live and who starts them."""

    first: np.ndarray  # int64 (posts,): round of the start
    last: np.ndarray  # int64 (posts,): last round of life
    seed_start: np.ndarray  # int64 (posts + 1,)
    seeds: np.ndarray  # int32 (runs or 1, seeds of all posts)
    paid_start: np.ndarray  # int64 (posts + 1,)
    paid: np.ndarray  # int32 (runs or 1, paid people of all posts)
    delay: int  # rounds from deciding to publishing
    horizon: int


# What is looked up together stands together, in one line of memory.
READING = np.dtype(
    [
        ("read_at", np.int32),  # round of first reading + 1, 0 for never
        ("shared_at", np.int32),  # round of deciding + 1, negative where stopped
        ("parent", np.int32),  # whose share was read first
        ("anyway", np.int32),  # bits of rewards that were not needed
    ]
)
PERSON = np.dtype(
    [
        ("reads", np.int32),  # how many posts they have read
        ("read_at", np.int32),  # round of the latest reading + 1
        ("before", np.int32),  # how many posts they had read before that round
        ("answered_at", np.int32),  # round of first answer + 1
        ("published_at", np.int32),  # round of first published share + 1
    ]
)
STOOD = np.dtype(
    [
        ("person", np.int32),
        ("visible", np.int32),  # round in which their share became visible
        ("next", np.int32),  # the share before it in the same group
        ("coins", np.uint64),  # the address of its exposures in the group
    ],
    align=True,
)
EXTRA_MEMBER = np.dtype(
    [
        ("hash", np.uint64),  # the person's label hash
        ("person", np.int32),
        ("group", np.int32),
        ("since", np.int32),
        ("next_in_group", np.int32),
        ("next_of_person", np.int32),
        ("again", np.bool_),  # had been a member before
        ("anyway", np.bool_),  # would have joined without a trial too
    ],
    align=True,
)


class Run(NamedTuple):
    """The state of one run; one set of arrays serves many runs in turn."""

    counts: np.ndarray  # int64 (measures, rounds): what has been counted, side by side
    cells: np.ndarray  # int64 (cells,): readers in each cell
    readers: np.ndarray  # int32 (people,): who has read any post
    read_by: np.ndarray  # int32 (posts, people): who has read each post, in order of rounds
    by_post: np.ndarray  # int64 (posts,): how many these are
    person: np.ndarray  # PERSON (people,)
    reading: np.ndarray  # READING (posts, people)
    open: np.ndarray  # uint8 (posts, people): 1 for those to whom one more sharer could matter
    queue: np.ndarray  # int32 (posts, people): who decided to share, in order of rounds
    queued: np.ndarray  # int64 (posts, 3): decided, published, visible so far
    heard: np.ndarray  # int32 (posts, people, 4), or nobody: see its columns
    links: np.ndarray  # int32 (capacity, 4): each reader with each sharer heard
    known: np.ndarray  # bool (people,): room for those who are linked with one person
    standing: np.ndarray  # int32 (posts, groups): last of the shares that can be met in a group
    stood: np.ndarray  # STOOD (capacity,): these shares, in lists
    again: np.ndarray  # int32 (people,): who has heard as many sharers as they need
    left: np.ndarray  # int32 (memberships + capacity,): round of leaving + 1, 0 for still there
    extra: np.ndarray  # EXTRA_MEMBER (capacity,): added memberships
    group_extra: np.ndarray  # int32 (groups,): first added membership of a group
    person_extra: np.ndarray  # int32 (people,)
    size: np.ndarray  # int32 (groups,)
    group_count: np.ndarray  # int32 (people,): groups of a person
    bits: np.ndarray  # uint64 (people,): a bit for each group that a person has been a member of
    first_bits: np.ndarray  # uint64 (people,): the same, before the first round
    generation: np.ndarray  # int32 (people,): 0 for initial members, -1 for prospects
    inviter_of: np.ndarray  # int32 (people,)
    joined: np.ndarray  # bool (people,)
    pending_person: np.ndarray  # int32 (capacity,)
    pending_group: np.ndarray  # int32 (capacity,)
    pending_inviter: np.ndarray  # int32 (capacity,)
    asked: np.ndarray  # int32 (capacity or 0, 6): each invitation, where somebody wants to know
    bases: np.ndarray  # uint64 (posts, kinds of coin): addresses up to the post
    stays: np.ndarray  # int64 (2, posts + 1, 2): room for `met`
    circle: np.ndarray  # int32 (people + 1,): room for the members of a group
    circle_hash: np.ndarray  # uint64 (people + WIDTH,): room for their label hashes
    own: np.ndarray  # int32 (groups + 1,): room for the groups of a person
    falls: np.ndarray  # uint8 (64,): room for how the coins of receivers fell
    eight: np.ndarray  # uint64 (8,): the same, eight in a word
    number: np.ndarray  # int64 (10,): how much of the lists is in use, and three marks


class Tally(NamedTuple):
    """What is handed back."""

    counts: np.ndarray  # int64 (measures, rounds, runs and some room), all 0: rounds that no run
    # reaches stay as they came from the system, which costs neither time nor memory
    by_post: np.ndarray  # int64 (runs, posts)
    by_cell: np.ndarray  # int64 (cells, runs and room for 63 more): readers in each cell
    generations: np.ndarray  # int64 (runs, generations)
    reached: np.ndarray  # int32 (people,): in how many runs
    adoption: np.ndarray  # int32 (runs or 0, people): round of first reading, -1 for never
    parents: np.ndarray  # int32 (runs or 0, people): whose share was read first, -1 for nobody's
    taken: np.ndarray  # int16 (runs or 0, people): the content taken, -1 for none


class Scene(NamedTuple):
    """All that stays the same while one post is dealt with in one round of one run."""

    town: Town
    rules: Rules
    calendar: Calendar
    run: Run
    tally: np.ndarray  # int64 (measures, rounds): what is counted in this run
    post: int
    round: int
    base: np.ndarray  # uint64: the address of each kind of coin, up to the post
    byte: np.uint64  # which byte of shared words is this run's


def new_run(town, calendar, rules, capacity):
    """Return the arrays of one run with room for so many joins, links and repeats.

    Memberships have still to be opened in them.
    """
    posts, people, groups = calendar.first.size, town.hashes.size, town.group_hashes.size

    def grid(*shape, fill=0):
        return np.full(shape, fill, np.int32)

    counting = people if rules.reinforced else 0
    heard = grid(posts, counting, 4, fill=NOBODY)
    heard[:, :, COUNT:] = 0, NEVER
    falls = np.zeros(AT_ONCE, np.uint8)
    return Run(
        counts=np.zeros((len(MEASURES), calendar.horizon + 1), np.int64),
        cells=np.zeros(town.cell_people.size, np.int64),
        readers=grid(people),
        read_by=grid(posts, people),
        by_post=np.zeros(posts, np.int64),
        person=np.zeros(people, PERSON),
        reading=np.zeros((posts, people), READING),
        open=np.ones((posts, people), np.uint8),
        queue=grid(posts, people),
        queued=np.zeros((posts, 3), np.int64),
        heard=heard,
        links=grid(8 * capacity if counting else 0, 4),
        known=np.zeros(counting, np.bool_),
        standing=grid(posts, groups, fill=NOBODY),
        stood=np.zeros(capacity, STOOD),
        again=grid(counting),
        left=grid(town.group_people.size + capacity),
        extra=np.zeros(capacity, EXTRA_MEMBER),
        group_extra=grid(groups),
        person_extra=grid(people),
        size=grid(groups),
        group_count=grid(people),
        bits=np.zeros(people, np.uint64),
        first_bits=np.zeros(people, np.uint64),
        generation=grid(people),
        inviter_of=grid(people),
        joined=np.zeros(people, np.bool_),
        pending_person=grid(capacity),
        pending_group=grid(capacity),
        pending_inviter=grid(capacity),
        asked=grid(0, 6),
        bases=np.zeros((posts, 14), np.uint64),
        stays=np.zeros((2, posts + 1, 2), np.int64),
        circle=grid(people + 1),
        circle_hash=np.zeros(people + WIDTH, np.uint64),
        own=grid(groups + 1),
        falls=falls,
        eight=falls.view(np.uint64),
        number=np.zeros(10, np.int64),
    )


def in_lines(count, kind):
    """Return so many records, all 0, none of which goes on in a second line of memory.

    Their size divides that of a line.
    """
    room = np.zeros(count * kind.itemsize + _LINE, np.uint8)
    skip = -room.ctypes.data % _LINE
    return room[skip : skip + count * kind.itemsize].view(kind)


def interrupt(run):
    """End a run that is under way in another thread; what it has counted is of no use."""
    run.number[FULL] = 1


@njit(cache=True, nogil=True)
def limits_of(chances):
    """Return the limit for the coins of each chance."""
    limits = np.empty(chances.size, np.uint64)
    for i in range(chances.size):
        limits[i] = threshold(chances[i])
    return limits


@njit(cache=True, nogil=True)
def attention_limits(sizes, group_read, reference_size, crowding):
    """Return the limit of a group coin for each size below `sizes`; size 0 is not used."""
    limits = np.zeros(sizes, np.uint64)
    for size in range(1, sizes):
        attention = min(1.0, (reference_size / size) ** crowding)
        limits[size] = threshold(group_read * attention)
    return limits


@njit(cache=True, nogil=True)
def share_limits(odds, fatigue):
    """Return the limit for the coin of sharing, for odds (4, posts, kinds, 3) and each fatigue."""
    limits = np.empty((*odds.shape, fatigue.size), np.uint64)
    flat = limits.reshape((-1, fatigue.size))
    for k, worth in enumerate(odds.flat):
        for before in range(fatigue.size):
            flat[k, before] = share_limit(worth, fatigue[before], 1.0)
    return limits


@njit(inline="always", cache=True, nogil=True)
def share_limit(odds, factor, more):
    """Return the limit of a coin with these odds and factors on them; 0 wins over certainty."""
    if odds == 0.0 or factor == 0.0:
        return np.uint64(0)
    product = odds * factor * more
    return threshold(1.0 if product == np.inf else product / (1.0 + product))


@njit(cache=True, nogil=True)
def powers(factor, count):
    """Return the factor to the power of 0, 1, ... below `count`."""
    out = np.empty(count, np.float64)
    for i in range(count):
        out[i] = factor ** np.float64(i)
    return out
