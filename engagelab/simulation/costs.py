"""Cost metrics of an outcome: by kind, per reader and member, return on cost, and break-even."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..errors import EngagelabError
from ..io.arguments import checked
from ..io.lazy import late
from .outcome import Outcome, describe
from .ratios import ratio

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = late("pandas")


@checked
def cost_by_kind(outcome: Outcome) -> pd.DataFrame:
    """Return the distribution of each kind of cost over the runs.

    Returns
    -------
    DataFrame
        One row for each kind that the model has, whether or not it occurred: ``kind``, ``mean``,
        ``median``, ``low``, ``high`` and ``standard_error``, in money. The means add up to the mean
        cost.

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(population={"people": 300}, campaign={"posts": [{"seeds": 5}]})
    >>> costs = el.metrics.cost_by_kind(plan.run(runs=4)).set_index("kind")["mean"]
    >>> float(costs["posts"]), float(costs["seeds"])
    (200.0, 100.0)
    """
    kinds = outcome.cost_kinds
    rows = [{"kind": kind} | describe(outcome.total(f"cost of {kind}")) for kind in kinds]
    return pd.DataFrame(rows, columns=["kind", "mean", "median", "low", "high", "standard_error"])


@checked
def cost_per_reader(outcome: Outcome) -> dict[str, float]:
    """Return the mean cost over the mean reach, with its standard error."""
    return ratio(outcome.total("cost"), outcome.total("readers"))


@checked
def return_on_cost(outcome: Outcome) -> dict[str, float]:
    """Return (value - cost) / cost, as a ratio of means over runs with its standard error."""
    cost = outcome.total("cost")
    return ratio(outcome.total("value") - cost, cost)


@checked
def break_even(outcome: Outcome) -> dict[str, float]:
    """Return the round and the value of a reader at which the campaign breaks even.

    Returns
    -------
    dict
        ``round``: the first round by which the mean value reaches the mean cost, missing if there
        is none. ``value_per_reader``: the value of a reader at which value equals cost, with all
        other values unchanged. ``share_of_runs``: the share of runs whose value covers their cost.

    Raises
    ------
    EngagelabError
        For a model without costs and values, which are those of `Engagement`.
    """
    if "readers" not in outcome.values:
        raise EngagelabError(
            "break_even: the outcome has no costs and values, which only an Engagement has; "
            "simulate one, such as Engagement(value_reader=2)"
        )
    so_far = {name: outcome.measure(name).mean(axis=0).cumsum() for name in ("cost", "value")}
    covered = (so_far["value"] >= so_far["cost"]) & (so_far["cost"] > 0)
    cost, value, readers = (outcome.total(name) for name in ("cost", "value", "readers"))
    reach = readers.mean()
    others = value.mean() - reach * outcome.values["readers"]
    return {
        "round": float(covered.argmax()) if covered.any() else np.nan,
        "value_per_reader": float((cost.mean() - others) / reach) if reach else np.nan,
        "share_of_runs": float((value >= cost).mean()),
    }
