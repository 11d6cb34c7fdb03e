"""Points in the space of some fields: what sensitivity and uncertainty have in common.

A point is a value for each field; it makes a plan, and the plan answers one question.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine.coins import address
from ..engine.state import MEASURES
from ..errors import EngagelabError, Message, listed, message, nearest, refused
from ..models.declaration import Parameter, is_real
from ..simulation.metrics import reach
from ..simulation.outcome import DERIVED, Outcome
from ..simulation.plan_fields import OF_THE_TOWN
from ..simulation.scenario import Scenario

_OF_CHANCE = ("settings.runs", "settings.key")
_RATIOS = {"cost_per_reader": ("cost", "readers"), "return_on_cost": ("gain", "cost")}


@dataclass(frozen=True)
class PerRun:
    """The question what a measure is in each run; it can be sent to another process.

    A ratio of means is told as its linear expansion, one number a run, whose mean is the ratio and
    whose standard error is that of `metrics.ratio`.

    Raises
    ------
    EngagelabError
        For an unknown measure.

    Examples
    --------
    >>> import engagelab as el
    >>> outcome = el.Scenario(population={"people": 300}).run(runs=3)
    >>> bool(PerRun("cost_per_reader")(outcome).mean() == el.cost_per_reader(outcome)["mean"])
    True
    """

    measure: str

    def __post_init__(self) -> None:
        """Refuse a measure that no outcome has."""
        known = ("reach", *_RATIOS, *MEASURES, *DERIVED)
        if self.measure not in known:
            raise EngagelabError(
                f"measure: {self.measure!r} is not known{nearest(self.measure, known)}; "
                f"allowed are {listed(known, 40)}"
            )

    def __call__(self, outcome: Outcome) -> NDArray[np.float64]:
        """Return the measure in each run; shape (runs,)."""
        if self.measure in _RATIOS:
            above, below = (_total(outcome, name) for name in _RATIOS[self.measure])
            return _expanded(above, below)
        found = reach(outcome) if self.measure == "reach" else outcome.total(self.measure)
        return np.asarray(found, np.float64)

    @property
    def words(self) -> str:
        """The measure as it is said in a sentence."""
        return self.measure.replace("_", " ")


def _total(outcome: Outcome, name: str) -> NDArray[Any]:
    if name == "gain":
        return np.asarray(outcome.total("value") - outcome.total("cost"))
    return np.asarray(outcome.total(name))


def _expanded(above: NDArray[Any], below: NDArray[Any]) -> NDArray[np.float64]:
    if not below.sum():
        return np.full(below.size, np.nan)
    mean = above.sum() / below.sum()
    return np.asarray(mean + (above - mean * below) / below.mean(), np.float64)


@dataclass(frozen=True)
class Dimension:
    """A field with the values between which it is moved.

    Attributes
    ----------
    name : str
        The field's dotted name.
    low, high : float
        Its ends; for choices their places, 0 and the last one.
    choices : tuple, optional
        The values of a field that is no number, in order.
    whole : bool
        Whether only whole numbers (or choices) lie between.
    """

    name: str
    low: float
    high: float
    choices: tuple[Any, ...] = ()
    whole: bool = False

    def at(self, share: float) -> Any:
        """Return the value at a share of the way, 0 to 1; whole ones have equal shares.

        Examples
        --------
        >>> Dimension("invitations.invite", 0.0, 0.4).at(0.5)
        0.2
        >>> [Dimension("campaign.lifetime", 1, 3, whole=True).at(u) for u in (0, 0.3, 0.5, 1)]
        [1, 1, 2, 3]
        """
        if not self.whole:
            return float(self.low + share * (self.high - self.low))
        steps = int(self.high) - int(self.low) + 1
        place = int(self.low) + min(int(share * steps), steps - 1)
        return self.choices[place] if self.choices else place


def levers_of(
    fields: Sequence[str] | Mapping[str, Any], *, on_network: bool = False
) -> tuple[Dimension, ...]:
    """Return the levers of some fields, each with its range.

    Parameters
    ----------
    fields : sequence of str, or mapping of str to (low, high), choices or None
        Dotted names. Without a range, or with None, the field moves through all that its
        declaration allows.
    on_network : bool
        Whether a network stands in for the town, so that its fields would change nothing.

    Raises
    ------
    EngagelabError
        For no fields, one given twice, unknown ones, those that are no lever, and wrong ranges.
    """
    if isinstance(fields, str) or not isinstance(fields, Iterable):
        raise EngagelabError(f"fields: {fields!r} is no list of fields; give [{fields!r}]")
    spans = dict(fields) if isinstance(fields, Mapping) else dict.fromkeys(fields)
    if not spans:
        raise EngagelabError("fields: there are none; give some, such as ['groups.size']")
    if len(spans) < len(fields):
        raise EngagelabError("fields: one is given twice; give each field once")
    return tuple(_lever(name, span, on_network) for name, span in spans.items())


def field_of(name: str, *, on_network: bool = False) -> Parameter:
    """Return the declaration of a field that an experiment may move.

    Raises
    ------
    EngagelabError
        For an unknown field, and one that could change nothing or is chance itself.
    """
    field = Scenario.field(name)
    if name in _OF_CHANCE:
        raise EngagelabError(f"{name}: is chance, no lever; leave it out, and give runs or key")
    if on_network and name.split(".")[0] in OF_THE_TOWN:
        raise EngagelabError(
            f"{name}: changes nothing where network is given; leave out one of the two"
        )
    return field


def _lever(name: str, span: Any, on_network: bool) -> Dimension:
    field = field_of(name, on_network=on_network)
    if field.choices:
        return _choice(name, field.choices, span)
    if field.type not in (int, float) or field.low is None or field.high is None:
        raise EngagelabError(f"{name}: is no number and no choice; leave it out, or sweep it")
    low, high = (field.low, field.high) if span is None else _ends(name, span)
    for end in (low, high):
        if not field.low <= end <= field.high or (field.type is int and end != int(end)):
            raise EngagelabError(f"{name}: {end!r} is not allowed; give {field.allowed}")
    if field.type is int:
        return Dimension(name, int(low), int(high), whole=True)
    return Dimension(name, float(low), float(high))


def _choice(name: str, known: tuple[Any, ...], span: Any) -> Dimension:
    if isinstance(span, str) or not (span is None or isinstance(span, Iterable)):
        raise EngagelabError(f"{name}: {span!r} is no list of choices; give some of {known}")
    chosen = known if span is None else tuple(span)
    strange = [value for value in chosen if value not in known]
    if strange or len(set(chosen)) < max(2, len(chosen)):
        raise EngagelabError(
            f"{name}: {chosen!r} is not allowed; give two or more different ones of {listed(known)}"
        )
    return Dimension(name, 0, len(chosen) - 1, chosen, whole=True)


def _ends(name: str, span: Any) -> tuple[float, float]:
    ends = tuple(span) if isinstance(span, Iterable) and not isinstance(span, str) else ()
    if len(ends) != 2 or not all(is_real(end) for end in ends):
        raise EngagelabError(f"{name}: {span!r} is no range; give (low, high)")
    low, high = ends
    if not low < high:
        raise EngagelabError(f"{name}: {span!r} is an empty range; give (low, high), the low first")
    return low, high


def plans_at(scenario: Scenario, points: Sequence[Mapping[str, Any]]) -> list[Scenario]:
    """Build the plan of every point, before any of them is played.

    Raises
    ------
    EngagelabError
        Where fields contradict each other at some points: how many, and what the first one says.
    """
    plans, wrong = [], []
    for point in points:
        try:
            plans.append(scenario.replace(point))
        except EngagelabError as error:
            wrong.append((point, error))
    if wrong:
        point, first = wrong[0]
        where = ", ".join(f"{name} = {value!r}" for name, value in point.items())
        sizes = {"refused": len(wrong), "points": len(points)}
        text = message("points_contradict", where=Message(where), **sizes)
        raise EngagelabError(f"fields: {text}\n{first}", (("fields", text), *first.problems))
    return plans


def known_everywhere(values: NDArray[np.float64], measure: str) -> None:
    """Refuse answers that are missing at some points.

    Raises
    ------
    EngagelabError
        With how many there are.
    """
    missing = int(np.isnan(values).sum())
    if missing:
        raise refused("measure", "no_value", measure=measure, missing=missing, points=values.size)


def confident(confidence: float) -> None:
    """Refuse a confidence that is no probability.

    Raises
    ------
    EngagelabError
        With what is allowed.
    """
    if not (is_real(confidence) and 0 < confidence < 1):
        raise EngagelabError(
            f"confidence: {confidence!r} is not allowed; give a number between 0 and 1, such as "
            "0.95"
        )


def seed_of(key: int, *words: int) -> int:
    """Return a positive whole number for the sampler of another library, fixed by the key."""
    return int(address(key, *words) >> np.uint64(33)) | 1
