"""Agreement: simulated values on what is known."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from ..errors import EngagelabError
from ..experiments import need_column
from .style import PALETTE, STYLES, finish, new_axes

_COLUMNS = ("simulated", "error", "known")
_WIDTH = 1.96  # standard errors on each side of a mean that hold it in 95 of 100 cases


def plot_agreement(
    frames: pd.DataFrame | Mapping[str, pd.DataFrame], x: str, *, ax: Axes | None = None
) -> Axes:
    """Draw simulated means with their uncertainty on the line of what is known.

    Parameters
    ----------
    frames : DataFrame or mapping of str to DataFrame
        Columns `x`, ``simulated`` (a mean), ``error`` (its standard error) and ``known`` (a closed
        form, or what another program gives); several with their labels.
    x : str
        The column along the horizontal axis; its name is the label.
    ax : Axes, optional
        Where to draw; none: on a new figure.

    Returns
    -------
    Axes
        Points with bars of 1.96 standard errors, and lines.

    Raises
    ------
    EngagelabError
        For no frame at all, or a missing column.

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
        raise EngagelabError("frames: there are none; give a DataFrame, or several with labels")
    for frame in several.values():
        for name in (x, *_COLUMNS):
            need_column(frame, name)
    ax = new_axes((5.2, 3.6)) if ax is None else ax
    for place, (label, frame) in enumerate(several.items()):
        colour, style = PALETTE[place % len(PALETTE)], STYLES[place % len(STYLES)]
        told = f"{label}: " if label else ""
        ax.plot(frame[x], frame["known"], style, color=colour, lw=2, label=f"{told}known")
        ax.errorbar(
            frame[x], frame["simulated"], _WIDTH * frame["error"], fmt="o", ms=4, color=colour,
            mfc="white", capsize=2, label=f"{told}simulated",
        )  # fmt: skip
    ax.set(xlabel=x)
    finish(ax, whole=False)
    ax.legend(frameon=False)
    return ax
