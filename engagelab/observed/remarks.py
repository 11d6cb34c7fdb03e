"""Remarks on exports of posts: how they were read, what they cannot tell, and why one is refused.

Each has a code, by which other languages translate it.
"""

from typing import Any

from ..errors import EngagelabError, Message, Plural, against

REMARKS = {
    # how a file was read
    "form": "{file}: read as {tool}, {rows:,} {rows:row|rows}",
    "used": "{file}: {measure} from {columns}",
    "left": "{file}: columns not used: {names}",
    "totals": "{file}: rows of totals left out: {number}",
    "replies": "{file}: replies left out: {number}",
    "added": "{file}: posts that are boosted have two rows, which were added up: {number}",
    "doubled": "{file}: repeated rows left out: {number}",
    "empty": "{file}: empty cells in {column}: {number}; these posts count without it",
    "negative_days": "{file}: days with a negative number in {column}: {number}, as when reactions "
    "are withdrawn; they are added up with the others",
    "negative": "{file}: negative totals in {column} left out: {number}",
    "thousands": "{file}: points in {column} were read as marks of thousands",
    "ids": "{file}: post ids have lost digits in a spreadsheet; posts are told apart by title and "
    "date",
    "month_first": "{file}: dates were read as month/day/year; give dayfirst=True if they are "
    "day/month/year",
    "assigned": "{measure} by day were assigned to the last post before each day, which is a guess "
    "where posts overlap",
    "unassigned": "{measure} by day come before the first post on {days} {days:day|days} and were "
    "left out",
    "no_dates_order": "{file}: there are no dates; posts are in the order of the file",
    "no_dates_newest_first": "{file}: there are no dates; the file has the newest post first, so "
    "its order is reversed",
    # what an export cannot tell
    "linkedin_reach": "LinkedIn has no reach for a post, only impressions; unique impressions "
    "exist by day and must not be added up",
    "follows_of_post": "follows are those from the post itself, a part of those that it brought; "
    "to learn how many joined, add the export of new followers by day",
    "unique_days": "unique impressions by day were left out: added up over days, they count people "
    "again",
    "invited_followers": "followers that were invited automatically are left out; no post brought "
    "them",
    "shares_private": "shares include private ones",
    "meta_zone": "times of many accounts are Pacific time; state the time zone if posts late in "
    "the day matter",
    "reach_boosted": "reach counts organic and boosted delivery together",
    "follows_gross": "follows are counted without those who left again",
    "no_dates": "posts have a month, a weekday and an hour, but no date; they are taken for posts "
    "that do not overlap",
    "paid_flag": "the file says whether a post was paid for, not how many impressions were bought; "
    "state it with the argument paid",
    "no_reach": "X has no reach, only impressions, which count repeats",
    "sends": "shares of the model are Reposts; Shares in this export are private sends",
    "views_no_people": "views are not people: one person can be counted several times",
    "thumbnails": "impressions of thumbnails were left out; they are not views",
    "joins_net": "joins are net of those who left",
    "joins_from_stock": "joins are the changes of the number of members from day to day",
    "opens": "opens are inflated by mail programs that load images themselves",
    "forwards": "forwards are only those by the tool's own link",
    "messages_no_people": "messages read are not people; active people of a day must not be added "
    "up",
    "sessions": "sessions and users come after a click, so they are clicks and not reach; consent "
    "and thresholds hide small numbers",
    "channels": "a post on several channels is one post for each: reach must not be added up",
    "mastodon": "Mastodon has neither reach nor impressions, only boosts and followers",
    # why a file is refused
    "slack_refused": "this export has channels and neither posts nor days, so no post can be "
    "learned from it; give a table with one row for each post",
    "other_file": "this is a {kind} file, whatever its name; give the export as .csv or .xlsx",
    "no_posts": "no posts: the export has days only; give the export of posts beside it, or the "
    "posts with their dates",
    "no_measure": "no column with a measure of posts was found among {names}; name one, such as "
    "columns={{'reads': 'Reach'}}",
    "no_column": "no column {column!r}; the columns are {names}",
    "no_use": "{use!r} is not known; allowed are {names}",
    "bad_number": "{place}: column {column!r} holds {value!r}; write a number, or leave the cell "
    "empty",
    "bad_date": "{place}: column {column!r} holds {value!r}, which is not a date in any known "
    "form; write it as 2026-07-06",
    "too_large": "{place}: column {column!r} holds {value!r}, more than 10^12; correct the number, "
    "or leave the cell empty",
    "bad_stated": "{value!r} is not allowed; give a number from 0 to 10^12, one for each of the "
    "{posts} posts in their order, or a mapping of names of posts to numbers",
    "bad_post": "{name!r} is not a post; the posts are {names}",
    "bad_as_of": "{value!r} is not a date; write it as 2026-10-13",
    "bad_zone": "{value!r} is not a time zone; give one such as 'America/Los_Angeles', or a pair: "
    "that of the file and yours",
    "few_posts": "{posts} {posts:post is|posts are} left that a fit can use; give at least {least}",
    "no_starters": "it is unknown who starts the posts ({posts}) and how many followers the page "
    "has; state seeds or followers",
    "no_source": "no file was given; give at least one export",
}  # fmt: skip


def remark(code: str, /, **values: Any) -> Message:
    """Return the remark of a code, with its values filled in.

    Examples
    --------
    >>> remark("totals", file="a.csv", number=1)
    'a.csv: rows of totals left out: 1'
    """
    return filled(REMARKS[code], code, values)


def filled(text: str, code: str, values: dict[str, Any]) -> Message:
    """Return a text with its values; a number chooses between the forms of a word."""
    words = {
        name: Plural(value, many=abs(value) != 1) if isinstance(value, (int, float)) else value
        for name, value in values.items()
    }
    return Message(text.format(**words), f"results_{code}", values)


def refused_export(name: str, code: str, /, **values: Any) -> EngagelabError:
    """Return an error with the remark of a code, about a file or an argument."""
    return against(name, remark(code, **values))
