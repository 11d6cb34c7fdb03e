"""Draw charts in the page: lines with bands and marked points, or bars with intervals.

Python supplies all words; the page formats the numbers of the axes. A table of the values, which
opens on demand, stands below the chart.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle
from typing import Any, Literal, NamedTuple

import traitlets

from ...palette import ACCENT, ORDER, PLAN, look
from . import STATIC
from .widgets import PageWidget

_LOOKS = [look(key) for key in ORDER]

Style = Literal["decimal", "percent"]


class Axis(NamedTuple):
    """An axis: its title, the format of its numbers, and its scale.

    Attributes
    ----------
    label : str
        The title.
    style : {"decimal", "percent"}
        The format of the numbers.
    log : bool
        Whether the axis is logarithmic.
    names : list of str or None
        The labels of a categorical axis, at 0, 1, 2 and so on.
    """

    label: str
    style: Style = "decimal"
    log: bool = False
    names: list[str] | None = None


class Chart(PageWidget):
    """A chart with the table of its values, whose rows may have buttons.

    Attributes
    ----------
    spec : dict
        From `described`; empty for no chart.
    on_take : callable or None
        Receives the number of the row whose button was pressed.

    Examples
    --------
    >>> chart = Chart()
    >>> drawing = bars([("group size", 3.0, 2.0, 4.0)], Axis("reach"))
    >>> chart.spec = described(drawing, lang="en", alt="One bar.")
    >>> chart.spec["kind"]
    'bars'
    """

    _esm = STATIC / "chart.js"
    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, on_take: Callable[[int], None] | None = None) -> None:
        super().__init__()
        self.on_take = on_take
        self.on_msg(self._receive)

    def _receive(self, _: Any, content: Any, __: Any) -> None:
        row = content.get("take") if isinstance(content, dict) else None
        if self.on_take is not None and isinstance(row, int):
            self.on_take(row)


def described(
    drawing: dict[str, Any], *, lang: str, alt: str, table: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the specification of a chart: a drawing with its description.

    Parameters
    ----------
    drawing : dict
        From `lines` or `bars`.
    lang, alt : str
        The language of the numbers, and the chart described in a sentence.
    table : dict, optional
        The table of the values, from `table`.
    """
    return {**drawing, "lang": lang, "alt": alt, "table": table}


def lines(
    drawn: Sequence[dict[str, Any]],
    *,
    x: Axis,
    y: Axis,
    marks: Sequence[dict[str, Any]] = (),
    flat: tuple[float, float] | None = None,
    dots: str = "",
    stars: str = "",
) -> dict[str, Any]:
    """Return the drawing of a line chart.

    Parameters
    ----------
    drawn : sequence of dict
        The lines, each with ``name``, ``x`` and ``mean``; with a band also ``low`` and ``high``.
    x, y : Axis
        The axes.
    marks : sequence of dict
        Marked points: ``x``, ``y``, ``name``, and ``shape``, ``dot`` or ``star``.
    flat : (first, last), optional
        A shaded range of the x axis.
    dots, stars : str
        What the marked dots and stars are, for the legend.
    """
    drawn = [
        {name: _finite(part) if name in ("x", "mean", "low", "high") else part
         for name, part in line.items()}
        for line in drawn
    ]  # fmt: skip
    styled = [
        {"colour": line_look.colour, "dash": line_look.dash, **line}
        for line_look, line in zip(cycle(_LOOKS), drawn, strict=False)
    ]
    return {
        "kind": "lines", "lines": styled, "x": x._asdict(), "y": y.label, "style": y.style,
        "marks": list(marks), "flat": flat, "dots": dots, "stars": stars, "accent": ACCENT,
    }  # fmt: skip


def bars(drawn: Sequence[tuple[str, float, float, float]], axis: Axis) -> dict[str, Any]:
    """Return the drawing of horizontal bars: name, mean and interval of each."""
    rows = [
        dict(zip(("name", "mean", "low", "high"), (name, *_finite(numbers)), strict=True))
        for name, *numbers in drawn
    ]
    return {
        "kind": "bars", "bars": rows, "axis": axis.label, "style": axis.style, "colour": PLAN,
    }  # fmt: skip


def _finite(numbers: Iterable[float]) -> list[float | None]:
    """Return numbers for a JSON message, with None for those that are not finite."""
    return [float(number) if math.isfinite(number) else None for number in numbers]


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    title: str,
    take: str = "",
    shown: bool = False,
) -> dict[str, Any]:
    """Return the specification of the table of a chart.

    Parameters
    ----------
    head : sequence of str
        The titles of the columns.
    rows : sequence of sequence of str
        The cells.
    title : str
        The title, which opens the table.
    take : str
        The label of a button in each row; empty for no buttons.
    shown : bool
        Whether the table is open at first.
    """
    return {
        "head": list(head), "rows": [list(row) for row in rows], "title": title, "take": take,
        "shown": shown,
    }  # fmt: skip
