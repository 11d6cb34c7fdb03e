"""The charts of a decision as matplotlib draws them, for paper and for the web page."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from ...i18n.texts import Texts
from ..text_metrics import drawable, one_line, wrapped
from .contents import Band, Tornado, WaterfallStep, nice_axis
from .look import ACCENT, BAND, DASHED, GREY, INK, LOSS, PALE, RULE, TINT

_GRID: dict[str, Any] = {"color": RULE, "lw": 0.6, "zorder": 0}


def draw_band(axes: Axes, band: Band, title: str, t: Texts, *, size: float = 8) -> None:
    """Draw an option's curve with its band, and the others as dashed lines."""
    rounds = list(band.rounds)
    ink = ACCENT if band.main else "#5F6F7E"
    axes.fill_between(rounds, band.low, band.high, color=TINT if band.main else BAND, lw=0)
    ends = [band.mean[-1]]
    for letter, values in band.others.items():
        axes.plot(rounds, values, color=DASHED, lw=0.8, ls=(0, (3, 2)))
        if all(abs(values[-1] - other) > 0.07 * band.top for other in ends):
            ends.append(values[-1])
            axes.annotate(letter, (rounds[-1], values[-1]), (3, 0), textcoords="offset points",
                          va="center_baseline", size=size, color=GREY)  # fmt: skip
    axes.plot(rounds, band.mean, color=ink, lw=1.8)
    axes.annotate(band.text, (rounds[-1], band.mean[-1]), (3, 0), textcoords="offset points",
                  va="center_baseline", size=size + 1, color=ink, weight="bold")  # fmt: skip
    axes.set_xlim(0, rounds[-1] or 1)
    axes.set_ylim(0, band.top)
    axes.set_title(title, size=size + 1, loc="left", weight="bold", color=ink)
    axes.set_xticks(rounds[:: band.gap * (1 + (len(rounds) / band.gap > 5))])
    axes.set_yticks([band.step * n for n in range(round(band.top / band.step) + 1)])
    axes.yaxis.set_major_formatter(lambda value, _: t.whole(value))
    axes.tick_params(labelsize=size, length=2, colors=GREY)
    axes.grid(axis="y", **_GRID)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def draw_waterfall(
    axes: Axes, steps: Sequence[WaterfallStep], t: Texts, *, size: float = 8
) -> None:
    """Draw the steps from the second option to the first."""
    most = max(max(step.start, step.end) for step in steps)
    _, high, unit = nice_axis(0, max(most, 1.0), most=4)
    room = _room(axes)
    for row, step in enumerate(steps):
        low, wide = min(step.start, step.end), abs(step.end - step.start)
        ink = INK if step.total else ACCENT if step.end >= step.start else LOSS
        axes.barh(row, wide, 0.62, left=low, color=step.fill)
        axes.text(low + wide, row, f" {step.text}", size=size, color=ink, weight="bold",
                  va="center_baseline")  # fmt: skip
    axes.set_yticks(range(len(steps)), [_two_lines(step.name, room, size) for step in steps])
    axes.set_xlim(0, 1.15 * high)
    axes.set_xticks([unit * n for n in range(round(high / unit) + 1)])
    axes.xaxis.set_major_formatter(lambda value, _: t.whole(value))
    _plain_rows(axes, size)
    axes.grid(axis="x", **_GRID)


def draw_tornado(axes: Axes, tornado: Tornado, *, size: float = 8) -> None:
    """Draw the lead at both ends of each assumption, with the plan's own and 0 as lines."""
    low, high, _ = tornado.axis
    room = _room(axes)
    for row, texts in enumerate(tornado.texts):
        ends = zip((tornado.low[row], tornado.high[row]), texts, (PALE, ACCENT), strict=True)
        for end, text, fill in ends:
            if end == tornado.plan:
                continue
            axes.barh(row, end - tornado.plan, 0.62, left=tornado.plan, color=fill)
            side = "left" if end > tornado.plan else "right"
            axes.text(end, row, f" {text} ", size=size - 0.5, ha=side, va="center_baseline",
                      color=LOSS if end < 0 else INK)  # fmt: skip
    axes.axvline(tornado.plan, color=INK, lw=0.9)
    axes.axvline(0, color=LOSS, lw=1.2)
    air = 0.16 * (high - low)  # a label is wider here than on a slide
    axes.set_xlim(low - air, high + air)
    names = [_two_lines(name, room, size) for name in tornado.names]
    axes.set_yticks(range(len(names)), names)
    axes.set_xticks([])
    _plain_rows(axes, size)


def _room(axes: Axes) -> float:
    """Return the points left of the axes."""
    figure: Any = axes.figure
    left = axes.get_position().x0 * figure.get_size_inches()[0] * 72
    return float(left) - 6


def _two_lines(text: str, room: float, size: float) -> str:
    """Return a name in at most two lines that fit beside the axes."""
    lines = wrapped(drawable(text), max(room, 30), size)
    if len(lines) > 2:
        lines = [lines[0], one_line(" ".join(lines[1:]), max(room, 30), size)]
    return "\n".join(lines)


def _plain_rows(axes: Axes, size: float) -> None:
    axes.invert_yaxis()
    axes.tick_params(labelsize=size, length=0)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
