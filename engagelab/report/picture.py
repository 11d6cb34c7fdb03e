"""The main picture: reach by round with its bands, and a bar for each plan."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..palette import INK, LINE, MUTED, look
from ..plots.style import STEPS
from .bars import draw_bars
from .document import Document
from .text_metrics import drawable, wrapped

_FONT: Any = {
    "font.family": ["DejaVu Sans"],
    "text.parse_math": False,  # a dollar in a name is a dollar
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "xtick.color": INK,
    "ytick.color": INK,
    "pdf.fonttype": 42,  # text stays text, to search and copy
    "svg.fonttype": "none",
    "axes.unicode_minus": True,
}
_drawing = threading.RLock()  # matplotlib's settings belong to the whole process
_MANY = 4  # plans; with more, only two bands are drawn


@contextmanager
def drawing(salt: str = "engagelab") -> Iterator[None]:
    """Draw with this package's settings, in one thread at a time."""
    with _drawing, sns.axes_style("ticks"), mpl.rc_context({**_FONT, "svg.hashsalt": salt}):
        yield


def picture(document: Document, *, wide: bool = True) -> Figure:
    """Return the main picture on a new figure; call it inside `drawing`.

    Parameters
    ----------
    document : Document
    wide : bool
        Whether the two parts are side by side rather than, for a phone, one below the other.
    """
    plans = len(document.findings.plans)
    if wide:
        figure = Figure(figsize=(10, 5.6 + 0.14 * max(0, plans - 6)))
        top, bottom = _around(figure, document, 15)
        grid = figure.add_gridspec(1, 2, width_ratios=(1.45, 1), wspace=0.16, left=0.085,
                                   right=0.965, top=top - 0.035, bottom=bottom + 0.085)  # fmt: skip
    else:
        figure = Figure(figsize=(4.4, 5.6 + 0.42 * plans))
        top, bottom = _around(figure, document, 11.5)
        grid = figure.add_gridspec(2, 1, height_ratios=(3.2, 0.4 + 0.46 * plans), hspace=0.32,
                                   left=0.15, right=0.96, top=top - 0.03,
                                   bottom=bottom + 0.02)  # fmt: skip
    curves, bars = figure.add_subplot(grid[0]), figure.add_subplot(grid[1])
    draw_curves(curves, document)
    draw_bars(bars, document)
    return figure


def _around(figure: Figure, document: Document, size: float) -> tuple[float, float]:
    """Write the answer above and the origin below; return the top and bottom of the rest."""
    wide, high = (72 * inches for inches in figure.get_size_inches())
    margin = 0.03 * wide
    room = wide - 2 * margin
    head = wrapped(drawable(document.headline), room, size, bold=True)
    figure.text(margin / wide, 1 - 12 / high, "\n".join(head), size=size, weight="bold",
                va="top", linespacing=1.2)  # fmt: skip
    origin = (document.stamp, document.hash_line)
    below = [line for text in origin for line in wrapped(text, room, 7)]
    figure.text(margin / wide, 8 / high, "\n".join(below), size=7, color=MUTED, va="bottom",
                linespacing=1.2)  # fmt: skip
    top = 1 - (22 + len(head) * size * 1.25) / high
    return top, (10 + len(below) * 7 * 1.25) / high


def draw_curves(axes: Axes, document: Document, *, size: float = 9) -> None:
    """Draw reach by round: the mean of each plan's runs, and bands."""
    plans, findings = document.findings.plans, document.findings
    banded = plans if len(plans) <= _MANY else (findings.baseline, findings.best)
    for plan in plans:
        curve, style = plan.curve, look(plan.look)
        if any(plan is other for other in banded):
            low, high = ([n.value for n in ends] for ends in (curve.low, curve.high))
            axes.fill_between(curve.rounds, low, high, color=style.colour, alpha=0.16, lw=0)
        mean = [n.value for n in curve.mean]
        axes.plot(curve.rounds, mean, color=style.colour, lw=2, ls=style.style)
    axes.set_xlim(0, max(plan.curve.rounds[-1] for plan in plans) or 1)
    axes.set_ylim(bottom=0)
    axes.set_xlabel(document.t("report.round"), size=size)
    axes.set_title(document.t("report.reached_so_far"), size=size + 0.5, loc="left", color=MUTED)
    formatter = FuncFormatter(lambda number, _: document.t.short(number))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator("auto", integer=True, steps=STEPS))
        axis.set_major_formatter(formatter)
    axes.tick_params(labelsize=size - 0.5)
    axes.grid(axis="y", color=LINE, lw=0.7)
    axes.set_axisbelow(True)
    sns.despine(ax=axes)
