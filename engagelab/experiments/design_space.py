"""The space of fields that an experiment varies: dimensions, the plans at points, their measures.

A point is a value for each field. Sensitivity and uncertainty analysis both run the plans at many
points and ask each for one measure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine.coins import address
from ..engine.measures import MEASURES
from ..errors import EngagelabError, Message, listed, message, nearest, refused
from ..models.declaration import Parameter, is_real
from ..simulation.metrics import reach
from ..simulation.outcome import DERIVED, Outcome
from ..simulation.plan_fields import OF_THE_TOWN
from ..simulation.scenario import Scenario

_OF_CHANCE = ("settings.runs", "settings.key")
_RATIOS = {"cost_per_reader": ("cost", "readers"), "return_on_cost": ("gain", "cost")}


@dataclass(frozen=True)
class MeasurePerRun:
    """A function that returns a measure of an outcome in each run; it can be pickled.

    A ratio of means is linearised: one number per run, whose mean is the ratio and whose standard
    error is that of `metrics.ratio`.

    Attributes
    ----------
    measure : str
        ``"reach"``, ``"cost_per_reader"``, ``"return_on_cost"`` or any of `Outcome.measures`.

    Raises
    ------
    EngagelabError
        If the measure is unknown.

    Examples
    --------
    >>> import engagelab as el
    >>> outcome = el.Scenario(population={"people": 300}).run(runs=3)
    >>> ratio = MeasurePerRun("cost_per_reader")(outcome).mean()
    >>> bool(ratio == el.cost_per_reader(outcome)["mean"])
    True
    """

    measure: str

    def __post_init__(self) -> None:
        """Check that outcomes have the measure."""
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
            return _linearised_ratio(above, below)
        values = reach(outcome) if self.measure == "reach" else outcome.total(self.measure)
        return np.asarray(values, np.float64)

    @property
    def words(self) -> str:
        """The name of the measure in a sentence."""
        return self.measure.replace("_", " ")


def _total(outcome: Outcome, name: str) -> NDArray[Any]:
    if name == "gain":
        return np.asarray(outcome.total("value") - outcome.total("cost"))
    return np.asarray(outcome.total(name))


def _linearised_ratio(above: NDArray[Any], below: NDArray[Any]) -> NDArray[np.float64]:
    if not below.sum():
        return np.full(below.size, np.nan)
    ratio = above.sum() / below.sum()
    return np.asarray(ratio + (above - ratio * below) / below.mean(), np.float64)


@dataclass(frozen=True)
class Dimension:
    """A field and the range in which it varies.

    Attributes
    ----------
    name : str
        The field's dotted name.
    low, high : float
        The ends of the range; for choices the first and last index.
    choices : tuple, optional
        The values of a field that is not a number, in order.
    whole : bool
        Whether the field takes only whole numbers (or choices).
    """

    name: str
    low: float
    high: float
    choices: tuple[Any, ...] = ()
    whole: bool = False

    def at(self, share: float) -> Any:
        """Return the value at a share of the range, 0 to 1; whole values have equal shares.

        Examples
        --------
        >>> Dimension("invitations.invite", 0.0, 0.4).at(0.5)
        0.2
        >>> [Dimension("campaign.lifetime", 1, 3, whole=True).at(u) for u in (0, 0.3, 0.5, 1)]
        [1, 1, 2, 3]
        """
        if not self.whole:
            return float(min(self.low + share * (self.high - self.low), self.high))
        steps = int(self.high) - int(self.low) + 1
        value = int(self.low) + min(int(share * steps), steps - 1)
        return self.choices[value] if self.choices else value


def dimensions_of(
    fields: Sequence[str] | Mapping[str, Any], *, on_network: bool = False
) -> tuple[Dimension, ...]:
    """Return the dimension of each field, with its range.

    Parameters
    ----------
    fields : sequence of str, or mapping of str to (low, high), choices or None
        Dotted names. Without a range, or with None, a field has the range of its declaration.
    on_network : bool
        Whether plans run on a given network, so that the fields of the town have no effect.

    Raises
    ------
    EngagelabError
        If there is no field, one is given twice or unknown, cannot be varied, or has a wrong range.
    """
    if isinstance(fields, str) or not isinstance(fields, Iterable):
        raise EngagelabError(f"fields: {fields!r} is not a list of fields; give [{fields!r}]")
    spans = dict(fields) if isinstance(fields, Mapping) else dict.fromkeys(fields)
    if not spans:
        raise EngagelabError("fields: is empty; give at least one field, such as ['groups.size']")
    if len(spans) < len(fields):
        raise EngagelabError("fields: a field is given twice; give each field once")
    return tuple(_dimension(name, span, on_network) for name, span in spans.items())


def movable_field(name: str, *, on_network: bool = False) -> Parameter:
    """Return the declaration of a field that an experiment can vary.

    Raises
    ------
    EngagelabError
        If the field is unknown, has no effect on a given network, or is the key or the runs.
    """
    field = Scenario.field(name)
    if name in _OF_CHANCE:
        raise EngagelabError(
            f"{name}: sets the random numbers and cannot be varied; give runs or key instead"
        )
    if on_network and name.split(".")[0] in OF_THE_TOWN:
        raise EngagelabError(
            f"{name}: has no effect together with network; leave out one of the two"
        )
    return field


def _dimension(name: str, span: Any, on_network: bool) -> Dimension:
    field = movable_field(name, on_network=on_network)
    if field.choices:
        return _choice(name, field.choices, span)
    if field.type not in (int, float) or field.low is None or field.high is None:
        raise EngagelabError(
            f"{name}: is neither a number nor a choice; leave it out, or vary it with sweep"
        )
    low, high = (field.low, field.high) if span is None else _ends(name, span)
    for end in (low, high):
        if not field.low <= end <= field.high or (field.type is int and end != int(end)):
            raise EngagelabError(f"{name}: {end!r} is not allowed; give {field.allowed}")
    if field.type is int:
        return Dimension(name, int(low), int(high), whole=True)
    return Dimension(name, float(low), float(high))


def _choice(name: str, known: tuple[Any, ...], span: Any) -> Dimension:
    if isinstance(span, str) or not (span is None or isinstance(span, Iterable)):
        raise EngagelabError(f"{name}: {span!r} is not a list of choices; give some of {known}")
    choices = known if span is None else tuple(span)
    unknown = [value for value in choices if value not in known]
    if unknown or len(set(choices)) < max(2, len(choices)):
        raise EngagelabError(
            f"{name}: {choices!r} is not allowed; give two or more different ones of "
            f"{listed(known)}"
        )
    return Dimension(name, 0, len(choices) - 1, choices, whole=True)


def _ends(name: str, span: Any) -> tuple[float, float]:
    ends = tuple(span) if isinstance(span, Iterable) and not isinstance(span, str) else ()
    if len(ends) != 2 or not all(is_real(end) for end in ends) or not ends[0] < ends[1]:
        raise EngagelabError(
            f"{name}: {span!r} is not a range; give (low, high), the lower number first"
        )
    return ends


def plans_at(scenario: Scenario, points: Sequence[Mapping[str, Any]]) -> list[Scenario]:
    """Return the plan at each point; all are checked before any is run.

    Raises
    ------
    EngagelabError
        If fields contradict each other at some points: their number, and the first point's error.
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


def need_values(values: NDArray[np.float64], measure: str) -> None:
    """Raise EngagelabError if the measure is missing (NaN) at some points, with their number."""
    missing = int(np.isnan(values).sum())
    if missing:
        raise refused("measure", "no_value", measure=measure, missing=missing, points=values.size)


def need_confidence(confidence: float) -> None:
    """Raise EngagelabError unless the confidence is a number between 0 and 1."""
    if not (is_real(confidence) and 0 < confidence < 1):
        raise EngagelabError(
            f"confidence: {confidence!r} is not allowed; give a number between 0 and 1, such as "
            "0.95"
        )


def sampler_seed(key: int, *words: int) -> int:
    """Return a seed for another library's sampler: a positive integer derived from the key."""
    return int(address(key, *words) >> np.uint64(33)) | 1
