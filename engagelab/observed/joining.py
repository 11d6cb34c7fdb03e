"""Join the tables of several exports into one set of posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..errors import Message
from .export_table import Export
from .posts import ObservedPosts
from .remarks import refused_export, remark

_ABOUT = ("date", "round", "seeds", "bought", "followers")


def joined(exports: Sequence[Export], as_of: pd.Timestamp | None) -> ObservedPosts:
    """Return the posts of exports; numbers by day of a page go to the last post before each day.

    Raises
    ------
    EngagelabError
        If no export has posts.
    """
    notes = [note for export in exports for note in export.notes]
    numbered = [export.rows.assign(source=at, scope=export.tool.scope, tool=export.tool.name)
                for at, export in enumerate(exports)]  # fmt: skip
    rows = pd.concat(numbered, ignore_index=True)
    of_posts, of_days = rows[rows["key"] != ""], rows[rows["key"] == ""]
    if of_posts.empty:
        raise refused_export("", "no_posts")
    posts, names = _posts(exports, of_posts, notes)
    of_posts = of_posts.assign(post=[names[key] for key in _keys(of_posts)])
    parts = [of_posts, _assigned(of_days, posts, notes)]
    tidy = pd.concat([part for part in parts if len(part)], ignore_index=True)
    tidy = tidy[tidy["measure"] != ""].copy()
    tidy["as_of"] = pd.NaT if as_of is None else as_of
    columns = ["post", "date", "measure", "value", "paid", "scope", "as_of"]
    return ObservedPosts(tidy[columns], posts, tuple(dict.fromkeys(notes)))


def _keys(rows: pd.DataFrame) -> list[tuple[int, str]]:
    return list(zip(rows["source"].tolist(), rows["key"].tolist(), strict=True))


def _posts(
    exports: Sequence[Export], rows: pd.DataFrame, notes: list[Message]
) -> tuple[pd.DataFrame, dict[tuple[int, str], str]]:
    """Return one row for each post, the oldest first, and the name of each key."""
    found = rows.groupby(["source", "key"], sort=False).agg(
        {"title": "first", "tool": "first", **dict.fromkeys(_ABOUT, "min")}
    )
    impressions = rows[(rows["measure"] == "impressions") & rows["paid"].astype(bool)]
    paid = impressions.groupby(["source", "key"])["value"].sum()
    found["bought"] = found["bought"].fillna(paid)
    boosted = int(found.index.isin(paid.index).sum())
    if boosted:
        found.loc[found["bought"].isna(), "bought"] = 0.0
        notes.append(remark("added", file=exports[int(found.index[0][0])].file, number=boosted))
    found = _in_order(exports, found, notes)
    names = _names(found)
    posts = pd.DataFrame(
        {"date": found["date"].to_numpy(), "round": found["round"].to_numpy(float),
         "seeds": found["seeds"].to_numpy(float), "paid": found["bought"].to_numpy(float),
         "followers": found["followers"].to_numpy(float)},
        index=pd.Index(names, name="post"),
    )  # fmt: skip
    return posts, dict(zip(list(found.index), names, strict=True))


def _in_order(exports: Sequence[Export], found: pd.DataFrame, notes: list[Message]) -> pd.DataFrame:
    if found["date"].notna().all():
        found = found.sort_values("date", kind="stable")
        days = (found["date"] - found["date"].iloc[0]).dt.days.astype(float)
        return found.assign(round=found["round"].fillna(days))
    if found["round"].notna().all():
        return found.sort_values("round", kind="stable")
    first = exports[int(found.index[0][0])]
    if first.tool.newest_first:
        notes.append(remark("no_dates_newest_first", file=first.file))
        return found.iloc[::-1]
    notes.append(remark("no_dates_order", file=first.file))
    return found


def _names(found: pd.DataFrame) -> list[str]:
    """Return a name for each post: its title, made different by date, tool or number."""
    names = [str(title) for title in found["title"]]
    tools = [str(tool).partition(",")[0] for tool in found["tool"]]
    names = [name or day for name, day in zip(names, _days(found), strict=True)]
    for extra in (_days(found), tools):
        counts = Counter(names)
        names = [
            f"{name} ({more})" if name and more and more != name and counts[name] > 1 else name
            for name, more in zip(names, extra, strict=True)
        ]
    return [
        name if names.count(name) == 1 and name else f"{name or 'post'} {at}"
        for at, name in enumerate(names, 1)
    ]


def _days(found: pd.DataFrame) -> list[str]:
    return ["" if pd.isna(day) else str(day)[:10] for day in found["date"]]


def _assigned(days: pd.DataFrame, posts: pd.DataFrame, notes: list[Message]) -> pd.DataFrame:
    """Return the rows of days with the last post that had started on each."""
    if days.empty or posts["date"].isna().any():
        return days.iloc[:0].assign(post="")
    starts: Any = posts["date"].to_numpy()
    place = np.searchsorted(starts, days["date"].to_numpy(), side="right") - 1
    names = np.array(posts.index, object)[np.maximum(place, 0)]
    measures = ", ".join(dict.fromkeys(days["measure"]))
    notes.append(remark("assigned", measure=measures))
    early = (place < 0) & (days["value"] != 0).to_numpy()
    if early.any():
        number = days["date"][early].nunique()
        notes.append(remark("unassigned", measure=measures, days=int(number)))
    return days.assign(post=names)[place >= 0]
