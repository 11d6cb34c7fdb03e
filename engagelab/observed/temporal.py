"""Temporal reachability: how far and how fast information can travel through meetings.

This is an upper bound: each participant of a meeting learns all that any participant knew before,
nothing is forgotten, and information does not travel in any other way.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..engine import temporal
from ..errors import EngagelabError, listed
from ..graphs.hashing import hashes_of
from ..io.arguments import checked

Times = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Meetings:
    """Groups of people, each with the time at which its members share all their information.

    Attributes
    ----------
    labels : list of hashable, length people
        The people, in the order of their first appearance.
    times : array, shape (meetings,)
        Numbers or datetime64, in ascending order.
    start, people : arrays of int64, shapes (meetings + 1,) and (memberships,)
        The members of each meeting by position, in compressed rows.

    Examples
    --------
    >>> import pandas as pd
    >>> from engagelab.temporal import Meetings
    >>> frame = pd.DataFrame({"participants": [("Ann", "Bo"), ("Bo", "Cy")], "end": [1, 2]})
    >>> Meetings.from_frame(frame)
    Meetings(people=3, meetings=2, memberships=4)
    """

    labels: list[Hashable]
    times: NDArray[Any]
    start: Times
    people: Times

    def __repr__(self) -> str:
        return (
            f"Meetings(people={len(self.labels)}, meetings={self.times.size}, "
            f"memberships={self.people.size})"
        )

    @classmethod
    @checked
    def from_frame(
        cls, frame: pd.DataFrame, *, people: str = "participants", time: str = "end"
    ) -> "Meetings":
        """Build meetings from a frame with one meeting a row.

        Parameters
        ----------
        frame : DataFrame
            One meeting a row, in any order.
        people : str
            The column of members: tuples, lists or sets of labels. Repeated labels count once.
        time : str
            The column of times: numbers or datetimes. Information is passed on at this time.

        Raises
        ------
        EngagelabError
            For a missing column, an empty frame, members that are not a list, a meeting without
            members, and missing or infinite times; row numbers start at 0.
        """
        for name in (people, time):
            if name not in frame.columns:
                raise EngagelabError(
                    f"meetings: there is no column {name!r}; the columns are "
                    f"{listed(map(str, frame.columns))}; give its name as people= or time="
                )
        if frame.empty:
            raise EngagelabError("meetings: the frame is empty; give one with at least one row")
        times = _times(frame[time], time)
        members = [_members(value, row, people) for row, value in enumerate(frame[people])]
        order = np.argsort(times, kind="stable")
        labels = list(dict.fromkeys(label for row in members for label in row))
        hashes_of(labels, "person")
        place = {label: i for i, label in enumerate(labels)}
        rows = [members[row] for row in order]
        return cls(
            labels=labels,
            times=times[order],
            start=np.cumsum([0, *map(len, rows)], dtype=np.int64),
            people=np.array([place[label] for row in rows for label in row], np.int64),
        )


def _times(column: "pd.Series[Any]", name: str) -> NDArray[Any]:
    kind = column.dtype.kind
    wrong = column.isna()
    if kind == "f":
        wrong |= np.isinf(column)
    if kind not in "iufM" or getattr(column.dtype, "tz", None) is not None:
        raise EngagelabError(
            f"{name}: {column.dtype} is not allowed; give numbers, or datetimes without a time zone"
        )
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise EngagelabError(
            f"{name}: row {row} has {column.iloc[row]!r}; give the time of each meeting, or leave "
            "the row out"
        )
    return column.to_numpy()


def _members(value: object, row: int, name: str) -> list[Hashable]:
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise EngagelabError(
            f"{name}: row {row} has {value!r}; give the members as a tuple or list of labels"
        )
    members: list[Hashable] = list(dict.fromkeys(value))
    if not members:
        raise EngagelabError(
            f"{name}: row {row} has no members; give at least one, or leave the row out"
        )
    return members


@dataclass(frozen=True, eq=False)
class Reachability:
    """Arrival times, durations and numbers of meetings of the best paths between people.

    Attributes
    ----------
    labels : list of hashable, length people
    arrival : array of the meetings' times, shape (people, people)
        ``arrival[s, v]`` is the earliest time at which v can know what s knows from the start. Only
        valid where `reachable`.
    duration : array, shape (people, people)
        The shortest time between the first and the last meeting of a path; 0 for people who meet.
    hops : array of int16, shape (people, people)
        The smallest number of meetings on a path, -1 if there is no path.
    """

    labels: list[Hashable]
    arrival: NDArray[Any]
    duration: NDArray[Any]
    hops: NDArray[np.int16]

    def __repr__(self) -> str:
        mean = self.reach.mean()
        return f"Reachability(people={len(self.labels)}, mean_reach={mean:.1f})"

    @cached_property
    def reachable(self) -> NDArray[np.bool_]:
        """Whether v can learn what s knows, at ``[s, v]``; False on the diagonal."""
        return np.asarray(self.hops > 0)

    @cached_property
    def reach(self) -> "pd.Series[int]":
        """Number of other people who can learn what each person knows, by label."""
        index = pd.Index(self.labels, name="person", tupleize_cols=False)
        return pd.Series(self.reachable.sum(axis=1), index=index, name="reach")

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each ordered pair with a path from source to receiver.

        Columns ``source``, ``receiver``, ``arrival``, ``duration``, ``hops``.
        """
        source, receiver = np.nonzero(self.reachable)
        labels = np.empty(len(self.labels), object)
        labels[:] = self.labels
        return pd.DataFrame(
            {"source": labels[source], "receiver": labels[receiver],
             "arrival": self.arrival[source, receiver],
             "duration": self.duration[source, receiver],
             "hops": self.hops[source, receiver]}
        )  # fmt: skip


@checked
def reachability(meetings: Meetings) -> Reachability:
    """Return how far and how fast information can travel through meetings.

    It passes to all members at the time of a meeting, and from there on in later meetings only: two
    meetings at the same time cannot pass it on to each other.

    Parameters
    ----------
    meetings : Meetings

    Returns
    -------
    Reachability

    References
    ----------
    Dorner, Mendez, Wnuk, Zabardast and Czerwonka 2024, The upper bound of information diffusion in
    code review, Empirical Software Engineering, doi 10.1007/s10664-024-10442-y. Shortest, fastest
    and foremost paths: Casteigts, Flocchini, Quattrociocchi and Santoro 2012, Time-varying graphs
    and dynamic networks, doi 10.1080/17445760.2012.668546.

    Examples
    --------
    >>> import pandas as pd
    >>> from engagelab.temporal import Meetings, reachability
    >>> frame = pd.DataFrame({"participants": [("Ann", "Bo"), ("Bo", "Cy")], "end": [1, 4]})
    >>> found = reachability(Meetings.from_frame(frame))
    >>> found.reach.to_dict()
    {'Ann': 2, 'Bo': 2, 'Cy': 1}
    >>> found.to_frame().head(2)
      source receiver  arrival  duration  hops
    0    Ann       Bo        1         0     1
    1    Ann       Cy        4         3     2
    """
    times = meetings.times
    numbers = times if times.dtype.kind == "f" else times.astype(np.int64)
    never = -np.inf if times.dtype.kind == "f" else np.int64(-(2**62))
    arrival, quickest, hops = temporal.sweep(
        numbers, meetings.start, meetings.people, len(meetings.labels), never
    )
    hops = np.where(hops == temporal.FAR, np.int16(-1), hops).T
    return Reachability(
        labels=meetings.labels,
        arrival=_as(times.dtype, arrival.T),
        duration=_as(np.subtract(times[:1], times[:1]).dtype, np.where(hops > 0, quickest.T, 0)),
        hops=hops,
    )


def _as(kind: np.dtype[Any], numbers: NDArray[Any]) -> NDArray[Any]:
    """Return numbers in the type of the meetings' times, or of the differences between them."""
    return numbers.view(kind) if kind.kind in "mM" else numbers.astype(kind)
