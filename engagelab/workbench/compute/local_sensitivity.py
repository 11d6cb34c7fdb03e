"""What reach depends on most, just here: one field at a time, a small step up and one down.

This is a local answer, about the plan as it stands; `engagelab.experiments.sensitivity` asks
about whole ranges.
"""

import math
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from ...errors import EngagelabError
from ...graphs.generators import town_of
from ...graphs.network import Network
from ...i18n import Texts
from ...models.declaration import Parameter
from ...simulation.metrics import reach
from ...simulation.outcome import describe
from ...simulation.plan_fields import OF_THE_TOWN
from ...simulation.scenario import Scenario
from ...simulation.settings import Cancelled

RUNS = 20  # paired runs of each step that is told
_GLANCE = 5  # those of a first glance at all fields
MOST = 3  # effects that are told
STEP = 0.1  # of the value
_FROM_ZERO = 0.05  # the step of a share that is 0
_SURE = 2.0  # standard errors from which on an effect is told
# they move no reader, or move them as a matter of course
_ASIDE = ("population.people", "groups.own_size")
_SECTIONS_ASIDE = ("settings", "money")


@dataclass(frozen=True)
class Move:
    """A field at another value, and what that does to reach.

    Attributes
    ----------
    to : float
        The value.
    lift, standard_error : float
        Mean of the differences in reach, run by run, and its error.
    """

    to: float
    lift: float
    standard_error: float

    @property
    def sure(self) -> bool:
        """Whether it is told from no difference at all."""
        return self.lift != 0 and not abs(self.lift) <= _SURE * self.standard_error


@dataclass(frozen=True)
class Effect:
    """What a step of one field up and down does to reach, all else as in the plan.

    Attributes
    ----------
    field : str
        The dotted name.
    now : float
        The value in the plan.
    moves : tuple of Move
        The step up, then the step down; one of them alone at an end of the range.
    runs : int
        How many paired runs were played.
    """

    field: str
    now: float
    moves: tuple[Move, ...]
    runs: int

    @property
    def size(self) -> float:
        """The larger of the changes."""
        return max(abs(move.lift) for move in self.moves)

    @property
    def sure(self) -> bool:
        """Whether a step is told from no difference at all."""
        return any(move.sure for move in self.moves)


def depends(
    plan: Scenario,
    network: Network | None = None,
    cancel: threading.Event | None = None,
    *,
    runs: int = RUNS,
    most: int = MOST,
) -> tuple[Effect, ...]:
    """Return the fields that move reach most by a step of a tenth, the strongest first.

    All steps are played with the key of the plan, so that they differ by the step and not by
    chance; where a step changes the town, the error is that of this one town.

    Parameters
    ----------
    plan : Scenario
        The plan.
    network : Network, optional
        Where it is played, instead of its own town, whose fields are then left out.
    cancel : threading.Event, optional
        Set from elsewhere, it ends the work.
    runs : int
        The first runs of the plan, so many of them.
    most : int
        How many fields are returned at most.

    Raises
    ------
    Cancelled
        Where `cancel` was set before the end.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> plan = Scenario.preset("invite-a-friend").replace({"population.people": 500})
    >>> found = depends(plan, runs=5)
    >>> len(found) <= 3, found == tuple(sorted(found, key=lambda one: -one.size))
    (True, True)
    """
    probe = _Probe(plan, network, cancel)
    names = list(movable(plan, on_network=network is not None))
    # a glance at all of them tells which are worth more runs
    glance = probe.effects(names, min(_GLANCE, runs))
    strong = [effect.field for effect in _ranked(glance)[: 2 * most]]
    played = probe.effects(strong, runs)
    return tuple(_ranked(effect for effect in played if effect.sure)[:most])


def _ranked(effects: Iterable[Effect]) -> list[Effect]:
    return sorted(effects, key=lambda effect: -effect.size)


class _Probe:
    """A plan, and what steps of its fields do to it."""

    def __init__(
        self, plan: Scenario, network: Network | None, cancel: threading.Event | None
    ) -> None:
        self._plan, self._cancel = plan, cancel
        self._network = network if network is not None else _town(plan)

    def effects(self, names: Iterable[str], runs: int) -> list[Effect]:
        """Return what steps of some fields do in the first so many runs of the plan."""
        runs = min(runs, self._plan.settings.runs)
        before = self._reach(self._plan, self._network, runs)
        found = []
        for name in names:
            moves = self._moves(name, before)
            if moves:
                found.append(Effect(name, self._plan.get(name), moves, runs))
        return found

    def _moves(self, name: str, before: NDArray[np.float64]) -> tuple[Move, ...]:
        moves = []
        for value in steps(self._plan, name):
            if self._cancel is not None and self._cancel.is_set():
                raise Cancelled
            try:
                other = self._plan.replace({name: value})
                of_town = name.split(".")[0] in OF_THE_TOWN
                network = _town(other) if of_town else self._network
                told = describe(self._reach(other, network, before.size) - before)
            except EngagelabError:  # the step contradicts another field, so it cannot be made
                continue
            moves.append(Move(value, told["mean"], told["standard_error"]))
        return tuple(moves)

    def _reach(self, plan: Scenario, network: Network, runs: int) -> NDArray[np.float64]:
        outcome = plan.simulate(plan.settings_with(runs=runs, cancel=self._cancel), network)
        return np.asarray(reach(outcome), np.float64)


def movable(plan: Scenario, *, on_network: bool = False) -> Iterator[str]:
    """Yield the fields whose step can change who reads in this plan, those of the town last.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> names = list(movable(Scenario()))
    >>> "invitations.invite" in names, "money.cost_post" in names
    (True, False)
    """
    late = []
    for name, field in Scenario.fields().items():
        if not _counts(plan, name, field):
            continue
        if name.split(".")[0] in OF_THE_TOWN:
            late.append(name)
        else:
            yield name
    if not on_network:
        yield from late


def steps(plan: Scenario, name: str) -> tuple[float, ...]:
    """Return the value of a field a tenth up and a tenth down, within its bounds.

    From 0 a share goes up to 0.05, and a reward to a tenth of the amount with half of its effect.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> steps(Scenario(), "invitations.invite"), steps(Scenario(), "rewards.discount")
    ((0.22, 0.18), (0.5,))
    """
    field, now = Scenario.field(name), plan.get(name)
    assert field.low is not None  # `movable` names no others
    assert field.high is not None
    size = STEP * abs(now)
    if now == 0:
        reward = f"{name}_half" in Scenario.fields()
        size = STEP * plan.get(f"{name}_half") if reward else _FROM_ZERO * min(1.0, field.high)
    if field.type is int:
        size = max(1, round(size))
    ends = (min(now + size, field.high), max(now - size, field.low))
    if field.type is not int:
        ends = (float(f"{ends[0]:.9g}"), float(f"{ends[1]:.9g}"))
    return tuple(end for end in ends if end != now)


def _counts(plan: Scenario, name: str, field: Parameter) -> bool:
    """Return whether a field is a number with a range that is not known to change nothing."""
    section, _, own = name.partition(".")
    if field.type not in (int, float) or field.low is None or field.high is None:
        return False
    if name in _ASIDE or section in _SECTIONS_ASIDE:
        return False
    if section == "control":
        return plan.control.review
    if section == "rewards":
        reward, _, part = own.partition("_")
        return not part or (part != "price" and plan.get(f"rewards.{reward}") > 0)
    return True


def _town(plan: Scenario) -> Network:
    # not by `plan.town`, which keeps few towns: the plan's own would be lost to a slider
    return town_of(plan.population, plan.groups, plan.settings.key)


class LocalSensitivity:
    """What the last plan that was worked out depends on most.

    Parameters
    ----------
    network : Network, optional
        Where plans are played, instead of their own towns.

    Attributes
    ----------
    effects : tuple of Effect or None
        From `depends`; None before the first plan.
    """

    def __init__(self, network: Network | None = None) -> None:
        self._network = network
        self._plan = ""
        self.effects: tuple[Effect, ...] | None = None

    def think(self, plan: Scenario, cancel: threading.Event) -> None:
        """Work a plan out, unless it is the last one."""
        if plan.hash != self._plan:
            self.effects, self._plan = depends(plan, self._network, cancel), plan.hash

    def html(self, plan: Scenario, t: Texts) -> str:
        """Return what is known, marked where it belongs to another plan than this one."""
        if self.effects is None:
            return ""
        told = as_html(self.effects, t)
        return told if plan.hash == self._plan else f"<div class='el-stale'>{told}</div>"


# --- in words --------------------------------------------------------------------------------


def as_html(effects: tuple[Effect, ...], t: Texts) -> str:
    """Return what reach depends on most, as a list; a sentence where nothing does.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> effect = Effect("invitations.invite", 0.2, (Move(0.22, 41.0, 3.0),), 20)
    >>> "+10% → +41 ± 3" in as_html((effect,), load("en"))
    True
    """
    if not effects:
        return f"<p>{escape(t('explore.depends_nothing', step=t.percent(STEP)))}</p>"
    items = "".join(_item(effect, t) for effect in effects)
    how = t("explore.depends_how", runs=effects[0].runs)
    return (
        f"<div class='el-label' title='{escape(how, quote=True)}'>"
        f"{escape(t('explore.depends'))}</div><ol>{items}</ol>"
    )


def _item(effect: Effect, t: Texts) -> str:
    """Return one effect: the first step in view, both where the pointer rests."""
    told = [
        t("explore.move", to=_step(effect.now, move.to, t), lift=_lift(move, t))
        for move in effect.moves
    ]
    label, every = t.field(effect.field).label, " · ".join(told)
    return (
        f"<li title='{escape(every, quote=True)}'><b>{escape(label)}</b> "
        f"<span>{escape(told[0])}</span></li>"
    )


def _step(now: float, to: float, t: Texts) -> str:
    """Return a step as a percentage where it is a whole tenth, or as the two values."""
    share = to / now - 1 if now else math.inf
    if math.isclose(abs(share), STEP, rel_tol=1e-6):
        sign = "+" if share > 0 else "\N{MINUS SIGN}"
        return sign + t.percent(abs(share))
    return t("explore.from_to", now=t.exact(now), to=t.exact(to))


def _lift(move: Move, t: Texts) -> str:
    digits = 0 if abs(move.lift) >= 10 else 1
    told = t.signed(move.lift, digits)
    if not math.isfinite(move.standard_error):
        return told
    return f"{told} ± {t.decimal(move.standard_error, digits)}"
