"""The one error that a user's mistake raises, and the words it is told in."""

import difflib
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

# What is said against values that a person can enter, by a code under which other languages say it.
SAID = {
    "below": "{value!r} is below the lowest value allowed; give {field.allowed}",
    "above": "{value!r} is above the highest value allowed; give {field.allowed}",
    "unknown": "{value!r} is not known; allowed are {choices}",
    "wrong": "{value!r} is not allowed; {reason}",
    "wrong_give": "{value!r} is not allowed; {reason}; give {field.allowed}",
    "missing": "is missing; give a value",
    "not_allowed": "{value!r} is not allowed",
    "as_shares": "{value!r} is not allowed; write it as employee 0.7, customer 0.6",
    "too_much": "with {others} makes {total:.3g} of the people; lower one until they make 1 at "
    "most",
    "ties_of_people": "{ties:g} ties need more than {people} people; lower ties",
    "after_the_end": "{round} lies after the last round, {horizon}; raise run.horizon or move the "
    "post",
    "more_than_people": "{wanted:,} are more than the {people:,} people; lower it",
    "no_own_group": "the plan has no own group; give it members by groups.own_size or choose "
    "another origin",
    "too_few_starters": "{seeds:,} asked for, but only {able:,} of {people:,} people can start a "
    "post with origin {origin!r}; ask for fewer or change the origin",
    "too_few_in_groups": "{seeds:,} asked for, but only {able:,} of {people:,} people can start a "
    "post with origin {origin!r} in these groups; ask for fewer or change the origin",
    "no_group": "there is no group {group!r} among the {groups:,} groups of the network",
    "no_group_own": "there is no group {group!r} among the {groups:,} groups of the network; give "
    "the organisation one by groups.own_size",
    "own_group_too_big": "{wanted:,} members are more than the {able:,} people who belong to "
    "groups; lower it or lower population.prospects",
    "too_few_groups": "{groups:.3g} groups per person are too few for {members:,} of {people:,} "
    "people to have one; give at least {least:.3g} or raise population.prospects",
    "too_few_members": "leaves {members} of {people} people to belong to groups, and a group has "
    "two members at least; lower it or raise population.people",
    "file_fields": "line {line}: {found} fields where {wanted} are expected ({names}); add or "
    "remove some, or quote a separator",
    "file_no_label": "line {line}: column {column!r} is empty; write a label, or remove the row",
    "file_quote": "line {line}: a quote that is never closed; put quotes round a whole field, and "
    "write a quote inside it twice",
    "file_empty": "the file is empty; begin it with the names of its columns",
    "file_bytes": "line {line}: byte 0x{byte:02X} is not {encoding}; save the file as UTF-8, or "
    "pass the encoding it has, such as 'latin-1'",
    "file_one_column": "line {line}: one column where two are needed; part them by a comma, a "
    "semicolon or a tab",
    "file_only_names": "line {line}: names columns, and nothing stands below; add a row for each "
    "pair",
    "file_loop": "line {line}: {person!r} is tied to themselves; remove such rows",
    "file_too_large": "{size} MB are more than the {most} MB that are read here; take a part of "
    "the network",
    "file_ties": "{ties:,} ties are more than the {most:,} that are played here; take a part "
    "of the network",
    "pins_full": "{most} plans are pinned already; remove one first",
}


class Told(str):
    """A text that remembers what it says, so that it can be said in another language.

    Attributes
    ----------
    code : str
        What is said; a key of `SAID`, or of a text that another package wrote.
    values : mapping
        What it is said of.
    """

    code: str
    values: Mapping[str, Any]

    def __new__(cls, text: str, code: str = "", values: Mapping[str, Any] | None = None) -> "Told":
        """Make a text; what it remembers is no part of what it equals."""
        made = super().__new__(cls, text)
        made.code, made.values = code, dict(values or {})
        return made


def told(code: str, /, **values: Any) -> Told:
    """Return the text of a code, with its values.

    Examples
    --------
    >>> told("ties_of_people", ties=12.0, people=10)
    '12 ties need more than 10 people; lower ties'
    """
    return Told(SAID[code].format(**values), code, values)


def refused(name: str, code: str, /, **values: Any) -> "EngagelabError":
    """Return the error that names a field and says what is against it."""
    text = told(code, **values)
    return EngagelabError(f"{name}: {text}" if name else str(text), ((name, text),))


class EngagelabError(ValueError):
    """A mistake in what was asked for, told so that it can be put right.

    The text names the field or the file and line, the value, what is allowed and what to do.

    Parameters
    ----------
    message : str
        The whole text, one line for each mistake.
    problems : tuple of (str, str), optional
        The same mistakes one by one, as pairs of a dotted field name and its text; empty where no
        field is at fault.

    Examples
    --------
    >>> import engagelab as el
    >>> try:
    ...     el.Engagement(tie_read=1.2)
    ... except el.EngagelabError as error:
    ...     print(error)
    tie_read: 1.2 is above the highest value allowed; give a number from 0 to 1
    """

    def __init__(self, message: str, problems: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


def nearest(word: Hashable, known: Iterable[Hashable]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known word most like this one, or nothing."""
    names = {str(name): name for name in known}
    close = difflib.get_close_matches(str(word), names, n=1, cutoff=0.5)
    return f"; did you mean {names[close[0]]!r}?" if close else ""


def listed(names: Iterable[object], most: int = 12) -> str:
    """Return the names as a readable list, cut after `most`, saying how many are left out."""
    shown = [str(name) for name in names]
    rest = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {rest} more" if rest > 0 else "")
