"""Splits of money over levers, and the search for the best of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import NonlinearConstraint, differential_evolution
from scipy.stats import qmc

from ..engine.coins import EVERY_RUN, address
from ..simulation.scenario import Scenario
from .levers import BudgetLever, with_levers
from .responses import Responses

# Ends the address of the search's own chance; far above the kinds of event that the kernels use.
_SPLIT = 0x73706C6974
_SINGLES = 7  # values of each lever that are tried by itself, at most
_LARGEST_SEED = 2**32 - 1
_CHEAPER = 1e-9  # people that a unit of money is worth, where reach is the same

Split = tuple[int, ...]  # of each lever, the place of its value


@dataclass
class Allocations:
    """A search over the splits of one plan, on one key.

    Attributes
    ----------
    scenario, levers : Scenario, list of BudgetLever
        The plan and what is moved in it.
    money : float
        What a split may cost in the mean of the runs.
    memory : Responses
        What was played.
    key : int
        The key that splits are chosen with; it also fixes the search.
    evaluations : int
        How many splits may be played.
    tell : function of int
        Message how many were.
    """

    scenario: Scenario
    levers: list[BudgetLever]
    money: float
    memory: Responses
    key: int
    evaluations: int
    tell: Callable[[int], None]

    # --- what is known -----------------------------------------------------------------------

    def values(self, split: Split) -> dict[str, float]:
        """Return what each lever is set to."""
        pairs = zip(self.levers, split, strict=True)
        return {lever.name: lever.values[place] for lever, place in pairs}

    def plan(self, split: Split) -> Scenario:
        """Return a split as a plan."""
        return with_levers(self.scenario, self.values(split))

    @property
    def seen(self) -> list[Split]:
        """Every split that was played on the key of the search."""
        places = self.memory.seen
        return [name for key, name in places if key == self.key and isinstance(name, tuple)]

    def given(self, split: Split) -> dict[str, float]:
        """Return what a split gave."""
        return self.memory.seen[self.key, split]

    def reach(self, split: Split) -> float:
        """Return the mean reach of a split."""
        return self.given(split)["reach"]

    def cost(self, split: Split) -> float:
        """Return the mean cost of a split."""
        return self.given(split)["cost"]

    def on_its_key(self, plan: Scenario) -> float:
        """Return the reach of a plan on the key of the search."""
        place = (self.key, plan.hash)
        return self.memory.ask({place: plan.replace({"settings.key": self.key})})[0]["reach"]

    def ask(self, splits: Iterable[Split]) -> None:
        """Play the splits that were not played yet."""
        self.memory.ask(
            {
                (self.key, split): self.plan(split).replace({"settings.key": self.key})
                for split in splits
            }
        )
        self.tell(min(len(self.seen), self.evaluations))

    def _rank(self, split: Split) -> tuple[float, float, float]:
        """Rank within the money before beyond it; then more reach, or less beyond; then cheaper."""
        cost, reach = self.cost(split), self.reach(split)
        return (1, cost, 0) if cost > self.money else (0, -reach, cost)

    def best(self) -> Split:
        """Return the best split that was played."""
        return min(self.seen, key=self._rank)

    # --- the search --------------------------------------------------------------------------

    def search(self) -> Split:
        """Return the best split that is found within the evaluations."""
        counts = [len(lever.values) for lever in self.levers]
        if prod(counts) <= self.evaluations:
            self.ask(product(*map(range, counts)))
            return self.best()
        self._play_within([self._now(), tuple(0 for _ in counts), *self._singles()])
        self._evolve()
        self._climb()
        return self.best()

    def best_single(self) -> tuple[Split, str] | None:
        """Return the best split within the money that moves one lever only, and this lever."""
        now = self._now()
        moved = {
            split: [i for i, place in enumerate(split) if place != now[i]] for split in self.seen
        }
        singles = [s for s in moved if len(moved[s]) == 1 and self.cost(s) <= self.money]
        if not singles:
            return None
        split = min(singles, key=self._rank)
        return split, self.levers[moved[split][0]].name

    def line(self, split: Split, i: int, points: int) -> list[Split]:
        """Return splits that move one lever through its range, the split itself among them."""
        last = len(self.levers[i].values) - 1
        places = {round(last * p / (points - 1)) for p in range(points)} | {split[i]}
        return [(*split[:i], place, *split[i + 1 :]) for place in sorted(places)]

    def _now(self) -> Split:
        return tuple(lever.place for lever in self.levers)

    def _singles(self) -> list[Split]:
        # a third of the evaluations at most
        points = max(2, min(_SINGLES, self.evaluations // (3 * len(self.levers))))
        lines = [self.line(self._now(), i, points) for i in range(len(self.levers))]
        return [split for line in lines for split in line]

    def _play_within(self, splits: Iterable[Split]) -> None:
        """Play as many of the splits as there are evaluations left."""
        known = set(self.seen)
        new = [split for split in dict.fromkeys(splits) if split not in known]
        self.ask(new[: max(0, self.evaluations - len(known))])

    def _evolve(self) -> None:
        """Let differential evolution spend half of what is left."""
        crowd = max(5, min(20, 4 * len(self.levers)))
        generations = (self.evaluations - len(self.seen)) // 2 // crowd - 1
        if generations < 1:
            return
        differential_evolution(
            self._loss,
            [(0, len(lever.values) - 1) for lever in self.levers],
            constraints=NonlinearConstraint(self._costs, -np.inf, self.money),
            integrality=np.ones(len(self.levers), bool),
            init=self._first(crowd),
            maxiter=generations,
            tol=0,
            polish=False,
            updating="deferred",  # a generation is played in one go, by whoever plays
            vectorized=True,
            seed=self._chance,  # scipy calls it so before 1.15 and takes that name still
        )

    @property
    def _chance(self) -> int:
        return int(address(self.key, EVERY_RUN, _SPLIT)) % _LARGEST_SEED

    def _first(self, crowd: int) -> NDArray[np.float64]:
        """Return the first generation: the best seen so far, and a sample of all splits."""
        known = sorted(self.seen, key=self._rank)[: crowd // 2]
        sample = qmc.LatinHypercube(d=len(self.levers), seed=self._chance)
        ends = np.array([len(lever.values) - 1 for lever in self.levers])
        others = np.round(sample.random(crowd - len(known)) * ends)
        return np.vstack([np.array(known, float), others])

    def _splits(self, columns: NDArray[np.float64]) -> list[Split]:
        whole = np.atleast_2d(columns.T).round().astype(int)
        return [tuple(row) for row in whole.tolist()]

    def _costs(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        splits = self._splits(columns)
        self.ask(splits)
        return np.array([[self.cost(split) for split in splits]])

    def _loss(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        splits = self._splits(columns)
        self.ask(splits)
        return np.array([_CHEAPER * self.cost(s) - self.reach(s) for s in splits])

    def _climb(self) -> None:
        """Move each lever, far and then near, until nothing gets better.

        By itself; and where that brings nothing, with what another lever has spent.
        """
        span = 1.0
        while span > 0.01 and len(self.seen) < self.evaluations:
            best = self.best()
            for splits in (self._moved(best, span), self._exchanged(best, span)):
                self._play_within(splits)
                if self.best() != best:
                    break
            span = span if self.best() != best else span / 3

    def _moved(self, split: Split, span: float) -> list[Split]:
        return [near for i in range(len(self.levers)) for near in self._beside(split, i, span)]

    def _exchanged(self, split: Split, span: float) -> list[Split]:
        """Return splits in which some levers spend nothing any more, and another one more.

        Dropped are single levers, and the two, three ... whose money was missed least when each was
        dropped by itself.
        """
        alone = {j: self._without(split, [j]) for j, place in enumerate(split) if place}
        known = [j for j in alone if (self.key, alone[j]) in self.memory.seen]
        weakest = sorted(known, key=lambda j: -self.reach(alone[j]))
        dropped = [*(weakest[:k] for k in range(2, len(weakest))), *([j] for j in alone)]
        return [
            near
            for drop in dropped
            for i in range(len(self.levers))
            if i not in drop
            for near in self._beside(self._without(split, drop), i, span)
            if near[i] > split[i]
        ]

    def _without(self, split: Split, drop: list[int]) -> Split:
        return tuple(0 if j in drop else place for j, place in enumerate(split))

    def _beside(self, split: Split, i: int, span: float) -> list[Split]:
        last = len(self.levers[i].values) - 1
        step = max(1, round(last * span / 3))
        places = [0, *(split[i] + step * turn for turn in (-2, -1, 1, 2))]
        return [(*split[:i], p, *split[i + 1 :]) for p in places if 0 <= p <= last]
