"""Draw some rounds of a run side by side, for print and for places without widgets."""

import textwrap
from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection, LineCollection
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..i18n import Texts, load
from ..models.declaration import whole_number
from ..plots import PALETTE
from .run import Spread

_MOST = 12
_PART = 5.4, 3.6  # inches of a round
_FOOT = 0.9  # inches of legend and caption
_NONE, _DISC, _RIM = "#838b94", "#eef1f4", "#b9c1ca"
_READER, _SHARER, _JOINER, _INVITATION = PALETTE[0], PALETTE[3], "#027a59", "#a34f8f"
_MOST_LINES = 2500

# Colour and marker of each state, and its size relative to a person who was not reached.
_MARKS: tuple[tuple[Any, str, float], ...] = (
    (_NONE, "o", 1.0),
    (_READER, "o", 1.8),
    (_SHARER, "D", 2.0),
)
_NAMES = ("legend_unaware", "legend_reader", "legend_sharer")


def plot_spread(
    spread: Spread, rounds: int | Sequence[int] | None = None, lang: str = "en"
) -> list[Axes]:
    """Draw who has read, shared and joined by the end of some rounds.

    Parameters
    ----------
    spread : Spread
        The recorded run, from `engagelab.player.spread`.
    rounds : int or sequence of int, optional
        At most 12 rounds; by default the first one, and those by which a third, two thirds and all
        of the run's reach are attained.
    lang : {"en", "fr"}
        Language of the texts.

    Returns
    -------
    list of Axes
        One for each round, on one figure.

    Raises
    ------
    EngagelabError
        If this is not a Spread, or for another language or a round that the run does not have.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.player import plot_spread, spread
    >>> recording = spread(el.Scenario(population={"people": 200}))
    >>> [axes.get_title() for axes in plot_spread(recording, rounds=[0, 5])]
    ['Round 0: 10 reached', 'Round 5: 88 reached']
    """
    if not isinstance(spread, Spread):
        raise EngagelabError(
            f"spread: {type(spread).__name__} is not allowed; give the "
            "result of engagelab.player.spread(plan)"
        )
    texts, chosen = load(lang), _chosen(spread, rounds)
    axes, width = _sheet(spread, texts, len(chosen))
    for each, after in zip(axes, chosen, strict=True):
        _draw(each, spread, after, width * 72 / (2 * spread.layout.extent[0]))
        reached = int(spread.events.counts["readers"][: after + 1].sum())
        each.set_title(texts("player.still_round", round=after, reached=reached))
    return axes


def _sheet(spread: Spread, texts: Texts, count: int) -> tuple[list[Axes], float]:
    """Return axes on a new figure with legend and caption, and their width in inches."""
    columns = 1 if count == 1 else 3 if count > 4 else 2
    wide, high = (9.0, 5.7) if count == 1 else _PART
    lines = -(-count // columns)
    size = (wide * columns, high * lines + _FOOT + 0.3)
    figure = plt.figure(figsize=size, layout="constrained")
    figure.suptitle(spread.title(texts), fontweight="bold")
    grid = figure.add_gridspec(lines + 1, columns, height_ratios=[high] * lines + [_FOOT])
    foot = figure.add_subplot(grid[lines, :])
    foot.set_axis_off()
    _legend(foot, texts)
    caption = textwrap.fill(spread.caption(texts), int(16 * size[0]))
    foot.text(0.5, 0.0, caption, ha="center", fontsize=8, color="0.3", transform=foot.transAxes)
    places = [divmod(place, columns) for place in range(count)]
    return [figure.add_subplot(grid[place]) for place in places], wide - 0.3


def _chosen(spread: Spread, rounds: int | Sequence[int] | None) -> list[int]:
    if rounds is None:
        reach = np.cumsum(spread.events.counts["readers"])
        return sorted(
            {0, *(int(np.argmax(reach >= part * reach[-1])) for part in (1 / 3, 2 / 3, 1))}
        )
    chosen = [rounds] if np.ndim(rounds) == 0 else list(rounds)  # type: ignore[arg-type]
    for after in chosen:
        whole_number("rounds", after, 0, spread.rounds - 1)
    if not 1 <= len(chosen) <= _MOST:
        raise EngagelabError(f"rounds: {len(chosen)} rounds are not allowed; give 1 to {_MOST}")
    return [int(after) for after in chosen]  # type: ignore[arg-type]


def _draw(axes: Axes, spread: Spread, after: int, width: float) -> None:
    """Draw one round; `width` is the distance between neighbours in points."""
    layout, places = spread.layout, spread.layout.places(after)
    _draw_groups(axes, layout.discs)
    for kind, colour, style in (("read", _READER, "-"), ("invitation", _INVITATION, "--")):
        _draw_lines(axes, spread, kind, after, colour=colour, style=style)
    state, small = spread.state(after), max(1.1, 0.5 * width)
    for mark, (colour, marker, larger) in enumerate(_MARKS):
        x, y = places[state == mark].T
        axes.scatter(x, y, s=(small * larger) ** 2, c=[colour], marker=marker, linewidths=0,
                     zorder=3 + mark)  # fmt: skip
    x, y = places[spread.joined(after)].T
    axes.scatter(
        x, y, s=(small * 3) ** 2, marker="s", facecolors="none", edgecolors=_JOINER,
        linewidths=max(0.5, small / 3), zorder=7,
    )  # fmt: skip
    far, high = layout.extent
    axes.set(xlim=(-far - 1, far + 1), ylim=(high + 1, -high - 1), aspect="equal")
    axes.set_axis_off()


def _draw_groups(axes: Axes, discs: NDArray[np.float32]) -> None:
    across = 2 * discs[:, 2]
    axes.add_collection(
        EllipseCollection(
            across, across, np.zeros(len(discs)), units="x", offsets=discs[:, :2],
            offset_transform=axes.transData, facecolors=_DISC, edgecolors=_RIM, linewidths=0.4,
        )
    )  # fmt: skip


def _draw_lines(axes: Axes, spread: Spread, kind: str, after: int, **look: Any) -> None:
    """Draw a line for each event of a kind in this round."""
    events = spread.events
    selected = np.flatnonzero(events.of(kind) & (events.round == after) & (events.other >= 0))
    selected = selected[:_MOST_LINES]
    places = spread.layout.places(after - 1)
    ends = np.stack([places[events.other[selected]], places[events.person[selected]]], axis=1)
    axes.add_collection(
        LineCollection(
            list(ends), colors=[look["colour"]], linestyles=look["style"], linewidths=0.6,
            alpha=0.5, zorder=2,
        )
    )  # fmt: skip


def _legend(axes: Axes, texts: Texts) -> None:
    handles = [
        Line2D([], [], color=colour, marker=marker, linestyle="", markersize=3 + larger,
               label=texts(f"player.{name}"))
        for name, (colour, marker, larger) in zip(_NAMES, _MARKS, strict=True)
    ]  # fmt: skip
    handles += [
        Line2D([], [], color=_JOINER, marker="s", fillstyle="none", linestyle="", markersize=7,
               label=texts("player.legend_joiner")),
        Line2D([], [], color=_READER, linewidth=1, label=texts("player.legend_read")),
        Line2D([], [], color=_INVITATION, linewidth=1, linestyle="--",
               label=texts("player.legend_invited")),
    ]  # fmt: skip
    axes.legend(handles=handles, loc="upper center", ncols=6, frameon=False)
