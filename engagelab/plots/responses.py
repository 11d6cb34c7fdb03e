"""Plot the response to each lever of a budget around the best split."""

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from ..errors import EngagelabError
from ..experiments import Budget, need_column
from ..io.arguments import checked
from .style import MEANINGS, PALETTE, field_label, finish

_COLUMNS = ("lever", "value", "reach", "affordable", "best")
_FIELDS = {"answers": "answers.reply_rate"}
_COUNTED = {
    "seeds": "seeds (people per post)",
    "posts": "posts",
    "paid": "paid impressions per post",
    "members": "members of the own space (people)",
}


@checked
def plot_responses(budget: Budget | pd.DataFrame) -> list[Axes]:
    """Plot the reach as each lever alone moves around the best split, side by side, on one scale.

    Filled points are within the money, hollow ones beyond it; the vertical line is the best split.

    Parameters
    ----------
    budget : Budget or DataFrame
        From `engagelab.experiments.budget`, or its `response`.

    Returns
    -------
    list of Axes
        One per lever.

    Raises
    ------
    EngagelabError
        If the frame has no rows, or lacks a column of a response.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.plots import plot_responses
    >>> plan = el.Scenario(population={"people": 300})
    >>> found = el.budget(plan, 500, levers={"posts": (0, 2)}, runs=2, keys=1)
    >>> [ax.get_xlabel() for ax in plot_responses(found)]
    ['posts']
    """
    frame = budget.response if isinstance(budget, Budget) else budget
    for column in _COLUMNS:
        need_column(frame, column)
    if frame.empty:
        raise EngagelabError("response: has no rows; give the response of a budget")
    parts = dict(list(frame.groupby("lever", sort=False)))
    with sns.axes_style("ticks"):
        figure, grid = plt.subplots(
            1, len(parts), figsize=(1.2 + 2.4 * len(parts), 3.2), sharey=True, squeeze=False,
            layout="constrained",
        )  # fmt: skip
    axes: list[Axes] = list(grid[0])
    for ax, (lever, part) in zip(axes, parts.items(), strict=True):
        _curve(ax, part)
        ax.set_xlabel(_label(str(lever)))
        finish(ax)
    axes[0].set_ylabel(MEANINGS["reach"])
    axes[0].set_ylim(bottom=0)
    named = axes[0].get_legend_handles_labels()
    figure.legend(*named, loc="outside upper left", ncols=3, frameon=False)
    return axes


def _curve(ax: Axes, part: pd.DataFrame) -> None:
    colour = PALETTE[0]
    ax.plot(part["value"], part["reach"], color=colour, lw=1.5)
    for affordable, face in ((True, colour), (False, "white")):
        points = part[part["affordable"] == affordable]
        label = "within the money" if affordable else "beyond the money"
        ax.plot(points["value"], points["reach"], "o", color=colour, mfc=face, label=label)
    best = part[part["best"]]
    if not best.empty:
        ax.axvline(best["value"].iloc[0], color="0.4", ls="--", lw=1, label="best split")


def _label(lever: str) -> str:
    return _COUNTED.get(lever) or field_label(_FIELDS.get(lever, f"rewards.{lever}"))
