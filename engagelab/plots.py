"""Pictures: a frame, an Outcome or a Network in, Axes out; nothing is shown or saved here.

Colours are told apart by colour-blind people and, with line styles, labels and hatches, in grey.
"""

from collections.abc import Mapping, Sequence
from itertools import cycle
from textwrap import wrap
from typing import Any, Literal

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patches import Patch
from matplotlib.patheffects import AbstractPathEffect, withStroke
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator, PercentFormatter
from numpy.typing import NDArray

from .errors import EngagelabError, listed, nearest
from .experiments import need_column
from .metrics import curve
from .network import Network
from .outcome import Outcome
from .scenario import Scenario

PALETTE: list[tuple[float, float, float]] = list(sns.color_palette("colorblind"))
_STYLES = ("-", "--", "-.", ":")
_STEPS = (1, 2, 5, 10)
_MONEY = ("cost", "value", "paid_anyway")
_COUNTED = FuncFormatter(lambda number, _: f"{number:,.10g}")
_MEANINGS = {
    "reach": "people reached (mean of runs)",
    "reach_median": "people reached (median of runs)",
    "reach_low": "people reached (5 % of runs reach fewer)",
    "reach_high": "people reached (95 % of runs reach fewer)",
    "cost_per_reader": "cost per person reached (money)",
    "lift": "additional people reached",
}
_GROUP_QUANTITIES = {
    "group size": "members of a group (people)",
    "groups per person": "groups of a person",
}


def plot_curve(
    outcomes: Outcome | Mapping[str, Outcome], measure: str = "reach", *, ax: Axes | None = None
) -> Axes:
    """Draw how a measure goes round by round: the median of the runs, and 5 to 95 % of them.

    Parameters
    ----------
    outcomes : Outcome or mapping of str to Outcome
        One outcome, or several with their labels.
    measure : str
        ``"reach"``, the people reached so far, or any of `Outcome.measures`, by round.
    ax : Axes, optional
        Where to draw; none: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        For an unknown measure, or anything that is no outcome.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.plots import plot_curve
    >>> outcome = el.Scenario(population={"people": 500}).run(runs=10)
    >>> plot_curve(outcome).get_ylabel()
    'people reached so far'
    """
    several = outcomes if isinstance(outcomes, Mapping) else {"": outcomes}
    _check_outcomes(several, measure)
    ax = _new_axes((6.4, 4.0)) if ax is None else ax
    looks = zip(cycle(PALETTE), cycle(_STYLES), strict=False)
    for (label, outcome), (colour, style) in zip(several.items(), looks, strict=False):
        found = curve(outcome, [measure])
        rounds = found["round"]
        ax.fill_between(rounds, found["low"], found["high"], color=colour, alpha=0.2, lw=0)
        ax.plot(rounds, found["median"], style, color=colour, lw=2, label=label)
    ax.set(xlabel="round (days)", ylabel=_meaning_of_measure(measure), xlim=(0, rounds.max()))
    ax.set_ylim(bottom=0)
    _finish(ax)
    if isinstance(outcomes, Mapping):
        ax.legend(frameon=False, title="median, and 5 to 95 % of runs", alignment="left")
    return ax


def _check_outcomes(outcomes: Mapping[str, Outcome], measure: str) -> None:
    if not outcomes:
        raise EngagelabError(
            "outcomes: there are none; give an Outcome, or a mapping of labels to them"
        )
    for label, outcome in outcomes.items():
        if not isinstance(outcome, Outcome):
            where = f"outcomes[{label!r}]" if label else "outcomes"
            raise EngagelabError(f"{where}: {outcome!r} is no Outcome; give what simulate returns")
        known = ("reach", *outcome.measures)
        if measure not in known:
            hint = nearest(measure, known) or f"; allowed are {listed(known, 40)}"
            raise EngagelabError(f"measure: {measure!r} is not known{hint}")


def _meaning_of_measure(measure: str) -> str:
    if measure == "reach":
        return "people reached so far"
    if measure == "members":
        return "memberships"
    words = measure.replace("_", " ")
    return f"{words} (money per round)" if measure in _MONEY else f"{words} per round"


def plot_surface(
    frame: pd.DataFrame,
    x: str = "groups.size",
    y: str = "invitations.invite",
    value: str = "reach",
    *,
    limits: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a quantity over two fields of a sweep: a heat map with labelled contour lines.

    Axes are true to the numbers; values that grow by factors get a logarithmic axis. Where the
    quantity has both signs, colours part at zero and the line of zero is drawn thick.

    Parameters
    ----------
    frame : DataFrame
        From `engagelab.experiments.sweep`, one row for each pair of x and y.
    x, y, value : str
        Its columns.
    limits : tuple of (float, float), optional
        The values at the ends of the colours, for pictures to be compared.
    ax : Axes, optional
        Where to draw; none: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        For a column that is missing or no number, fewer than two values of x or y, or several rows
        for one place.

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
    grid = _grid(frame, x, y, value)
    ax = _new_axes((6.4, 4.4)) if ax is None else ax
    mesh = _draw_surface(grid, limits, ax)
    bar = ax.figure.colorbar(mesh, ax=ax, format=_COUNTED)
    bar.set_label(_MEANINGS.get(value) or _field_label(value))
    bar.outline.set_visible(False)
    return ax


def plot_surfaces(
    frame: pd.DataFrame,
    by: str,
    x: str = "groups.size",
    y: str = "invitations.invite",
    value: str = "reach",
) -> list[Axes]:
    """Draw one surface for each value of a third field of a sweep, side by side, on one scale.

    Parameters
    ----------
    frame : DataFrame
        From `engagelab.experiments.sweep`, one row for each place on each surface.
    by : str
        The column that tells the surfaces apart.
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
    parts = {each: _grid(part, x, y, value) for each, part in frame.groupby(by)}
    limits = _limits(np.concatenate([grid.to_numpy().ravel() for grid in parts.values()]))
    with sns.axes_style("ticks"):
        figure, grid_of_axes = plt.subplots(
            1, len(parts), figsize=(1.2 + 3.2 * len(parts), 3.6), sharey=True, squeeze=False,
            layout="constrained",
        )  # fmt: skip
    axes: list[Axes] = list(grid_of_axes[0])
    for ax, (each, grid) in zip(axes, parts.items(), strict=True):
        mesh = _draw_surface(grid, limits, ax)
        ax.set_title(f"{_field_label(by, unit=False)} {_number(each)}")
        ax.label_outer()
    bar = figure.colorbar(mesh, ax=axes, format=_COUNTED)
    bar.set_label(_MEANINGS.get(value) or _field_label(value))
    bar.outline.set_visible(False)
    return axes


def _grid(frame: pd.DataFrame, x: str, y: str, value: str) -> pd.DataFrame:
    """Return the value by y (rows) and x (columns)."""
    for name in (x, y, value):
        need_column(frame, name)
        if not pd.api.types.is_numeric_dtype(frame[name]):
            raise EngagelabError(f"{name}: is no column of numbers; choose one that is")
    for name in (x, y):
        if frame[name].nunique() < 2:
            raise EngagelabError(f"{name}: a surface needs two values or more; sweep over them")
    repeated = frame.duplicated([x, y])
    if repeated.any():
        row = frame[repeated].iloc[0]
        raise EngagelabError(
            f"{value}: there are several rows for {x} {row[x]:g} and {y} {row[y]:g}; keep one "
            "value of each other field, or use plot_surfaces"
        )
    return frame.pivot(index=y, columns=x, values=value)


def _draw_surface(grid: pd.DataFrame, limits: tuple[float, float] | None, ax: Axes) -> Any:
    xs, ys = (np.asarray(side, float) for side in (grid.columns, grid.index))
    values = grid.to_numpy(float)
    low, high = limits or _limits(values)
    signed = low < 0 < high
    low, high = (-max(-low, high), max(-low, high)) if signed else (low, high)
    scales = [_scale(xs), _scale(ys)]
    names = [str(side.name) for side in (grid.columns, grid.index)]
    edges = [_edges(*each) for each in zip((xs, ys), scales, names, strict=True)]
    mesh = ax.pcolormesh(
        *edges, values, cmap="vlag" if signed else "viridis", vmin=low, vmax=high,
        edgecolors="face", linewidth=0.1,
    )  # fmt: skip
    _draw_contours(ax, xs, ys, values)
    labels = [_field_label(name) for name in names]
    ax.set(xlabel=labels[0], ylabel=labels[1], xscale=scales[0], yscale=scales[1])
    _tick_values(ax, xs, ys, scales)
    return mesh


def _draw_contours(ax: Axes, xs: NDArray[Any], ys: NDArray[Any], values: NDArray[Any]) -> None:
    low, high = _limits(values)
    levels = np.asarray(MaxNLocator(8, steps=_STEPS).tick_values(low, high))
    inside = levels[(levels > low) & (levels < high)]
    if not inside.size:
        return
    widths = np.where(inside == 0, 2.2, 0.9)
    lines = ax.contour(xs, ys, values, levels=inside, colors="black", linewidths=widths,
                       linestyles="solid")  # fmt: skip
    halo: list[AbstractPathEffect] = [withStroke(linewidth=2.5, foreground="white")]
    for text in ax.clabel(lines, fmt=lambda level: _COUNTED(level), fontsize=8):
        text.set_path_effects(halo)


def _limits(values: NDArray[Any]) -> tuple[float, float]:
    return float(np.nanmin(values)), float(np.nanmax(values))


def _scale(values: NDArray[Any]) -> Literal["linear", "log"]:
    """Return the scale on which the values lie more evenly."""
    if values[0] <= 0 or values.size < 3:
        return "linear"
    uneven = [np.ptp(steps) / steps.mean() for steps in (np.diff(values), np.diff(np.log(values)))]
    return "log" if uneven[1] < uneven[0] else "linear"


def _edges(values: NDArray[Any], scale: str, name: str) -> NDArray[Any]:
    """Return where the cells around the values end: half-way on the scale, within the bounds."""
    places = np.log(values) if scale == "log" else values
    half = np.diff(places) / 2
    ends = np.concatenate([[places[0] - half[0]], places[:-1] + half, [places[-1] + half[-1]]])
    field = Scenario.fields().get(name)
    ends = np.exp(ends) if scale == "log" else ends
    return np.clip(ends, field.low, field.high) if field else ends


def _tick_values(ax: Axes, xs: NDArray[Any], ys: NDArray[Any], scales: Sequence[str]) -> None:
    """Put a tick at each value that was swept, as far as there is room."""
    for axis, values, scale in zip((ax.xaxis, ax.yaxis), (xs, ys), scales, strict=True):
        if scale == "log" or values.size <= 8:
            axis.set_ticks(values)
            axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(_COUNTED)


def plot_groups(
    network: Network,
    outcome: Outcome | None = None,
    *,
    show: Literal["group size", "groups per person"] = "group size",
    ax: Axes | None = None,
) -> Axes:
    """Draw how large groups are, or to how many groups people belong.

    Parameters
    ----------
    network : Network
        People and groups.
    outcome : Outcome, optional
        Of a simulation on this network; it colours the bars by the share of their people reached.
    show : {"group size", "groups per person"}
        What to count.
    ax : Axes, optional
        Where to draw; none: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        For a network without groups, an outcome of other people, or an unknown word.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.plots import plot_groups
    >>> plot_groups(el.graphs.town(people=1_000)).get_xlabel()
    'members of a group (people)'
    """
    _check_groups(network, outcome, show)
    counts, shares = _counted(network, outcome, show)
    edges = _bins(counts)
    ax = _new_axes((6.4, 3.6)) if ax is None else ax
    heights, _ = np.histogram(counts, edges)
    bars = ax.bar(edges[:-1], heights, np.diff(edges), align="edge", color=PALETTE[0],
                  edgecolor="white", linewidth=0.6)  # fmt: skip
    if shares is not None:
        _colour_by_reach(ax, bars, _means(counts, shares, edges))
    if edges[0] > 0 and edges[-1] > 10 * edges[0]:
        ax.set_xscale("log")
        ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(_COUNTED)
    who = "groups" if show == "group size" else "people"
    ax.set(xlabel=_GROUP_QUANTITIES[show], ylabel=who, xlim=(edges[0], edges[-1]))
    _finish(ax)
    return ax


def _check_groups(network: Network, outcome: Outcome | None, show: str) -> None:
    if show not in _GROUP_QUANTITIES:
        raise EngagelabError(
            f"show: {show!r} is not known{nearest(show, _GROUP_QUANTITIES)}; allowed are "
            f"{listed(_GROUP_QUANTITIES)}"
        )
    if not network.group_sizes.size:
        raise EngagelabError("network: it has no groups to draw; give groups= when making it")
    if outcome is not None and outcome.provenance["network"]["fingerprint"] != network.fingerprint:
        raise EngagelabError("outcome: comes from another network; give the one it was run on")


def _counted(
    network: Network, outcome: Outcome | None, show: str
) -> tuple[NDArray[Any], NDArray[Any] | None]:
    """Return the counts to draw, and for each the share of its people reached."""
    start, _ = network.by_person
    if show == "groups per person":
        return np.diff(start), None if outcome is None else outcome.reached.to_numpy()
    sizes = network.group_sizes
    if outcome is None:
        return sizes, None
    of_members = outcome.reached.to_numpy()[network.group_people]
    total = np.bincount(network.membership_group, of_members, minlength=sizes.size)
    return sizes, total / np.maximum(sizes, 1)


def _bins(counts: NDArray[Any]) -> NDArray[Any]:
    """Return edges between whole numbers, wider where the numbers are larger."""
    edges = [int(counts.min())]
    while edges[-1] <= counts.max():
        edges.append(edges[-1] + max(1, edges[-1] // 4))
    return np.array(edges) - 0.5


def _means(counts: NDArray[Any], shares: NDArray[Any], edges: NDArray[Any]) -> NDArray[np.float64]:
    total, _ = np.histogram(counts, edges, weights=shares)
    number, _ = np.histogram(counts, edges)
    means = np.zeros(number.size)
    np.divide(total, number, out=means, where=number > 0)
    return means


def _colour_by_reach(ax: Axes, bars: Any, shares: NDArray[Any]) -> None:
    colours = ScalarMappable(Normalize(0, 1), "cividis")
    for bar, colour in zip(bars, colours.to_rgba(shares), strict=True):
        bar.set_facecolor(colour)
    scale = ax.figure.colorbar(colours, ax=ax, format=PercentFormatter(1, 0))
    scale.set_label("share of people reached (mean of runs)")
    scale.outline.set_visible(False)


def plot_facts(facts: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw rows of the survey's table: a bar for the first population, a mark for the second.

    Bars of figures that were not seen in the survey's own pages or in copies of them are hatched.

    Parameters
    ----------
    facts : DataFrame
        Rows of ``engagelab.datasets.load("pew-2011")`` that are percentages.
    ax : Axes, optional
        Where to draw; none: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        For missing columns, no rows, or rows in other units than percent.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.plots import plot_facts
    >>> facts = el.datasets.load("pew-2011").set_index("id", drop=False)
    >>> plot_facts(facts.loc[["P46", "P47"]]).get_xlabel()
    'share of those asked (%)'
    """
    _check_facts(facts)
    ax = _new_axes((8.4, 0.9 + 0.6 * len(facts))) if ax is None else ax
    places = np.arange(len(facts))
    bars = ax.barh(places, facts["value"], 0.55, color=PALETTE[0])
    for bar, provenance in zip(bars, facts["provenance"], strict=True):
        if "essay" in provenance or "partly" in provenance:
            bar.set(hatch="////", facecolor="white", edgecolor=PALETTE[0])
    if facts["comparison"].notna().any():
        ax.plot(facts["comparison"], places, "D", color="black", mfc=PALETTE[1], ms=8,
                label="second population named")  # fmt: skip
        _two_populations(ax, hatched=any(bar.get_hatch() for bar in bars))
    _write_values(ax, facts)
    ax.set_yticks(places, [_wrapped(row) for _, row in facts.iterrows()], fontsize=8)
    ax.set(xlabel="share of those asked (%)", xlim=(0, 100))
    ax.invert_yaxis()
    sns.despine(ax=ax)
    return ax


def _two_populations(ax: Axes, *, hatched: bool) -> None:
    """Tell the bars from the marks, in a line above the picture."""
    title = "hatched: not seen in the survey’s own words" if hatched else None
    bar = Patch(facecolor=PALETTE[0], label="first population named")
    ax.legend(handles=[bar, *ax.lines], frameon=False, loc="lower left", bbox_to_anchor=(0, 1),
              ncols=2, title=title, alignment="left")  # fmt: skip


def _check_facts(facts: pd.DataFrame) -> None:
    for name in ("id", "value", "comparison", "unit", "population", "wording", "provenance"):
        need_column(facts, name)
    others = facts.loc[facts["unit"] != "%", "id"]
    if len(others):
        raise EngagelabError(f"facts: {listed(others)} are no percentages; leave them out")
    if facts.empty:
        raise EngagelabError("facts: there are no rows; give some of load('pew-2011')")


def _write_values(ax: Axes, facts: pd.DataFrame) -> None:
    pairs = zip(facts["value"], facts["comparison"], strict=True)
    for place, (value, other) in enumerate(pairs):
        text = f"{value:g}" if np.isnan(other) else f"{value:g} : {other:g}"
        ax.text(np.nanmax([value, other]) + 2.5, place, text, va="center", fontsize=9)


def _wrapped(row: "pd.Series[Any]") -> str:
    lines = [*wrap(f"{row['id']}  {row['wording']}", 60), *wrap(f"({row['population']})", 60)]
    return "\n".join(lines)


# --- what all pictures share ------------------------------------------------------------------


def _new_axes(size: tuple[float, float]) -> Axes:
    with sns.axes_style("ticks"):
        _, ax = plt.subplots(figsize=size, layout="constrained")
    return ax


def _finish(ax: Axes) -> None:
    sns.despine(ax=ax)
    ax.yaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=_STEPS))
    ax.yaxis.set_major_formatter(_COUNTED)


def _field_label(name: str, *, unit: bool = True) -> str:
    """Return what a column means, with its unit, from its declaration."""
    field = Scenario.fields().get(name)
    if field is None:
        return name.replace("_", " ")
    return f"{field.label} ({field.unit})" if unit and field.unit else field.label


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)
