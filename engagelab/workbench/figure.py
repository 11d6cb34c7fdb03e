"""The picture: drawn once, then its artists are moved."""

import io
import threading
from typing import Any

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..outcome import WAYS
from .answer import Answer

_SIZE = (7.4, 3.9)  # inches
_DPI = 125
_RUNGS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)  # where the axis of reach may end
_HEADROOM = 1.04
_CLASSES = WAYS["group size"]
_BLUE, _ORANGE = sns.color_palette("colorblind")[:2]
_GREY = "0.35"
_QUICK = {"compress_level": 1}
_WARNING = "#9a4a00"

# the font that comes with matplotlib, so that no list of fonts is asked while drawing
_FONT = {"font.family": ["DejaVu Sans"]}
_SIZES = sns.plotting_context("notebook", font_scale=0.85)

_drawing = threading.Lock()  # matplotlib draws in one thread at a time


class ReachFigure:
    """Reach by round with its band, and the share reached by size of a person's largest group.

    The axis of reach only grows while sliders move, so that it is the curve that is seen to move;
    `reset` lets it find a new end.

    Attributes
    ----------
    median, baseline, posts : Line2D
        The median of the runs, that of the baseline, and the rounds of the posts.
    band : PolyCollection
        Where 5 to 95 % of runs are.
    """

    def __init__(self) -> None:
        with _drawing, sns.axes_style("whitegrid", _FONT), sns.plotting_context(rc=_SIZES):
            self.figure = Figure(figsize=_SIZE, dpi=_DPI)
            self._canvas = FigureCanvasAgg(self.figure)
            self._left, self._right = self.figure.subplots(1, 2, width_ratios=(1.6, 1))
            self.figure.subplots_adjust(0.105, 0.125, 0.99, 0.925, wspace=0.2)
            for axes in (self._left, self._right):  # ticks that are made later look the same
                axes.tick_params(labelfontfamily=_FONT["font.family"][0], labelsize=8.5)
                axes.tick_params(grid_color="0.85")
            self._draw_reach(self._left)
            self._draw_groups(self._right)
        self._top = 0.0
        self._seen: tuple[int, int] = (0, 0)

    def png(self, answer: Answer) -> bytes:
        """Move the artists to an answer and return the picture."""
        with _drawing:
            self._move_reach(answer)
            self._move_groups(answer)
            self._mark(answer)
            sink = io.BytesIO()
            # not print_figure, which asks the settings of a person's own pictures
            self._canvas.print_png(sink, pil_kwargs=_QUICK)  # type: ignore[no-untyped-call]
            return sink.getvalue()

    def reset(self) -> None:
        """Let the axis of reach find a new end with the next answer."""
        self._top = 0.0

    # --- drawn once --------------------------------------------------------------------------

    def _draw_reach(self, axes: Axes) -> None:
        self.band = PolyCollection([np.zeros((3, 2))], facecolor=_BLUE, alpha=0.25, linewidth=0)
        axes.add_collection(self.band, autolim=False)
        self.band.set_label("5–95 % of runs")
        self.baseline = _line(axes, "baseline", color=_GREY, dashes=(4, 2))
        self.median = _line(axes, "median of runs", color=_BLUE, linewidth=2.2)
        self.posts = _line(axes, "posts", color=_ORANGE, marker="^", linestyle="", clip_on=False)
        axes.set(xlabel="round (days)", ylabel="people reached")
        axes.yaxis.set_major_formatter(FuncFormatter(_people))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.09, 1.0), ncols=4, frameon=False,
            fontsize="small", handlelength=1.6, columnspacing=1.2,
        )  # fmt: skip
        self._runs = axes.text(
            0.99, 0.03, "", ha="right", fontsize="small", transform=axes.transAxes
        )
        sns.despine(ax=axes)

    def _draw_groups(self, axes: Axes) -> None:
        places = range(len(_CLASSES))
        bars = axes.bar(places, np.zeros(len(_CLASSES)), color=_BLUE, alpha=0.75, width=0.7)
        self._bars: list[Rectangle] = list(bars)
        self._spans = LineCollection([], colors=_GREY, linewidths=1.5)
        axes.add_collection(self._spans, autolim=False)
        words = [word.replace(" to ", "–").replace("over ", "> ") for word in _CLASSES]
        axes.set_xticks(list(places), words)
        axes.tick_params(axis="x", labelsize=7)
        axes.set(xlabel="size of largest group (people)", ylim=(0, 100))
        axes.set_title("reached (% of people)", loc="left", fontsize="small")
        axes.grid(visible=False, axis="x")
        sns.despine(ax=axes)

    # --- moved -------------------------------------------------------------------------------

    def _move_reach(self, answer: Answer) -> None:
        curve = answer.curve
        rounds, low, high = (curve[name].to_numpy() for name in ("round", "low", "high"))
        edge = np.column_stack([np.append(rounds, rounds[::-1]), np.append(low, high[::-1])])
        self.band.set_verts([edge])
        self.median.set_data(rounds, curve["median"])
        before = np.empty(0) if answer.baseline is None else answer.baseline
        self.baseline.set_data(np.arange(before.size), before)
        starts = [post.round for post in answer.plan.campaign.posts]
        self.posts.set_data(starts, np.zeros(len(starts)))
        self._frame(answer, max(high.max(), before.max(initial=0)))

    def _frame(self, answer: Answer, highest: float) -> None:
        """Set the ends of the axes; they stay as long as the curve fits and the plan is as long."""
        last = answer.plan.settings.horizon
        if self._seen != (answer.people, last):
            self.reset()
        self._seen = (answer.people, last)
        ends = (
            rung * answer.people for rung in _RUNGS if rung * answer.people >= highest * _HEADROOM
        )
        self._top = max(self._top, next(ends, answer.people * _HEADROOM))
        self._left.set(xlim=(0, last), ylim=(0, self._top))

    def _move_groups(self, answer: Answer) -> None:
        known = answer.groups.set_index("group size").reindex(_CLASSES).fillna(0.0) * 100
        for bar, share in zip(self._bars, known["mean"], strict=True):
            bar.set_height(share)
        spans = enumerate(zip(known["low"], known["high"], strict=True))
        self._spans.set_segments([[(place, low), (place, high)] for place, (low, high) in spans])

    def _mark(self, answer: Answer) -> None:
        """Show a coarse answer as such."""
        text = f"coarse: {answer.runs} runs" if answer.coarse else f"{answer.runs:,} runs"
        self._runs.set(text=text, color=_WARNING if answer.coarse else _GREY)
        self.median.set_alpha(0.6 if answer.coarse else 1.0)


def _line(axes: Axes, label: str, **look: Any) -> Line2D:
    (line,) = axes.plot([], [], label=label, **look)
    return line


def _people(number: float, _: int | None = None) -> str:
    return f"{number / 1e6:g} M" if number >= 1e6 else f"{number:,.0f}"
