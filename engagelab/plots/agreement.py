"""Plot simulated values against known ones."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from ..errors import EngagelabError
from ..experiments import need_column
from ..io.arguments import checked
from .style import PALETTE, STYLES, finish, new_axes

_COLUMNS = ("simulated", "error", "known")
_WIDTH = 1.96  # standard errors on each side of the mean: a 95 % interval


@checked
def plot_agreement(
    frames: pd.DataFrame | Mapping[str, pd.DataFrame], x: str, *, ax: Axes | None = None
) -> Axes:
    """Plot simulated means with error bars on the line of the known values.

    Parameters
    ----------
    frames : DataFrame or mapping of str to DataFrame
        Columns `x`, ``simulated`` (a mean), ``error`` (its standard error) and ``known`` (from a
        closed form or another program); several frames by their labels.
    x : str
        The column on the horizontal axis; its name is the label.
    ax : Axes, optional
        Where to draw; None: on a new figure.

    Returns
    -------
    Axes
        Points with bars of 1.96 standard errors, and lines.

    Raises
    ------
    EngagelabError
        If there is no frame, or a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> from engagelab.plots import plot_agreement
    >>> frame = pd.DataFrame({"chance": [0.1, 0.2], "simulated": [1.1, 2.0], "error": [0.1, 0.1],
    ...                       "known": [1.0, 2.0]})
    >>> plot_agreement(frame, "chance").get_xlabel()
    'chance'
    """
    several = frames if isinstance(frames, Mapping) else {"": frames}
    if not several:
        raise EngagelabError("frames: is empty; give a DataFrame, or a mapping of labels to them")
    for frame in several.values():
        for name in (x, *_COLUMNS):
            need_column(frame, name)
    ax = new_axes((5.2, 3.6)) if ax is None else ax
    for i, (label, frame) in enumerate(several.items()):
        colour, style = PALETTE[i % len(PALETTE)], STYLES[i % len(STYLES)]
        prefix = f"{label}: " if label else ""
        ax.plot(frame[x], frame["known"], style, color=colour, lw=2, label=f"{prefix}known")
        ax.errorbar(
            frame[x], frame["simulated"], _WIDTH * frame["error"], fmt="o", ms=4, color=colour,
            mfc="white", capsize=2, label=f"{prefix}simulated",
        )  # fmt: skip
    ax.set(xlabel=x)
    finish(ax, whole=False)
    ax.legend(frameon=False)
    return ax
