"""Equal money: set one number of each plan so that all plans have a given mean cost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..models.sections import ORGANISATION
from ..simulation.scenario import Scenario
from .plan_number import PAID, SEEDS, PlanNumber

_STEPS = 12  # evaluations of a plan, at most; as costs are nearly linear, three or four are enough
_CLOSE = 5e-4  # of the money: close enough

Evaluate = Callable[[Sequence[Scenario]], NDArray[np.float64]]


def default_lever(plan: Scenario) -> PlanNumber:
    """Return the number by which a plan of this kind would spend more or less.

    Paid impressions if it has any, else the members of the own space if it has one or posts there,
    else seeds.

    Examples
    --------
    >>> import engagelab as el
    >>> presets = [el.Scenario.preset(n) for n in ("top-down", "bring-them-to-us", "voucher")]
    >>> [default_lever(plan).name for plan in presets]
    ['paid', 'campaign.own_size', 'seeds']
    """
    posts = plan.campaign.posts
    if any(post.paid for post in posts):
        return PlanNumber(PAID)
    if plan.campaign.own_size or any(post.origin == ORGANISATION for post in posts):
        return PlanNumber("campaign.own_size")
    return PlanNumber(SEEDS)


@dataclass
class MoneySearch:
    """The search for the value of a plan's lever at which the plan has a given mean cost.

    Attributes
    ----------
    plan, lever, money : Scenario, PlanNumber, float
        The plan, the number that is set, and the cost to meet.
    results : dict of float to array of shape (towns, 2)
        The measure and the cost in each town, at each value evaluated so far.
    slope : float, optional
        The cost of one more of the lever, if it is known roughly from fewer towns.
    start : float, optional
        The first value to evaluate; None: that of the plan.
    """

    plan: Scenario
    lever: PlanNumber
    money: float
    results: dict[float, NDArray[np.float64]] = field(default_factory=dict)
    slope: float | None = None
    start: float | None = None

    @property
    def rise(self) -> float | None:
        """The cost of one more of the lever, between the two closest values; else the slope."""
        if len(self.results) < 2:
            return self.slope
        one, other = sorted(self.results, key=lambda value: abs(self._gap(value)))[:2]
        return (self._gap(other) - self._gap(one)) / (other - one)

    @property
    def best(self) -> float:
        """The evaluated value with the closest cost; of two the lower."""
        return min(self.results, key=lambda value: (abs(self._gap(value)), value))

    @property
    def at_its_end(self) -> bool:
        """Whether the range of the lever ends before the cost is met."""
        low, high = self.lever.range(self.plan)
        gap = self._gap(self.best)
        return not self._is_met and (
            (self.best <= low and gap > 0) or (self.best >= high and gap < 0)
        )

    def next_value(self) -> float | None:
        """Return the value to evaluate next; None if no other can be closer."""
        if not self.results:
            return self._allowed(self.lever.value(self.plan) if self.start is None else self.start)
        if self._is_met:
            return None
        value = self._allowed(self._second() if len(self.results) == 1 else self._secant())
        return None if value in self.results else value

    @property
    def _is_met(self) -> bool:
        return abs(self._gap(self.best)) <= _CLOSE * self.money

    def _gap(self, value: float) -> float:
        return float(self.results[value][:, 1].mean()) - self.money

    def _second(self) -> float:
        """Return a second value: by the slope, else a tenth more or less in the right direction."""
        (value,) = self.results
        if self.slope:
            return value - self._gap(value) / self.slope
        low, high = self.lever.range(self.plan)
        move = max(0.1 * value, self.lever.step(self.plan)) or 0.01 * (min(high, 1e3) - low)
        return value + (move if self._gap(value) < 0 else -move)

    def _secant(self) -> float:
        """Return the zero of the line through the two closest points, inside what encloses it."""
        one, other = sorted(self.results, key=lambda value: abs(self._gap(value)))[:2]
        rise = self.rise
        value = one - self._gap(one) / rise if rise else 2 * other - one
        low = max((v for v in self.results if self._gap(v) < 0), default=None)
        high = min((v for v in self.results if self._gap(v) >= 0), default=None)
        if low is None or high is None or low > high:
            return value
        step = self.lever.step(self.plan)
        if not low < value < high:
            return (low + high) / 2
        return min(max(value, low + step), max(high - step, low))

    def _allowed(self, value: float) -> float:
        low, high = self.lever.range(self.plan)
        step = self.lever.step(self.plan)
        whole = round(value / step) * step if step else value
        return float(min(max(whole, low), high))


def solve(searches: Sequence[MoneySearch], evaluate: Evaluate) -> None:
    """Evaluate all searches together until each has the value with the closest cost.

    Parameters
    ----------
    searches : sequence of MoneySearch
        Their `results` are filled.
    evaluate : function of a sequence of plans
        Returns the measure and the cost in each town; shape (plans, towns, 2).
    """
    for _ in range(_STEPS):
        moves = [(each, value) for each in searches if (value := each.next_value()) is not None]
        if not moves:
            return
        answers = evaluate([each.lever.set(each.plan, value) for each, value in moves])
        for (each, value), answer in zip(moves, answers, strict=True):
            each.results[value] = answer
