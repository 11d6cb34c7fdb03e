"""The plans beside their curves: a bar for each with its number, and what there is room for."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from ..i18n.rounding import Number
from ..palette import look
from .document import Document
from .findings import PlanFindings
from .palette import INK, LINE, MUTED
from .text_metrics import drawable, one_line, width

# heights, in letter sizes
_NAME, _LINE = 1.6, 1.55  # the line of a name, and of what is told below a bar
_LEAST, _USUAL, _MOST = 1.2, 2.6, 3.6  # a bar
_TIGHT, _GAP, _WIDE_GAP = 0.35, 1.1, 6.0  # between two plans
_ROW, _BAR, _TALL_ROW = 0.8, 0.85, 3.4  # around the bars of a class, each of them, a class at most
_LINES = 4  # below a bar, at most


class Sheet:
    """Axes on which places are points from the upper left.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    story : Document
        What is drawn.
    size : float
        Of the letters.
    """

    def __init__(self, axes: Axes, story: Document, size: float) -> None:
        figure: Any = axes.figure
        inches, place = figure.get_size_inches(), axes.get_position()
        self.axes, self.story, self.size = axes, story, size
        self.wide = float(place.width * inches[0] * 72)
        self.high = float(place.height * inches[1] * 72)
        axes.set_xlim(0, self.wide)
        axes.set_ylim(self.high, 0)
        axes.set_axis_off()

    def text(self, left: float, middle: float, text: str, *, more: float = 0, **how: Any) -> None:
        """Write a line, cut where the sheet ends."""
        size = self.size + more
        bold = how.get("weight") == "bold"
        kept = one_line(text, self.wide - left, size, bold=bold)
        self.axes.text(left, middle, kept, size=size, va="center_baseline", **how)

    def bar(self, left: float, right: float, top: float, high: float, colour: str) -> None:
        """Draw a bar."""
        self.axes.barh(top + high / 2, right - left, high, left=left, color=colour)


def draw_bars(axes: Axes, story: Document, *, size: float = 9) -> None:
    """Draw a bar for each plan: its reach, 5 to 95 % of runs, and below it what fits.

    Parameters
    ----------
    axes : Axes
        Where to draw; its size decides how much is told.
    story : Document
        What is drawn.
    size : float
        Of the letters.
    """
    title = f"{story.measure('reach')}, {story.t('report.band')}"
    axes.set_title(title, size=size + 0.5, loc="left", color=MUTED)
    sheet = Sheet(axes, story, size)
    room = sheet.high / size / len(story.found.plans)  # of a plan, in letter sizes
    classes = _classes_need(story)
    lines, bar = _LINES, _USUAL
    block = _NAME + bar + lines * _LINE
    used = len(story.found.plans) * (block + _GAP)
    if used + classes <= sheet.high / size and classes:
        bottom = _put(sheet, lines, bar, block + _GAP)
        _classes(sheet, bottom)
        return
    gap = _GAP if room > _NAME + _LEAST + _LINE + _GAP else _TIGHT
    lines = max(0, min(lines, int((room - _NAME - 1.6 * _LEAST - gap) / _LINE)))
    bar = min(_MOST, room - _NAME - lines * _LINE - gap)
    block = _NAME + bar + lines * _LINE
    spare = sheet.high / size - len(story.found.plans) * block
    between = spare / max(1, len(story.found.plans) - 1)
    _put(sheet, lines, bar, block + min(between, _WIDE_GAP))


def _put(sheet: Sheet, lines: int, bar: float, pitch: float) -> float:
    """Put the plans below each other, all in letter sizes; return where they end, in points."""
    size, plans = sheet.size, sheet.story.found.plans
    most = max([*(_far(plan) for plan in plans), 1.0])
    numbers = (plan.numbers["reach"].mean.text(sheet.story.t) for plan in plans)
    rest = max(width(text, size + 1, bold=True) for text in numbers) + 1.4 * size
    for place, plan in enumerate(plans):
        _one(sheet, plan, place * pitch * size, bar * size, (sheet.wide - rest) / most)
        below = place * pitch + _NAME + bar
        for row, text in enumerate(_told(sheet.story, plan)[:lines]):
            middle = (below + (row + 0.65) * _LINE) * size
            sheet.text(0, middle, text, more=-0.5, color=MUTED)
    return len(plans) * pitch * size


def _far(plan: PlanFindings) -> float:
    """Return how far a bar goes with its band."""
    reach = plan.numbers["reach"]
    return max(n.value for n in (reach.mean, reach.high) if n.known)


def _one(sheet: Sheet, plan: PlanFindings, top: float, high: float, scale: float) -> None:
    """Draw a plan's name with its line, its bar with the band, and its number."""
    reach, seen, size, story = plan.numbers["reach"], look(plan.look), sheet.size, sheet.story
    middle = top + _NAME * size / 2
    sheet.axes.plot([0, 2.6 * size], [middle] * 2, color=seen.colour, lw=2, ls=seen.style)
    name = drawable(story.name(plan), f"{story.found.plans.index(plan) + 1}")
    sheet.text(3.3 * size, middle, name)
    top += _NAME * size
    sheet.bar(0, reach.mean.value * scale, top, high, seen.colour)
    ends = [reach.low.value * scale, reach.high.value * scale]
    sheet.axes.plot(ends, [top + high / 2] * 2, color=INK, lw=1.2)
    left = _far(plan) * scale + 0.7 * size
    sheet.text(left, top + high / 2, reach.mean.text(story.t), more=1, weight="bold")


def _told(story: Document, plan: PlanFindings) -> list[str]:
    """Return what is told below a bar, the most important first."""
    t, told, duel = story.t, plan.numbers, plan.duel
    each, back = told["cost_per_reader"], told["return"]
    reach = f"{told['reach'].band(t)} · {told['reach_share'].mean.text(t)}"
    cost = f"{story.measure('cost_per_reader')}{story.colon} {each.with_error(t)}"
    gain = f"{story.measure('return')}{story.colon} {back.with_error(t)}"
    if duel is None:
        return [
            reach,
            cost,
            gain,
            f"{story.measure('cost')}{story.colon} {told['cost'].mean.text(t)}",
        ]
    lift, interval, _ = story.duel_cells(plan)
    return [reach, f"{t('report.lift')}{story.colon} {lift} ({interval})", cost, gain]


# --- by group size ---------------------------------------------------------------------------


def _classes_need(story: Document) -> float:
    """Return how high the shares by group size have to be, in letter sizes; 0 without any."""
    classes = max(len(plan.classes) for plan in story.found.plans)
    return (classes * (_ROW + _BAR * len(story.found.plans)) + 3 * _NAME) if classes else 0


def _classes(sheet: Sheet, top: float) -> None:
    """Draw the share reached by group size in what is left of the sheet."""
    story, size, plans = sheet.story, sheet.size, sheet.story.found.plans
    sheet.axes.plot([0, sheet.wide], [top] * 2, color=LINE, lw=0.7)
    sheet.text(0, top + 1.3 * size, story.t("report.by_group_size"), more=0.5, color=MUTED)
    top += 2.8 * size
    told = [dict(story.classes(plan)) for plan in plans]
    words = list(dict.fromkeys(word for shares in told for word in shares))
    left = max(width(word, size) for word in words) + size
    whole = max(width(n.text(story.t), size) for shares in told for n in shares.values())
    room = sheet.wide - left - whole - size  # of a bar where all are reached
    row = min((sheet.high - top) / len(words), _TALL_ROW * len(plans) * size)
    for place, word in enumerate(words):
        start = top + place * row
        sheet.text(0, start + row / 2, word)
        shares = [shares.get(word) for shares in told]
        _class_bars(sheet, shares, (left, room), start, row)


def _class_bars(
    sheet: Sheet,
    shares: Sequence[Number | None],
    across: tuple[float, float],
    top: float,
    row: float,
) -> None:
    """Draw the bars of one class, one for each plan, each with its number."""
    left, room = across
    size, plans = sheet.size, sheet.story.found.plans
    high = (row - 0.5 * size) / len(plans)
    for place, (plan, share) in enumerate(zip(plans, shares, strict=True)):
        if share is not None and share.known:
            end = left + share.value * room
            start = top + 0.25 * size + place * high
            sheet.bar(left, end, start, 0.86 * high, look(plan.look).colour)
            text = share.text(sheet.story.t)
            sheet.text(end + 0.5 * size, start + 0.43 * high, text, more=-0.5)
