"""Style shared by all plots: colours, line styles, number formats, labels of columns."""

from typing import Any

import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..errors import EngagelabError
from ..simulation.scenario import Scenario

PALETTE: list[tuple[float, float, float]] = list(sns.color_palette("colorblind"))
STYLES = ("-", "--", "-.", ":")
STEPS = (1, 2, 5, 10)
COUNTED = FuncFormatter(lambda number, _: f"{number:,.10g}")
MEANINGS = {
    "reach": "people reached (mean of runs)",
    "reach_median": "people reached (median of runs)",
    "reach_low": "people reached (5% of runs reach fewer)",
    "reach_high": "people reached (95% of runs reach fewer)",
    "cost_per_reader": "cost per person reached (money)",
    "lift": "additional people reached",
}


def need(result: object, kind: type, function: str) -> None:
    """Raise EngagelabError unless the result is of this kind, which a function returns."""
    if not isinstance(result, kind):
        name = kind.__name__
        raise EngagelabError(
            f"{name.lower()}: {result!r} is not of type {name}; give the result of {function}"
        )


def new_axes(size: tuple[float, float]) -> Axes:
    """Return axes on a new figure of this size, in inches."""
    with sns.axes_style("ticks"):
        _, ax = plt.subplots(figsize=size, layout="constrained")
    return ax


def finish(ax: Axes, *, whole: bool = True) -> None:
    """Remove the frame, and set the ticks of the vertical axis: whole numbers if it counts."""
    sns.despine(ax=ax)
    ax.yaxis.set_major_locator(MaxNLocator("auto", integer=whole, steps=STEPS))
    ax.yaxis.set_major_formatter(COUNTED)


def field_label(name: str, *, unit: bool = True) -> str:
    """Return the label of a field with its unit; any other column's name in words."""
    field = Scenario.fields().get(name)
    if field is None:
        return name.replace("_", " ")
    return f"{field.label} ({field.unit})" if unit and field.unit else field.label


def number(value: Any) -> str:
    """Return a value as text."""
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)
