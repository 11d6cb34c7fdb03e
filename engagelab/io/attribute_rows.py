"""Edge lists of networkx, whose lines end with a dictionary of attributes."""

import ast
import re

_LINE = re.compile(r"(.+?)[\s,;]+(\{.*\})\s*")


def attribute_rows(text: str) -> tuple[list[str], list[tuple[int, list[str]]]] | None:
    r"""Return the names of the columns and the rows of such a text; None for another text.

    Examples
    --------
    >>> attribute_rows("1 2 {'weight': 0.5}\n")
    (['source', 'target', 'weight'], [(1, ['1', '2', '0.5'])])
    >>> attribute_rows("1 2 0.5\n")
    """
    first = next((line for line in text[:10_000].split("\n") if _is_row(line)), "")
    if _parsed(first) is None:
        return None
    lines = [(at, line) for at, line in enumerate(text.split("\n"), 1) if _is_row(line)]
    rows = [(number, _parsed(line)) for number, line in lines]
    if any(row is None for _, row in rows):
        return None
    keys = list(dict.fromkeys(key for _, row in rows if row for key in row[1]))
    return ["source", "target", *keys], [
        (number, [*row[0], *(str(row[1].get(key, "")) for key in keys)])
        for number, row in rows
        if row is not None
    ]


def _is_row(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _parsed(line: str) -> tuple[list[str], dict[str, object]] | None:
    """Return the two people and the attributes of a line."""
    match = _LINE.fullmatch(line.strip())
    ends = re.split(r"[\s,;]+", match[1].strip()) if match else []
    if match is None or len(ends) != 2:
        return None
    try:
        attributes = ast.literal_eval(match[2])
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(attributes, dict):
        return None
    return ends, {str(key): value for key, value in attributes.items()}
