"""Plot the percentages of a survey."""

from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from ..errors import EngagelabError, listed
from ..experiments import need_column
from ..io.arguments import checked
from .style import PALETTE, new_axes


@checked
def plot_facts(facts: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot survey percentages: a bar for the first population, a marker for the second.

    Bars are hatched if the figure was not seen on the survey's own pages or in copies of them.

    Parameters
    ----------
    facts : DataFrame
        Rows of ``engagelab.datasets.load("pew-2011")`` that are percentages.
    ax : Axes, optional
        Where to draw; None: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        If a column is missing, there are no rows, or a row is not a percentage.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.plots import plot_facts
    >>> facts = el.datasets.load("pew-2011").set_index("id", drop=False)
    >>> plot_facts(facts.loc[["P46", "P47"]]).get_xlabel()
    'share of respondents (%)'
    """
    _check_facts(facts)
    ax = new_axes((8.4, 0.9 + 0.6 * len(facts))) if ax is None else ax
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
    ax.set(xlabel="share of respondents (%)", xlim=(0, 100))
    ax.invert_yaxis()
    sns.despine(ax=ax)
    return ax


def _two_populations(ax: Axes, *, hatched: bool) -> None:
    """Add a legend of bars and markers above the plot."""
    title = "hatched: not seen in the survey’s own words" if hatched else None
    bar = Patch(facecolor=PALETTE[0], label="first population named")
    ax.legend(handles=[bar, *ax.lines], frameon=False, loc="lower left", bbox_to_anchor=(0, 1),
              ncols=2, title=title, alignment="left")  # fmt: skip


def _check_facts(facts: pd.DataFrame) -> None:
    for name in ("id", "value", "comparison", "unit", "population", "wording", "provenance"):
        need_column(facts, name)
    others = facts.loc[facts["unit"] != "%", "id"]
    if len(others):
        raise EngagelabError(f"facts: {listed(others)} are not percentages; leave them out")
    if facts.empty:
        raise EngagelabError("facts: has no rows; give some of load('pew-2011')")


def _write_values(ax: Axes, facts: pd.DataFrame) -> None:
    pairs = zip(facts["value"], facts["comparison"], strict=True)
    for place, (value, other) in enumerate(pairs):
        text = f"{value:g}" if np.isnan(other) else f"{value:g} : {other:g}"
        ax.text(np.nanmax([value, other]) + 2.5, place, text, va="center", fontsize=9)


def _wrapped(row: "pd.Series[Any]") -> str:
    lines = [*wrap(f"{row['id']}  {row['wording']}", 60), *wrap(f"({row['population']})", 60)]
    return "\n".join(lines)
