"""Detect how a text file is laid out: comments, lines before the table, and the separator.

All decisions compare many rows. The separator is the one that gives the most rows the same number
of fields, quotes respected; a run of white space counts as one separator.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, takewhile

from ..errors import EngagelabError, Message, refused

SPACES = " "
"""The separator of files whose columns are separated by runs of white space."""

_SEPARATORS = ("\t", ";", "|", ",", SPACES)  # if several fit all rows, the first: rare in labels
_SAMPLE_ROWS = 1_000
_SAMPLE_CHARACTERS = 1 << 20
_MOST_BEFORE = 40  # rows before the table that are looked through for its header
_COMMENT = re.compile(r"^[ \t]*[#%]", re.MULTILINE)
_TAG = re.compile(r"[#%]\w")  # such as the name of a channel, "#general"
_SEP_LINE = re.compile(r'"?sep=(\\t|.)"?')

Row = tuple[int, list[str]]
"""The first line of a row, and its fields."""

Known = Callable[[str], bool]
"""Whether a cell is a usual name of a column."""


@dataclass(frozen=True)
class TextLayout:
    """How a text is laid out.

    Attributes
    ----------
    text : str
        The text with blank lines in place of those that do not belong to the table, so that line
        numbers stay true.
    separator : str
        The character between fields; a space stands for runs of white space.
    rows : sequence of Row
        The first rows of the table.
    fields : int
        The number of fields of most rows.
    comments : tuple of str
        The comment lines.
    before : int
        Number of other lines before the table that were left out, blank ones not counted.
    """

    text: str
    separator: str
    rows: Sequence[Row]
    fields: int
    comments: tuple[str, ...] = ()
    before: int = 0

    @property
    def is_ragged(self) -> bool:
        """Whether fewer than four in five rows have the same number of fields."""
        return _agreeing(self.rows, self.fields) < 0.8


def layout_of(
    name: str,
    text: str,
    known: Known,
    *,
    separator: str | None = None,
    skip: int | None = None,
    spaces: bool = True,
) -> TextLayout:
    r"""Return the layout of a text.

    Parameters
    ----------
    name : str
        The file, for errors.
    text : str
        Its text, with line feeds as line ends.
    known : callable
        Whether a cell is a usual name of a column; finds a header below other lines.
    separator : str, optional
        The separator, if it is known.
    skip : int, optional
        Number of lines before the table, if it is known.
    spaces : bool
        Whether runs of white space may separate fields.

    Examples
    --------
    >>> layout = layout_of("ties.csv", "# by hand, 2024\n1;2;0,5\n2;3;0,25\n", lambda cell: False)
    >>> layout.separator, layout.fields, layout.comments
    (';', 3, ('# by hand, 2024',))
    """
    _check_separator(separator)
    if skip is not None:
        text = _blank_lines(text, skip)
    separator, text = _from_sep_line(separator, text)
    text, comments, separator = _without_comments(text, separator, spaces)
    if comments and comments[0].casefold().startswith("%%matrixmarket"):
        text = _blank_lines(text, _filled_line(text))  # its first row holds sizes
    separator = separator or _separator(text, spaces)
    rows, _ = _sampled(text, separator)
    if not rows:
        raise refused(name, "file_empty")
    fields = _usual_fields(rows)
    first = 0 if skip is not None else first_row(rows, fields, known)
    if first:
        text = _blank_lines(text, rows[first][0] - 1)
    return TextLayout(text, separator, rows[first:], fields, comments, first)


def records(name: str, text: str, separator: str) -> Iterator[Row]:
    """Yield the first line and the fields of each row that is not a blank line.

    Raises
    ------
    EngagelabError
        For a misplaced or unclosed quote, with its line.
    """
    if separator == SPACES and '"' not in text:
        for number, line in enumerate(text.split("\n"), 1):
            if fields := line.split():
                yield number, fields
        return
    first = 1
    try:
        with _long_fields():
            reader = csv.reader(_lines(text, separator), delimiter=separator, strict=True,
                                skipinitialspace=separator != "\t")  # fmt: skip
            for cells in reader:
                if cells:
                    yield first, cells
                first = reader.line_num + 1
    except csv.Error as error:
        raise _misplaced_quote(name, first, error) from error


def _lines(text: str, separator: str) -> Iterator[str]:
    lines: Iterator[str] = io.StringIO(text, newline="")
    if separator == SPACES:
        lines = (" ".join(line.split()) + "\n" if line.strip() else "\n" for line in lines)
    return lines


class _long_fields:  # noqa: N801 - used like a function
    """Allow fields of any length; the csv module has one limit for the whole process."""

    def __enter__(self) -> None:
        self._limit = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))

    def __exit__(self, *_: object) -> None:
        csv.field_size_limit(self._limit)


def _misplaced_quote(name: str, line: int, error: csv.Error) -> EngagelabError:
    if "end of data" in str(error):
        return refused(name, "file_quote", line=line)
    return refused(name, "file_csv", line=line, problem=Message(str(error), "csv_quote"))


def _check_separator(separator: str | None) -> None:
    if separator is not None and (
        len(separator) != 1 or not separator.isascii() or separator in '\r\n"'
    ):
        raise refused("separator", "file_separator", value=separator)


# --- lines that do not belong to the table -------------------------------------------------------


def _blank_lines(text: str, count: int) -> str:
    """Return a text whose first lines are blank."""
    lines = text.split("\n", count)
    return "\n" * (len(lines) - 1) + lines[-1] if len(lines) > count else ""


def _filled_line(text: str) -> int:
    """Return the number of the first line that is not blank."""
    return next(at for at, line in enumerate(text.split("\n"), 1) if line.strip())


def _from_sep_line(separator: str | None, text: str) -> tuple[str | None, str]:
    """Return the separator that a spreadsheet program wrote in a first line like ``sep=;``."""
    match = _SEP_LINE.fullmatch(text.split("\n", 1)[0].strip())
    if match is None:
        return separator, text
    return separator or {"\\t": "\t"}.get(match[1], match[1]), _blank_lines(text, 1)


def _without_comments(
    text: str, separator: str | None, spaces: bool
) -> tuple[str, tuple[str, ...], str | None]:
    """Blank the lines that start with # or %, unless they are rows of the table."""
    if _COMMENT.search(text) is None:
        return text, (), separator
    lines = text.split("\n")
    marked = [at for at, line in enumerate(lines) if _COMMENT.match(line)]
    plain = "\n".join(_blanked(lines, marked))
    if not plain.strip():
        return text, (), separator
    separator = separator or _separator(plain, spaces)
    comments = set(marked) - _tags(lines, marked, separator)
    if not comments:
        return text, (), separator
    shown = tuple(lines[at].strip() for at in sorted(comments))
    return "\n".join(_blanked(lines, sorted(comments))), shown, separator


def _tags(lines: list[str], marked: list[int], separator: str) -> set[int]:
    """Return the marked lines that are rows: as many fields as others, and a word after the mark.

    One such line above the table is the header of a program that marks it.
    """
    fields = _usual_fields(_sampled("\n".join(_blanked(lines, marked)), separator)[0])
    tags = {
        at
        for at in marked
        if _TAG.match(lines[at].lstrip()) and _count(lines[at], separator) == fields
    }
    rest = _blanked(lines, marked)
    first_plain = next(at for at, line in enumerate(rest) if line.strip())
    is_header_only = len(tags) == 1 and min(tags) < first_plain
    return set() if is_header_only else tags


def _blanked(lines: list[str], places: Sequence[int]) -> list[str]:
    """Return lines with blank ones at some places."""
    blank = set(places)
    return ["" if at in blank else line for at, line in enumerate(lines)]


def _count(line: str, separator: str) -> int:
    rows, _ = _sampled(line, separator)
    return len(rows[0][1]) if rows else 0


def first_row(rows: Sequence[Row], fields: int, known: Known) -> int:
    """Return the index of the first row of the table, after titles and notes.

    It is the first of the top rows whose cells are usual names of columns, or else the first row
    after those with one filled cell at most.
    """
    for at, (_, cells) in enumerate(rows[:_MOST_BEFORE]):
        names = [cell for cell in cells if cell.strip()]
        if len(names) >= 2 and len(cells) >= fields - 1 and _mostly(known, names):
            return at
    alone = takewhile(lambda row: _filled(row[1]) < 2, rows)
    first = len(list(alone))
    is_title = 0 < first < len(rows) and fields > 1 and len(rows[0][1]) < fields
    return first if is_title and len(rows[first][1]) == fields else 0


def _mostly(known: Known, names: Sequence[str]) -> bool:
    return 2 * sum(map(known, names)) > len(names)


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


# --- the separator -------------------------------------------------------------------------------


def _separator(text: str, spaces: bool) -> str:
    """Return the separator that gives the most rows the same number of fields."""
    scores = {mark: _score(text, mark) for mark in _SEPARATORS if spaces or mark != SPACES}
    best = max(scores.values())
    if max(score for mark, score in scores.items() if mark != SPACES) > 0.5:
        scores.pop(SPACES, None)  # the spaces are part of the cells
        best = max(scores.values())
    return next(mark for mark, score in scores.items() if score == best) if best else ","


def _score(text: str, separator: str) -> float:
    """Return the share of rows that have the usual number of fields, 0 if that is one."""
    rows, is_sound = _sampled(text, separator)
    fields = _usual_fields(rows)
    return 0.0 if fields < 2 else _agreeing(rows, fields) * (1.0 if is_sound else 0.5)


def _agreeing(rows: Sequence[Row], fields: int) -> float:
    return sum(len(cells) == fields for _, cells in rows) / max(1, len(rows))


def _usual_fields(rows: Sequence[Row]) -> int:
    """Return the most frequent number of fields of at least two, or 1."""
    counts = Counter(len(cells) for _, cells in rows if len(cells) > 1)
    return max(counts, key=lambda fields: counts[fields]) if counts else 1


def _sampled(text: str, separator: str) -> tuple[list[Row], bool]:
    """Return the first rows of a text, and whether no quote among them is misplaced."""
    part = text[:_SAMPLE_CHARACTERS]
    is_cut = len(part) < len(text)
    if is_cut and (end := part.rfind("\n")) > 0:
        part = part[:end]
    rows: list[Row] = []
    try:
        rows.extend(islice(records("", part, separator), _SAMPLE_ROWS))
    except EngagelabError:
        rows = _before_mistake(part, separator)
        return rows, is_cut
    return rows, True


def _before_mistake(text: str, separator: str) -> list[Row]:
    rows: list[Row] = []
    with suppress(EngagelabError):
        for row in records("", text, separator):
            rows.append(row)
    return rows
