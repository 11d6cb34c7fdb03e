"""The answer of one simulated town: people reached, money by kind, and the curve of the reach."""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..graphs.network import Network
from ..models.sections import ROLES
from ..simulation.outcome import COST_KINDS, Outcome
from ..simulation.scenario import Scenario

KINDS = tuple(dict.fromkeys(COST_KINDS.values()))
_NUMBERS = ("reach", "cost", "value", "joins", "memberships", "people", "employees")
COLUMNS = (*_NUMBERS, *(f"cost_{kind}" for kind in KINDS), *(f"count_{kind}" for kind in KINDS))
REACH, COST = COLUMNS.index("reach"), COLUMNS.index("cost")

Array = NDArray[np.float64]


@dataclass(frozen=True)
class TownAnswer:
    """A question to an outcome of one run: numbers of the town, and its curve.

    Employees are counted apart: the reach is that of everybody else, and the value is without that
    of employees who read.

    Attributes
    ----------
    employees : array of bool, shape (people,), or None
        Who is an employee; None: read it from the town of the plan.
    """

    employees: NDArray[np.bool_] | None = None

    def __call__(self, outcome: Outcome) -> tuple[Array, Array]:
        """Return the numbers, shape (columns,), and the people reached by each round."""
        employees = self.employees
        if employees is None:
            employees = _employees_in(outcome)
        rounds = outcome.adoption[0]
        read = np.bincount(rounds[(rounds >= 0) & ~employees], minlength=outcome.rounds)
        inside = np.count_nonzero((rounds >= 0) & employees)
        staff = np.count_nonzero(employees)
        counts = dict(zip(outcome.names, outcome.counts[0].sum(axis=1).tolist(), strict=True))
        value = sum(price * counts[name] for name, price in outcome.values.items())
        by_kind = {kind: [0.0, 0.0] for kind in KINDS}
        for name, kind in COST_KINDS.items():
            by_kind[kind][0] += outcome.costs.get(name, 0.0) * counts[name]
            by_kind[kind][1] += counts[name]
        costs = [cost for cost, _ in by_kind.values()]
        numbers = [read.sum(), sum(costs), value - inside * outcome.values["readers"],
                   counts["joiners"], counts["joins"], employees.size - staff, staff]  # fmt: skip
        things = [count for _, count in by_kind.values()]
        return np.array([*numbers, *costs, *things], float), read.cumsum().astype(float)


def employees_of(network: Network) -> NDArray[np.bool_]:
    """Return who is an employee; shape (people,)."""
    return np.equal(network.traits.role, ROLES.index("employee"))


_CACHE: OrderedDict[str, NDArray[np.bool_]] = OrderedDict()  # by the fingerprint of the town
_CACHED = 256


def _employees_in(outcome: Outcome) -> NDArray[np.bool_]:
    """Return who is an employee in the town of an outcome."""
    address = outcome.provenance["network"]["fingerprint"]
    found = _CACHE.get(address)
    if found is None:
        plan = outcome.provenance["scenario"]
        town = Scenario(population=plan["population"], groups=plan["groups"]).town(outcome.key)
        found = _CACHE[address] = employees_of(town)
        if len(_CACHE) > _CACHED:
            _CACHE.popitem(last=False)
    return found
