"""Simulate many plans in the background and store their results.

A plan is simulated once, whichever tab asks for it: a table, a curve or a ranking.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import refused
from ...experiments.design_space import PerRun
from ...experiments.designs import designed
from ...experiments.runner import Execution, played, summary_row
from ...experiments.store import framed, settled
from ...graphs.network import Network
from ...simulation.outcome import Outcome
from ...simulation.scenario import Scenario
from .jobs import Job, Jobs

# measure: whether a higher value is better
MEASURES = {"reach": True, "cost_per_reader": False, "return_on_cost": True}
MOST_CELLS = 400  # of a sweep that is started with a click
_MAX_RESULTS = 5_000

Cell = tuple[dict[str, Any], Scenario]


@dataclass(frozen=True)
class PlanResult:
    """The summary of a simulated plan.

    Attributes
    ----------
    row : dict
        The row of a sweep.
    runs : dict of str to array of float64
        Each of `MEASURES`, run by run.
    """

    row: dict[str, Any]
    runs: dict[str, NDArray[np.float64]]

    @classmethod
    def of(cls, outcome: Outcome) -> "PlanResult":
        """Return the summary of an outcome."""
        return cls(summary_row(outcome), {name: PerRun(name)(outcome) for name in MEASURES})


@dataclass
class Exploration:
    """The results of all plans simulated in the background, and the job that is running.

    It outlives a change of language, which makes all tabs anew.

    Attributes
    ----------
    jobs : Jobs
        The long jobs.
    results : dict of str to PlanResult
        The results by the hash of a plan, which includes its runs and key.
    chosen : dict
        The values chosen in the forms, by tab and name.
    """

    jobs: Jobs = field(default_factory=Jobs)
    results: dict[str, PlanResult] = field(default_factory=dict)
    chosen: dict[str, Any] = field(default_factory=dict)

    def simulate(self, plans: Sequence[Scenario], network: Network | None, job: Job) -> None:
        """Simulate the plans that have no result yet; the job can pause or cancel the work."""
        names = [plan.hash for plan in plans]
        missing = {
            name: plan for name, plan in zip(names, plans, strict=True) if name not in self.results
        }
        ahead, order = len(plans) - len(missing), list(missing)
        self._make_room(names)
        job.report(ahead, len(plans))

        def store(place: int, result: PlanResult) -> None:
            self.results[order[place]] = result

        execution = Execution(
            network=network,
            cancel=job.gate,
            progress=lambda done, _: job.report(ahead + done, len(plans)),
        )
        played(list(missing.values()), PlanResult.of, execution, done=store)

    def frame(self, cells: Sequence[Cell]) -> pd.DataFrame:
        """Return the simulated cells as a table like that of `sweep`."""
        results = self.known([plan for _, plan in cells])
        rows = [
            (number, place | result.row)
            for number, ((place, _), result) in enumerate(zip(cells, results, strict=True))
            if result is not None
        ]
        return framed(rows)

    def known(self, plans: Sequence[Scenario]) -> list[PlanResult | None]:
        """Return the result of each plan; None if it has not been simulated."""
        return [self.results.get(plan.hash) for plan in plans]

    def close(self) -> None:
        """Cancel the running job."""
        self.jobs.close()

    def _make_room(self, needed: Sequence[str]) -> None:
        """Delete the oldest results beyond the limit, except needed ones."""
        others = [name for name in self.results if name not in set(needed)]
        for name in others[: max(0, len(self.results) + len(needed) - _MAX_RESULTS)]:
            del self.results[name]


def cells_of(plan: Scenario, fields: Mapping[str, Sequence[Any]]) -> list[Cell]:
    """Return the cells of a sweep of a plan, each with its validated plan.

    Raises
    ------
    EngagelabError
        If there are too many cells, or a value is refused.
    """
    number = math.prod(len(values) for values in fields.values())
    if number > MOST_CELLS:
        raise refused("cells", "too_many_cells", cells=number, most=MOST_CELLS)
    return [settled(plan, place) for place in designed(fields).places()]
