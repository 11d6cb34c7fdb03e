"""Responses: the mean measures of plans, cached so that no plan is simulated twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from ..engine.measures import MEASURES
from ..errors import EngagelabError, listed, nearest
from ..models.declaration import is_real
from ..simulation.metrics import cost_per_reader, reach
from ..simulation.outcome import Outcome, describe
from ..simulation.scenario import Scenario
from .runner import Execution, run_plans

# money that was paid without need is a part of the cost, not a target
TARGETS = ("reach", "cost", "value", "cost_per_reader",
           *(name for name in MEASURES if not name.endswith("_anyway")))  # fmt: skip

CacheKey = tuple[int, Any]  # the run's key, and an identifier of the plan


def response_row(outcome: Outcome, measures: tuple[str, ...]) -> dict[str, float]:
    """Return the mean of each measure by its name, and its error as ``{name}_standard_error``.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.experiments.responses import response_row
    >>> network = el.Network.from_networkx(nx.path_graph(3))
    >>> outcome = el.simulate(network, el.Engagement(tie_read=0), seeds=[1], runs=2)
    >>> response_row(outcome, ("reach",))
    {'reach': 1.0, 'reach_standard_error': 0.0}
    """
    row: dict[str, float] = {}
    for name in measures:
        if name == "cost_per_reader":
            statistics = cost_per_reader(outcome)
        else:
            statistics = describe(reach(outcome) if name == "reach" else outcome.total(name))
        row |= {name: statistics["mean"], f"{name}_standard_error": statistics["standard_error"]}
    return row


def need_target(name: str) -> None:
    """Raise EngagelabError unless this measure can be a target, with the nearest that can."""
    if name not in TARGETS:
        hint = nearest(name, TARGETS) or f"; allowed are {listed(TARGETS, 40)}"
        raise EngagelabError(f"{name}: is not a measure of a plan{hint}")


def need_amount(name: str, value: object) -> float:
    """Return a number of at least 0 as a float; raise EngagelabError for anything else.

    Examples
    --------
    >>> from engagelab.experiments.responses import need_amount
    >>> need_amount("money", 5)
    5.0
    """
    amount = float(value) if is_real(value) else -1.0  # type: ignore[arg-type]
    if amount < 0:
        raise EngagelabError(f"{name}: {value!r} is not allowed; give a number of at least 0")
    return amount


@dataclass
class ResponseCache:
    """The responses of all plans simulated so far.

    Attributes
    ----------
    execution : Execution
        How new plans are run.
    measures : tuple of str
        The measures to keep of each plan.
    rows : dict
        The `response_row` of each plan, by the run's key and an identifier of the plan.
    """

    execution: Execution
    measures: tuple[str, ...]
    rows: dict[CacheKey, dict[str, float]] = field(default_factory=dict)

    def evaluate(self, plans: Mapping[CacheKey, Scenario]) -> list[dict[str, float]]:
        """Return the response of each plan, in their order; only new plans are run."""
        new = {name: plan for name, plan in plans.items() if name not in self.rows}
        if new:
            question = partial(response_row, measures=self.measures)
            answers = run_plans(list(new.values()), question, self.execution)
            self.rows.update(zip(new, answers, strict=True))
        return [self.rows[name] for name in plans]


def trend(values: Iterable[float]) -> str:
    """Return whether values in a row are ``level``, ``rising``, ``falling`` or ``neither``.

    Examples
    --------
    >>> from engagelab.experiments.responses import trend
    >>> trend([1, 1, 2]), trend([1, 3, 2])
    ('rising', 'neither')
    """
    steps = np.diff(np.asarray(list(values), float))
    if not steps.any():
        return "level"
    if (steps >= 0).all():
        return "rising"
    return "falling" if (steps <= 0).all() else "neither"
