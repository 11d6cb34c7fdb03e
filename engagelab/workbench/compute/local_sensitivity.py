"""Local sensitivity: how reach changes if one field moves a small step up or down.

This is about one plan; `engagelab.experiments.sensitivity` covers whole ranges.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...errors import EngagelabError
from ...experiments.idle_fields import idle_fields
from ...graphs.generators import town_of
from ...graphs.network import Network
from ...models.declaration import Parameter
from ...models.sections import REWARDS
from ...simulation.metrics import reach
from ...simulation.outcome import describe
from ...simulation.plan_fields import OF_THE_TOWN
from ...simulation.scenario import Scenario
from ...simulation.settings import Cancelled

RUNS = 20  # paired runs of each step that is reported
_SCREENING = 5  # paired runs of each step in a first pass over all fields
MOST = 3  # effects that are reported
STEP = 0.1  # of the value
_FROM_ZERO = 0.05  # the step of a share that is 0
_SURE = 2.0  # minimum z-score to report an effect
# fields that do not change reach, or do so trivially
_IGNORED = ("population.people",)
_IGNORED_SECTIONS = ("settings", "money")
_AMOUNTS = tuple(f"rewards.{reward}" for reward in REWARDS)


@dataclass(frozen=True)
class Move:
    """The change in reach if a field has another value.

    Attributes
    ----------
    to : float
        The value.
    lift, standard_error : float
        The mean of the paired differences in reach, and its standard error.
    """

    to: float
    lift: float
    standard_error: float

    @property
    def sure(self) -> bool:
        """Whether the lift is distinguishable from 0."""
        return self.lift != 0 and not abs(self.lift) <= _SURE * self.standard_error


@dataclass(frozen=True)
class Effect:
    """The change in reach for a step of one field up and down.

    Attributes
    ----------
    field : str
        The dotted name.
    now : float
        The value in the plan.
    moves : tuple of Move
        The step up, then the step down; only one of them at an end of the range.
    runs : int
        The number of paired runs.
    """

    field: str
    now: float
    moves: tuple[Move, ...]
    runs: int

    @property
    def size(self) -> float:
        """The larger of the absolute changes."""
        return max(abs(move.lift) for move in self.moves)

    @property
    def sure(self) -> bool:
        """Whether the lift of a step is distinguishable from 0."""
        return any(move.sure for move in self.moves)


def local_effects(
    plan: Scenario,
    network: Network | None = None,
    cancel: threading.Event | None = None,
    *,
    runs: int = RUNS,
    most: int = MOST,
) -> tuple[Effect, ...]:
    """Return the fields whose steps of a tenth change reach most, the strongest first.

    All steps are simulated with the key of the plan, so that they differ by the step and not by
    chance. If a step changes the town, its standard error is that of this one town.

    Parameters
    ----------
    plan : Scenario
        The plan.
    network : Network, optional
        The network to simulate on, instead of the town, whose fields are then left out.
    cancel : threading.Event, optional
        Ends the work when it is set.
    runs : int
        The number of paired runs, the first ones of the plan.
    most : int
        The maximum number of fields.

    Raises
    ------
    Cancelled
        If `cancel` was set before the end.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> plan = Scenario.preset("invite-a-friend").replace({"population.people": 500})
    >>> effects = local_effects(plan, runs=5)
    >>> len(effects) <= 3, effects == tuple(sorted(effects, key=lambda effect: -effect.size))
    (True, True)
    """
    probe = _Probe(plan, network, cancel)
    names = list(movable(plan, network))
    # a few runs of all fields show which ones are worth more runs
    screened = probe.effects(names, min(_SCREENING, runs))
    strong = [effect.field for effect in _ranked(screened)[: 2 * most]]
    effects = probe.effects(strong, runs)
    return tuple(_ranked(effect for effect in effects if effect.sure)[:most])


def _ranked(effects: Iterable[Effect]) -> list[Effect]:
    return sorted(effects, key=lambda effect: -effect.size)


class _Probe:
    """Simulate steps of the fields of a plan."""

    def __init__(
        self, plan: Scenario, network: Network | None, cancel: threading.Event | None
    ) -> None:
        self._plan, self._cancel = plan, cancel
        self._network = network if network is not None else _town(plan)

    def effects(self, names: Iterable[str], runs: int) -> list[Effect]:
        """Return the effects of some fields in the first runs of the plan."""
        runs = min(runs, self._plan.settings.runs)
        before = self._reach(self._plan, self._network, runs)
        moves = {name: self._moves(name, before) for name in names}
        return [
            Effect(name, self._plan.get(name), moves[name], runs) for name in moves if moves[name]
        ]

    def _moves(self, name: str, before: NDArray[np.float64]) -> tuple[Move, ...]:
        moves = []
        for value in steps(self._plan, name):
            if self._cancel is not None and self._cancel.is_set():
                raise Cancelled
            try:
                other = self._plan.replace({name: value})
                of_town = name.split(".")[0] in OF_THE_TOWN
                network = _town(other) if of_town else self._network
                lift = describe(self._reach(other, network, before.size) - before)
            except EngagelabError:  # the step contradicts another field
                continue
            moves.append(Move(value, lift["mean"], lift["standard_error"]))
        return tuple(moves)

    def _reach(self, plan: Scenario, network: Network, runs: int) -> NDArray[np.float64]:
        outcome = plan.simulate(plan.settings_with(runs=runs, cancel=self._cancel), network)
        return np.asarray(reach(outcome), np.float64)


def movable(plan: Scenario, network: Network | None = None) -> Iterator[str]:
    """Yield the fields whose steps can change who reads, those of the town last.

    Fields that are idle in the plan, on this network if one is given, are left out.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> names = list(movable(Scenario()))
    >>> "invitations.invite" in names, "money.cost_post" in names
    (True, False)
    """
    idle = idle_fields(plan, network)
    fields = Scenario.fields().items()
    names = [n for n, field in fields if n not in idle and _can_matter(plan, n, field)]
    yield from sorted(names, key=lambda name: name.split(".")[0] in OF_THE_TOWN)


def steps(plan: Scenario, name: str) -> tuple[float, ...]:
    """Return the value of a field one tenth higher and one tenth lower, within its bounds.

    A share of 0 goes up to 0.05, and a reward of 0 to a tenth of the amount with half its effect.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> steps(Scenario(), "invitations.invite"), steps(Scenario(), "rewards.discount")
    ((0.055, 0.045), (0.5,))
    """
    field, now = Scenario.field(name), plan.get(name)
    assert field.low is not None  # `movable` names no others
    assert field.high is not None
    size = STEP * abs(now)
    if now == 0:
        amount = STEP * plan.rewards.half_amount
        size = amount if name in _AMOUNTS else _FROM_ZERO * min(1.0, field.high)
    if field.type is int:
        size = max(1, round(size))
    ends = (min(now + size, field.high), max(now - size, field.low))
    if field.type is not int:
        ends = (float(f"{ends[0]:.9g}"), float(f"{ends[1]:.9g}"))
    return tuple(end for end in ends if end != now)


def _can_matter(plan: Scenario, name: str, field: Parameter) -> bool:
    """Return whether a field is a number with a range that can change reach in this plan."""
    section = name.partition(".")[0]
    if field.type not in (int, float) or field.low is None or field.high is None:
        return False
    if name in _IGNORED or section in _IGNORED_SECTIONS:
        return False
    return section != "control" or plan.control.review


def _town(plan: Scenario) -> Network:
    # not `plan.town`, whose small cache would lose the plan's own town, which the sliders need
    return town_of(plan.population, plan.groups, plan.settings.key)


class LocalSensitivity:
    """The strongest effects of the plan that was computed last.

    Parameters
    ----------
    network : Network, optional
        The network to simulate on, instead of the own town of each plan.

    Attributes
    ----------
    effects : tuple of Effect or None
        From `local_effects`; None before the first plan.
    """

    def __init__(self, network: Network | None = None) -> None:
        self._network = network
        self._hash = ""
        self.effects: tuple[Effect, ...] | None = None

    def compute(self, plan: Scenario, cancel: threading.Event) -> None:
        """Compute the effects of a plan, unless it is the last one."""
        if not self.is_of(plan):
            self.effects, self._hash = local_effects(plan, self._network, cancel), plan.hash

    def is_of(self, plan: Scenario) -> bool:
        """Return whether the effects are those of a plan."""
        return plan.hash == self._hash
