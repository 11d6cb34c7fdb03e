"""Responses: what plans give, each played once however often it is asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from ..engine.state import MEASURES
from ..errors import EngagelabError, listed, nearest
from ..models.declaration import is_real
from ..simulation.metrics import cost_per_reader, reach
from ..simulation.outcome import Outcome, describe
from ..simulation.scenario import Scenario
from .runner import Execution, run_plans

# what was paid for without need is a part of the cost, not a goal
GOALS = ("reach", "cost", "value", "cost_per_reader",
         *(name for name in MEASURES if not name.endswith("_anyway")))  # fmt: skip


Place = tuple[int, Any]  # a key, and what stands for the plan that is played with it


def gives(outcome: Outcome, measure: str) -> tuple[float, float]:
    """Return a measure of the whole campaign: its mean over runs, and the error of this mean.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.experiments.responses import gives
    >>> network = el.Network.from_networkx(nx.path_graph(3))
    >>> gives(el.simulate(network, el.Engagement(tie_read=0), seeds=[1], runs=2), "reach")
    (1.0, 0.0)
    """
    if measure == "cost_per_reader":
        ratio = cost_per_reader(outcome)
        return ratio["mean"], ratio["standard_error"]
    found = describe(reach(outcome) if measure == "reach" else outcome.total(measure))
    return found["mean"], found["standard_error"]


def all_gives(outcome: Outcome, measures: tuple[str, ...]) -> dict[str, float]:
    """Return some measures of an outcome, by name, with the error of each."""
    found: dict[str, float] = {}
    for name in measures:
        found[name], found[f"{name}_standard_error"] = gives(outcome, name)
    return found


def need_goal(name: str) -> None:
    """Refuse what is no measure of a plan.

    Raises
    ------
    EngagelabError
        With the nearest measure there is.
    """
    if name not in GOALS:
        hint = nearest(name, GOALS) or f"; allowed are {listed(GOALS, 40)}"
        raise EngagelabError(f"{name}: is no measure of a plan{hint}")


def amount(name: str, value: object) -> float:
    """Return a number of at least 0 as a float.

    Raises
    ------
    EngagelabError
        For anything else.

    Examples
    --------
    >>> from engagelab.experiments.responses import amount
    >>> amount("money", 5)
    5.0
    """
    found = float(value) if is_real(value) else -1.0  # type: ignore[arg-type]
    if found < 0:
        raise EngagelabError(f"{name}: {value!r} is not allowed; give a number of at least 0")
    return found


@dataclass
class Responses:
    """A memory of what plans give, by key and whatever tells the plans apart.

    Attributes
    ----------
    how : Execution
        How plans are played that were not played yet.
    measures : tuple of str
        What is kept of each: the means over runs, and their errors.
    seen : dict
        What each gave.
    """

    how: Execution
    measures: tuple[str, ...]
    seen: dict[Place, dict[str, float]] = field(default_factory=dict)

    def ask(self, plans: Mapping[Place, Scenario]) -> list[dict[str, float]]:
        """Return what some plans give, in their order; only new ones are played."""
        new = {name: plan for name, plan in plans.items() if name not in self.seen}
        if new:
            question = partial(all_gives, measures=self.measures)
            answers = run_plans(list(new.values()), question, self.how)
            self.seen.update(zip(new, answers, strict=True))
        return [self.seen[name] for name in plans]


def tendency(values: Iterable[float]) -> str:
    """Return how numbers in a row go: ``level``, ``rising``, ``falling`` or ``neither``.

    Examples
    --------
    >>> from engagelab.experiments.responses import tendency
    >>> tendency([1, 1, 2]), tendency([1, 3, 2])
    ('rising', 'neither')
    """
    steps = np.diff(np.asarray(list(values), float))
    if not steps.any():
        return "level"
    if (steps >= 0).all():
        return "rising"
    return "falling" if (steps <= 0).all() else "neither"
