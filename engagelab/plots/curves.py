"""Plot a measure round by round."""

from collections.abc import Mapping
from itertools import cycle

from matplotlib.axes import Axes

from ..errors import EngagelabError, listed, nearest
from ..io.arguments import checked
from ..simulation.metrics import curve
from ..simulation.outcome import Outcome
from .style import PALETTE, STYLES, finish, new_axes

_MONEY = ("cost", "value", "paid_anyway")


@checked
def plot_curve(
    outcomes: Outcome | Mapping[str, Outcome], measure: str = "reach", *, ax: Axes | None = None
) -> Axes:
    """Plot a measure round by round: the median of the runs and the band of 90 % of them.

    Parameters
    ----------
    outcomes : Outcome or mapping of str to Outcome
        One outcome, or several by their labels.
    measure : str
        ``"reach"``, the people reached so far, or any of `Outcome.measures`, per round.
    ax : Axes, optional
        Where to draw; None: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        If the measure is unknown, or `outcomes` holds anything but outcomes.

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
    ax = new_axes((6.4, 4.0)) if ax is None else ax
    styles = zip(cycle(PALETTE), cycle(STYLES), strict=False)
    for (label, outcome), (colour, style) in zip(several.items(), styles, strict=False):
        frame = curve(outcome, [measure])
        rounds = frame["round"]
        ax.fill_between(rounds, frame["low"], frame["high"], color=colour, alpha=0.2, lw=0)
        ax.plot(rounds, frame["median"], style, color=colour, lw=2, label=label)
    ax.set(xlabel="round (days)", ylabel=_label(measure), xlim=(0, rounds.max()))
    ax.set_ylim(bottom=0)
    finish(ax)
    if isinstance(outcomes, Mapping):
        ax.legend(frameon=False, title="median, and 90% of runs", alignment="left")
    return ax


def _check_outcomes(outcomes: Mapping[str, Outcome], measure: str) -> None:
    if not outcomes:
        raise EngagelabError("outcomes: is empty; give an Outcome, or a mapping of labels to them")
    for label, outcome in outcomes.items():
        if not isinstance(outcome, Outcome):
            where = f"outcomes[{label!r}]" if label else "outcomes"
            raise EngagelabError(
                f"{where}: {outcome!r} is not an Outcome; give one returned by simulate or run"
            )
        known = ("reach", *outcome.measures)
        if measure not in known:
            hint = nearest(measure, known) or f"; allowed are {listed(known, 40)}"
            raise EngagelabError(f"measure: {measure!r} is not known{hint}")


def _label(measure: str) -> str:
    if measure == "reach":
        return "people reached so far"
    if measure == "members":
        return "memberships"
    words = measure.replace("_", " ")
    return f"{words} (money per round)" if measure in _MONEY else f"{words} per round"
