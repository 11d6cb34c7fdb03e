"""One table of an export: its rows by post or day, its numbers by measure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import EngagelabError, Message, listing
from ..io.table import Table
from .cells import dates_of, has_points_of_thousands, numbers_of, texts_of
from .header_words import MEASURES, Tool, normal, parts_of, tool_of, totals
from .remarks import refused_export, remark

_LOST_DIGITS = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
USES = ("post", "id", "date", "round", "seeds", "paid", "followers", *MEASURES)


_Part: TypeAlias = "tuple[str, NDArray[np.float64], Any]"
"""A measure, its numbers in each row, and whether they are of paid delivery."""


@dataclass(frozen=True)
class Decisions:
    """The stated decisions on how to read an export; the fields are those of `read_observed`."""

    columns: Mapping[str, str]
    as_of: pd.Timestamp | None
    zones: tuple[str, str] | None
    dayfirst: bool | None
    decimal: str | None
    encoding: str | None
    sheet: str | None
    unused: tuple[str, ...] = ()
    """Columns that are not to be read."""


@dataclass(frozen=True, eq=False)
class Export:
    """One table of an export.

    Attributes
    ----------
    tool : Tool
        The tool that wrote it.
    rows : DataFrame
        ``key`` (the same for rows of one post, empty for days of a page), ``title``, ``date``,
        ``round``, ``seeds``, ``bought``, ``followers``, ``measure``, ``value``, ``paid``.
    as_of : Timestamp or None
        The last day that the file names.
    notes : tuple of Message
        How it was read.
    file : str
        The name of its file.
    """

    tool: Tool
    rows: pd.DataFrame
    as_of: pd.Timestamp | None
    notes: tuple[Message, ...] = field(default=())
    file: str = ""


def uses_of(table: Table, decisions: Decisions) -> dict[str, str]:
    """Return what each column of a table is read as; empty for one that is not read.

    If the table is refused, columns up to the one that cannot be read have a use, and those that
    were stated.

    Examples
    --------
    >>> import pandas as pd
    >>> from engagelab.io.table import Asked
    >>> from engagelab.io.tables import read_table
    >>> frame = pd.DataFrame({"post": ["A"], "Reach": [90], "mood": ["good"]})
    >>> table = read_table(frame, lambda cell: True, Asked())
    >>> uses_of(table, Decisions({}, None, None, None, None, None, None))
    {'post': 'post', 'Reach': 'reads', 'mood': ''}
    """
    reader = _Reader(table, decisions)
    with suppress(EngagelabError):
        reader.export()
    stated = {normal(column): use for use, column in decisions.columns.items()}
    uses: dict[str, str] = {}
    for at, name in enumerate(reader.names):
        if name:  # of columns with one header, the first is read
            uses.setdefault(table.names[at], reader.read_as.get(at, stated.get(name, "")))
    return uses


def export_of(table: Table, decisions: Decisions) -> Export:
    """Return the export in a table.

    Raises
    ------
    EngagelabError
        If it has no measure of posts, a stated column is missing, or a cell cannot be read.
    """
    return _Reader(table, decisions).export()


class _Reader:
    """Reads one table; collects the notes."""

    def __init__(self, table: Table, decisions: Decisions) -> None:
        self.table, self.decisions = table, decisions
        self.names = [normal(name) for name in table.names]
        self.notes: list[Message] = []
        self.unused = {normal(name) for name in decisions.unused}
        self.taken: dict[str, set[str]] = {}  # uses of the columns that were stated
        self.tool = self._stated(tool_of(table.names))
        self.used: set[int] = set()
        self.read_as: dict[int, str] = {}

    def export(self) -> Export:
        if self.tool.refuse:
            raise refused_export(self.table.called, self.tool.refuse)
        self._note("form", tool=self.tool.name, rows=self.table.rows)
        head = self._head()
        keep = self._kept(head)
        parts = [part for name in MEASURES for part in self._measure(name, keep)]
        rows = self._rows(head, keep, parts)
        left = [name for at, name in enumerate(self.table.names) if at not in self.used and name]
        if left:
            self._note("left", names=listing(left))
        self.notes += [remark(code) for code in self.tool.notes]
        return Export(
            self.tool, rows.reset_index(drop=True), self._last_day(head), (*self.notes,),
            self.table.called,
        )  # fmt: skip

    def _rows(
        self, head: pd.DataFrame, keep: NDArray[np.bool_], parts: list[_Part]
    ) -> pd.DataFrame:
        """Return one row for each number; a calendar of posts has rows without one."""
        if parts:
            rows = [head.assign(measure=name, value=numbers, paid=paid)[keep]
                    for name, numbers, paid in parts]  # fmt: skip
            return pd.concat(rows).dropna(subset="value")
        is_calendar = head["title"].any() and head[["date", "round"]].notna().any(axis=None)
        if not is_calendar:
            names = listing(self.table.names)
            raise refused_export(self.table.called, "no_measure", names=names)
        return head.assign(measure="", value=np.nan, paid=False)[keep]

    def _note(self, code: str, **values: Any) -> None:
        self.notes.append(remark(code, file=self.table.called, **values))

    # --- columns ---------------------------------------------------------------------------------

    def _stated(self, tool: Tool) -> Tool:
        """Return the tool with the columns that were stated in the first place."""
        changes: dict[str, Any] = {}
        measures = dict(tool.measures)
        for use, column in self.decisions.columns.items():
            if use not in USES:
                raise refused_export("columns", "no_use", use=use, names=listing(USES))
            if normal(column) not in self.names:
                names = listing(self.table.names)
                raise refused_export("columns", "no_column", column=column, names=names)
            self.taken.setdefault(normal(column), set()).add(use)
            if use in MEASURES:
                measures[use] = [normal(column)]
            else:
                one = use in ("post", "id", "date")
                changes[use] = (normal(column),) if one else normal(column)
        return replace(tool, **changes, measures=measures, refuse="" if changes else tool.refuse)

    def _at(self, name: str, use: str) -> int | None:
        """Return the position of a column by its normal name, and mark it as used.

        None if it is missing, not to be read, or stated to be of another use.
        """
        if not name or name not in self.names or name in self.unused:
            return None
        if use not in self.taken.get(name, {use}):
            return None
        at = self.names.index(name)
        self.used.add(at)
        if use not in MEASURES:  # a measure has several columns to choose from
            self.read_as[at] = use
        return at

    def _texts(self, names: tuple[str, ...], use: str) -> list[str]:
        """Return the first filled cell of some columns in each row."""
        places = [self._at(name, use) for name in names]
        columns = [texts_of(self.table, at) for at in places if at is not None]
        if not columns:
            return [""] * self.table.rows
        return [next(filter(None, cells), "") for cells in zip(*columns, strict=True)]

    def _numbers(self, name: str, use: str) -> NDArray[np.float64]:
        at = self._at(name, use)
        if at is None:
            return np.full(self.table.rows, np.nan)
        return numbers_of(self.table, at, self._decimal(at))

    def _decimal(self, at: int) -> str | None:
        """Return the decimal mark of a column: as stated, or known by its points of thousands."""
        stated = self.decisions.decimal
        return "," if stated is None and has_points_of_thousands(self.table, at) else stated

    # --- rows ------------------------------------------------------------------------------------

    def _head(self) -> pd.DataFrame:
        tool, titles = self.tool, self._texts(self.tool.post, "post")
        dates = self._dates()
        channel = self._texts((tool.channel,), "channel") if tool.channel else [""] * len(titles)
        ids = self._ids()
        days = [str(day)[:10] for day in dates]
        dated = days if tool.scope == "lifetime" else [""] * len(days)
        keys = [
            "|".join((part, where) if part else (title, day, where))
            for part, title, day, where in zip(ids, titles, dated, channel, strict=True)
        ]
        if len(set(channel)) > 1:
            titles = [f"{title} ({where})" for title, where in zip(titles, channel, strict=True)]
        named = bool(tool.post or tool.id) or tool.scope == "lifetime"
        if named and not any(titles) and not any(ids) and dates.isna().all():
            keys = [str(at) for at in range(len(keys))]
        return pd.DataFrame(
            {"key": keys if named else "", "title": titles, "date": dates.normalize(),
             "round": self._numbers(tool.round, "round"),
             "seeds": self._numbers(tool.seeds, "seeds"),
             "bought": self._bought(), "followers": self._numbers(tool.followers, "followers")}
        )  # fmt: skip

    def _bought(self) -> NDArray[np.float64]:
        """Return the impressions bought for each row; NaN if it was paid for by an unknown sum."""
        if not self.tool.paid_flag:
            return self._numbers(self.tool.paid, "paid")
        return np.where(self._numbers(self.tool.paid_flag, "paid") == 0, 0.0, np.nan)

    def _ids(self) -> list[str]:
        ids = self._texts(self.tool.id, "id")
        if any(map(_LOST_DIGITS.fullmatch, ids)):
            self._note("ids")
            return [""] * len(ids)
        return ids

    def _dates(self) -> pd.DatetimeIndex:
        places = [self._at(name, "date") for name in self.tool.date]
        columns = [at for at in places if at is not None]
        for at in columns:
            if any(texts_of(self.table, at)):
                times, ambiguous = dates_of(self.table, at, dayfirst=self.decisions.dayfirst)
                if ambiguous:
                    self._note("month_first")
                return self._in_zone(times)
        return pd.DatetimeIndex([pd.NaT] * self.table.rows)

    def _in_zone(self, times: pd.DatetimeIndex) -> pd.DatetimeIndex:
        if self.decisions.zones is None:
            return times
        theirs, mine = self.decisions.zones
        placed = times.tz_localize(theirs, ambiguous=True, nonexistent="shift_forward")
        return placed.tz_convert(mine).tz_localize(None)

    def _kept(self, head: pd.DataFrame) -> NDArray[np.bool_]:
        """Return which rows are posts or days: no totals, replies or repeated rows."""
        first = [texts_of(self.table, at) for at in range(min(2, len(self.names)))]
        total = np.array([any(cell.casefold() in totals() for cell in row)
                          for row in zip(*first, strict=True)], np.bool_)  # fmt: skip
        total &= head["date"].isna().to_numpy()
        reply = np.zeros(len(head), np.bool_)
        if self.tool.replies:
            reply = head["title"].str.startswith(self.tool.replies).to_numpy(np.bool_)
        cells = pd.DataFrame({at: texts_of(self.table, at) for at in range(len(self.names))})
        again = cells.duplicated().to_numpy() & ~total & ~reply
        again &= bool(self.tool.post or self.tool.id)
        for code, rows in (("totals", total), ("replies", reply), ("doubled", again)):
            if rows.any():
                self._note(code, number=int(rows.sum()))
        return ~(total | reply | again)

    def _last_day(self, head: pd.DataFrame) -> pd.Timestamp | None:
        if self.tool.as_of:
            match = re.search(self.tool.as_of, "\n".join(self.table.comments))
            if match:
                return pd.Timestamp(match[match.lastindex or 0])
        if self.tool.scope == "day" and head["date"].notna().any():
            return pd.Timestamp(head["date"].max())
        return None

    # --- measures --------------------------------------------------------------------------------

    def _measure(self, name: str, keep: NDArray[np.bool_]) -> list[_Part]:
        """Return the numbers of a measure with whether they are of paid delivery."""
        if (
            name == "joins"
            and self.tool.stock
            and (at := self._at(self.tool.stock, name)) is not None
        ):
            self.read_as[at] = name
            members = numbers_of(self.table, at, self._decimal(at))
            self._note("used", measure=name, columns=listing([self.table.names[at]]))
            return [(name, np.diff(members, prepend=members[:1]), False)]
        for way in self.tool.measures.get(name, ()):
            parts = [(self._at(header, name), paid) for header, paid in parts_of(way)]
            columns = [at for at, _ in parts if at is not None]
            if len(columns) < len(parts):
                continue
            values = [(self._checked(at, keep), paid) for at, paid in parts if at is not None]
            if any(np.isfinite(numbers[keep]).any() for numbers, _ in values):
                self.read_as |= dict.fromkeys(columns, name)
                shown = listing(self.table.names[at] for at in columns)
                self._note("used", measure=name, columns=shown)
                return [(name, numbers, self._paid(paid)) for numbers, paid in values]
        return []

    def _paid(self, paid: bool) -> Any:
        rows = self.tool.paid_rows
        if not rows or (at := self._at(rows["column"], "paid")) is None:
            return paid
        return [cell.casefold() == rows["word"] for cell in texts_of(self.table, at)]

    def _checked(self, at: int, keep: NDArray[np.bool_]) -> NDArray[np.float64]:
        decimal, column = self._decimal(at), self.table.names[at]
        numbers = numbers_of(self.table, at, decimal)
        if decimal != self.decisions.decimal:
            self._note("thousands", column=column)
        negative = keep & (numbers < 0)
        is_day = self.tool.scope == "day"
        if negative.any():
            code = "negative_days" if is_day else "negative"
            self._note(code, column=column, number=int(negative.sum()))
        empty = int(np.isnan(numbers[keep]).sum())
        if empty and not is_day:
            self._note("empty", column=column, number=empty)
        return numbers if is_day else np.where(negative, np.nan, numbers)
