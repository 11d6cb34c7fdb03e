"""Detect whether the first row of a table names its columns, from the rows below it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

_NUMBER = re.compile(r"[+-]?[\d\s.,'\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]*\d *%?")
_NUMBERED = re.compile(r"(.*?)[ _-]?\d+")


def is_header(rows: Sequence[Sequence[str]], known: Callable[[str], bool]) -> str:
    """Return why the first row names the columns; an empty text if it is data.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first rows of the table.
    known : callable
        Whether a cell is a usual name of a column.

    Returns
    -------
    {"known", "numbers", "nowhere", ""}
        A word of it is a usual name; a word of it is above numbers; its words occur nowhere below,
        though those of each other row do.

    Examples
    --------
    >>> is_header([["Employee", "Manager"], ["Ann", "Bo"], ["Cy", "Bo"]], lambda cell: False)
    'nowhere'
    >>> is_header([["user1", "user2"], ["user2", "user3"]], lambda cell: False)
    ''
    """
    first, *below = [[cell.strip() for cell in row] for row in rows]
    words = [cell for cell in first if cell]
    if len(words) > 1 and _are_only_names(first, below, known):
        return "known"
    if not words or all(map(is_number, words)):
        return ""
    if first in below:  # repeated in a file that was put together from several
        return "known" if any(map(known, words)) else ""
    counts = Counter(cell.casefold() for row in below for cell in set(row) if cell)
    if any(cell.casefold() in counts for cell in words) or _same_shape(first, below):
        return ""
    if any(map(known, words)):
        return "known"
    if any(_above_numbers(cell, at, below) for at, cell in enumerate(first)):
        return "numbers"
    recurring = [any(counts[cell.casefold()] > 1 for cell in row if cell) for row in below]
    return "nowhere" if len(below) > 1 and all(recurring) else ""


def is_number(cell: str) -> bool:
    """Return whether a cell holds a number in any notation."""
    return _NUMBER.fullmatch(cell) is not None


def _are_only_names(
    first: Sequence[str], below: Sequence[Sequence[str]], known: Callable[[str], bool]
) -> bool:
    """Return whether all cells are usual names and none occurs below itself; or head a matrix."""
    if _heads_matrix(first, below):
        return True
    if not all(known(cell) for cell in first if cell) or _same_shape(first, below):
        return False
    return not any(
        at < len(row) and row[at].casefold() == cell.casefold()
        for row in below
        for at, cell in enumerate(first)
        if cell
    )


def _heads_matrix(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row repeats the labels of the first column."""
    is_named = not is_number(first[0])  # or empty, as above a column of labels
    if not is_named or len(first) < 3 or first[1:] != [row[0] for row in below if row]:
        return False
    return all(not cell or is_number(cell) for row in below for cell in row[1:])


def _above_numbers(name: str, at: int, below: Sequence[Sequence[str]]) -> bool:
    cells = [row[at] for row in below if at < len(row) and row[at]]
    return bool(name) and not is_number(name) and bool(cells) and all(map(is_number, cells))


def _same_shape(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether a cell is a numbered word like those below it, such as user1 above user7."""
    return any(
        (stem := _stem(cell)) and any(_stem(row[at]) == stem for row in below if at < len(row))
        for at, cell in enumerate(first)
    )


def _stem(cell: str) -> str:
    match = _NUMBERED.fullmatch(cell)
    return match[1].casefold() if match else ""
