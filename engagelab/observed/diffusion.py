"""Diffusion: a network with the observed time of adoption of each person."""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import EngagelabError, listed
from ..graphs.edges import as_list
from ..graphs.network import Network
from ..io.arguments import checked

Adoption: TypeAlias = "Mapping[Any, Any] | pd.Series[Any]"

_NEVER = -1
_LAST_POSSIBLE = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Diffusion:
    """An observed diffusion: a network, and the time at which each person adopted.

    Ties have the direction of influence, as in every `Network`: from the person who can reach to
    the person who can be reached. In a survey that asks people whom they turn to, a person who
    *names* another is exposed to them, so the tie goes from the person named to the one who names.

    Attributes
    ----------
    network : Network
        People and ties.
    adoption : array of int32, shape (people,)
        The period in which each person adopted, -1 for never within the window.
    first, last : int
        The first and the last period of the window.
    people : DataFrame or None
        Other attributes of people, one row a person, by label.

    Examples
    --------
    >>> import pandas as pd, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> ties = pd.DataFrame({"source": ["Ann", "Bo"], "target": ["Bo", "Cy"]})
    >>> network = el.Network.from_frame(ties, directed=True)
    >>> Diffusion.of(network, {"Ann": 1, "Bo": 3})
    Diffusion(people=3, ties=2, adopters=2, periods=1 to 3)
    """

    network: Network
    adoption: NDArray[np.int32]
    first: int
    last: int
    people: pd.DataFrame | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        return (
            f"Diffusion(people={self.network.people}, ties={self.network.ties}, "
            f"adopters={self.adopters}, periods={self.first} to {self.last})"
        )

    @classmethod
    @checked
    def of(
        cls,
        network: Network,
        adoption: Adoption,
        *,
        periods: tuple[int, int] | None = None,
        people: pd.DataFrame | None = None,
    ) -> "Diffusion":
        """Build a diffusion from a network and times of adoption.

        Parameters
        ----------
        network : Network
        adoption : mapping or Series
            Label to period, a whole number of at least 0. People who are missing, or have None or
            NaN, did not adopt within the window.
        periods : tuple of (int, int), optional
            The first and the last period of the window; by default those of the first and the last
            adopter.
        people : DataFrame, optional
            Other attributes of people, one row for each person, by label.

        Raises
        ------
        EngagelabError
            For a person who is not in the network, a time that is not a whole number, negative or
            outside the periods, no adopter at all, or a frame that lacks a person.

        Examples
        --------
        >>> import networkx as nx, engagelab as el
        >>> from engagelab.observed.diffusion import Diffusion
        >>> network = el.Network.from_networkx(nx.path_graph(4))
        >>> Diffusion.of(network, {0: 1, 1: 2, 3: None}, periods=(1, 5)).adoption.tolist()
        [1, 2, -1, -1]
        """
        times = _times(network, adoption)
        first, last = _window(times, periods)
        _check_window(network, times, first, last)
        _freeze(times)
        rows = None if people is None else _rows(network, people)
        return cls(network, times, first, last, rows)

    @property
    def adopters(self) -> int:
        """Number of people who adopted within the window."""
        return int(np.count_nonzero(self.adoption >= 0))

    @property
    def periods(self) -> NDArray[np.int64]:
        """All periods of the window; shape (last - first + 1,)."""
        return np.arange(self.first, self.last + 1)

    @property
    def labels(self) -> pd.Index:
        """The labels of the people, as the index of frames and series."""
        index: pd.Index = pd.Index(as_list(self.network.labels), name="person", tupleize_cols=False)
        return index

    @checked
    def filled(self, time: int | None = None) -> "Diffusion":
        """Return a copy in which all people who never adopted do so at one time.

        Many published tables code them so, with the period after the last. Their thresholds, and
        all values of that period, are then artefacts of the code, not observations.

        Parameters
        ----------
        time : int, optional
            The period, by default the one after the last; the window is extended to include it.

        Raises
        ------
        EngagelabError
            For a time before the first period.

        Examples
        --------
        >>> import networkx as nx, engagelab as el
        >>> from engagelab.observed.diffusion import Diffusion
        >>> network = el.Network.from_networkx(nx.path_graph(3))
        >>> Diffusion.of(network, {0: 1, 1: 2}).filled()
        Diffusion(people=3, ties=2, adopters=3, periods=1 to 3)
        """
        at = self.last + 1 if time is None else _whole(time, "time")
        if not self.first <= at <= _LAST_POSSIBLE:
            raise EngagelabError(
                f"time: {at} is before the first period, {self.first}; give that or a later one"
            )
        times = np.where(self.adoption == _NEVER, at, self.adoption).astype(np.int32)
        return replace(self, adoption=_freeze(times), last=max(self.last, at))

    def to_frame(self) -> pd.DataFrame:
        """Return one row a person, by label: ``adoption`` (missing for never) and all attributes.

        Examples
        --------
        >>> import networkx as nx, engagelab as el
        >>> from engagelab.observed.diffusion import Diffusion
        >>> network = el.Network.from_networkx(nx.path_graph(2))
        >>> Diffusion.of(network, {0: 1}).to_frame()
                adoption
        person
        0              1
        1           <NA>
        """
        times = pd.array(self.adoption.astype("int64"), dtype="Int64")
        times[self.adoption == _NEVER] = pd.NA
        frame = pd.DataFrame({"adoption": times}, index=self.labels)
        if self.people is None:
            return frame
        return frame.join(self.people.drop(columns="adoption", errors="ignore"))


def _times(network: Network, adoption: Adoption) -> NDArray[np.int32]:
    """Read the time of each person, -1 for never."""
    if not isinstance(adoption, (Mapping, pd.Series)):
        raise EngagelabError(
            f"adoption: {type(adoption).__name__} is not allowed; give a mapping or a Series of "
            "label to period"
        )
    adopters = [(label, time) for label, time in adoption.items() if not _missing(time)]
    if not adopters:
        raise EngagelabError("adoption: has no adopter; give the period of at least one person")
    times = np.full(network.people, _NEVER, np.int32)
    _check_people(network, [label for label, _ in adopters])
    for label, time in adopters:
        times[network.index[label]] = _time(label, time)
    return times


def _check_people(network: Network, labels: Iterable[Hashable]) -> None:
    seen: set[Hashable] = set()
    for label in labels:
        if label not in network.index:
            network.positions([label], "adoption")  # raises, with the most similar label
        if label in seen:
            raise EngagelabError(
                f"adoption: {label!r} appears twice; give one period for each person"
            )
        seen.add(label)


def _missing(time: Any) -> bool:
    return time is None or time is pd.NA or (isinstance(time, Real) and math.isnan(time))


def _time(label: Hashable, value: Any) -> int:
    time = _whole(value, f"adoption of {label!r}")
    if time < 0:
        raise EngagelabError(
            f"adoption of {label!r}: {time} is negative; count the periods from 0 or from 1"
        )
    if time > _LAST_POSSIBLE:
        raise EngagelabError(
            f"adoption of {label!r}: {time} is above the highest period allowed, {_LAST_POSSIBLE}; "
            "count the periods from 0 or from 1"
        )
    return time


def _whole(value: Any, what: str) -> int:
    """Return a value as an int, or raise if it is not a whole number."""
    number = isinstance(value, Real) and not isinstance(value, bool)
    if not number or not float(value).is_integer():
        raise EngagelabError(f"{what}: {value!r} is not a whole number; give a period such as 3")
    return int(value)


def _window(times: NDArray[np.int32], periods: tuple[int, int] | None) -> tuple[int, int]:
    if periods is None:
        adopted = times[times >= 0]
        return int(adopted.min()), int(adopted.max())
    try:
        first, last = periods
    except (TypeError, ValueError):
        raise EngagelabError(f"periods: {periods!r} is not allowed; give (first, last)") from None
    first, last = _whole(first, "periods"), _whole(last, "periods")
    if not 0 <= first <= last:
        raise EngagelabError(
            f"periods: ({first}, {last}) is not allowed; give (first, last) with 0 <= first <= last"
        )
    return first, last


def _check_window(network: Network, times: NDArray[np.int32], first: int, last: int) -> None:
    outside = np.flatnonzero((times >= 0) & ((times < first) | (times > last)))
    if outside.size:
        label, time = as_list(network.labels)[outside[0]], times[outside[0]]
        raise EngagelabError(
            f"adoption of {label!r}: {time} is outside the periods {first} to {last}; extend the "
            "periods, or leave out this person"
        )


def _rows(network: Network, people: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a frame in the order of the network."""
    labels = as_list(network.labels)
    known = set(people.index)
    absent = [label for label in labels if label not in known]
    if absent or not people.index.is_unique:
        what = f"has no row for {listed(map(repr, absent), 3)}" if absent else "has repeated labels"
        raise EngagelabError(f"people: {what}; give a frame with one row a person, by label")
    return people.loc[labels].rename_axis("person")


def _freeze(times: NDArray[np.int32]) -> NDArray[np.int32]:
    times.flags.writeable = False
    return times
