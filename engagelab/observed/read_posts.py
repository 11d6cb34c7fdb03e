"""`read_observed`: one reader for the exports of posts of many tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from ..errors import EngagelabError
from ..io.arguments import checked
from ..io.content import FileContent, Source, content_of
from ..io.frames import is_frame
from ..io.spreadsheets import is_book, sheets_of
from ..io.table import Asked, Table
from ..io.tables import read_table
from .export_table import Decisions, Export, export_of
from .header_words import is_known
from .joining import joined
from .posts import STATED, ObservedPosts, PerPost
from .remarks import refused_export

_OTHERS = {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"%PDF": "PDF"}
"""First bytes of files that people take for exports."""


class StatedPosts(TypedDict, total=False):
    """Keyword arguments of `read_observed`; see there."""

    columns: Mapping[str, str]
    seeds: PerPost
    paid: PerPost
    followers: PerPost
    as_of: str
    timezone: str | tuple[str, str]
    dayfirst: bool
    decimal: str
    encoding: str
    sheet: str


@checked
def read_observed(
    *sources: Source | FileContent | Any, **stated: Unpack[StatedPosts]
) -> ObservedPosts:
    r"""Read what happened to posts from the exports of a tool, and note every decision.

    The tool is recognised by the words of the header, wherever it is in the file and whatever
    stands beside the columns that count. Known are the exports of LinkedIn, Facebook, Instagram,
    X, YouTube, Mailchimp, Viva Engage, Google Analytics, Buffer and Mastodon, with localised
    headers for some, and any table with one row for each post and columns such as ``post``,
    ``date`` or ``round``, ``reach``, ``impressions``, ``shares``, ``joins``, ``clicks``.

    Parameters
    ----------
    *sources : path, open file, FileContent or data frame
        Exports of one campaign: text, .xls, .xlsx or .ods, packed or not. Numbers by day of a page
        are assigned to its posts.
    columns : mapping of str to str, optional
        Columns by their use, if they are not found: ``post``, ``date``, ``round``, ``seeds``,
        ``paid``, ``followers`` or a measure.
    seeds, paid, followers : number, sequence or mapping, optional
        Of each post: people who started it, impressions bought, followers of the page. A number for
        all, one for each in their order, or by the name of a post.
    as_of : str, optional
        The day of the export; by default the last day in the files, if they have days.
    timezone : str or (str, str), optional
        The time zone of the file, or of the file and yours, in which the day of a post is counted.
    dayfirst : bool, optional
        Whether dates such as 07/06/2026 are day/month/year.
    decimal, encoding, sheet : str, optional
        The decimal mark, the character encoding and the sheet of a spreadsheet.

    Returns
    -------
    ObservedPosts
        Its `notes` say what was read, decided and left out.

    Raises
    ------
    EngagelabError
        For a file that cannot be read or has no posts, a cell that is neither a number nor a date,
        with its row, or a wrong argument.

    Examples
    --------
    >>> import io, engagelab as el
    >>> text = "Date,Post text,Impressions,Reposts,Shares\n\"Mon, Jul 6, 2026\",Hello,605,16,4\n"
    >>> observed = el.read_observed(io.StringIO(text), seeds=15)
    >>> observed.value("shares").tolist(), str(observed.notes[-2])
    ([16.0], 'shares of the model are Reposts; Shares in this export are private sends')
    """
    if not sources:
        raise refused_export("", "no_source")
    decisions = decisions_of(stated)
    exports = [
        export_of(table, decisions) for source in sources for table in tables_of(source, decisions)
    ]
    observed = joined(exports, last_day(exports, decisions))
    about = {name: stated[name] for name in STATED if name in stated}  # type: ignore[literal-required]
    return observed.replace(**about)


def tables_of(source: Any, decisions: Decisions) -> list[Table]:
    """Return the tables of a source: each sheet of a spreadsheet that holds an export."""
    asked = Asked(encoding=decisions.encoding, sheet=decisions.sheet, spaces=False)
    if is_frame(source):
        return [read_table(source, is_known, asked)]
    content = source if isinstance(source, FileContent) else content_of(source)
    kind = next((kind for start, kind in _OTHERS.items() if content.data.startswith(start)), "")
    if kind:
        raise refused_export(content.name, "other_file", kind=kind)
    if not is_book(content) or decisions.sheet is not None:
        return [read_table(content, is_known, asked)]
    tables = [read_table(content, is_known, Asked(sheet=sheet)) for sheet in sheets_of(content)]
    exports = [table for table in tables if sum(map(is_known, table.names)) > 1]
    return exports or tables[:1]


def last_day(exports: list[Export], decisions: Decisions) -> pd.Timestamp | None:
    """Return the day up to which exports count: the stated one, or the last that they name."""
    days = [export.as_of for export in exports if export.as_of is not None]
    return decisions.as_of or max(days, default=None)


def decisions_of(stated: StatedPosts) -> Decisions:
    """Return the decisions in keyword arguments; raise EngagelabError for what is not allowed."""
    columns: object = stated.get("columns")
    columns = {} if columns is None else columns
    if not isinstance(columns, Mapping):
        raise EngagelabError(
            f"columns: {columns!r} is not allowed; give a mapping of uses to columns, such as "
            "{'reach': 'Viewers'}"
        )
    return Decisions(
        columns, _day(stated.get("as_of")), _zones(stated.get("timezone")),
        stated.get("dayfirst"), stated.get("decimal"), stated.get("encoding"), stated.get("sheet"),
    )  # fmt: skip


def _day(value: Any) -> pd.Timestamp | None:
    if value is None:
        return None
    try:
        return pd.Timestamp(value).normalize()
    except (ValueError, TypeError):
        raise refused_export("as_of", "bad_as_of", value=value) from None


def _zones(value: Any) -> tuple[str, str] | None:
    if value is None:
        return None
    pair = (value, "UTC") if isinstance(value, str) else tuple(value)
    try:
        for name in pair:
            ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError):
        raise _bad_zone(value) from None
    if len(pair) != 2:
        raise _bad_zone(value)
    return pair[0], pair[1]


def _bad_zone(value: Any) -> EngagelabError:
    return refused_export("timezone", "bad_zone", value=value)
