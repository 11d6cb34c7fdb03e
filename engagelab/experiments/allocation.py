"""Allocation search: find the split of money over levers that reaches most people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
import scipy
from numpy.typing import NDArray

from ..engine.coins import EVERY_RUN, address
from ..simulation.scenario import Scenario
from .levers import BudgetLever, with_levers
from .responses import ResponseCache

# Ends the address of the search's random numbers; far above the event kinds of the kernels.
_SPLIT = 0x73706C6974
_LINE_POINTS = 7  # values of each lever that are tried alone, at most
_LARGEST_SEED = 2**32 - 1
_COST_WEIGHT = 1e-9  # people per unit of money: prefers the cheaper of splits with equal reach

Split = tuple[int, ...]  # the index of the value of each lever


@dataclass
class AllocationSearch:
    """A search over the splits of one plan's budget, with one key.

    Attributes
    ----------
    scenario, levers : Scenario, list of BudgetLever
        The plan, and the levers that vary.
    money : float
        The maximum mean cost of a split.
    cache : ResponseCache
        The responses so far.
    key : int
        The key of the runs; it also determines the search.
    evaluations : int
        The maximum number of splits to evaluate.
    on_progress : function of int
        Called with the number of splits evaluated.
    """

    scenario: Scenario
    levers: list[BudgetLever]
    money: float
    cache: ResponseCache
    key: int
    evaluations: int
    on_progress: Callable[[int], None]

    # --- splits and their responses ----------------------------------------------------------

    def values(self, split: Split) -> dict[str, float]:
        """Return the value of each lever."""
        pairs = zip(self.levers, split, strict=True)
        return {lever.name: lever.values[index] for lever, index in pairs}

    def plan(self, split: Split) -> Scenario:
        """Return the plan of a split."""
        return with_levers(self.scenario, self.values(split))

    @property
    def evaluated(self) -> list[Split]:
        """All splits evaluated with the key of the search."""
        return [
            name for key, name in self.cache.rows if key == self.key and isinstance(name, tuple)
        ]

    def response(self, split: Split) -> dict[str, float]:
        """Return the response of a split that has been evaluated."""
        return self.cache.rows[self.key, split]

    def reach(self, split: Split) -> float:
        """Return the mean reach of a split."""
        return self.response(split)["reach"]

    def cost(self, split: Split) -> float:
        """Return the mean cost of a split."""
        return self.response(split)["cost"]

    def reach_of_plan(self, plan: Scenario) -> float:
        """Return the mean reach of a plan with the key of the search."""
        identifier = (self.key, plan.hash)
        return self.cache.evaluate({identifier: plan.replace({"settings.key": self.key})})[0][
            "reach"
        ]

    def evaluate(self, splits: Iterable[Split]) -> None:
        """Run the plans of splits that have not been evaluated yet."""
        self.cache.evaluate(
            {
                (self.key, split): self.plan(split).replace({"settings.key": self.key})
                for split in splits
            }
        )
        self.on_progress(min(len(self.evaluated), self.evaluations))

    def _rank(self, split: Split) -> tuple[float, float, float]:
        """Rank affordable splits by reach, then by cost; after them the others by cost."""
        cost, reach = self.cost(split), self.reach(split)
        return (1, cost, 0) if cost > self.money else (0, -reach, cost)

    def best(self) -> Split:
        """Return the best split evaluated so far."""
        return min(self.evaluated, key=self._rank)

    # --- the search --------------------------------------------------------------------------

    def search(self) -> Split:
        """Return the best split found within the evaluations."""
        counts = [len(lever.values) for lever in self.levers]
        if prod(counts) <= self.evaluations:
            self.evaluate(product(*map(range, counts)))
            return self.best()
        self._evaluate_new(
            [self._current(), tuple(0 for _ in counts), *self._single_lever_splits()]
        )
        self._evolve()
        self._local_search()
        return self.best()

    def best_single(self) -> tuple[Split, str] | None:
        """Return the best affordable split that changes one lever of the plan, and that lever."""
        current = self._current()
        changed = {
            split: [i for i, index in enumerate(split) if index != current[i]]
            for split in self.evaluated
        }
        singles = [s for s in changed if len(changed[s]) == 1 and self.cost(s) <= self.money]
        if not singles:
            return None
        split = min(singles, key=self._rank)
        return split, self.levers[changed[split][0]].name

    def line(self, split: Split, lever: int, *, points: int) -> list[Split]:
        """Return splits that move one lever through its range, the split itself among them."""
        last = len(self.levers[lever].values) - 1
        indices = {round(last * p / (points - 1)) for p in range(points)} | {split[lever]}
        return [_with_index(split, lever, index) for index in sorted(indices)]

    def _current(self) -> Split:
        return tuple(lever.index for lever in self.levers)

    def _single_lever_splits(self) -> list[Split]:
        # a third of the evaluations at most
        points = max(2, min(_LINE_POINTS, self.evaluations // (3 * len(self.levers))))
        lines = [self.line(self._current(), i, points=points) for i in range(len(self.levers))]
        return [split for line in lines for split in line]

    def _evaluate_new(self, splits: Iterable[Split]) -> None:
        """Evaluate new splits, as many as the evaluations allow."""
        evaluated = set(self.evaluated)
        new = [split for split in dict.fromkeys(splits) if split not in evaluated]
        self.evaluate(new[: max(0, self.evaluations - len(evaluated))])

    def _evolve(self) -> None:
        """Spend half of the remaining evaluations on differential evolution."""
        population = max(5, min(20, 4 * len(self.levers)))
        generations = (self.evaluations - len(self.evaluated)) // 2 // population - 1
        if generations < 1:
            return
        scipy.optimize.differential_evolution(
            self._losses,
            [(0, len(lever.values) - 1) for lever in self.levers],
            constraints=scipy.optimize.NonlinearConstraint(self._costs, -np.inf, self.money),
            integrality=np.ones(len(self.levers), bool),
            init=self._initial_population(population),
            maxiter=generations,
            tol=0,
            polish=False,
            updating="deferred",  # a generation is evaluated together, on all workers
            vectorized=True,
            seed=self._seed,  # the name before scipy 1.15, which is still accepted
        )

    @property
    def _seed(self) -> int:
        return int(address(self.key, EVERY_RUN, _SPLIT)) % _LARGEST_SEED

    def _initial_population(self, size: int) -> NDArray[np.float64]:
        """Return the best splits evaluated so far, and a sample of all splits."""
        best = sorted(self.evaluated, key=self._rank)[: size // 2]
        sampler = scipy.stats.qmc.LatinHypercube(d=len(self.levers), seed=self._seed)
        ends = np.array([len(lever.values) - 1 for lever in self.levers])
        sample = np.round(sampler.random(size - len(best)) * ends)
        return np.vstack([np.array(best, float), sample])

    def _evaluate_columns(self, columns: NDArray[np.float64]) -> list[Split]:
        """Evaluate scipy's candidates, one column each, and return them as splits."""
        rows = np.atleast_2d(columns.T).round().astype(int)
        splits = [tuple(row) for row in rows.tolist()]
        self.evaluate(splits)
        return splits

    def _costs(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([[self.cost(split) for split in self._evaluate_columns(columns)]])

    def _losses(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        splits = self._evaluate_columns(columns)
        return np.array([_COST_WEIGHT * self.cost(s) - self.reach(s) for s in splits])

    def _local_search(self) -> None:
        """Improve the best split by moves of one lever, far and then near.

        If no such move is better, try moves paid for by other levers; if none of these is either,
        take smaller steps.
        """
        span = 1.0
        while span > 0.01 and len(self.evaluated) < self.evaluations:
            best = self.best()
            for splits in (self._moves(best, span), self._exchanges(best, span)):
                self._evaluate_new(splits)
                if self.best() != best:
                    break
            span = span if self.best() != best else span / 3

    def _moves(self, split: Split, span: float) -> list[Split]:
        levers = range(len(self.levers))
        return [near for lever in levers for near in self._neighbours(split, lever, span)]

    def _exchanges(self, split: Split, span: float) -> list[Split]:
        """Return splits in which some levers are set to 0 and another one is raised.

        Dropped are single levers, and the two, three ... levers whose removal, one at a time, cost
        least reach.
        """
        without = {j: _without(split, [j]) for j, index in enumerate(split) if index}
        known = [j for j in without if (self.key, without[j]) in self.cache.rows]
        weakest = sorted(known, key=lambda j: -self.reach(without[j]))
        dropped = [*(weakest[:k] for k in range(2, len(weakest))), *([j] for j in without)]
        return [
            near
            for drop in dropped
            for lever in range(len(self.levers))
            if lever not in drop
            for near in self._neighbours(_without(split, drop), lever, span)
            if near[lever] > split[lever]
        ]

    def _neighbours(self, split: Split, lever: int, span: float) -> list[Split]:
        """Return splits in which one lever is set to 0, or moved by one or two steps."""
        last = len(self.levers[lever].values) - 1
        step = max(1, round(last * span / 3))
        indices = [0, *(split[lever] + step * steps for steps in (-2, -1, 1, 2))]
        return [_with_index(split, lever, index) for index in indices if 0 <= index <= last]


def _with_index(split: Split, lever: int, index: int) -> Split:
    return (*split[:lever], index, *split[lever + 1 :])


def _without(split: Split, levers: list[int]) -> Split:
    return tuple(0 if lever in levers else index for lever, index in enumerate(split))
