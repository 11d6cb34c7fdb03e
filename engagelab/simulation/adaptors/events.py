"""Events of one run, read off the run's arrays at its end and off its addressed coins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...engine import coins, engagement, measures, state
from ...graphs.network import Network
from ...io.lazy import late
from ...models import Engagement, Post
from ...models.declaration import whole_number
from ..settings import Settings
from .engagement import campaign
from .prepared import PreparedRun

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = late("pandas")

KINDS = (
    "start", "read", "comment", "share", "stopped", "answer",
    "invitation", "acceptance", "join", "critic", "leave",
)  # fmt: skip
CHANNELS = ("start", "paid", "own space", "sharer")
NONE = -1  # no post, no other person, no group, not a reading

_COLUMNS = ("round", "post", "kind", "person", "other", "group", "channel")
_CAPACITY = 4096
_MOST_RUNS = 100_000
_START, _PAID, _OWN_SPACE, _SHARER = range(len(CHANNELS))
_Part = tuple[NDArray[Any], ...]


@dataclass(frozen=True, eq=False)
class Events:
    """The events of one run, sorted by round and kind.

    Attributes
    ----------
    round : array of int32, shape (events,)
        Round of the event; what is shared or joined in a round acts from the next one on.
    post : array of int32, shape (events,)
        Place of the post; -1 for critics and leaves, which do not belong to a single post.
    kind : array of int8, shape (events,)
        Place in `KINDS`: ``start`` (a seed of the post), ``read`` (the first reading of the post),
        ``comment``, ``share`` (published), ``stopped`` (by review), ``answer`` (of the
        organisation, to a comment or share), ``invitation``, ``acceptance`` (of it), ``join``,
        ``critic`` (turned away) and ``leave``.
    person : array of int32, shape (events,)
        The person concerned: the invitee of an invitation.
    other : array of int32, shape (events,)
        The sharer whose share was read, or the inviter; of several the one with the smallest label
        hash; -1 for none.
    group : array of int32, shape (events,)
        The group that was invited to, joined or left; -1 for none. The number after that of the
        last group is the organisation's own space.
    channel : array of int8, shape (events,)
        Place in `CHANNELS` of how a post was read: as its ``start``, ``paid``, in the ``own
        space`` or from a ``sharer``, who is the other person; -1 for events other than readings.
    counts : mapping of measure to array of int64, shape (rounds,)
        The kernel's counts of this run.
    """

    round: NDArray[np.int32]
    post: NDArray[np.int32]
    kind: NDArray[np.int8]
    person: NDArray[np.int32]
    other: NDArray[np.int32]
    group: NDArray[np.int32]
    channel: NDArray[np.int8]
    counts: Mapping[str, NDArray[np.int64]]

    def __len__(self) -> int:
        return int(self.round.size)

    def of(self, kind: str) -> NDArray[np.bool_]:
        """Return which events are of a kind."""
        return np.equal(self.kind, KINDS.index(kind))

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each event, people and groups by position."""
        frame = pd.DataFrame({name: getattr(self, name) for name in _COLUMNS})
        for name, words in (("kind", KINDS), ("channel", CHANNELS)):
            kind = pd.CategoricalDtype(list(words))
            frame[name] = pd.Categorical.from_codes(getattr(self, name), dtype=kind)
        return frame


def events_of(
    network: Network, model: Engagement, posts: Sequence[Post], settings: Settings, run: int = 0
) -> Events:
    """Simulate one run of a campaign and return its events; the run is that of an outcome.

    Parameters
    ----------
    network, model, posts, settings
        As for an outcome; seeds that are drawn anew in each run need ``settings.runs > run``.
    run : int
        Number of the run, from 0.

    Raises
    ------
    EngagelabError
        For a run that is not a whole number from 0, and for all that an outcome refuses.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.simulation.adaptors.events import events_of
    >>> from engagelab.simulation.settings import Settings
    >>> network = el.Network.from_networkx(nx.path_graph(3))
    >>> events = events_of(network, el.Engagement(tie_read=1), [el.Post(seeds=1)], Settings(key=3))
    >>> events.to_frame()["kind"].value_counts()["read"] == events.counts["reads"].sum()
    np.True_
    """
    whole_number("run", run, 0, _MOST_RUNS)
    prepared = campaign(network, model, posts, settings)
    record = _Record(prepared, _recorded(prepared, settings, int(run)), settings.key, int(run))
    counts = _counts(record)
    parts = [*_readings(record), *_acts(record), *_invitations(record), *_joins(record),
             *_critics(record), *_leaves(record)]  # fmt: skip
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort([columns[k] for k in (6, 5, 4, 3, 1, 2, 0)])
    columns = [column[order].astype(np.int32) for column in columns]
    when, post, kind, person, other, group, channel = columns
    small = np.int8
    return Events(when, post, kind.astype(small), person, other, group, channel.astype(small),
                  counts)  # fmt: skip


def _counts(record: _Record) -> dict[str, NDArray[np.int64]]:
    """Return the counts of each round by measure; after the last post stocks stay."""
    last = engagement.last_round(record.calendar)
    counts = record.run.counts.copy()
    counts[:, last + 1 :] = 0
    for stock in (measures.MEMBERS, measures.OWN_MEMBERS):
        counts[stock, last + 1 :] = counts[stock, last]
    return dict(zip(measures.MEASURES, counts, strict=True))


class _Record(NamedTuple):
    """A run at its end: what was simulated, its arrays, and where its coins begin."""

    prepared: PreparedRun
    run: state.Run
    key: int
    number: int

    @property
    def calendar(self) -> state.Calendar:
        calendar: state.Calendar = self.prepared.plan
        return calendar

    def happens(
        self, kind: np.uint64, post: NDArray[Any], person: NDArray[Any], limit: Any
    ) -> NDArray[np.bool_]:
        """Return whether the coin of each post and person lies below the limit."""
        coin = np.empty(post.size, np.uint64)
        for p, word in enumerate(self.calendar.word):
            begins = coins.address(self.key, self.number, kind, word)
            coin[post == p] = coins.coins(begins, self.prepared.town.hashes[person[post == p]])
        return np.asarray(coin >> np.uint64(1) < limit)


def _recorded(prepared: PreparedRun, settings: Settings, number: int) -> state.Run:
    """Simulate the run in arrays that record invitations too; longer ones if a list was full."""
    capacity = _CAPACITY
    while True:
        invitations = np.zeros((capacity, 6), np.int32)
        run: state.Run = prepared.new_run(capacity)._replace(asked=invitations)
        key, tally = np.uint64(settings.key), _tally(settings, number)
        engagement.one_run(prepared.town, prepared.rules, prepared.plan, run, tally, key, number)
        if not run.number[state.FULL]:
            return run
        capacity *= 4


def _tally(settings: Settings, run: int) -> state.Tally:
    """Return room for the only results that the kernel writes itself: generations."""
    none = np.zeros((0, 0), np.int64)
    people = np.zeros((0, 0), np.int32)
    return state.Tally(
        counts=np.zeros((0, 0, 0), np.int64),
        last_rounds=np.zeros(0, np.int64),
        by_post=none,
        post_counts=np.zeros((0, 0, 0), np.int64),
        shares_by_cell=none,
        by_cell=none,
        generations=np.zeros((run + 1, settings.horizon + 2), np.int64),
        reached=np.zeros(0, np.int64),
        adoption=people,
        parents=people,
        taken=np.zeros((0, 0), np.int16),
    )


# --- events by kind: round, post, kind, person, other, group, channel ---------------------------


def _part(
    kind: str, when: Any, post: Any, person: Any, *, other: Any = NONE, group: Any = NONE,
    channel: Any = NONE,
) -> _Part:  # fmt: skip
    return np.broadcast_arrays(when, post, KINDS.index(kind), person, other, group, channel)


def _readings(record: _Record) -> Iterator[_Part]:
    """Yield readings, and the starts among them."""
    post, person = np.nonzero(record.run.reading["read_at"])
    reading = record.run.reading[post, person]
    when, parent = reading["read_at"] - 1, reading["parent"]
    channel = _channels(record, post, person, parent)
    yield _part("read", when, post, person, other=parent, channel=channel)
    starts = channel == _START
    yield _part("start", when[starts], post[starts], person[starts])


def _channels(
    record: _Record, post: NDArray[Any], person: NDArray[Any], parent: NDArray[Any]
) -> NDArray[np.int8]:
    """Return how each post was read; of several ways the first in the order of a round.

    Seeds, and people whose paid impressions are read, read in the first round or never.
    """
    seeds, paid = np.zeros((2, *record.run.reading.shape), np.bool_)
    calendar, run = record.calendar, record.number
    for p in range(calendar.first.size):
        seeds[p, _row(calendar.seeds, run)[calendar.seed_start[p] : calendar.seed_start[p + 1]]] = 1
        paid[p, _row(calendar.paid, run)[calendar.paid_start[p] : calendar.paid_start[p + 1]]] = 1
    limit = calendar.paid_limits[post, paid[post, person].astype(np.int8)]
    bought = record.happens(coins.PAID_READ, post, person, limit)
    ways = [parent >= 0, seeds[post, person], bought]
    return np.select(ways, [_SHARER, _START, _PAID], _OWN_SPACE)


def _row(drawn: NDArray[np.int32], run: int) -> NDArray[np.int32]:
    """Return the people drawn for a run, if they are drawn for each."""
    return np.asarray(drawn[run if drawn.shape[0] > 1 else 0])


def _acts(record: _Record) -> Iterator[_Part]:
    """Yield comments, shares, shares that review stopped, and answers to the first of them."""
    limits, calendar = record.prepared.rules.limits, record.calendar
    post, person = np.nonzero(record.run.reading["read_at"])
    reading = record.run.reading[post, person]
    comments = record.happens(coins.COMMENT, post, person, limits.comment)
    commented, published = reading["read_at"] - 1, _published(record, person, reading)
    in_time = published <= np.minimum(calendar.last[post], calendar.horizon)
    shares = in_time & (reading["shared_at"] > 0)
    stopped = in_time & (reading["shared_at"] < 0)
    answered = np.where(comments, commented, published)
    answers = record.happens(coins.ANSWER, post, person, limits.answer) & (comments | shares)
    acts = {"comment": (commented, comments), "share": (published, shares),
            "stopped": (published, stopped), "answer": (answered, answers)}  # fmt: skip
    for kind, (when, where) in acts.items():
        yield _part(kind, when[where], post[where], person[where])


def _published(
    record: _Record, person: NDArray[Any], reading: NDArray[np.void]
) -> NDArray[np.int64]:
    """Return the round in which each decision to share is due; `NEVER` for those who did not."""
    role = record.prepared.town.kind[person] // state.ACTIVITIES_PER_ROLE
    delay = record.prepared.rules.review_delay * (role == state.EMPLOYEE)
    at = np.abs(reading["shared_at"])
    return np.where(at > 0, at - 1 + delay, np.int64(state.NEVER))


def _invitations(record: _Record) -> Iterator[_Part]:
    asked = record.run.asked[: record.run.number[state.INVITED]]
    for kind, rows in (("invitation", asked), ("acceptance", asked[asked[:, 5] > 0])):
        when, post, person, inviter, group = rows[:, :5].T
        yield _part(kind, when, post, person, other=inviter, group=group)


def _joins(record: _Record) -> Iterator[_Part]:
    """Yield the memberships by invitation, each with the inviter and the post that count."""
    added = record.run.extra[: record.run.number[state.EXTRA]]
    yield _part("join", added["since"] - 1, added["post"], added["person"],
                other=added["inviter"], group=added["group"])  # fmt: skip


def _critics(record: _Record) -> Iterator[_Part]:
    critics = record.run.critics[: record.run.number[state.CRITICAL]]
    yield _part("critic", record.run.person["critic_at"][critics] - 1, NONE, critics)


def _leaves(record: _Record) -> Iterator[_Part]:
    """Yield the ends of memberships: of those at the start, then of those by invitation."""
    town, added = record.prepared.town, record.run.extra[: record.run.number[state.EXTRA]]
    groups = np.repeat(np.arange(town.group_hashes.size), np.diff(town.group_start))
    person = np.concatenate([town.group_people, added["person"]])
    group = np.concatenate([groups, added["group"]])
    left = record.run.left[: person.size]
    gone = np.flatnonzero(left)
    yield _part("leave", left[gone] - 1, NONE, person[gone], group=group[gone])
