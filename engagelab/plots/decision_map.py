"""Plot a decision map: which of two plans is better, and the line where the answer turns."""

from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from ..experiments import DecisionMap
from ..experiments.decision_result import MORE, UNEQUAL
from ..experiments.plan_number import PlanNumber
from ..io.arguments import checked
from .style import COUNTED, field_label, need, new_axes
from .surfaces import draw_cells, grid_of

_HATCH = "////"
_CAPTION_WIDTH = 90  # letters: what fits under the axes
_FINE = 12  # points between two cells at which the ends of the intervals are interpolated
_STAR: dict[str, Any] = {"marker": "*", "ms": 15, "mfc": "gold", "mec": "black"}


@checked
def plot_decision_map(decision: DecisionMap, *, ax: Axes | None = None) -> Axes:
    """Plot the lift of one plan over another in each cell, and the line where the answer turns.

    The colour is the lift, white at 0. The thick line is a lift of 0; in the hatched band around it
    the interval contains 0, so that the plans are equal as far as these runs show. The star is
    today's point: the values of the baseline. A cell in which the money cannot be made equal is
    left empty. Under the axes the caption names the evidence for the two fields.

    Parameters
    ----------
    decision : DecisionMap
        From `engagelab.experiments.decision_map`.
    ax : Axes, optional
        Where to draw; None: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        If `decision` is not a DecisionMap.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.plots import plot_decision_map
    >>> them, us = (el.Scenario.preset(name) for name in ("go-to-them", "bring-them-to-us"))
    >>> fields = {"engagement.own_space": [0.2, 5.0], "money.cost_member": [0.25, 5.0]}
    >>> found = el.experiments.decision_map(them, us, fields, towns=2, runs=2)
    >>> plot_decision_map(found).get_xlabel()
    'attention in the own space (odds factor)'
    """
    need(decision, DecisionMap, "decision_map")
    ax = new_axes((7.2, 5.2)) if ax is None else ax
    lift, low, high = (_grid(decision, name) for name in ("lift", "low", "high"))
    largest = float(np.nanmax(np.abs(lift.to_numpy(float))))
    mesh = draw_cells(lift, (-largest, largest), ax)
    drawn = _draw_turn(ax, lift, low, high)
    _mark_today(ax, decision)
    ax.set(xlabel=_label(decision.fields[0]), ylabel=_label(decision.fields[1]))
    baseline, challenger = decision.names
    bar = ax.figure.colorbar(mesh, ax=ax, format=COUNTED)
    bar.set_label(f"{decision.words}: {challenger} less {baseline}")
    bar.outline.set_visible(False)
    ax.legend(
        handles=_handles(decision, mesh.cmap, drawn), frameon=False, fontsize=8, ncols=2,
        loc="lower left", bbox_to_anchor=(0, 1),
    )  # fmt: skip
    ax.annotate(_caption(decision), (0, 0), (0, -38), xycoords="axes fraction",
                textcoords="offset points", va="top", fontsize=8)  # fmt: skip
    return ax


def _grid(decision: DecisionMap, name: str) -> pd.DataFrame:
    """Return a column by the two fields; missing where the money could not be made equal."""
    grid = grid_of(decision.table, *decision.fields, name)
    unequal = decision.table.assign(unequal=1.0 * (decision.table["verdict"] == UNEQUAL))
    return grid.mask(grid_of(unequal, *decision.fields, "unequal") == 1)


def _draw_turn(
    ax: Axes, lift: pd.DataFrame, low: pd.DataFrame, high: pd.DataFrame
) -> tuple[bool, bool]:
    """Draw the line of a lift of 0 and hatch where the interval contains 0; return what exists."""
    (xs, ys, between), *ends = (_interpolated(grid) for grid in (lift, low, high))
    margin = np.minimum(ends[1][2], -ends[0][2])
    turns, draws = np.nanmin(between) < 0 < np.nanmax(between), np.nanmax(margin) > 0
    if draws:
        levels = [0, np.nanmax(margin)]
        ax.contourf(xs, ys, margin, levels=levels, colors="none", hatches=[_HATCH])
    if turns:
        ax.contour(xs, ys, between, levels=[0], colors="black", linewidths=2.2)
    return bool(turns), bool(draws)


def _interpolated(grid: pd.DataFrame) -> tuple[NDArray[np.float64], ...]:
    """Return values of x and y at and between the cells, and the grid's values, interpolated."""
    xs, ys = (np.asarray(side, float) for side in (grid.columns, grid.index))
    places = (np.linspace(0, side.size - 1, _FINE * (side.size - 1) + 1) for side in (xs, ys))
    fine = [
        np.interp(at, np.arange(side.size), side) for at, side in zip(places, (xs, ys), strict=True)
    ]
    across = np.array([np.interp(fine[0], xs, row) for row in grid.to_numpy(float)])
    return *fine, np.array([np.interp(fine[1], ys, column) for column in across.T]).T


def _mark_today(ax: Axes, decision: DecisionMap) -> None:
    if _is_on_the_map(decision):
        x, y = (decision.today[name] for name in decision.fields)
        ax.plot(x, y, ls="", clip_on=False, zorder=5, **_STAR)


def _is_on_the_map(decision: DecisionMap) -> bool:
    ranges = ((decision.table[name].min(), decision.table[name].max()) for name in decision.fields)
    return all(
        low <= decision.today[name] <= high
        for name, (low, high) in zip(decision.fields, ranges, strict=True)
    )


def _label(name: str) -> str:
    return field_label(name) if PlanNumber(name).field else PlanNumber(name).label


def _handles(decision: DecisionMap, colours: Colormap, drawn: tuple[bool, bool]) -> list[Artist]:
    """Return the legend: whose side each colour is, and what is drawn on the map."""
    sides = decision.names if decision.prefer == MORE else decision.names[::-1]
    handles: list[Artist] = [
        Patch(facecolor=colours(shade), label=f"{name} is better")
        for name, shade in zip(sides, (0.15, 0.85), strict=True)
    ]
    turns, draws = drawn
    if turns:
        handles.append(Line2D([], [], color="black", lw=2.2, label="the answer turns"))
    if draws:
        label = f"draw: {100 * decision.confidence:.10g}% interval over {decision.towns} towns"
        handles.append(Patch(facecolor="white", edgecolor="black", hatch=_HATCH, label=label))
    if (decision.table["verdict"] == UNEQUAL).any():
        handles.append(Patch(facecolor="white", edgecolor="0.6", label="money cannot be equal"))
    if _is_on_the_map(decision):
        handles.append(Line2D([], [], ls="", label="today", **_STAR))
    return handles


def _caption(decision: DecisionMap) -> str:
    """Return the evidence for the fields, and what was set for equal money."""
    kinds = "; ".join(f"{PlanNumber(name).label}: {kind}" for name, kind in decision.kinds.items())
    text = f"Evidence: {kinds}."
    if not _is_on_the_map(decision):
        values = ", ".join(f"{PlanNumber(n).label} {decision.today[n]:g}" for n in decision.fields)
        text += f" Today's point is off the map: {values}."
    return fill(text, _CAPTION_WIDTH)
