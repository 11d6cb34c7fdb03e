"""Sensitivity analysis: rank the fields of a plan by Morris screening or Sobol indices."""

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..graphs.network import Network
from ..io.arguments import checked
from ..simulation.scenario import Scenario
from .design_space import (
    Dimension,
    MeasurePerRun,
    dimensions_of,
    need_confidence,
    need_values,
    plans_at,
)
from .idle_fields import idle_notes
from .progress import Progress
from .runner import Execution, need_scenario, run_plans
from .sensitivity_design import Method, design
from .sensitivity_indices import indices
from .sensitivity_result import Sensitivity

__all__ = ["Method", "Sensitivity", "sensitivity", "sensitivity_plans"]


@checked
def sensitivity(
    scenario: Scenario,
    fields: Sequence[str] | Mapping[str, Any],
    *,
    method: Method = "morris",
    samples: int | None = None,
    measure: str = "reach",
    confidence: float = 0.95,
    runs: int | None = None,
    key: int | None = None,
    network: Network | None = None,
    executor: Executor | None = None,
    cancel: threading.Event | None = None,
    progress: Progress = None,
    known: Mapping[str, NDArray[np.float64]] | None = None,
) -> Sensitivity:
    """Rank the fields of a plan by their effect on a measure.

    All points share one key: people and random numbers are the same wherever the fields leave them
    unchanged, so the differences are due to the fields. The result holds for this key; repeat it
    with another key, and so another town, to see how much that matters.

    Parameters
    ----------
    scenario : Scenario
        The plan; other fields keep their values.
    fields : sequence of str, or mapping of str to (low, high) or choices
        Dotted names. Without a range a field varies through its declared range, which is wider
        than is likely: give the range that is uncertain or that you can choose.
    method : "morris" or "sobol"
        Morris screens many fields at little cost: ``samples * (fields + 1)`` plans. Sobol splits
        the variance, interactions included: ``samples * (2 * fields + 2)`` plans. Both also run the
        plan itself and both ends of each field.
    samples : int, optional
        Trajectories of Morris (None: 16), or base points of Sobol, a power of two (None: 64).
    measure : str
        ``"reach"``, ``"cost_per_reader"``, ``"return_on_cost"`` or any of `Outcome.measures`; the
        mean over runs.
    confidence : float
        Of the intervals, which are computed by bootstrap.
    runs, key : int, optional
        As for `Scenario.run`.
    network : Network, optional
        Run all plans on this network instead of the town of each.
    executor, cancel, progress : optional
        As for `Execution`.
    known : mapping of str to array, optional
        The measure in each run (see `MeasurePerRun`) of plans already simulated, by their hash;
        see `sensitivity_plans`. They are not run again.

    Returns
    -------
    Sensitivity

    Raises
    ------
    EngagelabError
        Before the first run, if a field, range, method, measure or number is not allowed, or
        fields contradict each other at some points.

    References
    ----------
    Morris 1991, Technometrics 33(2), doi 10.1080/00401706.1991.10484804; Campolongo, Cariboni and
    Saltelli 2007, doi 10.1016/j.envsoft.2006.10.004 (``mu_star``); Saltelli et al. 2010,
    doi 10.1016/j.cpc.2009.09.018 (estimators of ``S1`` and ``ST``).

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(population={"people": 300})
    >>> levers = {"invitations.invite": (0, 0.4), "engagement.base_share": (0.05, 0.3)}
    >>> found = el.sensitivity(plan, levers, samples=4, runs=10)
    >>> found.table["field"].iloc[0]
    'engagement.base_share'
    """
    need_scenario(scenario)
    question = MeasurePerRun(measure)
    dimensions = dimensions_of(fields, on_network=network is not None)
    need_confidence(confidence)
    settings = scenario.settings_with(runs=runs, key=key)
    shares = design(method, list(fields), samples, settings.key)
    corners, points = _corners(dimensions), _points(dimensions, shares)
    plans = plans_at(scenario, [*corners, *points])
    execution = Execution(runs, key, network, executor, cancel, progress)
    answers = _answers(plans, question, execution, known or {})
    means = np.array([answer.mean() for answer in answers])
    need_values(means, measure)
    at_corners, at_points = np.split(means, [len(corners)])
    table, interactions = indices(
        method, list(fields), points=shares, answers=at_points,
        confidence=confidence, key=settings.key,
    )  # fmt: skip
    frame = pd.DataFrame(points).assign(**{measure: at_points})
    frame["standard_error"] = [_standard_error(answer) for answer in answers[len(corners) :]]
    return Sensitivity(
        method, measure, table, interactions,
        ends=_ends(dimensions, at_corners[1:], table["field"]),
        baseline=float(at_corners[0]),
        points=frame,
        notes=idle_notes(plans, list(fields), network),
    )  # fmt: skip


def sensitivity_plans(
    scenario: Scenario,
    fields: Sequence[str] | Mapping[str, Any],
    *,
    method: Method = "morris",
    samples: int | None = None,
    key: int | None = None,
    network: Network | None = None,
) -> list[Scenario]:
    """Return the plans that `sensitivity` runs for the same arguments, in their order.

    Examples
    --------
    >>> import engagelab as el
    >>> fields = ["invitations.invite", "groups.size"]
    >>> len(sensitivity_plans(el.Scenario(), fields, samples=4))
    17
    """
    dimensions = dimensions_of(fields, on_network=network is not None)
    shares = design(method, list(fields), samples, scenario.settings_with(key=key).key)
    return plans_at(scenario, [*_corners(dimensions), *_points(dimensions, shares)])


def _corners(dimensions: Sequence[Dimension]) -> list[dict[str, Any]]:
    """Return the point of the plan itself, and both ends of each dimension."""
    return [{}, *({each.name: each.at(end)} for each in dimensions for end in (0, 1))]


def _points(dimensions: Sequence[Dimension], shares: NDArray[np.float64]) -> list[dict[str, Any]]:
    return [{d.name: d.at(share) for d, share in zip(dimensions, row, strict=True)}
            for row in shares]  # fmt: skip


def _answers(
    plans: Sequence[Scenario],
    question: MeasurePerRun,
    execution: Execution,
    known: Mapping[str, NDArray[np.float64]],
) -> list[NDArray[np.float64]]:
    """Return the answers of all plans; only unknown ones are run."""
    names = [plan.hash for plan in plans] if known else [""] * len(plans)
    unknown = [plan for plan, name in zip(plans, names, strict=True) if name not in known]
    new = iter(run_plans(unknown, question, execution) if unknown else ())
    return [known[name] if name in known else next(new) for name in names]


def _standard_error(answer: NDArray[np.float64]) -> float:
    return float(answer.std(ddof=1) / np.sqrt(answer.size)) if answer.size > 1 else np.nan


def _ends(
    dimensions: Sequence[Dimension], means: NDArray[np.float64], order: "pd.Series[str]"
) -> pd.DataFrame:
    """Return the measure at both ends of each field, in this order of the fields."""
    names, low, high = zip(*((d.name, d.at(0), d.at(1)) for d in dimensions), strict=True)
    columns = {"field": names, "low": low, "high": high, "at_low": means[::2],
               "at_high": means[1::2]}  # fmt: skip
    return pd.DataFrame(columns).set_index("field").loc[list(order)].reset_index()
