"""Plot the results of sensitivity and uncertainty analysis."""

from itertools import pairwise

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..experiments.sensitivity import Sensitivity
from ..experiments.uncertainty import Uncertainty
from ..io.arguments import checked
from .style import COUNTED, MEANINGS, PALETTE, field_label, need, new_axes, number

_SOURCES = {
    "priors": "unknown fields",
    "key": "town and who starts",
    "runs": "run to run",
}


@checked
def plot_tornado(sensitivity: Sensitivity, *, ax: Axes | None = None) -> Axes:
    """Plot the measure at the low and high end of each field, the others as in the plan.

    The field with the largest effect is on top. Each end of a bar is labelled with the value of the
    field there; the line is the plan itself.

    Parameters
    ----------
    sensitivity : Sensitivity
        From `engagelab.experiments.sensitivity`.
    ax : Axes, optional
        Where to draw; None: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        If `sensitivity` is not a Sensitivity.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.plots import plot_tornado
    >>> plan = el.Scenario(population={"people": 300})
    >>> found = el.sensitivity(plan, ["invitations.invite"], samples=2, runs=5)
    >>> plot_tornado(found).get_xlabel()
    'people reached (mean of runs)'
    """
    need(sensitivity, Sensitivity, "sensitivity")
    ends = sensitivity.ends
    wide = (ends["at_high"] - ends["at_low"]).abs()
    ends = ends.loc[wide.sort_values(ascending=False, kind="stable").index]
    ax = new_axes((7.2, 1.2 + 0.5 * len(ends))) if ax is None else ax
    for place, row in enumerate(ends.itertuples(index=False)):
        for end, colour, hatch in (("low", PALETTE[0], ""), ("high", PALETTE[1], "///")):
            at = getattr(row, f"at_{end}")
            ax.barh(place, at - sensitivity.baseline, 0.6, sensitivity.baseline, color=colour,
                    hatch=hatch, edgecolor="white", label=f"field at its {end} end")  # fmt: skip
            right = at >= sensitivity.baseline
            ax.annotate(number(getattr(row, end)), (at, place), (4 if right else -4, 0),
                        textcoords="offset points", ha="left" if right else "right",
                        va="center", fontsize=8)  # fmt: skip
    ax.axvline(sensitivity.baseline, color="black", lw=1)
    ax.set_yticks(range(len(ends)), [field_label(name) for name in ends["field"]])
    ax.set(xlabel=_meaning(sensitivity.measure))
    ax.xaxis.set_major_formatter(COUNTED)
    ax.margins(x=0.12)
    ax.invert_yaxis()
    handles = ax.get_legend_handles_labels()[0][:2]
    ax.legend(handles=handles, frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    sns.despine(ax=ax)
    return ax


@checked
def plot_interactions(sensitivity: Sensitivity, *, ax: Axes | None = None) -> Axes:
    """Plot the share of the variance due to each field alone and to each pair.

    The diagonal shows the fields (S1), the triangle below it the pairs (S2); a number in brackets
    has an interval that contains 0.

    Parameters
    ----------
    sensitivity : Sensitivity
        From `engagelab.experiments.sensitivity` by Sobol's method, of two fields or more.
    ax : Axes, optional
        Where to draw; None: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        If `sensitivity` is not a Sensitivity, or has no interactions.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.plots import plot_interactions
    >>> plan = el.Scenario(population={"people": 300})
    >>> fields = ["invitations.invite", "engagement.base_share"]
    >>> found = el.sensitivity(plan, fields, method="sobol", samples=4, runs=5)
    >>> len(plot_interactions(found).texts)
    3
    """
    need(sensitivity, Sensitivity, "sensitivity")
    if sensitivity.interactions.empty:
        raise EngagelabError(
            "sensitivity: has no interactions; give one of two or more fields with method='sobol'"
        )
    names = list(sensitivity.table["field"])
    values, texts = _grid(sensitivity, names)
    ax = new_axes((2.4 + 0.9 * len(names), 1.8 + 0.7 * len(names))) if ax is None else ax
    labels = [field_label(name, unit=False) for name in names]
    mesh = ax.pcolormesh(values, cmap="vlag", vmin=-1, vmax=1, edgecolors="white", linewidth=1)
    for (row, column), text in np.ndenumerate(texts):
        if text:
            dark = abs(values[row, column]) > 0.6
            ax.text(column + 0.5, row + 0.5, text, ha="center", va="center",
                    color="white" if dark else "black")  # fmt: skip
    places = np.arange(len(names)) + 0.5
    ax.set_xticks(places, labels, rotation=30, ha="right")
    ax.set_yticks(places, labels)
    ax.invert_yaxis()
    words = sensitivity.measure.replace("_", " ")
    ax.figure.colorbar(mesh, ax=ax, label=f"share of the variance of {words}")
    sns.despine(ax=ax, left=True, bottom=True)
    return ax


def _grid(
    sensitivity: Sensitivity, names: list[str]
) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
    values = np.full((len(names), len(names)), np.nan)
    texts = np.full(values.shape, "", object)
    entries = [
        (name, name, index, low, high)
        for name, index, low, high in sensitivity.table[
            ["field", "S1", "S1_low", "S1_high"]
        ].itertuples(index=False)
    ]
    pairs = sensitivity.interactions[["field", "other", "S2", "S2_low", "S2_high"]]
    entries += list(pairs.itertuples(index=False, name=None))
    for one, other, index, low, high in entries:
        column, row = sorted((names.index(one), names.index(other)))
        values[row, column] = index
        texts[row, column] = f"({index:.2f})" if low <= 0 <= high else f"{index:.2f}"
    return values, texts


@checked
def plot_uncertainty(uncertainty: Uncertainty, *, ax: Axes | None = None) -> Axes:
    """Plot the share of the variance of an outcome due to each source of uncertainty.

    Parameters
    ----------
    uncertainty : Uncertainty
        From `engagelab.propagate`.
    ax : Axes, optional
        Where to draw; None: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        If `uncertainty` is not an Uncertainty.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.plots import plot_uncertainty
    >>> from engagelab.uncertainty import uniform
    >>> plan = el.Scenario(population={"people": 300})
    >>> found = el.propagate(plan, {"invitations.invite": uniform(0, 0.4)}, samples=8, runs=5)
    >>> plot_uncertainty(found).get_xlabel()
    'share of the variance of reach (%)'
    """
    need(uncertainty, Uncertainty, "propagate")
    parts = uncertainty.parts
    ax = new_axes((7.2, 1.9)) if ax is None else ax
    edges = np.concatenate([[0], 100 * parts["share"].cumsum()])
    hatches = ("", "///", "...")
    spans = zip(parts["source"], pairwise(edges), PALETTE, hatches, strict=False)
    for source, (left, right), colour, hatch in spans:
        label = f"{_SOURCES[source]}: {right - left:.0f}%"
        ax.barh(0, right - left, 0.6, left, color=colour, hatch=hatch, edgecolor="white",
                label=label)  # fmt: skip
    words = uncertainty.measure.replace("_", " ")
    ax.set(xlabel=f"share of the variance of {words} (%)", xlim=(0, 100), yticks=[])
    ax.set_title(
        f"{words}: {uncertainty.mean:,.4g}, {100 * uncertainty.confidence:.3g}% of campaigns "
        f"within {uncertainty.low:,.4g} to {uncertainty.high:,.4g}", fontsize=9, loc="left", y=1.2,
    )  # fmt: skip
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, fontsize=8)
    sns.despine(ax=ax, left=True)
    return ax


def _meaning(measure: str) -> str:
    return MEANINGS.get(measure, f"{measure.replace('_', ' ')} (mean of runs)")
