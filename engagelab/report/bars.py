"""Bars beside the curves: one for each plan with its numbers, as many as there is room for."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from ..i18n.rounding import Number
from ..palette import INK, LINE, MUTED, look
from .document import Document
from .findings import PlanFindings
from .text_metrics import drawable, one_line, width

# heights, in letter sizes
_NAME, _LINE = 1.6, 1.55  # the line of a name, and each line of text below a bar
_LEAST, _USUAL, _MOST = 1.2, 2.6, 3.6  # a bar
_TIGHT, _GAP, _WIDE_GAP = 0.35, 1.1, 6.0  # between two plans
_ROW, _BAR, _TALL_ROW = 0.8, 0.85, 3.4  # around the bars of a class, each of them, a class at most
_LINES = 4  # below a bar, at most


class BarSheet:
    """Axes whose coordinates are points from the upper left.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    document : Document
        What to draw.
    size : float
        Letter size.
    """

    def __init__(self, axes: Axes, document: Document, size: float) -> None:
        figure: Any = axes.figure
        inches, place = figure.get_size_inches(), axes.get_position()
        self.axes, self.document, self.size = axes, document, size
        self.wide = float(place.width * inches[0] * 72)
        self.high = float(place.height * inches[1] * 72)
        axes.set_xlim(0, self.wide)
        axes.set_ylim(self.high, 0)
        axes.set_axis_off()

    def text(self, left: float, middle: float, text: str, *, more: float = 0, **style: Any) -> None:
        """Write a line, cut at the edge of the sheet."""
        size = self.size + more
        bold = style.get("weight") == "bold"
        line = one_line(text, self.wide - left, size, bold=bold)
        self.axes.text(left, middle, line, size=size, va="center_baseline", **style)

    def bar(self, left: float, right: float, top: float, high: float, colour: str) -> None:
        """Draw a bar."""
        self.axes.barh(top + high / 2, right - left, high, left=left, color=colour)


def draw_bars(axes: Axes, document: Document, *, size: float = 9) -> None:
    """Draw a bar for each plan: its reach with the 5 and 95 % of runs, and lines of numbers below.

    Parameters
    ----------
    axes : Axes
        Where to draw; its size decides how many lines there are.
    document : Document
        What to draw.
    size : float
        Letter size.
    """
    title = f"{document.measure('reach')}, {document.t('report.band')}"
    axes.set_title(title, size=size + 0.5, loc="left", color=MUTED)
    sheet = BarSheet(axes, document, size)
    plans, high = len(document.findings.plans), sheet.high / size
    block = _NAME + _USUAL + _LINES * _LINE
    classes = _classes_need(document)
    if classes and plans * (block + _GAP) + classes <= high:
        bottom = _put(sheet, _LINES, _USUAL, block + _GAP)
        _classes(sheet, bottom)
        return
    room = high / plans  # of a plan, in letter sizes
    gap = _GAP if room > _NAME + _LEAST + _LINE + _GAP else _TIGHT
    lines = max(0, min(_LINES, int((room - _NAME - 1.6 * _LEAST - gap) / _LINE)))
    bar = min(_MOST, room - _NAME - lines * _LINE - gap)
    block = _NAME + bar + lines * _LINE
    between = (high - plans * block) / max(1, plans - 1)
    _put(sheet, lines, bar, block + min(between, _WIDE_GAP))


def _put(sheet: BarSheet, lines: int, bar: float, pitch: float) -> float:
    """Draw the plans below each other, in letter sizes; return the bottom in points."""
    size, document = sheet.size, sheet.document
    plans = document.findings.plans
    most = max([*(_far(plan) for plan in plans), 1.0])
    numbers = (plan.numbers["reach"].mean.text(document.t) for plan in plans)
    rest = max(width(text, size + 1, bold=True) for text in numbers) + 1.4 * size
    for place, plan in enumerate(plans):
        _plan(sheet, plan, place * pitch * size, bar * size, (sheet.wide - rest) / most)
        below = place * pitch + _NAME + bar
        for row, text in enumerate(_lines(document, plan)[:lines]):
            middle = (below + (row + 0.65) * _LINE) * size
            sheet.text(0, middle, text, more=-0.5, color=MUTED)
    return len(plans) * pitch * size


def _far(plan: PlanFindings) -> float:
    """Return the right end of a bar with its band, in people."""
    reach = plan.numbers["reach"]
    return max(n.value for n in (reach.mean, reach.high) if n.known)


def _plan(sheet: BarSheet, plan: PlanFindings, top: float, high: float, scale: float) -> None:
    """Draw a plan's name with its line, its bar with the band, and its number."""
    reach, style, size = plan.numbers["reach"], look(plan.look), sheet.size
    document = sheet.document
    middle = top + _NAME * size / 2
    sheet.axes.plot([0, 2.6 * size], [middle] * 2, color=style.colour, lw=2, ls=style.style)
    name = drawable(document.name(plan), f"{document.findings.plans.index(plan) + 1}")
    sheet.text(3.3 * size, middle, name)
    top += _NAME * size
    sheet.bar(0, reach.mean.value * scale, top, high, style.colour)
    ends = [reach.low.value * scale, reach.high.value * scale]
    sheet.axes.plot(ends, [top + high / 2] * 2, color=INK, lw=1.2)
    left = _far(plan) * scale + 0.7 * size
    sheet.text(left, top + high / 2, reach.mean.text(document.t), more=1, weight="bold")


def _lines(document: Document, plan: PlanFindings) -> list[str]:
    """Return the lines below a bar, the most important first."""
    t, numbers, colon = document.t, plan.numbers, document.colon
    reach = f"{numbers['reach'].band(t)} · {numbers['reach_share'].mean.text(t)}"
    each, gain = (
        f"{document.measure(name)}{colon} {numbers[name].with_error(t)}"
        for name in ("cost_per_reader", "return")
    )
    if plan.comparison is None:
        cost = f"{document.measure('cost')}{colon} {numbers['cost'].mean.text(t)}"
        return [reach, each, gain, cost]
    lift, interval, _ = document.comparison_cells(plan)
    return [reach, f"{t('report.lift')}{colon} {lift} ({interval})", each, gain]


# --- by group size ---------------------------------------------------------------------------


def _classes_need(document: Document) -> float:
    """Return the height of the shares by group size, in letter sizes; 0 without groups."""
    plans = document.findings.plans
    classes = max(len(plan.classes) for plan in plans)
    return (classes * (_ROW + _BAR * len(plans)) + 3 * _NAME) if classes else 0


def _classes(sheet: BarSheet, top: float) -> None:
    """Draw the share reached by group size in the rest of the sheet."""
    document, size, plans = sheet.document, sheet.size, sheet.document.findings.plans
    sheet.axes.plot([0, sheet.wide], [top] * 2, color=LINE, lw=0.7)
    sheet.text(0, top + 1.3 * size, document.t("report.by_group_size"), more=0.5, color=MUTED)
    top += 2.8 * size
    shares = [dict(document.classes(plan)) for plan in plans]
    words = list(dict.fromkeys(word for plan_shares in shares for word in plan_shares))
    left = max(width(word, size) for word in words) + size
    numbers = (number for plan_shares in shares for number in plan_shares.values())
    whole = max(width(number.text(document.t), size) for number in numbers)
    room = sheet.wide - left - whole - size  # of a bar of 100 %
    row = min((sheet.high - top) / len(words), _TALL_ROW * len(plans) * size)
    for place, word in enumerate(words):
        start = top + place * row
        sheet.text(0, start + row / 2, word)
        bars = [plan_shares.get(word) for plan_shares in shares]
        _class_bars(sheet, bars, (left, room), start, row)


def _class_bars(
    sheet: BarSheet,
    shares: Sequence[Number | None],
    across: tuple[float, float],
    top: float,
    row: float,
) -> None:
    """Draw the bars of one class, one for each plan, each with its number."""
    left, room = across
    size, plans = sheet.size, sheet.document.findings.plans
    high = (row - 0.5 * size) / len(plans)
    for place, (plan, share) in enumerate(zip(plans, shares, strict=True)):
        if share is not None and share.known:
            end = left + share.value * room
            start = top + 0.25 * size + place * high
            sheet.bar(left, end, start, 0.86 * high, look(plan.look).colour)
            text = share.text(sheet.document.t)
            sheet.text(end + 0.5 * size, start + 0.43 * high, text, more=-0.5)
