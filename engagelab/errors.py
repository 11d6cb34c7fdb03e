"""`EngagelabError` and its messages: every mistake a user can make, in English."""

import difflib
import re
import reprlib
from collections.abc import Hashable, Iterable, Mapping
from numbers import Real
from typing import Any

from .file_messages import FILE_MESSAGES

# Messages about values, files and codes that a user supplies, by code. The name of the field or
# file is put before them; other languages translate them by the same codes.
MESSAGES = {
    "below": "{value!r} is below the lowest value allowed; give {field.allowed}",
    "above": "{value!r} is above the highest value allowed; give {field.allowed}",
    "unknown": "{value!r} is not one of the choices; give {choices}",
    "wrong": "{value!r} is not allowed: {reason}",
    "wrong_give": "{value!r} is not allowed: {reason}; give {field.allowed}",
    "missing": "the value is missing; add one",
    "not_allowed": "{value!r} is not allowed",
    "too_much": "together with {others} this is {total:.3g} of the people; lower one until the sum "
    "is at most 1",
    "ties_of_people": "{ties:g} ties per person need more than {people} people; lower ties",
    "after_the_end": "round {round} is after the last round, {horizon}; raise settings.horizon or "
    "move the post",
    "more_than_people": "{wanted:,} {wanted:is|are} more than the {people:,} people; lower it",
    "field_removed": "no longer part of the model; left out",
    "field_moved": "now called {other}",
    "price_removed": "amounts are money now; the amount is {amount:g}",
    "half_removed": "one half amount serves all rewards now: rewards.half_amount",
    "own_group_removed": "the own group is now the organisation's own space; a post there has no "
    "seeds, so its {seeds:,} {seeds:seed was|seeds were} left out",
    "old_field": "{name}: {text}",
    "same_post_name": "post {post} has the name {value!r} too; rename one of them",
    "organisation_seeds": "{seeds:,} requested, but a post of the organisation has no seeds; give "
    "0 or another origin",
    "money_for_posts": "{value:g} does not pay for {posts:,} {posts:post|posts}, which "
    "{posts:costs|cost} {made:g}; give at least that, or lower money.cost_post",
    "own_space_too_big": "{wanted:,} members are more than the {people:,} people; lower it",
    "too_few_starters": "{seeds:,} {seeds:seed|seeds} requested, but only {able:,} of {people:,} "
    "people can start a post with origin {origin!r}; request fewer or change the origin",
    "too_few_in_groups": "{seeds:,} {seeds:seed|seeds} requested, but only {able:,} of {people:,} "
    "people can start a post with origin {origin!r} in these groups; request fewer or change the "
    "origin",
    "no_group": "there is no group {group!r} among the {groups:,} {groups:group|groups} of the "
    "network; give the label of one of them",
    "too_few_groups": "{groups:.3g} groups per person are too few for {members:,} of {people:,} "
    "people to belong to one; give at least {least:.3g} or raise population.prospects",
    "too_few_members": "only {members} of {people} people are left to belong to groups, but a "
    "group has at least two members; lower it or raise population.people",
    "file_columns": "{found:,} columns are more than the {most:,} that are read; write one tie a "
    "row with two people",
    "file_fields": "line {line}: {found} {found:field|fields} where {wanted} "
    "{wanted:is|are} expected ({names}); add or remove fields, or quote a field that contains a "
    "separator",
    "file_quote": "line {line}: a quote is never closed; put quotes around the whole field, and "
    "double any quote inside it",
    "file_empty": "the file is empty; start it with a row of column names",
    "file_bytes": "line {line}: byte 0x{byte:02X} is not {encoding}; save the file as UTF-8, or "
    "pass its encoding, such as 'cp1252'",
    "file_one_column": "line {line}: only one column found; separate columns with a comma, "
    "semicolon or tab",
    "file_only_names": "line {line}: column names without rows below; add a row for each pair",
    "file_too_large": "the file has {size} MB, more than the limit of {most} MB; take a part of "
    "the network",
    "file_ties": "{ties:,} ties are more than the limit of {most:,}; take a part of the network",
    "pins_full": "{most} plans are pinned already; remove one first",
    "pins_no_room": "at most {most} plans can be pinned; remove one first",
    "not_pinned": "no plan is pinned as {letter!r}; pin a plan first",
    # plans in files, codes, and the state that a browser stores
    "empty": "the value is empty; give {field.allowed}",
    "nothing": "None is not allowed; give {field.allowed}",
    "decimal_comma": "a comma is not a decimal point; write {value} with a point",
    "ambiguous": "{value!r} can be read as two different numbers; leave out the thousands "
    "separator",
    "not_whole": "{value!r} is not allowed; give a whole number from {low} to {high:,}",
    "no_field": "no such field; choose from {names}",
    "no_field_like": "no such field; did you mean {name!r}?",
    "no_section": "no such section; choose from {names}",
    "no_section_like": "no such section; did you mean {name!r}?",
    "section_twice": "appears beside {other}, its present name; give only one of the two",
    "section_is_empty": "has no fields; give at least one with a value, or leave the section out",
    "section_is_value": "{value!r} is not a section; give its fields, each with a value",
    "no_plan": "this is not a plan; a plan consists of sections with fields",
    "plan_empty": "the file is empty; a plan needs at least one section with a field",
    "on_line": "{text} (line {line})",
    "yaml": "{problem}; correct the file",
    "yaml_line": "line {line}: {problem}; correct the line",
    "plan_too_large": "the file has {bytes:,} bytes, but a plan has at most {most:,}; choose a "
    "plan that was saved here",
    "plan_no_text": "this is not a text file; choose a plan in YAML, saved as UTF-8",
    "code_empty": "the code is empty; paste the code or the link of a plan",
    "code_none": "{code!r} is not the code of a plan, which starts with {start}; copy all of it "
    "again, or ask for the plan as a file",
    "code_damaged": "the code is damaged: characters are missing or changed; copy all of it again, "
    "or ask for the plan as a file",
    "code_version": "the code has version {version}, but this engagelab reads version {ours}; open "
    "it with the engagelab that made it, or ask for the plan as a file",
    "code_foreign": "the code was made by an engagelab with other presets or fields; ask for the "
    "plan as a file",
    "code_no_plan": "the code does not contain a plan; copy all of it again, or ask for the plan "
    "as a file",
    "code_too_much": "the code contains more than a plan; ask for the plan as a file",
    "code_too_long": "the code has more than {most:,} characters; open the plan as a file",
    "plan_too_long": "the plan is too long for a code; save it as a file",
    "state_too_large": "the saved state has more than {most:,} characters; start afresh",
    "state_damaged": "the saved state is damaged, or not from a workbench; start afresh",
    "state_version": "the saved state has another version; start afresh",
    "state_refused": "the saved state contains a plan that is not allowed ({field_name}: "
    "{problem}); start afresh",
    # the document of the campaign page
    "campaign_one_plan": "this is one plan, not a comparison of options; open it on the page of "
    "the workbench",
    "campaign_version": "the document has version {version}, but this engagelab reads version "
    "{ours}; open it with the engagelab that made it",
    "campaign_options": "{options} {options:option|options}; give 1 to {most}",
    "campaign_people": "{people:,} people in all, but option {letter} has {plan:,}; give both the "
    "same number",
    "currency_code": "{value!r} is not a currency; give a code of three capital letters, such as "
    "EUR",
    "text_too_long": "{length:,} characters are more than the {most:,} allowed; shorten it",
    "no_lever": "{value!r} is not a number that a budget can set; give seeds, paid or the dotted "
    "name of a number, such as rewards.trial, or leave it out",
    # the record of a fit
    "record_format": "is not the record of a fit of this version; fit the plan again",
    "record_number": "{value!r} is not a number of a plan; fit the plan again",
    "record_median": "the median of {name} is outside its interval; fit the plan again",
    "record_twice": "a field appears twice; fit the plan again",
    "record_town": "give the ends of {names}; fit the plan again",
    # files and folders
    "unreadable": "cannot be read ({reason})",
    "unreadable_kind": "is not a regular file, but a pipe, a device or a socket; give the path of "
    "a file",
    "unreadable_stream": "cannot be written to ({reason}); give an open stream, or a file",
    "not_utf8": "is not UTF-8; save it as UTF-8",
    "no_scratch": "cannot be written to: {reason}; free some space in it, or set TMPDIR to another "
    "folder",
    "is_link": "is a link, and nothing is written through a link; give the path that it leads to, "
    "or remove it",
    "not_regular": "is not a regular file, but a pipe, a device or a socket; give the path of a "
    "file, or /dev/stdout for standard output",
    "not_a_path": "{value!r} is not a path; give the name of a file, such as 'plan.yaml'",
    "path_characters": "is not a path, as it is empty or has a character that no file name can "
    "have; give the name of a file",
    "unwritten": "not written: {reason}; {remedy}",
    "path_is_folder": "this is a folder; add the name of a file, such as plan.yaml",
    "no_disk": "this is a path, but the application does not read or write files on its server; "
    "use the buttons for files",
    "no_home": "the path starts with the home folder of an unknown user; write the whole path",
    "file_unreadable": "cannot be read: {reason}; check its name and folder",
    "file_ending": "unknown extension {ending!r}; give one of {known}",
    "file_nul": "line {line}: a NUL character, which text does not contain; save the file as UTF-8 "
    "text, or pass encoding={encoding!r} if that is its encoding",
    "file_csv": "line {line}: {problem}; put quotes around the whole field, and double any quote "
    "inside it",
    "file_table": "cannot be read as a table: {problem}; save it again, or as CSV",
    "file_same_columns": "{number} columns are named {column!r}; rename one",
    "not_installed": "the package is not installed; install it with: pip install 'engagelab[lab]'",
    # limits
    "above_limit": "{value:,} are more than the {most:,} allowed to visitors; lower it",
    "too_many_draws": "seeds would be drawn {value:,} times in all runs, more than the {most:,} "
    "allowed to visitors; lower the number of people, runs or posts, or draw them once",
    "too_many_exposures": "the simulation was stopped after more than {most:,} exposures; lower "
    "the number of people, runs or posts, the size of groups, or the chances to read and share",
    "too_much_memory": "about {needed:,.1f} GB are needed, more than the {limit:,.1f} GB that are "
    "left; lower the number of people, ties, runs, posts or rounds, or record less",
    # studies of many plans, and pictures
    "one_job": "only one long job can run at a time; wait for the other, or cancel it",
    "not_rising": "{low:g} is not below {high:g}; give two numbers, the lower one first",
    "too_many_cells": "{cells:,} are too many; give at most {most:,}",
    "points_contradict": "{refused} of {points} points are not valid plans; narrow the ranges. The "
    "first is {where}:",
    "no_value": "{measure!r} has no value at {missing} of {points} points, because its divisor is "
    "0 there; narrow the ranges or choose another measure",
    "too_few_people": "{wanted:,} requested, but there are only {able:,} people; request at most "
    "{able:,}",
    "picture_people": "{people:,} people are more than the {most:,} that a picture shows well; "
    "give a part of the network, or raise people_limit (at most {limit:,})",
    # why a field changes nothing in a plan
    "idle_network": "the plan is simulated on a given network",
    "idle_no_post": "there is no post",
    "idle_nobody_reads": "nobody starts a post or is shown one",
    "idle_no_paid": "no impressions are bought",
    "idle_no_own": "the organisation shows no post in its own space, or nobody is a member there",
    "idle_no_members": "the own space has no members at the start",
    "idle_not_visible": "nobody can see a share",
    "idle_no_ties": "people have no ties",
    "idle_no_groups": "there are no groups",
    "idle_not_in_groups": "nothing is shown in groups or in the own space",
    "idle_no_attention": "nothing is read in groups",
    "idle_no_crowding": "crowding is 0",
    "idle_no_employees": "no employee can share",
    "idle_own_relevance": "each post has a relevance of its own",
    "idle_irrelevant": "no post has a relevance above 0",
    "idle_unwilling": "willingness to share is 0",
    "idle_nobody_decides": "no reader shares, as willingness to share or relevance is 0",
    "idle_certain": "willingness to share or relevance leaves nothing to chance",
    "idle_no_lurkers": "there are no lurkers",
    "idle_no_creators": "there are no creators",
    "idle_no_insiders": "there are no employees or partners",
    "idle_no_customers": "there are no customers",
    "idle_one_post": "there is only one post",
    "idle_nobody_shares": "nobody can share",
    "idle_all_lurk": "there are only lurkers",
    "idle_no_place": "ties cannot be invited anywhere that a post is visible",
    "idle_no_inviters": "nobody invites others",
    "idle_no_invitations": "the invitation rate is 0",
    "idle_nobody_invited": "nobody can be invited",
    "idle_nobody_joins": "nobody can join, as acceptance is 0",
    "idle_no_first_join": "nobody can join a first group",
    "idle_no_end": "no post ends by the last round",
    "idle_nobody_contributes": "nobody can comment or share",
    "idle_nobody_answered": "nobody can be answered",
    "idle_none_later": "no post starts later than another",
    "idle_nobody_ignored": "everybody who comments or shares is answered",
    "idle_no_critics": "nobody turns critic, as the chance of it is 0",
    "idle_none_after": "no post starts after another has ended, or people have no ties",
    "idle_not_reviewed": "no share is reviewed",
    "idle_on_message": "no share is off message",
    "idle_not_started": "nobody of this role starts a post",
    "idle_reward": "its reward has no amount, or nobody whom it can move",
    "idle_rewards": "no reward has an amount and somebody whom it can move",
    "idle_not_drawn": "nobody is drawn by chance to start",
    "idle_hold": "at this group size both choices are the same",
    **FILE_MESSAGES,
}

_LONGEST_VALUE = 120  # characters of a value in a message
_LARGEST_NUMBER = 10**30  # whole numbers up to it are written out
_MOST_LINES = 60  # of an error
_LONG_WORD = re.compile(r"\S{200,}")
_REPR = reprlib.Repr()

# Reasons against a value, by pydantic's type of the mistake.
_REASONS = {
    "bool_parsing": "not true or false",
    "bool_type": "not true or false",
    "dict_type": "not a mapping of names to values",
    "finite_number": "not a finite number",
    "float_parsing": "not a number",
    "float_type": "not a number",
    "int_from_float": "not a whole number",
    "int_parsing": "not a whole number",
    "int_parsing_size": "too many digits",
    "int_type": "not a whole number",
    "model_type": "not a mapping of names to values",
    "string_type": "not a text",
    "tuple_type": "not a list",
}


class Message(str):
    """A text that keeps its code and values, so that it can be translated later.

    Attributes
    ----------
    code : str
        A key of `MESSAGES`, or the code of a text that another package wrote.
    values : mapping
        The values in the text, by placeholder.
    """

    code: str
    values: Mapping[str, Any]

    def __new__(
        cls, text: str, code: str = "", values: Mapping[str, Any] | None = None
    ) -> "Message":
        """Create a text; the code and the values do not take part in comparisons."""
        created = super().__new__(cls, text)
        created.code, created.values = code, dict(values or {})
        return created


def message(code: str, /, **values: Any) -> Message:
    """Return the message of a code, with its values filled in.

    Examples
    --------
    >>> message("ties_of_people", ties=12.0, people=10)
    '12 ties per person need more than 10 people; lower ties'
    """
    values = {name: _shortened(value) for name, value in values.items()}
    numbered = {
        name: Plural(value, many=abs(value) != 1) if _is_number(value) else value
        for name, value in values.items()
    }
    return Message(MESSAGES[code].format(**numbered), code, values)


class Excerpt(str):
    """A shortened value, which a message shows as it is whatever form it asks for."""

    def __format__(self, form: str) -> str:
        """Return the text."""
        return str(self)

    def __repr__(self) -> str:
        """Return the text without quotation marks."""
        return str(self)


def _shortened(value: Any) -> Any:
    """Return a value, or an excerpt of its text if that is long or nested deeply."""
    if isinstance(value, str) and not isinstance(value, Message):
        return value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
    if isinstance(value, int) and abs(value) >= _LARGEST_NUMBER:
        return Excerpt(f"about 10^{int(abs(value).bit_length() * 0.30103)}")
    if isinstance(value, (list, dict, set, frozenset, bytes, bytearray)):
        return Excerpt(_REPR.repr(value))
    return value


def _short_lines(text: str) -> str:
    """Return a text with few lines, none of them long; words and lines are cut in the middle."""
    first, rest = text.splitlines()[:_MOST_LINES], text.splitlines()[_MOST_LINES:]
    lines = [_cut(_LONG_WORD.sub(lambda word: _cut(word[0], 120), line), 1_200) for line in first]
    return "\n".join([*lines, f"and {len(rest):,} more"] if rest else lines)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most * 2 // 3]} … {text[-most // 3 :]}"


class Plural:
    """A number that chooses the form of a word in a text: ``{ties:tie|ties}``.

    Parameters
    ----------
    written : object
        The number, or its text.
    many : bool
        Whether to choose the second form.
    """

    def __init__(self, written: object, *, many: bool) -> None:
        self._written, self._many = written, many

    def __format__(self, form: str) -> str:
        """Return one of two forms, or the number itself."""
        if "|" not in form:
            return format(self._written, form)
        singular, _, plural = form.partition("|")
        return plural if self._many else singular

    def __repr__(self) -> str:
        """Return the number as Python writes it."""
        return repr(self._written)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def refused(name: str, code: str, /, **values: Any) -> "EngagelabError":
    """Return an error with the message of a code, about a field or file."""
    return against(name, message(code, **values))


def reason_of(kind: str, otherwise: str) -> Message:
    """Return the reason against a value, by pydantic's type of the mistake.

    Examples
    --------
    >>> reason_of("int_parsing", "Input should be a valid integer")
    'not a whole number'
    """
    return Message(_REASONS.get(kind, otherwise), f"reason_{kind}")


def against(name: str, text: str) -> "EngagelabError":
    """Return an error with a text about a field or file."""
    return EngagelabError(f"{name}: {text}" if name else str(text), ((name, text),))


def as_text(problems: tuple[tuple[str, str], ...]) -> str:
    """Return problems as the text of an error, one line each."""
    return "\n".join(f"{name}: {text}" if name else text for name, text in problems)


def within(where: str, error: "EngagelabError") -> "EngagelabError":
    """Return an error that also names the file or code that contains the mistake."""
    return EngagelabError(f"{where}: {error}", error.problems, where)


def no_such(
    what: str, word: Hashable, known: Iterable[str], allowed: Iterable[str], most: int = 60
) -> Message:
    """Return the message for an unknown field or section, with the closest known name.

    If no known name is close, the message lists the allowed ones.

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
    """A mistake of the user, with a text that says how to correct it.

    The text names the field, or the file and line, the value, what is allowed and what to do.

    Parameters
    ----------
    message : str
        The whole text, one line for each mistake.
    problems : tuple of (str, str), optional
        The same mistakes as pairs of a dotted field name and a text; empty if they do not concern
        fields.
    where : str, optional
        The file or the code that contains the mistakes.

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
        super().__init__(_short_lines(message))
        self.problems, self.where = problems, where


def nearest(word: Hashable, known: Iterable[Hashable], likeness: float = 0.5) -> str:
    """Return ``"; did you mean 'x'?"`` with the closest known word, or an empty text."""
    names = {str(name): name for name in known}
    close = _closest(word, names, likeness)
    return f"; did you mean {names[close]!r}?" if close else ""


def _closest(word: Hashable, names: Iterable[str], likeness: float = 0.5) -> str:
    if len(str(word)) > _LONGEST_VALUE:  # it would take long, and no name is that long
        return ""
    close = difflib.get_close_matches(str(word), list(names), n=1, cutoff=likeness)
    return close[0] if close else ""


def listing(names: Iterable[object], most: int = 12) -> Message:
    """Return a list of names, cut after `most`, as a message that can be translated.

    Examples
    --------
    >>> listing("abc"), listing("abc", most=2)
    ('a, b, c', 'a, b and 1 more')
    """
    words = [str(name) for name in names]
    shown, more = ", ".join(words[:most]), len(words) - most
    if more <= 0:
        return Message(shown)
    values = {"names": Message(shown), "more": more}
    return Message(f"{shown} and {more} more", "names_more", values)


def listed(names: Iterable[object], most: int = 12) -> str:
    """Return a list of names as plain text, cut after `most`."""
    return str(listing(names, most))
