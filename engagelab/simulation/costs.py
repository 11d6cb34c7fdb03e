"""Cost metrics of an outcome: cost per reader, return on cost, and break-even."""

import numpy as np

from ..errors import EngagelabError
from .outcome import Outcome
from .ratios import ratio


def cost_per_reader(outcome: Outcome) -> dict[str, float]:
    """Return the mean cost over the mean reach, with its standard error."""
    return ratio(outcome.total("cost"), outcome.total("readers"))


def return_on_cost(outcome: Outcome) -> dict[str, float]:
    """Return (value - cost) / cost, as a ratio of means over runs with its standard error."""
    cost = outcome.total("cost")
    return ratio(outcome.total("value") - cost, cost)


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
