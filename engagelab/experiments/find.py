"""Goal seek: the values of a field at which a plan reaches a target."""

import math
import threading
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..errors import EngagelabError
from ..graphs.network import Network
from ..io.arguments import checked
from ..models.declaration import LARGEST_KEY, Parameter, whole_number
from ..simulation.scenario import Scenario
from .design_space import movable_field
from .executors import DaskClient
from .progress import Progress
from .responses import ResponseCache, need_amount, need_target
from .root_finding import RootSearch
from .runner import Execution, need_scenario


@dataclass(frozen=True)
class Solutions:
    """The values of a field at which a plan reaches a target, with their uncertainty over keys.

    Attributes
    ----------
    field, measure : str
        The field that varies, and the measure with the target.
    target : float
        The amount of the measure to reach.
    table : DataFrame
        One row per solution: ``solution`` (its number), ``direction``, ``value`` (the median over
        keys), ``low`` and ``high`` (5 and 95 % of the keys that have it), ``keys`` (their number),
        ``of`` (the number of all keys). Empty if no value reaches the target.
    by_key : DataFrame
        The solutions of each key: ``key``, ``solution``, ``direction``, ``value``, ``gives``.
    response : DataFrame
        All points simulated: ``key``, the field, the measure, its ``standard_error`` over runs.
    monotone : str
        The trend of the measure over all points of all keys: ``rising``, ``falling``, ``level``,
        ``neither``; ``choice`` if the values have no order.
    closest : dict
        Of the values simulated at every key, the ``value`` whose mean over keys comes closest to
        the target, and what it ``gives``.

    Notes
    -----
    Directions: ``rising``, the smallest value that is enough, beyond which the measure is enough;
    ``falling``, the largest value that is still enough; ``all``, every value simulated is enough,
    and the lowest is given; ``choice``, this choice is enough.
    """

    field: str
    measure: str
    target: float
    table: pd.DataFrame
    by_key: pd.DataFrame
    response: pd.DataFrame
    monotone: str
    closest: dict[str, Any]

    @property
    def says(self) -> str:
        """The answer in words."""
        label = Scenario.field(self.field).label
        goal = f"{self.measure.replace('_', ' ')} of {self.target:,g}"
        if self.table.empty:
            return (
                f"No simulated value of {label} gives a {goal}; the closest is "
                f"{_number(self.closest['value'])}, which gives {self.closest['gives']:,.6g}."
            )
        solutions = "; ".join(_sentence(row) for row in self.table.to_dict("records"))
        text = f"{label[0].upper()}{label[1:]} for a {goal}: {solutions}."
        if self.monotone == "neither":
            text += (
                " The response is not monotone: there may be more solutions between the simulated "
                "values."
            )
        return text


@checked
def find(
    scenario: Scenario,
    field: str,
    *,
    reach: float | None = None,
    within: tuple[float, float] | None = None,
    points: int = 9,
    runs: int | None = None,
    key: int | None = None,
    keys: int = 8,
    network: Network | None = None,
    executor: Executor | DaskClient | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
    **measures: float,
) -> Solutions:
    """Find every value of a field at which a plan reaches a target.

    The plan is simulated on a grid of values; then every two neighbours of which one is enough and
    one is not are bisected, to three digits or to neighbouring whole numbers. With one key the runs
    share their random numbers, so the response has no noise: it is a step function. With several
    keys each is solved separately, and the spread of their answers is the uncertainty.

    Parameters
    ----------
    scenario : Scenario
        The plan; other fields keep their values.
    field : str
        The dotted name of a number, a yes or no, or a choice.
    reach : float, optional
        The target: mean people reached.
    within : (low, high), optional
        The range to search; None: the declared range.
    points : int
        Number of values of the grid, both ends included.
    runs, key : int, optional
        As for `Scenario.run`; the first key.
    keys : int
        Number of keys to solve: key, key + 1, and so on, each with its own town.
    network : Network, optional
        Run on this network instead of the town of each key.
    executor, cancel : optional
        As for `Execution`.
    progress : optional
        As for `Execution`; it covers the grid, not the few plans of the bisection.
    **measures : float
        Instead of reach, one other measure with its target, such as ``cost=2_000`` or ``joins=50``.
        A value is enough if it gives at least the target.

    Returns
    -------
    Solutions

    Raises
    ------
    EngagelabError
        If there is not exactly one target, a name is unknown, the field has no range, or a number
        is out of bounds.
    Cancelled
        If `cancel` was set.

    Notes
    -----
    Two crossings between neighbouring values of the grid cannot be seen; increase `points` to find
    them.

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(population={"people": 300})
    >>> found = el.find(plan, "population.prospects", reach=1_000, points=3, runs=2, keys=2)
    >>> found.table.empty, found.says.startswith("No simulated value of prospects")
    (True, True)
    """
    need_scenario(scenario)
    measure, target = _target(reach, measures)
    parameter = movable_field(field, on_network=network is not None)
    grid = _grid(parameter, within, points, field)
    first = scenario.settings_with(runs=runs, key=key).key
    whole_number("keys", keys, 1, 1000)
    whole_number("key", first, 0, LARGEST_KEY - keys + 1)
    execution = Execution(runs, None, network, executor, cancel, progress)
    cache = ResponseCache(execution, (measure,))
    search = RootSearch(scenario, field, parameter, measure, target, cache)
    search.run(grid, range(first, first + keys))
    return Solutions(field, measure, target, **search.solutions(grid))


def _number(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.4g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else repr(value)


def _sentence(row: dict[Any, Any]) -> str:
    forms = {"rising": "from {} up (rising)", "falling": "up to {} (falling)",
             "all": "every simulated value, from {} up", "choice": "{}"}  # fmt: skip
    text = forms[row["direction"]].format(_number(row["value"]))
    if row["direction"] in ("rising", "falling"):
        text += f", {_number(row['low'])} to {_number(row['high'])} over keys"
    return f"{text}, at {row['keys']} of {row['of']} keys"


# --- checks ----------------------------------------------------------------------------------


def _target(reach: float | None, measures: dict[str, float]) -> tuple[str, float]:
    targets = ({} if reach is None else {"reach": reach}) | measures
    for name in targets:
        need_target(name)
    if len(targets) != 1:
        text = f"{' and '.join(targets)} are several targets" if targets else "is missing"
        raise EngagelabError(f"target: {text}; give exactly one, such as reach=5_000")
    ((measure, target),) = targets.items()
    return measure, need_amount(measure, target)


def _grid(
    parameter: Parameter, within: tuple[float, float] | None, points: int, field: str
) -> list[Any]:
    """Return the values of the grid, in order."""
    whole_number("points", points, 2, 10_000)
    if parameter.choices:
        if within is not None:
            raise EngagelabError(f"within: {field} is a choice and has no range; leave it out")
        return list(parameter.choices)
    if parameter.type not in (int, float) or parameter.low is None or parameter.high is None:
        raise EngagelabError(f"{field}: is not a number with a range; choose a field that is")
    low, high = _bounds(parameter, within)
    if parameter.type is int:
        low, high = math.ceil(low), math.floor(high)
        if low >= high:
            raise EngagelabError(
                f"within: {within!r} does not contain two whole numbers; give a wider range"
            )
        return sorted({low + (high - low) * i // (points - 1) for i in range(points)})
    return [float(value) for value in np.linspace(low, high, points)]


def _bounds(parameter: Parameter, within: tuple[float, float] | None) -> tuple[float, float]:
    assert parameter.low is not None  # _grid has refused others
    assert parameter.high is not None
    if within is None:
        return parameter.low, parameter.high
    try:
        low, high = within
        valid = bool(parameter.low <= low < high <= parameter.high)
    except (TypeError, ValueError):
        valid = False
    if not valid:
        raise EngagelabError(
            f"within: {within!r} is not allowed; give (low, high), each {parameter.allowed}"
        )
    return low, high
