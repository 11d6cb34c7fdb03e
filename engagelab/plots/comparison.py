"""Plot the lift of each variant of a comparison, with its interval."""

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..experiments import Comparison
from ..io.arguments import checked
from .style import COUNTED, MEANINGS, PALETTE, STEPS, finish, need, new_axes

_UNRESOLVED = "0.45"  # a grey that differs from the first colour in print too


@checked
def plot_comparison(comparison: Comparison, *, ax: Axes | None = None) -> Axes:
    """Plot each variant's lift with its interval, and a line at no difference.

    Parameters
    ----------
    comparison : Comparison
        From `compare`.
    ax : Axes, optional
        Where to draw; None: on a new figure.

    Returns
    -------
    Axes
        One point per variant, the first on top: filled if the lift is resolved, hollow and grey
        if not.

    Raises
    ------
    EngagelabError
        If `comparison` is not a Comparison.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.plots import plot_comparison
    >>> plan = el.Scenario(population={"people": 500})
    >>> found = el.compare(plan, {"more": plan.replace({"invitations.invite": 0.4})}, runs=10)
    >>> [label.get_text() for label in plot_comparison(found).get_yticklabels()]
    ['more']
    """
    need(comparison, Comparison, "compare")
    lifts = comparison.table.iloc[1:]
    ax = new_axes((6.4, 1.4 + 0.45 * len(lifts))) if ax is None else ax
    ax.axvline(0, color="0.3", lw=1, ls="--", zorder=0)
    for i, row in enumerate(lifts.to_dict("records")):
        colour = PALETTE[0] if row["resolved"] else _UNRESOLVED
        ends = [[row["lift"] - row["low"]], [row["high"] - row["lift"]]]
        ax.errorbar(
            row["lift"], i, xerr=ends, fmt="o", ms=7, color=colour, capsize=4, lw=2,
            mfc=colour if row["resolved"] else "white",
        )  # fmt: skip
    finish(ax)
    ax.set_yticks(range(len(lifts)), [str(name) for name in lifts["plan"]])
    ax.set_ylim(len(lifts) - 0.5, -0.5)
    ax.xaxis.set_major_locator(MaxNLocator("auto", steps=STEPS))
    ax.xaxis.set_major_formatter(COUNTED)
    baseline = "the baseline" if comparison.baseline == "baseline" else comparison.baseline
    intervals = f"{100 * comparison.confidence:.10g}% intervals"
    ax.set(xlabel=f"{MEANINGS['lift']}, against {baseline} ({intervals})")
    return ax
