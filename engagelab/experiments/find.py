"""Goal seek: the values of a field at which a plan reaches its target."""

import math
import threading
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..errors import EngagelabError
from ..graphs.network import Network
from ..models.declaration import LARGEST_KEY, Parameter, whole_number
from ..simulation.scenario import Scenario
from .executors import Client
from .progress import Progress
from .responses import Responses, amount, need_goal
from .root_finding import Search
from .runner import Execution, need_scenario


@dataclass(frozen=True)
class Solutions:
    """Every value at which a plan reaches its target, and how sure that is.

    Attributes
    ----------
    field, measure : str
        What was moved, and what was to be reached.
    target : float
        How much of it.
    table : DataFrame
        One row a solution: ``solution`` (its number), ``direction``, ``value`` (the median over
        keys), ``low`` and ``high`` (5 and 95 % of the keys that have it), ``keys`` (at how many it
        exists), ``of`` (how many were asked). Empty where no value reaches the target.
    by_key : DataFrame
        The same for each key: ``key``, ``solution``, ``direction``, ``value``, ``gives``.
    response : DataFrame
        All points played: ``key``, the field, the measure, its ``standard_error`` over runs.
    monotone : str
        How the measure goes with the field on all points of all keys: ``rising``, ``falling``,
        ``level``, ``neither``; ``choice`` where values have no order.
    closest : dict
        The value whose mean over the keys comes closest to the target, and what it ``gives``, of
        the values played at every key.

    Notes
    -----
    Directions: ``rising``, the smallest value that is enough, from which on the measure is enough;
    ``falling``, the largest value that is still enough; ``all``, every value played is enough,
    and the lowest is named; ``choice``, this choice is enough.
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
        goal = f"{self.measure.replace('_', ' ')} of {self.target:,g}"
        if self.table.empty:
            return (
                f"No value of {self.field} played reaches a {goal}; closest is "
                f"{_shown(self.closest['value'])}, which gives {self.closest['gives']:,.6g}."
            )
        found = "; ".join(_told(row) for row in self.table.to_dict("records"))
        text = f"{self.field} for a {goal}: {found}."
        if self.monotone == "neither":
            text += " The response is not monotone: between points played there may be more."
        return text


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
    executor: Executor | Client | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
    **measures: float,
) -> Solutions:
    """Find every value of a field at which a plan reaches a target.

    A grid first; then each two neighbours of which one is enough and one is not are brought
    together by bisection, to three digits or to neighbouring whole numbers. With one
    key the runs share their coins, so that the response is without noise: a step function. Each of
    several keys is solved by itself; how far their answers lie apart is the uncertainty.

    Parameters
    ----------
    scenario : Scenario
        The plan; all but the field stays as it is.
    field : str
        The dotted name of a number, a yes or no, or a choice.
    reach : float, optional
        The people to be reached, in the mean of the runs.
    within : (low, high), optional
        Where to look; none: the declared range.
    points : int
        Points of the grid, both ends included.
    runs, key : int, optional
        As for `Scenario.run`; the first key.
    keys : int
        How many keys are solved: key, key + 1, and so on, each with a town of its own.
    network : Network, optional
        Play on these people instead of the town of each key.
    executor, cancel : optional
        As for `Execution`.
    progress : optional
        As for `Execution`; it is told of the grid, not of the few plans that bisection adds.
    **measures : float
        Instead of reach, one other measure with its target, such as ``cost=2_000`` or ``joins=50``.
        "Enough" always means at least the target.

    Returns
    -------
    Solutions

    Raises
    ------
    EngagelabError
        For none or several targets, unknown names, a field without a range, bounds out of order.
    Cancelled
        Where `cancel` was set.

    Notes
    -----
    Two crossings between neighbouring points of the grid cannot be seen; more `points` show them.

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(population={"people": 300})
    >>> found = el.find(plan, "population.prospects", reach=1_000, points=3, runs=2, keys=2)
    >>> found.table.empty, found.says.startswith("No value of population.prospects")
    (True, True)
    """
    need_scenario(scenario)
    measure, target = _goal(reach, measures)
    kind = Scenario.fields().get(field)
    scenario.get(field)
    assert kind is not None  # get() has refused other names
    _can_move(field, network)
    grid = _grid(kind, within, points, field)
    first = scenario.settings_with(runs=runs, key=key).key
    whole_number("keys", keys, 1, 1000)
    whole_number("key", first, 0, LARGEST_KEY - keys + 1)
    how = Execution(runs, None, network, executor, cancel, progress)
    search = Search(scenario, field, kind, measure, target, Responses(how, (measure,)))
    search.run(grid, range(first, first + keys))
    return Solutions(field, measure, target, **search.found(grid))


def _shown(value: Any) -> str:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return f"{value:,.4g}" if isinstance(value, float) else f"{value:,}" if number else repr(value)


def _told(row: dict[Any, Any]) -> str:
    words = {"rising": "from {} on (rising)", "falling": "up to {} (falling)",
             "all": "every value played, from {} on", "choice": "{}"}  # fmt: skip
    text = words[row["direction"]].format(_shown(row["value"]))
    if row["direction"] in ("rising", "falling"):
        text += f", {_shown(row['low'])} to {_shown(row['high'])} over keys"
    return f"{text}, at {row['keys']} of {row['of']} keys"


# --- what is refused -------------------------------------------------------------------------


def _goal(reach: float | None, measures: dict[str, float]) -> tuple[str, float]:
    given = ({} if reach is None else {"reach": reach}) | measures
    for name in given:
        need_goal(name)
    if len(given) != 1:
        many = "there is no target" if not given else f"{' and '.join(given)} are several targets"
        raise EngagelabError(f"target: {many}; give exactly one, such as reach=5_000")
    measure, target = next(iter(given.items()))
    return measure, amount(measure, target)


def _can_move(field: str, network: Network | None) -> None:
    if field in ("settings.key", "settings.runs"):
        raise EngagelabError(f"{field}: is chance, not a lever; choose a field of the plan")
    if network is not None and field.split(".")[0] in ("population", "groups"):
        raise EngagelabError(
            f"{field}: changes nothing where network is given; leave out one of the two"
        )


def _grid(
    kind: Parameter, within: tuple[float, float] | None, points: int, field: str
) -> list[Any]:
    """Return the values to play first, in order."""
    whole_number("points", points, 2, 10_000)
    choices = kind.choices
    if choices:
        if within is not None:
            raise EngagelabError("within: a choice has no range; leave it out")
        return list(choices)
    if kind.type not in (int, float) or kind.low is None or kind.high is None:
        raise EngagelabError(f"{field}: is no number with a range; choose a field that is one")
    low, high = _bounds(kind, within)
    if kind.type is int:
        steps = points - 1
        low, high = math.ceil(low), math.floor(high)
        if low >= high:
            raise EngagelabError(f"within: {within!r} holds no two whole numbers; widen it")
        return sorted({low + (high - low) * i // steps for i in range(points)})
    return [float(value) for value in np.linspace(low, high, points)]


def _bounds(kind: Parameter, within: tuple[float, float] | None) -> tuple[float, float]:
    assert kind.low is not None  # _grid has refused others
    assert kind.high is not None
    if within is None:
        return kind.low, kind.high
    try:
        low, high = within
        right = bool(kind.low <= low < high <= kind.high)
    except (TypeError, ValueError):
        right = False
    if not right:
        raise EngagelabError(
            f"within: {within!r} is not allowed; give (low, high), each {kind.allowed}"
        )
    return low, high
