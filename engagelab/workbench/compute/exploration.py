"""What the parts that explore have in common: played plans are kept, and fields have ranges.

A plan that was played once, for a table, a curve or a ranking, is not played again, whichever of
them asks for it.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_origin

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import refused
from ...experiments.design_space import PerRun
from ...experiments.designs import designed
from ...experiments.intervals import Level, mean_interval
from ...experiments.runner import Execution, played, summary_row
from ...experiments.store import framed, settled
from ...graphs.network import Network
from ...models.declaration import Parameter
from ...simulation.outcome import Outcome
from ...simulation.plan_fields import OF_THE_TOWN
from ...simulation.scenario import Scenario
from .jobs import Job, Jobs
from .scale import Scale

# measure: whether more of it is better
MEASURES = {"reach": True, "cost_per_reader": False, "return_on_cost": True}
MOST_CELLS = 400  # of a sweep that is started with a click
_KEPT = 5_000  # played plans that are kept
_NEAR = 4.0  # a field with a wide range is looked at up to so many times its value
_LEVEL = Level(0.95)
_FIRST = "invitations.invite"

Cell = tuple[dict[str, Any], Scenario]


@dataclass(frozen=True)
class Played:
    """What is kept of a plan: the row of a sweep, and some measures run by run."""

    row: dict[str, Any]
    runs: dict[str, NDArray[np.float64]]


def summed_up(outcome: Outcome) -> Played:
    """Return what is kept of an outcome."""
    runs = {name: PerRun(name)(outcome) for name in MEASURES}
    return Played(summary_row(outcome), runs)


@dataclass
class Exploration:
    """All that was played in the background, and the job under way; outlives a change of language.

    Attributes
    ----------
    jobs : Jobs
        The long work.
    memory : dict of str to Played
        What came out, by the hash of a plan, which tells runs and key as well.
    chosen : dict
        What is chosen in the forms, by part and name.
    """

    jobs: Jobs = field(default_factory=Jobs)
    memory: dict[str, Played] = field(default_factory=dict)
    chosen: dict[str, Any] = field(default_factory=dict)

    def play(self, plans: Sequence[Scenario], network: Network | None, job: Job) -> None:
        """Play those of the plans that are not known yet, as far as the job lets it."""
        names = [plan.hash for plan in plans]
        left = {
            name: plan for name, plan in zip(names, plans, strict=True) if name not in self.memory
        }
        ahead, order = len(plans) - len(left), list(left)
        self._make_room(names)
        job.report(ahead, len(plans))

        def keep(place: int, answer: Played) -> None:
            self.memory[order[place]] = answer

        how = Execution(
            network=network,
            cancel=job.gate,
            progress=lambda done, _: job.report(ahead + done, len(plans)),
        )
        played(list(left.values()), summed_up, how, done=keep)

    def frame(self, cells: Sequence[Cell]) -> pd.DataFrame:
        """Return the cells that have been played, as `sweep` gives them."""
        found = (self.memory.get(plan.hash) for _, plan in cells)
        rows = [
            (number, place | known.row)
            for number, ((place, _), known) in enumerate(zip(cells, found, strict=True))
            if known is not None
        ]
        return framed(rows)

    def known(self, plans: Sequence[Scenario]) -> list[Played | None]:
        """Return what has been played of some plans."""
        return [self.memory.get(plan.hash) for plan in plans]

    def close(self) -> None:
        """End the job under way."""
        self.jobs.close()

    def _make_room(self, wanted: Sequence[str]) -> None:
        """Forget the oldest where there is too much, but nothing that is wanted."""
        old = [name for name in self.memory if name not in set(wanted)]
        for name in old[: max(0, len(self.memory) + len(wanted) - _KEPT)]:
            del self.memory[name]


# --- which fields, and where ------------------------------------------------------------------


def levers(*, on_network: bool = False) -> Iterator[str]:
    """Yield the fields that can be moved: numbers with a range, choices, yes or no.

    Examples
    --------
    >>> found = list(levers())
    >>> "groups.size" in found, "control.review" in found, "settings.key" in found
    (True, True, False)
    """
    for name, parameter in Scenario.fields().items():
        section = name.split(".")[0]
        if section == "settings" or (on_network and section in OF_THE_TOWN):
            continue
        if parameter.choices or is_number(parameter):
            yield name


def is_number(parameter: Parameter) -> bool:
    """Return whether a field is a number with a range."""
    bounded = parameter.low is not None and parameter.high is not None
    return parameter.type in (int, float) and get_origin(parameter.type) is None and bounded


def moved_last(steps: Sequence[Any], *, on_network: bool = False) -> str:
    """Return the field that was moved last by hand; the invitation rate where none was."""
    known = set(levers(on_network=on_network))
    named = (step.values.get("field") for step in reversed(steps))
    return next((name for name in named if name in known), _FIRST)


def range_of(plan: Scenario, name: str) -> tuple[float, float]:
    """Return where a number is looked at: its declared range, or near its value where that is wide.

    Examples
    --------
    >>> plan = Scenario()
    >>> range_of(plan, "invitations.invite"), range_of(plan, "groups.size")
    ((0.0, 1.0), (6.2, 100.0))
    """
    parameter = Scenario.field(name)
    assert parameter.low is not None  # it is a number
    assert parameter.high is not None
    low, high = parameter.low, parameter.high
    scale = Scale.of(parameter)
    if scale is None or not scale.unit:
        return low, high
    middle = plan.get(name) or _half(plan, name) or scale.unit
    ends = (max(low, middle / _NEAR if plan.get(name) else low), min(high, middle * _NEAR))
    return tuple(_tidy(end, parameter) for end in ends)  # type: ignore[return-value]


def _half(plan: Scenario, name: str) -> float:
    other = f"{name}_half"
    return float(plan.get(other)) if other in Scenario.fields() else 0.0


def _tidy(value: float, parameter: Parameter) -> float:
    return round(value) if parameter.type is int else float(f"{value:.2g}")


def values_in(name: str, low: float, high: float, steps: int) -> list[Any]:
    """Return values of a field from low to high, as far apart as its slider would have them.

    Examples
    --------
    >>> values_in("invitations.invite", 0.0, 0.4, 5), values_in("groups.size", 10, 160, 5)
    ([0.0, 0.1, 0.2, 0.3, 0.4], [10.0, 20.0, 40.0, 80.0, 160.0])
    """
    parameter = Scenario.field(name)
    if parameter.choices:
        return list(parameter.choices)
    if not low < high:
        raise refused(name, "not_rising", low=low, high=high)
    scale = Scale.of(parameter)
    wide = scale is not None and scale.unit and low > 0 and high / low >= _NEAR
    spread = np.geomspace if wide else np.linspace
    found = (float(f"{value:.3g}") for value in spread(low, high, steps))
    within = (min(max(value, low), high) for value in found)
    return sorted({round(value) if parameter.type is int else value for value in within})


def cells_of(plan: Scenario, fields: Mapping[str, Sequence[Any]]) -> list[Cell]:
    """Return the cells of a sweep of a plan, each with its plan; all are checked.

    Raises
    ------
    EngagelabError
        For too many cells, and values that are refused.
    """
    number = math.prod(len(values) for values in fields.values())
    if number > MOST_CELLS:
        raise refused("cells", "too_many_cells", cells=number, most=MOST_CELLS)
    return [settled(plan, place) for place in designed(fields).places()]


# --- the best of a row ------------------------------------------------------------------------


@dataclass(frozen=True)
class Response:
    """How a measure goes with a field, and where it is best.

    Attributes
    ----------
    values : list
        The values of the field.
    mean, low, high : array of float64
        The measure at each, and the ends of its 95 % interval.
    now, best : int
        The places of today's value and of the best one.
    alike : tuple of int
        The first and the last place of the stretch around the best whose runs cannot tell it from
        the best.
    gain : tuple of float
        Best less today in paired runs: mean, low, high.
    """

    values: list[Any]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    now: int
    best: int
    alike: tuple[int, int]
    gain: tuple[float, float, float]


def response_of(
    values: Sequence[Any],
    runs: Sequence[NDArray[np.float64]],
    now: Any,
    *,
    more: bool,
    ordered: bool = True,
) -> Response | None:
    """Return how a measure goes with a field from its values run by run; None where it has none.

    Parameters
    ----------
    values : sequence
        The values that were played.
    runs : sequence of array
        The measure in each run, the same runs at each value.
    now : object
        Today's value, one of the values.
    more : bool
        Whether more is better.
    ordered : bool
        Whether neighbouring values are neighbours; of choices they are not.

    Examples
    --------
    >>> flat = [np.array([1.0, 2.0, 3.0]), np.array([4.0, 6.0, 5.0]), np.array([5.0, 5.0, 5.0])]
    >>> found = response_of([10, 20, 30], flat, 10, more=True)
    >>> found.best, found.alike, found.gain[0]
    (1, (1, 2), 3.0)
    """
    bands = np.array([mean_interval(one, _LEVEL) for one in runs])
    mean = bands[:, 0]
    if np.isnan(mean).all():
        return None
    best = int(np.nanargmax(mean if more else -mean))
    place = list(values).index(now)
    apart = [_apart(one - runs[best]) for one in runs]
    first = last = best
    while ordered and first > 0 and not apart[first - 1]:
        first -= 1
    while ordered and last < len(apart) - 1 and not apart[last + 1]:
        last += 1
    gain = mean_interval(runs[best] - runs[place], _LEVEL)
    return Response(
        list(values), mean, bands[:, 1], bands[:, 2], place, best, (first, last), gain
    )  # fmt: skip


def _apart(differences: NDArray[np.float64]) -> bool:
    """Return whether paired runs tell two values apart."""
    _, low, high = mean_interval(differences, _LEVEL)
    missing = bool(np.isnan(differences).any())
    return missing or bool(low > 0 or high < 0)
