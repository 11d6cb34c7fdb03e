"""Plot the sizes of groups, or the number of groups of each person."""

from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.ticker import LogLocator, NullLocator, PercentFormatter
from numpy.typing import NDArray

from ..errors import EngagelabError, listed, nearest
from ..graphs.network import Network
from ..io.arguments import checked
from ..simulation.outcome import Outcome
from .style import COUNTED, PALETTE, finish, new_axes

_GROUP_QUANTITIES = {
    "group size": "members of a group (people)",
    "groups per person": "groups of a person",
}


@checked
def plot_groups(
    network: Network,
    outcome: Outcome | None = None,
    *,
    show: Literal["group size", "groups per person"] = "group size",
    ax: Axes | None = None,
) -> Axes:
    """Plot a histogram of group sizes, or of the number of groups per person.

    Parameters
    ----------
    network : Network
        The network.
    outcome : Outcome, optional
        An outcome of this network; the bars are coloured by the share of their people reached.
    show : {"group size", "groups per person"}
        What to count.
    ax : Axes, optional
        Where to draw; None: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        If the network has no groups, the outcome is of another network, or `show` is unknown.

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
    ax = new_axes((6.4, 3.6)) if ax is None else ax
    heights, _ = np.histogram(counts, edges)
    bars = ax.bar(edges[:-1], heights, np.diff(edges), align="edge", color=PALETTE[0],
                  edgecolor="white", linewidth=0.6)  # fmt: skip
    if shares is not None:
        _colour_by_reach(ax, bars, _means(counts, shares, edges))
    if edges[0] > 0 and edges[-1] > 10 * edges[0]:
        ax.set_xscale("log")
        ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(COUNTED)
    who = "groups" if show == "group size" else "people"
    ax.set(xlabel=_GROUP_QUANTITIES[show], ylabel=who, xlim=(edges[0], edges[-1]))
    finish(ax)
    return ax


def _check_groups(network: Network, outcome: Outcome | None, show: str) -> None:
    if show not in _GROUP_QUANTITIES:
        raise EngagelabError(
            f"show: {show!r} is not known{nearest(show, _GROUP_QUANTITIES)}; allowed are "
            f"{listed(_GROUP_QUANTITIES)}"
        )
    if not network.group_sizes.size:
        raise EngagelabError("network: has no groups to plot; give groups= when making it")
    if outcome is not None and outcome.provenance["network"]["fingerprint"] != network.fingerprint:
        raise EngagelabError("outcome: is of another network; give the network it was run on")


def _counted(
    network: Network, outcome: Outcome | None, show: str
) -> tuple[NDArray[Any], NDArray[Any] | None]:
    """Return the counts, and for each the share of its people reached."""
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
