"""A small chart of the page's own: lines with bands and marked points, or bars with intervals.

All words come from here; the page writes numbers in the form of the language. The values stand in
a table below, which opens on demand.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle
from typing import Any, Literal

import anywidget
import traitlets

from ...palette import ACCENT, ORDER, PLAN, look
from .answer_view import STATIC

_LOOKS = [look(key) for key in ORDER]  # of several lines


Style = Literal["decimal", "percent"]


class Chart(anywidget.AnyWidget):
    """A chart, the table of its values, and buttons that take a row of it.

    Attributes
    ----------
    told : dict
        From `lines` or `bars`; empty: nothing is shown.
    taken : callable or None
        Takes the number of the row whose button was pressed.

    Examples
    --------
    >>> chart = Chart()
    >>> chart.told = bars([("group size", 3.0, 2.0, 4.0)], lang="en", alt="One bar.", axis="reach")
    >>> chart.told["kind"]
    'bars'
    """

    _esm = STATIC / "chart.js"
    told = traitlets.Dict().tag(sync=True)

    def __init__(self, taken: Callable[[int], None] | None = None) -> None:
        super().__init__()
        self.taken = taken
        self.on_msg(self._hear)

    def _hear(self, _: Any, content: Any, __: Any) -> None:
        row = content.get("take") if isinstance(content, dict) else None
        if self.taken is not None and isinstance(row, int):
            self.taken(row)


def lines(
    drawn: Sequence[dict[str, Any]],
    *,
    lang: str,
    alt: str,
    x: dict[str, Any],
    y: str,
    style: Style = "decimal",
    marks: Sequence[dict[str, Any]] = (),
    flat: tuple[float, float] | None = None,
    table: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a chart of lines.

    Parameters
    ----------
    drawn : sequence of dict
        Each with ``name``, ``x`` and ``mean``, and ``low`` and ``high`` where it has a band.
    lang, alt : str
        The language of numbers, and the chart in a sentence.
    x : dict
        ``label``; ``log``, whether the axis is logarithmic; ``names``, where it has words instead
        of numbers, which then stand at 0, 1, 2 and so on.
    y : str
        What stands above the other axis.
    style : {"decimal", "percent"}
        How its numbers are written.
    marks : sequence of dict
        Points: ``x``, ``y``, ``name``, and ``shape``, ``dot`` or ``star``.
    flat : (first, last), optional
        A stretch of the axis that is shaded.
    table : dict, optional
        From `table`.
    """
    drawn = [
        {name: _there(part) if name in ("x", "mean", "low", "high") else part
         for name, part in line.items()}
        for line in drawn
    ]  # fmt: skip
    looks = [
        {"colour": seen.colour, "dash": seen.dash, **line}
        for seen, line in zip(cycle(_LOOKS), drawn, strict=False)
    ]
    return {
        "kind": "lines", "lang": lang, "alt": alt, "lines": looks, "x": x, "y": y,
        "style": style,
        "marks": list(marks), "flat": flat, "accent": ACCENT, "table": table,
    }  # fmt: skip


def bars(
    drawn: Sequence[tuple[str, float, float, float]],
    *,
    lang: str,
    alt: str,
    axis: str,
    style: Style = "decimal",
    table: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a chart of horizontal bars: name, mean and the ends of the interval of each.

    `style` tells how the numbers of the axis are written.
    """
    found = [
        dict(zip(("name", "mean", "low", "high"), (name, *_there(numbers)), strict=True))
        for name, *numbers in drawn
    ]
    return {
        "kind": "bars", "lang": lang, "alt": alt, "bars": found, "axis": axis, "style": style,
        "colour": PLAN, "table": table,
    }  # fmt: skip


def _there(numbers: Iterable[float]) -> list[float | None]:
    """Return numbers as a message holds them: what is not there is None."""
    return [float(number) if math.isfinite(number) else None for number in numbers]


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    title: str,
    take: str = "",
    shown: bool = False,
) -> dict[str, Any]:
    """Return the table of a chart.

    Parameters
    ----------
    head : sequence of str
        The titles of its columns.
    rows : sequence of sequence of str
        What stands in it.
    title : str
        What opens it.
    take : str
        What stands on the button of each row; empty: there are none.
    shown : bool
        Whether it is open at first.
    """
    return {
        "head": list(head), "rows": [list(row) for row in rows], "title": title, "take": take,
        "shown": shown,
    }  # fmt: skip
