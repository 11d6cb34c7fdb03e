"""Plot a quantity over two fields of a sweep."""

from collections.abc import Sequence
from typing import Any, Literal

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patheffects import AbstractPathEffect, withStroke
from matplotlib.ticker import MaxNLocator, NullLocator
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..experiments import need_column
from ..io.arguments import checked
from ..simulation.scenario import Scenario
from .style import COUNTED, MEANINGS, STEPS, field_label, new_axes, number


@checked
def plot_surface(
    frame: pd.DataFrame,
    x: str = "groups.size",
    y: str = "invitations.invite",
    value: str = "reach",
    *,
    limits: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Plot a quantity over two fields of a sweep: a heat map with labelled contour lines.

    Both axes are to scale, logarithmic for values that grow by factors. If the quantity has both
    signs, the colour map is centred at zero and the zero contour is thick.

    Parameters
    ----------
    frame : DataFrame
        From `engagelab.experiments.sweep`, one row for each pair of x and y.
    x, y, value : str
        Its columns.
    limits : tuple of (float, float), optional
        The values at the ends of the colour map, so that plots can be compared.
    ax : Axes, optional
        Where to draw; None: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        If a column is missing or not numeric, x or y has fewer than two values, or there are
        several rows for one pair.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments import sweep
    >>> from engagelab.plots import plot_surface
    >>> plan = el.Scenario(population={"people": 500})
    >>> frame = sweep(plan, {"groups.size": [10, 20], "invitations.invite": [0, 0.3]}, runs=5)
    >>> ax = plot_surface(frame)
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('group size (people)', 'invitation rate (probability)')
    """
    grid = grid_of(frame, x, y, value)
    ax = new_axes((6.4, 4.4)) if ax is None else ax
    mesh = _draw_surface(grid, limits, ax)
    bar = ax.figure.colorbar(mesh, ax=ax, format=COUNTED)
    bar.set_label(MEANINGS.get(value) or field_label(value))
    bar.outline.set_visible(False)
    return ax


@checked
def plot_surfaces(
    frame: pd.DataFrame,
    by: str,
    x: str = "groups.size",
    y: str = "invitations.invite",
    value: str = "reach",
) -> list[Axes]:
    """Plot one surface for each value of a third field of a sweep, side by side, on one scale.

    Parameters
    ----------
    frame : DataFrame
        From `engagelab.experiments.sweep`, one row for each pair on each surface.
    by : str
        The column of the third field.
    x, y, value : str
        As for `plot_surface`.

    Returns
    -------
    list of Axes

    Raises
    ------
    EngagelabError
        As for `plot_surface`.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments import sweep
    >>> from engagelab.plots import plot_surfaces
    >>> plan = el.Scenario(population={"people": 500})
    >>> fields = {"engagement.crowding": [0, 1], "groups.size": [10, 20],
    ...           "invitations.invite": [0, 0.3]}
    >>> frame = sweep(plan, fields, runs=5)
    >>> [ax.get_title() for ax in plot_surfaces(frame, "engagement.crowding")]
    ['crowding 0', 'crowding 1']
    """
    need_column(frame, by)
    parts = {each: grid_of(part, x, y, value) for each, part in frame.groupby(by)}
    limits = _limits(np.concatenate([grid.to_numpy().ravel() for grid in parts.values()]))
    with sns.axes_style("ticks"):
        figure, grid_of_axes = plt.subplots(
            1, len(parts), figsize=(1.2 + 3.2 * len(parts), 3.6), sharey=True, squeeze=False,
            layout="constrained",
        )  # fmt: skip
    axes: list[Axes] = list(grid_of_axes[0])
    for ax, (each, grid) in zip(axes, parts.items(), strict=True):
        mesh = _draw_surface(grid, limits, ax)
        ax.set_title(f"{field_label(by, unit=False)} {number(each)}")
        ax.label_outer()
    bar = figure.colorbar(mesh, ax=axes, format=COUNTED)
    bar.set_label(MEANINGS.get(value) or field_label(value))
    bar.outline.set_visible(False)
    return axes


def grid_of(frame: pd.DataFrame, x: str, y: str, value: str) -> pd.DataFrame:
    """Return the values by y (rows) and x (columns).

    Raises
    ------
    EngagelabError
        As for `plot_surface`.
    """
    for name in (x, y, value):
        need_column(frame, name)
        if not pd.api.types.is_numeric_dtype(frame[name]):
            raise EngagelabError(f"{name}: is not a column of numbers; choose one that is")
    for name in (x, y):
        if frame[name].nunique() < 2:
            raise EngagelabError(f"{name}: has a single value; sweep over two or more")
    repeated = frame.duplicated([x, y])
    if repeated.any():
        row = frame[repeated].iloc[0]
        raise EngagelabError(
            f"{value}: there are several rows for {x} {row[x]:g} and {y} {row[y]:g}; keep one "
            "value of each other field, or use plot_surfaces"
        )
    return frame.pivot(index=y, columns=x, values=value)


def _draw_surface(grid: pd.DataFrame, limits: tuple[float, float] | None, ax: Axes) -> Any:
    mesh = draw_cells(grid, limits or _limits(grid.to_numpy(float)), ax)
    _draw_contours(ax, grid)
    return mesh


def draw_cells(grid: pd.DataFrame, limits: tuple[float, float], ax: Axes) -> Any:
    """Draw the values of a grid as cells on axes that are to scale; return the mesh."""
    xs, ys = (np.asarray(side, float) for side in (grid.columns, grid.index))
    values = grid.to_numpy(float)
    low, high = limits
    signed = low < 0 < high
    low, high = (-max(-low, high), max(-low, high)) if signed else (low, high)
    scales = [_scale(xs), _scale(ys)]
    names = [str(side.name) for side in (grid.columns, grid.index)]
    edges = [_edges(*each) for each in zip((xs, ys), scales, names, strict=True)]
    mesh = ax.pcolormesh(
        *edges, values, cmap="vlag" if signed else "viridis", vmin=low, vmax=high,
        edgecolors="face", linewidth=0.1,
    )  # fmt: skip
    labels = [field_label(name) for name in names]
    ax.set(xlabel=labels[0], ylabel=labels[1], xscale=scales[0], yscale=scales[1])
    _tick_values(ax, xs, ys, scales)
    return mesh


def _draw_contours(ax: Axes, grid: pd.DataFrame) -> None:
    xs, ys = (np.asarray(side, float) for side in (grid.columns, grid.index))
    values = grid.to_numpy(float)
    low, high = _limits(values)
    levels = np.asarray(MaxNLocator(8, steps=STEPS).tick_values(low, high))
    inside = levels[(levels > low) & (levels < high)]
    if not inside.size:
        return
    widths = np.where(inside == 0, 2.2, 0.9)
    lines = ax.contour(xs, ys, values, levels=inside, colors="black", linewidths=widths,
                       linestyles="solid")  # fmt: skip
    halo: list[AbstractPathEffect] = [withStroke(linewidth=2.5, foreground="white")]
    for text in ax.clabel(lines, fmt=lambda level: COUNTED(level), fontsize=8):
        text.set_path_effects(halo)


def _limits(values: NDArray[Any]) -> tuple[float, float]:
    return float(np.nanmin(values)), float(np.nanmax(values))


def _scale(values: NDArray[Any]) -> Literal["linear", "log"]:
    """Return the scale on which the values are more evenly spaced."""
    if values[0] <= 0 or values.size < 3:
        return "linear"
    uneven = [np.ptp(steps) / steps.mean() for steps in (np.diff(values), np.diff(np.log(values)))]
    return "log" if uneven[1] < uneven[0] else "linear"


def _edges(values: NDArray[Any], scale: str, name: str) -> NDArray[Any]:
    """Return the edges of the cells: half-way between values on the scale, within the bounds."""
    places = np.log(values) if scale == "log" else values
    half = np.diff(places) / 2
    ends = np.concatenate([[places[0] - half[0]], places[:-1] + half, [places[-1] + half[-1]]])
    field = Scenario.fields().get(name)
    ends = np.exp(ends) if scale == "log" else ends
    return np.clip(ends, field.low, field.high) if field else ends


def _tick_values(ax: Axes, xs: NDArray[Any], ys: NDArray[Any], scales: Sequence[str]) -> None:
    """Put a tick at each swept value, if there is room."""
    for axis, values, scale in zip((ax.xaxis, ax.yaxis), (xs, ys), scales, strict=True):
        if scale == "log" or values.size <= 8:
            axis.set_ticks(values)
            axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(COUNTED)
