"""Draw some rounds of a run side by side, for print and for places without widgets."""

import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection, LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import BoxStyle, FancyBboxPatch, Patch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..i18n import Texts, load
from ..io.arguments import checked
from ..models.declaration import whole_number
from ..plots import PALETTE
from ..simulation.adaptors.events import CHANNELS, Events
from .layout import Layout
from .run import Spread

_MOST = 12
_PART = 5.4, 3.6  # inches of a round
_CAPTION, _LEGEND_ROW = 0.5, 0.22  # inches
_LEGEND_COLUMNS = 5
_NONE, _DISC, _RIM = "#838b94", "#eef1f4", "#b9c1ca"
_OWN, _OWN_RIM = "#fdf4de", "#8a6a10"
_READER, _SHARER, _JOINER, _INVITATION = PALETTE[0], PALETTE[3], "#027a59", "#a34f8f"
_CRITIC, _ANSWER = "#7d1128", "#7a5b00"
_MOST_LINES = 2500


class _Mark(NamedTuple):
    """How people of one kind are drawn; the size is relative to a person who was not reached."""

    name: str
    colour: Any
    marker: Any
    size: float
    hollow: bool = False

    def style(self) -> dict[str, Any]:
        """Return the colours for a scatter plot."""
        edge = {"facecolors": "none", "edgecolors": self.colour}
        return edge if self.hollow else {"c": [self.colour], "linewidths": 0}


# Signs beside the person, as in the player: a bubble to the right for a comment, to the left for an
# answer, an arrow that falls on a reader who was shown the post for money.
_BUBBLE = Path(
    [(0, 0), (0.5, 0.9), (0.3, 0.9), (0.3, 2.6), (2.8, 2.6), (2.8, 0.9), (1.4, 0.9), (0, 0)]
)
_ARROW = Path([(0, 3), (0, 0.8), (-0.7, 1.6), (0, 0.8), (0.7, 1.6)], [1, 2, 1, 2, 2])
_STATES = (
    _Mark("unaware", _NONE, "o", 1.0),
    _Mark("reader", _READER, "o", 1.8),
    _Mark("sharer", _SHARER, "D", 2.0),
)
_JOINED = _Mark("joiner", _JOINER, "s", 3.0, hollow=True)
_TURNED = _Mark("critic", _CRITIC, "v", 2.6)
_HEARD = _Mark("heard", _CRITIC, "o", 2.8, hollow=True)
_SIGNS = (
    _Mark("comment", _ANSWER, _BUBBLE, 8.0, hollow=True),
    _Mark("answer", _ANSWER, _BUBBLE.transformed(Affine2D().scale(-1, 1)), 8.0),
    _Mark("paid", _READER, _ARROW, 8.0, hollow=True),
)


@checked
def plot_spread(
    spread: Spread, rounds: int | Sequence[int] | None = None, lang: str = "en"
) -> list[Axes]:
    """Draw who has read, shared, joined and turned away by the end of some rounds.

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
    ['Round 0: 10 reached', 'Round 5: 123 reached']
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
    handles = _handles(spread, texts)
    foot_high = _CAPTION + _LEGEND_ROW * -(-len(handles) // _LEGEND_COLUMNS)
    size = (wide * columns, high * lines + foot_high + 0.3)
    figure = plt.figure(figsize=size, layout="constrained")
    figure.suptitle(spread.title(texts), fontweight="bold")
    grid = figure.add_gridspec(lines + 1, columns, height_ratios=[high] * lines + [foot_high])
    foot = figure.add_subplot(grid[lines, :])
    foot.set_axis_off()
    foot.legend(handles=handles, loc="upper center", ncols=_LEGEND_COLUMNS, frameon=False,
                fontsize="small")  # fmt: skip
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
    layout, small = spread.layout, max(1.1, 0.5 * width)
    _draw_groups(axes, layout)
    for kind, colour, style in (("read", _READER, "-"), ("invitation", _INVITATION, "--")):
        _draw_lines(axes, spread, kind, after, colour=colour, style=style)
    state, turned = spread.state(after), spread.turned(after)
    shown = [(state == place) & ~turned for place in range(len(_STATES))]
    people = [*zip(_STATES, shown, strict=True), (_TURNED, turned), (_JOINED, spread.joined(after)),
              (_HEARD, spread.heard(after))]  # fmt: skip
    people += [(sign, _now(spread, sign.name, after)) for sign in _SIGNS]
    places = layout.places(after)
    for order, (mark, who) in enumerate(people):
        x, y = places[who].T
        axes.scatter(
            x, y, s=(small * mark.size) ** 2, marker=mark.marker, zorder=3 + order,
            label=mark.name, **{"linewidths": max(0.5, small / 3), **mark.style()},
        )  # fmt: skip
    far, high = layout.extent
    axes.set(xlim=(-far - 1, far + 1), ylim=(high + 1, -high - 1), aspect="equal")
    axes.set_axis_off()


def _now(spread: Spread, sign: str, after: int) -> NDArray[np.bool_]:
    """Return to whom the event of a sign happens in this round."""
    happens, events = np.zeros(spread.network.people, np.bool_), spread.events
    happens[events.person[_of(events, sign) & (events.round == after)]] = True
    return happens


def _of(events: Events, sign: str) -> NDArray[np.bool_]:
    """Return which events a sign stands for: those of a kind, or the readings of a channel."""
    if sign in CHANNELS:
        return np.equal(events.channel, CHANNELS.index(sign))
    return events.of(sign)


def _draw_groups(axes: Axes, layout: Layout) -> None:
    discs = layout.discs if layout.own < 0 else layout.discs[: layout.own]
    across = 2 * discs[:, 2]
    axes.add_collection(
        EllipseCollection(
            across, across, np.zeros(len(discs)), units="x", offsets=discs[:, :2],
            offset_transform=axes.transData, facecolors=_DISC, edgecolors=_RIM, linewidths=0.4,
        )
    )  # fmt: skip
    if layout.own >= 0:
        x, y, half = map(float, layout.discs[layout.own])
        box = BoxStyle.Round(pad=0, rounding_size=half / 2)
        axes.add_patch(
            FancyBboxPatch((x - half, y - half), 2 * half, 2 * half, box, fc=_OWN, ec=_OWN_RIM)
        )


def _draw_lines(axes: Axes, spread: Spread, kind: str, after: int, **look: Any) -> None:
    """Draw a line for each event of a kind in this round, from the other person or own space."""
    events, layout = spread.events, spread.layout
    own = _of(events, "own space")
    from_place = events.of(kind) & (events.round == after) & ((events.other >= 0) | own)
    selected = np.flatnonzero(from_place)[:_MOST_LINES]
    places = layout.places(after - 1)
    starts = places[events.other[selected]]
    starts[own[selected]] = layout.discs[layout.own, :2]
    ends = np.stack([starts, places[events.person[selected]]], axis=1)
    axes.add_collection(
        LineCollection(
            list(ends), colors=[look["colour"]], linestyles=look["style"], linewidths=0.6,
            alpha=0.5, zorder=2,
        )
    )  # fmt: skip


def _handles(spread: Spread, texts: Texts) -> list[Any]:
    """Return samples of the marks that can occur in this run, for the legend."""
    events = spread.events
    marks = [*_STATES, _JOINED]
    if events.of("critic").any():
        marks += [_TURNED, _HEARD]
    marks += [sign for sign in _SIGNS if _of(events, sign.name).any()]
    handles: list[Any] = [_sample(mark, texts) for mark in marks]
    if spread.layout.own >= 0:
        handles.append(Patch(fc=_OWN, ec=_OWN_RIM, label=texts("player.legend_own")))
    lines = {"read": {"color": _READER}, "invited": {"color": _INVITATION, "linestyle": "--"}}
    for name, style in lines.items():
        label = texts(f"player.legend_{name}")
        handles.append(Line2D([], [], linewidth=1, label=label, **style))  # type: ignore[arg-type]
    return handles


def _sample(mark: _Mark, texts: Texts) -> Line2D:
    """Return a sample of a mark for the legend."""
    return Line2D(
        [], [], color=mark.colour, marker=mark.marker, linestyle="", markersize=3 + mark.size,
        fillstyle="none" if mark.hollow else "full", label=texts(f"player.legend_{mark.name}"),
    )  # fmt: skip
