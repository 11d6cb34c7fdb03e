"""What happened in one run, event by event: read off the run's arrays as they stand at its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...engine import engagement, measures, state
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

KINDS = ("start", "read", "share", "stopped", "invitation", "acceptance", "join", "leave")
NONE = -1  # no post, nobody else, no group

_CAPACITY = 4096
_MOST_RUNS = 100_000
_Part = tuple[NDArray[Any], ...]


@dataclass(frozen=True, eq=False)
class Events:
    """The events of one run, sorted by round and kind.

    Attributes
    ----------
    round : array of int32, shape (events,)
        In which round; what is shared or joined in a round acts from the next one on.
    post : array of int32, shape (events,)
        Place of the post; -1 for joins and leaves, which are of no single post.
    kind : array of int8, shape (events,)
        Place in `KINDS`: ``start`` (a seed of the post), ``read`` (the first reading of the post),
        ``share`` (published), ``stopped`` (by review), ``invitation``, ``acceptance`` (of it),
        ``join`` and ``leave``.
    person : array of int32, shape (events,)
        Whom it happened to: for an invitation the invitee.
    other : array of int32, shape (events,)
        Whose share was read, or who invited; of several the one with the smallest label hash; -1
        for nobody.
    group : array of int32, shape (events,)
        Which group was invited to, joined or left; -1 for none.
    counts : mapping of measure to array of int64, shape (rounds,)
        What the kernel counted in this run.
    """

    round: NDArray[np.int32]
    post: NDArray[np.int32]
    kind: NDArray[np.int8]
    person: NDArray[np.int32]
    other: NDArray[np.int32]
    group: NDArray[np.int32]
    counts: Mapping[str, NDArray[np.int64]]

    def __len__(self) -> int:
        return int(self.round.size)

    def of(self, kind: str) -> NDArray[np.bool_]:
        """Return which events are of a kind."""
        return np.equal(self.kind, KINDS.index(kind))

    def to_frame(self) -> pd.DataFrame:
        """Return one row an event, people and groups by position."""
        names = ("round", "post", "kind", "person", "other", "group")
        frame = pd.DataFrame({name: getattr(self, name) for name in names})
        words = np.array(KINDS)[self.kind]
        return frame.assign(kind=pd.Categorical(words.tolist(), categories=list(KINDS)))


def events_of(
    network: Network, model: Engagement, posts: Sequence[Post], settings: Settings, run: int = 0
) -> Events:
    """Play one run of a campaign and return what happened in it; the run is that of an outcome.

    Parameters
    ----------
    network, model, posts, settings
        As for an outcome; seeds that are drawn anew in each run need ``settings.runs > run``.
    run : int
        Which run, from 0 on.

    Raises
    ------
    EngagelabError
        For a run that is no whole number from 0 on, and what an outcome refuses.

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
    play = campaign(network, model, posts, settings)
    course = _played(play, settings, int(run))
    counts = dict(zip(measures.MEASURES, course.counts.copy(), strict=True))
    parts = [
        *_starts(play.plan, int(run)), *_readings(course),
        *_shares(play.plan, course), *_invitations(network, course), *_leaves(network, course),
    ]  # fmt: skip
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    sort = np.lexsort([columns[k] for k in (5, 4, 3, 1, 2, 0)])
    when, post, kind, person, other, group = (column[sort].astype(np.int32) for column in columns)
    return Events(when, post, kind.astype(np.int8), person, other, group, counts)


def _played(play: PreparedRun, settings: Settings, run: int) -> state.Run:
    """Play the run in arrays that note invitations too; longer ones where a list was full."""
    capacity = _CAPACITY
    while True:
        noting = np.zeros((capacity, 6), np.int32)
        course: state.Run = play.new_run(capacity)._replace(asked=noting)
        key = np.uint64(settings.key)
        engagement.one_run(
            play.town, play.rules, play.plan, course, _tally(settings, run), key, run
        )
        if not course.number[state.FULL]:
            return course
        capacity *= 4


def _tally(settings: Settings, run: int) -> state.Tally:
    """Return room for what the kernel hands back itself: the generations up to this run."""
    none = np.zeros((0, 0), np.int64)
    people = np.zeros((0, 0), np.int32)
    return state.Tally(
        counts=np.zeros((0, 0, 0), np.int64),
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


# --- one kind after the other: round, post, kind, person, other, group ------------------------


def _part(kind: str, when: Any, post: Any, person: Any, other: Any, group: Any) -> _Part:
    return np.broadcast_arrays(when, post, KINDS.index(kind), person, other, group)


def _starts(calendar: state.Calendar, run: int) -> Iterator[_Part]:
    """Who was made to start each post."""
    seeds = calendar.seeds[run if calendar.seeds.shape[0] > 1 else 0]
    for p, first in enumerate(calendar.first):
        if first <= calendar.horizon:
            who = seeds[calendar.seed_start[p] : calendar.seed_start[p + 1]]
            yield _part("start", first, p, who, NONE, NONE)


def _readings(course: state.Run) -> Iterator[_Part]:
    post, person = np.nonzero(course.reading["read_at"])
    its = course.reading[post, person]
    at, parent = its["read_at"], its["parent"]
    yield _part("read", at - 1, post, person, parent, NONE)


def _shares(calendar: state.Calendar, course: state.Run) -> Iterator[_Part]:
    """Who shared, and whom review stopped, where the post still lived then."""
    post, person = np.nonzero(course.reading["shared_at"])
    at = course.reading["shared_at"][post, person]
    when = np.abs(at) - 1 + calendar.delay
    in_time = when <= np.minimum(calendar.last[post], calendar.horizon)
    for kind, sign in (("share", 1), ("stopped", -1)):
        these = in_time & (np.sign(at) == sign)
        yield _part(kind, when[these], post[these], person[these], NONE, NONE)


def _invitations(network: Network, course: state.Run) -> Iterator[_Part]:
    """Who was invited to what, who accepted, and who joined by whose invitation."""
    asked = course.asked[: course.number[state.INVITED]]
    yield _part("invitation", *asked[:, :5].T)
    accepted = asked[asked[:, 5] > 0]
    yield _part("acceptance", *accepted[:, :5].T)
    when, _, person, inviter, group = accepted[:, :5].T
    order = np.lexsort((network.hashes[inviter], group, person, when))
    same = np.stack([when, person, group])[:, order]
    first = np.ones(order.size, np.bool_)
    first[1:] = np.any(same[:, 1:] != same[:, :-1], axis=0)
    joins = accepted[order[first]]
    yield _part("join", joins[:, 0], NONE, *joins[:, 2:5].T)


def _leaves(network: Network, course: state.Run) -> Iterator[_Part]:
    extra, first = course.number[state.EXTRA], network.group_people.size
    left = course.left[: first + extra]
    person = np.concatenate([network.group_people, course.extra["person"][:extra]])
    group = np.concatenate([network.membership_group, course.extra["group"][:extra]])
    gone = np.flatnonzero(left)
    yield _part("leave", left[gone] - 1, NONE, person[gone], NONE, group[gone])
