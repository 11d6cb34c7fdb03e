"""Arrays of the engagement kernel: network, rules, calendar, one run, its results.

Memberships are numbered: first those of the network, group by group, then those that invitations
add, in the order in which they come. The organisation's own space is the last of the groups.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from .coins import threshold
from .measures import MEASURES, POST_MEASURES

# Without reference counts: the kernels allocate nothing, and counting the references to some
# seventy arrays at every call would cost a hundred times what the work costs.
kernel = njit(cache=True, nogil=True, _nrt=False)

# A kernel that is compiled into its caller. Even without reference counts a call of another one
# copies all the arrays' descriptions, 5 kB, which takes as long as some fifty exposures.
in_place = njit(cache=True, nogil=True, _nrt=False, forceinline=True)

# The same before types are inferred, so that arguments may be of several types.
inlined = njit(inline="always", cache=True, nogil=True, _nrt=False)

# Places in `Run.number`. FULL may be set from another thread, too: the run ends soon.
(
    EXTRA,  # added memberships
    PENDING,  # accepted invitations of this round
    SHOWN,  # shares shown in groups
    READ,  # people who have read any post
    LEFT,  # memberships that have ended
    FULL,  # whether a list is full
    INVITED,  # invitations recorded
    CRITICAL,  # critics
    HEARD,  # people who have heard a critic
    FRESH,  # groups in which the post has become visible in this round
    ANSWERED,  # answers in earlier rounds
    LISTED,  # people who invite, with their groups
) = range(12)

NOBODY = np.int32(-1)
NEVER = np.int32(2**31 - 1)

# Bits of `READING.marks`: rewards that were not needed for the share, and being a contributor.
ANYWAY, CONTRIBUTOR = 7, 8

# `Town.kind` is 3 times the role plus the activity.
ACTIVITIES_PER_ROLE = 3
EMPLOYEE, CUSTOMER = 0, 1
LURKER = 0

# Receivers done at once. What is read along a list of people has as many elements more at its end,
# so that the last of them, too, are done together with others instead of one by one.
WIDTH = 8

# Receivers of whom one word tells how their coins fell.
AT_ONCE = 64

# People who invite at most before they do, a power of 2.
MOST_LISTED = 4096

_LINE = 64  # bytes


class Town(NamedTuple):
    """People, ties and groups; the last group is the organisation's own space."""

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
    kind: np.ndarray  # int8 (people,): role and activity
    inviter: np.ndarray  # bool (people,)
    cell: np.ndarray  # int16 (people,): the cell of each person, all ways to classify crossed
    cells: np.ndarray  # int8 (cells, ways): the classes of each cell
    cell_people: np.ndarray  # int64 (cells,): people in each cell
    members: int  # people who belong to a group at first


class Limits(NamedTuple):
    """Limits for the coins of the engagement model, one for each probability."""

    group_share: np.uint64
    comment: np.uint64
    answer: np.uint64
    critic: np.uint64
    goodwill: np.uint64
    leave: np.uint64
    invite: np.uint64
    invite_plain: np.uint64  # without the discount
    accept: np.uint64
    accept_plain: np.uint64  # without the trial
    accept_own: np.uint64  # into the own space
    accept_own_plain: np.uint64
    off_message: np.uint64
    approve_sound: np.uint64
    approve_off: np.uint64


class Rules(NamedTuple):
    """The model's probabilities, as limits for coins and as odds."""

    limits: Limits
    tie: np.ndarray  # uint64 (2,): limits of a tie, and where an employee shared
    group: np.ndarray  # uint64 (2, largest possible size + 1): the same in a group, by its size
    own: np.ndarray  # uint64 (largest possible size + 1,): in the own space, by its size
    odds: np.ndarray  # float64 (4, posts, kinds, 2): full and without each reward; plain, valued
    fatigue: np.ndarray  # float64 (posts + 1,): factor by posts read before
    listening_gain: float
    review_delay: int  # rounds from deciding to publishing for an employee
    review: bool
    rewarded: np.ndarray  # bool (4,): recognition, loyalty, discount, trial


class Calendar(NamedTuple):
    """The posts: when they live and who starts them."""

    first: np.ndarray  # int64 (posts,): round of the start
    last: np.ndarray  # int64 (posts,): last round of life
    word: np.ndarray  # uint64 (posts,): the word of each post in the addresses of coins
    own: np.ndarray  # bool (posts,): shown in the own space by the organisation
    seed_start: np.ndarray  # int64 (posts + 1,)
    seeds: np.ndarray  # int32 (runs or 1, seeds of all posts)
    paid_start: np.ndarray  # int64 (posts + 1,)
    paid: np.ndarray  # int32 (runs or 1, people with one impression more than the others)
    paid_rounds: np.ndarray  # int64 (posts,): impressions that all people have
    paid_limits: np.ndarray  # uint64 (posts, 2): limits of that many, and of one more
    horizon: int


# What is looked up together is stored together, in one line of memory.
READING = np.dtype(
    [
        ("read_at", np.int32),  # round of first reading + 1, 0 for never
        ("shared_at", np.int32),  # round of deciding + 1, negative if stopped
        ("parent", np.int32),  # whose share was read first
        ("marks", np.int32),  # bits: rewards that were not needed; contributor
    ]
)
PERSON = np.dtype(
    [
        ("reads", np.int32),  # how many posts they have read
        ("read_at", np.int32),  # round of the latest reading + 1
        ("before", np.int32),  # how many posts they had read before that round
        ("answered_at", np.int32),  # round of first answer + 1
        ("published_at", np.int32),  # round of first published share + 1
        ("joined_at", np.int32),  # round of the first membership by invitation + 1
        ("critic_at", np.int32),  # round of turning critic + 1
        ("heard_at", np.int32),  # round of first hearing a critic + 1
    ]
)
SHOWN_SHARE = np.dtype(
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
        ("inviter", np.int32),
        ("post", np.int32),
        ("next_in_group", np.int32),
        ("next_of_person", np.int32),
        ("again", np.bool_),  # had been a member before
        ("anyway", np.bool_),  # would have joined without a trial too
    ],
    align=True,
)
ACCEPTED = np.dtype(
    [
        ("person", np.int32),
        ("group", np.int32),
        ("inviter", np.int32),
        ("post", np.int32),
        ("anyway", np.int32),
    ]
)


class Run(NamedTuple):
    """The state of one run; one set of arrays serves many runs in turn."""

    counts: np.ndarray  # int64 (measures, rounds): what has been counted, side by side
    post_counts: np.ndarray  # int64 (post measures, posts)
    cells: np.ndarray  # int64 (cells,): readers in each cell
    share_cells: np.ndarray  # int64 (cells,): shares of each cell
    readers: np.ndarray  # int32 (people,): who has read any post
    read_by: np.ndarray  # int32 (posts, people): who has read each post, in order of rounds
    by_post: np.ndarray  # int64 (posts, 2): how many these are, and were before the last round
    person: np.ndarray  # PERSON (people,)
    reading: np.ndarray  # READING (posts, people)
    open: np.ndarray  # uint8 (posts, people): 1 for those to whom one more sharer could matter
    queue: np.ndarray  # int32 (posts, people): who decided to share, in order of rounds; those
    # whose shares are reviewed from the end backwards
    queued: np.ndarray  # int64 (posts, 2, 3): decided, published, visible so far; the reviewed too
    learned: np.ndarray  # float64 (posts,): the factor of listening
    shown: np.ndarray  # int32 (posts, groups): last of the shares that are shown in a group
    shares: np.ndarray  # SHOWN_SHARE (capacity,): these shares, in lists
    fresh: np.ndarray  # int32 (groups,): groups in which the post has become visible in this round
    fresh_mark: np.ndarray  # int32 (groups,): which round of which post that was
    invited: np.ndarray  # uint8 (posts or 0, memberships + capacity): who has invited already
    left: np.ndarray  # int32 (memberships + capacity,): round of leaving + 1, 0 for still there
    ended: np.ndarray  # int32 (memberships + capacity,): the memberships that have ended
    extra: np.ndarray  # EXTRA_MEMBER (capacity,): added memberships
    group_extra: np.ndarray  # int32 (groups,): first added membership of a group
    person_extra: np.ndarray  # int32 (people,)
    size: np.ndarray  # int32 (groups,)
    group_count: np.ndarray  # int32 (people,): groups of a person, the own space aside
    bits: np.ndarray  # uint64 (people,): a bit for each group that a person has been a member of
    first_bits: np.ndarray  # uint64 (people,): the same, before the first round
    generation: np.ndarray  # int32 (people,): 0 for initial members, -1 for prospects
    inviter_of: np.ndarray  # int32 (people,)
    critics: np.ndarray  # int32 (people,)
    heard: np.ndarray  # int32 (people,): who has heard a critic
    inviting: np.ndarray  # int32 (MOST_LISTED, 2): who invites, and into which group
    tossed: np.ndarray  # uint64 (1024, 3): place in `inviting`, first tie, and a bit for each tie
    # from it on that is invited
    pending: np.ndarray  # ACCEPTED (capacity,)
    asked: np.ndarray  # int32 (capacity or 0, 6): each invitation, if they are recorded
    bases: np.ndarray  # uint64 (posts, kinds of coin): addresses up to the post
    stays: np.ndarray  # int64 (2, memberships of one person in one group, 2): room for `have_met`
    circle: np.ndarray  # int32 (people + WIDTH,): room for the members of a group
    circle_hash: np.ndarray  # uint64 (people + WIDTH,): room for their label hashes
    own: np.ndarray  # int32 (groups + 1,): room for the groups of a person
    falls: np.ndarray  # uint8 (64,): room for how the coins of receivers fell
    eight: np.ndarray  # uint64 (8,): the same, eight in a word
    number: np.ndarray  # int64 (12,): how much of the lists is in use, and marks


class Tally(NamedTuple):
    """The results of all runs."""

    counts: np.ndarray  # int64 (rounds, measures, runs and some room), all 0: rounds that no run
    # reaches stay as they came from the system, which costs neither time nor memory
    last_rounds: np.ndarray  # int64 (runs,): after it nothing happens; at first the horizon
    by_post: np.ndarray  # int64 (runs, posts): readers of each post
    post_counts: np.ndarray  # int64 (runs, post measures or 0, posts)
    by_cell: np.ndarray  # int64 (cells, runs and room for 63 more): readers in each cell
    shares_by_cell: np.ndarray  # int64 (cells or 0, runs)
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
    """Return the arrays of one run with room for so many joins and shares in groups.

    Memberships have still to be opened in them.
    """
    posts, people, groups = calendar.first.size, town.hashes.size, town.group_hashes.size
    memberships = town.group_people.size + capacity

    def grid(*shape, fill=0):
        return np.full(shape, fill, np.int32)

    falls = np.zeros(AT_ONCE, np.uint8)
    return Run(
        counts=np.zeros((len(MEASURES), calendar.horizon + 1), np.int64),
        post_counts=np.zeros((len(POST_MEASURES), posts), np.int64),
        cells=np.zeros(town.cell_people.size, np.int64),
        share_cells=np.zeros(town.cell_people.size, np.int64),
        readers=grid(people),
        read_by=grid(posts, people),
        by_post=np.zeros((posts, 2), np.int64),
        person=in_lines(people, PERSON),
        reading=in_lines(posts * people, READING).reshape(posts, people),
        open=np.ones((posts, people), np.uint8),
        queue=grid(posts, people),
        queued=np.zeros((posts, 2, 3), np.int64),
        learned=np.ones(posts),
        shown=grid(posts, groups, fill=NOBODY),
        shares=np.zeros(capacity, SHOWN_SHARE),
        fresh=grid(groups),
        fresh_mark=grid(groups),
        invited=np.zeros((posts if rules.limits.leave else 0, memberships), np.uint8),
        left=grid(memberships),
        ended=np.zeros(memberships, np.int32),
        extra=np.zeros(capacity, EXTRA_MEMBER),
        group_extra=grid(groups),
        person_extra=grid(people),
        size=grid(groups),
        group_count=grid(people),
        bits=np.zeros(people, np.uint64),
        first_bits=np.zeros(people, np.uint64),
        generation=grid(people),
        inviter_of=grid(people),
        critics=grid(people),
        heard=grid(people),
        inviting=grid(MOST_LISTED, 2),
        tossed=np.zeros((1024, 3), np.uint64),
        pending=np.zeros(capacity, ACCEPTED),
        asked=grid(0, 6),
        bases=np.zeros((posts, 26), np.uint64),
        stays=np.zeros((2, posts + 2, 2), np.int64),
        circle=grid(people + WIDTH),
        circle_hash=np.zeros(people + WIDTH, np.uint64),
        own=grid(groups + 1),
        falls=falls,
        eight=falls.view(np.uint64),
        number=np.zeros(12, np.int64),
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


@inlined
def share_limit(odds, learned, factor):
    """Return the limit of a coin with these odds and factors on them; 0 wins over certainty."""
    if odds == 0.0 or learned == 0.0 or factor == 0.0:
        return np.uint64(0)
    product = odds * learned * factor
    return threshold(1.0 if product == np.inf else product / (1.0 + product))


@njit(cache=True, nogil=True)
def powers(factor, count):
    """Return the factor to the power of 0, 1, ... below `count`."""
    out = np.empty(count, np.float64)
    for i in range(count):
        out[i] = factor ** np.float64(i)
    return out
