"""Simulate options in towns: each plan once in each town, with levers that meet a budget."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..engine.csr import processors
from ..errors import EngagelabError
from ..graphs.network import Network, need_network
from ..models.declaration import is_real
from ..simulation.scenario import Scenario
from .equal_money import MoneySearch, default_lever, solve
from .executors import DaskClient
from .levers import most_seeds
from .plan_number import SEEDS, PlanNumber
from .progress import Progress
from .runner import Execution, need_scenario, run_plans
from .town_answers import COST, REACH, TownAnswer, employees_of

_STAGES = (4, 16)  # towns in which the money is divided first, before it is in all
_CACHED = 300  # answers of a plan in all towns, of about 70 kB each
_AMOUNTS = ("rewards.trial", "rewards.discount")
_SATURATED = 20  # times the half amount, where a reward has 95 % of its effect

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Option:
    """A named plan with its money.

    Attributes
    ----------
    name : str
        What it is called.
    plan : Scenario
        The plan.
    budget : float, optional
        What it costs in the mean over towns; None: the plan as it is.
    lever : str, optional
        The number that the budget sets: ``seeds``, ``paid`` or a dotted name; None: the amount of
        a trial or a discount if the plan has one, else impressions if it has any, else the own
        space if it posts there, else seeds.

    Raises
    ------
    EngagelabError
        If the budget is not a sum of 0 or more, or the lever is not a number of a plan.
    """

    name: str
    plan: Scenario
    budget: float | None = None
    lever: str | None = None

    def __post_init__(self) -> None:
        """Check the budget and the lever."""
        need_scenario(self.plan, f"options[{self.name!r}]")
        if self.budget is not None and not (is_real(self.budget) and 0 <= self.budget < 1e15):
            raise EngagelabError(
                f"budget: {self.budget!r} is not allowed; give a sum from 0 to below 10^15, or None"
            )
        if self.lever is not None:
            PlanNumber(self.lever)


def budget_lever(plan: Scenario) -> str:
    """Return the name of the number by which a plan of this kind spends its budget.

    Examples
    --------
    >>> import engagelab as el
    >>> [budget_lever(el.Scenario.preset(name)) for name in ("voucher", "always-answer")]
    ['rewards.discount', 'seeds']
    """
    amount = next((name for name in _AMOUNTS if plan.get(name)), None)
    return amount or default_lever(plan).name


@dataclass(frozen=True)
class BoundedNumber(PlanNumber):
    """A number of a plan, with the most that the town has people for or that has an effect."""

    most: float = np.inf

    def range(self, plan: Scenario) -> tuple[float, float]:
        """Return the least and the largest feasible value."""
        low, high = super().range(plan)
        return low, max(low, min(high, self.most))


def bounded_lever(plan: Scenario, name: str, network: Network | None = None) -> BoundedNumber:
    """Return a lever whose range ends where people do, such as employees who can start.

    A reward ends where it has 95 % of its effect: more money would move nobody.

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario.preset("empowered-employees")  # 2 % of 10,000 people
    >>> bounded_lever(plan, "seeds").range(plan)
    (0.0, 200.0)
    """
    lever = PlanNumber(name)
    most = np.inf
    if name == SEEDS:
        most = most_seeds(plan, network)
    elif name == "campaign.own_size" and network is not None:
        most = network.people
    elif name in _AMOUNTS:
        most = _SATURATED * plan.rewards.half_amount
    step = lever.step(plan)
    if np.isfinite(most) and step:
        most = np.floor(most / step + 1e-9) * step
    return BoundedNumber(name, float(most))


class AnswerCache(OrderedDict[tuple[Scenario, range], tuple[Array, Array]]):
    """Numbers and curves of plans in towns; the oldest go when there are many.

    Examples
    --------
    >>> cache = AnswerCache()
    >>> len(cache)
    0
    """

    def store(self, plan: Scenario, keys: range, answer: tuple[Array, Array]) -> None:
        """Store the answer of a plan in some towns."""
        self[plan, keys] = answer
        while len(self) > _CACHED:
            self.popitem(last=False)


@dataclass(frozen=True)
class TownRunner:
    """Simulates plans in towns, town by town, on threads or an executor."""

    execution: Execution
    question: TownAnswer
    pool: ThreadPoolExecutor | None
    known: AnswerCache = field(default_factory=AnswerCache)

    @classmethod
    def open(
        cls,
        network: Network | None,
        executor: Executor | DaskClient | None = None,
        progress: Progress = None,
        cancel: threading.Event | None = None,
        *,
        cache: AnswerCache | None = None,
    ) -> "TownRunner":
        """Return a runner; use it as a context, so that its threads end."""
        if network is not None:
            need_network(network)
        pool = ThreadPoolExecutor(processors()) if executor is None else None
        execution = Execution(1, None, network, executor or pool, cancel, progress, "people")
        question = TownAnswer(None if network is None else employees_of(network))
        return cls(execution, question, pool, AnswerCache() if cache is None else cache)

    def __enter__(self) -> "TownRunner":
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown()

    def answers(self, plans: Sequence[Scenario], keys: range) -> tuple[Array, Array]:
        """Return numbers, shape (plans, towns, columns), and curves (plans, towns, rounds).

        What was simulated before with this runner is not simulated again.
        """
        new = [plan for plan in dict.fromkeys(plans) if (plan, keys) not in self.known]
        # town by town, so that each is built once
        by_town = [plan.replace({"settings.key": key}) for key in keys for plan in new]
        answers = run_plans(by_town, self.question, self.execution)
        for index, plan in enumerate(new):
            numbers, curves = zip(*answers[index :: len(new)], strict=True)
            self.known.store(plan, keys, (np.stack(numbers), np.stack(curves)))
        results = [self.known[plan, keys] for plan in plans]
        rounds = max(curves.shape[1] for _, curves in results)
        return np.stack([numbers for numbers, _ in results]), np.stack(
            [np.pad(curves, ((0, 0), (0, rounds - curves.shape[1])), "edge")
             for _, curves in results]
        )  # fmt: skip

    def solve(self, options: Sequence[Option], keys: range) -> list[MoneySearch]:
        """Divide each option's money: roughly in the first towns, then in all."""
        searches = [self.start(option) for option in options]
        for towns in (*(each for each in _STAGES if each < len(keys)), len(keys)):
            self.search(options, searches, keys[:towns])
            if towns < len(keys):
                searches = [
                    # on the option's own plan, so that its posts keep their proportions
                    MoneySearch(
                        each.plan,
                        each.lever,
                        each.money,
                        slope=each.rise,
                        start=each.best if each.results else None,
                    )
                    for each in searches
                ]
        return searches

    def start(self, option: Option, slope: float | None = None) -> MoneySearch:
        """Return a search for the value of an option's lever that meets its budget."""
        name = option.lever or budget_lever(option.plan)
        lever = bounded_lever(option.plan, name, self.execution.network)
        return MoneySearch(option.plan, lever, option.budget or 0.0, slope=slope)

    def search(self, options: Sequence[Option], searches: list[MoneySearch], keys: range) -> None:
        """Divide each option's money in some towns, from where its search is."""
        paired = zip(options, searches, strict=True)
        solve([search for option, search in paired if option.budget is not None],
              lambda plans: self.answers(plans, keys)[0][:, :, [REACH, COST]])  # fmt: skip


def at_best(option: Option, search: MoneySearch) -> Scenario:
    """Return the plan of an option with the lever where its cost is closest to the budget."""
    if option.budget is None:
        return search.plan
    return search.lever.set(search.plan, search.best)
