"""ObservedPosts: what happened to the posts of a page, in one tidy form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, cast

import numpy as np
import pandas as pd

from ..errors import EngagelabError, Message, listing
from ..models.declaration import is_real
from .cells import LARGEST
from .header_words import MEASURES
from .remarks import refused_export

PerPost: TypeAlias = "float | Sequence[float] | Mapping[str, float]"
"""A number for all posts, one for each in their order, or one by the name of a post."""

STATED = ("seeds", "paid", "followers")
"""What can be stated of posts beside what an export holds."""


@dataclass(frozen=True, eq=False)
class ObservedPosts:
    r"""What happened to posts, one row for each number of an export.

    Attributes
    ----------
    rows : DataFrame
        ``post``, ``date``, ``measure`` (reads, impressions, shares, joins, clicks, comments,
        follows), ``value``, ``paid`` (whether paid delivery is counted), ``scope`` ("lifetime" or
        "day") and ``as_of``, the day up to which it counts.
    posts : DataFrame
        One row for each post, the oldest first: ``date``, ``round``, ``seeds`` (people who started
        it), ``paid`` (impressions bought) and ``followers`` of the page then; missing if unknown.
    notes : tuple of Message
        What was read, decided and left out, and what the exports cannot tell.

    Examples
    --------
    >>> import io, engagelab as el
    >>> text = "post,round,reach,shares\nA,0,120,3\nB,10,90,2\n"
    >>> observed = el.read_observed(io.StringIO(text), seeds=5)
    >>> observed.value("reads").tolist(), observed.posts["seeds"].tolist()
    ([120.0, 90.0], [5.0, 5.0])
    """

    rows: pd.DataFrame
    posts: pd.DataFrame
    notes: tuple[Message, ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        return f"ObservedPosts(posts={len(self.posts)}, measures={', '.join(self.measures)})"

    @property
    def names(self) -> list[str]:
        """The names of the posts, the oldest first."""
        return [str(name) for name in self.posts.index]

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures of which at least one post has a number."""
        return tuple(name for name in MEASURES if self.value(name).notna().any())

    @property
    def table(self) -> pd.DataFrame:
        """The posts with a column for each measure."""
        return self.posts.assign(**{name: self.value(name) for name in self.measures})

    def value(self, measure: str, *, unpaid: bool = False) -> pd.Series[Any]:
        """Return the number of each post, NaN if unknown.

        A number for the lifetime of a post comes before the sum of its days.

        Parameters
        ----------
        measure : str
            One of `measures`.
        unpaid : bool
            Whether to leave out paid delivery, if the export counts it apart.
        """
        rows = self.rows[self.rows["measure"] == measure]
        if unpaid:
            rows = rows[~rows["paid"].astype(bool)]
        by_scope = {
            scope: part.groupby("post")["value"].sum(min_count=1)
            for scope, part in rows.groupby("scope")
        }
        lifetime, days = (by_scope.get(scope, _NONE) for scope in ("lifetime", "day"))
        values = lifetime.reindex(self.posts.index).astype(float)
        return values.fillna(days.reindex(self.posts.index)).rename(measure)

    def replace(self, **stated: PerPost) -> ObservedPosts:
        r"""Return the posts with seeds, paid impressions, followers or a measure replaced.

        Parameters
        ----------
        **stated : number, sequence or mapping
            For ``seeds``, ``paid``, ``followers`` or a measure: a number for all posts, one for
            each in their order, or a mapping of names of posts to numbers.

        Raises
        ------
        EngagelabError
            For an unknown name, post or number.

        Examples
        --------
        >>> import io, engagelab as el
        >>> observed = el.read_observed(io.StringIO("post,round,reach\nA,0,9\nB,9,8\n"))
        >>> observed.replace(reads={"B": 80}).value("reads").tolist()
        [9.0, 80.0]
        """
        found = self
        for name, values in stated.items():
            numbers = self._numbers(name, values)
            if name in STATED:
                posts = found.posts.assign(**{name: numbers.fillna(found.posts[name])})
                found = replace(found, posts=posts)
            elif name in MEASURES:
                found = found._with_measure(name, numbers)
            else:
                names = listing((*STATED, *MEASURES))
                raise refused_export(name, "no_use", use=name, names=names)
        return found

    def _with_measure(self, measure: str, numbers: pd.Series[Any]) -> ObservedPosts:
        known = numbers.dropna()
        mine = (self.rows["measure"] == measure) & self.rows["post"].isin(known.index)
        added = pd.DataFrame(
            {"post": known.index, "date": self.posts["date"].reindex(known.index).to_numpy(),
             "measure": measure, "value": known.to_numpy(), "paid": False, "scope": "lifetime",
             "as_of": pd.NaT}
        )  # fmt: skip
        rows = [part for part in (self.rows[~mine], added) if len(part)]
        return replace(self, rows=pd.concat(rows, ignore_index=True) if rows else self.rows)

    def _numbers(self, name: str, values: PerPost) -> pd.Series[Any]:
        index = self.posts.index
        if isinstance(values, Mapping):
            unknown = [post for post in values if post not in index]
            if unknown:
                raise refused_export(
                    name, "bad_post", name=str(unknown[0]), names=listing(self.names)
                )
            numbers: list[Any] = [values.get(post, np.nan) for post in index]
        elif _ndim(values):
            numbers = list(cast(Iterable[Any], values))
        else:
            numbers = [values] * len(index)
        wrong = [n for n in numbers if not ((is_real(n) and 0 <= n <= LARGEST) or _is_unknown(n))]
        if wrong or len(numbers) != len(index):
            value = wrong[0] if wrong else values
            raise _bad_stated(name, value, len(index))
        return pd.Series([float("nan" if n is None else n) for n in numbers], index)


_NONE = pd.Series(dtype=float)


def _is_unknown(value: Any) -> bool:
    return value is None or (isinstance(value, float) and np.isnan(value))


def _bad_stated(name: str, value: Any, posts: int) -> EngagelabError:
    return refused_export(name, "bad_stated", value=value, posts=posts)


def _ndim(values: object) -> int:
    """Return the number of dimensions of an array, 1 for a list, 0 for other values."""
    is_list = isinstance(values, Iterable) and not isinstance(values, (str, bytes))
    return int(getattr(values, "ndim", is_list))
