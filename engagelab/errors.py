"""The one error that a user's mistake raises, and the words it is told in."""

import difflib
from collections.abc import Hashable, Iterable, Mapping
from numbers import Real
from typing import Any

# What is said against values that a person can enter, by a code under which other languages say it.
MESSAGES = {
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
    "after_the_end": "{round} lies after the last round, {horizon}; raise settings.horizon or "
    "move the post",
    "more_than_people": "{wanted:,} {wanted:is|are} more than the {people:,} people; lower it",
    # plans of version 1 of the model
    "field_removed": "is no longer part of the model and was left out",
    "field_moved": "is {other} now",
    "price_removed": "amounts are money now; the amount is {amount:g}",
    "half_removed": "one half amount serves all rewards now: rewards.half_amount",
    "own_group_removed": "the own group is the organisation's own space now; a post there has no "
    "seeds, and its {seeds:,} were left out",
    "note_of_field": "{name}: {text}",
    "same_post_name": "{value!r} is the name of post {post} too; give another",
    "organisation_seeds": "{seeds:,} asked for, but a post of the organisation has no seeds; give 0 "
    "or another origin",
    "own_space_too_big": "{wanted:,} members are more than the {people:,} people; lower it",
    "no_own_group": "the plan has no own group; give it members by groups.own_size or choose "
    "another origin",
    "too_few_starters": "{seeds:,} asked for, but only {able:,} of {people:,} people can start a "
    "post with origin {origin!r}; ask for fewer or change the origin",
    "too_few_in_groups": "{seeds:,} asked for, but only {able:,} of {people:,} people can start a "
    "post with origin {origin!r} in these groups; ask for fewer or change the origin",
    "no_group": "there is no group {group!r} among the {groups:,} {groups:group|groups} of the "
    "network",
    "no_group_own": "there is no group 'own group' among the {groups:,} {groups:group|groups} of "
    "the network; give the organisation one by groups.own_size",
    "own_group_too_big": "{wanted:,} members are more than the {able:,} people who belong to "
    "groups; lower it or lower population.prospects",
    "too_few_groups": "{groups:.3g} groups per person are too few for {members:,} of {people:,} "
    "people to have one; give at least {least:.3g} or raise population.prospects",
    "too_few_members": "leaves {members} of {people} people to belong to groups, and a group has "
    "two members at least; lower it or raise population.people",
    "file_fields": "line {line}: {found} {found:field|fields} where {wanted} "
    "{wanted:is|are} expected ({names}); add or remove some, or quote a separator",
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
    "pins_no_room": "{most} at most can be pinned; remove one first",
    "not_pinned": "{letter!r} is not pinned; pin a plan first",
    # what stands in a file or a code
    "empty": "is empty; give {field.allowed}",
    "nothing": "None is not allowed; give {field.allowed}",
    "ambiguous": "{value!r} can be read as two numbers; write it without a mark between thousands",
    "not_whole": "{value!r} is not allowed; give a whole number from {low} to {high:,}",
    "no_field": "no such field; allowed are {names}",
    "no_field_like": "no such field; did you mean {name!r}?",
    "no_section": "no such section; allowed are {names}",
    "no_section_like": "no such section; did you mean {name!r}?",
    "section_twice": "stands beside {other}, which is its new name; give one of them",
    "section_is_value": "{value!r} is no section; give its fields, each with a value",
    "no_plan": "is no plan; a plan is a list of sections with fields",
    "plan_empty": "is empty; give a plan, at least one section with a field",
    "on_line": "{text} (line {line})",
    "yaml": "{problem}; correct the line",
    "yaml_line": "line {line}: {problem}; correct the line",
    "plan_too_large": "has {bytes:,} bytes, a plan has at most {most:,}; give a plan that was "
    "saved here",
    "plan_no_text": "is no text; give a plan as YAML, saved as UTF-8",
    "plan_refers": "refers to parts of itself (*); write them out",
    "plan_too_deep": "is nested too deeply for a plan; give a plan",
    "code_empty": "is empty; paste the code or the link of a plan",
    "code_none": "{code!r} is no code of a plan; it starts with {start} and has letters and "
    "digits alone; copy the whole of it again, or ask for the plan as a file",
    "code_damaged": "is damaged, letters are missing or others; copy the whole of it again, or ask "
    "for the plan as a file",
    "code_version": "is of version {version}, this is version {ours}; open it with the engagelab "
    "that made it, or ask for the plan as a file",
    "code_foreign": "is of an engagelab with other presets or fields; ask for the plan as a file",
    "code_no_plan": "holds no plan; copy the whole of it again, or ask for the plan as a file",
    "code_too_much": "holds more than a plan; ask for the plan as a file",
    "code_too_long": "has more than {most:,} letters; open the plan as a file",
    "plan_too_long": "the plan is too long for a code; save it as a file",
    "state_too_large": "has more than {most:,} letters; start afresh",
    "state_damaged": "is damaged, or none of a workbench; start afresh",
    "state_version": "is of another version; start afresh",
    "state_too_many": "has too many steps or pins; start afresh",
    "state_apart": "does not hold together; start afresh",
    "state_pin": "has a pin without a letter or a name; start afresh",
    "state_no_plan": "names a plan that it does not hold; start afresh",
    "state_network": "has a network without files; start afresh",
    "state_refused": "holds a plan that is refused ({field_name}: {problem}); start afresh",
    # files and folders
    "unreadable": "cannot be read ({reason})",
    "unwritten": "not written: {reason}; {remedy}",
    "no_disk": "is a path, and the application reads and writes no files of the machine that "
    "serves it; use the buttons for files",
    "no_home": "begins with the home of somebody who has none here; write the whole path",
    "file_unreadable": "cannot be read: {reason}; check its name and folder",
    "file_no_ending": "the name has no ending; give one of {known}",
    "file_ending": "unknown ending {ending!r}; give one of {known}",
    "file_no_text": "is no text; give a CSV or TSV file",
    "file_utf16": "the text is UTF-16; save it as UTF-8, or pass encoding='utf-16'",
    "file_nul": "line {line}: a NUL, which is no text; save the file as UTF-8 text, or pass "
    "encoding='utf-16' if it is that",
    "file_csv": "line {line}: {problem}; put quotes round a whole field, and write a quote inside "
    "it twice",
    "file_table": "cannot be read as a table: {problem}",
    "file_same_columns": "{number} columns are named {column!r}; rename one",
    "not_installed": "is not installed; install it by: pip install 'engagelab[lab]'",
    # what is asked of many plans, and of a picture
    "one_job": "one long job at a time; wait for the other, or cancel it",
    "not_rising": "{low:g} is not below {high:g}; give two numbers, rising",
    "too_many_cells": "{cells:,} are too many; give at most {most:,}",
    "points_contradict": "{refused} of {points} points contradict themselves; narrow the ranges. "
    "The first is {where}:",
    "no_value": "{measure!r} has no value at {missing} of {points} points, where what it is "
    "divided by is 0; narrow the ranges or ask for another measure",
    "too_few_people": "{wanted:,} asked for, but there are only {able:,} people; ask for at most "
    "{able:,}",
    "picture_people": "{people:,} people are more than {most:,}, which a picture shows well; give "
    "a part of it, or raise people_limit ({limit:,} at most)",
}

_REASONS = {
    "bool_parsing": "it is no yes or no",
    "bool_type": "it is no yes or no",
    "dict_type": "it is no mapping of names to values",
    "finite_number": "it is no finite number",
    "float_parsing": "it is no number",
    "float_type": "it is no number",
    "int_from_float": "it is no whole number",
    "int_parsing": "it is no whole number",
    "int_parsing_size": "it has too many digits",
    "int_type": "it is no whole number",
    "string_type": "it is no text",
    "tuple_type": "it is no list",
}


class Message(str):
    """A text that remembers what it says, so that it can be said in another language.

    Attributes
    ----------
    code : str
        What is said; a key of `MESSAGES`, or of a text that another package wrote.
    values : mapping
        What it is said of.
    """

    code: str
    values: Mapping[str, Any]

    def __new__(
        cls, text: str, code: str = "", values: Mapping[str, Any] | None = None
    ) -> "Message":
        """Make a text; what it remembers is no part of what it equals."""
        made = super().__new__(cls, text)
        made.code, made.values = code, dict(values or {})
        return made


def message(code: str, /, **values: Any) -> Message:
    """Return the text of a code, with its values.

    Examples
    --------
    >>> message("ties_of_people", ties=12.0, people=10)
    '12 ties need more than 10 people; lower ties'
    """
    counted = {
        name: Plural(value, many=abs(value) != 1) if _is_number(value) else value
        for name, value in values.items()
    }
    return Message(MESSAGES[code].format(**counted), code, values)


class Plural:
    """A number that chooses between two forms of a word that goes with it: ``{ties:tie|ties}``.

    Parameters
    ----------
    written : object
        The number, or how it is written.
    many : bool
        Whether the second form goes with it.
    """

    def __init__(self, written: object, *, many: bool) -> None:
        self._written, self._many = written, many

    def __format__(self, form: str) -> str:
        """Return one of two forms, or the number itself."""
        if "|" not in form:
            return format(self._written, form)
        one, _, more = form.partition("|")
        return more if self._many else one

    def __repr__(self) -> str:
        """Return the number as it stands in a program."""
        return repr(self._written)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def refused(name: str, code: str, /, **values: Any) -> "EngagelabError":
    """Return the error that names a field and says what is against it."""
    return against(name, message(code, **values))


def reason_of(kind: str, otherwise: str) -> Message:
    """Return why a value is none of its kind, by pydantic's name for the mistake.

    Examples
    --------
    >>> reason_of("int_parsing", "Input should be a valid integer")
    'it is no whole number'
    """
    return Message(_REASONS.get(kind, otherwise), f"reason_{kind}")


def against(name: str, text: str) -> "EngagelabError":
    """Return the error that names a field, or a file, and tells a text against it."""
    return EngagelabError(f"{name}: {text}" if name else str(text), ((name, text),))


def as_text(problems: tuple[tuple[str, str], ...]) -> str:
    """Return the problems as the text of an error, one line each."""
    return "\n".join(f"{name}: {text}" if name else text for name, text in problems)


def within(where: str, error: "EngagelabError") -> "EngagelabError":
    """Return a mistake that names the file or the code in which it stands."""
    return EngagelabError(f"{where}: {error}", error.problems, where)


def no_such(
    what: str, word: Hashable, known: Iterable[str], allowed: Iterable[str], most: int = 60
) -> Message:
    """Return that there is no such field or section, with the nearest name or those there are.

    Examples
    --------
    >>> no_such("field", "sise", ["size", "hold"], ["size", "hold"])
    "no such field; did you mean 'size'?"
    """
    close = _closest(word, known)
    if close:
        return message(f"no_{what}_like", name=Message(close))
    return message(f"no_{what}", names=listing(allowed, most))


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
    where : str, optional
        The file or the code in which they stand.

    Examples
    --------
    >>> import engagelab as el
    >>> try:
    ...     el.Engagement(tie_read=1.2)
    ... except el.EngagelabError as error:
    ...     print(error)
    tie_read: 1.2 is above the highest value allowed; give a number from 0 to 1
    """

    def __init__(
        self, message: str, problems: tuple[tuple[str, str], ...] = (), where: str = ""
    ) -> None:
        super().__init__(message)
        self.problems, self.where = problems, where


def nearest(word: Hashable, known: Iterable[Hashable], likeness: float = 0.5) -> str:
    """Return ``"; did you mean 'x'?"`` for the known word most like this one, or nothing."""
    names = {str(name): name for name in known}
    close = _closest(word, names, likeness)
    return f"; did you mean {names[close]!r}?" if close else ""


def listing(names: Iterable[object], most: int = 12) -> Message:
    """Return the names as `listed` does, to be said in any language.

    Examples
    --------
    >>> listing("abc"), listing("abc", most=2)
    ('a, b, c', 'a, b and 1 more')
    """
    told_all = [str(name) for name in names]
    text, rest = listed(told_all, most), len(told_all) - most
    if rest <= 0:
        return Message(text)
    return Message(text, "names_more", {"names": Message(", ".join(told_all[:most])), "more": rest})


def _closest(word: Hashable, names: Iterable[str], likeness: float = 0.5) -> str:
    close = difflib.get_close_matches(str(word), list(names), n=1, cutoff=likeness)
    return close[0] if close else ""


def listed(names: Iterable[object], most: int = 12) -> str:
    """Return the names as a readable list, cut after `most`, saying how many are left out."""
    shown = [str(name) for name in names]
    rest = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {rest} more" if rest > 0 else "")
